"""The grammar of wishes, as a table."""

from __future__ import annotations

import pytest

from bot.grammar import BadStrength, SeveralStyles, Unclear, UnknownStyle, Wish, WishError, parse
from bot.styles import KnownStyle

STYLES = (
    KnownStyle("own:1", "Style 1"),
    KnownStyle("own:2", "Oma's Garten"),
    KnownStyle("own:3", "the old oak"),
    KnownStyle("gallery:iris", "iris", ("Irises",), ("Ohara Koson", "Koson")),
    KnownStyle("gallery:wave", "wave", ("The Wave at Dusk",)),
    KnownStyle("gallery:cafe", "Café", ()),
)
IRIS = "gallery:iris"
WAVE = "gallery:wave"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("iris", Wish(IRIS)),
        ("IRIS", Wish(IRIS)),
        ("Irises", Wish(IRIS)),
        ("cafe", Wish("gallery:cafe")),
        ("iris 70%", Wish(IRIS, 0.7)),
        ("iris 70 %", Wish(IRIS, 0.7)),
        ("iris 70 percent", Wish(IRIS, 0.7)),
        ("70% iris", Wish(IRIS, 0.7)),
        ("iris, 70%", Wish(IRIS, 0.7)),
        ("iris,70%", Wish(IRIS, 0.7)),
        ("iris: 70%.", Wish(IRIS, 0.7)),
        ("iris - 70%", Wish(IRIS, 0.7)),
        ("iris 0.7", Wish(IRIS, 0.7)),
        ("iris 0,7", Wish(IRIS, 0.7)),
        ("iris .7", Wish(IRIS, 0.7)),
        ("/style iris 0.4", Wish(IRIS, 0.4)),
        ("/Style@easel_bot iris 0.4", Wish(IRIS, 0.4)),
        ("/strength 70", Wish(strength=0.7)),
        ("/colours off", Wish(keep_colours=False)),
        ("strength 70", Wish(strength=0.7)),
        ("strength: 70%", Wish(strength=0.7)),
        ("strength=0.7", Wish(strength=0.7)),
        ("70", Wish(strength=0.7)),
        ("0.7", Wish(strength=0.7)),
        ("0,7", Wish(strength=0.7)),
        ("70.5", Wish(strength=0.705)),
        ("0", Wish(strength=0.0)),
        ("0%", Wish(strength=0.0)),
        ("1", Wish(strength=1.0)),
        ("1%", Wish(strength=0.01)),
        ("100", Wish(strength=1.0)),
        ("in the style of iris, please", Wish(IRIS)),
        ("iris with 40%", Wish(IRIS, 0.4)),
        ("Style 1", Wish("own:1")),
        ("style 1 70%", Wish("own:1", 0.7)),
        ("style iris 1", Wish(IRIS, 1.0)),
        ("70 oma’s garten", Wish("own:2", 0.7)),
        ('"Oma\'s Garten" 40', Wish("own:2", 0.4)),
        ("«the old oak» 40", Wish("own:3", 0.4)),
        ("the wave at dusk 30%", Wish(WAVE, 0.3)),
        ("keep colours", Wish(keep_colours=True)),
        ("Keep colors", Wish(keep_colours=True)),
        ("keep my colours", Wish(keep_colours=True)),
        ("colours keep", Wish(keep_colours=True)),
        ("colours on", Wish(keep_colours=True)),
        ("colours", Wish(keep_colours=True)),
        ("colours off", Wish(keep_colours=False)),
        ("colors: no", Wish(keep_colours=False)),
        ("keep colours off", Wish(keep_colours=False)),
        ("don’t keep the colours", Wish(keep_colours=False)),
        ("wave, keep colours, 40 %", Wish(WAVE, 0.4, True)),
        ("colours off 0,25 wave", Wish(WAVE, 0.25, False)),
        ("iris iris", Wish(IRIS)),
        ("в стиле iris 70 процентов, пожалуйста", Wish(IRIS, 0.7)),
        ("iris, сила 40, сохраняй цвета фото", Wish(IRIS, 0.4, True)),
        ("Сохрани мои цвета", Wish(keep_colours=True)),
        ("цвета фото", Wish(keep_colours=True)),
        ("не сохранять цвета", Wish(keep_colours=False)),
        ("цвета картины 30%", Wish(None, 0.3, False)),
        ("/colours нет", Wish(keep_colours=False)),
        ("en el estilo de iris al 70 por ciento, por favor", Wish(IRIS, 0.7)),
        ("iris con intensidad 40 y con mis colores", Wish(IRIS, 0.4, True)),
        ("Mantén los colores originales", Wish(keep_colours=True)),
        ("colores de la foto", Wish(keep_colours=True)),
        ("sin mis colores", Wish(keep_colours=False)),
        ("colores del cuadro, 30 %", Wish(None, 0.3, False)),
        ("/colours sí", Wish(keep_colours=True)),
    ],
)
def test_what_a_wish_says(text: str, wish: Wish) -> None:
    assert parse(text, STYLES) == wish


