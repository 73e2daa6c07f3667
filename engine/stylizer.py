"""The stylizer: a photo and a style in, a painting out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from engine import checkpoints, colour, detail, methods
from engine.allocation import keep_freed_memory
from engine.controls import Controls
from engine.errors import Cancelled, ControlError, NonFinitePicture, StyleError, TooSmall
from engine.family import Family
from engine.gallery import DEFAULT
from engine.images import Picture
from engine.methods.protocol import Method, Report
from engine.precision import Precision
from engine.style import Provenance, Style

# Longer side, pixels, at which strokes are painted: what a screen shows. The rest is the photo's detail, carried up.
PAINTED_AT = 1024
# Short side, pixels, at which a painting is read: the scale that the decoders were trained at.
READ_AT = 320


@dataclass(frozen=True)
class Progress:
    """How far a stylization is.

    Attributes:
        done: steps done, of `total`.
        preview: the painting as it looks, perhaps smaller than the result, where the method has one at hand.
        loss: what a method that optimises has come down to.
    """

    done: int
    total: int
    preview: Picture | None = None
    loss: float | None = None


class Stylizer:
    """Loads networks when first needed, and paints by any method. Safe to call from several threads.

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
        self._family = Family(weights, self.precision)

    @property
    def encoder(self) -> str:
        """The identity (sha256) of the encoder whose statistics this stylizer reads."""
        return self._family.identity()

    @property
    def methods(self) -> tuple[str, ...]:
        """The names of the methods whose checkpoints are here."""
        return tuple(
            name
            for name, method in methods.METHODS.items()
            if all(self._family.holds(needed) for needed in (checkpoints.ENCODER, *method.needs))
        )

    def load(self, method: str = DEFAULT) -> None:
        """Load a method's networks now, so that nobody waits for them later.

        Raises:
            StyleError: an unknown method.
            CheckpointError: they are missing or damaged, or do not belong together.
        """
        methods.find(method).load(self._family)

    def style(
        self, paintings: Picture | Sequence[Picture], method: str = DEFAULT, name: str = "", credit: str = ""
    ) -> Style:
        """Read one painting, or several as one style (their mixture in equal parts).

        Raises:
            StyleError: an unknown method, or no painting.
            TooSmall: a painting with a side below 16 pixels, for WCT below 32.
            CheckpointError: the encoder, or for the VAE its own checkpoint, is missing or damaged.
        """
        reader = methods.find(method)
        several = [paintings] if isinstance(paintings, Picture) else list(paintings)
        for painting in several:
            if min(painting.width, painting.height) < 2 * reader.stride:
                raise TooSmall(painting.width, painting.height, 2 * reader.stride)
        styles = [self._read(reader, painting, name, credit) for painting in several]
        if len(styles) == 1:
            return styles[0]
        return replace(Style.mix([(style, 1.0) for style in styles]), name=name, credit=credit)

    def sample(self, seed: int, method: str = "vae", name: str = "") -> Style:
        """A style that nobody painted; the same seed gives the same.

        Raises:
            ControlError: the seed is not from 0 to 2^63 - 1.
            StyleError: an unknown method, or one that has styles of paintings only.
            CheckpointError: the method's networks are missing or damaged.
        """
        if not 0 <= seed < 2**63:
            raise ControlError(f"seed is from 0 to 2^63 - 1, got {seed}")
        sampler = methods.find(method)
        return Style(method, sampler.sample(self._family, seed), name, "", self._provenance(sampler, 0))

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
            StyleError: the style is of another encoder or VAE, or lacks levels.
            ControlError: a control that the style's method does not have.
            Cancelled: `cancelled()` was true before or between two steps.
            CheckpointError: the networks are missing or damaged.
            NonFinitePicture: the result is not finite.
        """
        controls = controls or Controls()
        watch = _Watch(photo, on_progress, cancelled)
        watch.stop_if_asked()
        self.check(style, controls)
        longest_side = controls.longest_side or max(photo.width, photo.height)
        image = detail.resize(photo.image, *detail.fit(photo.height, photo.width, longest_side))
        # From the photo itself, so that every size above this one shows the same strokes.
        reduced = detail.resize(photo.image, *_painted_size(photo, longest_side, controls.stroke_size))
        painted = self._paint(reduced, [style], controls, watch)
        watch.stop_if_asked()
        painted = colour.keep(painted, reduced, controls.keep_colours)
        if reduced.shape != image.shape:
            painted = detail.carry_up(painted, reduced, image, controls.mean_strength)
        result = photo.with_image(painted.clamp_(0, 1))
        watch.finish()
        return result

    def check(self, style: Style, controls: Controls) -> None:
        """Load the networks, and refuse now what `stylize` would refuse.

        Raises:
            StyleError, ControlError, CheckpointError: as `stylize`.
        """
        method = methods.find(style.method)
        method.load(self._family)
        encoder, network = method.measured_by(self._family)
        if style.provenance.encoder != encoder:
            raise StyleError(f"'{style.name}' was measured with another encoder; measure the painting again")
        if style.provenance.network != network:
            raise StyleError(f"'{style.name}' was measured with another network of {method.name}; measure it again")
        if missing := set(method.levels) - set(style.provenance.levels):
            raise StyleError(f"'{style.name}' lacks the levels {sorted(missing)}; measure the painting again")
        try:
            method.validate(style.tensors, style.provenance.levels, self._family.encoder.channels)
        except ValueError as error:
            raise StyleError(f"style '{style.name}' {error}; measure the painting again") from error
        method.check(self._family, style.tensors, controls)

    def paint(self, images: Tensor, styles: Style | Sequence[Style], controls: Controls | None = None) -> Tensor:
        """Paint images `(B, 3, H, W)` of any size at once, as large as they are; not clamped, on the CPU.

        Args:
            images: in [0, 1].
            styles: one for all images, or one for each; of one method.
            controls: of which those of the whole picture (size, strokes, colours) are not heeded.

        Raises:
            StyleError, ControlError, CheckpointError, NonFinitePicture: as `stylize`; StyleError also where styles
                are of several methods, or neither one nor as many as the images.
        """
        controls = controls or Controls()
        several = [styles] if isinstance(styles, Style) else list(styles)
        if len(several) not in (1, len(images)) or len({style.method for style in several}) != 1:
            raise StyleError(f"{len(images)} images take one style, or as many of one method; got {len(several)}")
        for style in several:
            self.check(style, controls)
        return self._paint(images, several, controls, _unwatched)

    def _paint(self, images: Tensor, styles: Sequence[Style], controls: Controls, report: Report) -> Tensor:
        method = methods.find(styles[0].method)
        device = self.precision.device
        height, width = images.shape[-2:]
        tensors = [{key: tensor.to(device) for key, tensor in style.tensors.items()} for style in styles]

        def cropped(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
            report(done, total, None if preview is None else preview[..., :height, :width], loss)

        with torch.no_grad():
            x = _pad_to_stride(images.to(device), method.stride).contiguous(memory_format=torch.channels_last)
            painted = method.paint(self._family, x, tensors, controls, cropped)[..., :height, :width]
            if not torch.isfinite(painted.sum()):
                raise NonFinitePicture(int((~torch.isfinite(painted)).sum()))
            return painted.cpu()

    def _read(self, method: Method, painting: Picture, name: str, credit: str) -> Style:
        height, width = painting.image.shape[-2:]
        scale = READ_AT / min(height, width)
        image = painting.image
        if scale < 1:
            image = detail.resize(image, round(height * scale), round(width * scale))
        with torch.no_grad():
            x = image.to(self.precision.device).contiguous(memory_format=torch.channels_last)
            tensors = method.read(self._family, x)
        return Style(method.name, tensors, name, credit, self._provenance(method, min(image.shape[-2:])))

    def _provenance(self, method: Method, short_side: int) -> Provenance:
        encoder, network = method.measured_by(self._family)
        return Provenance(encoder, method.levels, short_side, network)


class _Watch:
    """Hands a method's reports on to the caller, and the caller's wish to stop back to the method."""

    def __init__(
        self,
        photo: Picture,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._photo = photo
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._total = 1

    def stop_if_asked(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("stopped before the painting was done")

    def __call__(self, done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        self.stop_if_asked()
        self._total = total
        if self._on_progress is not None:
            shown = None if preview is None else self._photo.with_image(preview.detach().float().clamp(0, 1).cpu())
            self._on_progress(Progress(done, total, shown, loss))

    def finish(self) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(self._total, self._total))


def _unwatched(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
    pass


def _painted_size(photo: Picture, longest_side: int, stroke_size: float) -> tuple[int, int]:
    """The height and width at which strokes, which have a size in pixels, have that size in the frame."""
    scale = min(1.0, min(longest_side, PAINTED_AT) / max(photo.height, photo.width)) / stroke_size
    return max(1, round(photo.height * scale)), max(1, round(photo.width * scale))


def _pad_to_stride(images: Tensor, stride: int) -> Tensor:
    for dim in (-2, -1):
        side = images.shape[dim]
        # Below two strides the deepest features are a single row, which cannot be padded by reflection.
        padded = max(2 * stride, side + -side % stride)
        if padded != side:
            # Back and forth, as often as a side of a few pixels takes: torch's own reflection goes once, and not whole.
            there = torch.arange(padded, device=images.device) % max(1, 2 * (side - 1))
            images = images.index_select(dim, torch.minimum(there, 2 * (side - 1) - there).clamp(min=0))
    return images
