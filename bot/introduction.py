"""Introduces the bot to Telegram: what its menu and its profile show, in each language."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.language import ENGLISH, LOCALES, Locale
from bot.views import profile

_log = logging.getLogger(__name__)


async def introduce(bot: Bot) -> None:
    """Set what differs from what Telegram has; the bot does without what Telegram refuses.

    Telegram puts off those who set these often, so a start that changes nothing sets nothing.
    """
    # English is for every language without a set of its own: Telegram calls that one "".
    for code, locale in (("", ENGLISH), *((one.code, one) for one in LOCALES if one is not ENGLISH)):
        for name, set_up in (
            ("commands", _commands),
            ("description", _description),
            ("short description", _short_description),
        ):
            try:
                await set_up(bot, locale, code)
            except TelegramError as error:
                _log.warning("the %s in %s could not be set: %s", name, locale.name, error)


async def _commands(bot: Bot, locale: Locale, code: str) -> None:
    wanted = profile.commands(locale)
    if await bot.get_my_commands(language_code=code) != wanted:
        await bot.set_my_commands(wanted, language_code=code)


async def _description(bot: Bot, locale: Locale, code: str) -> None:
    wanted = profile.description(locale)
    if (await bot.get_my_description(code)).description != wanted:
        await bot.set_my_description(wanted, language_code=code)


async def _short_description(bot: Bot, locale: Locale, code: str) -> None:
    wanted = profile.short_description(locale)
    if (await bot.get_my_short_description(code)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code)
