"""The grammar of wishes, as tables."""

from __future__ import annotations

import contextlib
import random
import re
from typing import Any

import pytest

from bot.grammar import (
    COMMANDS,
    BadValue,
    NoValue,
    OfAnotherMethod,
    Setting,
    Unclear,
    UnknownStyle,
    WishError,
    parse,
    parse_caption,
)
from bot.look import Look, Share
from bot.styles import KnownStyle, gallery_reference, known_styles
from bot.wish import Wish
from engine import Entry, Gallery

GALLERY = Gallery.load()
STYLES = (
    KnownStyle("own:1", "Style 1"),
    KnownStyle("own:2", "Oma's Garten"),
    KnownStyle("own:3", "the old oak"),
    KnownStyle("own:4", "black & white"),
    KnownStyle("own:5", "מים"),
    KnownStyle("gallery:iris", "iris", ("Irises",), ("Ohara Koson", "Koson")),
    KnownStyle("gallery:wave", "wave", ("The Wave at Dusk",)),
    KnownStyle("gallery:cafe", "Café", ()),
    KnownStyle("gallery:gold", "gold", ()),
    KnownStyle("gallery:rain", "rain", ()),
    KnownStyle("gallery:town", "town", ()),
    KnownStyle("gallery:hills", "hills", ()),
    KnownStyle("gallery:lilies", "lilies", ("Tiger Lilies",)),
)
REFERENCES = {
    "Style1": "own:1",
    "garten": "own:2",
    "oak": "own:3",
    "black": "own:4",
    "מים": "own:5",
} | {name: f"gallery:{name}" for name in ("iris", "wave", "cafe", "gold", "rain", "town")}
LUMINANCE, HISTOGRAM, PAINTING = "luminance", "histogram", "no"


def w(styles: str = "", strength: float | None = None, **others: Any) -> Wish:
    """Return a wish for styles and their weights, written "wave .6 iris .4"."""
    shares: list[Share] = []
    for word in styles.split():
        if word in REFERENCES:
            shares.append(Share(REFERENCES[word]))
        else:
            shares[-1] = Share(shares[-1].style, float(word))
    return Wish(shares=tuple(shares) or None, strength=strength, **others)


def levels(*some: int) -> Wish:
    return Wish(method="wct", levels=some)


def iterations(count: int, styles: str = "") -> Wish:
    return w(styles, method="gatys", iterations=count)


HALVES = w("wave .5 iris .5")
SIXTY = w("wave .6 iris .4")

