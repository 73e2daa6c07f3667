from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot import methods
from bot.look import Look, Share
from bot.methods import methods_of, paintable
from engine import Entry, Gallery


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    """Two styles, one of which was measured for fewer methods."""
    for file in ("iris.safetensors", "wave.safetensors", "wct/iris.safetensors", "vae/iris.safetensors"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).touch()
    return Gallery((Entry("iris", "Irises", "", ""), Entry("wave", "The Wave", "", "")), tmp_path)


@pytest.mark.parametrize(
    ("styles", "methods"),
    [
        (["gallery:iris"], ("adain", "vae", "wct")),
        (["gallery:wave"], ("adain",)),
        (["own:1"], ("adain", "vae", "wct", "gatys")),
        (["sample:7"], ("vae",)),
        (["gallery:iris", "own:1"], ("adain", "vae", "wct")),
        (["own:1", "sample:7"], ("vae",)),
        (["gallery:wave", "sample:7"], ()),
    ],
)
def test_methods_are_those_of_all_styles(gallery: Gallery, styles: list[str], methods: tuple[str, ...]) -> None:
    assert methods_of(Look(tuple(map(Share, styles))), gallery) == methods


def test_a_look_changes_its_method_only_where_it_must(gallery: Gallery) -> None:
    bold = replace(Look.of("gallery:iris"), method="wct")
    assert paintable(bold, gallery) == bold
    assert paintable(bold.in_style("gallery:wave"), gallery).method == "adain"
    assert paintable(bold.in_style("sample:7"), gallery).method == "vae"


@pytest.mark.parametrize(("wished", "painted"), [((1, 3), (1, 3)), ((3, 4, 5), (3, 4)), ((5,), None), (None, None)])
def test_a_look_keeps_the_levels_that_there_are(
    gallery: Gallery,
    monkeypatch: pytest.MonkeyPatch,
    wished: tuple[int, ...] | None,
    painted: tuple[int, ...] | None,
) -> None:
    monkeypatch.setattr(methods, "levels_of_wct", lambda: (1, 2, 3, 4))
    bold = replace(Look.of("gallery:iris"), method="wct", levels=wished)
    assert paintable(bold, gallery) == replace(bold, levels=painted)
