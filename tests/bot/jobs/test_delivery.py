"""How what is done reaches the chat, whatever Telegram answers: a worker against a real Bot API server."""

import pytest
from sqlalchemy import update

from bot.jobs import endings, queue
from bot.jobs.painted import Painted
from bot.language import RUSSIAN
from bot.storage import sessions
from bot.storage.models.jobs import Job, JobState, PictureKind
from bot.storage.models.people import ChatSession, User
from bot.storage.moments import now
from bot.views import texts
from tests.bot.jobs.studio import Studio
from tests.bot.stand_in import picture, size_of
from tests.person import Json, Person, file_id_of


async def test_a_file_is_sent_as_a_file(studio: Studio) -> None:
    await studio.ask(picture=PictureKind.FILE)
    studio.start()
    result = await studio.result()
    assert result["document"]["file_name"].endswith(".jpg")
    assert size_of(await studio.anna.download(result)) == (320, 240)


async def test_what_telegram_takes_for_no_photo_goes_as_a_file(studio: Studio) -> None:
    studio.painter.result = Painted(picture(4000, 150), "JPEG", 4000, 150)
    await studio.ask()
    studio.start()
    assert "document" in await studio.result()


async def test_a_photo_that_telegram_refuses_all_the_same_goes_as_a_file(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "400", description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await studio.ask()
    studio.start()
    assert "document" in await studio.result()


@pytest.mark.parametrize(
    ("kind", "details"),
    [("500", {}), ("502", {}), ("drop", {}), ("429", {"retry_after": 1})],
)
@pytest.mark.parametrize("method", ["sendPhoto", "getFile"])
async def test_a_failure_for_now_is_got_over(studio: Studio, method: str, kind: str, details: Json) -> None:
    await studio.anna.fault(method, kind, times=1 if kind == "429" else 3, **details)
    job = await studio.ask()
    studio.start()
    await studio.result()
    assert (await studio.ended(job)).state is JobState.DONE
    assert len(await studio.pictures()) == 1
    assert len(studio.painter.painted) == 1, "a delivery that failed costs no second painting"


@pytest.mark.parametrize("patience", [2.0])
@pytest.mark.parametrize("method", ["sendPhoto", "file"])
async def test_an_answer_that_never_comes_is_not_waited_for(studio: Studio, method: str) -> None:
    await studio.anna.fault(method, "timeout", seconds=600)
    job = await studio.ask()
    studio.start()
    await studio.result()
    assert (await studio.ended(job)).state is JobState.DONE


async def test_what_telegram_says_about_waiting_is_obeyed(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "429", retry_after=1)
    job = await studio.ask()
    studio.start()
    await studio.result()
    first, second = await studio.anna.calls("sendPhoto")
    assert second["at"] - first["at"] >= 1.0
    assert (await studio.ended(job)).attempts == 0


async def test_who_has_blocked_the_bot_is_left_alone(studio: Studio) -> None:
    await studio.anna.block()
    job = await studio.ask()
    studio.start()
    assert (await studio.ended(job)).state is JobState.CANCELLED
    async with studio.database.snapshot() as db:
        assert (await db.get_one(User, studio.anna.chat_id)).blocked_at is not None
    assert len(await studio.anna.calls("sendPhoto")) == 1


async def test_nothing_modified_counts_as_delivered(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    first = await studio.result()
    await studio.anna.fault(
        "editMessageMedia", "400", description="Bad Request: message is not modified: specified new message ..."
    )
    job = await studio.ask(edit_message_id=first["message_id"])
    ended = await studio.ended(job)
    assert (ended.state, ended.result_message_id) == (JobState.DONE, first["message_id"])


async def test_a_message_that_is_gone_is_sent_anew(studio: Studio) -> None:
    job = await studio.ask(edit_message_id=987_654)
    studio.start()
    result = await studio.result()
    assert (await studio.ended(job)).result_message_id == result["message_id"]


async def test_what_telegram_refuses_for_good_is_held_and_not_repeated(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "400", times=5, description="Bad Request: chat is restricted")
    job = await studio.ask()
    studio.start()
    ended = await studio.ended(job)
    assert ended.state is JobState.HELD
    assert "restricted" in (ended.error or "")
    assert len(await studio.anna.calls("sendPhoto")) == 1


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        ("not enough rights to send photos to the chat", texts.pictures_forbidden(RUSSIAN)),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", texts.pictures_forbidden(RUSSIAN)),
        ("message caption is too long", texts.something_went_wrong(RUSSIAN)),
    ],
)
async def test_what_telegram_refuses_for_good_is_told_where_words_get_through(
    studio: Studio, refusal: str, sentence: str
) -> None:
    async with studio.database.transaction() as db:
        session = await sessions.load(db, studio.anna.chat_id, studio.anna.chat_id)
        session.photo_file_id = file_id_of(studio.photo)
    await studio.anna.fault("sendPhoto", "400", description=f"Bad Request: {refusal}")
    job = await studio.ask(language="ru")
    studio.start()
    said = await studio.said()
    assert said["text"] == sentence
    assert said["reply_to_message"]["message_id"] == studio.photo["message_id"]
    ended = await studio.ended(job)
    assert (ended.state, ended.error) == (JobState.HELD, f"BadRequest: {refusal.capitalize()}")
    assert len(await studio.anna.calls("sendPhoto")) == 1
    async with studio.database.snapshot() as db:
        session = await db.get_one(ChatSession, (studio.anna.chat_id, studio.anna.chat_id))
        assert session.photo_file_id == file_id_of(studio.photo)


