"""Albums that people send, for tests of what becomes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.handlers import albums as handling
from bot.language import ENGLISH
from bot.storage import albums
from bot.storage.models.jobs import Job, JobState
from bot.views import keyboards
from tests.bot.handlers.conftest import BOT, Conversation, Json, photo
from tests.bot.handlers.under_results import MESSAGE_ID


async def waiting(conversation: Conversation) -> list[albums.Waiting]:
    """Return the albums that wait for their last pictures."""
    async with conversation.database.snapshot() as db:
        return await albums.waiting(db, BOT["id"])


async def receive(conversation: Conversation, *pictures: Json, **more: Any) -> list[Json]:
    """Let somebody send the pictures of an album; return its messages."""
    return [await conversation.receive(**picture, media_group_id="album", **more) for picture in pictures]


async def whole(conversation: Conversation, *pictures: Json, **more: Any) -> list[Json]:
    """Let somebody send an album, and have it answered as whole; return its messages."""
    messages = await receive(conversation, *pictures, **more)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handling, "QUIET_FOR", timedelta(0))
        for album in await waiting(conversation):
            await handling.answer_in_turn(conversation.application, album)
    return messages


async def shown_album(conversation: Conversation) -> tuple[Job, Json]:
    """Have an album painted; return the job, and the message with its words and buttons."""
    await whole(conversation, photo("a"), photo("b"))
    (job,) = await conversation.jobs()
    async with conversation.database.transaction() as db:
        row = await db.get_one(Job, job.id)
        row.state, row.result_message_id, row.album_message_ids = JobState.DONE, MESSAGE_ID, [501, 502]
    conversation.api.calls.clear()
    keyboard = keyboards.under_result(ENGLISH, job, [("iris", 1.0)]).to_dict()
    chat = {"id": job.chat_id, "type": "private"}
    words = {"message_id": MESSAGE_ID, "date": 1, "chat": chat, "from": BOT, "text": "iris", "reply_markup": keyboard}
    return job, words
