import io

import pytest
from PIL import Image

from bot.look import Look
from tests.benchmarks import telltale
from tests.stand_in_engine import StandInPainter, mark_of, mark_of_sheet


@pytest.mark.parametrize(("chat", "number"), [(0, 0), (1, 342), (342, 1), (48, 49), (200, 7)])
def test_a_painting_tells_whose_photo_it_was_and_what_was_asked_for(chat: int, number: int) -> None:
    look = Look.of("gallery:irises")
    painted = StandInPainter().paint(telltale.photo(chat, number), look, (), "photo")
    with Image.open(io.BytesIO(painted.data)) as painting:
        assert telltale.read(painting) == (chat, number)
        assert telltale.has_mark(painting, mark_of(look))
        assert not telltale.has_mark(painting, mark_of_sheet(look, 1))


def test_a_photo_that_is_none_of_ours_is_nobodys() -> None:
    assert telltale.read(Image.new("RGB", (320, 240), (10, 44, 255))) is None
