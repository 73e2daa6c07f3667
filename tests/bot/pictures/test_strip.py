import pytest
from PIL import Image

from bot.pictures import strip
from bot.pictures.path import STOPS, path


def cells(count: int = STOPS) -> list[Image.Image | None]:
    return [Image.new("RGB", (64, 48), (30 * number, 0, 255 - 30 * number)) for number in range(count)]


def test_two_styles_say_the_second_ones_part_and_more_say_each() -> None:
    assert [strip.words(weights) for weights in path(2)] == ["0%", "17%", "33%", "50%", "67%", "83%", "100%"]
    assert [strip.words(weights) for weights in path(3)][:4] == ["100/0/0", "67/33/0", "33/67/0", "0/100/0"]
    assert strip.words(path(4)[3]) == "0/50/50/0"


@pytest.mark.parametrize("aspect", [3 / 4, 1.0, 4 / 3])
def test_all_stops_are_on_it_and_a_phone_shows_it_whole(aspect: float) -> None:
    assert sum(strip.rows(aspect)) == STOPS
    drawn = strip.draw(cells(), path(2), aspect)
    assert 0.5 < drawn.width / drawn.height < 2
    # From the first at the top left to the last at the bottom right.
    assert drawn.getpixel((drawn.width // 8, drawn.height // 5))[0] < 10
    assert drawn.getpixel((drawn.width - 10, drawn.height - 60))[0] > 170


def test_other_numbers_of_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match="7 pictures, got 6 with 7"):
        strip.draw(cells(6), path(2), 1.0)
