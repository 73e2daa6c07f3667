"""The gallery, and folders of styles of one's own."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image

from engine import EngineError, Gallery, Picture, Request, Stylizer
from engine.__main__ import main
from tests.engine.pictures import strokes


@pytest.fixture
def added(painting: Path, weights: Path) -> Path:
    """A folder with one style, "mine"."""
    folder = painting.parent / "my styles"
    command = ["styles", "add", str(painting), "--name", "mine", "--credit", "Strokes, drawn, 2024"]
    assert main([*command, "--to", str(folder), "--weights", str(weights)]) == 0
    return folder


def test_the_gallery_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "list"]) == 0
    (wave,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("wave "))
    assert "Feminine Wave, Katsushika Hokusai, 1845" in wave
    assert "adain" in wave
    assert "vae" in wave


def test_a_style_of_ones_own_is_listed_with_the_others(added: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["styles", "list", "--styles", str(added)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split("  ", 1)[0] == "mine"
    assert lines[-1].endswith("Strokes, drawn, 2024")
    assert len(lines) == len(Gallery.load()) + 1


def test_a_painting_is_measured_for_every_method_whose_networks_are_here(added: Path, weights: Path) -> None:
    gallery = Gallery.load(added)
    methods = Stylizer("cpu", weights).methods
    assert {"adain", "wct", "vae"} <= set(methods)
    assert set(gallery.methods("mine")) == set(methods)
    for method in methods:
        style = gallery.style("mine", method)
        assert (style.method, style.name, style.credit) == (method, "mine", "Strokes, drawn, 2024")


def test_a_style_of_ones_own_paints_as_its_painting_does(
    added: Path, photo: Path, painting: Path, weights: Path
) -> None:
    out = photo.with_name("out.png")
    command = [str(photo), "--weights", str(weights), "-o", str(out)]
    assert main([*command, "--style", "mine", "--styles", str(added)]) == 0
    named = out.read_bytes()
    assert main([*command, "--style", str(painting)]) == 0
    assert out.read_bytes() == named


def test_a_name_is_taken_until_it_is_replaced(
    added: Path, tmp_path: Path, weights: Path, refused: Callable[..., str]
) -> None:
    other = tmp_path / "other.png"
    strokes(64, seed=5).save(other)
    before = Gallery.load(added).style("mine").to_bytes()
    command = ["styles", "add", "--to", str(added), "--weights", str(weights), "--name", "mine", str(other)]
    assert "has a 'mine' already (Strokes, drawn, 2024)" in refused(*command)
    assert Gallery.load(added).style("mine").to_bytes() == before
    assert main([*command, "--replace"]) == 0
    assert len(Gallery.load(added)) == 1
    assert Gallery.load(added).style("mine").to_bytes() != before
    assert main([*command, str(other), "--name", "second"]) == 0
    assert [entry.name for entry in Gallery.load(added)] == ["mine", "second"]


def test_a_style_of_ones_own_takes_the_place_of_a_shipped_one(added: Path) -> None:
    credits = json.loads((added / "gallery.json").read_text())
    credits[0]["name"] = "wave"
    (added / "gallery.json").write_text(json.dumps(credits))
    (added / "mine.safetensors").rename(added / "wave.safetensors")
    joined = Gallery.load().joined(Gallery.load(added))
    assert len(joined) == len(Gallery.load())
    assert joined["wave"].credit == "Strokes, drawn, 2024"
    assert joined.style("wave").name == "mine"
    assert joined.style("iris").name == "iris"


def test_a_mistake_says_what_would_be_right(painting: Path, tmp_path: Path, refused: Callable[..., str]) -> None:
    for name in ("a/b", "a:1", "a,b", "", "-o"):
        assert "a style is called by letters" in refused("styles", "add", painting, f"--name={name}")
    assert "give the style another name" in refused("styles", "add", painting, "--name", "photo")
    broken = painting.with_name("broken.jpg")
    broken.write_bytes(b"no picture")
    assert "broken.jpg: not a picture" in refused("styles", "add", broken, "--name", "a")
    nowhere = tmp_path / "nowhere"
    assert "begins with `python -m engine styles add`" in refused("styles", "list", "--styles", nowhere)
    assert "no networks" in refused("styles", "add", painting, "--name", "a", "--weights", nowhere)


def test_there_is_no_preview_by_a_method_that_no_style_was_measured_for(
    monkeypatch: pytest.MonkeyPatch, refused: Callable[..., str]
) -> None:
    monkeypatch.setattr(Gallery, "methods", lambda self, name: ("adain",))
    assert "statistics for gatys" in refused("styles", "preview", "--method", "gatys")


def test_the_preview_has_a_picture_of_every_style(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Request] = []

    def stylize_many(self: Stylizer, requests: Sequence[Request]) -> list[Picture | EngineError]:
        asked.extend(requests)
        return [EngineError("no"), *(request.photo for request in requests[1:])]

    monkeypatch.setattr(Stylizer, "stylize_many", stylize_many)
    out = photo.with_name("styles.png")
    # One style fails alone.
    assert main(["styles", "preview", str(photo), "--cell", "64", "-o", str(out)]) == 1
    assert len(asked) == len(Gallery.load())
    assert {(request.photo.width, request.photo.height) for request in asked} == {(64, 43)}
    with Image.open(out) as sheet:
        assert sheet.width > 4 * 64


def test_without_a_photo_a_drawn_one_is_painted(tmp_path: Path) -> None:
    out = tmp_path / "styles.jpg"
    assert main(["styles", "preview", "--cell", "64", "-o", str(out)]) == 0
    with Image.open(out) as sheet:
        assert sheet.width > 4 * 64
        assert len(sheet.convert("P").getcolors(256) or []) > 50
