from pathlib import Path

import pytest

from tests.engine.pictures import landscape, strokes


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve photos, drawn."""
    folder = tmp_path_factory.mktemp("content")
    for index in range(12):
        landscape(80 + 4 * index, 64 + 2 * index).save(folder / f"photo-{index:02}.png")
    return folder


@pytest.fixture(scope="session")
def style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve paintings, drawn."""
    folder = tmp_path_factory.mktemp("style")
    for index in range(12):
        strokes(96, seed=index).save(folder / f"painting-{index:02}.png")
    return folder
