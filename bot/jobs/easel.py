"""What the workshop needs of a painter; `bot.jobs.painter.Painter` is one, and tests have another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from bot.jobs.commission import Commission
from bot.jobs.painted import Painted
from bot.jobs.painter import Kind, StyleSource
from bot.look import Look

if TYPE_CHECKING:
    from engine import EngineError, PictureFile, Progress

Cancelled = Callable[[], bool]


class Paints(Protocol):
    """Paints one picture, or several together, at a time; raises what `engine` raises."""

    @property
    def encoder(self) -> str:
        """Identity of the encoder that statistics must have been made with."""

    @property
    def most_at_once(self) -> int:
        """How many photos as a chat has them are best painted together at most."""

    def warm_up(self) -> None:
        """Load what the first painting would have to wait for."""

    def credit(self, name: str) -> str:
        """Return title, artist and year of a style of the gallery; KeyError if there is none of that name."""

    def estimate(self, width: int, height: int, look: Look, kind: Kind) -> float:
        """Return how many seconds a photo of that size will take."""

    def paint(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        kind: Kind,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> Painted:
        """Paint a photo; `sources` are those of the look's shares, in order."""

    def paint_many(
        self, commissions: Sequence[Commission], cancelled: Cancelled | None = None
    ) -> list[Painted | EngineError]:
        """Paint several photos: each as `paint` does, or the error that it raises."""

    def learn(self, painting: PictureFile, method: str) -> bytes:
        """Return the statistics of a painting, as a method reads them."""

    def sheet(
        self,
        photo: PictureFile,
        look: Look,
        sources: Sequence[StyleSource],
        first_number: int,
        chosen: int | None,
        cancelled: Cancelled | None = None,
    ) -> Painted:
        """Paint a photo in each of the styles, numbered."""

    def strip(
        self, photo: PictureFile, look: Look, sources: Sequence[StyleSource], cancelled: Cancelled | None = None
    ) -> Painted:
        """Paint what lies between the styles, as one picture."""

    def film(
        self, photo: PictureFile, look: Look, sources: Sequence[StyleSource], cancelled: Cancelled | None = None
    ) -> Painted:
        """Paint what lies between the styles, as a short film."""
