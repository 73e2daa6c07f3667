"""The styles that a person can name: their own ones first, then the gallery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.look import BY_CHANCE
from bot.storage.models.styles import OwnStyle
from engine import Entry, Gallery

GALLERY = "gallery"
OWN = "own"
# What a button can carry at most, and both a row's number and a seed can be.
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Titled:
    """What stands under a painting of a style: its name, and of the gallery's also title, artist and year.

    `came_with` is as of `KnownStyle`.
    """

    name: str
    credit: str = ""
    came_with: str | None = None


@dataclass(frozen=True)
class KnownStyle:
    """A style as a person sees it: `name` is written and tapped.

    `aliases` are understood in its place; `related` words, its painter say, only lead to it as a suggestion.
    `painter` stands beside the name on buttons. `came_with` is the file id of the photo that was sent together with the
    painting, should the two have been meant the other way round.
    """

    reference: str
    name: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    painter: str = ""
    came_with: str | None = None

    @property
    def own(self) -> bool:
        """Whether the person made it of a painting that they sent."""
        return self.reference.startswith(f"{OWN}:")


def gallery_reference(name: str) -> str:
    """Return how jobs and sessions refer to a style of the gallery."""
    return f"{GALLERY}:{name}"


def own_reference(style_id: int) -> str:
    """Return how jobs and sessions refer to a person's own style."""
    return f"{OWN}:{style_id}"


def own_id(reference: str | None) -> int | None:
    """Return the id in a reference to a person's own style; None if it refers to something else."""
    kind, _, number = (reference or "").partition(":")
    return int(number) if kind == OWN and _NUMBER.fullmatch(number) else None


def sample_reference(seed: int) -> str:
    """Return how looks refer to a style that nobody painted: a sample of the VAE's."""
    return f"{BY_CHANCE}{seed}"


def sample_seed(reference: str) -> int | None:
    """Return the seed in a reference to a style that nobody painted; None if it refers to something else."""
    seed = reference.removeprefix(BY_CHANCE)
    return int(seed) if seed != reference and _NUMBER.fullmatch(seed) else None


def gallery_name(reference: str) -> str | None:
    """Return the name in a reference to a style of the gallery; None if it refers to something else."""
    kind, _, name = reference.partition(":")
    return name if kind == GALLERY else None


def known_styles(gallery: Iterable[Entry], own: Iterable[OwnStyle]) -> tuple[KnownStyle, ...]:
    """Return everything that the owner of `own` can choose from."""
    mine = [KnownStyle(own_reference(style.id), style.name, came_with=style.photo_file_id) for style in own]
    shipped = [
        KnownStyle(
            gallery_reference(entry.name),
            entry.name,
            (entry.title,),
            (entry.artist, *entry.artist.split()[-1:]),
            _surname(entry.artist),
        )
        for entry in gallery
    ]
    return (*mine, *shipped)


def _surname(artist: str) -> str:
    """Return what a painter is known by, with a "van" before it."""
    *before, last = artist.split() or [""]
    return f"{before[-1]} {last}" if before and before[-1].islower() else last


def suggested_style(gallery: Gallery) -> str:
    """Return the reference of the style for somebody who has not chosen one yet."""
    return gallery_reference(gallery.entries[0].name)


def name_of(reference: str, styles: Sequence[KnownStyle]) -> str | None:
    """Return the name of the style, or None if it is not among `styles` (any longer)."""
    return next((style.name for style in styles if style.reference == reference), None)
