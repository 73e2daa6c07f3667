"""`python -m engine`: which command is meant, and what is said of one that is none."""

import subprocess
import sys

import pytest

from engine.__main__ import COMMANDS, main


@pytest.mark.parametrize("command", ["paint", "compare", "texture", "augment", "styles", "styles add"])
def test_help_is_shown(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), "--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: python -m engine {command} ")
    # What a terminal of 80 columns would break anew.
    assert max(map(len, shown.splitlines())) <= 88


def test_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    assert len(COMMANDS) >= 5
    assert "paint photos, or folders of photos" in shown
    assert "a texture in a painting's style" in shown


@pytest.mark.parametrize("typed", ["compair", "texure", "style"])
def test_a_mistyped_command_names_the_one_that_was_meant(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([typed, "photo.jpg"]) == 2
    assert "neither a command nor a file; did you mean" in capsys.readouterr().err


def test_an_unknown_option_is_no_abbreviation_of_another(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["photo.jpg", "--stren", "0.5"])
    assert stopped.value.code == 2
    assert "--stren" in capsys.readouterr().err


def test_the_engine_itself_is_imported_without_torch_or_a_command() -> None:
    code = "import sys, engine; sys.exit(any(name in sys.modules for name in ('torch', 'PIL', 'engine.commands')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