ONE_STYLE = [
    ("", w()),
    ("   ", w()),
    ("please", w()),
    ("iris", w("iris")),
    ("IRIS", w("iris")),
    ("Irises", w("iris")),
    ("cafe", w("cafe")),
    ("CAFÉ", w("cafe")),
    ("iris.", w("iris")),
    ("iris!", w("iris")),
    ("(iris)", w("iris")),
    ("iris iris", w("iris")),
    ("style iris", w("iris")),
    ("/style iris", w("iris")),
    ("in the style of iris, please", w("iris")),
    ("«the old oak»", w("oak")),
    ('"Oma\'s Garten"', w("garten")),
    ("oma’s garten", w("garten")),
    ("black & white", w("black")),
    ("“black & white”", w("black")),
    ("Style 1", w("Style1")),
    ("מים", w("מים")),
    ("\u2068מים\u2069 70%", w("מים", 0.7)),
    ("\u200fwave\u200e", w("wave")),
]
STRENGTHS = [
    ("iris 70%", w("iris", 0.7)),
    ("iris 70 %", w("iris", 0.7)),
    ("iris 70\u00a0%", w("iris", 0.7)),
    ("iris 70\uff05", w("iris", 0.7)),
    ("iris 70 percent", w("iris", 0.7)),
    ("iris 70 per cent", w("iris", 0.7)),
    ("iris 70 pct", w("iris", 0.7)),
    ("70% iris", w("iris", 0.7)),
    ("70%iris", w("iris", 0.7)),
    ("70 iris", w("iris", 0.7)),
    ("iris, 70%", w("iris", 0.7)),
    ("iris,70%", w("iris", 0.7)),
    ("iris;70%", w("iris", 0.7)),
    ("iris: 70%.", w("iris", 0.7)),
    ("iris:70", w("iris", 0.7)),
    ("iris=70", w("iris", 0.7)),
    ("iris/70", w("iris", 0.7)),
    ("iris | 70", w("iris", 0.7)),
    ("iris*0.7", w("iris", 0.7)),
    ("iris (70%)", w("iris", 0.7)),
    ("iris [70%]", w("iris", 0.7)),
    ("iris @ 70%", w("iris", 0.7)),
    ("iris~70", w("iris", 0.7)),
    ("make it iris at 70%", w("iris", 0.7)),
    ("can you do iris at 50 percent?", w("iris", 0.5)),
    ("--strength 40", w(strength=0.4)),
    ("iris\n70%", w("iris", 0.7)),
    ("iris - 70%", w("iris", 0.7)),
    ("iris – 70%", w("iris", 0.7)),
    ("iris 0.7", w("iris", 0.7)),
    ("iris 0,7", w("iris", 0.7)),
    ("iris .7", w("iris", 0.7)),
    ("iris at 70%", w("iris", 0.7)),
    ("iris with 40%", w("iris", 0.4)),
    ("/style iris 0.4", w("iris", 0.4)),
    ("/Style@easel_bot iris 0.4", w("iris", 0.4)),
    ("style 1 70%", w("Style1", 0.7)),
    ("style iris 1", w("iris", 1.0)),
    ("70 oma’s garten", w("garten", 0.7)),
    ("«the old oak» 40", w("oak", 0.4)),
    ("the wave at dusk 30%", w("wave", 0.3)),
    ("/strength 70", w(strength=0.7)),
    ("strength 70", w(strength=0.7)),
    ("strength: 70%", w(strength=0.7)),
    ("strength=0.7", w(strength=0.7)),
    ("strength of 70%", w(strength=0.7)),
    ("the strength is 70", w(strength=0.7)),
    ("set the strength to 70", w(strength=0.7)),
    ("70% strength", w(strength=0.7)),
    ("alpha 0.7", w(strength=0.7)),
    ("/alpha .7", w(strength=0.7)),
    ("intensity 70", w(strength=0.7)),
    ("full strength", w(strength=1.0)),
    ("strength full", w(strength=1.0)),
    ("strength max", w(strength=1.0)),
    ("half strength", w(strength=0.5)),
    ("half the strength", w(strength=0.5)),
    ("wave, strength 40", w("wave", 0.4)),
    ("strength 40 wave", w("wave", 0.4)),
    ("wave strength 40", w("wave", 0.4)),
    ("wave /strength 40", w("wave", 0.4)),
    ("strength 40, strength 50", w(strength=0.5)),
    ("70", w(strength=0.7)),
    ("0.7", w(strength=0.7)),
    ("0,7", w(strength=0.7)),
    ("70.5", w(strength=0.705)),
    ("0", w(strength=0.0)),
    ("0%", w(strength=0.0)),
    ("1", w(strength=1.0)),
    ("1%", w(strength=0.01)),
    ("100", w(strength=1.0)),
    ("100%", w(strength=1.0)),
    ("٧٠٪", w(strength=0.7)),
    ("в стиле iris 70 процентов, пожалуйста", w("iris", 0.7)),
    ("iris на 70%", w("iris", 0.7)),
    ("сила 40", w(strength=0.4)),
    ("сила стиля 40", w(strength=0.4)),
    ("с силой 40 iris", w("iris", 0.4)),
    ("интенсивность: 0,4", w(strength=0.4)),
    ("вполовину силы", w(strength=0.5)),
    ("en el estilo de iris al 70 por ciento, por favor", w("iris", 0.7)),
    ("iris al 70%", w("iris", 0.7)),
    ("intensidad 40", w(strength=0.4)),
    ("con intensidad de 40", w(strength=0.4)),
    ("fuerza máxima", w(strength=1.0)),
]
COLOURS = [
    ("keep colours", w(colours=LUMINANCE)),
    ("Keep colors", w(colours=LUMINANCE)),
    ("keep my colours", w(colours=LUMINANCE)),
    ("keep the photo's colours", w(colours=LUMINANCE)),
    ("keep the colours of the photo", w(colours=LUMINANCE)),
    ("my colours", w(colours=LUMINANCE)),
    ("with my own colours", w(colours=LUMINANCE)),
    ("original colors", w(colours=LUMINANCE)),
    ("colours keep", w(colours=LUMINANCE)),
    ("/colours keep", w(colours=LUMINANCE)),
    ("/colors keep", w(colours=LUMINANCE)),
    ("/color keep", w(colours=LUMINANCE)),
    ("colours on", w(colours=LUMINANCE)),
    ("colours: yes", w(colours=LUMINANCE)),
    ("colours luminance", w(colours=LUMINANCE)),
    ("/colours histogram", w(colours=HISTOGRAM)),
    ("/colours match", w(colours=HISTOGRAM)),
    ("match colours", w(colours=HISTOGRAM)),
    ("match the colours", w(colours=HISTOGRAM)),
    ("match my photo's colours", w(colours=HISTOGRAM)),
    ("colours off", w(colours=PAINTING)),
    ("/colours off", w(colours=PAINTING)),
    ("colors: no", w(colours=PAINTING)),
    ("keep colours off", w(colours=PAINTING)),
    ("don’t keep the colours", w(colours=PAINTING)),
    ("do not keep my colours", w(colours=PAINTING)),
    ("the painting's colours", w(colours=PAINTING)),
    ("colours of the painting", w(colours=PAINTING)),
    ("wave, keep colours, 40 %", w("wave", 0.4, colours=LUMINANCE)),
    ("wave keep colours 40 %", w("wave", 0.4, colours=LUMINANCE)),
    ("colours off 0,25 wave", w("wave", 0.25, colours=PAINTING)),
    ("iris style, keep colours", w("iris", colours=LUMINANCE)),
    ("iris, сила 40, сохраняй цвета фото", w("iris", 0.4, colours=LUMINANCE)),
    ("Сохрани мои цвета", w(colours=LUMINANCE)),
    ("цвета фото", w(colours=LUMINANCE)),
    ("цвета моего фото", w(colours=LUMINANCE)),
    ("оставь свои цвета", w(colours=LUMINANCE)),
    ("не сохранять цвета", w(colours=PAINTING)),
    ("подбери цвета", w(colours=HISTOGRAM)),
    ("цвета по гистограмме", w(colours=HISTOGRAM)),
    ("цвета картины 30%", w("", 0.3, colours=PAINTING)),
    ("/colours нет", w(colours=PAINTING)),
    ("/colours да", w(colours=LUMINANCE)),
    ("iris con intensidad 40 y con mis colores", w("iris", 0.4, colours=LUMINANCE)),
    ("iris con mis colores", w("iris", colours=LUMINANCE)),
    ("Mantén los colores originales", w(colours=LUMINANCE)),
    ("colores de la foto", w(colours=LUMINANCE)),
    ("colores de mi foto", w(colours=LUMINANCE)),
    ("ajusta los colores", w(colours=HISTOGRAM)),
    ("sin mis colores", w(colours=PAINTING)),
    ("no conserves los colores", w(colours=PAINTING)),
    ("colores del cuadro, 30 %", w("", 0.3, colours=PAINTING)),
    ("/colours sí", w(colours=LUMINANCE)),
    ("/colores conserva", w(colours=LUMINANCE)),
]
MIXTURES = [
    ("/mix wave:60 iris:40", SIXTY),
    ("/mix wave 60 iris 40", SIXTY),
    ("/mix wave 60, iris 40", SIXTY),
    ("/mix wave 60% iris 40%", SIXTY),
    ("/mix wave=60 iris=40", SIXTY),
    ("/mix wave: 60, iris: 40", SIXTY),
    ("/mix 60 wave 40 iris", SIXTY),
    ("/mix 60% wave, 40% iris", SIXTY),
    ("/mix@easel_bot wave:60 iris:40", SIXTY),
    ("/mix wave 0.6 iris 0.4", SIXTY),
    ("/mix wave 0,6 iris 0,4", SIXTY),
    ("/mix wave 3 iris 2", SIXTY),
    ("/mix wave:6 iris:4", SIXTY),
    ("/mix wave iris 60/40", SIXTY),
    ("/mix wave/iris 60/40", SIXTY),
    ("/mix wave iris 60:40", SIXTY),
    ("60/40 wave iris", SIXTY),
    ("60% wave + 40% iris", SIXTY),
    ("60% wave+40% iris", SIXTY),
    ("wave 60% + iris 40%", SIXTY),
    ("wave 60 + iris 40", SIXTY),
    ("wave:60+iris:40", SIXTY),
    ("0.6 wave + 0.4 iris", SIXTY),
    ("0.6*wave + 0.4*iris", SIXTY),
    ("wave 60% and iris 40%", SIXTY),
    ("60% of wave and 40% of iris", SIXTY),
    ("wave (60%), iris (40%)", SIXTY),
    ("wave\n60\niris\n40", SIXTY),
    ("wave with 60% and iris with 40%", SIXTY),
    ("wave 60 iris", SIXTY),
    ("wave 60%, iris", SIXTY),
    ("wave:60 iris", SIXTY),
    ("wave .6 iris", SIXTY),
    ("wave iris:40", SIXTY),
    ("wave + iris", HALVES),
    ("wave+iris", HALVES),
    ("wave & iris", HALVES),
    ("wave and iris", HALVES),
    ("wave, iris", HALVES),
    ("wave iris", HALVES),
    ("wave with iris", HALVES),
    ("mix wave and iris", HALVES),
    ("mix wave with iris", HALVES),
    ("mix of wave and iris", HALVES),
    ("a mixture of wave and iris", HALVES),
    ("blend wave iris", HALVES),
    ("wave iris mix", HALVES),
    ("wave 50 iris 50", HALVES),
    ("wave 1 iris 1", HALVES),
    ("/mix wave:100 iris:100", HALVES),
    ("/mix wave:3 iris:1", w("wave .75 iris .25")),
    ("wave 30 iris", w("wave .3 iris .7")),
    ("wave and 30% iris", w("wave .7 iris .3")),
    ("wave, 60, iris, 40", SIXTY),
    ("60, wave, 40, iris", SIXTY),
    ("wave + iris 70%", w("wave .5 iris .5", 0.7)),
    ("70% wave + iris", w("wave .5 iris .5", 0.7)),
    ("wave and iris, 70%", w("wave .5 iris .5", 0.7)),
    ("wave + iris, strength 70", w("wave .5 iris .5", 0.7)),
    ("/mix wave:60 iris:40 70%", w("wave .6 iris .4", 0.7)),
    ("/mix 70% wave:60 iris:40", w("wave .6 iris .4", 0.7)),
    ("/mix wave 60, iris 40, 70%", w("wave .6 iris .4", 0.7)),
    ("/mix wave 60 iris 40 70%", w("wave .6 iris .4", 0.7)),
    ("/mix 70 wave 60 iris 40", w("wave .6 iris .4", 0.7)),
    ("/mix 60 wave 40 iris 70%", w("wave .6 iris .4", 0.7)),
    ("/mix 70 60 wave 40 iris", w("wave .6 iris .4", 0.7)),
    ("60% wave + iris, strength 70", w("wave .6 iris .4", 0.7)),
    ("/mix wave 60 iris 40 strength 70", w("wave .6 iris .4", 0.7)),
    ("/mix strength 70 wave 60 iris 40", w("wave .6 iris .4", 0.7)),
    ("/style wave:60 iris:40 0.7", w("wave .6 iris .4", 0.7)),
    ("mix wave, iris and gold", w("wave .3333 iris .3333 gold .3333")),
    ("wave + iris + gold + rain", w("wave .25 iris .25 gold .25 rain .25")),
    ("wave 50 iris 30 gold 20", w("wave .5 iris .3 gold .2")),
    ("wave 50 iris 30 gold", w("wave .5 iris .3 gold .2")),
    ("wave:60 iris gold", w("wave .6 iris .2 gold .2")),
    ("wave iris gold 2:1:1", w("wave .5 iris .25 gold .25")),
    ("wave iris gold 2/1/1, 70%", w("wave .5 iris .25 gold .25", 0.7)),
    ("wave:1 iris:1 wave:1", w("wave .6667 iris .3333")),
    ("wave 100 iris 0", w("wave")),
    ("mix Style 1 and the old oak", w("Style1 .5 oak .5")),
    ('/mix "black & white":60 iris:40', w("black .6 iris .4")),
    ("mix wave and iris, keep colours, levels 2", w("wave .5 iris .5", colours=LUMINANCE, method="wct", levels=(2,))),
    ("смешай wave и iris", HALVES),
    ("смесь wave 60 и iris 40", SIXTY),
    ("wave 60% и iris 40%", SIXTY),
    ("wave плюс iris", HALVES),
    ("mezcla wave y iris", HALVES),
    ("mezcla de wave con iris", HALVES),
    ("wave 60% y iris 40%", SIXTY),
    ("wave 60% 40% iris", SIXTY),
    ("60 40 wave iris", SIXTY),
    ("wave 3 parts, iris 2 parts", SIXTY),
    ("wave 60 - iris 40", SIXTY),
    ("60-40 wave iris", SIXTY),
    ("half wave, half iris", HALVES),
    ("wave vs iris", HALVES),
    ("wave → iris", HALVES),
    ("смешай wave с iris пополам", HALVES),
    ("mitad wave, mitad iris", HALVES),
    ("combina wave 60 iris 40", SIXTY),
]
METHODS = [
    *((f"/method {said}", w(method=method)) for said, method in (
        ("adain", "adain"), ("AdaIN", "adain"), ("fast", "adain"), ("normal", "adain"), ("wct", "wct"), ("WCT", "wct"),
        ("bold", "wct"), ("vae", "vae"), ("soft", "vae"), ("gatys", "gatys"), ("Gatys", "gatys"), ("slow", "gatys"),
        ("быстрый", "adain"), ("медленный", "gatys"), ("гатис", "gatys"), ("rápido", "adain"), ("lento", "gatys"),
    )),
    ("wct", w(method="wct")),
    ("by wct", w(method="wct")),
    ("iris by WCT", w("iris", method="wct")),
    ("iris wct 70%", w("iris", 0.7, method="wct")),
    ("iris, method: wct, 70%", w("iris", 0.7, method="wct")),
    ("iris /method wct", w("iris", method="wct")),
    ("iris with the slow method", w("iris", method="gatys")),
    ("fast method", w(method="adain")),
    ("метод wct", w(method="wct")),
    ("быстрым методом", w(method="adain")),
    ("método wct", w(method="wct")),
    ("/metodo lento", w(method="gatys")),
]  # fmt: skip
STROKES = [
    ("/stroke fine", w(stroke=0.5)),
    ("/stroke normal", w(stroke=1.0)),
    ("/stroke broad", w(stroke=2.0)),
    ("/stroke 0.5", w(stroke=0.5)),
    ("/stroke 0,5", w(stroke=0.5)),
    ("/stroke 50%", w(stroke=0.5)),
    ("/stroke 2", w(stroke=2.0)),
    ("/stroke 1", w(stroke=1.0)),
    ("/stroke .25", w(stroke=0.25)),
    ("/strokes fine", w(stroke=0.5)),
    ("fine strokes", w(stroke=0.5)),
    ("strokes: broad", w(stroke=2.0)),
    ("wave with fine strokes 70%", w("wave", 0.7, stroke=0.5)),
    ("wave 70% fine brush strokes", w("wave", 0.7, stroke=0.5)),
    ("a broad brush, iris", w("iris", stroke=2.0)),
    ("stroke 0.5 strength 40", w(strength=0.4, stroke=0.5)),
    ("мелкие мазки", w(stroke=0.5)),
    ("iris широкими мазками", w("iris", stroke=2.0)),
    ("мазок 0,5", w(stroke=0.5)),
    ("trazos finos", w(stroke=0.5)),
    ("iris con pinceladas anchas", w("iris", stroke=2.0)),
    ("/trazo grueso", w(stroke=2.0)),
]
LEVELS = [
    ("/levels 3-5", levels(3, 4, 5)),
    ("/levels 3 - 5", levels(3, 4, 5)),
    ("/levels 3–5", levels(3, 4, 5)),
    ("/levels 3..5", levels(3, 4, 5)),
    ("/levels 3…5", levels(3, 4, 5)),
    ("/levels 5-3", levels(3, 4, 5)),
    ("/levels 3 to 5", levels(3, 4, 5)),
    ("/levels from 3 to 5", levels(3, 4, 5)),
    ("/levels 1,3,5", levels(1, 3, 5)),
    ("/levels 1, 3, 5", levels(1, 3, 5)),
    ("/levels 1 3 5", levels(1, 3, 5)),
    ("/levels 1/3", levels(1, 3)),
    ("/levels 1 and 3", levels(1, 3)),
    ("/levels 1,3-5", levels(1, 3, 4, 5)),
    ("/levels 1-2, 4-5", levels(1, 2, 4, 5)),
    ("/levels 4", levels(4)),
    ("levels: [3, 4, 5]", levels(3, 4, 5)),
    ("only level 5", levels(5)),
    ("/levels 1,3", levels(1, 3)),
    ("/level 4", levels(4)),
    ("/levels all", levels(1, 2, 3, 4, 5)),
    ("all levels", levels(1, 2, 3, 4, 5)),
    ("all the levels", levels(1, 2, 3, 4, 5)),
    ("/levels default", levels()),
    ("the usual levels", levels()),
    ("обычные уровни", levels()),
    ("niveles habituales", levels()),
    ("levels=3-5", levels(3, 4, 5)),
    ("levels: 3-5, 70%", w("", 0.7, method="wct", levels=(3, 4, 5))),
    ("levels 3-5 0,7", w("", 0.7, method="wct", levels=(3, 4, 5))),
    ("levels 3 and 70%", w("", 0.7, method="wct", levels=(3,))),
    ("70% levels 3-5", w("", 0.7, method="wct", levels=(3, 4, 5))),
    ("iris levels 1 to 3", w("iris", method="wct", levels=(1, 2, 3))),
    ("wct levels 3-5", levels(3, 4, 5)),
    ("levels 3-5 by wct", levels(3, 4, 5)),
    ("уровни 3-5", levels(3, 4, 5)),
    ("уровни с 3 по 5", levels(3, 4, 5)),
    ("все уровни", levels(1, 2, 3, 4, 5)),
    ("уровни 1 и 3", levels(1, 3)),
    ("niveles 3-5", levels(3, 4, 5)),
    ("niveles 3 a 5", levels(3, 4, 5)),
    ("todos los niveles", levels(1, 2, 3, 4, 5)),
    ("/niveles 1 y 3", levels(1, 3)),
]
SIZES = [
    ("/size 2048", w(side=2048)),
    ("/size 2048px", w(side=2048)),
    ("/size 2048 px", w(side=2048)),
    ("/size 2048 pixels", w(side=2048)),
    ("/size: 2048", w(side=2048)),
    ("/size 64", w(side=64)),
    ("/size 4096", w(side=4096)),
    ("/size 4k", w(side=4096)),
    ("/size 2K", w(side=2048)),
    ("/size 1920x1080", w(side=1920)),
    ("/size 1080×1920", w(side=1920)),
    ("/size 1080х1920", w(side=1920)),
    ("/size 1024 x 768", w(side=1024)),
    ("1024x768", w(side=1024)),
    ("/size full", w(side=0)),
    ("/size max", w(side=0)),
    ("full size", w(side=0)),
    ("size 2048 iris", w("iris", side=2048)),
    ("iris 70% 2048px", w("iris", 0.7, side=2048)),
    ("2048px", w(side=2048)),
    ("2048 px iris", w("iris", side=2048)),
    ("1920x1080 px", w(side=1920)),
    ("размер 2048", w(side=2048)),
    ("размер 2048 пикселей", w(side=2048)),
    ("полный размер", w(side=0)),
    ("tamaño 2048", w(side=2048)),
    ("tamaño 2048 píxeles", w(side=2048)),
    ("/tamano completo", w(side=0)),
]
ITERATIONS = [
    ("/iterations 300", iterations(300)),
    ("/iterations: 300", iterations(300)),
    ("/iterations 1", iterations(1)),
    ("/iterations 1000", iterations(1000)),
    ("/steps 300", iterations(300)),
    ("300 iterations", iterations(300)),
    ("300 steps", iterations(300)),
    ("iris 300 iterations", iterations(300, "iris")),
    ("iris 70% 300 iterations", w("iris", 0.7, method="gatys", iterations=300)),
    ("gatys 300 iterations", iterations(300)),
    ("/method gatys iterations 300", iterations(300)),
    ("300 итераций", iterations(300)),
    ("итерации 300", iterations(300)),
    ("300 iteraciones", iterations(300)),
    ("/iteraciones 300", iterations(300)),
]
ALL_AT_ONCE = [
    (
        "keep my colours, levels 2-4, wave 60 + iris 40, strength 80, fine strokes, 2048 px",
        w("wave .6 iris .4", 0.8, colours=LUMINANCE, method="wct", levels=(2, 3, 4), stroke=0.5, side=2048),
    ),
    (
        "2048px 80% wave:60 iris:40 wct levels 2,4 broad strokes match colours",
        w("wave .6 iris .4", 0.8, colours=HISTOGRAM, method="wct", levels=(2, 4), stroke=2.0, side=2048),
    ),
    (
        "iris 70 процентов, метод wct, уровни 3-5, мелкими мазками, цвета фото, размер 2048",
        w("iris", 0.7, colours=LUMINANCE, method="wct", levels=(3, 4, 5), stroke=0.5, side=2048),
    ),
    (
        "iris al 70%, método wct, niveles 3-5, trazos finos, con mis colores, tamaño 2048",
        w("iris", 0.7, colours=LUMINANCE, method="wct", levels=(3, 4, 5), stroke=0.5, side=2048),
    ),
]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        *(ONE_STYLE + STRENGTHS + COLOURS + MIXTURES),
        *(METHODS + STROKES + LEVELS + SIZES + ITERATIONS + ALL_AT_ONCE),
    ],
)
def test_what_a_wish_says(text: str, wish: Wish) -> None:
    assert parse(text, STYLES) == wish


