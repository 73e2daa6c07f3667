"""What the worker needs to put results into words; `bot.views.results` does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from telegram import InlineKeyboardMarkup

from bot.paging import Page
from bot.storage.models.jobs import Job
from bot.storage.models.styles import Preset
from bot.styles import KnownStyle, Titled

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

    def album(
        self,
        job: Job,
        styles: Sequence[Titled],
        notes: Sequence[Note],
        count: int,
        left_out: Mapping[int, Exception],
    ) -> Shown:
        """Return what goes with the paintings of an album.

        Args:
            job: the one that made them.
            styles: those of its look.
            notes: the engine's, on all of them.
            count: how many pictures are painted.
            left_out: the numbers, from 1, of the pictures that could not be painted, and why.
        """

    def sheet(
        self, job: Job, page: Page[KnownStyle], *, chosen: str | None, back: bool, saved: Sequence[Preset] = ()
    ) -> Shown:
        """Return what goes with a photo in many styles.

        Args:
            job: the one that made it.
            page: which styles.
            chosen: the reference of the style that is set.
            back: whether it takes the place of a painting that one can go back to.
        """

    def strip(self, job: Job, styles: Sequence[Titled], *, back: bool) -> Shown:
        """Return what goes with a picture of what lies between styles; `back` as in `sheet`."""

    def film(self, job: Job, styles: Sequence[Titled]) -> Shown:
        """Return what goes with a film of what lies between styles."""

    def learned(self, job: Job, style: Titled) -> Shown:
        """Return what says that a style is ready."""

    def waiting(self, job: Job, styles: Sequence[Titled], number: int, seconds: float) -> Shown:
        """Return what says that a job waits: its number in the line, and in how many seconds it will be done."""

    def at_work(self, job: Job, styles: Sequence[Titled], fraction: float, seconds: float) -> Shown:
        """Return what says how far a job is, from 0 to 1, and in how many seconds it will be done."""

    def called_off(self, job: Job) -> Shown:
        """Return what says that the person has stopped a job, and how to go on."""

    def failed(self, job: Job, error: Exception) -> Shown:
        """Return what says why there is no result, and what to do."""
