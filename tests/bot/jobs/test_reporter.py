"""What people are told while their jobs take long: a worker against a real Bot API server."""

import asyncio

import pytest
import torch
from telegram import Bot

from bot.jobs import errands, progress_message, queue, reporter
from bot.jobs.delivery import Delivery
from bot.jobs.painted import Painted
from bot.storage import jobs
from bot.storage.models.jobs import Job, JobState
from bot.styles import Titled
from bot.views import results
from engine import Picture, Progress
from tests.bot.jobs.studio import SLOWLY, Studio, begun, busy, of_the_bot, says, taken, under_way
from tests.bot.stand_in import picture
from tests.person import Person, buttons_of
from tests.playground_server import TOKEN

BAR = "▰"


async def test_a_long_painting_shows_how_far_it_is_in_the_message_that_becomes_the_result(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(120, 160)]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        studio.start()
        told = await studio.anna.wait_for(lambda m: says(f"{BAR * 4}▱", m))
        assert told["reply_to_message"]["message_id"] == studio.photo["message_id"]
        assert "32%" in told["text"]
        assert [button["text"] for button in buttons_of(told)] == ["✕ Stop"]
        await studio.until(job, lambda row: row.progress_message_id == told["message_id"])
    result = await studio.result()
    assert result["message_id"] == told["message_id"] == (await studio.ended(job)).result_message_id
    assert "Irises" in result["caption"]
    assert len(await of_the_bot(studio.anna)) == 1


