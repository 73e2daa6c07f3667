from bot.limits.telegram_limits import SHARE_OF_BOT, SHARE_OF_WORKER, Limits


def test_the_shares_together_never_exceed_the_whole() -> None:
    for per_second, per_minute in [(30, 20), (7, 3), (1000, 20)]:
        whole = Limits(per_second, per_minute)
        bot, worker = whole.share(SHARE_OF_BOT), whole.share(SHARE_OF_WORKER)
        assert bot.per_second + worker.per_second <= per_second
        assert bot.in_group_per_minute + worker.in_group_per_minute <= per_minute


def test_the_workers_share_holds_an_album_and_its_keyboard() -> None:
    assert Limits().share(SHARE_OF_WORKER).in_group_per_minute >= 11
