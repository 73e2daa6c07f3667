"""The buttons under messages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.language import LOCALES, Locale
from bot.storage.models import Job, Preset
from bot.styles import KnownStyle
from bot.views.buttons import button, marked, percent
from bot.views.callback_data import Verb
from bot.views.gallery import Page

STRENGTHS = (0, 25, 50, 75, 100)
_STEP = 10
_COLUMNS = 2
# What the button says that leaves the choice of the language to each person's app.
FOLLOW = "follow"


def under_result(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return what can be changed about a result: style, strength, colours, and the file in full size."""
    shown = round(job.look.strength * 100, 2)
    weaker = max(0, math.ceil(shown / _STEP) * _STEP - _STEP)
    stronger = min(100, math.floor(shown / _STEP) * _STEP + _STEP)
    colours = locale.text("button-colours-kept") if job.look.keeps_colours else locale.text("button-keep-colours")
    return InlineKeyboardMarkup(
        (
            (button(locale.text("button-styles"), Verb.GALLERY, job.id),),
            (
                button("−", Verb.STRENGTH, job.id, str(weaker)),
                button(percent(locale, shown), Verb.STRENGTHS, job.id),
                button("+", Verb.STRENGTH, job.id, str(stronger)),
            ),
            (
                button(colours, Verb.COLOURS, job.id, "off" if job.look.keeps_colours else "keep"),
                button(locale.text("button-file"), Verb.FILE, job.id),
            ),
        )
    )


def strengths(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return a choice of strengths, and the way back."""
    return InlineKeyboardMarkup(
        (
            tuple(
                button(
                    marked(percent(locale, number), number == round(job.look.strength * 100)),
                    Verb.STRENGTH,
                    job.id,
                    str(number),
                )
                for number in STRENGTHS
            ),
            (button(locale.text("button-done"), Verb.BACK, job.id),),
        )
    )


def gallery(locale: Locale, page: Page, *, job_id: str = "", chosen: str | None = None) -> InlineKeyboardMarkup:
    """Return a page of styles, with the way back if it opened under the result of a job."""
    buttons = [
        button(
            marked(style_label(style), style.reference == chosen),
            Verb.STYLE,
            job_id,
            style.reference,
        )
        for style in page.styles
    ]
    rows = [buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)]
    if page.count > 1:
        rows.append(
            [
                button("‹", Verb.GALLERY, job_id, str(page.previous)),
                button(f"{page.number + 1} / {page.count}", Verb.GALLERY, job_id, str(page.next)),
                button("›", Verb.GALLERY, job_id, str(page.next)),
            ]
        )
    if job_id:
        rows.append([button(locale.text("button-done"), Verb.BACK, job_id)])
    return InlineKeyboardMarkup(rows)


def presets(saved: Sequence[Preset]) -> InlineKeyboardMarkup:
    """Return one button for each preset."""
    buttons = [button(preset.name, Verb.PRESET, "", str(preset.id)) for preset in saved]
    return InlineKeyboardMarkup([buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)])


def languages(locale: Locale, chosen: str | None, *, in_group: bool) -> InlineKeyboardMarkup:
    """Return the languages by their own names, the `chosen` one marked, and the way back to that of each one's app."""
    names = [button(marked(one.name, one.code == chosen), Verb.LANGUAGE, "", one.code) for one in LOCALES]
    follow = locale.text("button-language-of-each" if in_group else "button-language-of-app")
    return InlineKeyboardMarkup((names, (button(marked(follow, chosen is None), Verb.LANGUAGE, "", FOLLOW),)))


def style_label(style: KnownStyle) -> str:
    """Return what stands on the button of a style: a pencil marks a person's own, a painter those of the gallery."""
    if style.own:
        return f"✎ {style.name}"
    name = style.name[:1].upper() + style.name[1:]
    return f"{name} · {style.painter}" if style.painter else name
