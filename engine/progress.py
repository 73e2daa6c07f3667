"""How far a stylization is, and the caller's wish to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from engine.errors import Cancelled
from engine.images import Picture
from engine.notes import Note


@dataclass(frozen=True)
class Progress:
    """How far a stylization is.

    Attributes:
        done: steps done, of `total`.
        preview: the painting as it looks, perhaps smaller than the result, where the method has one at hand.
        loss: what a method that optimises has come down to.
        note: what is done otherwise than asked.
    """

    done: int
    total: int
    preview: Picture | None = None
    loss: float | None = None
    note: Note | None = None


class Watch:
    """Hands a method's reports on to the caller, and the caller's wish to stop back to the method.

    Args:
        photo: of whose kind previews are.
        on_progress: is told how far it is.
        cancelled: says whether to stop.
    """

    def __init__(
        self,
        photo: Picture,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._photo = photo
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._total = 1

    def stop_if_asked(self) -> None:
        """Stop here if the caller wishes to.

        Raises:
            Cancelled: they do.
        """
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("stopped before the painting was done")

    def __call__(self, done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        """Hand one report on, see `Report`.

        Raises:
            Cancelled: the caller wishes to stop.
        """
        self.stop_if_asked()
        self._total = total
        if self._on_progress is not None:
            shown = None if preview is None else self._photo.with_image(preview)
            self._on_progress(Progress(done, total, shown, loss))

    def note(self, note: Note) -> None:
        """Say what is done otherwise than asked."""
        if self._on_progress is not None:
            self._on_progress(Progress(0, self._total, note=note))

    def finish(self) -> None:
        """Say that all steps are done."""
        if self._on_progress is not None:
            self._on_progress(Progress(self._total, self._total))


def unwatched(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
    """Take a method's reports where nobody asks how far it is."""
