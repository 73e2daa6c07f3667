from dataclasses import replace
from typing import Any

import pytest

from bot.language import ENGLISH
from bot.look import Look
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import ChatSession
from bot.storage.moments import now
from bot.views import progress
from bot.views.callback_data import Press, Verb
from tests.bot.handlers.conftest import BORIS, BOT, Conversation, Json, painting, photo
from tests.bot.handlers.sent_albums import shown_album
from tests.bot.handlers.under_results import last_edit

SLOWLY = replace(Look.of("gallery:iris"), method="gatys", iterations=100)
STOP, AGAIN, QUICKLY = Verb.CANCEL, Verb.AGAIN, progress.QUICKLY


def press(verb: Verb, job: Job, argument: str = "") -> str:
    return Press(verb, job.id, argument).pack()


def told(job: Job, message_id: int = 600) -> Json:
    """Return the message that tells how far a job is."""
    chat = {"id": job.chat_id, "type": "private"}
    return {"message_id": message_id, "date": 1, "chat": chat, "from": BOT, "text": "Your picture is next"}


def pressable(edit: Json) -> list[str]:
    """Return what the buttons carry that a message was given."""
    return [button["callback_data"] for row in edit["reply_markup"]["inline_keyboard"] for button in row]


async def change(database: Database, job: Job, **values: Any) -> None:
    async with database.transaction() as db:
        row = await db.get_one(Job, job.id)
        for name, value in values.items():
            setattr(row, name, value)


async def look_of_session(conversation: Conversation) -> Look:
    session = await conversation.session()
    assert isinstance(session, ChatSession)
    return session.look


@pytest.fixture
async def waiting(conversation: Conversation) -> Job:
    """A photo that waits to be painted slowly."""
    await conversation.receive(**photo())
    (job,) = await conversation.jobs()
    await change(conversation.database, job, look=SLOWLY, progress_message_id=600)
    async with conversation.database.transaction() as db:
        session = await db.get_one(ChatSession, (7, 7))
        session.look = SLOWLY
    return job


async def test_what_waits_is_stopped_at_once_and_can_be_painted_after_all(
    conversation: Conversation, waiting: Job
) -> None:
    await conversation.press(press(STOP, waiting), told(waiting))
    (job,) = await conversation.jobs()
    assert job.state is JobState.CANCELLED
    (edit,) = conversation.called("editMessageText")
    assert "Stopped" in edit["text"]
    assert pressable(edit) == [press(AGAIN, job), press(AGAIN, job, QUICKLY)]

    await conversation.press(press(AGAIN, job), told(waiting))
    _, again = await conversation.jobs()
    assert (again.look, again.photo_file_id, again.edit_message_id) == (SLOWLY, "photo", 600)
    assert again.state is JobState.QUEUED


async def test_what_was_stopped_can_be_painted_quickly_and_so_is_the_next_photo(
    conversation: Conversation, waiting: Job
) -> None:
    await conversation.press(press(STOP, waiting), told(waiting))
    await conversation.press(press(AGAIN, waiting, QUICKLY), told(waiting))
    _, again = await conversation.jobs()
    assert again.look == Look.of("gallery:iris")
    assert await look_of_session(conversation) == Look.of("gallery:iris")


async def test_what_is_painted_is_left_to_its_worker(conversation: Conversation, waiting: Job) -> None:
    await change(conversation.database, waiting, state=JobState.RUNNING)
    answer = await conversation.press(press(STOP, waiting), told(waiting))
    (job,) = await conversation.jobs()
    assert (job.state, job.cancel_requested_at is None) == (JobState.RUNNING, False)
    assert "Stopping" in answer["text"]
    assert conversation.called("editMessageText") == []


async def test_a_result_that_waits_to_be_repainted_comes_back_with_its_look(
    conversation: Conversation, waiting: Job
) -> None:
    iris = Look.of("gallery:iris")
    await change(
        conversation.database,
        waiting,
        state=JobState.DONE,
        look=iris,
        look_key=iris.key,
        result_message_id=500,
        result_file_id="painted",
        finished_at=now(),
    )
    await conversation.press(press(Verb.STRENGTH, waiting, "40"), painting(waiting))
    _, new = await conversation.jobs()
    await conversation.press(press(STOP, new), painting(new))
    assert (await conversation.jobs())[1].state is JobState.CANCELLED
    (shown,) = conversation.called("editMessageMedia")
    assert shown["media"]["media"] == "painted"
    assert await look_of_session(conversation) == iris