@pytest.mark.parametrize(
    ("text", "error", "said", "understood"),
    [
        ("nonsense", UnknownStyle, "nonsense", Wish()),
        ("irris 70%", UnknownStyle, "irris", Wish(strength=0.7)),
        ("70% of the old garden, keep colours", UnknownStyle, "the old garden", Wish(None, 0.7, True)),
        ('"iris 70%"', UnknownStyle, "iris 70%", Wish()),
        ("iris 700%", BadStrength, "700%", Wish(IRIS)),
        ("strength 700", BadStrength, "700", Wish()),
        ("700", BadStrength, "700", Wish()),
        ("-5", BadStrength, "-5", Wish()),
        ("iris −5 %", BadStrength, "-5 %", Wish(IRIS)),
        ("1.5", BadStrength, "1.5", Wish()),
        ("9" * 400, BadStrength, "9" * 400, Wish()),
        ("strength lots", BadStrength, "lots", Wish()),
        ("strength: a lot", BadStrength, "a lot", Wish()),
        ("iris lots", BadStrength, "lots", Wish(IRIS)),
        ("iris 70% quickly", Unclear, "quickly", Wish(IRIS, 0.7)),
        ("в стиле ириса 70%", UnknownStyle, "ириса", Wish(strength=0.7)),
        ("la ola con 70%, colores del cuadro", UnknownStyle, "la ola", Wish(None, 0.7, False)),
    ],
)
def test_what_cannot_be_meant(text: str, error: type[WishError], said: str, understood: Wish) -> None:
    with pytest.raises(error) as raised:
        parse(text, STYLES)
    assert getattr(raised.value, "said") == said  # noqa: B009 -- only the subclasses have it
    assert raised.value.understood == understood


def test_two_styles_are_one_too_many() -> None:
    with pytest.raises(SeveralStyles) as raised:
        parse("iris wave 70%", STYLES)
    assert raised.value.names == ("iris", "wave")
    assert raised.value.understood == Wish(strength=0.7)


@pytest.mark.parametrize(
    ("said", "first", "slip"),
    [
        ("irris", "iris", True),
        ("wavve", "wave", True),
        ("wove", "wave", False),
        ("omas garden", "Oma's Garten", True),
        ("oak", "the old oak", False),
        ("waving at dusk", "wave", False),
        ("koson", "iris", False),
        ("xyzzy", None, False),
    ],
)
def test_the_nearest_names_come_first(said: str, first: str | None, slip: bool) -> None:
    with pytest.raises(UnknownStyle) as raised:
        parse(said, STYLES)
    assert (raised.value.nearest or (None,))[0] == first
    assert len(raised.value.nearest) <= 3
    assert raised.value.slip == slip


@pytest.mark.parametrize("caption", ["irris 70%", "nonsense 70%", "iris 700%", "700%", "strength lots"])
def test_a_slip_in_a_wish_is_told_from_small_talk(caption: str) -> None:
    with pytest.raises(WishError) as raised:
        parse(caption, STYLES)
    assert raised.value.meant


@pytest.mark.parametrize(
    "caption",
    [
        "my cat",
        "какие цвета!",
        "наш сад в цвете",
        "los colores de Granada",
        "la foto de mi hermana",
        "2026",
        "waves",
        "iris and wave",
        "my iris in spring",
        "100% the best day of all",
        "🐈 < & >",
    ],
)
def test_small_talk_is_told_from_a_wish(caption: str) -> None:
    with pytest.raises(WishError) as raised:
        parse(caption, STYLES)
    assert not raised.value.meant
