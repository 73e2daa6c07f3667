import pytest
import torch

from bot.pictures import crop
from engine import Picture


def photo(width: int, height: int, alpha: bool = False) -> Picture:
    """Each pixel says its row and column."""
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    pixels = torch.stack([rows, columns, torch.zeros_like(rows)], dim=2).to(torch.uint8)
    return Picture(pixels, rows.to(torch.uint8) if alpha else None, "PNG")


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((120, 90), (120, 90)),
        ((90, 120), (90, 120)),
        ((100, 100), (100, 100)),
        ((200, 90), (120, 90)),
        ((90, 200), (90, 120)),
        ((400, 20), (27, 20)),
        ((1, 50), (1, 1)),
    ],
)
def test_cells_are_never_narrower_or_wider_than_three_to_four(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    cut = crop.for_cells(photo(*size))
    assert (cut.width, cut.height) == wanted


def test_of_portraits_the_upper_part_stays_and_of_wide_photos_the_middle() -> None:
    tall = crop.for_cells(photo(90, 200)).pixels[:, :, 0]
    assert tall.min() < 199 - tall.max(), "less is cut off above than below"
    wide = crop.for_cells(photo(200, 90)).pixels[:, :, 1]
    assert (wide.min(), wide.max()) == (40, 159)


def test_transparency_is_cut_along() -> None:
    cut = crop.square(photo(40, 80, alpha=True))
    assert cut.alpha is not None
    assert torch.equal(cut.alpha, cut.pixels[:, :, 0])


def test_films_get_even_sides_and_lose_no_more_than_a_row_and_a_column() -> None:
    odd = crop.to_even(photo(65, 49))
    assert (odd.width, odd.height) == (64, 48)
    even = photo(64, 48)
    assert crop.to_even(even) is even
