"""Files to paint, and networks to paint them with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.__main__ import main
from tests.engine.families import write_family
from tests.engine.pictures import landscape, strokes


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.png"
    landscape(96, 64).save(file)
    return file


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    file = tmp_path / "painting.jpg"
    strokes(96).save(file)
    return file


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Networks of a few channels, whose styles are none of the gallery's."""
    return write_family(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """What was said on the standard error since the last time, in one line."""
    return lambda: " ".join(capsys.readouterr().err.split())


@pytest.fixture
def refused(said: Callable[[], str]) -> Callable[..., str]:
    """Run a command that makes no sense; what it says."""

    def refused(*arguments: object) -> str:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = stopped.code if isinstance(stopped.code, int) else -1
        assert status == 2
        return said()

    return refused
