"""`python -m training evaluate`: the ruler's figures and the gates' verdicts of one or several methods.

Every tenth photo by every tenth painting of the validation sets, by name, centre-cropped to 320 x 320.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Column, Table
from torch import Tensor

from engine import Controls, checkpoints
from engine.errors import EngineError
from engine.images import encode
from engine.precision import Precision
from training.data import DataError
from training.evaluation.blind import blind_page
from training.evaluation.gates import ALLOWED, GATES
from training.evaluation.measuring import CURVE, Bench, Curve, Result
from training.evaluation.painters import METHODS, Files, Painter
from training.evaluation.report import report, strongest
from training.evaluation.ruler import Ruler
from training.evaluation.samples import EVERY, Sample, read_samples, spread
from training.evaluation.votes import Tally, read_votes
from training.grid import write_picture

# Fixed, as the last digit of the figures depends on it.
THREADS = 2
_CURVE_PAIRS = 20
_BLIND_PAIRS = 30


class GateFailed(EngineError):
    """With `--strict`, a method has an artefact; the message names both."""


def add_command(commands: Any) -> None:
    """Declare `evaluate` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "evaluate", help="the ruler and the gates: how good a method is", description=__doc__
    )
    add = parser.add_argument
    add("--content", type=Path, nargs="+", help="validation photos: folders or tar shards")
    add("--style", type=Path, nargs="+", help="validation paintings")
    add(
        "--method",
        nargs="+",
        metavar="METHOD[=WEIGHTS]",
        help=f"of {', '.join(METHODS)}, with the folder of its checkpoints [adain=engine/weights]",
    )
    add("--images", nargs="+", metavar="[NAME=]FOLDER", help="results made elsewhere, called PHOTO--PAINTING.png")
    add("--strength", type=float, nargs="+", default=[1.0], help="one row for each [1.0]")
    add("--every", type=int, metavar="N", default=EVERY, help="measure on every N-th picture, by name [10]")
    add("--float32", action="store_true", help="networks in float32 instead of the fastest dtype")
    add("--strict", action="store_true", help="exit with status 1 where a gate fails")
    add("--sheet", type=Path, help="write the images of the last row as one contact sheet, PNG")
    add("--save", type=Path, help="write photos, paintings and images at full size into this folder, PNG")
    add("--report", type=Path, help="write the HTML report into this folder, and the blind page of two methods")
    add("--curve", type=int, default=_CURVE_PAIRS, help="pairs on which the report measures strength; 0: none [20]")
    add("--blind", type=int, default=_BLIND_PAIRS, help="pairs on the blind page [30]")
    add("--seed", type=int, default=0, help="shuffles the sides of the blind page [0]")
    add("--votes", type=Path, nargs="+", help="count votes that the blind page saved, and measure nothing")


def run(options: dict[str, Any]) -> None:
    """Measure, and print the table; or count votes.

    Raises:
        DataError: too few validation pictures, an unknown method, images that are missing, no votes in a file.
        EngineError: no usable weights, or a strength out of range.
        GateFailed: a gate failed, with `--strict`.
    """
    console = Console()
    if options["votes"]:
        console.print(tally_table(read_votes(options["votes"])))
        return
    if not (options["content"] and options["style"]):
        raise DataError("evaluate needs validation pictures: --content PHOTOS --style PAINTINGS (or --votes FILE)")
    strengths = [Controls(strength=strength).strength for strength in options["strength"]]
    torch.set_num_threads(THREADS)
    photos = read_samples(options["content"], options["every"])
    paintings = read_samples(options["style"], options["every"])
    precision = Precision(torch.device("cpu"), torch.float32) if options["float32"] else Precision.best("cpu")
    methods = options["method"] or ([] if options["images"] else ["adain"])
    painters = find_painters(methods, precision) | find_files(options["images"] or [], photos, paintings)
    results, curves, bench = measure(photos, paintings, painters, strengths, options)
    console.print(table(results))
    for curve in curves:
        console.print(_said_of(curve))
    if options["sheet"]:
        write_picture(options["sheet"], contact_sheet(results[-1], photos, paintings))
    if options["save"]:
        save(options["save"], bench, results)
    if options["report"]:
        write_report(options["report"], bench, results, curves, options["blind"], options["seed"])
        console.print(f"report in {options['report']}")
    failing = [f"{r.label} at {r.strength:g}" for r in results if not r.passes]
    if options["strict"] and failing:
        raise GateFailed(f"a gate fails: {', '.join(failing)}; --report shows the worst images")


