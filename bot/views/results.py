"""What the person sees of a job that has ended: under the painting, or instead of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup

import engine
from bot.jobs import errors
from bot.jobs.sizes import VARIED
from bot.language import Locale, locale_for
from bot.look import Look
from bot.paging import Page
from bot.storage.models.jobs import Job, PictureKind
from bot.storage.models.styles import Preset
from bot.styles import KnownStyle, Titled, own_id, sample_seed
from bot.views import albums, gallery, keyboards, mixing, progress, texts

if TYPE_CHECKING:
    from engine import Note

_NOT_IN_FILE_NAMES = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 40


@dataclass(frozen=True)
class Shown:
    """A message's words and buttons.

    `text`, in HTML, is the caption of a painting and otherwise the text of the message. `file_name` is without
    its ending, which the picture's format decides.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None
    file_name: str


def painted(job: Job, styles: Sequence[Titled], notes: Sequence[Note] = (), *, locale: Locale | None = None) -> Shown:
    """Show a painting, and say what the engine did otherwise than asked; without a `locale` in that of the job.

    A full-size file has no buttons, they stay with the picture that it came from.
    """
    locale, look = locale or locale_for(job.language), job.look
    names = named(locale, look, styles)
    own = look.style is not None and own_id(look.style) is not None
    caption = texts.caption(locale, names, look, [style.credit for style in styles], own=own)
    remarks = [remark for note in notes if (remark := _remark(locale, note)) is not None]
    near = [mixing.variation(locale, look.variation)] if look.variation and look.method == VARIED else []
    caption = "\n".join((caption, *near, *dict.fromkeys(remarks)))
    swaps = look.style is not None and styles[0].came_with is not None and styles[0].came_with == job.photo_file_id
    keyboard = None if job.picture is PictureKind.FILE else keyboards.under_result(locale, job, names, swaps=swaps)
    file_name = "-".join((_slug(" ".join(name for name, _ in names)), str(round(look.strength * 100))))
    return Shown(caption, keyboard, f"easel-{file_name}")


def album(
    job: Job, styles: Sequence[Titled], notes: Sequence[Note], count: int, left_out: Mapping[int, Exception]
) -> Shown:
    """Show `count` paintings of an album, and say which of its pictures are not among them, by number, and why."""
    locale = locale_for(job.language)
    shown = painted(job, styles, notes)
    lines = [shown.text]
    if left_out:
        lines.append(albums.some_painted(locale, count, count + len(left_out)))
        lines += (albums.left_out(locale, number, _sentence(locale, error)) for number, error in left_out.items())
    keyboard = keyboards.under_result(locale, job, named(locale, job.look, styles))
    return Shown("\n".join(lines), keyboard, shown.file_name)


def sheet(job: Job, page: Page[KnownStyle], *, chosen: str | None, back: bool, saved: Sequence[Preset] = ()) -> Shown:
    """Show a photo in many styles; arguments are those of `gallery.sheet_buttons`."""
    locale = locale_for(job.language)
    keyboard = gallery.sheet_buttons(locale, page, job.id, chosen=chosen, back=back, saved=saved)
    return Shown(gallery.sheet_caption(locale, page), keyboard, "easel-styles")


def strip(job: Job, styles: Sequence[Titled], *, back: bool) -> Shown:
    """Show what lies between styles; `back` if it takes the place of a painting."""
    locale = locale_for(job.language)
    names = [name for name, _ in named(locale, job.look, styles)]
    keyboard = mixing.stops(locale, job.id, back=back)
    return Shown(mixing.strip_caption(locale, job.look, names), keyboard, f"easel-{_slug(' '.join(names))}")


def film(job: Job, styles: Sequence[Titled]) -> Shown:
    """Show a film of what lies between styles."""
    locale = locale_for(job.language)
    names = [name for name, _ in named(locale, job.look, styles)]
    return Shown(mixing.film_caption(locale, job.look, names), None, f"easel-{_slug(' '.join(names))}")


def named(locale: Locale, look: Look, styles: Sequence[Titled]) -> tuple[tuple[str, float], ...]:
    """Return the names of a look's styles, and the part of each in the whole."""
    return tuple(
        (titled.name if (seed := sample_seed(style)) is None else texts.sampled_style(locale, seed), part)
        for titled, (style, part) in zip(styles, look.portions, strict=True)
    )


def waiting(job: Job, styles: Sequence[Titled], number: int, seconds: float) -> Shown:
    """Say how long a job waits yet."""
    locale = locale_for(job.language)
    names = named(locale, job.look, styles)
    return Shown(progress.waiting(locale, number, seconds), progress.buttons(locale, job, names), "")


def at_work(job: Job, styles: Sequence[Titled], fraction: float, seconds: float) -> Shown:
    """Say how far a job is."""
    locale = locale_for(job.language)
    names = named(locale, job.look, styles)
    return Shown(progress.at_work(locale, names, fraction, seconds), progress.buttons(locale, job, names), "")


def called_off(job: Job) -> Shown:
    """Say that a job was stopped, and how to go on."""
    locale = locale_for(job.language)
    return Shown(progress.called_off(locale), progress.ways_on(locale, job), "")


def learned(job: Job, style: Titled) -> Shown:
    """Say that a painting has become a style."""
    return Shown(texts.learned(locale_for(job.language), style.name), None, "")


def failed(job: Job, error: Exception) -> Shown:
    """Say in one sentence what is wrong, and what to do about it."""
    return Shown(_sentence(locale_for(job.language), error), None, "")


def _remark(locale: Locale, note: Note) -> str | None:
    match note:
        case engine.SteppedDown(what="strokes"):
            return texts.painted_broader(locale)
        case engine.SteppedDown(painted=pixels):
            return texts.painted_smaller(locale, pixels)
        case _:
            # The other notes are about regions, which nobody can choose here yet.
            return None


def _sentence(locale: Locale, error: Exception) -> str:
    match error:
        case engine.EmptyFile():
            return texts.empty_file(locale)
        case engine.FileTooLarge(size=size, limit=limit):
            return texts.file_too_large(locale, size, limit)
        case engine.NotAPicture(kind=kind):
            return texts.not_a_picture(locale, kind)
        case engine.TooManyPixels(width=width, height=height, limit=limit):
            return texts.too_many_pixels(locale, width, height, limit)
        case engine.TooNarrow(width=width, height=height, limit=ratio):
            return texts.too_narrow(locale, width, height, ratio)
        case engine.TooSmall(width=width, height=height, minimum=minimum):
            return texts.too_small(locale, width, height, minimum)
        case engine.PictureError():
            return texts.damaged_picture(locale)
        case engine.NonFinitePicture():
            return texts.came_out_wrong(locale)
        case engine.ControlError():
            return texts.controls_refused(locale)
        case engine.OutOfMemory():
            return texts.out_of_memory(locale)
        case engine.StyleError():
            return texts.style_unusable(locale)
        case engine.Cancelled():
            return texts.stopped(locale)
        case engine.EngineError():
            return texts.cannot_paint_now(locale)
        case errors.DownloadTooBig(limit=limit):
            return texts.file_too_large(locale, None, limit)
        case errors.FileGone():
            return texts.picture_gone(locale)
        case errors.PicturesForbidden():
            return texts.pictures_forbidden(locale)
        case errors.ResultTooLarge():
            return texts.result_too_large(locale)
        case errors.StyleGone():
            return texts.style_unusable(locale)
        case errors.JobHeld():
            return texts.held(locale)
        case _:
            return texts.something_went_wrong(locale)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_FILE_NAMES.sub("-", plain).strip("-")[:_NAME_LENGTH] or "style"
