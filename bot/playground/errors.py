"""What goes wrong, in Telegram's words on the bot's side and in plain words on the person's."""

from __future__ import annotations

from typing import Any


class BotApiError(Exception):
    """An answer with ``"ok": false``; ``code`` is the HTTP status and Telegram's ``error_code`` alike."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class PersonError(Exception):
    """A request of the person's side that cannot be carried out; ``status`` is the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def bad_request(description: str) -> BotApiError:
    """Return the error that Telegram phrases as ``Bad Request: description``."""
    return BotApiError(400, f"Bad Request: {description}")
