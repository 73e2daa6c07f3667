"""The worker against a real Bot API server; only the painting is a stand-in."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.jobs import endings, errands, queue
from bot.jobs.painted import Painted
from bot.language import ENGLISH, RUSSIAN
from bot.look import Look, Share
from bot.storage import sessions, styles
from bot.storage.database import DatabaseAway
from bot.storage.models import ChatSession, Job, JobKind, JobState, PictureKind, User, now
from bot.views import texts
from engine import SteppedDown
from tests.bot.jobs.studio import Studio, begun, busy
from tests.bot.stand_in import own, picture, size_of
from tests.person import Json, Person, file_id_of


async def test_a_photo_is_answered_with_its_painting(studio: Studio) -> None:
    job = await studio.ask()
    studio.start()
    result = await studio.result()
    ended = await studio.ended(job)
    assert result["reply_to_message"]["message_id"] == studio.photo["message_id"]
    assert "Irises" in result["caption"]
    assert (ended.state, ended.result_message_id) == (JobState.DONE, result["message_id"])
    assert ended.result_file_id == file_id_of(result)


async def test_a_wish_for_a_message_repaints_that_message(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    first = await studio.result()
    job = await studio.ask(look=Look.of("gallery:wave"), reply_to_message_id=None, edit_message_id=first["message_id"])
    edited = await studio.anna.wait_for(lambda m: "Wave" in m.get("caption", ""))
    assert edited["message_id"] == first["message_id"] == (await studio.ended(job)).result_message_id
    assert len(await studio.pictures()) == 1


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


async def test_what_was_painted_otherwise_than_asked_is_said_in_the_persons_language(studio: Studio) -> None:
    note = SteppedDown(1280, 640, "no memory", "result")
    studio.painter.result = Painted(picture(640, 480), "JPEG", 640, 480, (note,))
    await studio.ask(language="ru")
    studio.start()
    assert (await studio.result())["caption"].endswith(texts.painted_smaller(RUSSIAN, 640))


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


async def test_a_file_that_telegram_does_not_hand_out_is_asked_for_anew(studio: Studio) -> None:
    await studio.anna.fault("getFile", "400", description="Bad Request: file is temporarily unavailable")
    job = await studio.ask()
    studio.start()
    assert (await studio.said())["text"] == texts.picture_gone(ENGLISH)
    assert "FileGone" in ((await studio.ended(job)).error or "")


async def test_a_damaged_photo_gets_one_sentence_and_the_next_job_its_painting(studio: Studio) -> None:
    broken = await studio.anna.send_file(b"\xff\xd8\xff broken", "photo.jpg")
    bad = await studio.ask(photo_file_id=file_id_of(broken), reply_to_message_id=broken["message_id"])
    good = await studio.ask()
    studio.start()
    said = await studio.said()
    assert said["reply_to_message"]["message_id"] == broken["message_id"]
    assert (await studio.ended(bad)).error is not None
    assert (await studio.ended(good)).state is JobState.DONE


async def test_a_photo_that_is_gone_gets_a_sentence(studio: Studio) -> None:
    job = await studio.ask(photo_file_id="no-such-file")
    studio.start()
    await studio.said()
    assert "FileGone" in ((await studio.ended(job)).error or "")


async def test_an_error_that_nobody_expects_holds_the_job_and_tells_the_person(studio: Studio) -> None:
    studio.painter.error = RuntimeError("the network has come apart")
    job = await studio.ask()
    studio.start()
    await studio.said()
    ended = await studio.ended(job)
    assert (ended.state, ended.error) == (JobState.HELD, "RuntimeError: the network has come apart")


async def test_a_job_that_ended_its_worker_twice_is_held_and_the_person_told(studio: Studio) -> None:
    job = await studio.ask()
    async with studio.database.transaction() as db:
        await db.execute(update(Job).values(attempts=queue.MAX_ATTEMPTS))
    studio.start()
    await studio.said()
    assert (await studio.ended(job)).state is JobState.HELD
    assert studio.painter.painted == []


async def test_a_worker_that_falls_silent_loses_its_job_to_another(studio: Studio) -> None:
    job = await studio.ask()
    async with studio.database.transaction() as db:
        # What a worker leaves that dies while it paints.
        assert await queue.lease(db, "dead", seconds=0.1)
        assert await queue.begin_painting(db, job.id, "dead")
    studio.start("living")
    await studio.result()
    ended = await studio.ended(job)
    assert (ended.state, ended.attempts) == (JobState.DONE, 1)


async def test_a_long_painting_keeps_its_lease(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start("first", lease_seconds=0.3)
        await begun(studio.painter)
        studio.start("second", lease_seconds=0.3)
        three_leases_later = now() + timedelta(seconds=0.9)
        row = await studio.until(job, lambda row: row.leased_until is None or row.leased_until > three_leases_later)
        assert row.lease_owner == "first"
    await studio.result()
    assert len(studio.painter.painted) == 1


async def test_a_worker_that_has_slept_longer_than_its_lease_does_nothing_twice(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start(jobs_in_flight=2)
        await begun(studio.painter)
        await lapse(studio, job)
        await studio.until(job, lambda row: row.leased_until is not None and row.leased_until > now())
    assert (await studio.ended(job)).state is JobState.DONE
    # Both hands are free again.
    for _ in range(3):
        assert (await studio.ended(await studio.ask())).state is JobState.DONE
    assert len(await studio.pictures()) == len(studio.painter.painted) == 4


async def test_a_job_whose_lease_is_lost_is_taken_up_again_when_it_is_at_work_no_more(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start(jobs_in_flight=2)
        await begun(studio.painter)
        async with studio.database.transaction() as db:
            # Another worker that finds a lapsed lease does this.
            await queue.hand_back(db, "worker:test")
        await studio.until(job, lambda row: row.lease_owner == "worker:test" and len(studio.painter.painted) == 2)
    ended = await studio.ended(job)
    assert ended.state is JobState.DONE
    assert len(await studio.pictures()) == 1


async def test_a_job_that_another_worker_took_over_is_delivered_by_that_one_alone(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with busy(studio.painter):
        job = await studio.ask()
        studio.start("first")
        await begun(studio.painter)
        async with studio.database.transaction() as db:
            await db.execute(update(Job).values(lease_owner="second"))
        await logged(caplog, "dropped")
    assert await studio.pictures() == []
    row = await studio.row(job)
    assert (row.lease_owner, row.finished_at) == ("second", None)


async def test_pressing_fast_paints_the_last_wish_only(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    first = await studio.result()
    async with busy(studio.painter):
        running = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=first["message_id"])
        await begun(studio.painter)
        waiting = await studio.ask(
            look=Look((Share("gallery:iris"),), strength=0.5), edit_message_id=first["message_id"]
        )
        last = await studio.ask(look=Look((Share("gallery:iris"),), strength=0.2), edit_message_id=first["message_id"])
    assert (await studio.ended(last)).state is JobState.DONE
    assert (await studio.ended(running)).state is JobState.CANCELLED
    assert (await studio.ended(waiting)).state is JobState.CANCELLED
    assert len(await studio.anna.calls("editMessageMedia")) == 1


@pytest.mark.parametrize("jobs_in_flight", [1, 2])
async def test_stopping_hands_back_what_cannot_be_finished(studio: Studio, jobs_in_flight: int) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start(jobs_in_flight=jobs_in_flight)
        await begun(studio.painter)
        worker.stop(grace=0.05)
        row = await studio.until(job, lambda row: row.state is JobState.QUEUED)
    assert (row.lease_owner, row.attempts) == (None, 0)
    assert await studio.pictures() == []


async def test_stopping_waits_neither_for_a_painter_that_does_not_stop_nor_for_a_database_that_is_away(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_painting, paint, back, ended = queue.end_painting, studio.painter.paint, asyncio.Event(), asyncio.Event()

    async def end_when_it_is_back(*arguments: Any) -> bool:
        if not back.is_set():
            raise DatabaseAway("for longer than anybody waits")
        ended.set()
        return await end_painting(*arguments)

    monkeypatch.setattr(queue, "end_painting", end_when_it_is_back)
    monkeypatch.setattr(studio.painter, "paint", lambda *given: paint(*given[:-1]))
    monkeypatch.setattr(errands, "GIVE_UP_S", 0.1)
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=0.05)
        assert (await studio.until(job, lambda row: row.state is JobState.QUEUED)).lease_owner is None
    back.set()
    await ended.wait()


async def test_what_is_held_is_not_kept_and_painted_anew_if_it_gets_another_chance(studio: Studio) -> None:
    await studio.anna.fault("sendPhoto", "400", description="Bad Request: chat is restricted")
    job = await studio.ask()
    studio.start()
    assert (await studio.ended(job)).state is JobState.HELD
    async with studio.database.transaction() as db:
        assert await queue.retry(db, job.id)
    await studio.result()
    assert len(studio.painter.painted) == 2


async def test_stopping_finishes_what_is_nearly_done(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=10)
    assert (await studio.ended(job)).state is JobState.DONE


async def test_stopping_again_in_more_of_a_hurry_hands_back_what_is_not_done(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask()
        worker = studio.start()
        await begun(studio.painter)
        worker.stop(grace=60)
        await asyncio.sleep(0.1)
        worker.stop(grace=0.05)
        assert (await studio.until(job, lambda row: row.state is JobState.QUEUED)).attempts == 0


async def test_a_style_of_ones_own_is_learnt_once_and_painted_with(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
    learn = {"kind": JobKind.LEARN, "photo_file_id": None, "reply_to_message_id": painting["message_id"]}
    await studio.ask(look=Look.of(f"own:{style.id}"), **learn)
    studio.start()
    assert "Ember" in (await studio.said())["text"]

    await studio.ask(look=Look.of(f"own:{style.id}"))
    assert "Ember" in (await studio.result())["caption"]
    assert own(studio.painter.painted[0].sources[0]).statistics == b"statistics by stand-in"
    assert len(studio.painter.learnt) == 1


async def test_statistics_of_another_encoder_are_made_anew_from_the_painting(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
        await styles.keep_statistics(db, style.id, "adain", "an older encoder", b"old")
    await studio.ask(look=Look.of(f"own:{style.id}"))
    studio.start()
    await studio.result()
    async with studio.database.snapshot() as db:
        kept = await styles.statistics(db, style.id, "adain")
    assert kept is not None
    assert (kept.statistics, kept.encoder) == (b"statistics by stand-in", "stand-in")


async def test_a_painting_that_cannot_be_read_becomes_no_style(studio: Studio) -> None:
    broken = await studio.anna.send_file(b"\xff\xd8\xff broken", "painting.jpg")
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "", file_id_of(broken), "Style {}".format)
    await studio.ask(kind=JobKind.LEARN, photo_file_id=None, look=Look.of(f"own:{style.id}"))
    studio.start()
    await studio.said()
    async with studio.database.snapshot() as db:
        assert await styles.get_own(db, style.id) is None


async def test_a_style_removed_meanwhile_gets_a_sentence(studio: Studio) -> None:
    job = await studio.ask(look=Look.of("own:404"))
    studio.start()
    await studio.said()
    assert (await studio.ended(job)).state is JobState.DONE


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


async def test_fifty_photos_of_one_do_not_hold_up_one_of_another(studio: Studio, ben: Person) -> None:
    hands = 2
    async with busy(studio.painter):
        fifty = [await studio.ask() for _ in range(50)]
        studio.start(jobs_in_flight=hands)
        await begun(studio.painter)
        one = await studio.ask_as(ben)
    ended = await studio.ended(one)
    assert ended.state is JobState.DONE
    assert ended.started_at is not None
    begun_at = [(await studio.row(job)).started_at for job in fifty]
    # Those that the worker had at hand, and no others.
    assert sum(at is not None and at < ended.started_at for at in begun_at) <= hands


async def logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    async with asyncio.timeout(15):
        while True:
            if words in caplog.text:
                return
            await asyncio.sleep(0.01)


async def lapse(studio: Studio, job: Job) -> None:
    async with studio.database.transaction() as db:
        await db.execute(update(Job).where(Job.id == job.id).values(leased_until=now() - timedelta(minutes=1)))
