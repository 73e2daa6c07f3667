"""The methods that can be measured, each behind the same protocol."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from torch import Tensor

from engine import Controls, Stylizer, methods
from engine.errors import EngineError
from engine.images import Picture, decode
from engine.precision import Precision
from training.data import DataError
from training.evaluation.samples import Sample


class Painter(Protocol):
    """A method with its weights, or anything else that makes an image of a photo and a painting.

    Attributes:
        name: of the method.
        adjustable: whether it has a strength; one that has none is measured at 1 only.
    """

    @property
    def name(self) -> str: ...  # noqa: D102 - above
    @property
    def adjustable(self) -> bool: ...  # noqa: D102 - above

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        """Paint `photo` like `painting`, both `(1, 3, H, W)` in [0, 1]; the result, on the CPU, need not be clamped."""


class Engine:
    """A method of the engine, with the networks in `weights`."""

    adjustable = True

    def __init__(self, name: str, weights: Path, precision: Precision) -> None:
        self.name = name
        self._stylizer = Stylizer(weights=weights, precision=precision)

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        """See `Painter.paint`."""
        style = self._stylizer.style(Picture.of(painting), self.name)
        return self._stylizer.paint(photo, style, Controls(strength))


class Photo:
    """The photo itself: the end of the scale, and a check of the ruler."""

    name = "photo"
    adjustable = False

    def __init__(self, weights: Path, precision: Precision) -> None:
        """Needs neither weights nor a precision."""

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        """See `Painter.paint`."""
        return photo


class Files:
    """Images made elsewhere, called `<stem of the photo>--<stem of the painting>.png`, of the samples' size.

    Raises:
        DataError: an image is missing.
    """

    adjustable = False

    def __init__(self, name: str, folder: Path, photos: Sequence[Sample], paintings: Sequence[Sample]) -> None:
        self.name = name
        # `paint` gets pictures and not names, and tells them apart by identity.
        self._stems = {id(sample.image): sample.name for sample in (*photos, *paintings)}
        self._folder = folder
        wanted = [self._file(photo.image, painting.image) for painting in paintings for photo in photos]
        if missing := [file.name for file in wanted if not file.is_file()]:
            raise DataError(
                f"{folder}: {len(missing)} of {len(wanted)} images are missing, first {missing[0]}; `evaluate --save` "
                "writes the photos and paintings to paint"
            )

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        """The image of this pair.

        Raises:
            DataError: it cannot be read, or is of another size than the photo.
        """
        file = self._file(photo, painting)
        try:
            image = decode(file.read_bytes()).image
        except (OSError, EngineError) as error:
            raise DataError(f"{file}: {error}") from error
        if image.shape != photo.shape:
            height, width = photo.shape[-2:]
            found = f"{image.shape[-1]} x {image.shape[-2]}"
            raise DataError(f"{file} is {found} pixels, and its photo {width} x {height}: paint what `--save` writes")
        return image

    def _file(self, photo: Tensor, painting: Tensor) -> Path:
        return self._folder / f"{self._stems[id(photo)]}--{self._stems[id(painting)]}.png"


METHODS: Mapping[str, Callable[[Path, Precision], Painter]] = {
    **{name: partial(Engine, name) for name in methods.METHODS},
    Photo.name: Photo,
}
