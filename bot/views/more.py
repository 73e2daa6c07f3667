"""The menu "More" under a result, and the menus behind its buttons."""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.sizes import VARIED
from bot.language import Locale
from bot.storage.models.jobs import Job, PictureKind
from bot.strokes import BROAD, FINE, NORMAL
from bot.views.buttons import button, marked
from bot.views.callback_data import Verb


class Menu(enum.StrEnum):
    """The menus behind the first one; the values are in people's chats for good."""

    COLOURS = "colours"
    STROKE = "stroke"
    METHOD = "method"


def menu(locale: Locale, job: Job, offered: Collection[Verb]) -> InlineKeyboardMarkup:
    """Return what can be done with a result besides the first buttons; of the last ones only what is `offered`."""
    others = [
        button(label, verb, job.id)
        for label, verb in (
            (locale.text("button-mix"), Verb.MIX),
            (locale.text("button-surprise"), Verb.SURPRISE),
            (locale.text("button-vary"), Verb.VARY),
            (locale.text("button-rate"), Verb.RATINGS),
        )
        # Only styles of one method have others near them.
        if verb in offered and (verb is not Verb.VARY or job.look.method == VARIED)
    ]
    buttons = [
        button(locale.text("button-colours"), Verb.MORE, job.id, Menu.COLOURS),
        button(locale.text("button-stroke"), Verb.MORE, job.id, Menu.STROKE),
        button(locale.text("button-method"), Verb.MORE, job.id, Menu.METHOD),
        *others,
        button(locale.text("button-save"), Verb.SAVE, job.id),
    ]
    if job.picture is not PictureKind.FILE:
        buttons.append(button(locale.text("button-file"), Verb.FILE, job.id))
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return InlineKeyboardMarkup([*rows, [button(locale.text("button-back"), Verb.BACK, job.id)]])


def colours(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return whose colours there can be."""
    labels = {
        "no": locale.text("button-colours-of-painting"),
        "luminance": locale.text("button-colours-of-photo"),
        "histogram": locale.text("button-colours-matched"),
    }
    return _choice(locale, job, Verb.COLOURS, labels, job.look.colours)


def strokes(locale: Locale, job: Job) -> InlineKeyboardMarkup:
    """Return how large the strokes can be."""
    labels = {
        str(FINE): locale.text("button-stroke-fine"),
        str(NORMAL): locale.text("button-stroke-normal"),
        str(BROAD): locale.text("button-stroke-broad"),
    }
    return _choice(locale, job, Verb.STROKE, labels, str(job.look.stroke))


def methods(locale: Locale, job: Job, offered: Sequence[str]) -> InlineKeyboardMarkup:
    """Return by which of the `offered` methods it can be painted, and about how long each takes."""
    labels = {
        "adain": locale.text("button-method-adain"),
        "vae": locale.text("button-method-vae"),
        "wct": locale.text("button-method-wct"),
        "gatys": locale.text("button-method-gatys"),
    }
    return _choice(locale, job, Verb.METHOD, {method: labels[method] for method in offered}, job.look.method)


def preset_saved(locale: Locale, name: str) -> str:
    """Say under which name a look is kept now."""
    return locale.text("preset-saved", name=name)


def preset_known(locale: Locale, name: str) -> str:
    """Say that a look is kept already, and under which name."""
    return locale.text("preset-known", name=name)


def presets_full(locale: Locale, limit: int) -> str:
    """Say that no more looks can be kept."""
    return locale.text("presets-full", limit=limit)


def _choice(locale: Locale, job: Job, verb: Verb, labels: dict[str, str], chosen: str) -> InlineKeyboardMarkup:
    rows: list[list[InlineKeyboardButton]] = [
        [button(marked(label, value == chosen), verb, job.id, value)] for value, label in labels.items()
    ]
    return InlineKeyboardMarkup([*rows, [button(locale.text("button-back"), Verb.MORE, job.id)]])
