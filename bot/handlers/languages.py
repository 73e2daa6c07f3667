"""The language that the bot speaks: /language."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.handlers.telling import tell
from bot.handlers.turn import turn_of
from bot.language import spoken
from bot.views import keyboards, texts
from bot.views.callback_data import Verb


async def on_language(update: Update, context: EaselContext) -> None:
    """Show the languages, each by its own name; in a group the choice is for everybody."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.choose_language(turn.locale, turn.in_group)
        keyboard = keyboards.languages(turn.locale, turn.chosen_language, in_group=turn.in_group)
    await tell(update.message, text, keyboard)


async def _speak(tap: Tap) -> Reaction:
    chosen = spoken(tap.press.argument)
    if chosen is None and tap.press.argument != keyboards.FOLLOW:
        raise OutOfDate
    turn = await tap.turn.speak(None if chosen is None else chosen.code)
    locale, in_group = turn.locale, turn.in_group
    return Reaction(
        texts.language_followed(locale, in_group) if chosen is None else texts.language_chosen(locale),
        text=texts.choose_language(locale, in_group),
        keyboard=keyboards.languages(locale, turn.chosen_language, in_group=in_group),
    )


TAPS: Answers = {Verb.LANGUAGE: _speak}
