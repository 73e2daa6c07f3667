"""What to offer somebody who types an inline query; what is missing is painted for the operator's storage chat."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import InlineQuery, InlineQueryResultsButton, User

from bot import inline_wish
from bot.context import EaselContext
from bot.fairness import TooManyWishes
from bot.inline_wish import InlineWish
from bot.jobs.wish import JobWish
from bot.language import Locale, locale_for
from bot.look import Look
from bot.storage import people, renditions, switches
from bot.storage import styles as own_styles
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models.jobs import Job, JobKind
from bot.styles import KnownStyle, known_styles
from bot.views import inline as views

# Pictures in one answer, and earlier paintings that are looked through for them.
_PAGE = 12
_LOOKED_AT = 120
# How many looks are offered where a name fits several styles, or none is written; and how many are begun at a time.
_MOST_LOOKS = 8
_SUGGESTIONS = 3
_MOST_BEGUN = 3
# For how many seconds pictures are waited for: those that were asked for by name, and mere suggestions.
_PATIENCE_S = 1.8
_LESS_PATIENCE_S = 0.7


@dataclass(frozen=True)
class Offer:
    """An answer as it comes about.

    Attributes:
        locale: the person's language.
        button: says why there is nothing to see, if that is so in the end.
        jobs: those of the paintings in their order, also of those on their way.
        next_offset: where the next page begins, empty if there is none.
        patience: for how many seconds what is on its way is worth waiting for.
    """

    locale: Locale
    button: InlineQueryResultsButton
    jobs: tuple[Job, ...] = ()
    next_offset: str = ""
    patience: float = 0.0

    @property
    def on_their_way(self) -> list[str]:
        """The ids of the jobs that are not done."""
        return [job.id for job in self.jobs if job.state in IN_FLIGHT]


@dataclass(frozen=True)
class _Asker:
    """Who asks: their last photo, None if they have sent none, how it was painted, and the styles they can name."""

    user_id: int
    locale: Locale
    photo_file_id: str | None
    look: Look
    styles: tuple[KnownStyle, ...]


async def make_offer(context: EaselContext, query: InlineQuery) -> Offer:
    """Find what to offer, and have painted what is missing.

    Somebody whom the bot does not know is not made known to it by this.
    """
    async with context.database.transaction() as db:
        asker = await _asker(db, context, query.from_user)
        if asker is None:
            locale = locale_for(query.from_user.language_code)
            return Offer(locale, views.no_photo_yet(locale))
        return await _offer(db, context, asker, query)


async def look_again(context: EaselContext, offer: Offer) -> Offer:
    """Return the offer with its jobs as they are now."""
    async with context.database.snapshot() as db:
        now = await renditions.look_up(db, offer.on_their_way)
    return replace(offer, jobs=tuple(now.get(job.id, job) for job in offer.jobs))


async def _asker(db: AsyncSession, context: EaselContext, person: User) -> _Asker | None:
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


async def _offer(db: AsyncSession, context: EaselContext, asker: _Asker, query: InlineQuery) -> Offer:
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
    return Offer(
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
