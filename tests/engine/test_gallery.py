import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine import Gallery, StyleError, checkpoints
from engine.methods import METHODS

CREDITS = [
    {"name": "wave", "title": "Feminine Wave", "artist": "Katsushika Hokusai", "year": "1845"},
    {"name": "iris", "title": "The Iris", "artist": "Vincent van Gogh", "year": "1889"},
]


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    (tmp_path / "gallery.json").write_text(json.dumps(CREDITS))
    return Gallery.load(tmp_path)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("irris", "iris"), ("WAVE ", "wave"), ("hokusai", "wave"), ("van gogh", "iris"), ("gogh", "iris")],
)
def test_the_nearest_name_is_the_one_meant(gallery: Gallery, typed: str, meant: str) -> None:
    assert gallery.nearest(typed)[0] == meant


def test_nothing_is_near_nonsense(gallery: Gallery) -> None:
    assert gallery.nearest("xqzzy") == []
    assert gallery.nearest("") == []


def test_an_unknown_style_names_its_neighbours(gallery: Gallery) -> None:
    with pytest.raises(StyleError, match="no style 'irris'; near it: iris"):
        gallery.style("irris")


def test_a_style_that_a_method_has_no_statistics_of_names_the_remedy(gallery: Gallery) -> None:
    with pytest.raises(StyleError, match="no statistics of 'iris' for wct: compute them with `python -m training"):
        gallery.style("iris", "wct")


def test_a_folder_without_credits_says_how_to_rebuild_them(tmp_path: Path) -> None:
    with pytest.raises(StyleError, match="python -m training gallery"):
        Gallery.load(tmp_path)


def test_every_shipped_style_has_its_credit_and_a_file_for_each_method() -> None:
    shipped = Gallery.load()
    assert len(shipped) >= 24
    encoder = checkpoints.identity(checkpoints.ENCODER)
    for entry in shipped:
        assert entry.title
        assert entry.artist
        assert set(shipped.methods(entry.name)) == set(METHODS)
        for method in METHODS:
            style = shipped.style(entry.name, method)
            assert (style.name, style.method, style.credit) == (entry.name, method, entry.credit)
            assert style.provenance.encoder == encoder


def test_names_are_a_short_lowercase_word_each() -> None:
    names = [entry.name for entry in Gallery.load()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z]{3,9}", name) for name in names)


def test_listing_the_gallery_does_not_load_torch() -> None:
    code = "import sys, engine; engine.Gallery.load(); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