@pytest.mark.parametrize(
    ("text", "said", "nearest", "understood"),
    [
        ("nonsense", "nonsense", (), w()),
        ("irris", "irris", ("iris",), w()),
        ("irris 70%", "irris", ("iris",), w("", 0.7)),
        ("70% of the old garden, keep colours", "the old garden", ("the old oak",), w("", 0.7, colours=LUMINANCE)),
        ('"iris 70%"', "iris 70%", ("iris",), w()),
        ("в стиле ириса 70%", "ириса", (), w("", 0.7)),
        ("la ola con 70%, colores del cuadro", "la ola", (), w("", 0.7, colours=PAINTING)),
        ("/mix wavve:60 iris:40", "wavve", ("wave",), w()),
        ("mix wave and irris", "irris", ("iris",), w()),
        ("mix wavve and irris", "wavve", ("wave",), w()),
        ("mix wave and xyzzy", "xyzzy", (), w()),
        ("wave + irris", "irris", ("iris",), w()),
        ("wave + irris 70%", "irris", ("iris",), w("", 0.7)),
        ("wave + xyzzy", "xyzzy", (), w()),
        ("смешай wave и irris", "irris", ("iris",), w()),
        ("mezcla wave y irris", "irris", ("iris",), w()),
        ("wave irris", "irris", ("iris",), w()),
    ],
)
def test_names_that_no_style_has(text: str, said: str, nearest: tuple[str, ...], understood: Wish) -> None:
    with pytest.raises(UnknownStyle) as raised:
        parse(text, STYLES)
    assert raised.value.said == said
    assert raised.value.nearest[:1] == nearest
    assert raised.value.understood == understood


