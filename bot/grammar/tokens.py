"""The pieces of a text: words, numerals, and what stands in quotes."""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass

from bot.grammar.vocabulary import PERCENT, PIXELS, folded

# A text with more pieces than this is no wish, whatever it holds; the rest is read as one piece.
_MOST_TOKENS = 80
_STRAIGHT = str.maketrans("“”„«»‘’−–—‐‑", '"""""' + "''" + "-----")
# What turns the direction of writing is seen by nobody, but it is copied along with a name.
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))
_COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:@\w+)?(?!\S)", re.IGNORECASE)
_APART = r"\s\",;:=+&/|*!?¡¿()\[\]{}@~→"


def _any_of(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]+)"'
    # Several numbers in one are dimensions, weights or a range: 1920x1080, 60/40, 3-5.
    r"|(?P<numeral>(?:-?\d+|(?<!\S)-?\.\d+)(?:(?:[.,:/]|\.{2,3}|\s?[-x×х]\s?)\d+)*)"
    rf"(?:\s?(?:(?P<sign>[%٪])|(?:(?P<percent>{_any_of(PERCENT)})|(?P<pixels>{_any_of(PIXELS)}))(?!\w))|(?!\w))"
    rf"|(?P<word>[^{_APART}]+)",
    re.IGNORECASE,
)


class Kind(enum.Enum):
    """What a piece looks like."""

    WORD = enum.auto()
    NUMERAL = enum.auto()
    QUOTED = enum.auto()


class Unit(enum.Enum):
    """What comes after a numeral."""

    NONE = enum.auto()
    PERCENT = enum.auto()
    PIXELS = enum.auto()


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    Attributes:
        said: as it was written.
        key: folded for comparison.
        kind: what it looks like.
        numeral: the number itself, without its unit.
        unit: of a numeral.
        bound: whether it belongs to the piece before it, as in `wave:60`.
        added: whether a plus stands before it.
        part: the number of the part of the text in which it stands; commas, pluses and the like part it.
    """

    said: str
    key: str
    kind: Kind = Kind.WORD
    numeral: str = ""
    unit: Unit = Unit.NONE
    bound: bool = False
    added: bool = False
    part: int = 0


def fold(text: str) -> str:
    """Return `text` as it is compared: without case, accents, or fancy quotes and dashes."""
    return folded(_straight(text))


def tokens(text: str) -> list[Token]:
    """Take a text to pieces; the slash and the addressee of a command are left out."""
    straight = unicodedata.normalize("NFKC", _straight(text)).strip()
    command = _COMMAND.match(straight)
    if command is not None:
        straight = f"{command['name']} {straight[command.end() :]}"
    found: list[Token] = []
    part = end = 0
    for match in _TOKEN.finditer(straight):
        gap = straight[end : match.start()]
        if len(found) == _MOST_TOKENS:
            rest = straight[match.start() :]
            return [*found, Token(rest, fold(rest), part=part + 1)]
        part += any(char in gap for char in ",;+&/|")
        bound = bool(found) and (":" in gap or "=" in gap)
        token = _token(match, bound, "+" in gap, part)
        if token is not None:
            found.append(token)
        end = match.end()
    return found


def _token(match: re.Match[str], bound: bool, added: bool, part: int) -> Token | None:
    if match["numeral"]:
        unit = Unit.PERCENT if match["sign"] or match["percent"] else Unit.PIXELS if match["pixels"] else Unit.NONE
        return Token(match[0], fold(match[0]), Kind.NUMERAL, match["numeral"], unit, bound, added, part)
    if match["quoted"]:
        said = match["quoted"].strip()
        return Token(said, fold(said), Kind.QUOTED, bound=bound, added=added, part=part)
    said = match["word"].strip("-.")
    return Token(said, fold(said), bound=bound, added=added, part=part) if said else None


def _straight(text: str) -> str:
    return text.translate(_DIRECTIONS).translate(_STRAIGHT)
