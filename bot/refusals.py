"""What Telegram means by refusing a request: its answers have no codes, only words.

The words are those of the Bot API server and, in capitals, of Telegram itself.
"""

from __future__ import annotations

from telegram.error import BadRequest, NetworkError

_MESSAGE_IS_GONE = ("message to edit not found", "can't be edited")
# Of its size, its shape, or something about it that the decoder of Telegram's does not like.
_NO_PHOTO = ("photo_invalid", "photo_save_file_invalid", "image_process_failed", "too large", "too big")
_NO_WORDS = (
    "chat not found",
    "chat_restricted",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "group chat was deactivated",
    "have no rights to send a message",
    "need administrator rights",
    "not enough rights to send text messages",
    "peer_id_invalid",
    "topic_closed",
    "topic_deleted",
)
# The two names of HTTP's status 413, which may be all that there is: the server in front of Telegram's says so.
_TOO_LARGE = ("request entity too large", "content too large")
_NO_PICTURES = ("not enough rights to send", "chat_send_")


def is_gone(error: BadRequest) -> bool:
    """Tell whether there is nothing to change: the message was removed, or is too old."""
    return _says(error, *_MESSAGE_IS_GONE)


def changes_nothing(error: BadRequest) -> bool:
    """Tell whether the message shows already what was to be shown."""
    return _says(error, "message is not modified")


def refuses_the_photo(error: NetworkError) -> bool:
    """Tell whether a picture is refused as a photo, and may be taken as a file."""
    return _says(error, *_NO_PHOTO)


def is_too_large(error: NetworkError) -> bool:
    """Tell whether a request has more bytes than are taken of any, HTTP's 413: to repeat it is no use."""
    return _says(error, *_TOO_LARGE)


def takes_no_words(error: NetworkError) -> bool:
    """Tell whether not even a sentence can be sent to the chat."""
    return _says(error, *_NO_WORDS)


def forbids_pictures(error: NetworkError) -> bool:
    """Tell whether the chat takes words from the bot but not what was to be sent: pictures, files or stickers."""
    return _says(error, *_NO_PICTURES) and not takes_no_words(error)


def _says(error: NetworkError, *words: str) -> bool:
    problem = error.message.lower()
    return any(each in problem for each in words)
