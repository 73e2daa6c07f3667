"""English words for wishes."""

from __future__ import annotations

from bot.grammar.language_words import ColourWords, LanguageWords
from bot.grammar.setting import Setting
from bot.strokes import BROAD, FINE, NORMAL
from bot.wish import FULL_SIZE

WORDS = LanguageWords(
    small=(
        "are, as, at, be, by, can, do, equally, for, from, half, i, in, into, is, it, just, make, of, on, only, paint, "
        "part, parts, please, set, style, this, to, use, using, versus, vs, want, with, would, you"
    ),
    articles="a, an, the",
    joining="and, plus",
    ranges="to, through, till",
    percent="percent, per cent, pct",
    pixels="px, pix, pixel, pixels",
    settings={
        Setting.MIX: "mix, mixed, mixture, blend",
        Setting.METHOD: "method, algorithm",
        Setting.STRENGTH: "strength, alpha, intensity",
        Setting.COLOURS: "colours, colors, colour, color",
        Setting.STROKE: "stroke, strokes, brush, brushstroke, brushstrokes",
        Setting.LEVELS: "levels, level, layers, layer",
        Setting.SIZE: "size, side, resolution",
        Setting.ITERATIONS: "iterations, iteration, iters, steps",
    },
    counted="level, layer, steps",
    methods={
        "adain": "adain, fast, quick, usual, normal, default",
        "wct": "wct, bold",
        "vae": "vae, soft",
        "gatys": "gatys, slow, optimisation, optimization",
    },
    strengths={0.0: "zero, none", 0.5: "half", 1.0: "full, max, maximum"},
    strokes={
        FINE: "fine, finer, thin, small, delicate",
        NORMAL: "normal, usual, medium, default",
        BROAD: "broad, broader, wide, thick, large, big, coarse",
    },
    sides={
        FULL_SIZE: "full, max, maximum, original, usual, normal, default, auto",
        2048: "2k",
        4096: "4k",
    },
    all_levels="all, every",
    usual_levels="default, usual, normal",
    colours=ColourWords(
        keep="keep, keeps, keeping, kept, preserve, preserved, retain, original, my, own, on, yes, photo, photo's",
        painting="painting, painting's, paintings, artist's, style's",
        match="match, matched, matching, histogram, moved",
        brightness="luminance, luma, brightness",
        negation="don't, dont, not, no, off, without, never, do",
        between="the, its, of, to, with, from, for, in, only, as, transfer",
    ),
)
