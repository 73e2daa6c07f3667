import asyncio
from dataclasses import replace

import pytest

from bot.jobs import queue
from bot.jobs.delivery import Delivery
from bot.look import Look
from bot.storage import styles
from bot.storage.models.jobs import JobState
from tests.bot.jobs.studio import SLOWLY, Studio, begun, busy
from tests.bot.stand_in import StandInPainter, picture
from tests.person import Person, file_id_of


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


async def test_what_had_to_learn_a_style_first_can_still_be_called_off(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
    async with busy(studio.painter):
        job = await studio.ask(look=Look.of(f"own:{style.id}"))
        studio.start()
        await begun(studio.painter)
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, job.id)
        assert (await studio.ended(job)).state is JobState.CANCELLED
    assert len(studio.painter.learnt) == 1


async def test_between_learning_a_style_and_painting_in_it_a_job_can_be_called_off(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, learnt, go_on = Delivery.fetch, asyncio.Event(), asyncio.Event()

    async def wait_and_fetch(delivery: Delivery, file_id: str) -> bytes:
        if studio.painter.learnt:
            learnt.set()
            await go_on.wait()
        return await fetch(delivery, file_id)

    monkeypatch.setattr(Delivery, "fetch", wait_and_fetch)
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
    job = await studio.ask(look=Look.of(f"own:{style.id}"))
    studio.start()
    await learnt.wait()
    async with studio.database.transaction() as db:
        assert await queue.request_cancel(db, job.id)
    go_on.set()
    assert (await studio.ended(job)).state is JobState.CANCELLED
    assert studio.painter.painted == []
