"""What people are told while their jobs take long: a worker against a real Bot API server."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import torch

from bot.jobs import queue, reporter
from bot.look import Look, Share
from bot.storage.models import JobState
from engine import Picture, Progress
from tests.bot.jobs.studio import Studio, begun, busy
from tests.bot.stand_in import StandInPainter
from tests.person import Json, Person, buttons_of

SLOWLY = Look((Share("gallery:iris"),), method="gatys")
BAR = "▰"


@pytest.fixture
async def ben(studio: Studio) -> AsyncIterator[Person]:
    ben = await Person.join(studio.anna.url, "Ben")
    yield ben
    await ben.close()


def says(words: str, message: Json) -> bool:
    return bool(message["from_bot"] and words in str(message.get("caption", message.get("text"))))


async def of_the_bot(person: Person) -> list[Json]:
    return [message for message in await person.messages() if message["from_bot"] and not message["deleted"]]


async def test_a_long_painting_shows_how_far_it_is_in_the_message_that_becomes_the_result(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(40, 160)]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        studio.start()
        told = await studio.anna.wait_for(lambda m: says(f"{BAR * 3}▱", m))
        assert told["reply_to_message"]["message_id"] == studio.photo["message_id"]
        assert "25%" in told["text"]
        assert [button["text"] for button in buttons_of(told)] == ["✕ Stop"]
        await studio.until(job, lambda row: row.progress_message_id == told["message_id"])
    result = await studio.result()
    assert result["message_id"] == told["message_id"] == (await studio.ended(job)).result_message_id
    assert "Irises" in result["caption"]
    assert len(await of_the_bot(studio.anna)) == 1


async def test_how_it_looks_so_far_is_shown_where_the_method_can_tell(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(40, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
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
        closer = await ben.wait_for(lambda m: says("is next", m), after=waiting["message_id"] - 1)
        assert closer["message_id"] == waiting["message_id"]


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
        studio.painter.reports = [Progress(40, 160)]
        studio.start("living")
        again = await studio.anna.wait_for(lambda m: says("25%", m))
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


async def test_what_cannot_take_the_place_of_the_message_comes_beside_it_and_the_message_goes(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    studio.painter.error = RuntimeError("the network has come apart")
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        studio.start()
        told = await studio.anna.wait_for(lambda m: says("▱", m))
        deletion = asyncio.create_task(
            studio.anna.wait_for_event("delete", lambda event: event["message_id"] == told["message_id"])
        )
    await studio.anna.wait_for(lambda m: says("Sorry", m))
    await deletion
    assert (await studio.ended(job)).state is JobState.HELD


async def test_what_is_called_off_while_it_is_painted_stops_and_says_how_to_go_on(studio: Studio) -> None:
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY)
        studio.start()
        told = await studio.anna.wait_for(lambda m: says("▱", m))
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, job.id)
        stopped = await studio.anna.wait_for(lambda m: says("Stopped", m))
        assert (await studio.ended(job)).state is JobState.CANCELLED
    assert stopped["message_id"] == told["message_id"]
    assert [button["text"] for button in buttons_of(stopped)] == ["▶ Paint it after all", "⚡ Paint it quickly"]
    assert await studio.pictures() == []


async def test_a_repainting_that_is_called_off_leaves_the_result_as_it_was(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(40, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY, edit_message_id=before["message_id"])
        await studio.anna.wait_for(lambda m: says("25%", m) and m["photo"][-1]["width"] == 64)
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, job.id)
        restored = await studio.anna.wait_for(lambda m: says("Irises", m))
    assert restored["photo"] == before["photo"]
    assert restored["caption"] == before["caption"]
    assert restored["reply_markup"] == before["reply_markup"]


async def test_what_waits_at_the_easel_is_called_off_at_once(studio: Studio, ben: Person) -> None:
    async with busy(studio.painter):
        await studio.ask()
        studio.start()
        await begun(studio.painter)
        waiting = await studio.ask_as(ben)
        await studio.until(waiting, lambda row: row.state is JobState.RUNNING)
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, waiting.id)
        assert (await studio.ended(waiting)).state is JobState.CANCELLED
    await studio.result()
    assert len(studio.painter.painted) == 1


async def test_a_newer_wish_ends_a_painting_under_way(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    async with busy(studio.painter):
        old = await studio.ask(look=SLOWLY, edit_message_id=before["message_id"])
        await begun(studio.painter)
        new = await studio.ask(look=replace(SLOWLY, strength=0.5), edit_message_id=before["message_id"])
        assert (await studio.ended(old)).state is JobState.CANCELLED
    assert (await studio.ended(new)).state is JobState.DONE


async def test_long_work_makes_room_for_short_work_and_is_finished_all_the_same(
    studio: Studio, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick, slow = StandInPainter(), studio.painter.paint
    monkeypatch.setattr(
        studio.painter,
        "paint",
        lambda photo, look, *more: (slow if look.method == "gatys" else quick.paint)(photo, look, *more),
    )
    async with busy(studio.painter):
        long = [await studio.ask(look=SLOWLY) for _ in range(3)]
        studio.start(jobs_in_flight=2)
        await begun(studio.painter)
        short = [await studio.ask_as(ben) for _ in range(3)]
        for job in short:
            assert (await studio.ended(job)).state is JobState.DONE
        assert [(await studio.row(job)).state for job in long] == [JobState.RUNNING, *[JobState.QUEUED] * 2]
    for job in long:
        assert (await studio.ended(job)).state is JobState.DONE


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
