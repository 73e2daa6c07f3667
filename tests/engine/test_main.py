"""`python -m engine`, called in-process."""

from pathlib import Path

import pytest
import torch

from engine import decode
from engine.__main__ import main
from engine.methods import METHODS
from tests.engine.families import write_family
from tests.engine.pictures import landscape, strokes


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "photo.png"
    landscape(96, 64).save(file)
    return file


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    file = tmp_path / "painting.jpg"
    strokes(96).save(file)
    return file


def test_a_photo_is_painted_in_a_style_of_the_gallery(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "out.jpg"
    assert main([str(photo), "--style", "wave", "--strength", "0.7", "-o", str(out)]) == 0
    painted = decode(out.read_bytes())
    assert (painted.width, painted.height, painted.format) == (96, 64, "JPEG")


def test_a_photo_is_painted_like_any_painting(photo: Path, painting: Path) -> None:
    assert main([str(photo), "--style", str(painting)]) == 0
    painted = decode((photo.parent / "photo-painted.png").read_bytes())
    assert float((painted.image - decode(photo.read_bytes()).image).abs().mean()) > 0.05


def test_folders_keep_their_shape_and_broken_files_stop_nothing(
    tmp_path: Path, painting: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "holiday"
    (folder / "day 1").mkdir(parents=True)
    landscape(64, 48).save(folder / "day 1" / "a.png")
    landscape(48, 64).save(folder / "b.webp")
    (folder / "c.jpg").write_bytes(b"not a photo")
    out = tmp_path / "out"
    assert main([str(folder), "--style", str(painting), "-o", str(out)]) == 1
    assert (out / "day 1" / "a-painted.png").exists()
    assert (out / "b-painted.webp").exists()
    assert "c.jpg" in capsys.readouterr().err


def test_no_painting_overwrites_another_or_is_painted_again(tmp_path: Path, painting: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    for name in ("a.bmp", "a.jpg", "a.gif"):
        landscape(48, 32).save(folder / name)
    assert main([str(folder), "--style", str(painting)]) == 0
    painted = {file.name for file in folder.glob("*-painted*")}
    assert painted == {"a-painted.jpg", "a-painted-2.jpg", "a-painted-3.jpg"}


def test_a_folder_painted_twice_holds_no_paintings_of_paintings(photo: Path, painting: Path) -> None:
    painting = painting.rename(painting.with_suffix(".hidden"))
    for _ in range(2):
        assert main([str(photo.parent), "--style", str(painting)]) == 0
    assert sorted(file.name for file in photo.parent.iterdir()) == ["painting.hidden", "photo-painted.png", "photo.png"]


def test_names_with_brackets_are_only_names(photo: Path, painting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = photo.with_name("cat [bold] [[end].png")
    broken.write_bytes(b"no picture")
    assert main([str(broken), str(photo), "--style", str(painting)]) == 1
    assert "cat [bold] [[end].png" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "at least one photo"),
        (["nowhere.jpg", "--style", "wave"], "nowhere.jpg: no such file"),
        (["PHOTO"], "name a style"),
        (["PHOTO", "--style", "wawe"], "did you mean wave"),
        (["PHOTO", "--style", "wave", "--strength", "7"], "strength is from 0 to 1"),
        (["PHOTO", "--style", "wave", "-o", "out.xyz"], "out.xyz: paintings are written as"),
        (["PHOTO", "PHOTO", "--style", "wave", "-o", "out.jpg"], "go to a folder"),
        (["PHOTO", "--style", "wave", "--device", "tpu"], "devices are"),
        (["PHOTO", "--style", "wave", "--threads", "0"], "--threads is at least 1"),
        (["PHOTO", "--style", "wave:x,iris"], "a weight is a number"),
        (["PHOTO", "--style", "wave:-1,iris"], "greater than 0"),
        (["PHOTO", "--style", "wave,irris"], "did you mean iris"),
        (["PHOTO", "--style", "wave", "--levels", "3"], "adain has no levels"),
        (["PHOTO", "--style", "wave", "--levels", "7"], "1 to 5"),
        (["PHOTO", "--style", "wave", "--strength", "0.5,0.6"], "one for each of levels"),
        (["PHOTO", "--style", "wave", "--weights", "nowhere"], "encoder.safetensors is missing from nowhere"),
    ],
)
def test_a_mistake_in_the_command_says_what_would_be_right(
    arguments: list[str], said: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(photo) if argument == "PHOTO" else argument for argument in arguments]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert list(photo.parent.iterdir()) == [photo]


@pytest.mark.parametrize("command", [["--list"], ["styles", "list"]])
def test_the_gallery_is_listed(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 0
    assert "Katsushika Hokusai" in capsys.readouterr().out


def painted_by(photo: Path, *options: str) -> torch.Tensor:
    out = photo.with_name("out.png")
    assert main([str(photo), "-o", str(out), *options]) == 0
    return decode(out.read_bytes()).image


def test_weights_of_a_mixture_count(photo: Path, painting: Path) -> None:
    colon = painting.rename(painting.with_name("a:0.5.jpg"))
    wave, strokes = painted_by(photo, "--style", "wave"), painted_by(photo, "--style", str(colon))
    mostly = painted_by(photo, "--style", f"wave:0.8,{colon}:0.2")
    assert 0 < float((mostly - wave).abs().mean()) < float((mostly - strokes).abs().mean())
    evenly = painted_by(photo, "--style", f"wave,{colon}")
    assert float((evenly - wave).abs().mean()) > float((mostly - wave).abs().mean())
    assert torch.equal(painted_by(photo, "--style", "wave:3"), wave)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_paints_with_weights_of_ones_own(method: str, photo: Path, painting: Path, tmp_path: Path) -> None:
    weights = write_family(tmp_path / "weights")
    options = ["--style", str(painting), "--method", method, "--weights", str(weights)]
    full, none = painted_by(photo, *options), painted_by(photo, *options, "--strength", "0")
    original = decode(photo.read_bytes()).image
    assert torch.equal(none, original)
    assert float((full - original).abs().mean()) > 0.02


def test_wct_has_a_strength_for_each_level(photo: Path, painting: Path, tmp_path: Path) -> None:
    weights = write_family(tmp_path / "weights")
    options = ["--style", str(painting), "--method", "wct", "--weights", str(weights), "--levels", "3,1"]
    one = painted_by(photo, *options, "--strength", "0,1")
    assert torch.equal(one, painted_by(photo, *options[:-1], "1"))
    assert not torch.equal(one, painted_by(photo, *options))


def test_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "--method {adain,wct,vae" in capsys.readouterr().out
