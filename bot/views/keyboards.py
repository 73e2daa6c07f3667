"""The buttons under messages: under a result, and of the lists that have no module of their own."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import LOCALES, Locale
from bot.mixing import is_mixture
from bot.storage.models.jobs import Job
from bot.views import albums, mixing
from bot.views.buttons import briefly_marked, button, marked, percent
from bot.views.callback_data import Verb
from bot.views.gallery import capitalised
from bot.views.looks import Names

STRENGTHS = (0, 25, 50, 75, 100)
# What the arrows and signs under a result carry: they count from what is there when they are tapped.
PREVIOUS, NEXT = "previous", "next"
WEAKER, STRONGER = "weaker", "stronger"
_COLUMNS = 2
# What a phone shows of the button between two arrows, less the picture in front.
_MOST_OF_A_NAME = 11
# What the button says that leaves the choice of the language to each person's app.
FOLLOW = "follow"


def under_result(locale: Locale, job: Job, names: Names, *, swaps: bool = False) -> InlineKeyboardMarkup:
    """Return what can be changed about a result: its style, named by the look's `names`, its strength, and more.

    A mixture has sliders in the place of the one style; `swaps` if photo and style may be meant the other way round.
    """
    strength = percent(locale, round(job.look.strength * 100, 2))
    return InlineKeyboardMarkup(
        (
            *(mixing.sliders(locale, job, names) if is_mixture(job.look) else [_carousel(locale, job, names)]),
            (
                button("−", Verb.STRENGTH, job.id, WEAKER),
                button(strength, Verb.STRENGTHS, job.id),
                button("+", Verb.STRENGTH, job.id, STRONGER),
            ),
            *([albums.swap(locale, job)] if swaps else ()),
            (*mixing.ways_on(locale, job), button(locale.text("button-more"), Verb.MORE, job.id)),
        )
    )


def strengths(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return a choice of strengths, and the way back."""
    return InlineKeyboardMarkup(
        (
            tuple(
                button(
                    briefly_marked(percent(locale, number), number == round(job.look.strength * 100)),
                    Verb.STRENGTH,
                    job.id,
                    str(number),
                )
                for number in STRENGTHS
            ),
            (button(locale.text("button-back"), Verb.BACK, job.id),),
        )
    )


def greeting(locale: Locale) -> InlineKeyboardMarkup:
    """Return what stands under the greeting: the way to the gallery."""
    return InlineKeyboardMarkup.from_button(button(locale.text("button-all-styles"), Verb.GALLERY))


def languages(locale: Locale, chosen: str | None, *, in_group: bool) -> InlineKeyboardMarkup:
    """Return the languages by their own names, the `chosen` one marked, and the way back to that of each one's app."""
    names = [button(marked(one.name, one.code == chosen), Verb.LANGUAGE, "", one.code) for one in LOCALES]
    follow = locale.text("button-language-of-each" if in_group else "button-language-of-app")
    return InlineKeyboardMarkup((names, (button(marked(follow, chosen is None), Verb.LANGUAGE, "", FOLLOW),)))


def _carousel(locale: Locale, job: Job, names: Names) -> Sequence[InlineKeyboardButton]:
    ((name, _),) = names
    return (
        button("‹", Verb.STEP, job.id, PREVIOUS),
        button(locale.text("button-style", style=_on_a_button(name)), Verb.GALLERY, job.id),
        button("›", Verb.STEP, job.id, NEXT),
    )


def _on_a_button(name: str) -> str:
    """Return the name of a style as short as a button between two arrows needs it."""
    name = capitalised(name)
    return name if len(name) <= _MOST_OF_A_NAME else f"{name[: _MOST_OF_A_NAME - 1].rstrip()}…"