@pytest.mark.parametrize("in_place", [False, True])
async def test_what_is_too_large_for_telegram_is_told_and_not_repeated(studio: Studio, in_place: bool) -> None:
    first = await studio.ask()
    studio.start()
    message_id = (await studio.ended(first)).result_message_id
    studio.painter.result = Painted(bytes(51 * 2**20), "PNG", 4096, 4096)
    job = await studio.ask(language="ru", picture=PictureKind.FILE, edit_message_id=message_id if in_place else None)
    assert (await studio.said())["text"] == texts.result_too_large(RUSSIAN)
    ended = await studio.ended(job)
    assert (ended.state, ended.error) == (JobState.HELD, "NetworkError: Request Entity Too Large")
    assert len(await studio.anna.calls("editMessageMedia" if in_place else "sendDocument")) == 1


@pytest.mark.parametrize("refusal", ["CHAT_WRITE_FORBIDDEN", "TOPIC_CLOSED", "chat not found"])
async def test_where_nothing_can_be_said_nothing_is_tried(studio: Studio, refusal: str) -> None:
    await studio.anna.fault("sendPhoto", "400", description=f"Bad Request: {refusal}")
    job = await studio.ask()
    studio.start()
    assert (await studio.ended(job)).state is JobState.HELD
    assert await studio.anna.calls("sendMessage") == []


async def test_where_words_are_refused_too_the_job_is_held_all_the_same(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "400", description="Bad Request: not enough rights to send photos to the chat")
    await studio.anna.fault("sendMessage", "400", description="Bad Request: not enough rights to send text messages")
    job = await studio.ask()
    studio.start()
    assert "send photos" in ((await studio.ended(job)).error or "").lower()
    assert len(await studio.anna.calls("sendMessage")) == 1


async def test_what_is_held_is_not_kept_and_painted_anew_if_it_gets_another_chance(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "400", description="Bad Request: chat is restricted")
    job = await studio.ask()
    studio.start()
    assert (await studio.ended(job)).state is JobState.HELD
    async with studio.database.transaction() as db:
        assert await queue.retry(db, job.id)
    await studio.result()
    assert len(studio.painter.painted) == 2


async def test_a_group_that_has_moved_still_gets_its_painting(studio: Studio) -> None:
    elsewhere = await Person.join(studio.anna.url, "Friends", "group")
    try:
        job = await studio.ask(reply_to_message_id=None)
        async with studio.database.transaction() as db:
            await queue.follow(db, studio.anna.chat_id, elsewhere.chat_id)
        studio.start()
        await elsewhere.wait_for(lambda m: m["from_bot"] and "photo" in m)
        assert (await studio.ended(job)).chat_id == elsewhere.chat_id
    finally:
        await elsewhere.close()


async def test_a_job_is_not_tried_for_ever(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "500", times=50)
    job = await studio.ask()
    async with studio.database.transaction() as db:
        await db.execute(update(Job).values(created_at=now() - endings.GIVE_UP_AFTER))
    studio.start()
    assert (await studio.ended(job)).state is JobState.HELD


async def test_a_hand_is_free_for_others_while_deliveries_to_one_chat_wait(studio: Studio, ben: Person) -> None:
    await studio.anna.fault("sendPhoto", "timeout", seconds=600)
    of_anna = [await studio.ask() for _ in range(4)]
    studio.start(jobs_in_flight=2)
    await studio.until(of_anna[0], lambda job: job.state is JobState.DELIVERING)
    one = await studio.ask_as(ben)
    assert (await studio.ended(one)).state is JobState.DONE
    assert (await studio.row(of_anna[0])).state is JobState.DELIVERING
    assert (await studio.row(of_anna[1])).state is JobState.QUEUED
