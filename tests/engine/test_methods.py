"""What every method promises, on a small family of networks with random weights."""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from engine import (
    Cancelled,
    CheckpointError,
    ControlError,
    Controls,
    NonFinitePicture,
    Picture,
    Progress,
    Style,
    StyleError,
    Stylizer,
    TooSmall,
    checkpoints,
)
from engine.colour import within_gamut
from engine.methods import METHODS
from engine.networks.decoder import AdaINDecoder
from engine.networks.inverter import Inverter
from engine.networks.vgg import LEVELS, VGG19
from engine.precision import Precision
from tests.engine.families import CODE, write_family
from tests.engine.pictures import landscape, picture, strokes

FLOAT32 = Precision(torch.device("cpu"), torch.float32)
PHOTO = picture(landscape(96, 64))
PAINTINGS = (picture(strokes(64)), picture(landscape(48, 64)))


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_family(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
def stylizer(weights: Path) -> Stylizer:
    return Stylizer(weights=weights, precision=FLOAT32)


@pytest.fixture(params=METHODS)
def style(request: pytest.FixtureRequest, stylizer: Stylizer) -> Style:
    return stylizer.style(picture(strokes(96)), request.param, "strokes")


def few(style: Style, strength: float = 1.0, **others: Any) -> Controls:
    """Controls; of a method that paints step by step, for few steps, as the tests would take minutes else."""
    # All levels, which are not what wct paints unasked.
    levels = LEVELS if style.method == "wct" else None
    return Controls(strength, **{"iterations": 10 if style.method == "gatys" else None, "levels": levels} | others)


def difference(first: Picture, second: Picture) -> float:
    return float((first.image - second.image).abs().mean())


def test_strength_0_is_the_photo_and_1_is_not(stylizer: Stylizer, style: Style) -> None:
    untouched = stylizer.stylize(PHOTO, style, few(style, 0))
    assert float((untouched.image - PHOTO.image).abs().max()) < 1e-5
    assert difference(stylizer.stylize(PHOTO, style, few(style)), PHOTO) > 0.05


def test_strength_is_continuous(stylizer: Stylizer, style: Style) -> None:
    whole = difference(stylizer.stylize(PHOTO, style, few(style)), PHOTO)
    for strength in (0.0, 0.25, 0.6, 0.998):
        here, there = (stylizer.stylize(PHOTO, style, few(style, s)) for s in (strength, strength + 0.002))
        assert difference(here, there) < 0.05 * whole


def test_more_strength_is_further_from_the_photo(stylizer: Stylizer, style: Style) -> None:
    strengths = (0.0, 0.02, 0.25, 0.5, 0.75, 1.0)
    distances = [difference(stylizer.stylize(PHOTO, style, few(style, s)), PHOTO) for s in strengths]
    assert distances == sorted(distances)
    assert distances[1] < 0.1 * distances[-1]


def test_the_same_call_gives_the_same_bytes(stylizer: Stylizer, style: Style, weights: Path) -> None:
    controls = few(style, 0.7, seed=3)
    first = stylizer.stylize(PHOTO, style, controls)
    assert torch.equal(first.image, stylizer.stylize(PHOTO, style, controls).image)
    assert torch.equal(first.image, Stylizer(weights=weights, precision=FLOAT32).stylize(PHOTO, style, controls).image)


def test_threads_share_networks_that_are_loaded_once(
    weights: Path, style: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    read = checkpoints.read

    def counted(name: str, folder: Path = weights) -> object:
        loaded.append(name)
        return read(name, folder)

    monkeypatch.setattr(checkpoints, "read", counted)
    fresh = Stylizer(weights=weights, precision=FLOAT32)
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(lambda _: fresh.stylize(PHOTO, style, few(style)).image, range(8)))
    assert all(torch.equal(images[0], image) for image in images)
    assert sorted(loaded) == sorted({checkpoints.ENCODER, *METHODS[style.method].needs})


def test_methods_share_one_encoder(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[Path] = []
    encoder = checkpoints.encoder
    monkeypatch.setattr(checkpoints, "encoder", lambda folder: (loaded.append(folder), encoder(folder))[1])
    fresh = Stylizer(weights=weights, precision=FLOAT32)
    for method in METHODS:
        fresh.load(method)
    assert loaded == [weights]


def test_half_precision_paints_what_float32_paints(weights: Path, stylizer: Stylizer, style: Style) -> None:
    halves = Stylizer(weights=weights, precision=Precision(torch.device("cpu"), torch.bfloat16))
    photo = picture(landscape(48, 32))
    # Level after level, WCT through random weights amplifies rounding until nothing else is left.
    controls = few(style, levels=(3,) if style.method == "wct" else None)
    read = halves.stylize(photo, halves.style(picture(strokes(96)), style.method), controls)
    assert difference(read, stylizer.stylize(photo, style, controls)) < 0.03
    untouched = halves.stylize(photo, style, few(style, 0))
    assert float((untouched.image - photo.image).abs().max()) < 1e-5


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (2, 70), (33, 47)])
def test_a_photo_of_any_size_comes_back_as_it_was(stylizer: Stylizer, style: Style, size: tuple[int, int]) -> None:
    painted = stylizer.stylize(picture(landscape(*size)), style, few(style))
    assert (painted.width, painted.height) == size
    assert torch.isfinite(painted.image).all()


