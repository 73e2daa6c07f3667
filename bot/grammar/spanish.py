"""Spanish words for wishes."""

from __future__ import annotations

from bot.grammar.language_words import ColourWords, LanguageWords
from bot.grammar.setting import Setting
from bot.strokes import BROAD, FINE, NORMAL
from bot.wish import FULL_SIZE

WORDS = LanguageWords(
    small=(
        "a, al, con, de, del, en, es, estilo, favor, hazlo, iguales, mitad, para, parte, partes, píntalo, pon, por, "
        "quiero, solo, usa"
    ),
    articles="el, la, los, las, un, una",
    joining="y, e, más",
    ranges="a, hasta, al",
    percent="por ciento, porciento",
    pixels="píxel, píxeles",
    settings={
        Setting.MIX: "mezcla, mezclar, mezclado, combina, combinar, combinación",
        Setting.METHOD: "método, algoritmo",
        Setting.STRENGTH: "intensidad, fuerza",
        Setting.COLOURS: "colores, color",
        Setting.STROKE: "trazo, trazos, pincelada, pinceladas, pincel",
        Setting.LEVELS: "niveles, nivel, capas, capa",
        Setting.SIZE: "tamaño, lado, resolución",
        Setting.ITERATIONS: "iteraciones, iteración, pasos",
    },
    counted="nivel, capa, pasos",
    methods={
        "adain": "rápido, normal, habitual",
        "wct": "audaz, atrevido",
        "vae": "suave",
        "gatys": "lento",
    },
    strengths={0.0: "cero, nada", 0.5: "media, mitad", 1.0: "toda, completa, máxima, máximo"},
    strokes={
        FINE: "fino, finos, fina, finas, delgado, delgados, pequeño, pequeños",
        NORMAL: "normal, normales, medio, medios",
        BROAD: "ancho, anchos, ancha, anchas, grueso, gruesos, gruesa, gruesas, amplio, amplios, grande, grandes",
    },
    sides={FULL_SIZE: "completo, completa, máximo, entero, normal, original"},
    all_levels="todos, todas",
    usual_levels="normales, habituales",
    colours=ColourWords(
        keep=(
            "conserva, conservar, conserves, mantén, mantener, mantengas, guarda, guardar, deja, dejar, mis, "
            "originales, original, sí, foto"
        ),
        painting="cuadro, pintura, pintor, estilo",
        match="iguala, igualar, ajusta, ajustar, ajustados, histograma",
        brightness="brillo, luminancia, luminosidad",
        negation="no, sin",
        between="los, las, el, la, mi, sus, su, con, de, del, a, al, por, solo, en",
    ),
)
