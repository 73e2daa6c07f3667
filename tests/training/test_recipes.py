"""A few steps of every recipe, from the command line, on twelve drawn pictures."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from engine import checkpoints
from engine.errors import CheckpointError
from training.__main__ import main
from training.recipes import RECIPES

FEW = ["--steps", "3", "--batch-size", "2", "--crop", "32", "--warm-up", "1", "--save-every", "2", "--device", "cpu"]

RUNS = {
    "encoder": ("encoder", []),
    "encoder without inverters": ("encoder", ["--lambda-reconstruction", "0", "--width", "0.125"]),
    # One step is judged by the slim encoder, two by VGG-19.
    "adain": ("adain", ["--full-after", "0.6", "--start-from", "START"]),
    "adain of the paper": ("adain", ["--levels", "4", "--full-after", "1"]),
    "wct": ("wct", []),
    "wct, two levels": ("wct", ["--levels", "1", "3", "--lambda-features", "0"]),
    "autoencoder": ("vae", ["--stage", "autoencoder", "--start-from", "START", "--judge", "encoder"]),
    "deterministic": ("vae", ["--stage", "deterministic", "--judge", "encoder"]),
    "variational": ("vae", ["--start-from", "START", "--kl-warm-up", "0"]),
    "statistics alone": ("vae", ["--no-paint"]),
}


@pytest.fixture
def start(tmp_path: Path) -> Path:
    """A folder of weights to begin with, without a VAE."""
    folder = shutil.copytree(checkpoints.WEIGHTS, tmp_path / "start")
    (folder / f"{checkpoints.VAE}.safetensors").unlink(missing_ok=True)
    return folder


@pytest.mark.parametrize(("recipe", "more"), RUNS.values(), ids=RUNS)
def test_a_recipe_trains_validates_and_exports(
    recipe: str, more: list[str], tmp_path: Path, start: Path, content: Path, style: Path
) -> None:
    more = [str(start) if argument == "START" else argument for argument in more]
    data = ["--content", str(content), "--style", str(style)]
    data += ["--validation-content", str(content), "--validation-style", str(style)]
    paths = ["--run", str(tmp_path / "runs"), "--export-to", str(tmp_path / "weights")]
    assert main([recipe, *FEW, *data, *paths, *more]) == 0

    (name,) = json.loads((tmp_path / "weights" / "manifest.json").read_text())
    tensors, metadata = checkpoints.read(name, tmp_path / "weights")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())
    assert (metadata.recipe, metadata.step) == (recipe, 3)
    assert metadata.config["batch_size"] == 2
    assert str(tmp_path) not in str(metadata)
    # AdaIN is measured by the ruler, and a decoder alone has no codes to measure.
    assert bool(metadata.figures) == (recipe != "adain" and "autoencoder" not in more)
    assert {"losses.csv", "losses.png", "progress.png", "samples-last.png", "state.safetensors"} <= {
        file.name for file in (tmp_path / "runs" / recipe).iterdir()
    }


def test_the_engine_loads_what_a_recipe_exports(tmp_path: Path, start: Path, content: Path, style: Path) -> None:
    data = ["--content", str(content), "--style", str(style), "--run", str(tmp_path / "runs")]
    for recipe in (["wct"], ["vae", "--no-paint"], ["adain", "--levels", "4", "--full-after", "1"]):
        assert main([*recipe, *FEW, *data, "--weights", str(start), "--export-to", str(start)]) == 0
    assert checkpoints.wct_inverters(start).keys() == {1, 2, 3, 4, 5}
    assert checkpoints.vae(start).code == 128
    assert checkpoints.adain_decoder(start)(
        {4: torch.rand(1, 128, 4, 4)},
        *(2 * [{4: checkpoints.vae(start).moments(torch.zeros(1, 128))[4]}]),
    ).shape == (1, 3, 32, 32)
    # Beside another encoder each of them is refused.
    assert main(["encoder", *FEW, *data, "--lambda-reconstruction", "0", "--export-to", str(start)]) == 0
    for load in (checkpoints.wct_inverters, checkpoints.vae, checkpoints.adain_decoder):
        with pytest.raises(CheckpointError, match="another encoder"):
            load(start)


def test_a_full_width_family_trains_beside_the_teacher(tmp_path: Path, content: Path, style: Path) -> None:
    full = tmp_path / "full"
    assert main(["teacher", "--content", str(content), "--export-to", str(full)]) == 0
    assert checkpoints.encoder(full).channels == (64, 128, 256, 512, 512)
    data = ["--content", str(content), "--style", str(style), "--run", str(tmp_path / "runs")]
    assert main(["wct", *FEW, *data, "--levels", "3", "--weights", str(full), "--export-to", str(full)]) == 0
    assert checkpoints.wct_inverters(full).keys() == {3}


def test_inverters_start_from_those_of_the_same_encoder(tmp_path: Path, start: Path, content: Path) -> None:
    common = ["--content", str(content), "--weights", str(start), "--lambda-features", "0"]
    first = [*common, "--run", str(tmp_path / "first"), "--export-to", str(start)]
    assert main(["wct", *FEW, "--levels", "1", "2", *first]) == 0
    slow = ["--levels", "2", "3", "--learning-rate", "1e-5", "--average", "0.5", "--start-from", str(start)]
    second = [*common, "--run", str(tmp_path / "second"), "--export-to", str(tmp_path / "weights")]
    assert main(["wct", *FEW, *slow, *second]) == 0
    before, _ = checkpoints.read(checkpoints.WCT, start)
    after, _ = checkpoints.read(checkpoints.WCT, tmp_path / "weights")
    assert torch.allclose(after["2.enter.weight"], before["2.enter.weight"], atol=1e-3)
    assert {key.split(".")[0] for key in after} == {"1", "2", "3"}
    assert all(torch.equal(after[key], before[key]) for key in before if key.startswith("1."))


@pytest.mark.parametrize("hold", ["memory", "disk", "device"])
def test_broken_files_among_the_photos_end_no_run(
    hold: str, tmp_path: Path, content: Path, style: Path, caplog: pytest.LogCaptureFixture
) -> None:
    photos = shutil.copytree(content, tmp_path / "photos")
    (photos / "empty.jpg").touch()
    (photos / "noise.png").write_bytes(bytes(range(256)) * 40)
    whole = (photos / "photo-03.png").read_bytes()
    (photos / "photo-03.png").write_bytes(whole[: len(whole) // 2])
    data = ["--content", str(photos), "--style", str(style), "--hold", hold, "--export-to", str(tmp_path / "weights")]
    assert main(["vae", "--no-paint", *FEW, "--batch-size", "16", *data, "--run", str(tmp_path / "runs")]) == 0
    assert (tmp_path / "weights" / "vae.safetensors").exists()
    assert "unreadable" in caplog.text


def test_a_set_too_small_is_an_error_that_says_so(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    arguments = ["encoder", "--content", str(content), "--style", str(tmp_path / "empty"), "--run", str(tmp_path)]
    assert main(arguments) == 1
    assert "0 readable pictures" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["encoder", "--crop", "100"], "crop is a multiple of 16"),
        (["encoder", "--batch-size", "0"], "batch_size is at least 1"),
        (["encoder", "--device", "tpu"], "devices are"),
        (["encoder", "--width", "2"], "width is slim or a fraction"),
        (["adain", "--levels", "2", "3"], "levels are 1 2 3 4, or 4 alone"),
        (["wct", "--levels", "6"], "levels are 1 to 5"),
        (["wct", "--depths", "1", "2"], "depths are five numbers"),
        (["wct", "--features-first", "1"], "features_first is a fraction from 0 to less than 1"),
    ],
)
def test_options_out_of_range_are_named(
    wrong: list[str], said: str, tmp_path: Path, content: Path, style: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--content", str(content), "--style", str(style), "--run", str(tmp_path)]
    assert main([wrong[0], *data, *wrong[1:]]) == 1
    assert said in capsys.readouterr().err


def test_help_lists_the_recipes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in (*RECIPES, "gallery", "evaluate", "lease", "teacher", "throughput"))