@pytest.mark.parametrize(
    ("text", "setting", "said", "understood"),
    [
        ("iris 700%", Setting.STRENGTH, "700%", w("iris")),
        ("strength 700", Setting.STRENGTH, "700", w()),
        ("700", Setting.STRENGTH, "700", w()),
        ("-5", Setting.STRENGTH, "-5", w()),
        ("iris −5 %", Setting.STRENGTH, "-5 %", w("iris")),
        ("1.5", Setting.STRENGTH, "1.5", w()),
        ("12:30", Setting.STRENGTH, "12:30", w()),
        ("70-80", Setting.STRENGTH, "70-80", w()),
        ("9" * 400, Setting.STRENGTH, "9" * 400, w()),
        ("strength lots", Setting.STRENGTH, "lots", w()),
        ("strength: a lot", Setting.STRENGTH, "a lot", w()),
        ("iris lots", Setting.STRENGTH, "lots", w("iris")),
        ("сила много", Setting.STRENGTH, "много", w()),
        ("intensidad mucha", Setting.STRENGTH, "mucha", w()),
        ("/method wkt", Setting.METHOD, "wkt", w()),
        ("/method magic", Setting.METHOD, "magic", w()),
        ("iris 70% method magic", Setting.METHOD, "magic", w("iris", 0.7)),
        ("/method 70", Setting.METHOD, "70", w()),
        ("/colours sometimes", Setting.COLOURS, "sometimes", w()),
        ("какие цвета!", Setting.COLOURS, "какие", w()),
        ("/stroke hairy", Setting.STROKE, "hairy", w()),
        ("/stroke 5", Setting.STROKE, "5", w()),
        ("/stroke 0", Setting.STROKE, "0", w()),
        ("/stroke 10%", Setting.STROKE, "10%", w()),
        ("/levels 9", Setting.LEVELS, "9", w()),
        ("/levels 0-3", Setting.LEVELS, "0-3", w()),
        ("/levels 3-9", Setting.LEVELS, "3-9", w()),
        ("/levels 1.5", Setting.LEVELS, "1.5", w()),
        ("/levels 1,7", Setting.LEVELS, "1,7", w()),
        ("/levels 50%", Setting.LEVELS, "50%", w()),
        ("/levels deep", Setting.LEVELS, "deep", w()),
        ("iris levels 9", Setting.LEVELS, "9", w("iris")),
        ("/size 20", Setting.SIZE, "20", w()),
        ("/size 5000", Setting.SIZE, "5000", w()),
        ("/size huge", Setting.SIZE, "huge", w()),
        ("/size 50%", Setting.SIZE, "50%", w()),
        ("/size 0.5", Setting.SIZE, "0.5", w()),
        ("20px", Setting.SIZE, "20px", w()),
        ("/size -100", Setting.SIZE, "-100", w()),
        ("/iterations 0", Setting.ITERATIONS, "0", w()),
        ("/iterations 1001", Setting.ITERATIONS, "1001", w()),
        ("/iterations many", Setting.ITERATIONS, "many", w()),
        ("/iterations 1.5", Setting.ITERATIONS, "1.5", w()),
        ("/mix wave", Setting.MIX, "wave", w()),
        ("/mix wave wave", Setting.MIX, "wave", w()),
        ("/mix wave iris gold rain town", Setting.MIX, "wave, iris, gold, rain, town", w()),
        ("wave + iris + gold + rain + town", Setting.MIX, "wave, iris, gold, rain, town", w()),
        ("/mix wave:-60 iris:40", Setting.MIX, "-60", w()),
        ("/mix wave:0 iris:0", Setting.MIX, "0, 0", w()),
        ("/mix wave:120 iris", Setting.MIX, "120", w()),
        ("/mix wave 60px iris 40", Setting.SIZE, "60px", None),
    ],
)
def test_what_a_setting_cannot_be(text: str, setting: Setting, said: str, understood: Wish | None) -> None:
    with pytest.raises(BadValue) as raised:
        parse(text, STYLES)
    assert (raised.value.setting, raised.value.said) == (setting, said)
    if understood is not None:
        assert raised.value.understood == understood


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("/mix", Setting.MIX),
        ("/method", Setting.METHOD),
        ("/strength", Setting.STRENGTH),
        ("/colours", Setting.COLOURS),
        ("/colors", Setting.COLOURS),
        ("/stroke", Setting.STROKE),
        ("/levels", Setting.LEVELS),
        ("/size", Setting.SIZE),
        ("/iterations", Setting.ITERATIONS),
        ("strength?", Setting.STRENGTH),
        ("the colours", Setting.COLOURS),
        ("iris, colours", Setting.COLOURS),
        ("метод", Setting.METHOD),
        ("сила", Setting.STRENGTH),
        ("colores", Setting.COLOURS),
        ("¿tamaño?", Setting.SIZE),
    ],
)
def test_a_setting_without_a_value_is_a_question(text: str, setting: Setting) -> None:
    with pytest.raises(NoValue) as raised:
        parse(text, STYLES)
    assert raised.value.setting is setting


