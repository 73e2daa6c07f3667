"""`python -m training gallery`, on drawn paintings."""

from pathlib import Path

import pytest

from engine import Gallery
from engine.methods import METHODS
from tests.engine.families import write_family
from training.__main__ import main

CHOICE = """
[[style]]
name = "{name}"
file = "{file}"
title = "Strokes"
artist = "A Machine"
year = "2026"
"""


def build(tmp_path: Path, style: Path, *options: str, **chosen: str) -> int:
    choice = tmp_path / "choice.toml"
    choice.write_text("".join(CHOICE.format(name=name, file=file) for name, file in chosen.items()))
    paths = ["--style", str(style), "--choice", str(choice), "--to", str(tmp_path / "styles")]
    return main(["gallery", *paths, *options])


def test_the_chosen_paintings_become_the_gallery(tmp_path: Path, style: Path) -> None:
    assert build(tmp_path, style, old="painting-00.png") == 0
    assert build(tmp_path, style, one="painting-01.png", two="painting-02.png") == 0
    gallery = Gallery.load(tmp_path / "styles")
    assert [entry.name for entry in gallery] == ["one", "two"]
    assert gallery.style("two").credit == "Strokes, A Machine, 2026"
    assert not (tmp_path / "styles" / "old.safetensors").exists()


def test_every_method_that_has_its_checkpoints_reads_the_paintings(tmp_path: Path, style: Path) -> None:
    weights = ["--weights", str(write_family(tmp_path / "weights"))]
    assert build(tmp_path, style, *weights, one="painting-01.png", old="painting-00.png") == 0
    gallery = Gallery.load(tmp_path / "styles")
    assert set(gallery.methods("one")) == set(METHODS)
    assert all(gallery.style("one", method).method == method for method in gallery.methods("one"))
    others = tmp_path / "styles" / "mine.txt", tmp_path / "styles" / "mine" / "x.safetensors"
    for other in others:
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(b"")
    assert build(tmp_path, style, *weights, "--method", "vae", one="painting-01.png") == 0
    found = {str(file.relative_to(tmp_path / "styles")) for file in (tmp_path / "styles").rglob("*.*")}
    assert found == {"gallery.json", "one.safetensors", "vae/one.safetensors", "mine.txt", "mine/x.safetensors"}


def test_a_painting_that_cannot_be_read_leaves_the_old_gallery_whole(
    tmp_path: Path, style: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, style, old="painting-00.png") == 0
    paintings = tmp_path / "paintings"
    paintings.mkdir()
    (paintings / "broken.png").write_bytes((style / "painting-01.png").read_bytes()[:2000])
    assert build(tmp_path, paintings, new="broken.png") == 1
    assert build(tmp_path, paintings, new="nowhere.png") == 1
    assert "nowhere.png" in capsys.readouterr().err
    assert Gallery.load(tmp_path / "styles").style("old").name == "old"


def test_a_choice_that_cannot_be_read_says_so(tmp_path: Path, style: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, style) == 1
    assert "choice.toml names no styles" in capsys.readouterr().err
