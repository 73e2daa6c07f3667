"""Mixtures of styles: choosing them, moving between them, and what lies between; and styles that nobody painted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.jobs.sizes import quick
from bot.language import Html, Locale
from bot.look import Look
from bot.mixing import is_mixture
from bot.paging import Page
from bot.pictures.path import MOST, STOPS
from bot.storage.models.jobs import Job
from bot.styles import KnownStyle, sample_seed
from bot.views.buttons import button
from bot.views.callback_data import Verb
from bot.views.gallery import capitalised
from bot.views.looks import METHODS, Names, percent

# Of the list of styles to mix.
STYLES_PER_PAGE = 12
_COLUMNS = 3
# What a phone shows of one button of three.
_ROOM = 12
# What stands before the reference of a style whose part is to be larger, or smaller.
LARGER, SMALLER = "+", "-"
_STOPS_BESIDE = 4


def choice(locale: Locale, job: Job, page: Page[KnownStyle], picked: Collection[str]) -> InlineKeyboardMarkup:
    """Return a page of styles to mix, with those ticked that are `picked`, and the way back."""
    buttons = [
        button(_ticked(style, style.reference in picked), Verb.PICK, job.id, style.reference) for style in page.items
    ]
    rows = [buttons[at : at + _COLUMNS] for at in range(0, len(buttons), _COLUMNS)]
    if page.count > 1:
        rows.append(
            [
                button("‹", Verb.MIX, job.id, str(page.previous)),
                button(f"{page.number + 1} / {page.count}", Verb.MIX, job.id, str(page.next)),
                button("›", Verb.MIX, job.id, str(page.next)),
            ]
        )
    return InlineKeyboardMarkup([*rows, [button(locale.text("button-back"), Verb.BACK, job.id)]])


def sliders(locale: Locale, job: Job, names: Names) -> list[list[InlineKeyboardButton]]:
    """Return what moves a mixture from style to style: one row for two of them, else one row each."""
    if len(names) == 2:
        ((first, part), (second, _)) = names
        left, right = job.look.styles
        share = round(part * 100)
        return [
            [
                button(f"+ {_cut(capitalised(first), _ROOM - 2)}", Verb.PART, job.id, LARGER + left),
                button(f"🎛 {share} : {100 - share}", Verb.MIX, job.id),
                button(f"{_cut(capitalised(second), _ROOM - 2)} +", Verb.PART, job.id, LARGER + right),
            ]
        ]
    return [
        [
            button("−", Verb.PART, job.id, SMALLER + style),
            button(_with_part(locale, name, part), Verb.MIX, job.id),
            button("+", Verb.PART, job.id, LARGER + style),
        ]
        for style, (name, part) in zip(job.look.styles, names, strict=True)
    ]


def ways_on(locale: Locale, job: Job) -> list[InlineKeyboardButton]:
    """Return what else can be made of a mixture, or of a style that nobody painted; nothing for other looks."""
    if is_mixture(job.look):
        return [
            button(locale.text("button-strip"), Verb.STRIP, job.id),
            button(locale.text("button-film"), Verb.FILM, job.id),
        ]
    if job.look.style is not None and sample_seed(job.look.style) is not None:
        return [
            button(locale.text("button-another-surprise"), Verb.SURPRISE, job.id),
            button(locale.text("button-similar"), Verb.VARY, job.id),
        ]
    return []


def stops(locale: Locale, job_id: str, *, back: bool) -> InlineKeyboardMarkup:
    """Return a number for each picture of a strip; `back` if there is a painting to go back to."""
    numbers = [button(str(number), Verb.BETWEEN, job_id, str(number)) for number in range(1, STOPS + 1)]
    rows = [numbers[:_STOPS_BESIDE], numbers[_STOPS_BESIDE:]]
    if back:
        rows.append([button(locale.text("button-back"), Verb.BACK, job_id)])
    return InlineKeyboardMarkup(rows)


def strip_caption(locale: Locale, look: Look, names: Sequence[str]) -> Html:
    """Stand under a strip through the styles of these names."""
    return _with_method(locale, look, locale.html("strip", styles=_way(names)))


def film_caption(locale: Locale, look: Look, names: Sequence[str]) -> Html:
    """Stand under a film through the styles of these names, which ends where it began."""
    return _with_method(locale, look, locale.html("film", styles=_way([*names, names[0]])))


def variation(locale: Locale, number: int) -> Html:
    """Say under a painting which of the many styles near its own it is in."""
    return locale.html("variation", number=str(number))


# Notices: plain text, at most 200 characters


def pick(locale: Locale) -> str:
    """Say what the list of styles is for."""
    return locale.text("pick-styles", most=MOST)


def last_style(locale: Locale) -> str:
    """Answer a tap that would take the only style away."""
    return locale.text("last-style")


def too_many_styles(locale: Locale) -> str:
    """Answer a tap on one style too many."""
    return locale.text("too-many-styles", most=MOST)


def do_not_mix(locale: Locale) -> str:
    """Say that no method can paint in these styles at once."""
    return locale.text("do-not-mix")


def style_gone(locale: Locale) -> str:
    """Say that one of the styles is not there any more, above the list of those that are."""
    return locale.text("mixed-style-gone")


def painting_strip(locale: Locale) -> str:
    """Say that a strip is being painted."""
    return locale.text("painting-strip")


def painting_film(locale: Locale) -> str:
    """Say that a film is being painted."""
    return locale.text("painting-film")


def film_on_its_way(locale: Locale) -> str:
    """Answer another tap while the same film is being painted."""
    return locale.text("film-on-its-way")


def nothing_similar(locale: Locale) -> str:
    """Say that there is nothing near a look: not all of its styles are in the VAE's space."""
    return locale.text("nothing-similar")


def _ticked(style: KnownStyle, is_picked: bool) -> str:
    mark = "✓ " if is_picked else "✎ " if style.own else ""
    return mark + _cut(style.name if style.own else capitalised(style.name), _ROOM - len(mark))


def _with_part(locale: Locale, name: str, part: float) -> str:
    share = percent(locale, round(part, 2))
    return f"{_cut(capitalised(name), _ROOM - 1 - len(share))} {share}"


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _way(names: Sequence[str]) -> str:
    return " → ".join(capitalised(name) for name in names)


def _with_method(locale: Locale, look: Look, caption: Html) -> Html:
    """Add by which method it is painted, where that is not the look's own."""
    method = quick(look.method)
    if method == look.method:
        return caption
    return Html(f"{caption}\n{locale.html('painted-quickly', quick=METHODS[method], slow=METHODS[look.method])}")