@pytest.mark.parametrize(
    ("text", "setting", "method"),
    [
        ("levels 3-5 by gatys", Setting.LEVELS, "wct"),
        ("/method fast levels 3-5", Setting.LEVELS, "wct"),
        ("/levels all method vae", Setting.LEVELS, "wct"),
        ("wct 300 iterations", Setting.ITERATIONS, "gatys"),
        ("levels 3, 300 iterations", Setting.LEVELS, "wct"),
    ],
)
def test_what_only_one_method_has(text: str, setting: Setting, method: str) -> None:
    with pytest.raises(OfAnotherMethod) as raised:
        parse(text, STYLES)
    assert (raised.value.setting, raised.value.method) == (setting, method)


@pytest.mark.parametrize(
    ("text", "said", "understood"),
    [
        ("iris 70% quickly", "quickly", w("iris", 0.7)),
        ("iris quickly 70%", "quickly", w("iris", 0.7)),
        ("iris 70% but with a cat", "but with a cat", w("iris", 0.7)),
        ("iris 60 70", "70", w("iris", 0.6)),
        ("60 70", "70", w("", 0.6)),
        ("strength 60 iris 70", "70", w("iris", 0.6)),
        ("wave 60 iris 40 70 80", "80", w("wave .6 iris .4", 0.7)),
    ],
)
def test_what_is_unclear(text: str, said: str, understood: Wish) -> None:
    with pytest.raises(Unclear) as raised:
        parse(text, STYLES)
    assert raised.value.said == said
    assert raised.value.understood == understood


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
        ("ohara kosson", "iris", False),
        ("xyzzy", None, False),
        # What people say to a bot, and is like a style's name by chance.
        ("hello", None, False),
        ("thanks", None, False),
        ("dusk", None, False),
        ("hara", None, False),
    ],
)
def test_the_nearest_names_come_first(said: str, first: str | None, slip: bool) -> None:
    with pytest.raises(UnknownStyle) as raised:
        parse(said, STYLES)
    assert (raised.value.nearest or (None,))[0] == first
    assert len(raised.value.nearest) <= 3
    assert raised.value.slip == slip


