"""The stylizer: a photo and a style in, a painting out."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import torch
from torch import Tensor

from engine import checkpoints, colour, detail, memory, methods
from engine.allocation import keep_freed_memory
from engine.areas import WHOLE, Area, Regions
from engine.batches import MOST_PIXELS, MOST_PIXELS_ON_A_CARD, Region, Request, group
from engine.controls import Controls
from engine.errors import Cancelled, EngineError, NonFinitePicture, StyleError
from engine.estimate import Estimate, Pace, Sizes, estimate, fitting, within_memory
from engine.gallery import DEFAULT
from engine.images import Picture
from engine.masks import Division
from engine.methods.protocol import Report
from engine.notes import Note, RegionTooSmall
from engine.precision import Precision
from engine.progress import Progress, Watch, unwatched
from engine.reading import Reader
from engine.style import Style, require_alike

# Longer side, pixels, at which strokes are painted: what a screen shows. The rest is the photo's detail, carried up.
PAINTED_AT = 1024


class Stylizer(Reader):
    """Loads networks when first needed, reads styles, and paints by any method. Safe to call from several threads.

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
        precision = precision or Precision.best(device)
        if precision.device.type == "cpu":
            keep_freed_memory()
        super().__init__(weights, precision)
        self._pace = Pace()

    @property
    def most_at_once(self) -> int:
        """How many photos as a chat has them, painted at `PAINTED_AT`, are best given to `stylize_many` at once.

        On a CPU one: 2, 4 and 8 together were done 1.01, 0.95 and 0.66 times as fast as one by one, and nobody has
        theirs before all have (two cores, bf16; `python -m tests.benchmarks.batches`). On a card it was not measured.
        """
        return 1 if self.precision.device.type == "cpu" else MOST_PIXELS_ON_A_CARD // PAINTED_AT**2

    def stylize(
        self,
        photo: Picture,
        style: Style | Sequence[Region],
        controls: Controls | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Picture:
        """Paint `photo` in `style`; transparency is kept.

        What there is no memory for is painted smaller, with a note along with the progress.

        Args:
            style: one for all of the photo, or one for each region, `(mask, style)`, all of one method. Where the style
                is None, and in no region, the photo stays as it is.

        Raises:
            MaskError: a mask is not of the photo's size.
            StyleError: the style is of another encoder or VAE, or lacks levels.
            ControlError: a control that the style's method does not have.
            Cancelled: `cancelled()` was true before or between two steps.
            CheckpointError: the networks are missing or damaged.
            NonFinitePicture: the result is not finite.
            OutOfMemory: not even the smallest painting fits.
        """
        controls = controls or Controls()
        watch = Watch(photo, on_progress, cancelled)
        watch.stop_if_asked()
        styles, division = _divided(photo, style)
        for each in styles:
            self.check(each, controls)
        method = styles[0].method
        sizes = self._fitting((photo.width, photo.height), method, controls, watch)
        started = time.perf_counter()
        attempts: list[Sizes] = []

        def attempt(at: Sizes) -> Picture:
            attempts.append(at)
            return self._stylize(photo, styles, division, controls, at, watch)

        result = within_memory(attempt, sizes, watch.note)
        if len(attempts) == 1:
            expected = estimate(_aspect(photo.width, photo.height), sizes, method, controls)
            self._pace.learn(expected.seconds, time.perf_counter() - started)
        watch.finish()
        return result

    def stylize_many(
        self,
        requests: Sequence[Request],
        cancelled: Callable[[], bool] | None = None,
        on_note: Callable[[int, Note], None] | None = None,
    ) -> list[Picture | EngineError]:
        """What `stylize` gives for each request, or the error that it raises: those that are alike in one go.

        Photos of one shape, with the same controls and styles of one method, go through the networks together, and one
        photo in many styles goes through the encoder once. Regions, what optimises and what memory is short for are
        painted one by one.

        Args:
            on_note: is told what is done otherwise than asked, with the number of the request, from 0.

        Raises:
            Cancelled: `cancelled()` was true before or between two steps.
        """
        done: dict[int, Picture | EngineError] = {}
        keys: dict[int, Hashable] = {}
        pixels: dict[int, int] = {}
        fits: dict[int, Sizes] = {}
        for index, request in enumerate(requests):
            photo, style, controls = request.photo, request.style, request.controls
            if not isinstance(style, Style) or not methods.find(style.method).batches:
                keys[index], pixels[index] = index, MOST_PIXELS
                continue
            try:
                self.check(style, controls)
                sizes = self._fitting((photo.width, photo.height), style.method, controls, Watch(photo, None, None))
                height, width = detail.fit(photo.height, photo.width, sizes.painted)
                keys[index], pixels[index] = (style.method, controls, sizes, height, width), height * width
                fits[index] = sizes
                if sizes != _sizes((photo.width, photo.height), style.method, controls):
                    # With so little memory there is none for several; and alone it is said.
                    keys[index] = index
            except EngineError as error:
                done[index] = error
        most = MOST_PIXELS if self.precision.device.type == "cpu" else MOST_PIXELS_ON_A_CARD
        for indices in group(keys, pixels, most):
            batch = {index: requests[index] for index in indices}
            painted = self._together(batch, fits[indices[0]], cancelled) if len(batch) > 1 else None
            if painted is not None:
                done.update(painted)
                continue
            # What cannot be painted together is painted one by one, so that the fault is one request's.
            for index, request in batch.items():
                done[index] = self._alone(index, request, cancelled, on_note)
        return [done[index] for index in range(len(requests))]

    def _alone(
        self,
        index: int,
        request: Request,
        cancelled: Callable[[], bool] | None,
        on_note: Callable[[int, Note], None] | None,
    ) -> Picture | EngineError:
        def watch(progress: Progress) -> None:
            if on_note is not None and progress.note is not None:
                on_note(index, progress.note)

        try:
            return self.stylize(request.photo, request.style, request.controls, watch, cancelled)
        except Cancelled:
            raise
        except EngineError as error:
            return error

    def _together(
        self, requests: Mapping[int, Request], sizes: Sizes, cancelled: Callable[[], bool] | None
    ) -> dict[int, Picture] | None:
        """Requests with one key; None if they cannot be painted together."""
        first = next(iter(requests.values()))
        controls, watch = first.controls, Watch(first.photo, None, cancelled)
        reduced: dict[int, Tensor] = {}
        for request in requests.values():
            photo = request.photo
            if id(photo) not in reduced:
                reduced[id(photo)] = detail.resized(photo, *detail.fit(photo.height, photo.width, sizes.painted)).image
        several = [reduced[id(request.photo)] for request in requests.values()]
        images = several[0] if len(reduced) == 1 else torch.cat(several)
        styles = [cast(Style, request.style) for request in requests.values()]
        try:
            painted = torch.split(self._paint(images, styles, controls, watch), 1)
            return {
                index: _finished(request.photo, image, before, controls, sizes)
                for (index, request), image, before in zip(requests.items(), painted, several, strict=True)
            }
        except Cancelled:
            raise
        except (EngineError, MemoryError, RuntimeError) as error:
            if not isinstance(error, EngineError) and not memory.is_out_of_memory(error):
                raise
        return None

    def estimate(
        self, photo_size: tuple[int, int], method: str = DEFAULT, controls: Controls | None = None
    ) -> Estimate:
        """What `stylize` takes for a photo of `photo_size`, width and height, if it is not to paint it smaller.

        The seconds go by what this stylizer's earlier paintings took; before the first, by two CPU cores with bf16.
        """
        controls = controls or Controls()
        on_cpu = self.precision.device.type == "cpu"
        expected = estimate(_aspect(*photo_size), _sizes(photo_size, method, controls), method, controls, on_cpu)
        return replace(expected, seconds=self._pace.of(expected.seconds))

    def _fitting(self, photo_size: tuple[int, int], method: str, controls: Controls, watch: Watch) -> Sizes:
        """The sizes to paint at; says so if they are not those wanted."""
        device = self.precision.device
        sizes, notes = fitting(
            _aspect(*photo_size),
            _sizes(photo_size, method, controls),
            method,
            controls,
            memory.available(device),
            device.type == "cpu",
        )
        for note in notes:
            watch.note(note)
        return sizes

    def _stylize(
        self,
        photo: Picture,
        styles: Sequence[Style],
        division: Division | None,
        controls: Controls,
        sizes: Sizes,
        watch: Watch,
    ) -> Picture:
        # From the photo itself, so that every size above this one shows the same strokes.
        reduced = detail.resized(photo, *detail.fit(photo.height, photo.width, sizes.painted)).image
        area: Area = WHOLE
        if division is not None:
            area, small = division.regions(*reduced.shape[-2:])
            for region in small:
                watch.note(RegionTooSmall(region))
        painted = self._paint(reduced, styles, controls, watch, area)
        watch.stop_if_asked()
        return _finished(photo, painted, reduced, controls, sizes, division)

    def paint(self, images: Tensor, styles: Style | Sequence[Style], controls: Controls | None = None) -> Tensor:
        """Paint images `(B, 3, H, W)` of any size at once, as large as they are; not clamped, on the CPU.

        Args:
            images: in [0, 1].
            styles: one for all images, or one for each, or several for one image; of one method.
            controls: of which those of the whole picture (size, strokes, colours) are not heeded.

        Raises:
            StyleError, ControlError, CheckpointError, NonFinitePicture: as `stylize`; StyleError also where styles
                are of several methods, or neither one nor as many as the images.
        """
        controls = controls or Controls()
        several = [styles] if isinstance(styles, Style) else list(styles)
        if not several or (1 not in (len(several), len(images)) and len(several) != len(images)):
            raise StyleError(f"{len(images)} images take one style, or as many; got {len(several)}")
        for style in several:
            require_alike(style, several[0])
            self.check(style, controls)
        return self._paint(images, several, controls, unwatched)

    def _paint(
        self, images: Tensor, styles: Sequence[Style], controls: Controls, report: Report, area: Area = WHOLE
    ) -> Tensor:
        method = methods.find(styles[0].method)
        device = self.precision.device
        height, width = images.shape[-2:]
        tensors = [{key: tensor.to(device) for key, tensor in style.tensors.items()} for style in styles]

        def cropped(done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
            report(done, total, None if preview is None else preview[..., :height, :width], loss)

        with torch.no_grad():
            x = _pad_to_stride(images.to(device), method.stride).contiguous(memory_format=torch.channels_last)
            if isinstance(area, Regions):
                area = area.each(lambda weights: _pad_to_stride(weights.to(device), method.stride))
            painted = method.paint(self._family, x, tensors, controls, cropped, area)[..., :height, :width]
            if not torch.isfinite(painted.sum()):
                raise NonFinitePicture(int((~torch.isfinite(painted)).sum()))
            return painted.cpu()


def _divided(photo: Picture, style: Style | Sequence[Region]) -> tuple[list[Style], Division | None]:
    """The styles, and how the photo is divided among them; None where there is one for all."""
    if isinstance(style, Style):
        return [style], None
    painted = [number for number, (_, wanted) in enumerate(style) if wanted is not None]
    styles = [wanted for _, wanted in style if wanted is not None]
    division = Division([mask for mask, _ in style], painted, photo.height, photo.width)
    if not styles:
        raise StyleError("no region has a style: give at least one of them one")
    for each in styles:
        require_alike(each, styles[0])
    return styles, division


def _finished(
    photo: Picture,
    painted: Tensor,
    reduced: Tensor,
    controls: Controls,
    sizes: Sizes,
    division: Division | None = None,
) -> Picture:
    """The picture that a painting `(1, 3, h, w)` of the reduced photo is of the photo, in the size wanted."""
    shown = detail.resized(photo, *detail.fit(photo.height, photo.width, sizes.result))
    painted = colour.keep(painted, reduced, controls.keep_colours)
    if painted.shape[-2:] == (shown.height, shown.width):
        result = shown.with_image(painted)
    else:
        result = detail.carry_up(painted, reduced, shown, controls.mean_strength)
    return result if division is None else detail.within(division.inside(), result, shown)


def _sizes(photo_size: tuple[int, int], method: str, controls: Controls) -> Sizes:
    """The sizes wanted: strokes, which have a size in pixels, are painted where they have that size in the frame."""
    longest = max(photo_size)
    result = min(controls.longest_side or longest, longest)
    painted = round(min(result, PAINTED_AT) / controls.stroke_size)
    return Sizes(result, max(1, min(painted, methods.find(method).largest)))


def _aspect(width: int, height: int) -> float:
    return min(width, height) / max(width, height)


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
