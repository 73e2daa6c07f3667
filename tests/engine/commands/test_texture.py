"""Textures from noise."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from engine import Controls, Stylizer, decode
from engine.__main__ import main
from engine.commands import texture
from engine.methods import wct
from tests.engine.pictures import picture, strokes


def made(out: Path, *options: str) -> torch.Tensor:
    assert main(["texture", *options, "-o", str(out)]) == 0
    return decode(out.read_bytes()).image


def test_a_seed_has_its_texture(painting: Path, weights: Path) -> None:
    out = painting.with_name("texture.png")
    options = (str(painting), "--size", "80x64", "--weights", str(weights))
    one, same, other = made(out, *options), made(out, *options), made(out, *options, "--seed", "1")
    assert one.shape == (1, 3, 64, 80)
    assert torch.equal(one, same)
    assert float((one - other).abs().mean()) > 0.02


def test_a_texture_has_the_paintings_statistics_and_not_the_noises() -> None:
    painting = picture(strokes(128))
    stylizer = Stylizer("cpu")
    style = stylizer.style(painting, "wct")
    drawn = stylizer.style(picture(strokes(128, seed=9)), "wct")
    noise = texture.octaves(128, 128, 0)
    image = texture.by_wct(stylizer, style, 128, 128, Controls())

    def distance(read: dict[str, torch.Tensor]) -> float:
        return sum(float((read[f"mean{n}"] - style.tensors[f"mean{n}"]).norm()) for n in (1, 2, 3, 4))

    encoder = stylizer._family.encoder
    method = wct.WCT()
    with torch.no_grad():
        of_noise, of_texture = (distance(method.read(stylizer._family, x)) for x in (noise, image))
    assert encoder.channels == (16, 32, 64, 128, 128)
    assert of_texture < 0.5 * of_noise
    # About as near as another painting of the same brush.
    assert of_texture < 4 * distance(dict(drawn.tensors))


def test_noise_has_large_and_small_blobs() -> None:
    noise = texture.octaves(96, 128, 0)
    assert noise.shape == (1, 3, 96, 128)
    assert 0 <= float(noise.min()) <= float(noise.max()) <= 1
    coarse = torch.nn.functional.avg_pool2d(noise, 32)
    # White noise of this deviation would have 1/32 of it.
    assert float(coarse.std()) > 0.2 * float(noise.std())
    assert float((noise[..., 1:] - noise[..., :-1]).abs().mean()) > 0.02


def test_gatys_optimises_one_from_noise(painting: Path) -> None:
    out = painting.with_name("texture.png")
    options = (str(painting), "--size", "64", "--method", "gatys", "--iterations")
    stylizer = Stylizer("cpu")
    wanted = stylizer.style(decode(painting.read_bytes()), "adain").tensors

    def distance(iterations: str) -> float:
        assert made(out, *options, iterations).shape == (1, 3, 64, 64)
        read = stylizer.style(decode(out.read_bytes()), "adain").tensors
        return sum(float((read[name] - tensor).norm() / tensor.norm()) for name, tensor in wanted.items())

    assert distance("80") < 0.6 * distance("1")


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (["--size", "63"], "sides are from 64 to 4096"),
        (["--size", "wide"], "a size is 512, or 640x360"),
        (["--method", "adain"], "invalid choice: 'adain'"),
        (["--levels", "7"], "1 to 5"),
        (["--iterations", "9"], "leave out iterations"),
        (["--method", "gatys", "--levels", "1"], "gatys has no levels"),
        (["-o", "texture.txt"], "paintings are written as"),
    ],
)
def test_a_mistake_says_what_would_be_right(
    options: list[str], cause: str, painting: Path, refused: Callable[..., str]
) -> None:
    assert cause in refused("texture", painting, *options)


def test_gatys_needs_the_painting_itself(refused: Callable[..., str]) -> None:
    assert "takes a picture of the painting" in refused("texture", "wave", "--method", "gatys")
