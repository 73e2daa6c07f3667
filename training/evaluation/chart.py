"""The curve of content against style over strength, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from training.evaluation.measuring import Curve

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 20, 52
COLOURS = 6


def curve_chart(curves: Sequence[Curve], references: Mapping[str, tuple[float, float]]) -> str:
    """Content to the right, style upwards, a line for each method from strength 0 to 1, a diamond for each reference.

    Lines and dots take their colours from the classes `series-0` to `series-5`.
    """
    points = [(s.content, s.style) for curve in curves for s in curve.scores.values()] + list(references.values())
    across, up = _axis(max(x for x, _ in points)), _axis(max(y for _, y in points))

    def x(content: float) -> float:
        return round(_LEFT + content / across[-1] * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(style: float) -> float:
        return round(_HEIGHT - _BOTTOM - style / up[-1] * (_HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'aria-label="Content against style over strength, one line for each method">'
    ]
    for tick in across:
        parts.append(f'<path class="grid" d="M{x(tick)} {_TOP}V{y(0)}"/>')
        parts.append(f'<text class="tick" x="{x(tick)}" y="{y(0) + 18}" text-anchor="middle">{tick:g}</text>')
    for tick in up:
        parts.append(f'<path class="grid" d="M{_LEFT} {y(tick)}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 8}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">'
        "content: distance from the photo →</text>"
    )
    parts.append(
        f'<text transform="translate(14 {(_TOP + y(0)) / 2}) rotate(-90)" text-anchor="middle">'
        "style: distance from the painting →</text>"
    )
    for name, (content, style) in references.items():
        cx, cy = x(content), y(style)
        parts.append(f'<path class="reference" d="M{cx} {cy - 5}l5 5l-5 5l-5 -5z"/>')
        parts.append(_label("reference-name", cx, cy, name))
    for number, curve in enumerate(curves):
        series = f"series-{number % COLOURS}"
        ordered = sorted(curve.scores.items())
        way = "L".join(f"{x(s.content)} {y(s.style)}" for _, s in ordered)
        parts.append(f'<g class="{series}"><path class="line" d="M{way}"/>')
        for strength, score in ordered:
            cx, cy = x(score.content), y(score.style)
            tip = f"{curve.label}, strength {strength:g}: content {score.content:.3f}, style {score.style:.3f}"
            parts.append(f'<circle cx="{cx}" cy="{cy}" r="4"><title>{escape(tip)}</title></circle>')
            if len(curves) == 1 and 0.02 < strength < 1:
                parts.append(f'<text class="tick" x="{cx + 8}" y="{cy - 6}">{strength:g}</text>')
        last = ordered[-1][1]
        parts.append(
            f'<text class="name" x="{x(last.content) - 9}" y="{y(last.style) + 14}" text-anchor="end">'
            f"{escape(curve.label)}</text></g>"
        )
    return "".join(parts) + "</svg>"


def _label(style: str, cx: float, cy: float, name: str) -> str:
    # A name that would not fit to the right of its point stands above it.
    fits = cx + 9 + 7 * len(name) < _WIDTH - _RIGHT
    place = f'x="{cx + 9}" y="{cy + 4}"' if fits else f'x="{cx}" y="{cy - 10}" text-anchor="middle"'
    return f'<text class="{style}" {place}>{escape(name)}</text>'


def _axis(highest: float) -> list[float]:
    """Round numbers from 0 to a little above `highest`, four to eight of them."""
    rough = max(highest, 1e-6) / 5
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
    return [round(step * index, 6) for index in range(math.ceil(highest * 1.02 / step) + 1)]
