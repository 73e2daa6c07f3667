"""What a wish can change, apart from the style."""

from __future__ import annotations

import enum


class Setting(enum.Enum):
    """A thing that has a name of its own in a wish: `strength 40`, `fine strokes`."""

    MIX = enum.auto()
    METHOD = enum.auto()
    STRENGTH = enum.auto()
    COLOURS = enum.auto()
    STROKE = enum.auto()
    LEVELS = enum.auto()
    SIZE = enum.auto()
    ITERATIONS = enum.auto()
