"""The quiz: by hand or by machine?"""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.storage.quiz import Figures
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.looks import percent

# What buttons carry: `start.painting.HAND`, or `AGAIN` alone.
HAND, MACHINE = "hand", "machine"
AGAIN = "again"


def question(
    locale: Locale, number: int, count: int, about: str, verdict: str = ""
) -> tuple[Html, InlineKeyboardMarkup]:
    """Ask about a painting, after the verdict on the answer before; `about` is what the buttons carry of it."""
    keyboard = InlineKeyboardMarkup(
        [
            [
                button(locale.text("button-by-hand"), Verb.QUIZ, "", f"{about}.{HAND}"),
                button(locale.text("button-by-machine"), Verb.QUIZ, "", f"{about}.{MACHINE}"),
            ]
        ]
    )
    # The picture above is the next one already.
    before = locale.html("quiz-before", verdict=verdict) if verdict else ""
    return _lines(before, locale.html("quiz-question", number=number, count=count)), keyboard


def verdict(locale: Locale, *, by_hand: bool, right: bool) -> str:
    """Say at once who painted it, in plain text without signs that HTML would read."""
    if by_hand:
        return locale.text("quiz-right-hand" if right else "quiz-wrong-hand")
    return locale.text("quiz-right-machine" if right else "quiz-wrong-machine")


def result(locale: Locale, right: int, count: int, figures: Figures, verdict: str) -> tuple[Html, InlineKeyboardMarkup]:
    """Say how often the person was right, and how often everybody is fooled."""
    share = figures.machine.share
    everybody = [] if share is None else [locale.html("quiz-everybody", share=percent(locale, round(share, 2)))]
    again = button(locale.text("button-quiz-again"), Verb.QUIZ, "", AGAIN)
    text = _lines(verdict, locale.html("quiz-score", right=right, count=count), *everybody)
    return text, InlineKeyboardMarkup.from_button(again)


def off(locale: Locale) -> Html:
    """Say that there is no quiz here."""
    return locale.html("quiz-off")


def only_in_private(locale: Locale, link: str) -> Html:
    """Lead from a group to the private chat."""
    return locale.html("quiz-only-in-private", link=link)


def _lines(*lines: str) -> Html:
    return Html("\n\n".join(line for line in lines if line))
