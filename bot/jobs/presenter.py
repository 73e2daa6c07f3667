"""What the worker needs to put results into words; `bot.views.results` does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from telegram import InlineKeyboardMarkup

from bot.storage.models import Job
from bot.styles import Titled

if TYPE_CHECKING:
    from engine import Note


class Shown(Protocol):
    """What a person gets to see: text or caption in HTML, the keyboard under it, and a file's name."""

    @property
    def text(self) -> str:
        """The text, or the caption of a picture."""

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons under the message."""

    @property
    def file_name(self) -> str:
        """The name of a result that is sent as a file, without its ending."""


class Presenter(Protocol):
    """Puts results into words, in the language of the job."""

    def painted(self, job: Job, styles: Sequence[Titled], notes: Sequence[Note] = ()) -> Shown:
        """Return what goes with a painting; `notes` are the engine's, on what it did otherwise than asked."""

    def learned(self, job: Job, style: Titled) -> Shown:
        """Return what says that a style is ready."""

    def failed(self, job: Job, error: Exception) -> Shown:
        """Return what says why there is no result, and what to do."""
