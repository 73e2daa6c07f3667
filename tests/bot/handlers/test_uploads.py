from __future__ import annotations

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import EaselContext
from bot.handlers import uploads
from bot.handlers.uploads import Showing
from bot.language import ENGLISH
from bot.views.keyboards import greeting
from tests.bot.handlers.conftest import Conversation

WRONG = {"description": "Bad Request: wrong file identifier/HTTP URL specified"}
SAME = {"description": "Bad Request: message is not modified"}
LOST = {"description": "Bad Request: message to edit not found"}


class Pictures:
    """A bot that answers every message with a picture, or with one in the place of the message's."""

    def __init__(self, conversation: Conversation, *, in_place: bool = False) -> None:
        self.read = 0
        self.errors: list[Exception] = []
        self._in_place = in_place
        conversation.application.add_handler(MessageHandler(filters.ALL, self.answer), -10)

    async def answer(self, update: Update, context: EaselContext) -> None:
        message = update.message
        assert message is not None
        showing = Showing(message.text or "", self.bytes, "words", greeting(ENGLISH))
        deliver = uploads.put if self._in_place else uploads.send
        try:
            await deliver(message, context, showing)
        except Exception as error:
            self.errors.append(error)

    async def bytes(self) -> bytes:
        self.read += 1
        return b"picture"


async def test_each_picture_is_read_and_uploaded_once(conversation: Conversation) -> None:
    pictures = Pictures(conversation)
    for name in ("one", "one", "two"):
        await conversation.receive(text=name)
    assert [call.get("photo") for call in conversation.called("sendPhoto")] == [None, "sent", None]
    assert pictures.read == 2


async def test_a_picture_that_telegram_has_lost_is_uploaded_again(conversation: Conversation) -> None:
    pictures = Pictures(conversation)
    await conversation.receive(text="one")
    conversation.api.refusals["sendPhoto"] = [(400, WRONG)]
    await conversation.receive(text="one")
    assert pictures.read == 2
    assert pictures.errors == []


async def test_what_telegram_puts_off_comes_later(conversation: Conversation) -> None:
    Pictures(conversation)
    conversation.api.refusals["sendPhoto"] = [(502, {"description": "Bad Gateway"})]
    await conversation.receive(text="one")
    assert len(conversation.called("sendPhoto")) == 2


async def test_a_change_that_changes_nothing_is_no_error(conversation: Conversation) -> None:
    pictures = Pictures(conversation, in_place=True)
    conversation.api.refusals["editMessageMedia"] = [(400, SAME), (400, LOST)]
    await conversation.receive(text="one")
    assert pictures.errors == []
    await conversation.receive(text="one")
    assert [str(error) for error in pictures.errors] == ["Message to edit not found"]
