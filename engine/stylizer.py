"""The stylizer: a photo and a style in, a painting out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints, colour, detail
from engine.allocation import keep_freed_memory
from engine.controls import Controls
from engine.errors import Cancelled, EngineError, StyleError, TooSmall
from engine.images import Picture
from engine.methods import adain
from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder, PlainDecoder
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.statistics import Moments
from engine.style import Style

# Longer side, pixels, at which strokes are painted: what a screen shows. The rest is the photo's detail, carried up.
PAINTED_AT = 1024
# Short side, pixels, at which a painting is read: the scale that the decoders were trained at.
READ_AT = 320
# Pixels below which relu4_1 is a single row, which cannot be padded by reflection.
_SMALLEST = 2 * adain.STRIDE


@dataclass(frozen=True)
class Progress:
    """How far a stylization is: `done` of `total` steps."""

    done: int
    total: int


class Stylizer:
    """Loads the shipped networks when first needed, and paints. Safe to call from several threads.

    Args:
        device: "auto", "cpu" or "cuda".
        weights: folder of the checkpoints.
        precision: device and dtype, where the best of `device` is not what is wanted.

    Raises:
        DeviceUnavailable: there is no such device.
    """

    def __init__(
        self, device: str = "auto", weights: Path = checkpoints.WEIGHTS, precision: Precision | None = None
    ) -> None:
        self.precision = precision or Precision.best(device)
        if self.precision.device.type == "cpu":
            keep_freed_memory()
        self._weights = weights
        self._loading = threading.Lock()
        self._encoder: tuple[VGG19, str] | None = None
        self._decoder: AdaINDecoder | PlainDecoder | None = None

    @property
    def encoder(self) -> str:
        """The identity (sha256) of the encoder whose statistics this stylizer reads."""
        with self._loading:
            # Of the encoder that is loaded: the file may have been replaced since.
            return self._encoder[1] if self._encoder else checkpoints.encoder_identity(self._weights)

    def load(self) -> None:
        """Load both networks now, so that nobody waits for them later.

        Raises:
            CheckpointError: they are missing or damaged, or do not belong together.
        """
        self._load_encoder()
        self._load_decoder()

    def style(
        self, paintings: Picture | Sequence[Picture], method: str = "adain", name: str = "", credit: str = ""
    ) -> Style:
        """Read one painting, or several as one style (their mean statistics).

        Raises:
            StyleError: an unknown method, or no painting.
            TooSmall: a painting with a side below 16 pixels.
            CheckpointError: the encoder is missing or damaged.
        """
        if method != "adain":
            raise StyleError(f"unknown method '{method}'; there is: adain")
        several = [paintings] if isinstance(paintings, Picture) else list(paintings)
        styles = [self._read(painting, name, credit) for painting in several]
        return styles[0] if len(styles) == 1 else _renamed(Style.mix([(s, 1.0) for s in styles]), name, credit)

    def stylize(
        self,
        photo: Picture,
        style: Style,
        controls: Controls | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Picture:
        """Paint `photo` in `style`; transparency is kept.

        Raises:
            StyleError: the style is of another method or encoder, or lacks levels.
            Cancelled: `cancelled()` was true between two steps.
            CheckpointError: the networks are missing or damaged.
            EngineError: the result is not finite.
        """
        controls = controls or Controls()
        if style.method != "adain":
            raise StyleError(f"'{style.name}' is a style of the method '{style.method}', which is not known here")
        if style.provenance.encoder != self.encoder:
            raise StyleError(f"'{style.name}' was measured with another encoder; measure the painting again")
        if missing := set(STYLE_LEVELS) - set(style.provenance.levels):
            raise StyleError(f"'{style.name}' lacks the levels {sorted(missing)}; measure the painting again")
        steps = 3

        def step(done: int) -> None:
            if cancelled is not None and cancelled():
                raise Cancelled("stopped before the painting was done")
            if on_progress is not None:
                on_progress(Progress(done, steps))

        step(0)
        longest_side = controls.longest_side or max(photo.width, photo.height)
        image = detail.resize(photo.image, *detail.fit(photo.height, photo.width, longest_side))
        # From the photo itself, so that every size above this one shows the same strokes.
        reduced = detail.resize(photo.image, *detail.fit(photo.height, photo.width, min(longest_side, PAINTED_AT)))
        step(1)
        painted = self.paint(reduced, style.moments(self.precision.device), controls.strength, controls.seed)
        step(2)
        painted = colour.keep(painted, reduced, controls.keep_colours)
        if reduced.shape != image.shape:
            painted = detail.carry_up(painted, reduced, image, controls.strength)
        result = photo.with_image(painted.clamp_(0, 1))
        step(3)
        return result

    def paint(self, images: Tensor, moments: dict[int, Moments], strength: float = 1.0, seed: int = 0) -> Tensor:
        """Paint images `(B, 3, H, W)` of any size at once, with moments `(1 or B, C, 1, 1)`; not clamped.

        Raises:
            EngineError: the networks' result is not finite.
        """
        encoder, decoder = self._load_encoder()[0], self._load_decoder()
        height, width = images.shape[-2:]
        with torch.no_grad():
            x = _pad_to_stride(images.to(self.precision.device)).contiguous(memory_format=torch.channels_last)
            painted = adain.paint(encoder, decoder, x, moments, strength, seed)[..., :height, :width]
            if not torch.isfinite(painted.sum()):
                raise EngineError("the painting is not finite: the style's statistics or the weights are damaged")
            return painted.cpu()

    def _read(self, painting: Picture, name: str, credit: str) -> Style:
        height, width = painting.image.shape[-2:]
        if min(height, width) < _SMALLEST:
            raise TooSmall(width, height, _SMALLEST)
        scale = READ_AT / min(height, width)
        image = painting.image
        if scale < 1:
            image = detail.resize(image, round(height * scale), round(width * scale))
        encoder, identity = self._load_encoder()
        with torch.no_grad():
            x = image.to(self.precision.device).contiguous(memory_format=torch.channels_last)
            levels = adain.measure(encoder(x, STYLE_LEVELS))
        return Style.of_moments(levels, name, credit, identity, min(image.shape[-2:]))

    def _load_encoder(self) -> tuple[VGG19, str]:
        with self._loading:
            if self._encoder is None:
                network = self.precision.place(checkpoints.encoder(self._weights))
                self._encoder = network, checkpoints.encoder_identity(self._weights)
            return self._encoder

    def _load_decoder(self) -> AdaINDecoder | PlainDecoder:
        # Apart from the encoder, as measuring the gallery comes before training a decoder.
        with self._loading:
            if self._decoder is None:
                decoder = self.precision.place(checkpoints.adain_decoder(self._weights))
                decoder.keep_precision()
                self._decoder = decoder
            return self._decoder


def _pad_to_stride(images: Tensor) -> Tensor:
    for dim in (-2, -1):
        side = images.shape[dim]
        padded = max(_SMALLEST, side + -side % adain.STRIDE)
        if padded != side:
            # Back and forth, as often as a side of a few pixels takes: torch's own reflection goes once, and not whole.
            there = torch.arange(padded, device=images.device) % max(1, 2 * (side - 1))
            images = images.index_select(dim, torch.minimum(there, 2 * (side - 1) - there).clamp(min=0))
    return images


def _renamed(style: Style, name: str, credit: str) -> Style:
    return Style(style.method, style.tensors, name, credit, style.provenance)
