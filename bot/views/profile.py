"""What Telegram shows of the bot before anybody writes to it: its menu of commands and its descriptions."""

from __future__ import annotations

from telegram import BotCommand

from bot.language import Locale


def commands(locale: Locale) -> tuple[BotCommand, ...]:
    """Return the menu, most used first; the names are the same in every language."""
    described = (
        ("styles", locale.text("command-styles")),
        ("style", locale.text("command-style")),
        ("strength", locale.text("command-strength")),
        ("mix", locale.text("command-mix")),
        ("colours", locale.text("command-colours")),
        ("method", locale.text("command-method")),
        ("save", locale.text("command-save")),
        ("presets", locale.text("command-presets")),
        ("mystyles", locale.text("command-mystyles")),
        ("survey", locale.text("command-survey")),
        ("stats", locale.text("command-stats")),
        ("language", locale.text("command-language")),
        ("privacy", locale.text("command-privacy")),
        ("forget", locale.text("command-forget")),
        ("help", locale.text("command-help")),
    )
    return tuple(BotCommand(name, description) for name, description in described)


def description(locale: Locale) -> str:
    """Return what stands in the empty chat."""
    return locale.text("bot-description")


def short_description(locale: Locale) -> str:
    """Return what stands on the bot's profile, and with a link to it."""
    return locale.text("bot-short-description")
