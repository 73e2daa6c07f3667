"""What a button carries: `verb:job:argument`, within Telegram's 64 bytes."""

from __future__ import annotations

import enum
from dataclasses import dataclass

MAX_BYTES = 64


class Verb(enum.StrEnum):
    """What a button asks for; the values are in people's chats for good, so they are never given a new meaning."""

    GALLERY = "gallery"
    STYLE = "style"
    STRENGTH = "strength"
    STRENGTHS = "strengths"
    COLOURS = "colours"
    FILE = "file"
    BACK = "back"
    STEP = "step"
    MORE = "more"
    STROKE = "stroke"
    METHOD = "method"
    SAVE = "save"
    MIX = "mix"
    SURPRISE = "surprise"
    PICK = "pick"
    PART = "part"
    STRIP = "strip"
    BETWEEN = "between"
    FILM = "film"
    VARY = "vary"
    RATINGS = "ratings"
    SURVEY = "survey"
    QUIZ = "quiz"
    STATS = "stats"
    PRESET = "preset"
    PRESETS = "presets"
    OWN = "own"
    OWNS = "owns"
    LANGUAGE = "language"
    FORGET = "forget"
    ADMIN = "admin"
    BROADCAST = "broadcast"
    CANCEL = "cancel"
    AGAIN = "again"
    SWAP = "swap"


@dataclass(frozen=True)
class Press:
    """A button's meaning. `job_id` is the job whose result it hangs under, empty where there is none."""

    verb: Verb
    job_id: str = ""
    argument: str = ""

    def pack(self) -> str:
        """Return the callback data.

        Raises:
            ValueError: it is longer than Telegram takes.
        """
        data = f"{self.verb}:{self.job_id}:{self.argument}".rstrip(":")
        if len(data.encode()) > MAX_BYTES:
            raise ValueError(f"{data!r} is longer than {MAX_BYTES} bytes")
        return data

    @classmethod
    def unpack(cls, data: str) -> Press | None:
        """Read callback data; None if no version of this bot has written it."""
        verb, job_id, argument = (*data.split(":", 2), "", "")[:3]
        try:
            return cls(Verb(verb), job_id, argument)
        except ValueError:
            return None
