import pytest

from bot.limits.telegram_limits import SHARE_OF_BOT, SHARE_OF_WORKER, Limits


def test_the_shares_together_never_exceed_the_whole() -> None:
    for per_second, per_minute in [(30, 20), (7, 3), (1000, 20)]:
        whole = Limits(per_second, per_minute)
        bot, worker = whole.share(SHARE_OF_BOT), whole.share(SHARE_OF_WORKER)
        assert bot.per_second + worker.per_second <= per_second
        assert bot.in_group_per_minute + worker.in_group_per_minute <= per_minute


def test_processes_of_a_kind_divide_what_goes_to_all_chats() -> None:
    for part in (SHARE_OF_BOT, SHARE_OF_WORKER):
        for processes in (1, 2, 3, 5, 12):
            assert processes * Limits().share(part, processes).per_second <= Limits().share(part).per_second


def test_of_very_many_processes_each_may_still_send() -> None:
    assert Limits().share(SHARE_OF_BOT, 100).per_second == 1


@pytest.mark.parametrize("workers", [1, 2, 3, 100])
def test_the_share_of_each_worker_holds_an_album_and_its_keyboard(workers: int) -> None:
    assert Limits().share(SHARE_OF_WORKER, workers).in_group_per_minute >= 11


@pytest.mark.parametrize("processes", [1, 2, 100])
def test_a_chat_s_budget_is_each_process_s_whole(processes: int) -> None:
    alone, one = Limits().share(SHARE_OF_BOT), Limits().share(SHARE_OF_BOT, processes)
    assert one.in_group_per_minute == alone.in_group_per_minute == 8
    assert (one.in_chat_at_once, one.in_chat_per_second) == (Limits().in_chat_at_once, Limits().in_chat_per_second)
