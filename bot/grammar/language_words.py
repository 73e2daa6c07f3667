"""What words for wishes a language has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.grammar.setting import Setting


@dataclass(frozen=True)
class ColourWords:
    """What stands around the word for colours; each field holds words with commas between them.

    Attributes:
        keep: the photo's colours stay.
        painting: those of the painting are meant.
        match: the painting's are moved to the photo's.
        brightness: the photo's stay, and only their brightness is painted.
        negation: the contrary of the rest, or of keeping.
        between: words that say nothing among these.
    """

    keep: str
    painting: str
    match: str
    brightness: str
    negation: str
    between: str


@dataclass(frozen=True)
class LanguageWords:
    """The words of a language as it writes them, with commas between them, in every form that a wish may have.

    Attributes:
        small: words that say nothing in a wish.
        articles: those of them that may begin a name.
        joining: "and", between styles.
        ranges: "to", between the first and the last.
        percent: after a number.
        pixels: after a number.
        settings: the names of what can be set.
        counted: those of them that people also count or number with, as in "level 5" of a game and "300 steps".
        methods: by their names in the engine.
        strengths: by their values.
        strokes: by their sizes, see `bot.look.Look`.
        sides: by pixels, 0 for the full size.
        all_levels: instead of the levels' numbers.
        usual_levels: the same, for those that are painted unasked.
        colours: whose.
    """

    small: str
    articles: str
    joining: str
    ranges: str
    percent: str
    pixels: str
    settings: Mapping[Setting, str]
    counted: str
    methods: Mapping[str, str]
    strengths: Mapping[float, str]
    strokes: Mapping[float, str]
    sides: Mapping[int, str]
    all_levels: str
    usual_levels: str
    colours: ColourWords
