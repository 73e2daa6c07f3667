"""What the command line says: mistakes, notes and progress, on the standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TextColumn

from engine.progress import Progress as Step

Advance = Callable[[Step], None]


class CommandError(Exception):
    """The command asks for something that makes no sense; the message says what would."""


def complain(console: Console, message: str) -> None:
    """Say what went wrong."""
    # Without markup: a file may be called "cat [b].jpg".
    console.print(message, style="red", highlight=False, markup=False, soft_wrap=True)


def say(console: Console, message: str) -> None:
    """Say what was done."""
    console.print(message, highlight=False, markup=False, soft_wrap=True)


class Bar:
    """A progress bar over equal pieces of work, each of which may have steps."""

    def __init__(self, progress: Progress, what: str, pieces: int) -> None:
        self._progress = progress
        self._console = progress.console
        self._task = progress.add_task(what, total=pieces, doing="")
        self._begun = 0
        self._said: set[str] = set()

    def begin(self, doing: str) -> Advance:
        """Begin the next piece; returns what its steps are told to."""
        begun, self._begun = self._begun, self._begun + 1
        self._progress.update(self._task, completed=begun, doing=doing)

        def advance(step: Step) -> None:
            shown = doing if step.loss is None else f"{doing}, loss {step.loss:.3g}"
            self._progress.update(self._task, completed=begun + step.done / step.total, doing=shown)
            if step.note is not None and (note := f"{doing}: {step.note}") not in self._said:
                self._said.add(note)
                say(self._console, note)

        return advance

    def doing(self, doing: str) -> None:
        """Say what is being worked on."""
        self._progress.update(self._task, doing=doing)

    def skip(self, pieces: int = 1) -> None:
        """So many pieces are done, or need no work."""
        self._begun += pieces
        self._progress.update(self._task, completed=self._begun)


@contextmanager
def bar(console: Console, what: str, pieces: int) -> Iterator[Bar]:
    """A progress bar, full when all went well."""
    columns = (*Progress.get_default_columns(), TextColumn("{task.fields[doing]}", markup=False))
    with Progress(*columns, console=console) as progress:
        shown = Bar(progress, what, pieces)
        yield shown
        shown.skip(0)


def failures(console: Console, failed: list[str], pieces: int) -> int:
    """Name what failed, if anything did; returns the exit status."""
    if failed and pieces > 1:
        complain(console, f"{len(failed)} of {pieces} failed: {', '.join(failed)}")
    return 1 if failed else 0