def test_the_nearest_method_is_suggested() -> None:
    with pytest.raises(BadValue) as raised:
        parse("/method gatis2", STYLES)
    assert raised.value.nearest[0] == "gatys"


def test_a_name_of_ones_own_goes_before_a_word_of_the_grammar() -> None:
    own = (KnownStyle("own:1", "fine"), KnownStyle("own:2", "Gatys"), KnownStyle("own:3", "70"))
    assert parse("fine 40%", own) == Wish(shares=(Share("own:1"),), strength=0.4)
    assert parse("gatys", own) == Wish.for_style("own:2")
    assert parse("70", own) == Wish.for_style("own:3")
    assert parse("fine strokes", own) == Wish(stroke=0.5)


@pytest.mark.parametrize(
    "caption",
    [
        *("iris 70%", "iris", "The Wave at Dusk", "«iris»", "70%", "70", "wave + iris", "wave:60 iris:40", "wct"),
        *(
            "wave 60 iris 40",
            "mix wave and iris",
            "wave and iris 70%",
            "keep colours",
            "цвета фото",
            "colores de la foto",
        ),
        *("levels 3-5", "size 2048", "2048px", "300 iterations", "iris by wct", "strength 40", "stroke 0.5"),
        *("iris with fine strokes 70%", "level 5 by wct"),
    ],
)
def test_a_caption_that_is_a_wish(caption: str) -> None:
    assert parse_caption(caption, STYLES) == parse(caption, STYLES)
    assert parse_caption(caption, STYLES)


