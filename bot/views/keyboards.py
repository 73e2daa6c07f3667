"""The buttons under messages."""

from __future__ import annotations

import math
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.storage.models import Job, Preset
from bot.styles import KnownStyle
from bot.views.callback_data import Press, Verb
from bot.views.gallery import Page
from bot.views.texts import percent

STRENGTHS = (0, 25, 50, 75, 100)
_STEP = 10
_COLUMNS = 2


def under_result(job: Job) -> InlineKeyboardMarkup:
    """Return what can be changed about a result: style, strength, colours, and the file in full size."""
    shown = round(job.strength * 100, 2)
    weaker = max(0, math.ceil(shown / _STEP) * _STEP - _STEP)
    stronger = min(100, math.floor(shown / _STEP) * _STEP + _STEP)
    colours = "✓ Keep colours" if job.keep_colours else "Keep colours"
    return InlineKeyboardMarkup(
        (
            (_button("🎨 Styles", Verb.GALLERY, job.id),),
            (
                _button("−", Verb.STRENGTH, job.id, str(weaker)),
                _button(percent(job.strength), Verb.STRENGTHS, job.id),
                _button("+", Verb.STRENGTH, job.id, str(stronger)),
            ),
            (
                _button(colours, Verb.COLOURS, job.id, "off" if job.keep_colours else "keep"),
                _button("Full-size file", Verb.FILE, job.id),
            ),
        )
    )


def strengths(job: Job) -> InlineKeyboardMarkup:
    """Return a choice of strengths, and the way back."""
    return InlineKeyboardMarkup(
        (
            tuple(
                _button(_marked(f"{number}%", number == round(job.strength * 100)), Verb.STRENGTH, job.id, str(number))
                for number in STRENGTHS
            ),
            (_button("Done", Verb.BACK, job.id),),
        )
    )


def gallery(page: Page, *, job_id: str = "", chosen: str | None = None) -> InlineKeyboardMarkup:
    """Return a page of styles, with the way back if it opened under the result of a job."""
    buttons = [
        _button(
            _marked(style_label(style), style.reference == chosen),
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
                _button("‹", Verb.GALLERY, job_id, str(page.previous)),
                _button(f"{page.number + 1} / {page.count}", Verb.GALLERY, job_id, str(page.next)),
                _button("›", Verb.GALLERY, job_id, str(page.next)),
            ]
        )
    if job_id:
        rows.append([_button("Done", Verb.BACK, job_id)])
    return InlineKeyboardMarkup(rows)


def presets(saved: Sequence[Preset]) -> InlineKeyboardMarkup:
    """Return one button for each preset."""
    buttons = [_button(preset.name, Verb.PRESET, "", str(preset.id)) for preset in saved]
    return InlineKeyboardMarkup([buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)])


def style_label(style: KnownStyle) -> str:
    """Return what stands on the button of a style: a pencil marks a person's own, a painter those of the gallery."""
    if style.own:
        return f"✎ {style.name}"
    name = style.name[:1].upper() + style.name[1:]
    return f"{name} · {style.painter}" if style.painter else name


def _marked(label: str, chosen: bool) -> str:
    return f"• {label} •" if chosen else label


def _button(label: str, verb: Verb, job_id: str = "", argument: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=Press(verb, job_id, argument).pack())
