from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine import (
    Cancelled,
    CheckpointError,
    ControlError,
    Controls,
    DeviceUnavailable,
    Gallery,
    Picture,
    Style,
    StyleError,
    Stylizer,
    TooSmall,
    checkpoints,
)
from engine.precision import Precision
from engine.style import Provenance
from tests.engine.pictures import landscape, picture, strokes

FLOAT32 = Precision(torch.device("cpu"), torch.float32)


@pytest.fixture(scope="module")
def stylizer() -> Stylizer:
    return Stylizer("cpu")


@pytest.fixture(scope="module")
def style(stylizer: Stylizer) -> Style:
    return stylizer.style(picture(strokes()), name="strokes")


def difference(first: Picture, second: Picture) -> float:
    return float((first.image - second.image).abs().mean())


def test_strength_has_honest_ends_and_grows_between(stylizer: Stylizer, style: Style) -> None:
    photo = picture(landscape())
    strengths = (0.0, 0.02, 0.25, 0.5, 0.75, 1.0)
    distances = [difference(stylizer.stylize(photo, style, Controls(strength=s)), photo) for s in strengths]
    assert distances[0] < 1e-3
    assert distances[1] < 0.05 * distances[-1]
    assert distances == sorted(distances)
    assert distances[-1] > 0.1


def test_the_painting_takes_on_the_styles_colours(stylizer: Stylizer, style: Style) -> None:
    painting = picture(strokes())
    photo = picture(landscape())
    painted = stylizer.stylize(photo, style)

    def distance(p: Picture) -> float:
        return float((p.image.mean(dim=(2, 3)) - painting.image.mean(dim=(2, 3))).abs().sum())

    assert distance(painted) < 0.5 * distance(photo)


@pytest.mark.parametrize("size", [(1, 1), (2, 40), (16, 16), (17, 1700), (33, 200), (160, 120), (129, 127)])
def test_any_size_comes_back_as_it_was(stylizer: Stylizer, style: Style, size: tuple[int, int]) -> None:
    painted = stylizer.stylize(picture(landscape(*size)), style)
    assert (painted.width, painted.height) == size
    assert torch.isfinite(painted.image).all()
    assert 0 <= float(painted.image.min()) <= float(painted.image.max()) <= 1


def test_a_narrow_photo_made_small_is_painted(stylizer: Stylizer, style: Style) -> None:
    painted = stylizer.stylize(picture(landscape(340, 17)), style, Controls(longest_side=64))
    assert (painted.width, painted.height) == (64, 3)


def test_a_painting_too_small_to_read_is_refused(stylizer: Stylizer) -> None:
    with pytest.raises(TooSmall):
        stylizer.style(picture(landscape(64, 15)))


def test_reading_a_painting_needs_no_decoder(tmp_path: Path) -> None:
    tensors, metadata = checkpoints.read(checkpoints.ENCODER)
    digest = checkpoints.write(checkpoints.ENCODER, tensors, metadata, tmp_path)
    alone = Stylizer("cpu", weights=tmp_path)
    assert alone.style(picture(strokes(64))).provenance.encoder == digest
    checkpoints.write(checkpoints.ENCODER, {key: 2 * tensor for key, tensor in tensors.items()}, metadata, tmp_path)
    assert alone.encoder == digest, "the statistics are those of the encoder that is loaded"
    checkpoints.write(checkpoints.ADAIN, *checkpoints.read(checkpoints.ADAIN), tmp_path)
    with pytest.raises(CheckpointError, match=r"the encoder in .* was replaced"):
        alone.load()
    with pytest.raises(CheckpointError, match="adain was trained with another encoder"):
        Stylizer("cpu", weights=tmp_path).load()


def test_a_constant_grey_photo_is_painted(stylizer: Stylizer, style: Style) -> None:
    painted = stylizer.stylize(Picture.of(torch.full((1, 3, 64, 64), 0.5)), style)
    assert torch.isfinite(painted.image).all()


