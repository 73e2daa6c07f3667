"""The losses of a run as curves, from its table."""

from __future__ import annotations

import csv
import logging
import math
from pathlib import Path

from training.journal import FIGURES

log = logging.getLogger(__name__)

_COLUMNS = 3
_FEW = 20
_PANEL = (4.5, 3.0)  # inches


def write_curves(table: Path, file: Path) -> None:
    """Draw each loss in `table` over the steps, one panel a loss, logarithmically where all its values are positive.

    Without matplotlib, or without a row in the table, nothing is written and the log says so.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        log.info("matplotlib is not installed (dependency group `training`): %s is not drawn", file.name)
        return
    curves = read_curves(table)
    if not curves:
        log.info("%s has no losses yet: %s is not drawn", table.name, file.name)
        return
    columns = min(_COLUMNS, len(curves))
    rows = math.ceil(len(curves) / columns)
    figure = Figure(figsize=(columns * _PANEL[0], rows * _PANEL[1]), dpi=110, layout="constrained")
    for place, (name, points) in enumerate(curves.items(), 1):
        panel = figure.add_subplot(rows, columns, place)
        # A line needs two points to be seen.
        panel.plot(*zip(*points, strict=True), linewidth=1.2, marker="." if len(points) < _FEW else "")
        panel.set_title(name.replace("_", " "))
        panel.set_xlabel("step")
        panel.grid(alpha=0.3, which="both")
        if all(value > 0 for _, value in points):
            panel.set_yscale("log")
    FigureCanvasAgg(figure)
    figure.savefig(file)


def read_curves(table: Path) -> dict[str, list[tuple[int, float]]]:
    """The points (step, value) of each loss in a table; values that are not finite are left out."""
    curves: dict[str, list[tuple[int, float]]] = {}
    if not table.exists():
        return curves
    with table.open(newline="") as stream:
        for row in csv.DictReader(stream):
            for name, value in row.items():
                if name not in ("step", *FIGURES) and value and math.isfinite(float(value)):
                    curves.setdefault(name, []).append((int(row["step"]), float(value)))
    return curves
