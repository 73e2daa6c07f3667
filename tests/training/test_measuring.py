import pytest
import torch
from torch import Tensor

from tests.training.judges import bench
from training.data import DataError
from training.evaluation.measuring import CURVE, Curve
from training.evaluation.painters import Painter
from training.evaluation.ruler import Score


class Mixed:
    """A method made of a function."""

    name = "mixed"
    adjustable = True

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale

    def paint(self, photo: Tensor, painting: Tensor, strength: float) -> Tensor:
        return self._scale * torch.lerp(photo, painting, strength)


def test_the_mean_runs_over_all_pairs_and_images_keep_their_place() -> None:
    on = bench(3)
    method: Painter = Mixed()
    result = on.measure("mixed", method, 1.0)
    assert list(result.scores) == on.pairs
    assert len(on.pairs) == 9
    assert result.score == Score.mean(result.scores.values())
    for (_, s), image in result.images.items():
        assert torch.equal(image, on.paintings[s].image[0].mul(255).round().to(torch.uint8))
    assert all(len(values) == 9 for values in result.gates.values())
    assert result.score.style == pytest.approx(0, abs=1e-5)


def test_a_curve_from_the_photo_to_the_painting() -> None:
    on = bench()
    seen: list[None] = []
    on._on_image = lambda: seen.append(None)
    curve = on.curve("mixed", Mixed(), on.pairs[:2])
    assert len(seen) == 2 * len(CURVE)
    assert list(curve.scores) == list(CURVE)
    assert curve.scores[0.0].content == pytest.approx(0, abs=1e-6)
    assert curve.scores[1.0].style == pytest.approx(0, abs=1e-5)
    assert curve.honest


def test_a_curve_that_turns_back_is_not_monotonic() -> None:
    def curve(contents: list[float], styles: list[float]) -> Curve:
        rows = zip(CURVE, contents, styles, strict=True)
        return Curve("", 1, {strength: Score(c, s, 1, strength) for strength, c, s in rows})

    rising, falling = [0.0, 0.01, 0.2, 0.3, 0.4, 0.5], [3.0, 2.9, 2.0, 1.5, 1.2, 1.0]
    assert curve(rising, falling).monotonic
    assert not curve([0.0, 0.01, 0.3, 0.2, 0.4, 0.5], falling).monotonic
    assert not curve(rising, [3.0, 3.2, 2.0, 1.5, 1.2, 1.0]).monotonic


def test_ends_that_are_not_the_photo_are_not_honest() -> None:
    def curve(at_0: float, at_2: float) -> Curve:
        return Curve("", 1, {0.0: Score(0, 3, 1, at_0), 0.02: Score(0, 3, 1, at_2), 1.0: Score(1, 1, 0, 0.2)})

    assert curve(0.001, 0.005).honest
    assert not curve(0.003, 0.005).honest
    assert not curve(0.001, 0.02).honest


@pytest.mark.parametrize(("scale", "message"), [(float("nan"), "not finite")])
def test_an_image_that_is_not_finite_is_refused(scale: float, message: str) -> None:
    with pytest.raises(DataError, match=f"mixed of photo-0 in the style of painting-0 at strength 1 is {message}"):
        bench().measure("mixed", Mixed(scale), 1.0)
