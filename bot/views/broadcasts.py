"""What an admin sees of a broadcast."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.storage.models.admin import Broadcast
from bot.views.buttons import button
from bot.views.callback_data import Verb

SEND, DROP, LOOK, STOP = "send", "drop", "look", "stop"


def how_to(locale: Locale) -> Html:
    """Explain `/broadcast`."""
    return locale.html("broadcast-how-to")


def question(locale: Locale, receivers: int) -> Html:
    """Ask whether what stands above is to go to everybody."""
    return locale.html("broadcast-question", count=receivers)


def choice(locale: Locale, message_id: int) -> InlineKeyboardMarkup:
    """Return yes and no; `message_id` is the message that would be sent."""
    return InlineKeyboardMarkup(
        (
            (
                button(locale.text("button-send-to-all"), Verb.BROADCAST, "", f"{SEND}.{message_id}"),
                button(locale.text("button-do-not-send"), Verb.BROADCAST, "", DROP),
            ),
        )
    )


def dropped(locale: Locale) -> Html:
    """Say that nothing was sent."""
    return locale.html("broadcast-dropped")


def impossible(locale: Locale) -> Html:
    """Say that Telegram does not copy such a message."""
    return locale.html("broadcast-impossible")


def under_way(locale: Locale, broadcast: Broadcast, left: int) -> Html:
    """Say how far a broadcast is; `left` is how many people it has still to reach."""
    return locale.html(
        "broadcast-under-way",
        sent=broadcast.sent,
        blocked=broadcast.blocked,
        failed=broadcast.failed,
        left=left,
    )


def controls(locale: Locale, broadcast: Broadcast) -> InlineKeyboardMarkup:
    """Return a look at how far it is, and the way to stop it."""
    return InlineKeyboardMarkup(
        (
            (
                button(locale.text("button-refresh-figures"), Verb.BROADCAST, "", f"{LOOK}.{broadcast.id}"),
                button(locale.text("button-stop-broadcast"), Verb.BROADCAST, "", f"{STOP}.{broadcast.id}"),
            ),
        )
    )


def done(locale: Locale, broadcast: Broadcast) -> Html:
    """Report on a broadcast that is over."""
    return locale.html("broadcast-done", sent=broadcast.sent, blocked=broadcast.blocked, failed=broadcast.failed)
