"""The survey: what stands under each pair, and what at the end."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.storage.scores import Scores
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.scale import scale

# What buttons carry after the number of a pair, and alone.
SKIP, STOP = "skip", "stop"
AGAIN = "again"


@dataclass(frozen=True)
class Outcome:
    """What a person thinks of the pairs, out of how many, and what all `people` do who were asked."""

    own: Scores
    pairs: int
    everybody: Scores
    people: int

    @property
    def skipped(self) -> int:
        """How many pairs the person has not answered about."""
        return self.pairs - self.own.count


def question(locale: Locale, place: int, count: int, score: int | None) -> tuple[Html, InlineKeyboardMarkup]:
    """Ask about a pair, by its place among `count` from 0 on; `score` is what the person said before."""
    keyboard = InlineKeyboardMarkup(
        [
            *scale(Verb.SURVEY, prefix=f"{place}.", chosen=score),
            [
                button(locale.text("button-skip"), Verb.SURVEY, "", f"{place}.{SKIP}"),
                button(locale.text("button-stop-survey"), Verb.SURVEY, "", f"{place}.{STOP}"),
            ],
        ]
    )
    return locale.html("survey-question", number=place + 1, count=count), keyboard


def stopped(locale: Locale) -> Html:
    """Say how to go on later."""
    return locale.html("survey-stopped")


def thanks(locale: Locale, outcome: Outcome, *, quiz: bool) -> tuple[Html, InlineKeyboardMarkup]:
    """Thank, and compare; point to the `quiz` if there is one."""
    own, everybody = outcome.own.mean, outcome.everybody.mean
    lines = [locale.html("survey-thanks")]
    if own is not None and everybody is not None:
        lines.append(locale.html("survey-own-mean", mean=round(own, 1), count=outcome.own.count))
        lines.append(locale.html("survey-mean", mean=round(everybody, 1), people=outcome.people))
    if outcome.skipped:
        lines.append(locale.html("survey-skipped", count=outcome.skipped))
    if quiz:
        lines.append(locale.html("survey-then-quiz"))
    again = button(locale.text("button-survey-again"), Verb.SURVEY, "", AGAIN)
    return Html("\n".join(lines)), InlineKeyboardMarkup.from_button(again)


def only_in_private(locale: Locale, link: str) -> Html:
    """Lead from a group to the private chat."""
    return locale.html("survey-only-in-private", link=link)
