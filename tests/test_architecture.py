"""The arrows between the rooms of the house, as pyproject.toml draws them."""

import subprocess
import sys
from pathlib import Path


def test_imports_follow_the_arrows() -> None:
    # In a process of its own, as import-linter silences every logger that is there.
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
    ]
    linted = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=120)
    assert linted.returncode == 0, linted.stdout + linted.stderr
