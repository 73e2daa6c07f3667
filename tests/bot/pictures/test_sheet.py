import numpy as np
import pytest
from PIL import Image

from bot.pictures import sheet
from bot.pictures.grid import WIDTH, cell_size


def cells(count: int) -> list[Image.Image | None]:
    return [Image.new("RGB", (64, 48), (16 * number, 255 - 16 * number, 90)) for number in range(count)]


@pytest.mark.parametrize("count", range(1, 17))
def test_rows_are_even_and_cells_large(count: int) -> None:
    rows = sheet.rows(count)
    assert sum(rows) == count
    assert max(rows) <= 4
    assert max(rows) - min(rows) <= 1
    assert sorted(rows, reverse=True) == list(rows)


@pytest.mark.parametrize(
    ("count", "rows"),
    [(1, (1,)), (2, (2,)), (4, (2, 2)), (6, (3, 3)), (9, (3, 3, 3)), (14, (4, 4, 3, 3)), (16, (4,) * 4)],
)
def test_a_page_is_about_as_wide_as_high(count: int, rows: tuple[int, ...]) -> None:
    assert sheet.rows(count) == rows


@pytest.mark.parametrize("count", [0, 17])
def test_more_or_fewer_than_fit_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"1 to 16 pictures, got {count}"):
        sheet.draw(cells(count), 4 / 3, 1, None)


def test_pictures_stand_in_reading_order() -> None:
    drawn = sheet.draw(cells(4), 1.0, 1, None)
    middles = [drawn.getpixel((x, y)) for y in (WIDTH // 4, 3 * WIDTH // 4) for x in (WIDTH // 4, 3 * WIDTH // 4)]
    for number, colour in enumerate(middles):
        assert colour == pytest.approx((16 * number, 255 - 16 * number, 90), abs=2)


def test_numbers_count_on_and_the_chosen_one_is_marked() -> None:
    def corner(first_number: int, chosen: int | None, place: int) -> bytes:
        drawn = sheet.draw([Image.new("RGB", (8, 8))] * 3, 1.0, first_number, chosen)
        left = place * (drawn.width - cell_size(3, 1.0)[0]) // 2
        return drawn.crop((left, 0, left + 100, 60)).tobytes()

    assert corner(1, None, 1) == corner(2, None, 0) == corner(1, 99, 1)
    assert corner(1, None, 1) != corner(1, None, 0)
    assert corner(17, 18, 1) != corner(17, None, 1)
    assert corner(17, 18, 0) == corner(17, None, 0)


def test_a_cell_that_failed_spoils_no_other() -> None:
    whole, broken = cells(4), [*cells(3), None]
    before, after = (np.asarray(sheet.draw(each, 1.0, 1, None)) for each in (whole, broken))
    assert np.array_equal(before[: WIDTH // 2], after[: WIDTH // 2])
    assert not np.array_equal(before, after)
