"""A tap on a button, and what it gets: the shape of everything that answers one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from telegram import InlineKeyboardMarkup, MaybeInaccessibleMessage, Message

from bot.handlers.turn import Turn
from bot.storage.models.jobs import Job
from bot.views import texts
from bot.views.callback_data import Press, Verb


@dataclass(frozen=True)
class Reaction:
    """What a tap gets: a notice (insistent as an `alert`), other buttons, and the chat's sign that a picture comes.

    `text`, in HTML, replaces that of the message, or its caption, together with the buttons; `file_id` puts a picture
    that Telegram has already in the place of the one above them. `sends` is for pictures that come as messages of their
    own: of one that changes in place, the sign would stay when it has changed. `then` is called last, when all that the
    tap has changed is safe.
    """

    notice: str = ""
    alert: bool = False
    text: str | None = None
    keyboard: InlineKeyboardMarkup | None = None
    file_id: str | None = None
    sends: bool = False
    then: Callable[[], Awaitable[object]] | None = None


@dataclass(frozen=True)
class Tap:
    """A tap: in whose turn, on which button, under which message.

    `job` is the job whose result the button hangs under, always one of the person's own; None for buttons of lists.
    """

    turn: Turn
    press: Press
    message: MaybeInaccessibleMessage
    job: Job | None

    @property
    def of_job(self) -> Job:
        """The job, of a button that is only ever under results.

        Raises:
            OutOfDate: there is none.
        """
        if self.job is None:
            raise OutOfDate
        return self.job

    @property
    def number(self) -> int:
        """The argument, of a button that carries a number.

        Raises:
            OutOfDate: it is none.
        """
        if not self.press.argument.isdecimal():
            raise OutOfDate
        return int(self.press.argument)


class OutOfDate(Exception):
    """The button means nothing (any more): its style or preset is gone, say; the person is told so."""


Answer = Callable[[Tap], Awaitable[Reaction]]
Answers = Mapping[Verb, Answer]


def out_of_date(turn: Turn) -> Reaction:
    """Answer a button that means nothing any more."""
    return Reaction(texts.button_out_of_date(turn.locale), alert=True)


def is_visible(message: MaybeInaccessibleMessage) -> TypeGuard[Message]:
    """Tell whether Telegram shows the message; python-telegram-bot makes a `Message` of the others, too."""
    return isinstance(message, Message) and message.is_accessible


def holds_a_picture(message: MaybeInaccessibleMessage) -> bool:
    """Tell whether another picture can take the place of the message's."""
    return is_visible(message) and bool(message.photo)