def test_the_full_size_looks_like_the_preview(stylizer: Stylizer, style: Style) -> None:
    photo = picture(landscape(1600, 1200))
    full = stylizer.stylize(photo, style)
    preview = stylizer.stylize(photo, style, Controls(longest_side=1200))
    assert (full.width, full.height) == (1600, 1200)
    assert (preview.width, preview.height) == (1200, 900)
    reduced = torch.nn.functional.interpolate(full.image, (900, 1200), mode="bilinear", antialias=True)
    assert float((reduced - preview.image).abs().mean()) < 0.02


def test_the_same_call_gives_the_same_bytes(stylizer: Stylizer, style: Style) -> None:
    photo = picture(landscape())
    first, second = (stylizer.stylize(photo, style, Controls(strength=0.7)) for _ in range(2))
    assert torch.equal(first.image, second.image)


def test_threads_may_share_a_stylizer(style: Style) -> None:
    fresh = Stylizer("cpu")
    photo = picture(landscape())
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda _: fresh.stylize(photo, style).image, range(8)))
    assert all(torch.equal(images[0], image) for image in images)


def test_half_precision_paints_what_float32_paints(stylizer: Stylizer, style: Style) -> None:
    photo = picture(landscape())
    exact = Stylizer(precision=FLOAT32).stylize(photo, style)
    assert difference(stylizer.stylize(photo, style), exact) < 0.02


def test_kept_colours_are_the_photos(stylizer: Stylizer, style: Style) -> None:
    photo = picture(landscape())
    luminance = stylizer.stylize(photo, style, Controls(keep_colours="luminance"))
    plain = stylizer.stylize(photo, style)

    def chroma(p: Picture) -> torch.Tensor:
        return p.image[:, 0] - p.image[:, 2]

    assert (chroma(luminance) - chroma(photo)).abs().mean() < 0.3 * (chroma(plain) - chroma(photo)).abs().mean()
    histogram = stylizer.stylize(photo, style, Controls(keep_colours="histogram"))
    torch.testing.assert_close(histogram.image.mean(dim=(2, 3)), photo.image.mean(dim=(2, 3)), rtol=0, atol=0.03)


def test_transparency_is_kept(stylizer: Stylizer, style: Style) -> None:
    image = picture(landscape()).image
    photo = Picture.of(image, torch.linspace(0, 1, image.shape[-1]).expand(1, 1, *image.shape[-2:]))
    painted = stylizer.stylize(photo, style)
    assert photo.alpha is not None
    assert painted.alpha is not None
    assert torch.equal(painted.alpha, photo.alpha)


def test_a_cancelled_job_stops_before_painting(stylizer: Stylizer, style: Style) -> None:
    done: list[int] = []
    with pytest.raises(Cancelled):
        stylizer.stylize(
            picture(landscape()), style, on_progress=lambda p: done.append(p.done), cancelled=lambda: bool(done)
        )
    assert done == [0]
    with pytest.raises(Cancelled):
        stylizer.stylize(picture(landscape()), style, on_progress=lambda p: done.append(p.done), cancelled=lambda: True)
    assert done == [0], "nothing is done for who has gone already"


def test_progress_ends_where_it_said(stylizer: Stylizer, style: Style) -> None:
    seen: list[tuple[int, int]] = []
    stylizer.stylize(picture(landscape()), style, on_progress=lambda p: seen.append((p.done, p.total)))
    assert seen == [(0, 1), (1, 1)]


def test_a_batch_of_photos_takes_one_style_or_one_each(stylizer: Stylizer, style: Style) -> None:
    photos = torch.cat([picture(landscape()).image, picture(strokes(160)).image[..., :120, :]])
    other = stylizer.style(picture(strokes(seed=5)), name="other")
    for styles in (style, [style, other]):
        batch = stylizer.paint(photos, styles)
        each = [styles] * 2 if isinstance(styles, Style) else styles
        single = torch.cat([stylizer.paint(photo[None], s) for photo, s in zip(photos, each, strict=True)])
        torch.testing.assert_close(batch, single, rtol=0, atol=1e-3 if stylizer.precision == FLOAT32 else 0.1)
    with pytest.raises(StyleError, match="2 images take one style"):
        stylizer.paint(photos, [style] * 3)


