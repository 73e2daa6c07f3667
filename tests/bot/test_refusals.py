import pytest
from telegram.error import BadRequest, NetworkError

from bot import refusals


@pytest.mark.parametrize(
    ("words", "no_words", "no_pictures"),
    [
        ("Not enough rights to send photos to the chat", False, True),
        ("not enough rights to send animations to the chat", False, True),
        ("CHAT_SEND_DOCS_FORBIDDEN", False, True),
        ("not enough rights to send text messages to the chat", True, False),
        ("CHAT_SEND_PLAIN_FORBIDDEN", True, False),
        ("have no rights to send a message", True, False),
        ("need administrator rights in the channel chat", True, False),
        ("Chat not found", True, False),
        ("TOPIC_CLOSED", True, False),
        ("message caption is too long", False, False),
    ],
)
def test_what_a_chat_takes(words: str, no_words: bool, no_pictures: bool) -> None:
    error = BadRequest(words)
    assert (refusals.takes_no_words(error), refusals.forbids_pictures(error)) == (no_words, no_pictures)


@pytest.mark.parametrize("words", ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED", "file is too big"])
def test_what_is_no_photo_may_be_a_file(words: str) -> None:
    assert refusals.refuses_the_photo(BadRequest(words))
    assert not refusals.refuses_the_photo(BadRequest("chat not found"))


def test_a_body_that_is_too_large_is_no_photo_either() -> None:
    assert refusals.refuses_the_photo(NetworkError("Request Entity Too Large"))


@pytest.mark.parametrize(
    ("words", "too_large"),
    [
        ("Request Entity Too Large", True),
        # What python-telegram-bot makes of a page of HTML, by the names that versions of Python have for the status.
        ("Request Entity Too Large (413). Parsing the server response b'<html>' failed", True),
        ("Content Too Large (413). Parsing the server response b'<html>' failed", True),
        ("Bad Gateway", False),
        ("Timed out", False),
    ],
)
def test_what_is_too_large_to_be_taken_at_all(words: str, too_large: bool) -> None:
    assert refusals.is_too_large(NetworkError(words)) is too_large
