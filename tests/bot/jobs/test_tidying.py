import asyncio
from typing import Any

import pytest
import torch

from bot.jobs import endings, errands, queue, tidying
from bot.look import Look, Share
from bot.storage import paintings
from bot.storage.models.jobs import JobKind, JobState
from engine import Picture, Progress
from tests.bot.jobs.rows import ask
from tests.bot.jobs.studio import SLOWLY, Studio, busy, says, taken, under_way, until_under_way
from tests.person import Json, buttons_of, file_id_of

SHEET = {"kind": JobKind.SHEET, "look": Look(), "choices": ("gallery:wave", "gallery:iris"), "page": 0}
STRIP = {"kind": JobKind.STRIP, "look": Look((Share("gallery:iris"), Share("gallery:wave")))}
BOTH = pytest.mark.parametrize("in_place", [SHEET, STRIP], ids=["sheet", "strip"])


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


async def shown_at_once(studio: Studio, message_id: int, file_id: str) -> None:
    """Ask for what Telegram has already, as a tap does that shows it by itself: no worker sees it before it is done."""
    async with studio.database.transaction() as db:
        job = await ask(db, **studio.wish(edit_message_id=message_id))
        paintings.settle(job, message_id, file_id)


async def test_a_result_that_comes_late_does_not_cover_a_newer_one(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    before = await studio.result()
    message_id = before["message_id"]
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await shown_at_once(studio, message_id, file_id_of(before))
    await studio.anna.release("editMessageMedia")
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


@BOTH
async def test_a_result_that_comes_late_does_not_cover_a_newer_sheet_or_strip(
    studio: Studio, in_place: dict[str, Any]
) -> None:
    message_id = await a_painting(studio)
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    newer = await studio.ended(await studio.ask(**in_place, edit_message_id=message_id))
    (shown,) = await studio.pictures()
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    await called(studio, "editMessageMedia", 3)
    again = await studio.anna.wait_for(lambda m: m["message_id"] == message_id and file_id_of(m) == file_id_of(shown))
    assert file_id_of(again) == newer.result_file_id
    assert (again["caption"], again["reply_markup"]) == (shown["caption"], shown["reply_markup"])


async def test_what_was_covered_before_telegram_said_that_it_had_come_is_shown_again(studio: Studio) -> None:
    message_id = await a_painting(studio)
    # The older one lands in the middle of the newer one, whose answer comes last of all.
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await studio.anna.fault("editMessageMedia", "held")
    newer = await studio.ask(look=Look.of("gallery:iris"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    assert (await studio.row(newer)).state is JobState.DELIVERING
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(newer)).state is JobState.DONE
    await called(studio, "editMessageMedia", 3)


@pytest.mark.parametrize("patience", [1.0])
async def test_what_was_given_up_may_have_come_late_and_the_newer_result_is_shown_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endings, "FIRST_BACKOFF_S", 0.2)
    message_id = await a_painting(studio)
    await studio.anna.fault("editMessageMedia", "timeout", seconds=600)
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    newer = await studio.ended(await studio.ask(**SHEET, edit_message_id=message_id))
    assert (await studio.ended(late)).state is JobState.CANCELLED
    await called(studio, "editMessageMedia", 3)
    assert file_id_of((await studio.pictures())[0]) == newer.result_file_id


async def test_how_far_a_wish_is_does_not_stay_where_a_newer_one_was_shown_at_once(studio: Studio) -> None:
    message_id = await a_painting(studio)
    (before,) = await studio.pictures()
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        slow = await studio.ask(look=SLOWLY, edit_message_id=message_id)
        await studio.anna.wait_for(lambda m: says("▱", m))
        await shown_at_once(studio, message_id, file_id_of(before))
        assert (await studio.ended(slow)).state is JobState.CANCELLED
        shown = await studio.anna.wait_for(lambda m: m["message_id"] == message_id and says("Irises", m))
    assert shown["photo"] == before["photo"]
    assert not says("▱", shown)


async def test_what_covers_a_result_gives_way_also_if_telegram_wants_it_later(studio: Studio) -> None:
    message_id = await a_painting(studio)
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    newer = await studio.ended(await studio.ask(**SHEET, edit_message_id=message_id))
    await studio.anna.fault("editMessageMedia", "429", retry_after=3)
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    await studio.anna.wait_for(lambda m: m["message_id"] == message_id and file_id_of(m) != newer.result_file_id)
    await studio.anna.wait_for(lambda m: m["message_id"] == message_id and file_id_of(m) == newer.result_file_id)


async def test_what_is_shown_again_does_not_cover_what_has_come_meanwhile(studio: Studio) -> None:
    message_id = await a_painting(studio)
    (before,) = await studio.pictures()
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await shown_at_once(studio, message_id, file_id_of(before))
    await studio.anna.fault("editMessageMedia", "held")
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    await taken(studio.anna, "editMessageMedia")
    # Nothing holds the last wish up, so that it comes first.
    last = await studio.ended(await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id))
    await studio.anna.release("editMessageMedia")
    await called(studio, "editMessageMedia", 4)
    await studio.anna.wait_for(lambda m: m["message_id"] == message_id and file_id_of(m) == last.result_file_id)


