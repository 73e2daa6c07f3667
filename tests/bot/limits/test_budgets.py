import random

import pytest

from bot.limits.budgets import Bucket, Window


def test_a_window_never_lets_more_through_than_its_limit() -> None:
    window, numbers = Window(12, 60.0), random.Random(1)
    now, moments = 0.0, []
    for _ in range(300):
        now += numbers.choice([0.0, 0.5, 7.0])
        now += window.wait(now, 1)
        assert window.wait(now, 1) == 0.0
        hold = window.take(now, 1)
        now += numbers.choice([0.0, 0.2, 3.0])
        hold.end(now)
        moments.append((hold.ended_at, now))
    ends = [now for _, now in moments]
    assert all(later - earlier >= 60.0 for earlier, later in zip(ends, ends[12:], strict=False))


def test_a_call_under_way_holds_its_place_until_a_while_after_its_end() -> None:
    window = Window(1, 60.0)
    hold = window.take(0.0, 1)
    assert window.wait(100.0, 1) == 60.0
    hold.end(100.0)
    assert window.wait(130.0, 1) == 30.0
    assert window.wait(160.0, 1) == 0.0


def test_an_album_waits_for_as_many_places_as_it_has_pictures() -> None:
    window = Window(4, 60.0)
    for second in range(4):
        window.take(float(second), 1).end(float(second))
    assert [window.wait(10.0, cost) for cost in (1, 2, 3, 4)] == [50.0, 51.0, 52.0, 53.0]


def test_what_is_larger_than_the_window_takes_all_of_it() -> None:
    window = Window(4, 60.0)
    assert window.wait(0.0, 10) == 0.0
    window.take(0.0, 10).end(0.0)
    assert window.wait(0.0, 1) == 60.0


def test_a_bucket_gives_a_burst_and_then_its_pace() -> None:
    bucket = Bucket(3, 0.5)
    for _ in range(3):
        assert bucket.wait(0.0, 1) == 0.0
        bucket.take(0.0, 1)
    assert bucket.wait(0.0, 1) == 2.0
    assert bucket.wait(1.5, 1) == 0.5
    bucket.take(2.0, 1)
    assert bucket.wait(2.0, 1) == 2.0
    assert bucket.wait(100.0, 3) == 0.0


@pytest.mark.parametrize("budget", [Window(5, 60.0), Bucket(5, 1.0)])
def test_nothing_costs_nothing(budget: Window | Bucket) -> None:
    for _ in range(5):
        budget.take(0.0, 1)
    assert budget.wait(0.0, 1) > 0.0
    assert budget.wait(0.0, 0) == 0.0
