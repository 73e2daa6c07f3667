"""The shipped gallery: masters' styles as statistics, with credits. Listing it needs no torch."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import StyleError

if TYPE_CHECKING:
    from engine.style import Style

STYLES = Path(__file__).parent / "styles"
_CREDITS = "gallery.json"
# The method that is meant where none is named.
DEFAULT = "adain"


@dataclass(frozen=True)
class Entry:
    """One style of the gallery; `year` is as the museum has it, "1889" or "c. 1831"."""

    name: str
    title: str
    artist: str
    year: str

    @property
    def credit(self) -> str:
        """Title, artist and year in one line."""
        return ", ".join(part for part in (self.title, self.artist, self.year) if part)


class Gallery:
    """The styles in a folder: `gallery.json` with the credits in order, and one safetensors file each and method."""

    def __init__(self, entries: tuple[Entry, ...], folder: Path) -> None:
        self.entries = entries
        self._folder = folder
        self._by_name = {entry.name: entry for entry in entries}

    @classmethod
    def load(cls, folder: Path = STYLES) -> Gallery:
        """Read the credits.

        Raises:
            StyleError: the folder has no credits, or they cannot be read.
        """
        try:
            listed = json.loads((folder / _CREDITS).read_text(encoding="utf-8"))
            return cls(tuple(Entry(**credit) for credit in listed), folder)
        except (OSError, ValueError, TypeError) as error:
            raise StyleError(
                f"{folder.name}/{_CREDITS}: {error}; rebuild it with `python -m training gallery`"
            ) from error

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Entry:
        return self._by_name[name]

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Up to `count` names that a person may have meant by `name`, the likeliest first."""
        wanted = name.casefold().strip()
        by_word: dict[str, str] = {}
        for entry in self.entries:
            for word in (
                entry.name,
                entry.title,
                entry.artist,
                entry.artist.split()[-1] if entry.artist else "",
            ):
                if word:
                    by_word.setdefault(word.casefold(), entry.name)
        close = difflib.get_close_matches(wanted, by_word, n=3 * count, cutoff=0.5)
        within = [word for word in by_word if wanted and wanted in word]
        return list(dict.fromkeys(by_word[word] for word in within + close))[:count]

    def style(self, name: str, method: str = DEFAULT) -> Style:
        """The statistics of a style, as `method` reads them.

        Raises:
            StyleError: the gallery has no such style, not for this method, or its file is missing or damaged.
        """
        from engine.style import Style

        if name not in self:
            hint = ", ".join(self.nearest(name))
            raise StyleError(f"the gallery has no style '{name}'" + (f"; near it: {hint}" if hint else ""))
        try:
            content = file_of(name, method, self._folder).read_bytes()
        except FileNotFoundError:
            raise StyleError(
                f"the gallery has no statistics of '{name}' for {method}: compute them with `python -m training "
                "gallery`, or name a picture of the painting"
            ) from None
        except OSError as error:
            raise StyleError(f"the statistics of '{name}' cannot be read: {error}") from error
        return Style.from_bytes(content)


def file_of(name: str, method: str = DEFAULT, folder: Path = STYLES) -> Path:
    """Where a style's statistics lie: those of the default method beside the credits, others in a folder each."""
    return (folder if method == DEFAULT else folder / method) / f"{name}.safetensors"
