"""Two experiments that show what image optimisation does: the grid of ratio by layers, and the curve of its loss."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
from PIL import Image, ImageDraw
from torch import Tensor

from engine.errors import ControlError
from engine.methods import gatys
from engine.methods.gatys_descent import Loss
from engine.methods.gatys_recipe import Recipe
from engine.methods.protocol import Report, Tensors
from engine.networks.vgg import VGG19

FACTORS = (0.01, 0.1, 1.0, 10.0)
# Between the pictures of a grid, pixels.
_GAP = 4
_MARGIN = 40
# Powers of ten that a drawing shows at most.
_DECADES = 6
_COLOURS = {"total": "black", "content": "#2060c0", "style": "#c04020"}


@dataclass(frozen=True, eq=False)
class Grid:
    """Paintings `(1, 3, H, W)` of one photo: a row for each set of style layers, a column for each alpha / beta."""

    layers: tuple[tuple[str, ...], ...]
    factors: tuple[float, ...]
    rows: tuple[tuple[Tensor, ...], ...]

    def sheet(self) -> Tensor:
        """All of them in one picture `(1, 3, H', W')`, on white."""
        lines = [torch.cat([_framed(image) for image in row], dim=3) for row in self.rows]
        return torch.cat(lines, dim=2)


@dataclass(frozen=True)
class Point:
    """One evaluation of the loss: how many there were with it, seconds since the start, the loss and its parts."""

    evaluation: int
    seconds: float
    total: float
    content: float
    style: float


def ratio_grid(
    network: VGG19,
    photo: Tensor,
    painting: Tensor,
    recipe: Recipe,
    factors: Sequence[float] = FACTORS,
    report: Report | None = None,
) -> Grid:
    """Paint a photo with ever more style layers, and ever more content (Gatys et al. 2016, figure 3).

    Args:
        network: of `gatys.load(recipe, ...)`.
        photo: `(1, 3, H, W)`.
        painting: `(1, 3, H', W')`.
        recipe: of the cell with all layers and factor 1; its style layers are taken in their order, first one, then
            two, and so on, n of N with N / n times their weights.
        factors: of the recipe's alpha / beta.
        report: called with all evaluations of the whole grid as the total.

    Raises:
        ControlError: no factor, one that is not above 0, or a recipe without style or content.
        TooSmall, EngineError, Cancelled: as `gatys.paint`.
    """
    if not factors or not all(0 < factor < math.inf for factor in factors):
        raise ControlError(f"factors are finite and above 0, and there is at least one, got {tuple(factors)}")
    if not recipe.style_layers or not recipe.content_layers:
        raise ControlError("a ratio of content to style needs a recipe with both")
    style = gatys.read(network, painting, recipe)
    every = recipe.style_layers
    sets = tuple(every[:count] for count in range(1, len(every) + 1))
    total, done, rows = len(sets) * len(factors) * recipe.evaluations, 0, []
    for layers in sets:
        row = []
        for factor in factors:
            cell = replace(
                recipe,
                style={layer: recipe.style[layer] * len(every) / len(layers) for layer in layers},
                content_weight=recipe.content_weight * factor,
            )
            row.append(gatys.paint(network, photo, style, cell, report=_continued(report, done, total)))
            done += recipe.evaluations
        rows.append(tuple(row))
    return Grid(sets, tuple(factors), tuple(rows))


def loss_curve(
    network: VGG19, photo: Tensor, style: Tensors, recipe: Recipe, report: Report | None = None
) -> tuple[Tensor, list[Point]]:
    """The painting `(1, 3, H, W)`, and its loss at every evaluation, stage after stage.

    Raises:
        TooSmall, EngineError, Cancelled: as `gatys.paint`.
    """
    points: list[Point] = []
    started = time.perf_counter()

    def note(image: Tensor, loss: Loss) -> None:
        seconds = time.perf_counter() - started
        parts = (float(loss.total), float(loss.content), float(loss.style))
        points.append(Point(len(points) + 1, seconds, *parts))

    return gatys.paint(network, photo, style, recipe, report=report, watch=note), points


def table(points: Sequence[Point]) -> str:
    """The points as comma-separated values, with a heading."""
    lines = ["evaluation,seconds,total,content,style"]
    lines += [f"{p.evaluation},{p.seconds:.3f},{p.total:.6g},{p.content:.6g},{p.style:.6g}" for p in points]
    return "\n".join(lines) + "\n"


def drawing(points: Sequence[Point], width: int = 640, height: int = 360) -> Image.Image:
    """The curves of total, content and style over evaluations, the loss on a logarithmic scale.

    Raises:
        ValueError: fewer than two points.
    """
    if len(points) < 2:
        raise ValueError(f"a curve has at least two points, got {len(points)}")
    curves = {name: [getattr(point, name) for point in points] for name in _COLOURS}
    most = math.ceil(math.log10(max(1e-30, *curves["total"])))
    # What is next to nothing, such as the content of the photo itself, would stretch the scale for no use.
    seen = [value for values in curves.values() for value in values if value > 10.0 ** (most - _DECADES)]
    least = min(most - 1, math.floor(math.log10(min(seen, default=1.0))))

    def x(index: int) -> float:
        return _MARGIN + (width - 2 * _MARGIN) * index / (len(points) - 1)

    def y(exponent: float) -> float:
        return height - _MARGIN - (height - 2 * _MARGIN) * (max(exponent, least) - least) / (most - least)

    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for exponent in range(least, most + 1):
        draw.line([(_MARGIN, y(exponent)), (width - _MARGIN, y(exponent))], "#dddddd")
        draw.text((4, y(exponent) - 6), f"1e{exponent}", "black")
    for row, (name, colour) in enumerate(_COLOURS.items()):
        path = [(x(i), y(math.log10(max(v, 1e-30)))) for i, v in enumerate(curves[name])]
        draw.line(path, colour, 2)
        draw.text((width - 100, _MARGIN + 14 * row), name, colour)
    draw.text((_MARGIN, height - 24), f"1 to {points[-1].evaluation} evaluations", "black")
    return image


def _framed(image: Tensor) -> Tensor:
    return torch.nn.functional.pad(image, (_GAP,) * 4, value=1.0)


def _continued(report: Report | None, before: int, whole: int) -> Report | None:
    if report is None:
        return None

    def continued(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        report(before + done, whole, preview, loss)

    return continued
