"""A sheet of methods, strengths and styles."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from engine import Controls, EngineError, Picture, Style, Stylizer
from engine.__main__ import main
from engine.commands import sheet


def test_every_method_and_strength_has_its_picture(
    photo: Path, painting: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[sheet.Row | sheet.Heading] = []
    draw = sheet.draw

    def drawing(rows: list[sheet.Row | sheet.Heading]) -> Image.Image:
        drawn.extend(rows)
        return draw(rows)

    monkeypatch.setattr(sheet, "draw", drawing)
    out = photo.with_name("out.jpg")
    options = ["--methods", "adain", "wct", "--strengths", "0", "0.5", "1", "--cell", "48", "--levels", "2,1"]
    assert (
        main(["compare", str(photo), "--style", str(painting), "--weights", str(weights), "-o", str(out), *options])
        == 0
    )
    sources, heading, *rows = drawn
    assert isinstance(sources, sheet.Row)
    assert [cell.lines[1] for cell in sources.cells] == ["photo.png", "painting.jpg"]
    assert heading == sheet.Heading(("strength", "0", "0.5", "1"))
    assert [row.lines for row in rows if isinstance(row, sheet.Row)] == [("adain", "painting"), ("wct", "painting")]
    for row in rows:
        assert isinstance(row, sheet.Row)
        # Strength 0 is the photo, and the others are not.
        untouched, *painted = (cell.picture.tobytes() for cell in row.cells)
        assert untouched == sources.cells[0].picture.tobytes()
        assert len({untouched, *painted}) == 3
    with Image.open(out) as shown:
        assert shown.width > 3 * 48
        assert shown.height > 3 * 32


def test_without_methods_all_that_know_the_style_are_compared(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []

    def stylize(self: Stylizer, photo: Picture, style: Style, controls: Controls, *rest: object) -> Picture:
        painted.append(style.method)
        return photo

    monkeypatch.setattr(Stylizer, "stylize", stylize)
    out = photo.with_name("out.png")
    assert main(["compare", str(photo), "--style", "wave", "--strengths", "1", "-o", str(out)]) == 0
    assert {"adain", "vae"} <= set(painted)
    assert len(painted) == len(set(painted))


def test_a_painting_that_fails_leaves_its_place_and_the_others(
    photo: Path, painting: Path, weights: Path, monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    stylize = Stylizer.stylize

    def broken(self: Stylizer, photo: Picture, style: Style, *rest: object) -> Picture:
        if style.method == "wct":
            raise EngineError("the numbers went out of bounds")
        return stylize(self, photo, style, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Stylizer, "stylize", broken)
    out = photo.with_name("out.png")
    options = ["--methods", "adain", "wct", "--strengths", "1", "--weights", str(weights)]
    assert main(["compare", str(photo), "--style", str(painting), "-o", str(out), *options]) == 1
    assert out.is_file()
    assert "the numbers went out of bounds" in said()


def test_a_mistake_says_what_would_be_right(photo: Path, painting: Path, refused: Callable[..., str]) -> None:
    assert "at least one style" in refused("compare", photo)
    assert "strength is from 0 to 1" in refused("compare", photo, "--style", "wave", "--strengths", "2")
    assert "paintings are written as" in refused("compare", photo, "--style", "wave", "-o", "sheet.gif")
    assert "invalid choice: 'magic'" in refused("compare", photo, "--style", "wave", "--methods", "magic")
    assert "longest_side is from 64" in refused("compare", photo, "--style", "wave", "--longest-side", "0")
    assert "--cell is at least" in refused("compare", photo, "--style", "wave", "--cell", "1")
    assert "did you mean wave" in refused("compare", photo, "--style", "wawe")
    nowhere, broken = photo.with_name("nowhere.png"), photo.with_name("broken.png")
    assert "nowhere.png: No such file" in refused("compare", nowhere, "--style", "wave")
    broken.write_bytes(b"no picture")
    assert "broken.png: not a picture" in refused("compare", broken, "--style", "wave")
    assert "broken.png: not a picture" in refused("compare", photo, "--style", broken)
