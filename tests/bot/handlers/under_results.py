"""A painting with its buttons, for tests of what they do."""

from __future__ import annotations

import json
from typing import Any

from bot.language import ENGLISH
from bot.storage.models.jobs import Job
from bot.views import keyboards
from tests.bot.handlers.conftest import Conversation, Json, painting, photo

MESSAGE_ID = 500


async def painted(conversation: Conversation, **content: Any) -> tuple[Job, Json]:
    """Have a photo painted; return the job, and the message with its painting and buttons."""
    await conversation.receive(**photo(**content))
    job = await finished(conversation)
    conversation.api.calls.clear()
    names = [(style.partition(":")[2], part) for style, part in job.look.portions]
    return job, painting(job, keyboards.under_result(ENGLISH, job, names).to_dict(), MESSAGE_ID)


async def newest(conversation: Conversation) -> Job:
    return (await conversation.jobs())[-1]


async def finished(conversation: Conversation) -> Job:
    """Do what the worker does: have the picture of the newest job in the message."""
    job = await newest(conversation)
    await conversation.finish(job, result_message_id=MESSAGE_ID, file_id=f"picture of {job.id}")
    return await newest(conversation)


def last_edit(conversation: Conversation) -> Json:
    """Return the parameters of the last change of a message, JSON read."""
    edits = conversation.called("editMessageReplyMarkup", "editMessageCaption", "editMessageMedia", "editMessageText")
    return {
        name: json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
        for name, value in edits[-1].items()
    }


def labels(conversation: Conversation) -> list[list[str]]:
    """Return what the buttons say that a message has got last."""
    return [[one["text"] for one in row] for row in last_edit(conversation)["reply_markup"]["inline_keyboard"]]


def carried(conversation: Conversation, label: str) -> str:
    """Return what the button with a label carries that a message has got last."""
    rows = last_edit(conversation)["reply_markup"]["inline_keyboard"]
    return str(next(one["callback_data"] for row in rows for one in row if one["text"] == label))