@pytest.mark.parametrize("grey", [0.0, 0.5, 1.0])
def test_flat_photos_and_paintings_stay_finite(stylizer: Stylizer, style: Style, grey: float) -> None:
    flat = Picture.of(torch.full((1, 3, 64, 64), grey))
    for photo, painted in ((flat, style), (PHOTO, stylizer.style(flat, style.method))):
        assert torch.isfinite(stylizer.stylize(photo, painted, few(painted)).image).all()


def test_a_mixture_leans_to_the_heavier_style(stylizer: Stylizer, style: Style) -> None:
    other = stylizer.style(picture(landscape(96, 96)), style.method, "landscape")
    mixed = Style.mix([(style, 0.9), (other, 0.1)])
    assert mixed.name == "strokes 90% + landscape 10%"
    painted, alone, far = (stylizer.stylize(PHOTO, s, few(s)) for s in (mixed, style, other))
    assert 0 < difference(painted, alone) < difference(painted, far)
    assert difference(stylizer.stylize(PHOTO, Style.mix([(style, 1.0)]), few(style)), alone) < 1e-5


def test_two_paintings_are_one_style(stylizer: Stylizer, style: Style) -> None:
    paintings = [picture(strokes(96)), picture(landscape(96, 96))]
    both = stylizer.style(paintings, style.method, "both", "two painters")
    assert (both.name, both.credit) == ("both", "two painters")
    expected = Style.mix([(stylizer.style(painting, style.method), 0.5) for painting in paintings])
    assert all(torch.equal(both.tensors[key], expected.tensors[key]) for key in expected.tensors)


def test_a_saved_style_paints_the_same(stylizer: Stylizer, style: Style) -> None:
    loaded = Style.from_bytes(style.to_bytes())
    assert torch.equal(
        stylizer.stylize(PHOTO, loaded, few(loaded)).image, stylizer.stylize(PHOTO, style, few(style)).image
    )


def test_a_style_of_another_encoder_is_refused_by_name(tmp_path: Path, stylizer: Stylizer, style: Style) -> None:
    other = Stylizer(weights=write_family(tmp_path, seed=1), precision=FLOAT32)
    with pytest.raises(StyleError, match="'strokes' was measured with another encoder"):
        other.stylize(PHOTO, style, few(style))


def test_tensors_of_another_shape_are_refused(stylizer: Stylizer, style: Style) -> None:
    cut = {key: tensor[tuple(slice(2) for _ in tensor.shape)] for key, tensor in style.tensors.items()}
    with pytest.raises(StyleError, match=r"not \(|numbers"):
        stylizer.stylize(PHOTO, replace(style, tensors=cut))


def test_a_painting_too_small_is_refused(stylizer: Stylizer, style: Style) -> None:
    least = 2 * METHODS[style.method].stride
    with pytest.raises(TooSmall) as refused:
        stylizer.style(picture(landscape(64, least - 1)), style.method)
    assert refused.value.minimum == least
    assert stylizer.style(picture(landscape(64, least)), style.method).method == style.method


