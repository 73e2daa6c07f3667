"""Which numeral is the weight of which style in a mixture, and which is the strength of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot.grammar import numbers
from bot.grammar.tokens import Token, Unit
from bot.look import Share
from bot.styles import KnownStyle

MOST_STYLES = 4


@dataclass(eq=False)
class Ingredient:
    """A style as it was named, in which part of the text, and its weight once that is known."""

    style: KnownStyle
    part: int
    weight: float | None = None


@dataclass(frozen=True, eq=False)
class Loose:
    """A numeral that no setting has taken, and in which part of the text it stands."""

    token: Token
    part: int


class BadMixture(ValueError):
    """Weights that no mixture can have; the message is what was said."""


@dataclass
class Mixture:
    """Styles and numerals in the order in which they were said: `wave 60, iris 40, 80%`."""

    said: list[Ingredient | Loose] = field(default_factory=list)

    @property
    def styles(self) -> tuple[KnownStyle, ...]:
        """The styles, each once."""
        return tuple({one.style.reference: one.style for one in self._ingredients()}.values())

    @property
    def numerals(self) -> tuple[Loose, ...]:
        """The numerals."""
        return tuple(one for one in self.said if isinstance(one, Loose))

    def shares(self, *, strength_is_said: bool) -> tuple[tuple[Share, ...] | None, list[Token]]:
        """Return the styles with their weights, which come to 1, and the numerals that are no weights.

        Args:
            strength_is_said: with its name, so that no numeral needs to be it.

        Raises:
            BadMixture: the weights are none, or leave nothing for a style without one.
        """
        ingredients = list(self._ingredients())
        if len(self.styles) < 2:
            shares = tuple(Share(style.reference) for style in self.styles)
            return shares or None, [one.token for one in self.numerals]
        taken = self._weigh(strength_is_said)
        rest = [one.token for one in self.numerals if one not in taken]
        return _shares(ingredients, [one.token for one in taken]), rest

    def _ingredients(self) -> Iterator[Ingredient]:
        return (one for one in self.said if isinstance(one, Ingredient))

    def _weigh(self, strength_is_said: bool) -> list[Loose]:
        """Give the styles their weights; return the numerals that were used."""
        ingredients = list(self._ingredients())
        for one in self.numerals:
            if len(numbers.weights(one.token)) == len(ingredients):
                for ingredient, weight in zip(ingredients, numbers.weights(one.token), strict=True):
                    ingredient.weight = weight
                return [one]
        pairs = list(self._pairs())
        lonely = len(pairs) == 1 and not pairs[0][1].token.bound and not strength_is_said
        if lonely and pairs[0][1] in (self.said[0], self.said[-1]):
            # "Wave + iris 70%" is how strong both are.
            return []
        for ingredient, numeral in pairs:
            ingredient.weight = numbers.weight(numeral.token)
            if ingredient.weight is None:
                raise BadMixture(numeral.token.said)
        return [numeral for _, numeral in pairs]

    def _pairs(self) -> Iterator[tuple[Ingredient, Loose]]:
        """Yield each style that has a numeral of its own."""
        taken: set[int] = set()
        for before, one in zip(self.said, self.said[1:], strict=False):
            if isinstance(before, Ingredient) and isinstance(one, Loose) and one.token.bound:
                taken |= {id(before), id(one)}
                yield before, one
        free = [one for one in self.said if id(one) not in taken]
        parts = [list(part) for _, part in groupby(free, key=lambda one: one.part)]
        if sum(isinstance(part[0], Loose) and len(part) == 1 for part in parts) > 1:
            # "Wave, 60, iris, 40": these commas part nothing.
            parts = [free]
        for part in parts:
            yield from _pairs_in(part)


def _pairs_in(part: Sequence[Ingredient | Loose]) -> Iterator[tuple[Ingredient, Loose]]:
    """Yield the pairs in one part of the text: `wave 60 iris 40`, `60% wave 40% iris`, `wave 60 iris gold`."""
    ingredients = [one for one in part if isinstance(one, Ingredient)]
    numerals = [one for one in part if isinstance(one, Loose)]
    if ingredients and len(numerals) == len(ingredients) + 1:
        numerals.remove(_strength_in(part, numerals))
    if len(numerals) == len(ingredients):
        yield from zip(ingredients, numerals, strict=True)
        return
    # Fewer numerals than styles: each is that of the style before it, or after it if the part begins with one.
    waiting: Ingredient | None = None
    for one in part if isinstance(part[0], Ingredient) else reversed(part):
        if isinstance(one, Ingredient):
            waiting = one
        elif waiting is not None:
            yield waiting, one
            waiting = None


def _strength_in(part: Sequence[Ingredient | Loose], numerals: Sequence[Loose]) -> Loose:
    """Return which of the numerals, one more than there are styles, is the strength: the first or the last."""
    first, last = numerals[0], numerals[-1]
    if part[0] is not first:
        return last
    if part[-1] is not last:
        return first
    return last if last.token.unit is Unit.PERCENT and first.token.unit is not Unit.PERCENT else first


def _shares(ingredients: Sequence[Ingredient], taken: Sequence[Token]) -> tuple[Share, ...]:
    said = ", ".join(token.said for token in taken)
    weights = [one.weight for one in ingredients if one.weight is not None]
    rest = len(ingredients) - len(weights)
    if weights and rest:
        whole = 1 if all(numbers.is_exact(token) and token.unit is Unit.NONE for token in taken) else 100
        remainder = (whole - sum(weights)) / rest
        if remainder <= 0:
            raise BadMixture(said)
    else:
        remainder = 1.0
    by_style: dict[str, float] = {}
    for one in ingredients:
        weight = remainder if one.weight is None else one.weight
        by_style[one.style.reference] = by_style.get(one.style.reference, 0.0) + weight
    total = sum(by_style.values())
    if total <= 0:
        raise BadMixture(said)
    parts = {style: round(weight / total, 4) for style, weight in by_style.items()}
    shares = tuple(Share(style, part) for style, part in parts.items() if part > 0)
    return shares if len(shares) > 1 else (Share(shares[0].style),)
