"""Several photos painted at once, with the shipped weights."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from bot.jobs.commission import Commission
from bot.jobs.painted import Painted
from bot.jobs.painter import GalleryStyle, Kind, LearntStyle, Painter
from bot.look import Look
from engine import Cancelled, EngineError, Picture, PictureError, Request, SteppedDown, StyleError, Stylizer
from tests.bot.drawing import encoded, landscape

LOOK = Look.of("gallery:iris")
WIDE, HIGH = (encoded(landscape(*size), "PNG") for size in ((192, 144), (144, 192)))


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter()


def wanted(photo: bytes = WIDE, style: str = "iris", kind: Kind = "photo", look: Look = LOOK) -> Commission:
    return Commission(photo, look, (GalleryStyle(style),), kind)


def alone(painter: Painter, one: Commission) -> Painted:
    return painter.paint(one.photo, one.look, one.sources, one.kind)


def close(found: Painted | EngineError, expected: Painted) -> bool:
    assert isinstance(found, Painted)
    assert (found.format, found.width, found.height) == (expected.format, expected.width, expected.height)
    one, other = (np.asarray(Image.open(io.BytesIO(each.data)).convert("RGB"), float) for each in (found, expected))
    # A batch rounds otherwise than its members alone, in bf16 by up to 2 of 255; another style is 40 away.
    return float(np.abs(one - other).mean()) < 4


def test_each_of_several_comes_out_as_it_does_alone(painter: Painter) -> None:
    asked = [wanted(), wanted(HIGH, "wave"), wanted(WIDE, "wave"), wanted(kind="sticker"), wanted(HIGH)]
    for found, one in zip(painter.paint_many(asked), asked, strict=True):
        assert close(found, alone(painter, one))


def test_those_of_one_shape_go_through_the_networks_together(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    together, sizes = Stylizer._together, list[int]()

    def counted(self: Stylizer, requests: dict[int, Request], *rest: Any) -> Any:
        sizes.append(len(requests))
        return together(self, requests, *rest)

    monkeypatch.setattr(Stylizer, "_together", counted)
    painter.paint_many([wanted(), wanted(HIGH), wanted(style="wave"), wanted(style="gold"), wanted(HIGH)])
    assert sizes == [3, 2]


def test_a_photo_or_a_style_that_cannot_be_read_fails_alone(painter: Painter) -> None:
    damaged = Commission(WIDE, LOOK, (LearntStyle(1, "adain", b"damaged"),), "photo")
    found = painter.paint_many([wanted(b"%PDF-1.7"), wanted(), damaged, wanted(look=replace(LOOK, strength=2.0))])
    assert isinstance(found[0], PictureError)
    assert close(found[1], alone(painter, wanted()))
    assert isinstance(found[2], StyleError)
    assert isinstance(found[3], EngineError)


def test_notes_are_those_of_the_picture(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    stylize_many, note = Stylizer.stylize_many, SteppedDown(1024, 512, "why")

    def noted(self: Stylizer, requests: Sequence[Request], cancelled: Any, on_note: Any) -> list[Picture | EngineError]:
        on_note(1, note)
        return stylize_many(self, requests, cancelled, on_note)

    monkeypatch.setattr(Stylizer, "stylize_many", noted)
    found = painter.paint_many([wanted(), wanted(b"%PDF-1.7"), wanted(HIGH)])
    assert [each.notes if isinstance(each, Painted) else None for each in found] == [(), None, (note,)]


def test_it_stops_when_asked_to(painter: Painter) -> None:
    with pytest.raises(Cancelled):
        painter.paint_many([wanted(), wanted()], lambda: True)


def test_a_processor_paints_them_one_by_one(painter: Painter) -> None:
    assert painter.most_at_once == 1
