import asyncio

import torch

from bot.jobs import queue
from bot.look import Look
from bot.storage import paintings
from bot.storage.models import Job, JobState
from engine import Picture, Progress
from tests.bot.jobs.studio import SLOWLY, Studio, busy, says, taken
from tests.person import buttons_of, file_id_of


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


async def test_a_result_that_comes_late_does_not_cover_a_newer_one(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    message_id = before["message_id"]
    await studio.anna.fault("editMessageMedia", "slow", seconds=0.5)
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    newer = await studio.ask(edit_message_id=message_id)
    async with studio.database.transaction() as db:
        # A tap that asks for what Telegram has already: it shows that itself.
        row = await db.get_one(Job, newer.id)
        paintings.settle(row, message_id, file_id_of(before))
    assert (await studio.ended(late)).state is JobState.DONE
    await called(studio, "editMessageMedia", 2)
    shown = await studio.anna.wait_for(lambda m: m["message_id"] == message_id and says("Irises", m))
    assert shown["photo"] == before["photo"]


async def test_a_result_that_nothing_newer_has_overtaken_stays(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    await studio.ended(
        await studio.ask(look=Look.of("gallery:wave"), edit_message_id=before["message_id"], reply_to_message_id=None)
    )
    # What comes after it is worked on when all is done for the first.
    await studio.ended(await studio.ask())
    assert len(await studio.anna.calls("editMessageMedia")) == 1


async def called(studio: Studio, method: str, times: int) -> None:
    """Wait until the bot has called a method so many times."""
    async with asyncio.timeout(15):
        while True:
            if len(await studio.anna.calls(method)) >= times:
                return
            await asyncio.sleep(0.01)
