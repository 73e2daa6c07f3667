"""Photos in, paintings out."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image

from engine import Picture, Stylizer, decode
from engine.__main__ import main
from engine.commands import files
from engine.commands.ledger import NAME
from engine.methods import METHODS
from tests.engine.pictures import landscape, strokes


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
    left = sorted(file.name for file in photo.parent.iterdir())
    assert left == [NAME, "painting.hidden", "photo-painted.png", "photo.png"]


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
def test_every_method_paints_with_weights_of_ones_own(method: str, photo: Path, painting: Path, weights: Path) -> None:
    options = ["--style", str(painting), "--method", method, "--weights", str(weights)]
    if method == "gatys":
        options += ["--iterations", "40"]
    full, none = painted_by(photo, *options), painted_by(photo, *options, "--strength", "0")
    original = decode(photo.read_bytes()).image
    assert torch.equal(none, original)
    assert float((full - original).abs().mean()) > 0.02


def test_wct_has_a_strength_for_each_level(photo: Path, painting: Path, weights: Path) -> None:
    options = ["--style", str(painting), "--method", "wct", "--weights", str(weights), "--levels", "3,1"]
    one = painted_by(photo, *options, "--strength", "0,1")
    assert torch.equal(one, painted_by(photo, *options[:-1], "1"))
    assert not torch.equal(one, painted_by(photo, *options))


def pixels(file: Path) -> torch.Tensor:
    return decode(file.read_bytes()).image


def counting(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """Every photo that is really painted."""
    painted: list[Picture] = []
    stylize = Stylizer.stylize

    def counted(self: Stylizer, photo: Picture, *rest: object) -> Picture:
        painted.append(photo)
        return stylize(self, photo, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Stylizer, "stylize", counted)
    return painted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "holiday"
    (folder / "day").mkdir(parents=True)
    for name in ("a.png", "day/b.png"):
        landscape(48, 48).save(folder / name)
    return folder


def test_what_the_same_command_has_painted_is_not_painted_again(
    folder: Path, painting: Path, weights: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    out = folder.parent / "out"
    command = [str(folder), "--style", str(painting), "--weights", str(weights), "-o", str(out)]
    painted = counting(monkeypatch)
    assert main(command) == 0
    assert len(painted) == 2
    assert main(command) == 0
    assert len(painted) == 2
    assert "2 were painted before" in said()
    assert main([*command, "--again"]) == 0
    assert len(painted) == 4
    (out / "day" / "b-painted.png").unlink()
    landscape(64, 48).save(folder / "c.png")
    assert main(command) == 0
    assert len(painted) == 6
    assert pixels(out / "c-painted.png").shape[-2:] == (48, 64)


@pytest.mark.parametrize("change", [["--strength", "0.5"], ["--seed", "1"], ["--style", "other.png"]])
def test_another_command_paints_over_what_the_last_one_painted(
    change: list[str], folder: Path, painting: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.parent / "other.png"
    strokes(64, seed=2).save(other)
    command = [str(folder), "--style", str(painting), "--weights", str(weights)]
    painted = counting(monkeypatch)
    assert main(command) == 0
    assert main([*command, *(str(other) if word == other.name else word for word in change)]) == 0
    assert len(painted) == 4


def test_another_photo_of_the_same_name_is_painted(folder: Path, painting: Path, weights: Path) -> None:
    command = [str(folder), "--style", str(painting), "--weights", str(weights)]
    assert main(command) == 0
    before = pixels(folder / "a-painted.png")
    strokes(48, seed=3).save(folder / "a.png")
    assert main(command) == 0
    assert not torch.equal(pixels(folder / "a-painted.png"), before)


def test_a_run_that_is_cut_off_leaves_whole_files_and_goes_on(
    folder: Path, painting: Path, weights: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    command = [str(folder), "--style", str(painting), "--weights", str(weights)]
    replace, written = Path.replace, list[Path]()

    def cut_off(self: Path, target: Path) -> Path:
        written.append(target)
        if len(written) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        assert main(command) == 130
    assert "1 painted, 1 left" in said()
    assert [file for file in folder.rglob("*") if "painted" in file.name] == [folder / "a-painted.png"]
    painted = counting(monkeypatch)
    assert main(command) == 0
    assert len(painted) == 1
    assert (folder / "day" / "b-painted.png").is_file()


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "painting.png"
    files.write(file, b"before")

    write = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        write(self, content[:2])
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space left"):
        files.write(file, b"after")
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"before"


def test_failures_of_a_batch_are_counted_and_named(
    folder: Path, painting: Path, weights: Path, said: Callable[[], str]
) -> None:
    for name in ("x.jpg", "y.jpg"):
        (folder / name).write_bytes(b"no picture")
    assert main([str(folder), "--style", str(painting), "--weights", str(weights)]) == 1
    assert "2 of 4 failed: x.jpg, y.jpg" in said()


def mask(file: Path, left: int, right: int, size: tuple[int, int] = (96, 64)) -> Path:
    """White from column `left` to `right`."""
    image = Image.new("L", size)
    image.paste(255, (left, 0, right, size[1]))
    image.save(file)
    return file


def test_each_region_has_its_style_and_the_rest_is_the_photo(
    photo: Path, painting: Path, weights: Path, tmp_path: Path
) -> None:
    left = mask(tmp_path / "a=b.png", 0, 32)
    options = ["--weights", str(weights)]
    both = painted_by(photo, "--region", f"{left}={painting}", *options)
    original = pixels(photo)
    assert torch.equal(both[..., 40:], original[..., 40:])
    assert float((both[..., :24] - original[..., :24]).abs().mean()) > 0.02


@pytest.mark.parametrize("leave", ["", "photo"])
def test_a_region_is_left_as_it_is_and_the_rest_is_painted(
    leave: str, photo: Path, painting: Path, weights: Path, tmp_path: Path
) -> None:
    face = mask(tmp_path / "face.png", 0, 32)
    options = ["--style", str(painting), "--weights", str(weights), "--region", f"{face}={leave}"]
    painted, original = painted_by(photo, *options), pixels(photo)
    assert torch.equal(painted[..., :24], original[..., :24])
    assert float((painted[..., 40:] - original[..., 40:]).abs().mean()) > 0.02
    soft = painted_by(photo, *options, "--soften", "12")
    assert not torch.equal(soft[..., 24:32], painted[..., 24:32])


def test_what_is_done_otherwise_than_asked_is_said(
    photo: Path, painting: Path, weights: Path, tmp_path: Path, said: Callable[[], str]
) -> None:
    dot = mask(tmp_path / "dot.png", 0, 2)
    painted_by(photo, "--region", f"{dot}={painting}", "--weights", str(weights))
    assert said().count("photo.png: region 0 is too small") == 1


def test_a_mistake_in_a_region_says_what_would_be_right(
    photo: Path, painting: Path, weights: Path, tmp_path: Path, refused: Callable[..., str]
) -> None:
    one, other = mask(tmp_path / "one.png", 0, 9), mask(tmp_path / "other.png", 0, 9, (64, 64))
    options = (photo, "--weights", weights)
    assert "the mask 'no.png' is no file" in refused(*options, "--region", "no.png=wave")
    assert "as in sky.png=wave" in refused(*options, "--region", "wave")
    two = ("--region", f"{one}=", "--region", f"{other}={painting}")
    assert "one.png is 96 x 64" in refused(*options, *two)
    assert "0 or more pixels" in refused(*options, "--region", f"{one}={painting}", "--soften", "-1")
    assert "did you mean" in refused(*options, "--region", f"{one}=wawe")
    one.write_bytes(b"no picture")
    assert "one.png: not a picture" in refused(*options, "--region", f"{one}={painting}")
