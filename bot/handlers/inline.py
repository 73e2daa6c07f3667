"""Inline mode: `@bot wave 70` in any chat offers the person's own paintings, and nobody else's.

Telegram shows there only pictures that it has already. What is missing is painted and kept in the operator's storage
chat; what comes quickly is waited for, and the rest is there at the next keystroke.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InlineQuery, InlineQueryResultCachedPhoto, InlineQueryResultsButton, Update, User

from bot import inline_wish
from bot.context import EaselContext
from bot.fairness import TooManyWishes
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import turn_of
from bot.inline_wish import InlineWish
from bot.jobs.titles import titled
from bot.jobs.wish import JobWish
from bot.language import Locale, locale_for
from bot.look import Look
from bot.storage import people, renditions, switches
from bot.storage import styles as own_styles
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models import Job, JobKind
from bot.styles import KnownStyle, known_styles
from bot.views import inline as views

# Pictures in one answer, and earlier paintings that are looked through for them.
_PAGE = 12
_LOOKED_AT = 200
# How many looks are offered where a name fits several styles, or none is written; and how many are begun at a time.
_MOST_LOOKS = 8
_SUGGESTIONS = 3
_MOST_BEGUN = 3
# For how long pictures are waited for: those that were asked for by name, and mere suggestions.
_PATIENCE_S = 2.0
_LESS_PATIENCE_S = 0.7
_LOOK_UP_S = 0.05
# For how long Telegram may repeat an answer by itself.
_CACHE_S = 30
_CACHE_UNFINISHED_S = 1

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Asker:
    """Who asks: their last photo, None if they have sent none, how it was painted, and the styles they can name."""

    user_id: int
    locale: Locale
    photo_file_id: str | None
    look: Look
    styles: tuple[KnownStyle, ...]


@dataclass(frozen=True)
class _Offer:
    """An answer as it comes about: paintings in their order, those on their way too.

    `next_offset` is where the next page begins, empty if there is none; `button` says why there is nothing to see.
    """

    locale: Locale
    button: InlineQueryResultsButton
    jobs: tuple[Job, ...] = ()
    next_offset: str = ""
    patience: float = 0.0

    @property
    def is_pending(self) -> bool:
        """Whether one of the paintings is on its way."""
        return any(job.state in IN_FLIGHT for job in self.jobs)


async def on_query(update: Update, context: EaselContext) -> None:
    """Answer with what is there; or soon, if there is something worth waiting for."""
    query = update.inline_query
    assert query is not None
    overtaken = _overtake(context)
    async with context.database.transaction() as db:
        asker = await _asker(db, context, query.from_user)
        offer = _to_a_stranger(query.from_user) if asker is None else await _offer(db, context, asker, query)
    if offer.is_pending:
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


async def _asker(db: AsyncSession, context: EaselContext, person: User) -> _Asker | None:
    """Return who asks; None for somebody whom the bot does not know, and does not get to know by this."""
    stored = await people.get(db, person.id)
    if stored is None:
        return None
    session = await renditions.last_session(db, person.id)
    return _Asker(
        user_id=person.id,
        locale=locale_for(stored.chosen_language, person.language_code, stored.language),
        photo_file_id=None if session is None else session.photo_file_id,
        look=Look() if session is None else session.look,
        styles=known_styles(context.gallery, await own_styles.list_own(db, person.id)),
    )


def _to_a_stranger(person: User) -> _Offer:
    locale = locale_for(person.language_code)
    return _Offer(locale, views.no_photo_yet(locale))


async def _offer(db: AsyncSession, context: EaselContext, asker: _Asker, query: InlineQuery) -> _Offer:
    """Find what to offer, and have painted what is missing."""
    wish = inline_wish.read(query.query, asker.look, asker.styles, context.gallery)
    earlier = [job for job in await renditions.recent(db, asker.user_id, _LOOKED_AT) if wish.fits(job.look)]
    if wish.is_open:
        looks = [look for look in wish.looks if not _is_among(earlier, asker, look)][:_SUGGESTIONS]
    else:
        looks = list(wish.looks[:_MOST_LOOKS])
        # Those come first.
        earlier = [job for job in earlier if job.photo_file_id != asker.photo_file_id or job.look not in looks]
    first = int(query.offset) if query.offset.isdecimal() else 0
    page, rest = earlier[first : first + _PAGE], earlier[first + _PAGE :]
    # Suggestions come last.
    has_looks = not rest if wish.is_open else first == 0
    of_photo = await _renditions(db, context, asker, looks) if has_looks else []
    if first == 0:
        await renditions.drop(db, asker.user_id, besides=[job.id for job in of_photo])
    return _Offer(
        locale=asker.locale,
        button=_reason(asker, wish, query.query),
        jobs=(*page, *of_photo) if wish.is_open else (*of_photo, *page),
        next_offset=str(first + _PAGE) if rest else "",
        patience=_LESS_PATIENCE_S if wish.is_open else _PATIENCE_S,
    )


def _is_among(jobs: Iterable[Job], asker: _Asker, look: Look) -> bool:
    return any(job.photo_file_id == asker.photo_file_id and job.look == look for job in jobs)


def _reason(asker: _Asker, wish: InlineWish, words: str) -> InlineQueryResultsButton:
    """Return what there is to say if there is nothing to see."""
    if asker.photo_file_id is None:
        return views.no_photo_yet(asker.locale)
    if not wish.styles:
        return views.unknown_style(asker.locale, words)
    return views.not_painted_yet(asker.locale)


async def _renditions(db: AsyncSession, context: EaselContext, asker: _Asker, looks: Sequence[Look]) -> list[Job]:
    """Return paintings of the last photo in some looks; those that are missing are queued, as far as they may be."""
    photo, storage_chat = asker.photo_file_id, context.settings.storage_chat
    if photo is None:
        return []
    found = await renditions.of_photo(db, asker.user_id, photo, looks)
    if await switches.in_maintenance(db):
        # What is on its way comes when nobody asks for it any more.
        found = {key: job for key, job in found.items() if renditions.is_there(job)}
    elif storage_chat is not None:
        wish = JobWish(
            kind=JobKind.RENDER,
            chat_id=storage_chat,
            user_id=asker.user_id,
            language=asker.locale.code,
            look=asker.look,
            photo_file_id=photo,
        )
        # Whoever has wished for too much already still sees what was painted before.
        with contextlib.suppress(TooManyWishes):
            for look in [look for look in looks if look.key not in found][:_MOST_BEGUN]:
                found[look.key] = await context.enqueue(db, replace(wish, look=look))
    return [found[look.key] for look in looks if look.key in found]


async def _answer_soon(context: EaselContext, query: InlineQuery, offer: _Offer, overtaken: asyncio.Event) -> None:
    """Answer once all paintings are there, patience is at its end, or a newer query has come."""
    deadline = time.monotonic() + offer.patience
    while offer.is_pending and not overtaken.is_set() and time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(overtaken.wait(), _LOOK_UP_S)
        async with context.database.snapshot() as db:
            now = await renditions.look_up(db, [job.id for job in offer.jobs if job.state in IN_FLIGHT])
        offer = replace(offer, jobs=tuple(now.get(job.id, job) for job in offer.jobs))
    await _answer(context, query, offer)


async def _answer(context: EaselContext, query: InlineQuery, offer: _Offer) -> None:
    results = await _results(context, offer)
    button = views.still_painting(offer.locale) if offer.is_pending else offer.button
    await courtesy(
        query.answer(
            results,
            cache_time=_CACHE_UNFINISHED_S if offer.is_pending else _CACHE_S,
            is_personal=True,
            next_offset=offer.next_offset,
            button=None if results else button,
        )
    )


async def _results(context: EaselContext, offer: _Offer) -> list[InlineQueryResultCachedPhoto]:
    def credit(name: str) -> str:
        return context.gallery[name].credit

    async with context.database.snapshot() as db:
        return [
            views.result(offer.locale, job, await titled(db, job, credit))
            for job in offer.jobs
            if renditions.is_there(job)
        ]
