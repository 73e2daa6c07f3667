"""When somebody has wished for more than they may: the one place that tells them when it goes on."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.context import EaselContext
from bot.fairness import TooManyWishes
from bot.handlers.once import is_news
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import locale_of
from bot.views import limits

_SILENT_FOR = timedelta(minutes=1)


async def on_error(update: object, context: EaselContext) -> None:
    """Answer a tap by a notice, and a message by a sentence, though not each of many.

    Raises:
        ApplicationHandlerStop: it was this, and so no failure.
    """
    error = context.error
    if not isinstance(error, TooManyWishes) or not isinstance(update, Update):
        return
    locale = await locale_of(update, context)
    if update.callback_query is not None:
        notice = limits.too_many_wishes_notice(locale, error.wait)
        await courtesy(update.callback_query.answer(notice, show_alert=True))
    elif update.inline_query is not None:
        await courtesy(update.inline_query.answer((), cache_time=0, is_personal=True))
    elif update.effective_message is not None and is_news(context, "too many wishes", _SILENT_FOR):
        await courtesy(tell(update.effective_message, limits.too_many_wishes(locale, error.wait)))
    raise ApplicationHandlerStop
