"""What a painter is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.look import Look

if TYPE_CHECKING:
    from bot.jobs.painter import Kind, StyleSource
    from engine import PictureFile, Progress


@dataclass(frozen=True, eq=False)
class Commission:
    """One photo, and how to paint it.

    Attributes:
        photo: the bytes of a file, or where it lies.
        look: how; what its method does not have is left out.
        sources: the styles of `look.shares`, in their order.
        kind: of the result; files and stickers keep transparency.
        on_progress: is told how far it is, where it is painted alone.
    """

    photo: PictureFile
    look: Look
    sources: Sequence[StyleSource]
    kind: Kind
    on_progress: Callable[[Progress], None] | None = None
