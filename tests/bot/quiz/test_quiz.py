from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures.excerpt import SIDE
from bot.quiz import QUESTIONS, Painting, by_hand, by_machine, drawn, plans
from bot.quiz import __main__ as script
from engine import Gallery
from tests.bot.drawing import landscape


def painting(name: str, *, by_hand: bool) -> Painting:
    return Painting(Path(name), by_hand, name, name)


HAND = [painting(f"hand {number}", by_hand=True) for number in range(30)]
MACHINE = [painting(f"machine {number}", by_hand=False) for number in range(7)]


def test_the_machine_has_enough_small_squares_of_styles_that_there_are() -> None:
    gallery = Gallery.load()
    # The fewest by hand in a quiz leave room for six.
    assert len(plans()) >= 6
    for plan in plans():
        assert plan.method in gallery.methods(plan.style), plan.name
        assert "CC0" in plan.credit or "public domain" in plan.credit
        assert plan.file.stat().st_size <= 80_000
        with Image.open(plan.file) as shown:
            assert shown.size == (SIDE, SIDE)
            assert not shown.getexif()
    assert [one.name for one in by_machine()] == [f"machine:{plan.name}.jpg" for plan in plans()]


def test_a_folder_is_read_with_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "monet").mkdir()
    for name in ("b.JPG", "a.png", "monet/lilies.tif", "notes.txt"):
        (tmp_path / name).write_bytes(b"1")
    found = by_hand(tmp_path)
    assert [one.name for one in found] == ["hand:a.png", "hand:b.JPG", "hand:monet/lilies.tif"]
    assert all(one.by_hand for one in found)
    assert len({one.key for one in found}) == 3
    assert {len(one.key) for one in found} == {16}


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    assert by_hand(tmp_path / "nowhere") == ()


def test_a_quiz_mixes_both_and_every_seed_in_another_way() -> None:
    quizzes = [drawn(HAND, MACHINE, str(seed))[:QUESTIONS] for seed in range(50)]
    counts = {sum(one.by_hand for one in quiz) for quiz in quizzes}
    assert counts == {4, 5, 6}
    assert len({tuple(one.name for one in quiz) for quiz in quizzes}) == 50
    assert {quiz[0].by_hand for quiz in quizzes} == {True, False}
    assert drawn(HAND, MACHINE, "3") == drawn(HAND, MACHINE, "3")


@pytest.mark.parametrize("hands", [1, 3, 30])
def test_every_painting_comes_once_those_to_ask_about_first(hands: int) -> None:
    quiz = drawn(HAND[:hands], MACHINE, "7")
    assert sorted(one.name for one in quiz) == sorted(one.name for one in [*HAND[:hands], *MACHINE])
    assert sum(one.by_hand for one in quiz[:QUESTIONS]) == (hands if hands < 4 else pytest.approx(5, abs=1))


def test_paintings_are_made_of_parts_of_photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = next(plan for plan in plans() if plan.method == "adain")
    landscape(120, 90).save(tmp_path / "photo.png")
    monkeypatch.setattr(script, "plans", lambda: (replace(plan, photo="photo.png"),))
    monkeypatch.setattr(script, "_PAINTED_SIDE", 128)
    script.main([str(tmp_path), "--output", str(tmp_path)])
    with Image.open(tmp_path / f"{plan.name}.jpg") as made:
        assert made.size == (SIDE, SIDE)
