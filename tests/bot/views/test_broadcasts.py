from __future__ import annotations

import pytest

from bot.language import LOCALES, Locale
from bot.storage.models.admin import Broadcast
from bot.views import broadcasts

# What fits on one of two buttons in a row.
ROOM = 18
BROADCAST = Broadcast(id=3, admin_id=1, chat_id=1, message_id=2, sent=40, blocked=3, failed=1)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
def test_all_figures_are_told_and_the_labels_fit(locale: Locale) -> None:
    for number in ("40", "3", "1", "56"):
        assert number in broadcasts.under_way(locale, BROADCAST, 56)
    assert "56" in broadcasts.question(locale, 56)
    for keyboard in (broadcasts.choice(locale, 2), broadcasts.controls(locale, BROADCAST)):
        (row,) = keyboard.inline_keyboard
        assert max(len(button.text) for button in row) <= ROOM
