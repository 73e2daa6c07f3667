"""What a person may write to wish for something: `iris 70%`, `/style iris 0.4`, `keep colours`.

One grammar for captions, replies, messages and the arguments of commands. A wish is any of a style's name,
a strength and whether to keep the photo's colours, in any order, with or without commas and small words, and in
any language that the bot speaks, whichever is chosen: `iris 70 процентов, цвета фото`, `iris con mis colores`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from bot.look import Share
from bot.styles import KnownStyle
from bot.wish import Wish

MOST_SUGGESTIONS = 3
# Similarity, 2 x matches / length of both: worth suggesting, and surely meant.
_NEAR = 0.5
_SLIP = 0.8
# A caption that only ends in "70%" is a wish as long as what stands before could be a name.
_MOST_WORDS_OF_A_NAME = 3

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]+)"'
    r"|(?P<number>[-+]?(?:\d+(?:[.,]\d+)?|(?<!\S)\.\d+))"
    r"(?:\s?(?P<percent>%|(?:per ?cent|por ciento|процент\w*)\b))?(?!\w)"
    r'|(?P<word>[^\s",;:=]+)'
)
_COMMAND = re.compile(r"/(?P<name>[a-z]+)(?:@\w+)?(?!\S)")
_STRAIGHT = str.maketrans("“”„«»‘’−–—", '"""""' + "''" + "---")
# In English, Russian and Spanish; folded, so without the accents of "mantén" and "сохраняй".
_COLOURS = re.compile(
    r"(?P<negated>(?:don't|dont|do not|not) )?"
    r"(?:(?:keep|preserve|original) (?:(?:my|the|its|photo) )*)?"
    r"colou?rs?"
    r"(?: (?P<value>keep|kept|original|on|yes|off|no|оставить|да|нет|conservar|si))?(?!\S)"
    r"|(?P<negated_ru>не )?"
    r"(?:(?:сохрани|сохранить|сохраняи|сохранять|оставь|оставить|оставляи|оставлять) )?(?:(?:мои|свои|исходные) )?"
    r"цвета(?: (?:(?:моего|своего) )?(?:фото|фотографии|снимка)| (?P<painting_ru>картины))?(?!\S)"
    r"|(?P<negated_es>(?:no|sin) )?"
    r"(?:(?:conserva|conservar|manten|mantener|guarda|guardar|con) )?(?:(?:los|mis|sus) )?"
    r"colores?(?: originales| de (?:la|mi) foto| (?P<painting_es>del cuadro|de la pintura))?(?!\S)"
)
_STRENGTH_WORDS = frozenset(("strength", "alpha", "сила", "силои", "intensidad"))
_SMALL_WORDS = frozenset(
    (
        *("a", "and", "as", "at", "by", "in", "of", "please", "style", "the", "to", "with"),
        *("в", "и", "на", "с", "со", "пожалуиста", "стиле", "стиль"),
        *("al", "con", "de", "del", "el", "en", "estilo", "la", "por", "favor", "y"),
    )
)


class WishError(Exception):
    """Base of what can be wrong with a wish.

    `understood` is the rest of the wish. `meant` tells whether the text was surely meant as a wish, so that a
    caption which merely says something about the photo can be told from a wish with a slip in it.
    """

    def __init__(self, understood: Wish, *, meant: bool) -> None:
        super().__init__(understood, meant)
        self.understood = understood
        self.meant = meant


class UnknownStyle(WishError):
    """No style is called what was `said`; `nearest` are the names most like it, the best first.

    `slip` tells whether the best of them is so near that it was surely meant.
    """

    def __init__(self, said: str, nearest: tuple[str, ...], understood: Wish, *, slip: bool, meant: bool) -> None:
        super().__init__(understood, meant=meant)
        self.said = said
        self.nearest = nearest
        self.slip = slip


class BadStrength(WishError):
    """What was `said` is no strength from 0 to 100 %."""

    def __init__(self, said: str, understood: Wish, *, meant: bool) -> None:
        super().__init__(understood, meant=meant)
        self.said = said


class SeveralStyles(WishError):
    """More than one style was named, by these `names`."""

    def __init__(self, names: tuple[str, ...], understood: Wish, *, meant: bool) -> None:
        super().__init__(understood, meant=meant)
        self.names = names


class Unclear(WishError):
    """Style and strength are clear, but what else was `said` is not."""

    def __init__(self, said: str, understood: Wish, *, meant: bool) -> None:
        super().__init__(understood, meant=meant)
        self.said = said


def parse(text: str, styles: Sequence[KnownStyle]) -> Wish:
    """Read a wish; one that says nothing (of an empty text, say) is false.

    A number with a percent sign or above 1 is a percentage, another one a fraction: `70`, `70%`, `0.7` and
    `0,7` are the same, and so are `1` and `100`.

    Raises:
        UnknownStyle, BadStrength, SeveralStyles, Unclear: what the classes say.
    """
    return _Reading(_tokens(text), styles).wish()


def fold(text: str) -> str:
    """Return `text` as it is compared: without case, accents, or fancy quotes and dashes."""
    plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold().strip()


@dataclass(frozen=True)
class _Token:
    """A piece of the text: `said` as written, `key` folded for comparison."""

    said: str
    key: str
    number: str | None = None
    percent: bool = False
    quoted: bool = False


def _tokens(text: str) -> list[_Token]:
    straight = unicodedata.normalize("NFKC", text).translate(_STRAIGHT).strip()
    command = _COMMAND.match(straight.lower())
    if command is not None:
        straight = f"{command['name']} {straight[command.end() :]}"
    tokens = []
    for match in _TOKEN.finditer(straight):
        if match["number"]:
            tokens.append(_Token(match[0], fold(match[0]), match["number"], bool(match["percent"])))
        elif match["quoted"]:
            tokens.append(_Token(match["quoted"].strip(), fold(match["quoted"]), quoted=True))
        elif word := match["word"].strip("-.!?()+&/"):
            tokens.append(_Token(word, fold(word)))
    return tokens


