"""Inline keyboards, checked as Telegram checks them."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.records import Json

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
# Keyboards that replace the person's own; they are no part of the message.
_REPLY_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")
_ACTIONS = (
    "url",
    "callback_data",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "copy_text",
    "pay",
)


def reply_markup(parameters: Parameters) -> Json | None:
    """Return the inline keyboard of a call, None where it has none or an empty one.

    Raises:
        BotApiError: the keyboard is malformed or a button breaks a limit.
    """
    return checked_markup(parameters.json("reply_markup", "reply keyboard markup"))


def checked_markup(markup: Any) -> Json | None:
    """Return ``markup`` with its empty rows left out; see :func:`reply_markup`."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if not markup or any(name in markup for name in _REPLY_KEYBOARDS):
            return None
        raise bad_request("reply markup has unknown type")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    kept = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not str(button.get("text", "")).strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 1 <= size <= MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: wrong HTTP URL")
    return dict(button)


def callback_data_of(body: Json) -> dict[str, str]:
    """Return the label of each callback button under a message, by its data."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"]: button["text"] for row in rows for button in row if "callback_data" in button}
