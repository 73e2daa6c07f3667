import asyncio

import torch

from bot.jobs import queue
from bot.storage.models import JobState
from engine import Picture, Progress
from tests.bot.jobs.studio import SLOWLY, Studio, busy, says
from tests.person import buttons_of


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
    studio.painter.reports = [Progress(120, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY, edit_message_id=before["message_id"])
        await studio.anna.wait_for(lambda m: says("32%", m) and m["photo"][-1]["width"] == 64)
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, job.id)
        restored = await studio.anna.wait_for(lambda m: says("Irises", m))
    assert restored["photo"] == before["photo"]
    assert restored["caption"] == before["caption"]
    assert restored["reply_markup"] == before["reply_markup"]
