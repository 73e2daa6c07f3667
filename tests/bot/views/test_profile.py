from __future__ import annotations

import pytest

from bot.language import LOCALES, Locale
from bot.views import profile

# Telegram's limits; a menu of a phone shows about fifty characters of a command's description.
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
MENU_LINE = 50


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_everything_fits(locale: Locale) -> None:
    assert 0 < len(profile.description(locale)) <= MAX_DESCRIPTION
    assert 0 < len(profile.short_description(locale)) <= MAX_SHORT_DESCRIPTION
    for command in profile.commands(locale):
        assert 0 < len(command.description) <= MENU_LINE


def test_the_commands_are_the_same_in_every_language_but_not_what_they_say() -> None:
    names = {tuple(command.command for command in profile.commands(locale)) for locale in LOCALES}
    said = {command.description for locale in LOCALES for command in profile.commands(locale)}
    assert len(names) == 1
    assert len(said) == len(LOCALES) * len(next(iter(names)))
