"""Contact sheets."""

import numpy as np
import pytest
from PIL import Image, ImageFont

from engine.commands import sheet
from engine.commands.sheet import Cell, Heading, Row


def tile(colour: tuple[int, int, int], width: int = 60, height: int = 40) -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def test_every_picture_is_on_the_sheet_whole_and_apart() -> None:
    red, green, blue = (200, 0, 0), (0, 200, 0), (0, 0, 200)
    rows: list[Row | Heading] = [
        Row((Cell(tile(red), ("photo",)),)),
        Heading(("strength", "0.5", "1")),
        Row((Cell(tile(green)), Cell(tile(blue, 30, 80))), ("adain",)),
    ]
    pixels = np.asarray(sheet.draw(rows))
    for colour, count in ((red, 60 * 40), (green, 60 * 40), (blue, 30 * 80)):
        assert (pixels == colour).all(-1).sum() == count


def test_labels_are_drawn_and_do_not_touch_pictures() -> None:
    plain, labelled = (
        np.asarray(sheet.draw([Row((Cell(tile((200, 0, 0)), lines),))])) for lines in ((), ("wave", "a credit"))
    )
    assert (labelled < 100).all(-1).sum() > (plain < 100).all(-1).sum() + 20
    assert (labelled == (200, 0, 0)).all(-1).sum() == 60 * 40


def test_a_long_label_stays_in_its_column() -> None:
    cells = (Cell(tile((200, 0, 0)), ("a name that is much longer than its picture",)), Cell(tile((0, 0, 200))))
    pixels = np.asarray(sheet.draw([Row(cells)]))
    under = pixels[55:, 72:]
    assert (under == 255).all()


def test_without_a_font_of_the_system_accents_are_left_out_and_no_letter_is_a_box(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet, "_FONTS", ())
    sheet._font.cache_clear()
    try:
        font = sheet._font(16)
        assert isinstance(font, ImageFont.FreeTypeFont)
        assert sheet._writable("Fernand Léger – Dürer × 2", font) == "Fernand Leger - Durer x 2"
    finally:
        sheet._font.cache_clear()


def test_a_fitted_picture_is_never_enlarged() -> None:
    assert sheet.fitted(tile((0, 0, 0)), 30, 30).size == (30, 20)
    assert sheet.fitted(tile((0, 0, 0)), 60, 10).size == (15, 10)
    assert sheet.fitted(tile((0, 0, 0)), 300, 300).size == (60, 40)


def test_the_drawn_photo_has_smooth_places_and_edges() -> None:
    luma = np.asarray(sheet.landscape(160, 120).convert("L")).astype(float)
    assert luma.shape == (120, 160)
    steps = np.abs(np.diff(luma, axis=1))
    assert np.median(steps) < 6
    assert steps.max() > 60