async def test_how_it_looks_so_far_is_shown_where_the_method_can_tell(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(120, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
    async with busy(studio.painter):
        await studio.ask(look=SLOWLY)
        studio.start()
        shown = await studio.anna.wait_for(lambda m: says(BAR, m) and "photo" in m)
        assert (shown["photo"][-1]["width"], shown["photo"][-1]["height"]) == (64, 48)
    result = await studio.anna.wait_for(lambda m: says("Irises", m))
    assert result["message_id"] == shown["message_id"]


async def test_what_is_done_at_once_shows_nothing_of_this(studio: Studio) -> None:
    job = await studio.ask()
    studio.start()
    assert (await studio.ended(job)).progress_message_id is None
    assert await studio.anna.calls("sendMessage") == []


async def test_who_waits_is_told_their_place_and_when_it_comes_closer(studio: Studio, ben: Person) -> None:
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        first = await studio.ask(look=SLOWLY)
        studio.start()
        await begun(studio.painter)
        await studio.ask_as(ben, look=SLOWLY)
        await studio.ask_as(ben, look=SLOWLY)
        assert "2 min" in (await ben.wait_for(lambda m: says("is next", m)))["text"]
        waiting = await ben.wait_for(lambda m: says("number 2", m))
        async with studio.database.transaction() as db:
            await queue.request_cancel(db, first.id)
        await ben.wait_for(lambda m: m["message_id"] == waiting["message_id"] and says("is next", m))


async def test_a_result_that_is_repainted_shows_it_in_its_caption_and_keeps_its_buttons(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        await studio.ask(look=SLOWLY, edit_message_id=before["message_id"])
        told = await studio.anna.wait_for(lambda m: says("▱", m))
        assert told["message_id"] == before["message_id"]
        assert [one["text"] for one in buttons_of(told)] == ["✕ Stop", *(one["text"] for one in buttons_of(before))]
    after = await studio.anna.wait_for(lambda m: says("Irises", m))
    assert after["message_id"] == before["message_id"]
    assert len(await of_the_bot(studio.anna)) == 1


async def test_many_jobs_of_one_person_do_not_fill_the_chat(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        asked = [await studio.ask(look=SLOWLY) for _ in range(reporter.MOST_AT_ONCE + 2)]
        studio.start()
        await studio.anna.wait_for(lambda m: says(f"number {reporter.MOST_AT_ONCE - 1}", m))
        # However often it is looked, nobody more is told.
        await asyncio.sleep(0.3)
        assert len(await of_the_bot(studio.anna)) == reporter.MOST_AT_ONCE
    for job in asked:
        assert (await studio.ended(job)).state is JobState.DONE
    assert len(await of_the_bot(studio.anna)) == len(asked)


async def test_after_the_death_of_a_worker_the_next_one_goes_on_in_the_same_message(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(20, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        dying = studio.start("dying")
        told = await studio.anna.wait_for(lambda m: says("▱", m) and "photo" in m)
        dying.stop(grace=0.0)
        await studio.until(job, lambda row: row.lease_owner is None)
        # The message has a picture by now, of which the next worker knows nothing.
        studio.painter.reports = [Progress(120, 160)]
        studio.start("living")
        again = await studio.anna.wait_for(lambda m: says("32%", m))
    assert again["message_id"] == told["message_id"]
    assert (await studio.ended(job)).result_message_id == told["message_id"]
    assert len(await of_the_bot(studio.anna)) == 1


async def test_a_message_that_cannot_be_sent_costs_the_job_nothing(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    await studio.anna.fault("sendMessage", "500", times=2)
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        studio.start()
        await studio.anna.wait_for(lambda m: says("▱", m))
    assert (await studio.ended(job)).state is JobState.DONE
    assert len(await of_the_bot(studio.anna)) == 1


@pytest.fixture
def held_words_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give nothing up that is held, however slow the machine is."""
    monkeypatch.setattr(progress_message, "PATIENCE_S", 60.0)


@pytest.mark.usefixtures("held_words_are_waited_for")
async def test_who_stops_while_their_place_is_being_told_is_not_told_it_for_good(studio: Studio, ben: Person) -> None:
    # So long that nothing else changes in the meantime.
    studio.painter.seconds = 60_000.0
    async with busy(studio.painter):
        first, second = await studio.ask(look=SLOWLY), await studio.ask_as(ben, look=SLOWLY)
        third = await studio.ask_as(ben, look=SLOWLY)
        studio.start()
        await ben.wait_for(lambda m: says("number 2", m))
        await studio.anna.fault("editMessageText", "held")
        async with studio.database.transaction() as db:
            await queue.request_cancel(db, second.id)
        await taken(studio.anna, "editMessageText")
        async with studio.database.transaction() as db:
            await queue.request_cancel(db, third.id)
        await studio.anna.release("editMessageText")
        await ben.wait_for(lambda m: says("Stopped", m))
    assert (await studio.ended(first)).state is JobState.DONE


async def test_who_dies_while_they_send_the_message_leaves_it_to_the_next(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporter, "LOST_AFTER_S", 0.3)
    studio.painter.seconds = 60.0
    job = await studio.ask(look=SLOWLY)
    async with studio.database.transaction() as db:
        assert await jobs.claim_progress(db, job.id)
    async with busy(studio.painter):
        studio.start()
        told = await studio.anna.wait_for(lambda m: says("▱", m))
    assert (await studio.ended(job)).result_message_id == told["message_id"]
    assert len(await of_the_bot(studio.anna)) == 1


async def test_what_is_sent_when_the_job_has_ended_is_removed(studio: Studio, ben: Person) -> None:
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        first = await studio.ask(look=SLOWLY)
        studio.start()
        await studio.anna.wait_for(lambda m: says("▱", m))
        await studio.anna.fault("sendMessage", "held")
        waiting = await studio.ask_as(ben, look=SLOWLY)
        await taken(studio.anna, "sendMessage")
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, waiting.id)
        await studio.anna.release("sendMessage")
        sent = await ben.wait_for(lambda m: says("is next", m))
        await ben.wait_for_event("delete", lambda event: event["message_id"] == sent["message_id"])
    assert (await studio.ended(first)).state is JobState.DONE
    assert (await studio.row(waiting)).progress_message_id == jobs.BEING_SENT


@pytest.mark.usefixtures("held_words_are_waited_for")
async def test_what_is_said_too_late_about_one_who_waits_gives_way_to_the_result(studio: Studio, ben: Person) -> None:
    # So long that nothing else changes in the meantime.
    studio.painter.seconds = 60_000.0
    async with busy(studio.painter):
        first, second = await studio.ask(look=SLOWLY), await studio.ask_as(ben, look=SLOWLY)
        third = await studio.ask_as(ben, look=SLOWLY)
        studio.start()
        told = await ben.wait_for(lambda m: says("number 2", m))
        await studio.anna.fault("editMessageText", "held")
        async with studio.database.transaction() as db:
            await queue.request_cancel(db, second.id)
        await taken(studio.anna, "editMessageText")
        await deliver_elsewhere(studio, third)
        await studio.anna.release("editMessageText")
        # There are no words to change any more but those under the painting.
        await ben.wait_for(lambda m: m["message_id"] == told["message_id"] and says("is next", m) and "photo" in m)
        await ben.wait_for(lambda m: m["message_id"] == told["message_id"] and says("Irises", m))
    assert (await studio.ended(first)).state is JobState.DONE


async def test_what_is_being_said_does_not_outlive_the_worker(
    studio: Studio, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "GIVE_UP_S", 0.1)
    studio.painter.seconds = 60.0
    await studio.anna.fault("sendMessage", "held", times=2)
    async with busy(studio.painter):
        first, _ = await studio.ask(look=SLOWLY), await studio.ask_as(ben, look=SLOWLY)
        worker = studio.start()
        await taken(studio.anna, "sendMessage")
        (running,) = under_way("Worker.run")
        assert under_way("Reporter._speak")
        worker.stop(grace=0.05)
        await studio.until(first, lambda row: row.state is JobState.QUEUED)
    await asyncio.wait_for(running, 5)
    assert under_way("Reporter.") == []


async def test_it_is_told_in_the_message_that_the_job_names(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(20, 160)]
    async with busy(studio.painter), Bot(TOKEN, f"{studio.anna.url}/bot") as bot:
        job = await studio.ask(look=SLOWLY)
        studio.start()
        first = await studio.anna.wait_for(lambda m: says("▱", m))
        await studio.until(job, lambda row: row.progress_message_id == first["message_id"])
        # Another worker that took over has sent one of its own.
        other = await bot.send_message(studio.anna.chat_id, "waiting")
        async with studio.database.transaction() as db:
            (await db.get_one(Job, job.id)).progress_message_id = other.message_id
        await studio.anna.wait_for(lambda m: m["message_id"] == other.message_id and says("▱", m))
    assert (await studio.ended(job)).result_message_id == other.message_id


async def deliver_elsewhere(studio: Studio, job: Job) -> None:
    """Deliver a job as another worker does."""
    async with studio.database.transaction() as db:
        leased = await queue.lease(db, "another", 30.0, besides=Job.id != job.id)
        assert leased is not None
        assert await queue.begin_delivery(db, leased, "another")
    async with Bot(TOKEN, f"{studio.anna.url}/bot") as bot:
        shown = results.painted(leased, [Titled("Irises")])
        delivered = await Delivery(bot).painting(leased, Painted(picture(), "JPEG", 320, 240), shown)
    async with studio.database.transaction() as db:
        assert await queue.complete(db, leased, "another", delivered)