async def test_what_a_calling_off_brings_back_does_not_cover_what_has_come_meanwhile(studio: Studio) -> None:
    message_id = await a_painting(studio)
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        slow = await studio.ask(look=SLOWLY, edit_message_id=message_id)
        await studio.anna.wait_for(lambda m: says("▱", m))
        await studio.anna.fault("editMessageMedia", "held")
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, slow.id)
        await taken(studio.anna, "editMessageMedia")
    studio.painter.seconds = 1.0
    last = await studio.ended(await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id))
    await studio.anna.release("editMessageMedia")
    await called(studio, "editMessageMedia", 3)
    await studio.anna.wait_for(lambda m: m["message_id"] == message_id and file_id_of(m) == last.result_file_id)


async def test_what_is_not_overtaken_again_is_shown_again_once(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = asyncio.Event()
    look_again = tidying.Tidying._look_again

    async def look(*arguments: Any) -> None:
        await look_again(*arguments)
        looked.set()

    monkeypatch.setattr(tidying.Tidying, "_look_again", look)
    message_id = await a_painting(studio)
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await studio.ended(await studio.ask(**SHEET, edit_message_id=message_id))
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    await asyncio.wait_for(looked.wait(), 10)
    assert len(await studio.anna.calls("editMessageMedia")) == 3


async def test_what_is_to_be_shown_again_later_does_not_outlive_the_worker(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "GIVE_UP_S", 0.1)
    job = await studio.ask()
    worker = studio.start(jobs_in_flight=3)
    message_id = (await studio.ended(job)).result_message_id
    await studio.anna.fault("editMessageMedia", "held")
    late = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=message_id)
    await taken(studio.anna, "editMessageMedia")
    await studio.ended(await studio.ask(**SHEET, edit_message_id=message_id))
    await studio.anna.fault("editMessageMedia", "429", retry_after=60)
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(late)).state is JobState.DONE
    await until_under_way("Tidying._show_after")
    (running,) = under_way("Worker.run")
    worker.stop(grace=1)
    await asyncio.wait_for(running, 5)
    assert under_way("Tidying.") == []


@BOTH
async def test_what_is_called_off_gives_way_to_what_it_was_chosen_from(
    studio: Studio, in_place: dict[str, Any]
) -> None:
    message_id = await a_painting(studio)
    await studio.ended(await studio.ask(**in_place, edit_message_id=message_id))
    (before,) = await studio.pictures()
    studio.painter.seconds = 60.0
    studio.painter.reports = [Progress(120, 160, Picture.of(torch.rand(1, 3, 48, 64)))]
    async with busy(studio.painter):
        job = await studio.ask(look=SLOWLY, edit_message_id=message_id)
        await studio.anna.wait_for(lambda m: says("32%", m) and m["photo"][-1]["width"] == 64)
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, job.id)
        restored = await studio.anna.wait_for(lambda m: m["message_id"] == message_id and not says("▱", m))
    assert_same(restored, before)


async def a_painting(studio: Studio) -> int:
    """Have a painting delivered; return its message."""
    job = await studio.ask()
    studio.start(jobs_in_flight=3)
    message_id = (await studio.ended(job)).result_message_id
    assert message_id is not None
    return message_id


def assert_same(now: Json, before: Json) -> None:
    for what in ("photo", "caption", "reply_markup"):
        assert now[what] == before[what]


async def called(studio: Studio, method: str, times: int) -> None:
    """Wait until the bot has called a method so many times."""
    async with asyncio.timeout(15):
        while True:
            if len(await studio.anna.calls(method)) >= times:
                return
            await asyncio.sleep(0.01)
