"""Long work: the place in the line, the bar, and what stands under them."""

from __future__ import annotations

import math

from telegram import InlineKeyboardMarkup

from bot.language import Locale
from bot.look import METHOD
from bot.storage.models.jobs import Job, JobKind
from bot.views import keyboards
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.looks import Names, percent, styles

# What the button says that has a job painted by the quickest method instead.
QUICKLY = "quickly"
_CELLS = 12
_MINUTE_S = 60
# Estimates are no better than this.
_STEP_S = 5


def waiting(locale: Locale, number: int, seconds: float) -> str:
    """Say how many are before a job, and in how many seconds it will be done."""
    time = _time(locale, seconds)
    return (
        locale.html("progress-next", time=time)
        if number == 1
        else locale.html("progress-waiting", number=number, time=time)
    )


def at_work(locale: Locale, names: Names, fraction: float, seconds: float) -> str:
    """Say how far a painting is, from 0 to 1, and in how many seconds it will be done."""
    title = locale.html("progress-painting", style=styles(locale, names))
    rest = locale.html("progress-left", percent=percent(locale, round(fraction, 2)), time=_time(locale, seconds))
    return f"{title}\n{bar(fraction)}\n{rest}"


def called_off(locale: Locale) -> str:
    """Say that a painting was stopped."""
    return locale.html("progress-stopped")


def taken_up_again(locale: Locale) -> str:
    """Say that a painting that was stopped is painted after all."""
    return locale.html("progress-again")


def buttons(locale: Locale, job: Job, names: Names) -> InlineKeyboardMarkup:
    """Return the way to stop a job, above the buttons of the painting that it is to replace with another one."""
    stop = (button(locale.text("button-stop-painting"), Verb.CANCEL, job.id),)
    if job.edit_message_id is None or job.kind is not JobKind.PAINT:
        return InlineKeyboardMarkup((stop,))
    return InlineKeyboardMarkup((stop, *keyboards.under_result(locale, job, names).inline_keyboard))


def ways_on(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return what can be done about a job that was stopped."""
    rows = [(button(locale.text("button-paint-after-all"), Verb.AGAIN, job.id),)]
    if job.look.method != METHOD:
        rows.append((button(locale.text("button-paint-quickly"), Verb.AGAIN, job.id, QUICKLY),))
    return InlineKeyboardMarkup(rows)


def stopped(locale: Locale) -> str:
    """Answer the tap that stops what had not begun: plain text."""
    return locale.text("progress-stopped-at-once")


def stopping(locale: Locale) -> str:
    """Answer the tap that stops a painting under way: plain text."""
    return locale.text("progress-stopping")


def too_late_to_stop(locale: Locale) -> str:
    """Answer the tap that would stop what is done: plain text."""
    return locale.text("progress-too-late")


def bar(fraction: float) -> str:
    """Return a bar that is full at 1."""
    full = min(math.floor(fraction * _CELLS + 0.5), _CELLS)
    return "▰" * full + "▱" * (_CELLS - full)


def _time(locale: Locale, seconds: float) -> str:
    whole = max(_STEP_S, round(seconds / _STEP_S) * _STEP_S)
    if whole < 2 * _MINUTE_S:
        return locale.text("progress-seconds", seconds=whole)
    return locale.text("progress-minutes", minutes=math.ceil(seconds / _MINUTE_S))
