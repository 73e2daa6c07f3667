"""What the person sees of a job that has ended: under the painting, or instead of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

import engine
from bot.jobs import errors
from bot.storage.models import Job
from bot.styles import Titled, own_id
from bot.views import keyboards, texts

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


def painted(job: Job, style: Titled) -> Shown:
    """Show a painting; a full-size file has no buttons, they stay with the picture that it came from."""
    caption = texts.caption(style, job.strength, job.keep_colours, own=own_id(job.style) is not None)
    keyboard = None if job.as_file else keyboards.under_result(job)
    return Shown(caption, keyboard, f"easel-{_slug(style.name)}-{round(job.strength * 100)}")


def learned(job: Job, style: Titled) -> Shown:
    """Say that a painting has become a style."""
    return Shown(texts.learned(style.name), None, "")


def failed(job: Job, error: Exception) -> Shown:
    """Say in one sentence what is wrong, and what to do about it."""
    return Shown(_sentence(error), None, "")


def _sentence(error: Exception) -> str:
    match error:
        case engine.EmptyFile():
            return texts.empty_file()
        case engine.FileTooLarge(size=size, limit=limit):
            return texts.file_too_large(size, limit)
        case engine.NotAPicture(kind=kind):
            return texts.not_a_picture(kind)
        case engine.TooManyPixels(width=width, height=height, limit=limit):
            return texts.too_many_pixels(width, height, limit)
        case engine.TooNarrow(width=width, height=height, limit=ratio):
            return texts.too_narrow(width, height, ratio)
        case engine.TooSmall(width=width, height=height, minimum=minimum):
            return texts.too_small(width, height, minimum)
        case engine.PictureError():
            return texts.damaged_picture()
        case engine.NonFinitePicture():
            return texts.came_out_wrong()
        case engine.StyleError():
            return texts.style_unusable()
        case engine.Cancelled():
            return texts.stopped()
        case engine.EngineError():
            return texts.cannot_paint_now()
        case errors.DownloadTooBig(limit=limit):
            return texts.file_too_large(None, limit)
        case errors.FileGone():
            return texts.picture_gone()
        case errors.StyleGone():
            return texts.style_unusable()
        case errors.JobHeld():
            return texts.held()
        case _:
            return texts.something_went_wrong()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_FILE_NAMES.sub("-", plain).strip("-")[:_NAME_LENGTH] or "style"
