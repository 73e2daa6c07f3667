"""The names of styles: which one begins at a token, and which are like what was said."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from bot.grammar.tokens import Kind, Token, fold, tokens
from bot.styles import KnownStyle

MOST_SUGGESTIONS = 3
# Similarity, 2 x matches / length of both: of a name worth suggesting (0.6 of "hello" is "hills"), of a name that
# was surely meant, and of one of a few words that are all that can be said.
_NEAR = 0.7
_SLIP = 0.8
_NEAR_WORD = 0.5
# Of the words of a name: said alone, a painter's family name is meant, and "love" is not "... of the Love Drink".
_LEAST_PART = 1 / 3


class Names:
    """The names that a person can use."""

    def __init__(self, styles: Sequence[KnownStyle]) -> None:
        self._styles = styles
        self._by_first_word: defaultdict[str, list[tuple[tuple[str, ...], KnownStyle]]] = defaultdict(list)
        self._quoted: dict[str, KnownStyle] = {}
        for style in styles:
            for name in (style.name, *style.aliases):
                words = _words(name)
                if words:
                    self._by_first_word[words[0]].append((words, style))
                self._quoted.setdefault(fold(name), style)

    def at(self, read: Sequence[Token], at: int) -> tuple[KnownStyle, int] | None:
        """Return the style with the longest name that begins at a token, and how many tokens it has."""
        first = read[at]
        if first.kind is Kind.QUOTED and first.key in self._quoted:
            return self._quoted[first.key], 1
        best: tuple[KnownStyle, int] | None = None
        for words, style in self._by_first_word.get(first.key, ()):
            longer = best is None or len(words) > best[1]
            if longer and tuple(token.key for token in read[at : at + len(words)]) == words:
                best = style, len(words)
        return best

    def nearest(self, said: str) -> tuple[tuple[str, ...], bool]:
        """Return the names most like `said`, the best first, and whether the best was surely meant."""
        wanted = fold(said)
        scores: dict[str, float] = {}
        slip = False
        for style in self._styles:
            for name in (style.name, *style.aliases, *style.related):
                known = fold(name)
                if not known:
                    continue
                score = _likeness(wanted, known)
                if name in style.related:
                    # A painter or a title is not to be typed, and so there are more of them to be like by chance.
                    score = score if score >= _SLIP else 0.0
                else:
                    slip |= score >= _SLIP and len(wanted.split()) == len(known.split())
                if _is_part(wanted, known) or _is_part(known, wanted):
                    score = max(score, _NEAR)
                scores[style.name] = max(score, scores.get(style.name, 0.0))
        return _best(scores, _NEAR), slip


def nearest_words(said: str, words: Iterable[str]) -> tuple[str, ...]:
    """Return the words most like `said`, the best first."""
    return _best({word: _likeness(fold(said), fold(word)) for word in words}, _NEAR_WORD)


def _best(scores: dict[str, float], least: float) -> tuple[str, ...]:
    ranked = sorted((name for name in scores if scores[name] >= least), key=lambda name: -scores[name])
    return tuple(ranked[:MOST_SUGGESTIONS])


def _is_part(words: str, name: str) -> bool:
    """Tell whether words are a good part of a name's, in their order."""
    return f" {words} " in f" {name} " and len(words.split()) >= _LEAST_PART * len(name.split())


def _likeness(one: str, other: str) -> float:
    # The bound on similarity that the lengths alone set spares the comparison of a novel with each name.
    if 2 * min(len(one), len(other)) < _NEAR_WORD * (len(one) + len(other)):
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


@functools.lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(name))
