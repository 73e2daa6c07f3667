from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot import survey
from bot.survey import __main__ as script
from bot.survey import pairs
from engine import Gallery
from tests.bot.drawing import landscape


def test_there_are_ten_pairs_of_every_method_and_different_styles() -> None:
    assert len(pairs()) == len({pair.name for pair in pairs()}) == 10
    assert Counter(pair.method for pair in pairs()) == {"adain": 3, "wct": 3, "vae": 2, "gatys": 2}
    assert len({pair.style for pair in pairs()}) >= 9
    gallery = Gallery.load()
    for pair in pairs():
        assert pair.method in gallery.methods(pair.style), pair.name
        assert 0 < pair.strength <= 1
        assert pair.title
        assert "CC0" in pair.credit or "public domain" in pair.credit


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
def test_each_picture_is_small_and_says_nothing_of_itself(pair: survey.Pair) -> None:
    assert pair.file.stat().st_size <= 80_000
    with Image.open(pair.file) as shown:
        shown.load()
        assert (shown.format, shown.width) == ("JPEG", 1000)
        assert not shown.getexif()


def test_answers_are_about_a_pair_as_it_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(len(pair.edition) <= 64 for pair in pairs())
    monkeypatch.setattr(survey, "FOLDER", tmp_path)
    first = replace(pairs()[0], name="one")
    first.file.write_bytes(b"first")
    second = replace(first, name="two")
    second.file.write_bytes(b"second")
    assert first.edition.startswith("one@")
    assert first.edition.partition("@")[2] != second.edition.partition("@")[2]


def test_pictures_are_made_of_photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = next(pair for pair in pairs() if pair.method == "adain")
    photo = tmp_path / Path(pair.photo).with_suffix(".png")
    landscape(120, 60).save(photo)
    monkeypatch.setattr(script, "pairs", lambda: (replace(pair, photo=photo.name),))
    monkeypatch.setattr(script, "_PAINTED_SIDE", 128)
    script.main([str(tmp_path), "--only", pair.name, "--output", str(tmp_path)])
    with Image.open(tmp_path / f"{pair.name}.jpg") as made:
        # Of a photo that is cut to four to three.
        assert made.size == (1000, 371)
        half = made.crop((0, 0, 496, 371)), made.crop((504, 0, 1000, 371))
        assert half[0].resize((1, 1)).getpixel((0, 0)) != half[1].resize((1, 1)).getpixel((0, 0))
