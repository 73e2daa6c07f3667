"""The arrows between the rooms of the house, as pyproject.toml draws them."""

from importlinter.cli import lint_imports


def test_imports_follow_the_arrows() -> None:
    assert lint_imports(no_cache=True) == 0
