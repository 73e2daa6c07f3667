import json
from pathlib import Path

import pytest

from training.__main__ import main
from training.data import DataError
from training.evaluation.votes import Tally, put_left, read_votes, seal, sign_test, unseal


def saved(folder: Path, name: str, votes: list[str | None], left: list[int], methods: tuple[str, str]) -> Path:
    file = folder / name
    file.write_text(json.dumps({"study": "1", "key": seal(methods, left), "pairs": [], "votes": votes}))
    return file


def test_a_sign_test_by_hand() -> None:
    assert sign_test(0, 0) == sign_test(1, 1) == 1
    assert sign_test(0, 5) == sign_test(5, 0) == 2 / 32
    assert sign_test(8, 2) == 2 * (1 + 10 + 45) / 1024
    assert sign_test(300, 1700) < 1e-200


def test_wins_follow_the_sides(tmp_path: Path) -> None:
    # The first vote is for the method on the left, wct; the second for the one on the right, wct again.
    votes = ["left", "right", "equal", None, "left"]
    file = saved(tmp_path, "votes.json", votes, [1, 0, 0, 1, 0], ("adain", "wct"))
    assert read_votes([file]) == [Tally(("adain", "wct"), (1, 2), 1, 1)]


def test_votes_of_several_people_add_up_whichever_method_was_named_first(tmp_path: Path) -> None:
    files = [
        saved(tmp_path, "a.json", ["left"] * 3, [0, 0, 0], ("adain", "wct")),
        saved(tmp_path, "b.json", ["left"] * 2, [0, 1], ("wct", "adain")),
        saved(tmp_path, "c.json", ["right"], [0], ("adain", "vae")),
    ]
    assert read_votes(files) == [Tally(("adain", "wct"), (4, 1), 0, 0), Tally(("adain", "vae"), (0, 1), 0, 0)]


def test_the_key_does_not_say_which_is_which_at_a_glance() -> None:
    sealed = seal(("adain", "wct"), [0, 1])
    assert "adain" not in sealed
    assert unseal(sealed) == (("adain", "wct"), [0, 1])


def test_sides_differ_between_pairs_and_seeds() -> None:
    sides = [[put_left(seed, f"photo-{index}", "painting") for index in range(40)] for seed in (0, 1)]
    assert 8 < sum(sides[0]) < 32
    assert sides[0] != sides[1]


@pytest.mark.parametrize(
    "content",
    [
        "not JSON",
        "[]",
        '{"votes": []}',
        '{"key": "!", "votes": []}',
        json.dumps({"key": seal(("a", "b"), [0]), "votes": ["up"]}),
        json.dumps({"key": seal(("a", "b"), [0]), "votes": []}),
    ],
)
def test_a_file_that_the_page_did_not_write_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "votes.json"
    file.write_text(content)
    with pytest.raises(DataError, match="no votes from the blind page"):
        read_votes([file])


def test_the_command_counts_votes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, "votes.json", ["left"] * 6, [0] * 6, ("adain", "wct"))
    assert main(["evaluate", "--votes", str(file)]) == 0
    shown = capsys.readouterr().out
    assert "adain" in shown
    assert "0.0312" in shown
    assert main(["evaluate", "--votes", str(tmp_path / "none.json")]) == 1
    assert "none.json" in capsys.readouterr().err