def test_networks_that_break_are_an_error(stylizer: Stylizer, style: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    forwards = {decoder: decoder.forward for decoder in (AdaINDecoder, Inverter)}
    for decoder, forward in forwards.items():
        monkeypatch.setattr(decoder, "forward", lambda *inputs, forward=forward: forward(*inputs) * float("nan"))
    layers = VGG19.layers
    monkeypatch.setattr(
        VGG19, "layers", lambda *inputs: {name: f * float("nan") for name, f in layers(*inputs).items()}
    )
    with pytest.raises(NonFinitePicture):
        stylizer.stylize(PHOTO, style, few(style))


def test_a_job_that_is_cancelled_stops(stylizer: Stylizer, style: Style) -> None:
    seen: list[Progress] = []
    with pytest.raises(Cancelled):
        stylizer.stylize(PHOTO, style, few(style), on_progress=seen.append, cancelled=lambda: bool(seen))
    assert [progress.done for progress in seen] == [0]


def test_progress_ends_where_it_said(stylizer: Stylizer, style: Style) -> None:
    seen: list[Progress] = []
    stylizer.stylize(PHOTO, style, few(style), on_progress=seen.append)
    assert [progress.done for progress in seen] == list(range(seen[-1].total + 1))
    assert len({progress.total for progress in seen}) == 1
    for progress in seen:
        if progress.preview is not None:
            assert (progress.preview.width, progress.preview.height) == (PHOTO.width, PHOTO.height)


@pytest.mark.parametrize("style", [name for name, method in METHODS.items() if method.needs], indirect=True)
def test_a_method_without_its_checkpoint_says_so_when_it_is_used(tmp_path: Path, style: Style) -> None:
    folder = write_family(tmp_path)
    gone = METHODS[style.method].needs
    for name in gone:
        (folder / f"{name}.safetensors").unlink()
    without = Stylizer(weights=folder, precision=FLOAT32)
    assert without.methods == tuple(name for name, method in METHODS.items() if not set(method.needs) & set(gone))
    with pytest.raises(CheckpointError, match=r"is missing from .* train it with"):
        without.stylize(PHOTO, style, few(style))
    for name in without.methods:
        other = without.style(picture(strokes(96)), name)
        without.stylize(PHOTO, other, few(other))


@pytest.mark.parametrize("strength", [0.5, 1.0])
def test_gatys_begins_with_the_painting_of_adain(stylizer: Stylizer, strength: float) -> None:
    quick, slow = (stylizer.style(picture(strokes(96)), method) for method in ("adain", "gatys"))
    image = PHOTO.image
    begun = stylizer.paint(image, quick, Controls(strength, seed=2))
    at_once, later = (stylizer.paint(image, slow, Controls(strength, seed=2, iterations=n)) for n in (1, 12))
    torch.testing.assert_close(at_once, within_gamut(begun, image).clamp(0, 1), rtol=0, atol=1e-5)
    assert float((later - at_once).abs().mean()) > 1e-3


def test_all_methods_are_there(stylizer: Stylizer) -> None:
    assert stylizer.methods == tuple(METHODS)


def test_without_an_encoder_nothing_is(tmp_path: Path) -> None:
    bare = Stylizer(weights=tmp_path, precision=FLOAT32)
    assert bare.methods == ()
    for method in METHODS:
        with pytest.raises(CheckpointError, match=r"encoder.safetensors is missing from .* train it with"):
            bare.style(picture(strokes(64)), method)


# WCT


@pytest.fixture
def wct(stylizer: Stylizer) -> Style:
    return stylizer.style(picture(strokes(96)), "wct", "strokes")


def test_wct_paints_at_the_levels_chosen_from_the_deepest_up(stylizer: Stylizer, wct: Style) -> None:
    some = stylizer.stylize(PHOTO, wct, Controls(levels=(4, 2)))
    assert torch.equal(some.image, stylizer.stylize(PHOTO, wct, Controls(levels=(2, 4))).image)
    assert difference(some, stylizer.stylize(PHOTO, wct)) > 1e-3
    by_hand = stylizer.paint(stylizer.paint(PHOTO.image, wct, Controls(levels=(4,))), wct, Controls(levels=(2,)))
    assert torch.equal(Picture.of(by_hand).pixels, some.pixels)


def test_a_level_with_strength_0_is_left_out(stylizer: Stylizer, wct: Style) -> None:
    some = stylizer.stylize(PHOTO, wct, Controls(levels=(4, 2, 1), level_strengths=(0.0, 0.5, 1.0)))
    assert torch.equal(
        some.image, stylizer.stylize(PHOTO, wct, Controls(levels=(1, 2), level_strengths=(1.0, 0.5))).image
    )
    half = stylizer.stylize(PHOTO, wct, Controls(0.5, levels=(4,), level_strengths=(0.5,)))
    assert torch.equal(half.image, stylizer.stylize(PHOTO, wct, Controls(0.25, levels=(4,))).image)


def test_wct_paints_from_relu5_1_only_where_it_is_asked_to(stylizer: Stylizer, wct: Style) -> None:
    unasked = stylizer.stylize(PHOTO, wct).image
    assert torch.equal(unasked, stylizer.stylize(PHOTO, wct, Controls(levels=(1, 2, 3, 4))).image)
    assert not torch.equal(unasked, stylizer.stylize(PHOTO, wct, Controls(levels=(1, 2, 3, 4, 5))).image)


def test_wct_takes_the_levels_that_it_has_inverters_of(tmp_path: Path) -> None:
    few = Stylizer(weights=write_family(tmp_path, levels=(1, 3)), precision=FLOAT32)
    style = few.style(picture(strokes(96)), "wct")
    assert torch.equal(few.stylize(PHOTO, style).image, few.stylize(PHOTO, style, Controls(levels=(1, 3))).image)
    with pytest.raises(ControlError, match=r"levels of wct are \[1, 3\] with these weights, got \[5\]"):
        few.stylize(PHOTO, style, Controls(levels=(5, 3)))


def test_wct_shows_the_painting_as_it_grows(stylizer: Stylizer, wct: Style) -> None:
    seen: list[Progress] = []
    stylizer.stylize(PHOTO, wct, Controls(levels=(3, 1)), on_progress=seen.append)
    first, second, last = seen
    assert first.preview is not None
    assert second.preview is not None
    assert difference(first.preview, PHOTO) < 1e-5 < difference(second.preview, PHOTO)
    assert (last.done, last.total) == (2, 2)


# The VAE


def test_a_sample_is_a_style_of_its_seed(stylizer: Stylizer) -> None:
    first, again, other = (stylizer.sample(seed, name="dream") for seed in (1, 1, 2))
    assert first.method == "vae"
    assert first.tensors["mean"].shape == (CODE,)
    assert torch.equal(stylizer.stylize(PHOTO, first).image, stylizer.stylize(PHOTO, again).image)
    assert difference(stylizer.stylize(PHOTO, first), stylizer.stylize(PHOTO, other)) > 1e-3
    assert Style.mix([(first, 1), (other, 1)]).provenance == first.provenance


def test_a_sample_can_be_like_some_styles(stylizer: Stylizer) -> None:
    painted = [stylizer.style(painting, "vae", name=str(number)) for number, painting in enumerate(PAINTINGS)]
    samples = [stylizer.sample(seed, like=painted).tensors["mean"] for seed in range(200)]
    again = stylizer.sample(0, like=painted).tensors["mean"]
    assert torch.equal(again, samples[0])
    # Between two styles and a little beyond them, and nowhere else.
    first, second = (style.tensors["mean"] for style in painted)
    middle, across = (first + second) / 2, (first - second) / torch.linalg.vector_norm(first - second)
    offsets = torch.stack(samples) - middle
    along = offsets @ across
    torch.testing.assert_close(offsets, along[:, None] * across, rtol=0, atol=1e-4)
    half = float(torch.linalg.vector_norm(first - second)) / 2
    assert 0.9 < float(along.std()) / (0.8 * math.sqrt(2) * half) < 1.1


def test_what_a_sample_is_to_be_like_is_checked(stylizer: Stylizer) -> None:
    vae, other = stylizer.style(PAINTINGS[0], "vae"), stylizer.style(PAINTINGS[1], "adain")
    with pytest.raises(StyleError, match="give two at least"):
        stylizer.sample(1, like=[vae])
    with pytest.raises(StyleError, match="different methods"):
        stylizer.sample(1, like=[vae, other])
    with pytest.raises(StyleError, match="styles of its own"):
        stylizer.sample(1, like=[other, other])


def test_a_sample_needs_a_seed_and_a_vae(stylizer: Stylizer) -> None:
    with pytest.raises(ControlError, match="seed is from 0"):
        stylizer.sample(-1)
    with pytest.raises(StyleError, match="sample one with vae"):
        stylizer.sample(1, "adain")


def test_a_variation_paints_something_near(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)), "vae")
    painted = stylizer.stylize(PHOTO, style)
    near, far = (difference(stylizer.stylize(PHOTO, style.vary(amount, seed=4)), painted) for amount in (0.1, 1.0))
    assert 0 < near < far


def test_codes_of_another_vae_are_refused_by_name(tmp_path: Path, stylizer: Stylizer) -> None:
    folder = write_family(tmp_path)
    tensors, metadata = checkpoints.read(checkpoints.VAE, folder)
    checkpoints.write(checkpoints.VAE, {key: 2 * tensor for key, tensor in tensors.items()}, metadata, folder)
    other = Stylizer(weights=folder, precision=FLOAT32).style(picture(strokes(96)), "vae", "theirs")
    with pytest.raises(StyleError, match="'theirs' was measured with another network of vae"):
        stylizer.stylize(PHOTO, other)
    with pytest.raises(StyleError, match="codes of different networks"):
        Style.mix([(other, 1), (stylizer.style(picture(strokes(96)), "vae"), 1)])
