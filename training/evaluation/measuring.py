"""A painter on all pairs: the ruler's figures, the gates' values, the images; and its curve over strength."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from training.data import DataError
from training.evaluation.gates import GATES
from training.evaluation.painters import Painter
from training.evaluation.ruler import Ruler, Score, Statistics
from training.evaluation.samples import Sample

CURVE = (0.0, 0.02, 0.25, 0.5, 0.75, 1.0)
# What the eye cannot tell from the photo: less than half a grey level at strength 0, two and a half at 0.02.
_SAME, _NEARLY_SAME = 0.5 / 255, 0.01
# Of the way from end to end, by which a figure may turn back: rounding in half precision.
_SLACK = 0.01

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Result:
    """A method at one strength.

    Attributes:
        label: the method, and its weights where several differ in these only.
        scores: by pair (index of the photo, index of the painting).
        gates: the values of each gate, in the order of `scores`.
        images: uint8 `(3, H, W)`, by pair.
    """

    label: str
    strength: float
    scores: Mapping[Pair, Score]
    gates: Mapping[str, Sequence[float]]
    images: Mapping[Pair, Tensor]

    @property
    def score(self) -> Score:
        """The mean over all pairs."""
        return Score.mean(self.scores.values())

    @property
    def passes(self) -> bool:
        """Whether no gate fails."""
        return all(gate.passes(self.gates[gate.name]) for gate in GATES)


@dataclass(frozen=True)
class Curve:
    """A method's mean scores over strength, on a few pairs."""

    label: str
    pairs: int
    scores: Mapping[float, Score]

    @property
    def monotonic(self) -> bool:
        """Whether content only grows, and style only falls, with strength."""
        ordered = [score for _, score in sorted(self.scores.items())]
        return _rises([s.content for s in ordered]) and _rises([-s.style for s in ordered])

    @property
    def honest(self) -> bool:
        """Whether strength 0 is the photo itself, and 0.02 nearly so."""
        return self.scores[0.0].change <= _SAME and self.scores[0.02].change <= _NEARLY_SAME


def _rises(values: Sequence[float]) -> bool:
    slack = _SLACK * abs(values[-1] - values[0])
    return all(after >= before - slack for before, after in pairwise(values))


class Bench:
    """The samples, and what the ruler reads of them once for all methods.

    Args:
        on_image: called after each image.
    """

    def __init__(
        self,
        photos: Sequence[Sample],
        paintings: Sequence[Sample],
        ruler: Ruler,
        on_image: Callable[[], None] = lambda: None,
    ) -> None:
        self.photos, self.paintings = photos, paintings
        self._ruler, self._on_image = ruler, on_image
        self._of_photos = [ruler.read(photo.image) for photo in photos]
        self._of_paintings = [ruler.read(painting.image) for painting in paintings]

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, painting by painting."""
        return [(p, s) for s in range(len(self.paintings)) for p in range(len(self.photos))]

    def measure(self, label: str, painter: Painter, strength: float) -> Result:
        """Figures, gates and images of `painter` on all pairs.

        Raises:
            DataError: an image is not finite, or not of the photo's size.
        """
        scores: dict[Pair, Score] = {}
        images: dict[Pair, Tensor] = {}
        values: dict[str, list[float]] = {gate.name: [] for gate in GATES}
        for pair in self.pairs:
            image = self._paint(label, painter, pair, strength)
            scores[pair] = self._score(image, pair)
            photo, painting = self.photos[pair[0]].image, self.paintings[pair[1]].image
            for gate in GATES:
                values[gate.name].append(gate.measure(image, photo, painting))
            images[pair] = image[0].mul(255).round().to(torch.uint8)
            self._on_image()
        return Result(label, strength, scores, values, images)

    def curve(self, label: str, painter: Painter, pairs: Sequence[Pair], strengths: Iterable[float] = CURVE) -> Curve:
        """The mean scores of `painter` over `pairs` at each strength."""
        scores = {}
        for strength in strengths:
            found = []
            for pair in pairs:
                found.append(self._score(self._paint(label, painter, pair, strength), pair))
                self._on_image()
            scores[strength] = Score.mean(found)
        return Curve(label, len(pairs), scores)

    def _paint(self, label: str, painter: Painter, pair: Pair, strength: float) -> Tensor:
        photo, painting = self.photos[pair[0]], self.paintings[pair[1]]
        image = painter.paint(photo.image, painting.image, strength)
        where = f"{label} of {photo.name} in the style of {painting.name} at strength {strength:g}"
        if image.shape != photo.image.shape:
            raise DataError(f"{where} is {tuple(image.shape)}, and the photo {tuple(photo.image.shape)}")
        if not torch.isfinite(image).all():
            raise DataError(f"{where} is not finite: the weights are damaged, or half precision overflows (--float32)")
        return image.float().clamp(0, 1)

    def _score(self, image: Tensor, pair: Pair) -> Score:
        of_photo: Statistics = self._of_photos[pair[0]]
        return self._ruler.score(image, self.photos[pair[0]].image, of_photo, self._of_paintings[pair[1]])
