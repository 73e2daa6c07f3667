from __future__ import annotations

from typing import Any

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH
from bot.storage.models.jobs import JobState
from bot.views import wishes
from tests.bot.handlers.conftest import EXAMPLES, Conversation, Json, photo
from tests.bot.handlers.sent_albums import whole
from tests.bot.handlers.under_results import MESSAGE_ID, finished, newest


async def edit(conversation: Conversation, message: Json, **changes: Any) -> None:
    """Let a person change a message of theirs."""
    await conversation.handle({"edited_message": {**message, "edit_date": 2, **changes}})


async def test_another_caption_repaints_in_place_as_if_it_had_been_said_at_first(conversation: Conversation) -> None:
    message = await conversation.receive(**photo(caption="wave 70%"))
    await finished(conversation)
    await edit(conversation, message, caption="iris")
    job = await newest(conversation)
    assert (job.look.style, job.look.strength) == ("gallery:iris", 1.0)
    assert (job.edit_message_id, job.reply_to_message_id) == (MESSAGE_ID, message["message_id"])
    await finished(conversation)
    await edit(conversation, message, caption="40%")
    job = await newest(conversation)
    assert (job.look.style, job.look.strength, job.edit_message_id) == ("gallery:iris", 0.4, MESSAGE_ID)
    assert len(await conversation.jobs()) == 3


async def test_an_edited_text_repaints_in_place(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    message = await conversation.receive(text="/strength 40")
    await finished(conversation)
    await edit(conversation, message, text="/strength 60")
    job = await newest(conversation)
    assert (job.look.strength, job.edit_message_id) == (0.6, MESSAGE_ID)


async def test_what_is_not_painted_yet_is_called_off(conversation: Conversation) -> None:
    message = await conversation.receive(**photo(caption="wave"))
    await edit(conversation, message, caption="iris 40%")
    first, second = await conversation.jobs()
    assert first.state is JobState.CANCELLED
    assert (second.look.style, second.edit_message_id) == ("gallery:iris", None)
    assert second.reply_to_message_id == message["message_id"]


async def test_after_anything_else_was_wished_for_an_edit_is_ignored(conversation: Conversation) -> None:
    message = await conversation.receive(**photo(caption="wave"))
    await finished(conversation)
    await conversation.receive(text="70%")
    conversation.api.calls.clear()
    await edit(conversation, message, caption="iris")
    assert len(await conversation.jobs()) == 2
    assert conversation.api.calls == []
    session = await conversation.session()
    assert session is not None
    assert (session.look.style, session.look.strength) == ("gallery:wave", 0.7)


@pytest.mark.parametrize("caption", ["wave 70%", "wave, 0.7", "/style my cat"])
async def test_an_edit_that_changes_nothing_is_none(conversation: Conversation, caption: str) -> None:
    message = await conversation.receive(**photo(caption="wave 70%"))
    await finished(conversation)
    conversation.api.calls.clear()
    await edit(conversation, message, caption=caption)
    assert len(await conversation.jobs()) == 1
    assert conversation.api.calls == []
    session = await conversation.session()
    assert session is not None
    assert (session.look.style, session.look.strength) == ("gallery:wave", 0.7)


async def test_a_slip_in_an_edit_is_told_and_changes_nothing(conversation: Conversation) -> None:
    message = await conversation.receive(**photo(caption="wave 70%"))
    await finished(conversation)
    await edit(conversation, message, caption="wave 700%")
    assert conversation.said() == wishes.bad_value(ENGLISH, Setting.STRENGTH, "700%", (), ("iris", EXAMPLES[1]))
    session = await conversation.session()
    assert session is not None
    assert (session.look.style, session.look.strength) == ("gallery:wave", 0.7)


async def test_another_photo_in_the_same_message_is_painted(conversation: Conversation) -> None:
    message = await conversation.receive(**photo("first", caption="wave"))
    await finished(conversation)
    await edit(conversation, message, **photo("second"))
    job = await newest(conversation)
    assert (job.photo_file_id, job.look.style, job.edit_message_id) == ("second", "gallery:wave", MESSAGE_ID)


async def test_any_caption_of_an_album_repaints_all_of_it(conversation: Conversation) -> None:
    _, second = await whole(conversation, photo("a", caption="wave"), photo("b"))
    job = await newest(conversation)
    async with conversation.database.transaction() as db:
        row = await db.get_one(type(job), job.id)
        row.state, row.result_message_id, row.album_message_ids = JobState.DONE, MESSAGE_ID, [501, 502]
    await edit(conversation, second, caption="iris 40%")
    job = await newest(conversation)
    assert (job.album_file_ids, job.album_message_ids, job.edit_message_id) == (["a", "b"], [501, 502], MESSAGE_ID)
    assert (job.look.style, job.look.strength) == ("gallery:iris", 0.4)


async def test_in_groups_other_peoples_edits_are_nothing_to_the_bot(conversation: Conversation) -> None:
    message = await conversation.receive(chat_type="group", **photo(caption="our cat"))
    await edit(conversation, message, caption="our iris")
    assert conversation.api.calls == []
