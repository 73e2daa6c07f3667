"""Image optimisation (Gatys, Ecker & Bethge 2016, "Image Style Transfer Using Convolutional Neural Networks").

A style is, for each stage of a recipe's pyramid, the Gram matrices of its layers (and the quantiles of some, where
histograms are asked for), by names such as "gram relu3_1 0.5"; a mixture of styles is their weighted sum.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints, pretrained
from engine.areas import WHOLE, Area, Regions
from engine.colour import within_gamut
from engine.controls import Controls
from engine.detail import resize
from engine.errors import ControlError, EngineError, NonFinitePicture, TooSmall
from engine.family import Family
from engine.methods.adain import AdaIN
from engine.methods.gatys_descent import Loss, Watch, descend
from engine.methods.gatys_losses import content_loss, gram, gram_loss, histogram_loss, quantiles, total_variation
from engine.methods.gatys_recipe import Recipe, Stage, refining
from engine.methods.protocol import Method, Report, Tensors, expect
from engine.networks.vgg import LAYERS, VGG19, rescale_activations_
from engine.precision import Precision
from engine.progress import unwatched

# The checkpoint of each channel's mean activation over natural photos, by convolution: "conv1_1" to "conv5_1".
ACTIVATIONS = "vgg19-activations"
# Pixels of the short side below which relu5_1 is a single row, which cannot be padded by reflection.
SMALLEST = 32
# A stage is never this small, whatever its scale: there is too little to see in fewer pixels.
_SMALLEST_STAGE = 64
# How often a painting in progress is shown: enlarging and copying it takes about as long as an evaluation.
_PREVIEWS = 12


def load(recipe: Recipe, precision: Precision, folder: Path = checkpoints.WEIGHTS) -> VGG19:
    """The network that a recipe asks for, frozen, in place; the slim one in float32 whatever `precision` says.

    So narrow a network is hardly slower in it, and L-BFGS takes the rounding of bf16 gradients for curvature.

    Args:
        recipe: how.
        precision: device and dtype.
        folder: of the checkpoints.

    Raises:
        CheckpointError: its weights are not on this machine, or damaged.
    """
    if recipe.network == "slim":
        network = checkpoints.encoder(folder)
        precision = Precision(precision.device, torch.float32)
    else:
        network = pretrained.full_vgg19(recipe.padding)
        if recipe.scale == "unit":
            # Of VGG-19, and so shipped, whatever family of encoders `folder` has.
            activations, _ = checkpoints.read(ACTIVATIONS)
            rescale_activations_(network, [activations[name] for name in LAYERS if name in activations])
    network.pooling = recipe.pooling
    return precision.place(network.requires_grad_(False).eval())


@torch.no_grad()
def read(network: VGG19, painting: Tensor, recipe: Recipe) -> dict[str, Tensor]:
    """The statistics of a painting `(1, 3, H, W)`, or of a photo, at each stage's scale.

    Raises:
        TooSmall: a side below 32 pixels.
    """
    statistics: dict[str, Tensor] = {}
    for stage in recipe.pyramid:
        statistics |= _read_stage(network, _reduced(painting, stage), recipe, stage)
    return statistics


def paint(
    network: VGG19,
    photo: Tensor,
    style: Tensors | Sequence[Tensors],
    recipe: Recipe,
    strength: float = 1.0,
    report: Report | None = None,
    watch: Watch | None = None,
    measured: Tensor | None = None,
    begun: Tensor | None = None,
) -> Tensor:
    """Paint a photo `(1, 3, H, W)` with statistics that `read` gave for the same recipe.

    The target is s A + (1 - s) G(photo), in quantiles too; total variation counts s times. At 0 the photo is returned
    as it is. Where regions have styles of their own, each compares the Gram matrices of its own pixels (Gatys et al.
    2017, "Controlling Perceptual Factors in Neural Style Transfer", section 4), and counts by its area.

    Args:
        network: of `load`.
        photo: sRGB in [0, 1].
        style: statistics by name; or those of each region.
        recipe: how; with regions, one without histograms.
        strength: s, from 0 to 1.
        report: called after every evaluation of the loss with the image `(1, 3, h, w)` as it is, at the stage's size;
            it raises to stop.
        watch: called beside it, with the parts of the loss.
        measured: how much each pixel counts in each region's statistics, `(R, H, W)`.
        begun: where to begin instead of at the photo: a painting of it by a quicker method, `(1, 3, H, W)`.

    Returns:
        The image of the lowest loss `(1, 3, H, W)`, float32, in [0, 1], on the CPU.

    Raises:
        TooSmall: a side below 32 pixels.
        NonFinitePicture: the photo, the style or the loss is not finite.
        EngineError: the style lacks a statistic that the recipe compares.
        Cancelled: from `report`.
    """
    if strength == 0:
        return photo
    _require_finite(photo)
    styles = [style] if isinstance(style, Mapping) else list(style)
    image = _climb(network, photo, photo.shape[-2:], styles, recipe, strength, report, watch, measured, begun)
    # The loss knows no end of the scale.
    return within_gamut(image, photo.cpu()).clamp(0, 1)


def synthesise(
    network: VGG19, height: int, width: int, style: Tensors, recipe: Recipe, report: Report | None = None
) -> Tensor:
    """A texture `(1, 3, height, width)` in [0, 1] from noise, by a recipe without content.

    Raises:
        ValueError: the recipe has content, or starts from the photo.
        TooSmall, NonFinitePicture, EngineError, Cancelled: as `paint`.
    """
    if recipe.content_layers or recipe.start == "photo":
        raise ValueError("a texture has no content and starts from noise: use the preset 'texture'")
    return _climb(network, None, torch.Size((height, width)), [style], recipe, 1.0, report).clamp(0, 1)


def invert(network: VGG19, photo: Tensor, recipe: Recipe, report: Report | None = None) -> Tensor:
    """What the content's layers still know of a photo `(1, 3, H, W)`: an image with their features, in [0, 1].

    Raises:
        ValueError: the recipe has style.
        TooSmall, NonFinitePicture, EngineError, Cancelled: as `paint`.
    """
    if recipe.style_layers or recipe.histogram:
        raise ValueError("an inversion has no style: use `inversion(layer)`")
    _require_finite(photo)
    return _climb(network, photo, photo.shape[-2:], [{}], recipe, 1.0, report).clamp(0, 1)


def objective(
    network: VGG19,
    recipe: Recipe,
    stage: Stage,
    photo: Tensor | None,
    style: Tensors | Sequence[Tensors],
    strength: float = 1.0,
    measured: Tensor | None = None,
) -> Callable[[Tensor], Loss]:
    """The loss of images `(1, 3, h, w)` at one stage, whose photo is `photo` `(1, 3, h, w)`; the rest is `paint`'s.

    Raises:
        EngineError: the style lacks a statistic that the recipe compares.
        ValueError: regions, and a recipe with histograms.
    """
    styles = [style] if isinstance(style, Mapping) else list(style)
    if measured is not None and recipe.histogram:
        raise ValueError("regions are painted without histograms")
    # A region counts by its area, so that a pixel's style weighs as much against its content wherever it is.
    areas = [1.0] if measured is None else [float(row.mean()) for row in measured]
    names = _names(recipe, stage)
    content: dict[str, Tensor] = {}
    own: list[dict[str, Tensor]] = [{} for _ in styles]
    with torch.no_grad():
        if photo is not None and recipe.content_layers:
            content = network.layers(_laid_out(photo), recipe.content_layers)
        if photo is not None and strength < 1:
            own = _measure(network.layers(_laid_out(photo), _layers(names)), names, measured)
    wanted: list[dict[str, Tensor]] = []
    for statistics, before in zip(styles, own, strict=True):
        for name in names:
            if name not in statistics:
                raise EngineError(f"the style has no '{name}': read the painting again with this recipe")
        there = {name: statistics[name].to(network.mean.device) for name in names}
        wanted.append({name: torch.lerp(before[name], a, strength) if before else a for name, a in there.items()})
    layers = {*recipe.content_layers, *_layers(names)}

    def loss(image: Tensor) -> Loss:
        features = network.layers(_laid_out(image), layers)
        zero = image.new_zeros(())
        of_content = sum((recipe.content[name] * content_loss(features[name], f) for name, f in content.items()), zero)
        of_style = zero
        for row, (targets, area) in enumerate(zip(wanted, areas, strict=True)):
            for name, (kind, layer) in names.items():
                if kind == "gram":
                    found = _gram(features[layer], None if measured is None else measured[row])
                    of_style = of_style + area * recipe.style[layer] * gram_loss(found, targets[name])
                else:
                    of_style = of_style + recipe.histogram * histogram_loss(features[layer], targets[name])
        alpha, beta = recipe.content_weight * of_content, recipe.style_weight * of_style
        total = alpha + beta
        if recipe.total_variation:
            total = total + strength * recipe.total_variation * total_variation(image)
        return Loss(total, alpha.detach(), beta.detach())

    return loss


class Gatys(Method):
    """A style is AdaIN's, and the Gram matrices of relu1_1 .. relu5_1, `(C, C)`.

    It begins with AdaIN's painting and optimises that: from the photo it comes to pictures that are further from the
    photo and from the style alike, as the slim encoder knows too little of shapes to find them again once they are
    lost. That encoder, which all methods share, is a quarter as wide as VGG-19, a sixteenth of its work; other
    recipes, and the full network, are for the functions of this file.
    """

    name = "gatys"
    stride = 16
    levels = (1, 2, 3, 4, 5)
    needs = (checkpoints.ADAIN,)
    batches = False
    largest = 1024
    recipe = refining()

    def __init__(self) -> None:
        self._adain = AdaIN()

    def load(self, family: Family) -> None:
        """See `Method.load`."""
        self._adain.load(family)

    def read(self, family: Family, painting: Tensor) -> dict[str, Tensor]:
        """See `Method.read`."""
        grams = {name: found[0] for name, found in read(self._network(family), painting, self.recipe).items()}
        return self._adain.read(family, painting) | grams

    def validate(self, tensors: Tensors, levels: Sequence[int], channels: Sequence[int] | None = None) -> None:
        """See `Method.validate`."""
        grams = {name: tensor for name, tensor in tensors.items() if name.startswith("gram ")}
        moments = {name: tensor for name, tensor in tensors.items() if name not in grams}
        self._adain.validate(moments, self._adain.levels, channels)
        shapes = {}
        for stage in self.recipe.pyramid:
            for name, (_, layer) in _names(self.recipe, stage).items():
                found = grams[name].shape[0] if name in grams and grams[name].ndim else 0
                width = found if channels is None else channels[int(layer[4]) - 1]
                shapes[name] = (width, width)
        expect(grams, shapes)

    def check(self, family: Family, tensors: Tensors, controls: Controls) -> None:
        """See `Method.check`."""
        if controls.levels is not None:
            raise ControlError(f"{self.name} has no levels to choose from: leave out levels, or paint with wct")

    def paint(
        self,
        family: Family,
        photos: Tensor,
        styles: Sequence[Tensors],
        controls: Controls,
        report: Report,
        area: Area = WHOLE,
    ) -> Tensor:
        """See `Method.paint`; one photo after the other."""
        recipe = self.recipe if controls.iterations is None else self.recipe.within(controls.iterations)
        network = self._network(family)
        painted = []
        count = 1 if isinstance(area, Regions) else max(len(photos), len(styles))
        for index in range(count):
            photo = photos[index : index + 1] if len(photos) > 1 else photos
            told = _Told(report, photo.shape[-2:], index * recipe.evaluations, count * recipe.evaluations)
            told.begin(photo)
            own = styles if isinstance(area, Regions) else [styles[index if len(styles) > 1 else 0]]
            begun = self._adain.paint(family, photo, own, controls, unwatched, area)
            if isinstance(area, Regions):
                rows = [_batched(style) for style in own]
                # Even of a region too small for good statistics: those of the whole photo would paint all of it.
                shares = area.shares[:-1]
                image = paint(network, photo, rows, recipe, controls.strength, told, measured=shares, begun=begun)
                # What belongs to no region stays as it is.
                image = torch.lerp(image, photo.to(image), area.shares[-1].to(image))
            else:
                image = paint(network, photo, _batched(own[0]), recipe, controls.strength, told, begun=begun)
            painted.append(image)
        return torch.cat(painted)

    def _network(self, family: Family) -> VGG19:
        # In float32, as `load` has it, whatever the family's dtype; a copy, as pooling is this method's own.
        network = copy.deepcopy(family.exact_encoder)
        network.pooling = self.recipe.pooling
        return network


class _Told:
    """Tells a method's caller of one photo's evaluations, but for the last, and now and then what it looks like."""

    def __init__(self, report: Report, size: torch.Size, before: int, total: int) -> None:
        self._report = report
        self._size = size
        self._before = before
        self._total = total

    def begin(self, photo: Tensor) -> None:
        self._report(self._before, self._total, photo)

    def __call__(self, done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        if done == total:
            return
        shown = preview is not None and done % max(1, total // _PREVIEWS) == 0
        enlarged = resize(preview, *self._size) if preview is not None and shown else None
        self._report(self._before + done, self._total, enlarged, loss)


def _climb(
    network: VGG19,
    photo: Tensor | None,
    size: torch.Size,
    styles: Sequence[Tensors],
    recipe: Recipe,
    strength: float,
    report: Report | None,
    watch: Watch | None = None,
    measured: Tensor | None = None,
    begun: Tensor | None = None,
) -> Tensor:
    height, width = size
    device = network.mean.device
    if min(height, width) < SMALLEST:
        raise TooSmall(width, height, SMALLEST)
    done = 0

    def evaluated(image: Tensor, loss: Loss) -> None:
        nonlocal done
        done += 1
        if watch is not None:
            watch(image, loss)
        if report is not None:
            report(done, recipe.evaluations, image, float(loss.total))

    image, below = None, None
    for stage in recipe.pyramid:
        here = None if photo is None else _reduced(photo.to(device), stage)
        first = here if begun is None else _reduced(begun.to(device), stage)
        h, w = _side(height, width, stage) if here is None else here.shape[-2:]
        if image is None:
            image = first if first is not None and recipe.start == "photo" else _noise(h, w, recipe.seed, device)
        elif first is not None and below is not None and recipe.start == "photo":
            # What the reduction took from the photo comes back: all of it near strength 0, which is the photo, and
            # half at 1, as less leaves the finer stage nothing to go by, and more leaves the photo's edges standing.
            image = resize(image, h, w) + (1 - strength / 2) * (first - resize(below, h, w))
        else:
            image = resize(image, h, w)
        parts = None if measured is None else resize(measured[None].to(device), h, w)[0].clamp(0, 1)
        loss = objective(network, recipe, stage, here, styles, strength, parts)
        before = done
        image = descend(loss, image, stage.evaluations, recipe, evaluated)
        # A start whose gradient is 0 ends at once.
        done = before + stage.evaluations
        below = first
    assert image is not None
    _require_finite(image)
    return image.cpu()


def _read_stage(network: VGG19, image: Tensor, recipe: Recipe, stage: Stage) -> dict[str, Tensor]:
    names = _names(recipe, stage)
    return _measure(network.layers(_laid_out(image.to(network.mean.device)), _layers(names)), names, None)[0]


def _measure(
    features: Tensors, names: Mapping[str, tuple[str, str]], measured: Tensor | None
) -> list[dict[str, Tensor]]:
    """The statistics of each region, or of all."""
    rows = [None] if measured is None else list(measured)
    return [
        {
            n: _gram(features[layer], row) if kind == "gram" else quantiles(features[layer])
            for n, (kind, layer) in names.items()
        }
        for row in rows
    ]


def _gram(features: Tensor, measured: Tensor | None) -> Tensor:
    """The Gram matrix, of pixels that count as much as `measured` `(H, W)` says."""
    if measured is None:
        return gram(features)
    weights = torch.nn.functional.interpolate(measured[None, None], features.shape[-2:], mode="area")
    return gram(features * weights.sqrt().to(features.dtype)) / weights.mean().clamp(min=1e-6)


def _layers(names: Mapping[str, tuple[str, str]]) -> set[str]:
    return {layer for _, layer in names.values()}


def _batched(style: Tensors) -> dict[str, Tensor]:
    return {name: tensor[None] for name, tensor in style.items()}


def _names(recipe: Recipe, stage: Stage) -> Mapping[str, tuple[str, str]]:
    compared = [("gram", layer) for layer in recipe.style_layers]
    if recipe.histogram:
        compared += [("quantiles", layer) for layer in recipe.histogram_layers]
    return {_name(kind, layer, stage): (kind, layer) for kind, layer in compared}


def _name(kind: str, layer: str, stage: Stage) -> str:
    return f"{kind} {layer} {stage.scale:g}"


def _side(height: int, width: int, stage: Stage) -> tuple[int, int]:
    scale = min(1.0, max(stage.scale, _SMALLEST_STAGE / min(height, width)))
    return round(height * scale), round(width * scale)


def _reduced(image: Tensor, stage: Stage) -> Tensor:
    height, width = image.shape[-2:]
    if min(height, width) < SMALLEST:
        raise TooSmall(width, height, SMALLEST)
    return resize(image, *_side(height, width, stage))


def _laid_out(image: Tensor) -> Tensor:
    return image.contiguous(memory_format=torch.channels_last)


def _noise(height: int, width: int, seed: int, device: torch.device) -> Tensor:
    # Drawn on the CPU, so that every device starts from the same.
    generator = torch.Generator().manual_seed(seed)
    return (0.5 + 0.1 * torch.randn(1, 3, height, width, generator=generator)).to(device)


def _require_finite(image: Tensor) -> None:
    if missing := int((~torch.isfinite(image)).sum()):
        raise NonFinitePicture(missing)
