"""The gallery: a photo in all styles as numbered sheets; before any photo, the names of the styles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.paging import Page
from bot.pictures import sheet as drawing
from bot.storage.models.styles import Preset
from bot.styles import KnownStyle
from bot.views.buttons import button, marked
from bot.views.callback_data import Verb

# Of the list of names.
NAMES_PER_PAGE = 8
_COLUMNS = 2
# A caption has room for 1,024 characters, of which an emoji may count as two.
_MOST_OF_A_NAME = 20
# On a sheet; /presets has them all.
_PRESETS_SHOWN = 4


def sheet_caption(locale: Locale, page: Page[KnownStyle]) -> Html:
    """Say which number on the sheet is which style."""
    styles = (
        locale.html("sheet-style", number=str(number), name=_short(capitalised(style.name)))
        for number, style in enumerate(page.items, page.first + 1)
    )
    return locale.html("sheet", styles=Html(" · ".join(styles)))


def choose_style(locale: Locale) -> Html:
    """Stand above the names of the styles."""
    return locale.html("styles-first")


def painting_sheet(locale: Locale) -> str:
    """Say, in answer to a tap, that the sheet is being painted."""
    return locale.text("painting-sheet")


def sheet_buttons(
    locale: Locale,
    page: Page[KnownStyle],
    job_id: str,
    *,
    chosen: str | None,
    back: bool,
    saved: Sequence[Preset] = (),
) -> InlineKeyboardMarkup:
    """Return a number for each style of a page, placed as the pictures on the sheet are.

    Args:
        locale: the language.
        page: which styles.
        job_id: that of the sheet.
        chosen: the reference of the style to mark.
        back: whether there is a painting to go back to.
        saved: the person's presets, of which the first few stand on the first page before everything else.
    """
    presets = [button(f"★ {preset.name}", Verb.PRESET, job_id, str(preset.id)) for preset in saved[:_PRESETS_SHOWN]]
    numbers = iter(
        button(marked(str(number), style.reference == chosen), Verb.STYLE, job_id, style.reference)
        for number, style in enumerate(page.items, page.first + 1)
    )
    rows: list[Sequence[InlineKeyboardButton]] = []
    if page.number == 0:
        rows.extend(presets[at : at + _COLUMNS] for at in range(0, len(presets), _COLUMNS))
    rows.extend(list(islice(numbers, n)) for n in drawing.rows(len(page.items)))
    rows.extend(_leafing(page, job_id))
    if back:
        rows.append([button(locale.text("button-back"), Verb.BACK, job_id)])
    return InlineKeyboardMarkup(rows)


def names(page: Page[KnownStyle], *, chosen: str | None) -> InlineKeyboardMarkup:
    """Return the styles of a page by their names, the chosen one marked."""
    buttons = [
        button(marked(style_label(style), style.reference == chosen), Verb.STYLE, "", style.reference)
        for style in page.items
    ]
    rows: list[Sequence[InlineKeyboardButton]] = [
        buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)
    ]
    return InlineKeyboardMarkup([*rows, *_leafing(page)])


def style_label(style: KnownStyle) -> str:
    """Return what stands on the button of a style: a pencil marks a person's own, a painter those of the gallery."""
    if style.own:
        return f"✎ {style.name}"
    name = capitalised(style.name)
    return f"{name} · {style.painter}" if style.painter else name


def capitalised(name: str) -> str:
    """Return a style's name as it stands alone; in a sentence, as to be written, it begins with a small letter."""
    return name[:1].upper() + name[1:]


def _short(name: str) -> str:
    """Return a name of which sixteen fit under a picture."""
    return name if len(name) <= _MOST_OF_A_NAME else f"{name[: _MOST_OF_A_NAME - 1]}…"


def _leafing(page: Page[KnownStyle], job_id: str = "") -> list[Sequence[InlineKeyboardButton]]:
    if page.count == 1:
        return []
    return [
        [
            button("‹", Verb.GALLERY, job_id, str(page.previous)),
            button(f"{page.number + 1} / {page.count}", Verb.GALLERY, job_id, str(page.next)),
            button("›", Verb.GALLERY, job_id, str(page.next)),
        ]
    ]
