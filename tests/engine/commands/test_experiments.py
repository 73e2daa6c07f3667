"""The experiments with Gatys' optimisation, and inversion."""

from collections.abc import Callable
from pathlib import Path

from engine import decode
from engine.__main__ import main

SMALL = ("--longest-side", "64")


def test_a_grid_has_a_row_for_each_set_of_layers(photo: Path, painting: Path, said: Callable[[], str]) -> None:
    out = photo.with_name("grid.png")
    options = ("--factors", "0.1,100", "--iterations", "3", *SMALL)
    assert main(["gatys-grid", str(photo), str(painting), *options, "-o", str(out)]) == 0
    grid = decode(out.read_bytes())
    assert (grid.width, grid.height) == (2 * (64 + 8), 5 * (43 + 8))
    assert "row: relu1_1, relu2_1 row:" in (words := said())
    assert "columns: content x 0.1, x 100" in words


def test_a_curve_is_drawn_with_its_table_beside_it(photo: Path, painting: Path) -> None:
    out = photo.with_name("curve.png")
    assert main(["gatys-curve", str(photo), str(painting), "--iterations", "6", *SMALL, "-o", str(out)]) == 0
    assert decode(out.read_bytes()).width > 640
    rows = out.with_suffix(".csv").read_text().splitlines()
    assert rows[0] == "evaluation,seconds,total,content,style"
    assert [row.split(",")[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "6"]


def test_a_shallow_layer_gives_the_photo_back_and_a_deep_one_less(photo: Path) -> None:
    out, wanted = photo.with_name("inverted.png"), decode(photo.read_bytes()).image

    def error(layer: str) -> float:
        options = ("--layer", layer, "--iterations", "30", "--longest-side", "96")
        assert main(["invert", str(photo), *options, "-o", str(out)]) == 0
        return float((decode(out.read_bytes()).image - wanted).abs().mean())

    assert error("relu1_1") < 0.5 * error("relu5_1")


def test_what_makes_no_sense_is_refused(photo: Path, painting: Path, refused: Callable[..., str]) -> None:
    assert "from 64 to 4096 pixels, got 8" in refused("invert", photo, "--longest-side", "8")
    assert "at least 2 iterations" in refused("gatys-curve", photo, painting, "--iterations", "1")
    assert "above 0" in refused("gatys-grid", photo, painting, "--factors", "0", *SMALL)
    assert "invalid choice" in refused("invert", photo, "--layer", "relu9_9")
