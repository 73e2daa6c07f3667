"""What people are told when they have to wait, or are shut out; and what groups are told at first."""

from __future__ import annotations

import math
from datetime import timedelta

from bot.language import Html, Locale

# Up to so many of a unit, the smaller one says more.
_MOST = 90
_MINUTE, _HOUR = 60, 3600


def too_many_wishes(locale: Locale, wait: timedelta) -> Html:
    """Say when it goes on for somebody who has asked for more than they may."""
    return locale.html("too-many-wishes", wait=_in(locale, wait))


def too_many_wishes_notice(locale: Locale, wait: timedelta) -> str:
    """Say the same in answer to a tap: plain text."""
    return locale.text("too-many-wishes", wait=_in(locale, wait))


def maintenance(locale: Locale) -> Html:
    """Say that a wish is painted later."""
    return locale.html("maintenance")


def shut_out(locale: Locale) -> Html:
    """Tell somebody that an admin has shut them out."""
    return locale.html("shut-out")


def let_in_again(locale: Locale) -> Html:
    """Tell somebody that they are welcome again."""
    return locale.html("let-in-again")


def hello_group(locale: Locale, bot: str, style: str) -> Html:
    """Greet a group; `bot` is the bot's username, and `style` the name of a style as an example."""
    return locale.html("hello-group", bot=bot, style=style)


def _in(locale: Locale, wait: timedelta) -> str:
    seconds = max(math.ceil(wait.total_seconds()), 1)
    if seconds <= _MOST:
        return locale.text("in-seconds", count=seconds)
    minutes = math.ceil(seconds / _MINUTE)
    if minutes <= _MOST:
        return locale.text("in-minutes", count=minutes)
    return locale.text("in-hours", count=math.ceil(seconds / _HOUR))
