import pytest
import torch

from engine import (
    Cancelled,
    Controls,
    EngineError,
    Mask,
    NonFinitePicture,
    Picture,
    Request,
    SteppedDown,
    StyleError,
    Stylizer,
    memory,
)
from engine.batches import MOST_PIXELS, group
from engine.methods import METHODS, adain, wct
from engine.networks.vgg import VGG19
from engine.precision import Precision
from tests.engine.families import write_family
from tests.engine.pictures import landscape, picture, strokes

FLOAT32 = Precision(torch.device("cpu"), torch.float32)
PHOTO = picture(landscape(96, 64))


@pytest.fixture(scope="module")
def stylizer(tmp_path_factory: pytest.TempPathFactory) -> Stylizer:
    return Stylizer(weights=write_family(tmp_path_factory.mktemp("weights")), precision=FLOAT32)


def close(found: Picture | EngineError, expected: Picture) -> bool:
    # A batch may round otherwise than its members alone, and 8 bits round that up.
    assert isinstance(found, Picture)
    return float((found.image - expected.image).abs().max()) <= 1.01 / 255


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("strength", [0.0, 0.8])
def test_many_at_once_are_as_each_alone(stylizer: Stylizer, method: str, strength: float) -> None:
    styles = [stylizer.style(picture(strokes(96, seed)), method) for seed in (1, 2, 3)]
    controls = Controls(strength, iterations=2 if method == "gatys" else None)
    other = picture(landscape(64, 96))
    requests = [Request(photo, style, controls) for photo in (PHOTO, other) for style in styles]
    for found, request in zip(stylizer.stylize_many(requests), requests, strict=True):
        assert close(found, stylizer.stylize(request.photo, request.style, request.controls))


def test_one_photo_in_many_styles_is_encoded_once(stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch) -> None:
    styles = [stylizer.style(picture(strokes(96, seed))) for seed in (1, 2, 3)]
    seen: list[int] = []
    forward = VGG19.forward

    def counted(self: VGG19, images: torch.Tensor, levels: object = ()) -> object:
        seen.append(len(images))
        return forward(self, images, levels)  # type: ignore[arg-type]

    monkeypatch.setattr(VGG19, "forward", counted)
    painted = stylizer.stylize_many([Request(PHOTO, style) for style in styles])
    assert seen == [1]
    assert all(isinstance(picture, Picture) for picture in painted)


def test_photos_of_one_shape_go_together_and_keep_their_alpha_and_size(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)))
    alpha = torch.ones(1, 1, 64, 96)
    alpha[..., :10] = 0
    requests = [
        Request(PHOTO, style),
        Request(Picture.of(PHOTO.image.flip(-1), alpha), style),
        Request(PHOTO, style, Controls(keep_colours="luminance")),
    ]
    found = stylizer.stylize_many(requests)
    for mine, request in zip(found, requests, strict=True):
        assert close(mine, stylizer.stylize(request.photo, request.style, request.controls))
    assert isinstance(found[1], Picture)
    assert found[1].alpha is not None


def test_a_bad_request_fails_alone(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)))
    foreign = stylizer.style(picture(strokes(96)), "wct")
    broken = Picture.of(torch.rand(1, 3, 64, 96))
    found = stylizer.stylize_many(
        [
            Request(PHOTO, style),
            Request(PHOTO, style, Controls(levels=(1,))),
            Request(PHOTO, [(Mask(torch.ones(5, 5)), style)]),
            Request(broken, [(Mask(torch.ones(64, 96)), style), (Mask(torch.ones(64, 96)), foreign)]),
            Request(broken, style),
        ]
    )
    assert [type(each).__name__ for each in found] == ["Picture", "ControlError", "MaskError", "StyleError", "Picture"]
    assert isinstance(found[3], StyleError)


def test_a_picture_that_poisons_its_batch_fails_alone(stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch) -> None:
    style = stylizer.style(picture(strokes(96)))
    poison = Picture.of(torch.ones(1, 3, 64, 96))
    forward = VGG19.forward

    def poisoned(self: VGG19, images: torch.Tensor, levels: object = ()) -> dict[int, torch.Tensor]:
        features = forward(self, images, levels)  # type: ignore[arg-type]
        for row in range(len(images)):
            if bool((images[row] == 1).all()):
                features[4][row] = float("nan")
        return features

    monkeypatch.setattr(VGG19, "forward", poisoned)
    found = stylizer.stylize_many([Request(PHOTO, style), Request(poison, style), Request(PHOTO, style)])
    assert isinstance(found[1], NonFinitePicture)
    assert isinstance(found[0], Picture)
    assert isinstance(found[2], Picture)


def test_it_stops_when_asked_to(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)))
    with pytest.raises(Cancelled):
        stylizer.stylize_many([Request(PHOTO, style), Request(PHOTO, style)], cancelled=lambda: True)


def test_batches_are_alike_and_not_too_large() -> None:
    keys = dict(enumerate("aababbba"))
    batches = list(group(keys, dict.fromkeys(keys, MOST_PIXELS // 3)))
    assert batches == [[0, 1, 3], [7], [2, 4, 5], [6]]
    assert list(group({0: "a", 1: "a"}, {0: 10 * MOST_PIXELS, 1: 10 * MOST_PIXELS})) == [[0], [1]]
    assert list(group(keys, dict.fromkeys(keys, MOST_PIXELS // 3), 2 * MOST_PIXELS)) == [[0, 1, 3, 7], [2, 4, 5, 6]]


@pytest.mark.parametrize("method", METHODS)
def test_one_image_in_several_styles_is_as_many_images(
    stylizer: Stylizer, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Level after level, WCT through random weights amplifies how a batch is rounded.
    levels = (2,) if method == "wct" else None
    image, controls = PHOTO.image, Controls(levels=levels, iterations=2 if method == "gatys" else None)
    styles = [stylizer.style(picture(strokes(96, seed)), method) for seed in (1, 2)]
    alone = torch.cat([stylizer.paint(image, style, controls) for style in styles])
    for tile in (1024, 32):
        monkeypatch.setattr(adain, "TILE", tile)
        monkeypatch.setattr(wct, "TILE", tile)
        found = stylizer.paint(image, styles, controls)
        assert found.shape == alone.shape
        assert float((found - alone).abs().mean()) < 0.1 * float((alone[0] - alone[1]).abs().mean())


def test_it_stops_between_two_batches(stylizer: Stylizer) -> None:
    style, asked = stylizer.style(picture(strokes(96))), iter([False] * 3 + [True] * 99)
    other = picture(landscape(64, 96))
    with pytest.raises(Cancelled):
        stylizer.stylize_many([Request(photo, style) for photo in (PHOTO, other, PHOTO)], lambda: next(asked))


def test_what_memory_is_short_for_is_painted_smaller_and_that_is_said(
    stylizer: Stylizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    style, large = stylizer.style(picture(strokes(96))), picture(landscape(800, 600))
    needed = stylizer.estimate((800, 600)).bytes
    monkeypatch.setattr(memory, "available", lambda device: needed)
    told: list[tuple[int, object]] = []
    requests = [Request(photo, style) for photo in (PHOTO, large, large)]
    for found, request in zip(
        stylizer.stylize_many(requests, on_note=lambda index, note: told.append((index, note))), requests, strict=True
    ):
        assert close(found, stylizer.stylize(request.photo, request.style, request.controls))
    assert [(index, type(note)) for index, note in told] == [(1, SteppedDown), (2, SteppedDown)]