@pytest.mark.parametrize(
    "controls", [Controls(levels=(3,)), Controls(iterations=10), Controls(levels=(3,), level_strengths=(0.5,))]
)
def test_controls_that_a_method_does_not_have_are_refused(stylizer: Stylizer, style: Style, controls: Controls) -> None:
    with pytest.raises(ControlError, match="adain"):
        stylizer.stylize(picture(landscape()), style, controls)


@pytest.mark.parametrize("stroke_size", [0.7, 2.0])
def test_strokes_of_another_size_fill_the_same_frame(stylizer: Stylizer, style: Style, stroke_size: float) -> None:
    photo = picture(landscape(128, 96))
    painted = stylizer.stylize(photo, style, Controls(stroke_size=stroke_size))
    assert (painted.width, painted.height) == (128, 96)
    assert difference(painted, stylizer.stylize(photo, style)) > 0.01
    untouched = stylizer.stylize(photo, style, Controls(strength=0, stroke_size=stroke_size))
    assert float((untouched.image - photo.image).abs().max()) < 1e-4


def test_statistics_of_another_encoder_are_refused_by_name(stylizer: Stylizer, style: Style) -> None:
    foreign = replace(style, name="foreign", provenance=replace(style.provenance, encoder="x"))
    with pytest.raises(StyleError, match="'foreign' was measured with another encoder"):
        stylizer.stylize(picture(landscape()), foreign)


def test_a_style_that_lacks_levels_is_refused(stylizer: Stylizer, style: Style) -> None:
    tensors = {key: tensor for key, tensor in style.tensors.items() if key[-1] != "4"}
    few = replace(style, tensors=tensors, name="few", provenance=Provenance(stylizer.encoder, (1, 2, 3), 320))
    with pytest.raises(StyleError, match=r"'few' lacks the levels \[4\]"):
        stylizer.stylize(picture(landscape()), few)


def test_a_style_of_other_channels_is_refused(stylizer: Stylizer, style: Style) -> None:
    narrow = replace(style, tensors={key: tensor[:2] for key, tensor in style.tensors.items()}, name="narrow")
    with pytest.raises(StyleError, match=r"style 'narrow' holds 'mean1' of shape \(2,\), and not \(16,\)"):
        stylizer.stylize(picture(landscape()), narrow)


def test_an_unknown_method_is_refused(stylizer: Stylizer) -> None:
    with pytest.raises(StyleError, match="unknown method 'magic'"):
        stylizer.style(picture(strokes()), method="magic")


def test_several_paintings_make_one_style(stylizer: Stylizer) -> None:
    first, second = picture(strokes(seed=1)), picture(strokes(seed=2))
    both = stylizer.style([first, second], name="both")
    alone = stylizer.style(first)
    assert both.name == "both"
    assert not torch.equal(both.tensors["mean1"], alone.tensors["mean1"])


@pytest.mark.parametrize("device", ["meta", "cuda:x", "cpu:1", ""])
def test_a_device_that_is_not_there_is_named(device: str) -> None:
    with pytest.raises(DeviceUnavailable, match="'auto', 'cpu' and 'cuda'"):
        Stylizer(device)


def test_every_style_of_the_gallery_paints(stylizer: Stylizer) -> None:
    gallery = Gallery.load()
    photo = picture(landscape(96, 64))
    painted = [stylizer.stylize(photo, gallery.style(entry.name)) for entry in gallery]
    assert len(painted) >= 12
    # Of very different character: no two styles paint the same photo alike.
    means = torch.stack([p.image.flatten() for p in painted])
    distances = torch.cdist(means, means) + torch.eye(len(means)) * 1e9
    assert float(distances.min()) > 1