def find_painters(methods: Sequence[str], precision: Precision) -> dict[str, Painter]:
    """The painters that `--method` names, by label: the method alone where it comes once, else with its weights.

    Raises:
        DataError: an unknown method, or the same one twice.
    """
    names = [method.partition("=")[0] for method in methods]
    painters: dict[str, Painter] = {}
    for method in methods:
        name, _, folder = method.partition("=")
        if name not in METHODS:
            raise DataError(f"there is no method '{name}'; there are: {', '.join(METHODS)}")
        label = method if names.count(name) > 1 else name
        if label in painters:
            raise DataError(f"{label} is named twice")
        painters[label] = METHODS[name](Path(folder) if folder else checkpoints.WEIGHTS, precision)
    return painters


def find_files(folders: Sequence[str], photos: Sequence[Sample], paintings: Sequence[Sample]) -> dict[str, Painter]:
    """Painters of the images that `--images` names, by label: the name given, or the folder's.

    Raises:
        DataError: an image is missing, or two folders have one name.
    """
    painters: dict[str, Painter] = {}
    for given in folders:
        name, named, folder = given.rpartition("=")
        label = name if named else Path(folder).resolve().name
        if label in painters or label in METHODS:
            raise DataError(f"--images {given}: '{label}' is taken; say NAME={folder}")
        painters[label] = Files(label, Path(folder), photos, paintings)
    return painters


def measure(
    photos: Sequence[Sample],
    paintings: Sequence[Sample],
    painters: Mapping[str, Painter],
    strengths: Sequence[float],
    options: Mapping[str, Any],
) -> tuple[list[Result], list[Curve], Bench]:
    """All rows of the table, and with `--report` the curves of all methods that have a strength."""
    pairs = spread(len(photos), len(paintings), options["curve"] if options["report"] else 0)
    rows = [
        (label, painter, strength)
        for label, painter in painters.items()
        for strength in (strengths if painter.adjustable else [1.0])
    ]
    curved = [(label, painter) for label, painter in painters.items() if painter.adjustable and pairs]
    total = len(rows) * len(photos) * len(paintings) + len(curved) * len(pairs) * len(CURVE)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("measuring", total=total)
        bench = Bench(photos, paintings, Ruler(), lambda: progress.advance(task))
        results = [bench.measure(label, painter, strength) for label, painter, strength in rows]
        return results, [bench.curve(label, painter, pairs) for label, painter in curved], bench


def table(results: Sequence[Result]) -> Table:
    """A row of figures and verdicts for each method and strength."""
    caption = f"gates: share of images that fail; up to {ALLOWED:.0%} passes"
    # Nine columns in the 80 that a pipe has, and room for a folder's name.
    first = Column("method", overflow="fold", min_width=8)
    shown = Table(first, box=None, padding=(0, 1, 0, 0), pad_edge=False, caption=caption, caption_justify="left")
    for name in ("strength", "content", "style", "SSIM", "change", *(gate.name for gate in GATES)):
        shown.add_column(name, justify="right", no_wrap=True)
    for result in results:
        score = result.score
        verdicts = []
        for gate in GATES:
            values = result.gates[gate.name]
            colour, mark = ("green", "✓") if gate.passes(values) else ("red", "✗")
            verdicts.append(f"[{colour}]{gate.share(values):.0%} {mark}[/]")
        figures = f"{score.content:.3f}", f"{score.style:.3f}", f"{score.ssim:.3f}", f"{score.change:.5f}"
        shown.add_row(escape(result.label), f"{result.strength:g}", *figures, *verdicts)
    return shown


