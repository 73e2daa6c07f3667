"""Presets: /save NAME keeps how a photo is painted; /presets brings it back."""

from __future__ import annotations

import functools
from dataclasses import replace

from telegram import Update

from bot import paging
from bot.context import EaselContext
from bot.handlers.gallery import use
from bot.handlers.questions import Question, Questions, ask
from bot.handlers.results import repaint_as
from bot.handlers.speech import speech_of
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.look import Look
from bot.names import MAX_NAME, is_visible_name, tidied
from bot.paging import Page
from bot.storage import presets, styles
from bot.storage.models.styles import Preset
from bot.styles import own_id
from bot.views import presets as views
from bot.views import texts
from bot.views.callback_data import Verb
from bot.views.presets import EDITING, Deed
from bot.wish import Wish

_RENAMING = "preset's name"


async def save(update: Update, context: EaselContext) -> None:
    """Keep the current look under a name."""
    message = update.message
    assert message is not None
    name = tidied(speech_of(message, context.bot.username).words)
    async with turn_of(update, context) as turn:
        reply = await _save(turn, name)
    await tell(message, reply)


async def list_presets(update: Update, context: EaselContext) -> None:
    """Show the presets as buttons."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        text, keyboard = views.listing(turn.locale, await _page(turn, 0))
    await tell(message, text, keyboard)


async def paintings_in(turn: Turn, look: Look) -> dict[str, str]:
    """Return the file ids of the person's own styles in a look, by reference."""
    found = {}
    for reference in look.styles:
        style_id = own_id(reference)
        own = None if style_id is None else await styles.get_own(turn.db, style_id)
        if own is not None:
            found[reference] = own.painting_file_id
    return found


async def _save(turn: Turn, name: str) -> str:
    if not is_visible_name(name):
        return views.name_the_preset(turn.locale)
    if len(name) > MAX_NAME:
        return texts.name_too_long(turn.locale, MAX_NAME)
    if not turn.session.look.shares:
        return views.nothing_to_save(turn.locale)
    limit = turn.context.settings.presets_per_person
    kept = await presets.list_presets(turn.db, turn.person.id)
    if len(kept) >= limit and await presets.find(turn.db, turn.person.id, name) is None:
        return views.full(turn.locale, limit)
    look = turn.look
    preset = await presets.save(turn.db, turn.person.id, name, look, await paintings_in(turn, look))
    return views.saved(turn.locale, preset.name, look, turn.names(look.shares))


async def _page(turn: Turn, number: int) -> Page[Preset]:
    kept = await presets.list_presets(turn.db, turn.person.id)
    return paging.page(kept, number, views.PRESETS_PER_PAGE)


async def _apply(tap: Tap) -> Reaction:
    preset = await _preset(tap.turn, tap.press.argument)
    turn = await _with_its_styles(tap.turn, preset)
    if tap.job is not None:
        return await repaint_as(replace(tap, turn=turn), preset.look)
    turn.session.look = preset.look
    return await use(turn, Wish())


async def _with_its_styles(turn: Turn, preset: Preset) -> Turn:
    """Return a turn in which the preset's styles are known: deleted ones come back, under the preset's name."""
    look = preset.look
    for reference in look.styles:
        if turn.knows(reference):
            continue
        if reference not in preset.paintings or len(turn.own_styles) >= turn.context.settings.styles_per_person:
            raise OutOfDate
        own = await styles.add_own(turn.db, turn.person.id, preset.name, preset.paintings[reference], str)
        look = look.with_another(reference, own.reference)
        preset.paintings = {**preset.paintings, own.reference: own.painting_file_id}
        turn = turn.with_style(own)
    preset.look = look
    return turn


async def _do(tap: Tap) -> Reaction:
    """Turn pages, in the list or in that for editing, or do with a preset what the button says."""
    turn, (first, _, second) = tap.turn, tap.press.argument.partition(":")
    if not second or first == EDITING:
        number = second or first
        if not number.isdecimal():
            raise OutOfDate
        return await _list(turn, int(number), editing=first == EDITING)
    preset = await _preset(turn, first)
    match second:
        case Deed.SHOW:
            return await _one(turn, preset)
        case Deed.DEFAULT | Deed.PLAIN:
            await presets.make_default(turn.db, preset, second == Deed.DEFAULT)
            return await _one(turn, preset)
        case Deed.RENAME:
            return _ask_for_name(tap, preset)
        case Deed.DELETE:
            place = await _place(turn, preset)
            await turn.db.delete(preset)
            await turn.db.flush()
            listing = await _list(turn, place, editing=True)
            return Reaction(views.deleted(turn.locale, preset.name), text=listing.text, keyboard=listing.keyboard)
        case _:
            raise OutOfDate


async def _list(turn: Turn, number: int, *, editing: bool) -> Reaction:
    text, keyboard = views.listing(turn.locale, await _page(turn, number), editing=editing)
    return Reaction(text=text, keyboard=keyboard)


async def _one(turn: Turn, preset: Preset) -> Reaction:
    names = turn.names(preset.look.shares)
    text, keyboard = views.one(turn.locale, preset, names, await _place(turn, preset))
    return Reaction(text=text, keyboard=keyboard)


async def _place(turn: Turn, preset: Preset) -> int:
    """Return the number of the page on which a preset stands."""
    kept = await presets.list_presets(turn.db, turn.person.id)
    return paging.page_with(kept, preset, views.PRESETS_PER_PAGE)


def _ask_for_name(tap: Tap, preset: Preset) -> Reaction:
    if not is_visible(tap.message):
        raise OutOfDate
    ask(tap.turn, _RENAMING, preset.id)
    return Reaction(then=functools.partial(tell, tap.message, views.ask_for_name(tap.turn.locale, preset.name)))


async def _rename(turn: Turn, question: Question, words: str) -> str:
    name = tidied(words)
    kept = await presets.list_presets(turn.db, turn.person.id)
    preset = next((one for one in kept if one.id == question.about), None)
    if preset is None:
        return views.listing(turn.locale, await _page(turn, 0))[0]
    if not is_visible_name(name):
        ask(turn, question.name, question.about)
        return views.ask_for_name(turn.locale, preset.name)
    if len(name) > MAX_NAME:
        ask(turn, question.name, question.about)
        return texts.name_too_long(turn.locale, MAX_NAME)
    namesake = await presets.find(turn.db, turn.person.id, name)
    if namesake is not None and namesake.id != preset.id:
        ask(turn, question.name, question.about)
        return views.name_taken(turn.locale, name)
    preset.name = name
    return views.renamed(turn.locale, name)


async def _preset(turn: Turn, number: str) -> Preset:
    """Return a preset of the person's.

    Raises:
        OutOfDate: there is none of that number.
    """
    kept = await presets.list_presets(turn.db, turn.person.id)
    preset = next((one for one in kept if str(one.id) == number), None)
    if preset is None:
        raise OutOfDate
    return preset


TAPS: Answers = {Verb.PRESET: _apply, Verb.PRESETS: _do}
QUESTIONS: Questions = {_RENAMING: _rename}
