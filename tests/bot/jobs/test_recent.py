import pytest

from bot.jobs.recent import Recent


def test_what_was_asked_for_last_is_made_once() -> None:
    recent, made = Recent[str, int](2), list[str]()

    def get(key: str) -> int:
        return recent.get(key, lambda: made.append(key) or len(made))

    assert [get("a"), get("b"), get("a"), get("b")] == [1, 2, 1, 2]
    assert [get("c"), get("b"), get("a")] == [3, 2, 4], "a was asked for longest ago"


def test_a_failure_is_not_kept() -> None:
    recent = Recent[str, int](2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 // 0)
    assert recent.get("a", lambda: 7) == 7
