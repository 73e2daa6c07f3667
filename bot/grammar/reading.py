"""Reading a text: what of it is a style, a number, a setting, and what means nothing. `judging` judges the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import groupby

from bot.grammar import numbers
from bot.grammar import vocabulary as words
from bot.grammar.colours import colours_at
from bot.grammar.mixing import BadMixture, Ingredient, Loose, Mixture
from bot.grammar.names import Names
from bot.grammar.phrases import Phrase, phrase_at
from bot.grammar.setting import Setting
from bot.grammar.tokens import Kind, Token, tokens
from bot.styles import KnownStyle
from bot.wish import Wish


@dataclass
class Reading:
    """The tokens of a text, and what has been made of them.

    Attributes:
        tokens: all of them.
        names: of the styles.
        found: what is wished for.
        mixture: the styles, and the numerals that belong to no setting.
        rest: those numerals of the mixture that are neither weights nor the strength.
        named: the settings that were named.
        methods: those that were chosen by their names.
        bad: the first phrase with something that its setting cannot be.
        bad_mixture: what was said that no mixture can be.
        bad_strength: what was said that no strength can be.
        plain: whether something was said that nobody says of a photo.
        unknown: the places of words that mean nothing.
        small: the places of small words.
        joined: the places of those of them that join styles.
    """

    tokens: Sequence[Token]
    names: Names
    found: Wish = field(default_factory=Wish)
    mixture: Mixture = field(default_factory=Mixture)
    rest: list[Token] = field(default_factory=list)
    named: list[Setting] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    bad: Phrase | None = None
    bad_mixture: str | None = None
    bad_strength: Token | None = None
    plain: bool = False
    unknown: list[int] = field(default_factory=list)
    small: set[int] = field(default_factory=set)
    joined: list[int] = field(default_factory=list)

    @property
    def is_a_name(self) -> bool:
        """Whether the text is the name of one style, and nothing else."""
        style = self.names.at(self.tokens, 0) if self.tokens else None
        return style is not None and style[1] == len(self.tokens)

    @property
    def is_exact(self) -> bool:
        """Whether there is a number as only wishes have them, with a percent sign, say."""
        return any(numbers.is_exact(numeral.token) for numeral in self.mixture.numerals)

    @property
    def is_mixed(self) -> bool:
        """Whether an unknown word may be one of several names."""
        joints = any(token.added or token.bound for token in self.tokens)
        return bool(self.mixture.styles) or Setting.MIX in self.named or joints

    @property
    def begins_as_a_mix(self) -> bool:
        """Whether it is said as an order, "mix iris and wave", and not of a photo, "a mix of iris and wave"."""
        return bool(self.tokens) and words.SETTINGS.get(self.tokens[0].key) is Setting.MIX

    def is_joined(self, at: int) -> bool:
        """Tell whether a word stands where another style of a mixture would."""
        return Setting.MIX in self.named or self.tokens[at].added or at - 1 in self.joined

    def unknown_names(self) -> Iterator[str]:
        """Yield the unknown words of each part of the text."""
        for _, places in groupby(self.unknown, key=self._part):
            yield self.said(list(places))

    def said(self, unknown: Sequence[int]) -> str:
        """Return unknown words as they were said, with the small ones between them: "garden of delights"."""
        first, last = unknown[0], unknown[-1]
        while first - 1 in self.small and self.tokens[first - 1].key in words.ARTICLES:
            first -= 1
        places = (place for place in range(first, last + 1) if place in self.small or place in unknown)
        return " ".join(self.tokens[place].said for place in places)

    def take_all(self) -> None:
        """Read the tokens from the first to the last, then tell weights from strength."""
        at = 0
        while at < len(self.tokens):
            at += self._take(at)
        self._mix()
        self._take_strength()

    def _take(self, at: int) -> int:
        """Take what begins at a token, the longest there is; return how many tokens it has."""
        token = self.tokens[at]
        style = self.names.at(self.tokens, at)
        phrase = colours_at(self.tokens, at) or phrase_at(self.tokens, at)
        if style is not None and (phrase is None or style[1] >= phrase.length):
            self._mix_in(Ingredient(style[0], self._part(at)), token)
            return style[1]
        if phrase is not None:
            self._adopt(phrase)
            return phrase.length
        if token.kind is Kind.NUMERAL:
            self._mix_in(Loose(token, self._part(at)), token)
        elif token.kind is Kind.WORD and token.key in words.SMALL:
            self.small.add(at)
            if token.key in words.JOINING:
                self.joined.append(at)
        else:
            self.unknown.append(at)
        return 1

    def _mix_in(self, one: Ingredient | Loose, token: Token) -> None:
        self.plain |= token.added and bool(self.mixture.styles)
        self.mixture.said.append(one)

    def _part(self, at: int) -> int:
        return self.tokens[at].part + sum(joined < at for joined in self.joined)

    def _adopt(self, phrase: Phrase) -> None:
        self.named.append(phrase.setting)
        self.plain |= phrase.plain
        if phrase.bad is not None and self.bad is None:
            self.bad = phrase
        if phrase.setting is Setting.METHOD and phrase.wish.method is not None:
            self.methods.append(phrase.wish.method)
        said = {one.name: getattr(phrase.wish, one.name) for one in fields(Wish)}
        self.found = replace(self.found, **{name: value for name, value in said.items() if value is not None})

    def _mix(self) -> None:
        """Take the styles, with their weights."""
        try:
            shares, self.rest = self.mixture.shares(strength_is_said=self.found.strength is not None)
        except BadMixture as error:
            self.bad_mixture = str(error)
            return
        self.found = replace(self.found, shares=shares)
        self.plain |= len(self.rest) < len(self.mixture.numerals)
        self.plain |= self.begins_as_a_mix and bool(self.mixture.styles)

    def _take_strength(self) -> None:
        """Take the numeral that is no weight."""
        # Of several numerals beside an unknown name, none is surely the strength.
        if not self.rest or self.found.strength is not None or (self.unknown and self.rest[1:]):
            return
        first, *self.rest = self.rest
        self.found = replace(self.found, strength=numbers.strength(first))
        if self.found.strength is None:
            self.bad_strength = first
        self.plain |= self.found.strength is not None and numbers.is_surely_strength(first)


def read(text: str, styles: Sequence[KnownStyle]) -> Reading:
    """Read a text."""
    reading = Reading(tokens(text), Names(styles))
    reading.take_all()
    return reading
