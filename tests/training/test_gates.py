import math

import pytest
import torch
from torch import Tensor

from tests.engine.pictures import landscape, picture, strokes
from training.evaluation.gates import GATES, Gate, border, checkerboard, clipped

SIDE = 192


@pytest.fixture(scope="module")
def photo() -> Tensor:
    return picture(landscape(SIDE, SIDE)).image


@pytest.fixture(scope="module")
def painting() -> Tensor:
    return picture(strokes(SIDE)).image


@pytest.fixture(scope="module")
def image(photo: Tensor, painting: Tensor) -> Tensor:
    """What a sound method might make: the photo, its contrast reduced, with strokes of the painting."""
    return 0.2 + 0.4 * photo + 0.2 * painting


def gate(name: str) -> Gate:
    return next(gate for gate in GATES if gate.name == name)


def squares(period: int) -> Tensor:
    """+1 and -1 in squares, `(SIDE, SIDE)`."""
    sign = (torch.arange(SIDE) // (period // 2)) % 2 * 2.0 - 1
    return sign[:, None] * sign[None, :]


@pytest.mark.parametrize("each", GATES, ids=lambda each: each.name)
def test_a_sound_image_passes_and_so_do_photo_and_painting(
    each: Gate, image: Tensor, photo: Tensor, painting: Tensor
) -> None:
    for sound in (image, photo, painting):
        assert not each.fails(each.measure(sound, photo, painting))


@pytest.mark.parametrize(("period", "levels"), [(2, 1), (4, 4), (8, 6)])
def test_a_checkerboard_of_few_grey_levels_is_found(
    period: int, levels: int, image: Tensor, photo: Tensor, painting: Tensor
) -> None:
    broken = image + levels / 255 * squares(period)
    assert gate("checkerboard").fails(checkerboard(broken, photo, painting))


def test_stripes_along_one_axis_are_found(image: Tensor, photo: Tensor, painting: Tensor) -> None:
    for stripes in (squares(4)[:1], squares(4)[:, :1]):
        assert gate("checkerboard").fails(checkerboard(image + 6 / 255 * stripes, photo, painting))


def test_uneven_overlap_of_a_transposed_convolution_is_found(image: Tensor, photo: Tensor, painting: Tensor) -> None:
    gain = torch.ones(SIDE, SIDE)
    gain[::2, ::2] = 1.05
    assert gate("checkerboard").fails(checkerboard(image * gain, photo, painting))


def test_a_pattern_of_the_painting_or_the_photo_is_not_blamed(image: Tensor, photo: Tensor, painting: Tensor) -> None:
    pattern = 4 / 255 * squares(4)
    assert gate("checkerboard").fails(checkerboard(image + pattern, photo, painting))
    # Louder strokes drown it in the painting.
    assert not gate("checkerboard").fails(checkerboard(image + pattern, photo, painting + 4 * pattern))
    assert not gate("checkerboard").fails(checkerboard(image + pattern, photo + 2 * pattern, painting))


def test_texture_without_a_grid_is_no_checkerboard(image: Tensor, photo: Tensor, painting: Tensor) -> None:
    noise = 0.1 * torch.randn(1, 1, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    waves = 0.05 * torch.sin(torch.arange(SIDE) * 2 * math.pi / 5.3)
    for rough in (noise, waves):
        assert not gate("checkerboard").fails(checkerboard((image + rough).clamp(0, 1), photo, painting))


def edge() -> Tensor:
    place = torch.arange(SIDE)
    line = torch.minimum(place, SIDE - 1 - place)
    return torch.minimum(line[:, None], line[None, :]).float()


def test_dark_light_and_tinted_edges_are_found(image: Tensor, photo: Tensor, painting: Tensor) -> None:
    fading = torch.exp(-edge() / 3)
    tint = torch.tensor([0.0, 0.0, 0.3]).view(1, 3, 1, 1)
    for broken in (image * (1 - 0.5 * fading), image + 0.3 * fading, image + tint * fading):
        assert gate("border").fails(border(broken.clamp(0, 1), photo, painting))


def test_smeared_and_noisy_edges_are_found(photo: Tensor, painting: Tensor) -> None:
    noise = 0.05 * torch.randn(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))
    rough = photo + noise
    smeared = torch.where(edge() < 8, rough.mean(), rough)
    noisy = torch.where(edge() < 8, photo + 4 * noise, rough)
    assert not gate("border").fails(border(rough, photo, painting))
    for broken in (smeared, noisy):
        assert gate("border").fails(border(broken, photo, painting))


def test_a_frame_in_the_photo_is_not_blamed(photo: Tensor, painting: Tensor) -> None:
    frame = (edge() >= 6).float()
    framed = 0.2 + 0.4 * photo * frame + 0.2 * painting
    assert gate("border").fails(border(framed, photo, painting))
    assert not gate("border").fails(border(framed, photo * frame, painting))


def test_clipped_colour_is_a_percentage_of_the_pixels(photo: Tensor, painting: Tensor) -> None:
    inner = 0.25 + 0.5 * photo
    burnt = inner.clone()
    burnt[:, 0, : SIDE // 4] = 1.0
    assert clipped(burnt, inner, 0.25 + 0.5 * painting) == pytest.approx(25)
    assert gate("clipped").fails(clipped(((inner - 0.5) * 4 + 0.5).clamp(0, 1), photo, painting))


def test_black_and_white_of_the_painting_may_be_used(photo: Tensor) -> None:
    photo = 0.25 + 0.5 * photo
    drawn = photo.clone()
    drawn[..., :64] = 0
    # Ink that was scanned as 3 rather than 0.
    ink = torch.full_like(photo, 3 / 255)
    assert clipped(drawn, photo, ink) == 0
    assert clipped(drawn, photo, torch.ones_like(photo)) > 10


def test_a_method_may_fail_on_one_image_in_twenty() -> None:
    chosen = gate("clipped")
    assert chosen.passes([100.0] + [0.0] * 19)
    assert not chosen.passes([100.0] * 2 + [0.0] * 18)
    assert chosen.share([100.0, 0.0, 0.0, math.nan]) == 0.5


def test_an_image_too_small_to_judge_is_refused(photo: Tensor, painting: Tensor) -> None:
    for measure in (checkerboard, border):
        with pytest.raises(ValueError, match="shorter than"):
            measure(photo[..., :60, :60], photo[..., :60, :60], painting[..., :60, :60])
