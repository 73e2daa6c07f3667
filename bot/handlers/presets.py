"""Presets: /save NAME keeps style, strength and colours; /presets brings them back."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.speech import speech_of
from bot.handlers.styles import MAX_NAME
from bot.handlers.telling import tell
from bot.handlers.turn import Turn, turn_of
from bot.storage import presets
from bot.storage import styles as own_styles
from bot.styles import own_id
from bot.views import keyboards, texts


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
    session = turn.session
    if session.style is None:
        return texts.nothing_to_save(turn.locale)
    style_id = own_id(session.style)
    own = None if style_id is None else await own_styles.get_own(turn.db, style_id)
    preset = await presets.save(
        turn.db,
        turn.person.id,
        name,
        style=session.style,
        strength=session.strength,
        keep_colours=session.keep_colours,
        painting_file_id=None if own is None else own.painting_file_id,
    )
    return texts.saved(turn.locale, preset.name, turn.style_name(session.style), session.strength, session.keep_colours)