@dataclass
class _Reading:
    """The tokens of a text, and what has been made of them so far."""

    tokens: list[_Token]
    styles: Sequence[KnownStyle]
    found: Wish = field(default_factory=Wish)
    named: list[KnownStyle] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    small: set[int] = field(default_factory=set)
    bad_number: str | None = None
    said_strength: bool = False
    said_percent: bool = False

    def wish(self) -> Wish:
        """Read everything, then judge it as a whole, so that an error can tell what was understood."""
        at = 0
        while at < len(self.tokens):
            at += self._style(at) or self._colours(at) or self._number(at) or self._word(at)
        if self.unknown:
            raise self._about_unknown_words()
        if self.bad_number is not None:
            raise BadStrength(
                self.bad_number, self.found, meant=self.said_strength or self.said_percent or bool(self.named)
            )
        names = tuple(dict.fromkeys(style.name for style in self.named))
        if len(names) > 1:
            meant = self.said_strength or self.said_percent
            raise SeveralStyles(names, replace(self.found, shares=None), meant=meant)
        return self.found

    def _style(self, at: int) -> int:
        """Take the longest name that begins at a token; return how many tokens it has."""
        best, length = None, 0
        for style in self.styles:
            for name in (style.name, *style.aliases):
                words = [token.key for token in _tokens(name)]
                here = self.tokens[at : at + len(words)]
                quoted = here[:1] and here[0].quoted and here[0].key == fold(name)
                taken = 1 if quoted else len(words)
                if taken > length and (quoted or [token.key for token in here] == words):
                    best, length = style, taken
        if best is not None:
            self.named.append(best)
            self.found = replace(self.found, shares=(Share(best.reference),))
        return length

    def _colours(self, at: int) -> int:
        rest = " ".join(token.key for token in self.tokens[at:] if not token.quoted)
        match = None if self.tokens[at].quoted else _COLOURS.match(rest)
        if match is None:
            return 0
        refused = match["negated"] or match["negated_ru"] or match["negated_es"]
        of_painting = match["painting_ru"] or match["painting_es"]
        keep = not refused and not of_painting and match["value"] not in ("off", "no", "нет")
        self.found = replace(self.found, colours="luminance" if keep else "no")
        return match[0].count(" ") + 1

    def _number(self, at: int) -> int:
        token = self.tokens[at]
        if token.number is None:
            return 0
        self.said_percent |= token.percent or not token.number.lstrip("+-").isdigit()
        strength = _strength(token.number, token.percent)
        if strength is None:
            self.bad_number = token.said
        else:
            self.found = replace(self.found, strength=strength)
        return 1

    def _word(self, at: int) -> int:
        token = self.tokens[at]
        if token.key in _STRENGTH_WORDS and not token.quoted:
            self.said_strength = True
        elif token.key in _SMALL_WORDS and not token.quoted:
            self.small.add(at)
        else:
            self.unknown.append(at)
        return 1

    def _about_unknown_words(self) -> WishError:
        # Small words between unknown ones belong to the name: "garden of delights", "the scream".
        first, last = self.unknown[0], self.unknown[-1]
        while first - 1 in self.small and self.tokens[first - 1].key in ("a", "the", "el", "la"):
            first -= 1
        said = " ".join(
            self.tokens[index].said for index in range(first, last + 1) if index in self.small or index in self.unknown
        )
        if self.said_strength and self.found.strength is None:
            return BadStrength(said, self.found, meant=True)
        ends_in_strength = self.said_percent and self.tokens[-1].number is not None
        if self.named:
            # After a name the next thing to say is how strong.
            if self.found.strength is None and self.bad_number is None and last == len(self.tokens) - 1:
                return BadStrength(said, self.found, meant=False)
            return Unclear(said, self.found, meant=False)
        nearest, slip = _nearest(said, self.styles)
        meant = self.said_strength or (
            self.said_percent and (slip or (ends_in_strength and len(self.unknown) <= _MOST_WORDS_OF_A_NAME))
        )
        return UnknownStyle(said, nearest, self.found, slip=slip, meant=meant)


def _strength(number: str, percent: bool) -> float | None:
    value = float(number.replace(",", "."))
    # "70" and "70.5" can only be percentages; "1.5" is a fraction gone wrong, not one and a half per cent.
    fraction = abs(value) <= 1 if number.lstrip("+-").isdigit() else abs(value) < 10
    if percent or not fraction:
        value /= 100
    return round(value, 4) if 0 <= value <= 1 else None


def _nearest(said: str, styles: Sequence[KnownStyle]) -> tuple[tuple[str, ...], bool]:
    """Return the names most like `said`, the best first, and whether the best was surely meant."""
    wanted = fold(said)
    scores: dict[str, float] = {}
    slip = False
    for style in styles:
        for name in (style.name, *style.aliases, *style.related):
            known = fold(name)
            if not known:
                continue
            score = SequenceMatcher(None, wanted, known).ratio()
            slip |= name not in style.related and score >= _SLIP and len(wanted.split()) == len(known.split())
            if len(wanted) >= 3 and (wanted in known or known in wanted):
                score = max(score, _NEAR)
            scores[style.name] = max(score, scores.get(style.name, 0.0))
    ranked = sorted((name for name in scores if scores[name] >= _NEAR), key=lambda name: -scores[name])
    return tuple(ranked[:MOST_SUGGESTIONS]), slip
