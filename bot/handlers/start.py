"""Coming in: /start and /help, and what to say to a command that does not exist."""

from __future__ import annotations

from telegram import Update

from bot.context import EaselContext
from bot.handlers import inline, quiz, sharing, survey
from bot.handlers.greeting import show_greeting
from bot.handlers.speech import speech_of
from bot.handlers.telling import tell
from bot.handlers.turn import turn_of
from bot.views import inline as inline_views
from bot.views import keyboards, texts

# What other links to the bot, from groups, lead to.
_LED_TO = {survey.LINK: survey.on_survey, quiz.LINK: quiz.on_quiz}


async def start(update: Update, context: EaselContext) -> None:
    """Greet, with a picture and the way to the gallery; or hand over what a link to the bot was about."""
    message = update.message
    assert message is not None
    parameter = speech_of(message, context.bot.username).words
    if parameter.startswith(sharing.PREFIX):
        async with turn_of(update, context) as turn:
            got = await sharing.take(turn, message, parameter)
        await sharing.tell_of(message, turn, got)
        return
    if parameter == inline_views.PARAMETER:
        await inline.explain(update, context)
        return
    if parameter in _LED_TO:
        await _LED_TO[parameter](update, context)
        return
    async with turn_of(update, context) as turn:
        text, keyboard = texts.welcome(turn.locale, turn.person.first_name), keyboards.greeting(turn.locale)
    await show_greeting(message, context, text, keyboard)


async def show_help(update: Update, context: EaselContext) -> None:
    """Explain everything."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        inline_as = context.bot.username if context.bot.supports_inline_queries else None
        text = texts.help_text(turn.locale, context.gallery.entries[0].name, inline_as=inline_as)
    await tell(update.message, text)


async def unknown_command(update: Update, context: EaselContext) -> None:
    """Answer a command that does not exist."""
    assert update.message is not None
    async with turn_of(update, context) as turn:
        text = texts.unknown_command(turn.locale)
    await tell(update.message, text)
