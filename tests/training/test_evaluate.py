import json
from pathlib import Path

import pytest
from PIL import Image

from engine.methods import METHODS
from engine.precision import Precision
from tests.engine.families import write_family
from tests.training.judges import quick_ruler
from training import evaluate
from training.__main__ import main
from training.evaluate import find_painters
from training.evaluation import samples
from training.evaluation.samples import read_samples

SIDE = 96


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "Ruler", quick_ruler)
    monkeypatch.setattr(samples, "SIDE", SIDE)
    # Two threads get in each other's way on pictures so small.
    monkeypatch.setattr(evaluate, "THREADS", 1)


def command(content: Path, style: Path, *options: str) -> int:
    return main(["evaluate", "--content", str(content), "--style", str(style), "--every", "6", *options])


def test_the_photo_itself_is_all_content(content: Path, style: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(content, style, "--method", "photo") == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("method", "strength", "checkerboard", "border", "clipped"))
    row = next(line for line in shown.splitlines() if line.startswith("photo"))
    assert row.split()[1:3] == ["1", "0.000"]
    assert row.split()[4:6] == ["1.000", "0.00000"]


def test_every_nth_picture_by_name_is_cropped(content: Path) -> None:
    found = read_samples([content], every=6)
    assert [sample.name for sample in found] == ["photo-00", "photo-06"]
    assert all(sample.image.shape == (1, 3, SIDE, SIDE) for sample in found)


def test_images_made_elsewhere_are_measured_by_the_same_ruler(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "saved"
    assert command(content, style, "--method", "photo", "--save", str(saved)) == 0
    assert len(list((saved / "photos").iterdir())) == len(list((saved / "paintings").iterdir())) == 2
    assert (saved / ".gitignore").read_text() == "*\n"
    capsys.readouterr()
    assert command(content, style, "--images", f"theirs={saved / 'photo-1'}", "--sheet", str(tmp_path / "s.png")) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("theirs"))
    # As PNG has 8 bits, and these crops were enlarged, they differ from the photo by half a grey level at most.
    assert float(row.split()[2]) < 0.01
    assert float(row.split()[5]) < 0.5 / 255
    with Image.open(tmp_path / "s.png") as sheet:
        assert sheet.size == (3 * SIDE, 3 * SIDE)


def test_a_missing_or_resized_image_is_named(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(content, style, "--images", str(tmp_path)) == 1
    assert "4 of 4 images are missing, first photo-00--painting-00.png" in capsys.readouterr().err
    for photo in ("photo-00", "photo-06"):
        for painting in ("painting-00", "painting-06"):
            Image.new("RGB", (64, 64)).save(tmp_path / f"{photo}--{painting}.png")
    assert command(content, style, "--images", str(tmp_path)) == 1
    assert "is 64 x 64 pixels, and its photo 96 x 96" in capsys.readouterr().err


def test_a_report_of_two_methods_has_a_blind_page(content: Path, style: Path, tmp_path: Path) -> None:
    burnt = tmp_path / "burnt"
    burnt.mkdir()
    for photo in ("photo-00", "photo-06"):
        for painting in ("painting-00", "painting-06"):
            Image.new("RGB", (SIDE, SIDE), (255, 0, 0)).save(burnt / f"{photo}--{painting}.png")
    options = ["--method", "photo", "--images", str(burnt), "--report", str(tmp_path / "report")]
    assert command(content, style, *options) == 0
    folder = tmp_path / "report"
    assert {file.name for file in folder.iterdir()} == {"index.html", "blind.html", "figures.json", ".gitignore"}
    figures = json.loads((folder / "figures.json").read_text())
    photo, other = figures["results"]
    assert (photo["method"], photo["gates"]["clipped"]["passes"]) == ("photo", True)
    assert (other["method"], other["gates"]["clipped"]["passes"]) == ("burnt", False)


def test_strict_makes_a_failing_gate_the_exit_status(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for photo in ("photo-00", "photo-06"):
        for painting in ("painting-00", "painting-06"):
            Image.new("RGB", (SIDE, SIDE), (255, 0, 0)).save(tmp_path / f"{photo}--{painting}.png")
    assert command(content, style, "--images", f"burnt={tmp_path}") == 0
    assert command(content, style, "--images", f"burnt={tmp_path}", "--strict") == 1
    assert "a gate fails: burnt at 1" in capsys.readouterr().err
    assert command(content, style, "--method", "photo", "--strict") == 0


def test_one_method_with_two_folders_of_weights_keeps_them_apart(tmp_path: Path) -> None:
    precision = Precision.best("cpu")
    assert list(find_painters(["adain"], precision)) == ["adain"]
    folders = [f"adain={tmp_path / 'a'}", f"adain={tmp_path / 'b'}", "photo"]
    assert list(find_painters(folders, precision)) == folders


def test_every_method_of_the_engine_is_measured(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = write_family(tmp_path / "weights")
    options = ["--method", *(f"{name}={weights}" for name in METHODS), "--every", "12", "--strength", "1"]
    assert command(content, style, *options) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    measured = {row[0]: float(row[5]) for row in rows if row and row[0] in METHODS}
    assert measured.keys() == METHODS.keys()
    assert min(measured.values()) > 0.01


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--strength", "0.5", "7"], "strength is from 0 to 1, got 7"),
        (["--method", "gatsby"], "there is no method 'gatsby'; there are: adain"),
        (["--method", "photo", "photo"], "photo is named twice"),
        (["--images", "photo=somewhere"], "'photo' is taken"),
        (["--every", "0"], "every is at least 1"),
        (["--every", "100"], "at least 100 are needed"),
        (["--method", "adain=nowhere"], "missing from nowhere/"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    options: list[str], message: str, content: Path, style: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(content, style, *options) == 1
    assert message in " ".join(capsys.readouterr().err.split())


def test_pictures_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate"]) == 1
    assert "--content PHOTOS --style PAINTINGS" in capsys.readouterr().err


def test_adain_runs_from_the_photo_itself(
    content: Path, style: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--strength", "0", "1", "--every", "12", "--report", str(tmp_path), "--curve", "1"]
    assert command(content, style, *options) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("adain ")]
    assert [row[1] for row in rows[:2]] == ["0", "1"]
    assert float(rows[0][5]) < 1e-4 < float(rows[1][5])
    [curve] = json.loads((tmp_path / "figures.json").read_text())["curves"]
    assert curve["honest"]