@pytest.mark.parametrize(
    "caption",
    [
        *(
            "irris 70%",
            "nonsense 70%",
            "iris 700%",
            "700%",
            "strength lots",
            "/mix wavve:60 iris:40",
            "mix wavve and iris",
        ),
        *("mix wave", "wave + iris + gold + rain + town", "levels 3-5 by gatys", "wave 70% size 20", "method wkt"),
    ],
)
def test_a_slip_in_a_caption_is_told_from_a_remark(caption: str) -> None:
    with pytest.raises(WishError) as raised:
        parse_caption(caption, STYLES)
    assert raised.value.meant


@pytest.mark.parametrize(
    "caption",
    [
        *(
            "my cat",
            "by the wave",
            "iris and wave",
            "rain, gold",
            "the town in the rain",
            "in the rain",
            "gold and wave",
        ),
        *("какие цвета!", "наш сад в цвете", "los colores de Granada", "la foto de mi hermana", "colours", "Colours!"),
        *(
            "2026",
            "12:30",
            "21.11.2026",
            "waves",
            "my iris in spring",
            "100% the best day of all",
            "🐈 < & >",
            "5",
            "town 2",
            "iris 1",
        ),
        *("level 5", "level 9!", "300 steps", "300 steps to the top", "fine strokes", "in broad strokes", "size 42"),
        *("a mix of rain and gold", "what a mix", "the method", "side by side", "my brush", "gold medal", "1 + 1 = 2"),
        *(
            "easy method, no tricks",
            "the full size of it",
            "at full strength",
            "full size",
            "rain + friends",
            "steps",
            "layers of paint",
            "all levels of hell",
        ),
    ],
)
def test_a_remark_in_a_caption_is_no_wish(caption: str) -> None:
    assert parse_caption(caption, STYLES) == Wish()