async def test_too_late_is_said_and_the_message_that_was_left_goes(conversation: Conversation, waiting: Job) -> None:
    await conversation.finish(waiting, result_message_id=601)
    answer = await conversation.press(press(STOP, waiting), told(waiting))
    assert "Too late" in answer["text"]
    assert conversation.called("deleteMessage") == [{"chat_id": 7, "message_id": 600}]


async def test_too_late_under_the_result_puts_its_buttons_right(conversation: Conversation, waiting: Job) -> None:
    await conversation.finish(waiting, result_message_id=500)
    await conversation.press(press(STOP, waiting), painting(waiting))
    (edit,) = conversation.called("editMessageReplyMarkup")
    assert press(Verb.MORE, waiting) in pressable(edit)


async def test_nobody_stops_the_painting_of_another(conversation: Conversation, waiting: Job) -> None:
    await conversation.press(press(STOP, waiting), told(waiting), BORIS)
    (job,) = await conversation.jobs()
    assert job.state is JobState.QUEUED


async def test_the_same_tap_twice_does_the_same_once(conversation: Conversation, waiting: Job) -> None:
    query = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "Anna"}, "chat_instance": "1"}
    await conversation.press(press(STOP, waiting), told(waiting))
    tap = {"callback_query": {**query, "data": press(AGAIN, waiting), "message": told(waiting)}}
    await conversation.handle(dict(tap), update_id=900)
    await conversation.handle(dict(tap), update_id=900)
    assert len(await conversation.jobs()) == 2


async def test_an_album_that_was_to_be_repainted_is_what_it_was(conversation: Conversation) -> None:
    album, words = await shown_album(conversation)
    await conversation.press(f"step:{album.id}:next", words)
    again = (await conversation.jobs())[-1]
    answer = await conversation.press(f"cancel:{again.id}", words)
    assert answer["text"] == progress.stopped(ENGLISH)
    assert "iris" in last_edit(conversation)["text"]
    session = await conversation.session()
    assert session is not None
    assert (session.look.style, session.album_file_ids) == ("gallery:iris", ["a", "b"])


@pytest.fixture
async def failed(conversation: Conversation, waiting: Job) -> Job:
    """A repainting of the painting in message 500 that came to nothing, which was said in message 501."""
    iris = Look.of("gallery:iris")
    shown = {"result_message_id": 500, "result_file_id": "painted", "finished_at": now()}
    await change(conversation.database, waiting, state=JobState.DONE, look=iris, look_key=iris.key, **shown)
    await conversation.press(press(Verb.STRENGTH, waiting, "40"), painting(waiting))
    job = (await conversation.jobs())[-1]
    failure = {"error": "OutOfMemory", "result_message_id": 501, "progress_message_id": 500, "finished_at": now()}
    await change(conversation.database, job, state=JobState.DONE, **failure)
    conversation.api.calls.clear()
    return job


async def test_too_late_for_what_has_failed_the_painting_before_comes_back(
    conversation: Conversation, failed: Job
) -> None:
    answer = await conversation.press(press(STOP, failed), painting(failed))
    assert answer["text"] == progress.too_late_to_stop(ENGLISH)
    assert conversation.called("deleteMessage") == []
    (shown,) = conversation.called("editMessageMedia")
    assert (shown["message_id"], shown["media"]["media"]) == (500, "painted")
    assert await look_of_session(conversation) == Look.of("gallery:iris")


async def test_too_late_for_an_album_that_has_failed_its_words_come_back(conversation: Conversation) -> None:
    album, words = await shown_album(conversation)
    await conversation.press(f"step:{album.id}:next", words)
    again = (await conversation.jobs())[-1]
    failure = {"error": "OutOfMemory", "result_message_id": 999, "finished_at": now()}
    await change(conversation.database, again, state=JobState.DONE, **failure)
    conversation.api.calls.clear()
    answer = await conversation.press(f"cancel:{again.id}", words)
    assert answer["text"] == progress.too_late_to_stop(ENGLISH)
    assert conversation.called("deleteMessage") == []
    assert "iris" in last_edit(conversation)["text"]
