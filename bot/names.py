"""Names that people give to what they keep."""

from __future__ import annotations

# What fits on a button on a phone.
MAX_NAME = 32


def tidied(name: str) -> str:
    """Return a name without the blanks around it and with single ones within."""
    return " ".join(name.split())
