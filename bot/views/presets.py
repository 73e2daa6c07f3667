"""Presets: the list, in which one is tapped to use it, and what can be done with each."""

from __future__ import annotations

import enum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.look import Look
from bot.paging import Page
from bot.storage.models.styles import Preset
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.looks import Names, of_look

PRESETS_PER_PAGE = 8
_COLUMNS = 2


class Deed(enum.StrEnum):
    """What a button does with a preset: the second part of its argument, after the preset's id."""

    SHOW = "show"
    RENAME = "rename"
    DEFAULT = "default"
    PLAIN = "plain"
    DELETE = "delete"


# Before a page's number: tapping a preset there opens what can be done with it.
EDITING = "edit"


def listing(locale: Locale, page: Page[Preset], *, editing: bool = False) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return the list, a page of it as buttons; `editing`, a tap opens a preset instead of using it."""
    if not page.items:
        return locale.html("no-presets"), None
    buttons = [_of(preset, editing=editing) for preset in page.items]
    rows = [buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)]
    if page.count > 1:
        rows.append(
            [
                _turn("‹", page.previous, editing=editing),
                _turn(f"{page.number + 1} / {page.count}", page.next, editing=editing),
                _turn("›", page.next, editing=editing),
            ]
        )
    switch = locale.text("button-done" if editing else "button-edit")
    rows.append([_turn(switch, page.number, editing=not editing)])
    return locale.html("edit-presets" if editing else "choose-preset"), InlineKeyboardMarkup(rows)


def one(locale: Locale, preset: Preset, names: Names, page: int) -> tuple[Html, InlineKeyboardMarkup]:
    """Return what a preset looks like, and what can be done with it; `page` is where it stands in the list."""
    text = locale.html("preset", name=preset.name, look=of_look(locale, preset.look, names))
    default = locale.text("button-default-on" if preset.is_default else "button-default")
    return text, InlineKeyboardMarkup(
        (
            # What it asks for stands in the button, so that a second tap undoes nothing.
            (_deed(default, preset, Deed.PLAIN if preset.is_default else Deed.DEFAULT),),
            (
                _deed(locale.text("button-rename"), preset, Deed.RENAME),
                _deed(locale.text("button-delete"), preset, Deed.DELETE),
            ),
            (_turn(locale.text("button-back"), page, editing=True),),
        )
    )


def saved(locale: Locale, name: str, look: Look, names: Names) -> Html:
    """Confirm a preset."""
    return locale.html("saved", name=name, look=of_look(locale, look, names))


def name_the_preset(locale: Locale) -> Html:
    """Answer `/save` without a name."""
    return locale.html("name-the-preset")


def nothing_to_save(locale: Locale) -> Html:
    """Answer `/save` before a style was chosen."""
    return locale.html("nothing-to-save")


def full(locale: Locale, limit: int) -> Html:
    """Answer a preset that would be one too many."""
    return locale.html("too-many-presets", limit=limit)


def ask_for_name(locale: Locale, name: str) -> Html:
    """Ask how a preset is to be called."""
    return locale.html("ask-for-preset-name", name=name)


def renamed(locale: Locale, name: str) -> Html:
    """Confirm a preset's new name."""
    return locale.html("preset-renamed", name=name)


def name_taken(locale: Locale, name: str) -> Html:
    """Answer a name that another preset has."""
    return locale.html("preset-name-taken", name=name)


def deleted(locale: Locale, name: str) -> str:
    """Confirm, in answer to a tap, that a preset is gone."""
    return locale.text("preset-deleted", name=name)


def _of(preset: Preset, *, editing: bool) -> InlineKeyboardButton:
    label = f"★ {preset.name}" if preset.is_default else preset.name
    if editing:
        return _deed(label, preset, Deed.SHOW)
    return button(label, Verb.PRESET, "", str(preset.id))


def _deed(label: str, preset: Preset, deed: Deed) -> InlineKeyboardButton:
    return button(label, Verb.PRESETS, "", f"{preset.id}:{deed}")


def _turn(label: str, number: int, *, editing: bool) -> InlineKeyboardButton:
    return button(label, Verb.PRESETS, "", f"{EDITING}:{number}" if editing else str(number))
