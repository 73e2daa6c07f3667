"""A person's own styles: the list, and what can be done with one."""

from __future__ import annotations

import enum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.paging import Page
from bot.storage.models.styles import OwnStyle
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.quoting import short

STYLES_PER_PAGE = 8
_COLUMNS = 2


class Deed(enum.StrEnum):
    """What a button does with a style: the second part of its argument, after the style's id."""

    SHOW = "show"
    USE = "use"
    RENAME = "rename"
    SHARE = "share"
    DELETE = "delete"
    REALLY = "really"
    DONE = "done"


def listing(locale: Locale, page: Page[OwnStyle]) -> tuple[Html, InlineKeyboardMarkup | None]:
    """Return the list, a page of it as buttons; without any style, how to come by one."""
    if not page.items:
        return locale.html("own-styles-none"), None
    buttons = [button(f"✎ {style.name}", Verb.OWN, "", f"{style.id}:{Deed.SHOW}") for style in page.items]
    rows = [buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)]
    if page.count > 1:
        rows.append(
            [
                button("‹", Verb.OWNS, "", str(page.previous)),
                button(f"{page.number + 1} / {page.count}", Verb.OWNS, "", str(page.next)),
                button("›", Verb.OWNS, "", str(page.next)),
            ]
        )
    return locale.html("own-styles"), InlineKeyboardMarkup(rows)


def caption(locale: Locale, style: OwnStyle) -> Html:
    """Stand under the painting of a style."""
    return locale.html("own-style", name=style.name)


def received(locale: Locale, style: OwnStyle) -> Html:
    """Stand under the painting of a style that somebody shared."""
    return locale.html("own-style-received", name=style.name)


def shared(locale: Locale, style: OwnStyle, link: str) -> Html:
    """Stand under the painting of a style, with the link that gives it to others."""
    return locale.html("own-style-link", name=style.name, link=Html(link))


def deeds(locale: Locale, style: OwnStyle) -> InlineKeyboardMarkup:
    """Return what can be done with a style."""
    return InlineKeyboardMarkup(
        (
            (_button(locale.text("button-use"), style, Deed.USE),),
            (
                _button(locale.text("button-rename"), style, Deed.RENAME),
                _button(locale.text("button-share"), style, Deed.SHARE),
            ),
            (
                _button(locale.text("button-delete"), style, Deed.DELETE),
                _button(locale.text("button-close"), style, Deed.DONE),
            ),
        )
    )


def deletion(locale: Locale, style: OwnStyle) -> InlineKeyboardMarkup:
    """Return the question whether to delete a style."""
    return InlineKeyboardMarkup(
        (
            (
                _button(locale.text("button-delete-really"), style, Deed.REALLY),
                _button(locale.text("button-keep"), style, Deed.SHOW),
            ),
        )
    )


def ask_for_name(locale: Locale, name: str) -> Html:
    """Ask how a style is to be called."""
    return locale.html("ask-for-name", name=name)


def renamed(locale: Locale, name: str) -> Html:
    """Confirm a style's new name."""
    return locale.html("own-style-renamed", name=name)


def name_taken(locale: Locale, name: str) -> Html:
    """Answer a name that another style has."""
    return locale.html("own-style-name-taken", name=name)


def no_name(locale: Locale, name: str) -> Html:
    """Answer a name that nobody would see, or that means something else."""
    return locale.html("own-style-no-name", name=short(name))


def full(locale: Locale, limit: int) -> Html:
    """Answer a painting that would be one style too many."""
    return locale.html("own-styles-full", limit=limit)


def deleted(locale: Locale, name: str) -> str:
    """Confirm, in answer to a tap, that a style is gone."""
    return locale.text("own-style-deleted", name=name)


def link_shown(locale: Locale) -> str:
    """Say, in answer to a tap, where the link is."""
    return locale.text("own-style-link-shown")


def no_longer_shared(locale: Locale) -> Html:
    """Answer a link to a style that was deleted."""
    return locale.html("own-style-not-shared")


def yours_already(locale: Locale, name: str) -> Html:
    """Answer a link to a style that the person has."""
    return locale.html("own-style-yours-already", name=name)


def _button(label: str, style: OwnStyle, deed: Deed) -> InlineKeyboardButton:
    return button(label, Verb.OWN, "", f"{style.id}:{deed}")
