"""Presets: /save NAME keeps style, strength and colours; /presets brings them back."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.gallery import use
from bot.handlers.speech import speech_of
from bot.handlers.styles import MAX_NAME
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.look import Look
from bot.storage import presets
from bot.storage import styles as own_styles
from bot.styles import own_id
from bot.views import keyboards, texts
from bot.views.callback_data import Verb
from bot.wish import Wish


async def save(update: Update, context: EaselContext) -> None:
    """Keep the current style, strength and colours under a name."""
    message = update.message
    assert message is not None
    name = " ".join(speech_of(message, context.bot.username).words.split())
    async with turn_of(update, context) as turn:
        reply = await _save(turn, name)
    await tell(message, reply)


async def list_presets(update: Update, context: EaselContext) -> None:
    """Show the presets as buttons."""
    message = update.message
    assert message is not None
    async with turn_of(update, context) as turn:
        saved = await presets.list_presets(turn.db, turn.person.id)
    if saved:
        await tell(message, texts.choose_preset(turn.locale), keyboards.presets(saved))
    else:
        await tell(message, texts.no_presets(turn.locale))


async def _save(turn: Turn, name: str) -> str:
    if not name:
        return texts.name_the_preset(turn.locale)
    if len(name) > MAX_NAME:
        return texts.name_too_long(turn.locale, MAX_NAME)
    if not turn.session.look.shares:
        return texts.nothing_to_save(turn.locale)
    look = turn.look
    preset = await presets.save(turn.db, turn.person.id, name, look, await paintings_in(turn, look))
    return texts.saved(turn.locale, preset.name, look, turn.names(look.shares))


async def paintings_in(turn: Turn, look: Look) -> dict[str, str]:
    """Return the file ids of the person's own styles in a look, by reference."""
    found = {}
    for reference in look.styles:
        style_id = own_id(reference)
        own = None if style_id is None else await own_styles.get_own(turn.db, style_id)
        if own is not None:
            found[reference] = own.painting_file_id
    return found


async def _apply(tap: Tap) -> Reaction:
    turn = tap.turn
    saved = await presets.list_presets(turn.db, turn.person.id)
    preset = next((one for one in saved if one.id == tap.number), None)
    if preset is None or not all(turn.knows(style) for style in preset.look.styles):
        raise OutOfDate
    turn.session.look = preset.look
    return await use(turn, Wish())


TAPS: Answers = {Verb.PRESET: _apply}
