"""Inline mode: `@bot wave 70` in any chat offers the person's own paintings, and nobody else's.

Telegram shows there only pictures that it has already. What comes quickly is waited for, and the rest is there at the
next keystroke.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time

from telegram import InlineQuery, InlineQueryResultCachedPhoto, Update

from bot.context import EaselContext
from bot.handlers.offers import Offer, look_again, make_offer
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import turn_of
from bot.jobs.titles import titled
from bot.storage import renditions
from bot.views import inline as views

_LOOK_AGAIN_S = 0.05
# For how long Telegram may repeat an answer by itself.
_CACHE_S = 30
_CACHE_UNFINISHED_S = 1

_log = logging.getLogger(__name__)


async def on_query(update: Update, context: EaselContext) -> None:
    """Answer with what is there; or soon, if there is something worth waiting for."""
    query = update.inline_query
    assert query is not None
    overtaken = _overtake(context)
    offer = await make_offer(context, query)
    if offer.on_their_way:
        # Apart from the person's other updates, which would wait for it.
        context.application.create_task(_answer_soon(context, query, offer, overtaken), update)
    else:
        await _answer(context, query, offer)


async def on_choice(update: Update, context: EaselContext) -> None:
    """Note that somebody has chosen a picture; Telegram tells that only where the operator wants to know."""
    assert update.chosen_inline_result is not None
    _log.info("the picture of job %s was chosen", update.chosen_inline_result.result_id)


async def explain(update: Update, context: EaselContext) -> None:
    """Tell somebody who has come by the line above the pictures how it works."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = views.how_to(turn.locale, context.bot.username, context.gallery.entries[0].name)
    await tell(update.message, text)


def _overtake(context: EaselContext) -> asyncio.Event:
    """Tell the person's last query that nobody waits for it any more; return what will tell so this one."""
    queries = context.user_data
    assert queries is not None, "an inline query has an author"
    if (last := queries.get("inline query")) is not None:
        last.set()
    mine = queries["inline query"] = asyncio.Event()
    return mine


async def _answer_soon(context: EaselContext, query: InlineQuery, offer: Offer, overtaken: asyncio.Event) -> None:
    """Answer once all paintings are there, patience is at its end, or a newer query has come."""
    deadline = time.monotonic() + offer.patience
    while offer.on_their_way and not overtaken.is_set() and time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(overtaken.wait(), _LOOK_AGAIN_S)
        offer = await look_again(context, offer)
    await _answer(context, query, offer)


async def _answer(context: EaselContext, query: InlineQuery, offer: Offer) -> None:
    results = await _results(context, offer)
    is_unfinished = bool(offer.on_their_way)
    button = views.still_painting(offer.locale) if is_unfinished else offer.button
    await courtesy(
        query.answer(
            results,
            cache_time=_CACHE_UNFINISHED_S if is_unfinished else _CACHE_S,
            is_personal=True,
            next_offset=offer.next_offset,
            button=None if results else button,
        )
    )


async def _results(context: EaselContext, offer: Offer) -> list[InlineQueryResultCachedPhoto]:
    def credit(name: str) -> str:
        return context.gallery[name].credit

    async with context.database.snapshot() as db:
        return [
            views.result(offer.locale, job, await titled(db, job, credit))
            for job in offer.jobs
            if renditions.is_there(job)
        ]
