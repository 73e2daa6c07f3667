"""Sizes of strokes that have a name; see `bot.look.Look.stroke`."""

FINE = 0.5
NORMAL = 1.0
BROAD = 2.0
