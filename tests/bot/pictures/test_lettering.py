import numpy as np
import pytest

from bot.pictures.lettering import badge, check

INK, PLATE = (255, 255, 255), (20, 20, 20)


@pytest.mark.parametrize("words", ["1", "16", "100%", "100/0/0/0"])
def test_words_are_in_the_middle_of_a_plate_that_is_wide_enough(words: str) -> None:
    shown = badge(words, 40, INK, PLATE)
    assert shown.height == 40 <= shown.width
    written = np.asarray(shown.convert("RGB"))[..., 0] > 200
    columns = np.flatnonzero(written.any(axis=0))
    rows = np.flatnonzero(written.any(axis=1))
    assert columns[0] == pytest.approx(shown.width - 1 - columns[-1], abs=3)
    assert columns[0] > 3
    assert rows[0] == pytest.approx(39 - rows[-1], abs=3)


def test_numbers_differ() -> None:
    assert len({badge(str(number), 40, INK, PLATE).tobytes() for number in range(1, 100)}) == 99


@pytest.mark.parametrize("shown", [badge("7", 40, INK, PLATE), check(40, INK, PLATE)])
def test_a_plate_is_opaque_but_for_its_round_corners(shown: object) -> None:
    alpha = np.asarray(shown)[..., 3]
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert alpha[20, 20] == alpha[0, 20] == alpha[20, 0] == 255


def test_a_check_mark_is_drawn_in_ink() -> None:
    shown = np.asarray(check(40, INK, PLATE).convert("RGB"))[..., 0] > 200
    assert 0.05 < shown.mean() < 0.3
