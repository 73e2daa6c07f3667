"""What a run tells while it lasts: a table of losses (CSV), TensorBoard, and a progress bar."""

from __future__ import annotations

import csv
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

log = logging.getLogger(__name__)

# One for bar and log, so that neither writes over the other.
CONSOLE = Console(stderr=True)
TABLE = "losses.csv"
_SAY_EVERY = 60.0  # seconds
FIGURES = ("learning_rate", "gradient", "images_per_second", "waited", "seconds")
"""The table's columns that are no losses: the gradient's norm before clipping, the share of time waited for data."""


class Waiting(Protocol):
    """What a pace is asked about: the feed."""

    waited: float


class Pace:
    """Images a second, and the share of the time spent waiting for data; pauses are left out."""

    def __init__(self, feed: Waiting) -> None:
        self._feed = feed
        self._images, self._seconds = 0, 0.0
        self._last = (0, 0.0, feed.waited)
        self._first = feed.waited
        self._since = time.monotonic()

    def step(self, images: int) -> None:
        """Count a step over so many images."""
        now = time.monotonic()
        self._images += images
        self._seconds += now - self._since
        self._since = now

    def go_on(self) -> None:
        """What happened since the last step was not training."""
        self._since = time.monotonic()

    def lately(self) -> tuple[float, float]:
        """Images a second and share waited since the last time this was asked."""
        images, seconds, waited = self._last
        self._last = self._images, self._seconds, self._feed.waited
        return _ratios(self._images - images, self._seconds - seconds, self._feed.waited - waited)

    def overall(self) -> tuple[float, float]:
        """Images a second and share waited since the beginning."""
        return _ratios(self._images, self._seconds, self._feed.waited - self._first)


def _ratios(images: int, seconds: float, waited: float) -> tuple[float, float]:
    return (images / seconds, min(1.0, waited / seconds)) if seconds > 0 else (0.0, 0.0)


class Journal:
    """The records of one session of a run, which has come to `step` of `steps`; open it with `with`.

    Rows and events of an earlier session beyond `step`, which this one passes through again, are taken back.
    A `silent` journal records nothing: of several processes only the first reports.
    """

    def __init__(self, run: Path, name: str, step: int, steps: int, silent: bool = False) -> None:
        self._name, self._first, self._steps, self._silent = name, step, steps, silent
        self._run = run
        self._board: SummaryWriter | None = None
        self._said = float("-inf")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        shown = TextColumn("{task.fields[shown]}")
        self._bar = Progress(*columns, shown, console=CONSOLE, refresh_per_second=2, disable=silent)

    def __enter__(self) -> Journal:
        if not self._silent:
            self._table = Table(self._run / TABLE, self._first)
            self._board = _board(self._run / "tensorboard", self._first)
            self._task = self._bar.add_task(self._name, total=self._steps, completed=self._first, shown="")
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if not self._silent:
            self._bar.stop()
            self._table.close()
        if self._board is not None:
            self._board.close()

    def advance(self, step: int) -> None:
        """Move the bar."""
        if not self._silent:
            self._bar.update(self._task, completed=step)

    def write(self, step: int, losses: Mapping[str, float], figures: Mapping[str, float]) -> None:
        """Record the losses of `step`, and its `FIGURES`."""
        if self._silent:
            return
        self._table.write(step, losses, figures)
        if self._board is not None:
            for name, value in losses.items():
                self._board.add_scalar(f"losses/{name}", value, step)
            for name, value in figures.items():
                self._board.add_scalar(f"training/{name}", value, step)
        speed = f"{figures['images_per_second']:.1f} images/s, waited {figures['waited']:.0%}"
        shown = "  ".join(f"{name} {value:.4g}" for name, value in losses.items())
        self._bar.update(self._task, completed=step, shown=f"{speed}  {shown}")
        # Where no bar is drawn, a line now and then says that the run lives.
        if not CONSOLE.is_terminal and time.monotonic() - self._said >= _SAY_EVERY:
            self._said = time.monotonic()
            log.info("%s %d/%d  %s  %s", self._name, step, self._steps, speed, shown)

    def picture(self, name: str, step: int, image: Tensor) -> None:
        """Show an image `(3, H, W)` in [0, 1] on TensorBoard."""
        if self._board is not None:
            self._board.add_image(name, image.detach().float().clamp(0, 1).cpu(), step)


class Table:
    """The losses as CSV, a row every few steps, continued across sessions."""

    def __init__(self, file: Path, step: int) -> None:
        self._file = file
        self._columns: list[str] = []
        self._rows: list[dict[str, str]] = []
        if file.exists():
            with file.open(newline="") as stream:
                rows = csv.DictReader(stream)
                self._columns = list(rows.fieldnames or ())
                # A row cut off by a crash has lost its last cells.
                whole = [row for row in rows if None not in row.values() and None not in row]
            self._rows = [row for row in whole if row["step"].isdigit() and int(row["step"]) <= step]
            self._rewrite()
        self._stream = file.open("a", newline="")

    def write(self, step: int, losses: Mapping[str, float], figures: Mapping[str, float]) -> None:
        """Append the row of `step`; a loss that is new gets a column, empty in the rows before."""
        row = {"step": str(step)} | {name: f"{value:.5g}" for name, value in (*losses.items(), *figures.items())}
        if "seconds" in row:
            row["seconds"] = f"{figures['seconds']:.1f}"
        if new := [name for name in row if name not in self._columns]:
            at = next((i for i, name in enumerate(self._columns) if name in FIGURES), len(self._columns))
            self._columns[at:at] = new
            self._stream.close()
            self._rewrite()
            self._stream = self._file.open("a", newline="")
        self._rows.append(row)
        csv.DictWriter(self._stream, self._columns, restval="").writerow(row)
        self._stream.flush()

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _rewrite(self) -> None:
        partial = self._file.with_suffix(".partial")
        with partial.open("w", newline="") as stream:
            rows = csv.DictWriter(stream, self._columns, restval="")
            if self._columns:
                rows.writeheader()
                rows.writerows(self._rows)
        partial.replace(self._file)


def _board(folder: Path, step: int) -> SummaryWriter | None:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        log.info("TensorBoard is not installed (dependency group `training`); the losses are in %s alone", TABLE)
        return None
    return SummaryWriter(str(folder), purge_step=step + 1)
