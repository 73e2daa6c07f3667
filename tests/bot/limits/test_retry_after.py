from datetime import timedelta

import pytest
from telegram.error import RetryAfter

from bot.limits.retry_after import seconds_of


@pytest.mark.parametrize("given", [7, timedelta(seconds=7)])
def test_the_wait_is_in_seconds(given: int | timedelta) -> None:
    assert seconds_of(RetryAfter(given)) == 7.0