def _said_of(curve: Curve) -> str:
    turns = "monotonic" if curve.monotonic else "not monotonic"
    ends = "is" if curve.honest else "is not"
    return (
        f"{curve.label}: content and style over strength are {turns} ({curve.pairs} pairs); strength 0 {ends} the "
        f"photo itself and 0.02 nearly so (change {curve.scores[0.0].change:.5f} and {curve.scores[0.02].change:.5f})"
    )


def tally_table(tallies: Sequence[Tally]) -> Table:
    """A row for each two methods: votes, and the two-sided sign test."""
    shown = Table("method", "other", "wins", "losses", "ties", "not voted", "p (sign test)")
    for tally in tallies:
        counts = (*tally.wins, tally.ties, tally.open)
        shown.add_row(*tally.methods, *map(str, counts), f"{tally.p_value:.3g}")
    return shown


def contact_sheet(result: Result, photos: Sequence[Sample], paintings: Sequence[Sample]) -> Tensor:
    """Photos along the top, paintings down the side, images between: `(3, H', W')` in [0, 1]."""
    blank = torch.ones_like(photos[0].image[0])
    rows = [torch.cat([blank, *(photo.image[0] for photo in photos)], dim=2)]
    for s, painting in enumerate(paintings):
        images = [result.images[p, s].float() / 255 for p in range(len(photos))]
        rows.append(torch.cat([painting.image[0], *images], dim=2))
    return torch.cat(rows, dim=1)


def save(folder: Path, bench: Bench, results: Sequence[Result]) -> None:
    """Write what was measured: `photos/`, `paintings/`, and a folder that `--images` can read for each row."""
    _keep_out_of_git(folder)
    for kind, samples in (("photos", bench.photos), ("paintings", bench.paintings)):
        (folder / kind).mkdir(exist_ok=True)
        for sample in samples:
            (folder / kind / f"{sample.name}.png").write_bytes(encode(sample.image, "PNG"))
    for result in results:
        # A label may hold the path of its weights.
        into = folder / f"{result.label}-{result.strength:g}".replace("/", "_")
        into.mkdir(exist_ok=True)
        for (p, s), image in result.images.items():
            name = f"{bench.photos[p].name}--{bench.paintings[s].name}.png"
            (into / name).write_bytes(encode(image[None].float() / 255, "PNG"))


def write_report(
    folder: Path, bench: Bench, results: Sequence[Result], curves: Sequence[Curve], blind: int, seed: int
) -> None:
    """Write `index.html`, `figures.json`, and with two methods `blind.html`, which compares the first two."""
    _keep_out_of_git(folder)
    (folder / "index.html").write_text(report(bench, results, curves), encoding="utf-8")
    (folder / "figures.json").write_text(json.dumps(figures(results, curves), indent=1) + "\n", encoding="utf-8")
    shown = strongest(results)
    if len(shown) > 1 and blind > 0:
        pairs = spread(len(bench.photos), len(bench.paintings), blind)
        page = blind_page(bench.photos, bench.paintings, (shown[0], shown[1]), pairs, seed)
        (folder / "blind.html").write_text(page, encoding="utf-8")


def figures(results: Sequence[Result], curves: Sequence[Curve]) -> dict[str, object]:
    """All figures of a report, for other programs."""
    return {
        "results": [
            {
                "method": result.label,
                "strength": result.strength,
                **asdict(result.score),
                "gates": {
                    gate.name: {"passes": gate.passes(values), "share": gate.share(values), "highest": max(values)}
                    for gate in GATES
                    for values in [result.gates[gate.name]]
                },
            }
            for result in results
        ],
        "curves": [
            {
                "method": curve.label,
                "pairs": curve.pairs,
                "monotonic": curve.monotonic,
                "honest": curve.honest,
                "scores": {f"{strength:g}": asdict(score) for strength, score in curve.scores.items()},
            }
            for curve in curves
        ],
    }


def _keep_out_of_git(folder: Path) -> None:
    """Make `folder`, such that git sees nothing in it: validation pictures are never committed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
