"""/admin: how the bot does, who uses it and what has failed; all in one message that changes in place."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Update
from telegram.constants import ParseMode

from bot.context import EaselContext
from bot.handlers.admins import for_admins, taps_of_admins
from bot.handlers.speech import speech_of
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import courtesy, tell
from bot.handlers.turn import Turn, turn_of
from bot.jobs import queue
from bot.language import Html, Locale, locale_for
from bot.storage import jobs, overview, people, switches
from bot.storage.models.people import User
from bot.views import admin as views
from bot.views import limits
from bot.views.callback_data import Verb

_MOST_PEOPLE = 10
_MOST_FAILURES = 9


@for_admins
async def on_admin(update: Update, context: EaselContext) -> None:
    """Show how the bot does; with a word, the people whose name or id that is."""
    message = update.message
    assert message is not None
    words = speech_of(message, context.bot.username).words
    async with turn_of(update, context) as turn:
        shown = await (_people(turn, words) if words else _overview(turn))
    assert shown.text is not None
    await tell(message, shown.text, shown.keyboard)


async def _answer(tap: Tap) -> Reaction:
    page, _, about = tap.press.argument.partition(".")
    answer = _PAGES.get(page)
    if answer is None:
        raise OutOfDate
    return await answer(tap.turn, about)


async def _overview(turn: Turn, _: str = "", notice: str = "") -> Reaction:
    paused = await switches.in_maintenance(turn.db)
    text = views.overview(turn.locale, await overview.overview(turn.db), in_maintenance=paused)
    return Reaction(notice, text=text, keyboard=views.overview_buttons(turn.locale, in_maintenance=paused))


async def _maintenance(turn: Turn, _: str, *, on: bool) -> Reaction:
    await switches.set_maintenance(turn.db, on)
    return await _overview(turn, notice=views.maintenance_notice(turn.locale, on=on))


async def _people(turn: Turn, words: str) -> Reaction:
    found = await people.find(turn.db, words, _MOST_PEOPLE)
    return Reaction(text=views.people(turn.locale, words, found), keyboard=views.people_buttons(turn.locale, found))


async def _person(turn: Turn, user_id: str, notice: str = "") -> Reaction:
    user = await _user(turn, user_id)
    is_admin = user.id in turn.context.settings.admins
    activity = await overview.activity(turn.db, user.id)
    return Reaction(
        notice,
        text=views.person(turn.locale, user, activity, is_admin=is_admin),
        keyboard=views.person_buttons(turn.locale, user, is_admin=is_admin),
    )


async def _ban(turn: Turn, user_id: str) -> Reaction:
    user = await _user(turn, user_id)
    if user.id in turn.context.settings.admins:
        raise OutOfDate
    people.ban(user)
    for job in await jobs.list_in_flight(turn.db, user.id):
        await queue.request_cancel(turn.db, job.id)
    reaction = await _person(turn, user_id, views.banned_notice(turn.locale))
    return _telling(turn, reaction, user, limits.shut_out(_locale_of(user)))


async def _unban(turn: Turn, user_id: str) -> Reaction:
    user = await _user(turn, user_id)
    people.unban(user)
    reaction = await _person(turn, user_id, views.unbanned_notice(turn.locale))
    return _telling(turn, reaction, user, limits.let_in_again(_locale_of(user)))


async def _failures(turn: Turn, _: str = "", notice: str = "") -> Reaction:
    failed = await overview.failures(turn.db, _MOST_FAILURES)
    text, keyboard = views.failures(turn.locale, failed), views.failures_buttons(turn.locale, failed)
    return Reaction(notice, text=text, keyboard=keyboard)


async def _retry(turn: Turn, job_id: str) -> Reaction:
    if not await queue.retry(turn.db, job_id):
        raise OutOfDate
    return await _failures(turn, notice=views.retried_notice(turn.locale))


async def _user(turn: Turn, user_id: str) -> User:
    user = await people.get(turn.db, int(user_id)) if user_id.isdecimal() else None
    if user is None:
        raise OutOfDate
    return user


def _locale_of(user: User) -> Locale:
    return locale_for(user.chosen_language, user.language)


def _telling(turn: Turn, reaction: Reaction, user: User, text: Html) -> Reaction:
    """Return the reaction with a last step: to tell the person whom it is about."""

    async def tell_them() -> None:
        await courtesy(turn.context.bot.send_message(user.id, text, ParseMode.HTML))

    return replace(reaction, then=tell_them)


_PAGES: dict[str, Callable[[Turn, str], Awaitable[Reaction]]] = {
    views.OVERVIEW: _overview,
    views.PEOPLE: _people,
    views.PERSON: _person,
    views.BAN: _ban,
    views.UNBAN: _unban,
    views.FAILURES: _failures,
    views.RETRY: _retry,
    views.PAUSE: functools.partial(_maintenance, on=True),
    views.RESUME: functools.partial(_maintenance, on=False),
}
TAPS: Answers = {Verb.ADMIN: taps_of_admins(_answer)}