_BITS = (
    *("iris", "wave", "Style 1", "irris", "70", "70%", "0,7", "3-5", "1,3,5", "60/40", "1920x1080", "2048px", "-", "+"),
    *("mix", "method", "levels", "size", "strokes", "iterations", "colours", "strength", "keep", "off", "fine", "all"),
    *(
        "and",
        "to",
        "the",
        "и",
        "y",
        "не",
        "цвета",
        "уровни",
        "colores",
        "мазки",
        ":",
        ",",
        "/",
        '"',
        "“",
        "=",
        "*",
        "\n",
    ),
    *(
        "🐈",
        "👨‍👩‍👧‍👦",
        "\u202e",
        "\u200f",
        "مرحبا",
        "שלום",
        "½",
        "²",
        "٧",
        "ﷺ",
        "İ",
        "\x00",
        "ñ",
        "½%",
        "9" * 30,
        ".5",
        "..",
        "@x",
        "/",
    ),
)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_said_is_a_wish_or_an_error_that_tells_why(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        glue = chance.choice(("", " ", " ", " "))
        text = glue.join(chance.choice(_BITS) for _ in range(chance.randrange(12)))
        if chance.random() < 0.3:
            text += "".join(
                chr(chance.choice((chance.randrange(32, 0x2FF), chance.randrange(0x10FFFF)))) for _ in range(8)
            )
        for read in (parse, parse_caption):
            try:
                wish = read(text, STYLES)
            except WishError as error:
                wish = error.understood
            assert wish.strength is None or 0 <= wish.strength <= 1
            assert all(share.weight > 0 for share in wish.shares or ())
            wish.onto(Look()).to_json()


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1-",
        "1,",
        "1x",
        "1 - ",
        "a-",
        "and ",
        "iris ",
        "wave 60 ",
        "levels 1 ",
        "colours ",
        "the ",
        '"',
        "+",
        "keep my ",
        "é",
        "🐈",
    ],
)
def test_a_novel_is_read_as_well(piece: str) -> None:
    with contextlib.suppress(WishError):
        parse(piece * (4096 // len(piece)) + "a", STYLES)


def test_commands_are_such_as_telegram_takes() -> None:
    assert {"mix", "method", "strength", "colours", "colors", "stroke", "levels", "size", "iterations"} <= COMMANDS
    assert all(re.fullmatch("[a-z0-9_]{1,32}", command) for command in COMMANDS)


@pytest.mark.parametrize("entry", GALLERY.entries, ids=lambda entry: entry.name)
def test_every_shipped_style_is_understood_by_its_name_and_by_its_title(entry: Entry) -> None:
    styles = known_styles(GALLERY, ())
    reference = gallery_reference(entry.name)
    assert parse_caption(entry.name, styles) == Wish.for_style(reference)
    assert parse(f"{entry.name} 70%", styles) == Wish(shares=(Share(reference),), strength=0.7)
    titled = parse(f"{entry.title} 70%", styles)
    assert titled.styles[0] in {gallery_reference(one.name) for one in GALLERY.entries if one.title == entry.title}
