"""Reading a text as a wish: everything is read first, then judged as a whole, so that an error can tell the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import groupby

from bot.grammar import numbers
from bot.grammar import vocabulary as words
from bot.grammar.colours import colours_at
from bot.grammar.errors import BadValue, NoValue, OfAnotherMethod, Unclear, UnknownStyle, WishError
from bot.grammar.mixing import MOST_STYLES, BadMixture, Ingredient, Loose, Mixture
from bot.grammar.names import Names
from bot.grammar.phrases import Phrase, phrase_at
from bot.grammar.setting import Setting
from bot.grammar.tokens import Kind, Token
from bot.wish import METHOD_OF_ITERATIONS, METHOD_OF_LEVELS, Wish

# A caption that only ends in "70%" is a wish as long as what stands before could be a name.
_MOST_WORDS_OF_A_NAME = 3


@dataclass
class Reading:
    """The tokens of a text, and what has been made of them so far.

    Attributes:
        found: what the phrases wish for.
        mixture: the styles, and the numerals that belong to no phrase.
        named: the settings that were named.
        bad: the first phrase with something that its setting cannot be.
        methods: those that were chosen by their names.
        plain: whether something was said that nobody says of a photo.
        unknown: the places of words that mean nothing.
        small: the places of small words.
        joined: the places of those of them that join styles.
    """

    tokens: list[Token]
    names: Names
    found: Wish = field(default_factory=Wish)
    mixture: Mixture = field(default_factory=Mixture)
    named: list[Setting] = field(default_factory=list)
    bad: Phrase | None = None
    methods: list[str] = field(default_factory=list)
    plain: bool = False
    unknown: list[int] = field(default_factory=list)
    small: set[int] = field(default_factory=set)
    joined: list[int] = field(default_factory=list)

    def wish(self) -> Wish:
        """Return what the text wishes for.

        Raises:
            WishError: it is no wish, or not one that can be met.
        """
        self._read()
        rest = self._mix()
        bad_strength = None
        # Of several numerals beside an unknown name, none is surely the strength.
        if rest and self.found.strength is None and not (self.unknown and rest[1:]):
            first, *rest = rest
            self.found = replace(self.found, strength=numbers.strength(first))
            bad_strength = first if self.found.strength is None else None
            self.plain |= bad_strength is None and numbers.is_surely_strength(first)
        self.plain |= self._begins_as_a_mix and bool(self.mixture.styles)
        if self.unknown:
            raise self._about_unknown_words()
        if self.bad is not None:
            raise self._about_bad_phrase(self.bad)
        if bad_strength is not None:
            raise self._about_bad_strength(bad_strength)
        if rest:
            raise Unclear(rest[0].said, self.found, meant=self._is_exact)
        self._require_mixture()
        self._require_one_method()
        for setting in self.named:
            if not self._has_value(setting):
                raise NoValue(setting, self.found)
        return self.found

    @property
    def is_a_name(self) -> bool:
        """Whether the text is the name of one style, and nothing else."""
        style = self.names.at(self.tokens, 0) if self.tokens else None
        return style is not None and style[1] == len(self.tokens)

    # Reading

    def _read(self) -> None:
        at = 0
        while at < len(self.tokens):
            at += self._take(at)

    def _take(self, at: int) -> int:
        """Take what begins at a token, the longest there is; return how many tokens it has."""
        token = self.tokens[at]
        style = self.names.at(self.tokens, at)
        phrase = colours_at(self.tokens, at) or phrase_at(self.tokens, at)
        if style is not None and (phrase is None or style[1] >= phrase.length):
            self._join(token)
            self.mixture.said.append(Ingredient(style[0], self._part(at)))
            return style[1]
        if phrase is not None:
            self._adopt(phrase)
            return phrase.length
        if token.kind is Kind.NUMERAL:
            self._join(token)
            self.mixture.said.append(Loose(token, self._part(at)))
        elif token.kind is Kind.WORD and token.key in words.SMALL:
            self.small.add(at)
            if token.key in words.JOINING:
                self.joined.append(at)
        else:
            self.unknown.append(at)
        return 1

    def _join(self, token: Token) -> None:
        self.plain |= token.added and bool(self.mixture.styles)

    def _part(self, at: int) -> int:
        return self.tokens[at].part + len(self.joined)

    def _adopt(self, phrase: Phrase) -> None:
        self.named.append(phrase.setting)
        self.plain |= phrase.plain
        if phrase.bad is not None and self.bad is None:
            self.bad = phrase
        if phrase.setting is Setting.METHOD and phrase.wish.method is not None:
            self.methods.append(phrase.wish.method)
        said = {one.name: getattr(phrase.wish, one.name) for one in fields(Wish)}
        self.found = replace(self.found, **{name: value for name, value in said.items() if value is not None})

    def _mix(self) -> list[Token]:
        """Take the styles, with their weights; return the numerals that are no weights."""
        try:
            shares, rest = self.mixture.shares(strength_is_said=self.found.strength is not None)
        except BadMixture as error:
            raise self._bad_mix(str(error)) from None
        self.found = replace(self.found, shares=shares)
        self.plain |= len(rest) < sum(isinstance(one, Loose) for one in self.mixture.said)
        return rest

    # Judging

    def _has_value(self, setting: Setting) -> bool:
        found = self.found
        values = {
            Setting.MIX: found.shares,
            Setting.METHOD: found.method,
            Setting.STRENGTH: found.strength,
            Setting.COLOURS: found.colours,
            Setting.STROKE: found.stroke,
            Setting.LEVELS: found.levels,
            Setting.SIZE: found.side,
            Setting.ITERATIONS: found.iterations,
        }
        return values[setting] is not None

    @property
    def _is_exact(self) -> bool:
        return any(numbers.is_exact(one.token) for one in self.mixture.said if isinstance(one, Loose))

    @property
    def _is_mixed(self) -> bool:
        joints = any(token.added or token.bound for token in self.tokens)
        return bool(self.mixture.styles) or Setting.MIX in self.named or joints

    @property
    def _begins_as_a_mix(self) -> bool:
        """Whether it is said as an order, "mix iris and wave", and not of a photo, "a mix of iris and wave"."""
        return bool(self.tokens) and words.SETTINGS.get(self.tokens[0].key) is Setting.MIX

    def _require_mixture(self) -> None:
        styles = self.mixture.styles
        too_few = Setting.MIX in self.named and len(styles) == 1
        if too_few or len(styles) > MOST_STYLES:
            raise self._bad_mix(", ".join(style.name for style in styles))

    def _require_one_method(self) -> None:
        for setting, value, method in (
            (Setting.LEVELS, self.found.levels, METHOD_OF_LEVELS),
            (Setting.ITERATIONS, self.found.iterations, METHOD_OF_ITERATIONS),
        ):
            others = [other for other in self.methods if other != method]
            if value is not None and (others or self.found.method != method):
                raise OfAnotherMethod(setting, method, self.found)

    def _bad_mix(self, said: str) -> BadValue:
        meant = self.plain or self._begins_as_a_mix
        return BadValue(Setting.MIX, said, replace(self.found, shares=None), meant=meant)

    def _about_bad_strength(self, token: Token) -> BadValue:
        meant = Setting.STRENGTH in self.named or self._is_exact or bool(self.mixture.styles)
        return BadValue(Setting.STRENGTH, token.said, self.found, meant=meant)

    def _about_bad_phrase(self, phrase: Phrase) -> BadValue:
        assert phrase.bad is not None
        meant = self.plain or phrase.setting is Setting.STRENGTH or bool(phrase.nearest)
        return BadValue(phrase.setting, phrase.bad, self.found, meant=meant, nearest=phrase.nearest)

    def _about_unknown_words(self) -> WishError:
        said = self._said(self.unknown)
        valueless = next((setting for setting in self.named if not self._has_value(setting)), None)
        if valueless is not None and valueless is not Setting.MIX:
            return BadValue(valueless, said, self.found, meant=valueless is Setting.STRENGTH)
        nearest, slip = self.names.nearest(said)
        if not slip and self._is_mixed:
            said, nearest, slip = self._worst_name()
        if self.mixture.styles and not slip and not self._is_joined(self.unknown[0]):
            # After a name the next thing to say is how strong.
            numerals = any(isinstance(one, Loose) for one in self.mixture.said)
            last = self.unknown[-1] == len(self.tokens) - 1
            if self.found.strength is None and not numerals and last:
                return BadValue(Setting.STRENGTH, said, self.found, meant=False)
            return Unclear(said, self.found)
        return UnknownStyle(said, nearest, replace(self.found, shares=None), slip=slip, meant=self._is_meant(slip))

    def _worst_name(self) -> tuple[str, tuple[str, ...], bool]:
        """Return the first unknown name in a mixture that was surely meant for one, or else the first, as `nearest`."""
        names = [self._said(group) for group in self._groups()]
        found = [(name, *self.names.nearest(name)) for name in names]
        return next((one for one in found if one[2]), found[0])

    def _is_meant(self, slip: bool) -> bool:
        if Setting.STRENGTH in self.named:
            return True
        short = self.tokens[-1].kind is Kind.NUMERAL and len(self.unknown) <= _MOST_WORDS_OF_A_NAME
        return (self._is_exact and (slip or short)) or (slip and Setting.MIX in self.named)

    def _is_joined(self, at: int) -> bool:
        """Tell whether a word stands where another style of a mixture would."""
        return Setting.MIX in self.named or self.tokens[at].added or at - 1 in self.joined

    def _groups(self) -> Iterator[list[int]]:
        """Yield the unknown words of each part of the text."""
        yield from (list(group) for _, group in groupby(self.unknown, key=self._group))

    def _group(self, at: int) -> tuple[int, int]:
        return self.tokens[at].part, sum(joined < at for joined in self.joined)

    def _said(self, unknown: Sequence[int]) -> str:
        # Small words between unknown ones belong to the name: "garden of delights", "the scream".
        first, last = unknown[0], unknown[-1]
        while first - 1 in self.small and self.tokens[first - 1].key in words.ARTICLES:
            first -= 1
        places = (place for place in range(first, last + 1) if place in self.small or place in unknown)
        return " ".join(self.tokens[place].said for place in places)
