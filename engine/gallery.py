"""The shipped gallery: masters' styles as statistics, with credits. Listing it needs no torch."""

from __future__ import annotations

import difflib
import glob
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
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
        self._by_name = {entry.name: entry for entry in entries}
        self._folders = dict.fromkeys(self._by_name, folder)

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
                f"{folder.name}/{_CREDITS}: {error}; the shipped one is rebuilt with `python -m training gallery`, one "
                "of your own begins with `python -m engine styles add`"
            ) from error

    def joined(self, other: Gallery) -> Gallery:
        """The styles of both; where a name is in both, the other's in its place."""
        joined = Gallery(tuple((self._by_name | other._by_name).values()), STYLES)
        joined._folders = self._folders | other._folders
        return joined

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Entry:
        return self._by_name[name]

    def methods(self, name: str) -> tuple[str, ...]:
        """The methods that a style of the gallery was measured for."""
        folder = self._folders[name]
        inside = sorted(file.parent.name for file in folder.glob(f"*/{glob.escape(name)}.safetensors"))
        return (*([DEFAULT] if file_of(name, DEFAULT, folder).is_file() else []), *inside)

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
            content = file_of(name, method, self._folders[name]).read_bytes()
        except FileNotFoundError:
            raise StyleError(
                f"the gallery has no statistics of '{name}' for {method}: compute them with `python -m training "
                "gallery` (or `python -m engine styles add`), or name a picture of the painting"
            ) from None
        except OSError as error:
            raise StyleError(f"the statistics of '{name}' cannot be read: {error}") from error
        return Style.from_bytes(content)


def file_of(name: str, method: str = DEFAULT, folder: Path = STYLES) -> Path:
    """Where a style's statistics lie: those of the default method beside the credits, others in a folder each."""
    return (folder if method == DEFAULT else folder / method) / f"{name}.safetensors"


def require_name(name: str) -> None:
    """Refuse a name that cannot be a file's, or be told from a mixture.

    Raises:
        StyleError: as said.
    """
    if not re.fullmatch(r"\w[\w.-]*", name):
        raise StyleError(f"a style is called by letters, digits, '-', '.' and '_', got '{name}'")


def add(entry: Entry, styles: Mapping[str, Style], folder: Path) -> None:
    """Put a style into a folder of styles, in place of one of the same name.

    Args:
        entry: name and credit.
        styles: the style's statistics, by method.
        folder: made if it is not there.

    Raises:
        StyleError: as `require_name`; or the folder's credits cannot be read.
    """
    require_name(entry.name)
    before = Gallery.load(folder).entries if (folder / _CREDITS).is_file() else ()
    for stale in (file_of(entry.name, DEFAULT, folder), *folder.glob(f"*/{glob.escape(entry.name)}.safetensors")):
        stale.unlink(missing_ok=True)
    for method, style in styles.items():
        file = file_of(entry.name, method, folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(style.to_bytes())
    listed = {known.name: known for known in before} | {entry.name: entry}
    text = json.dumps([asdict(known) for known in listed.values()], ensure_ascii=False, indent=2)
    # Whole or not at all: these are the credits of all the others too.
    part = folder / f".{_CREDITS}.part"
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(folder / _CREDITS)
