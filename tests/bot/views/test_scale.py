from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.views.callback_data import Press, Verb
from bot.views.scale import scale
from tests.bot.views.labels import labels, presses


def test_two_rows_of_five_numbers_with_the_chosen_one_marked() -> None:
    keyboard = InlineKeyboardMarkup(scale(Verb.SURVEY, prefix="3.", chosen=10))
    assert labels(keyboard) == [["1", "2", "3", "4", "5"], ["6", "7", "8", "9", "• 10 •"]]
    assert presses(keyboard)["7"] == Press(Verb.SURVEY, "", "3.7")
    rated = presses(InlineKeyboardMarkup(scale(Verb.RATINGS, "0123456789ab", chosen=None)))
    assert rated["10"] == Press(Verb.RATINGS, "0123456789ab", "10")
