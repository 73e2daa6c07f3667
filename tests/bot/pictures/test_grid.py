import numpy as np
import pytest
from PIL import Image

from bot.pictures.grid import WIDTH, Cell, cell_size, draw

RED, BLUE, GREEN = (220, 30, 30), (30, 30, 220), (30, 220, 30)


def plain(colour: tuple[int, int, int]) -> Image.Image:
    return Image.new("RGB", (64, 48), colour)


def near(image: Image.Image, place: tuple[int, int], colour: tuple[int, int, int]) -> bool:
    return np.allclose(image.getpixel(place), colour, atol=3)


def test_every_row_fills_the_width() -> None:
    drawn = draw(
        [[Cell(plain(RED)), Cell(plain(BLUE)), Cell(plain(GREEN))], [Cell(plain(BLUE)), Cell(plain(RED))]], 4 / 3
    )
    three, two = cell_size(3, 4 / 3), cell_size(2, 4 / 3)
    assert drawn.width == WIDTH
    assert three[1] + two[1] < drawn.height < three[1] + two[1] + 30
    assert near(drawn, (WIDTH - 1, 0), GREEN)
    assert near(drawn, (WIDTH - 1, drawn.height - 1), RED)
    assert near(drawn, (0, drawn.height - 1), BLUE)


@pytest.mark.parametrize("aspect", [3 / 4, 1.0, 4 / 3])
def test_cells_have_the_aspect_asked_for(aspect: float) -> None:
    for beside in (1, 2, 3, 4):
        width, height = cell_size(beside, aspect)
        assert width / height == pytest.approx(aspect, rel=0.01)
        assert beside * width <= WIDTH


def test_a_cell_without_a_picture_is_plain_but_has_its_number() -> None:
    bare, numbered = draw([[Cell(None)]], 1.0), draw([[Cell(None, "7")]], 1.0)
    assert len(bare.getcolors() or ()) == 1
    assert bare.tobytes() != numbered.tobytes()
    assert bare.crop((200, 0, WIDTH, WIDTH)).tobytes() == numbered.crop((200, 0, WIDTH, WIDTH)).tobytes()


def test_words_stand_at_the_foot() -> None:
    bare, said = (np.asarray(draw([[Cell(plain(RED), words=words)]], 1.0), int) for words in ("", "33%"))
    rows = np.flatnonzero(np.abs(bare - said).max(axis=(1, 2)))
    assert rows[0] > 0.9 * WIDTH
    assert rows[-1] == WIDTH - 1


@pytest.mark.parametrize("colour", [RED, BLUE, (0, 0, 0), (255, 255, 255), (36, 129, 230)])
def test_the_chosen_one_is_seen_on_any_picture(colour: tuple[int, int, int]) -> None:
    cells = [Cell(plain(colour), "1"), Cell(plain(colour), "2", chosen=True)]
    drawn = np.asarray(draw([cells], 1.0), int)
    other, chosen = drawn[:, : WIDTH // 2 - 10], drawn[:, WIDTH // 2 + 10 :]
    assert (np.abs(chosen - colour).max(axis=2) > 60).mean() > 1.5 * (np.abs(other - colour).max(axis=2) > 60).mean()
