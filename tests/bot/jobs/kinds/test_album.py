from __future__ import annotations

import asyncio
import importlib
from typing import Any

import pytest

from bot.jobs import queue
from bot.jobs.delivery import Delivery
from bot.language import ENGLISH
from bot.look import Look
from bot.storage import sessions
from bot.storage.models.jobs import Job, JobKind, JobState, PictureKind
from bot.views import albums, texts
from tests.bot.jobs.studio import Studio, begun, busy, taken
from tests.bot.stand_in import picture, size_of
from tests.person import Json, buttons_of, file_id_of

SIZES = [(320, 240), (240, 320), (200, 200)]
DAMAGED = picture()[:200]


async def send(studio: Studio, *pictures: bytes, as_: str = "photo") -> list[Json]:
    return await studio.anna.send_album(list(pictures or [picture(*size) for size in SIZES]), as_=as_)


async def ask(studio: Studio, sent: list[Json], **changes: Any) -> Job:
    """Queue the paintings of an album, which is the session's."""
    file_ids = [file_id_of(message) for message in sent]
    async with studio.database.transaction() as db:
        session = await sessions.load(db, studio.anna.chat_id, studio.anna.chat_id)
        session.photo_file_id, session.album_file_ids = file_ids[0], file_ids
    fields = {"photo_file_id": file_ids[0], "album_file_ids": file_ids, "reply_to_message_id": sent[0]["message_id"]}
    return await studio.ask(kind=JobKind.ALBUM, **{**fields, **changes})


async def words(studio: Studio, after: Json | int = 0) -> Json:
    return await studio.anna.wait_for(lambda m: m["from_bot"] and "text" in m and bool(buttons_of(m)), after=after)


async def paintings(studio: Studio, after: int = 0) -> list[Json]:
    return [m for m in await studio.pictures() if "media_group_id" in m and m["message_id"] > after]


async def repaint(studio: Studio, job: Job, **changes: Any) -> Job:
    """Queue the same album in another style, in its place."""
    row = await studio.row(job)
    fields = {
        "photo_file_id": row.photo_file_id,
        "album_file_ids": row.album_file_ids,
        "album_message_ids": row.album_message_ids,
        "edit_message_id": row.result_message_id,
        "look": Look.of("gallery:wave"),
    }
    return await studio.ask(kind=JobKind.ALBUM, **{**fields, **changes})


async def test_an_album_comes_as_one_with_its_buttons_below(studio: Studio) -> None:
    sent = await send(studio)
    job = await ask(studio, sent)
    studio.start()
    below = await words(studio)
    album = await paintings(studio)
    assert [size_of(await studio.anna.download(message)) for message in album] == SIZES
    assert {message["media_group_id"] for message in album} == {album[0]["media_group_id"]}
    assert album[0]["reply_to_message"]["message_id"] == sent[0]["message_id"]
    assert below["message_id"] > album[-1]["message_id"]
    row = await studio.ended(job)
    assert (row.state, row.result_message_id) == (JobState.DONE, below["message_id"])
    assert row.album_message_ids == [message["message_id"] for message in album]


async def test_it_is_repainted_in_place(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    below = await words(studio)
    await studio.ended(job)
    before = await paintings(studio)
    again = await studio.ended(await repaint(studio, job))
    after = await paintings(studio)
    assert [one["message_id"] for one in after] == [one["message_id"] for one in before]
    assert not {file_id_of(one) for one in after} & {file_id_of(one) for one in before}
    assert again.result_message_id == below["message_id"]
    now = await studio.anna.wait_for(lambda m: m["message_id"] == below["message_id"])
    assert now["text"].startswith("wave")


async def test_a_newer_wish_stops_it_between_two_pictures(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    await words(studio)
    await studio.ended(job)
    async with busy(studio.painter):
        first = await repaint(studio, job)
        await begun(studio.painter)
        second = await repaint(studio, job, look=Look.of("gallery:iris"))
    assert (await studio.ended(second)).state is JobState.DONE
    assert (await studio.ended(first)).state is JobState.CANCELLED


async def test_a_newer_wish_waits_until_the_older_one_leaves_the_pictures_alone(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package has a function by the name of the module.
    module = importlib.import_module("bot.jobs.kinds.album")
    waits, until_at_rest = asyncio.Event(), module.until_at_rest

    async def wait(*arguments: Any, **others: Any) -> Any:
        waits.set()
        return await until_at_rest(*arguments, **others)

    monkeypatch.setattr(module, "until_at_rest", wait)
    job = await ask(studio, await send(studio))
    studio.start(jobs_in_flight=3)
    await words(studio)
    await studio.ended(job)
    await studio.anna.fault("editMessageMedia", "held")
    first = await repaint(studio, job)
    await taken(studio.anna, "editMessageMedia")
    second = await repaint(studio, job, look=Look.of("gallery:iris"))
    await asyncio.wait_for(waits.wait(), 15)
    # What is held is noted when it is over.
    assert await studio.anna.calls("editMessageMedia") == []
    await studio.anna.release("editMessageMedia")
    assert (await studio.ended(second)).state is JobState.DONE
    assert (await studio.row(first)).state is JobState.CANCELLED
    assert len(await studio.anna.calls("editMessageMedia")) == 1 + len(SIZES)


async def test_it_can_be_stopped_between_two_pictures(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch, painted, go_on = Delivery.fetch, asyncio.Event(), asyncio.Event()

    async def wait_and_fetch(delivery: Delivery, file_id: str) -> bytes:
        if studio.painter.painted:
            painted.set()
            await go_on.wait()
        return await fetch(delivery, file_id)

    monkeypatch.setattr(Delivery, "fetch", wait_and_fetch)
    job = await ask(studio, await send(studio))
    studio.start()
    await painted.wait()
    async with studio.database.transaction() as db:
        assert await queue.request_cancel(db, job.id)
    go_on.set()
    assert (await studio.ended(job)).state is JobState.CANCELLED
    assert len(studio.painter.painted) == 1
    assert await studio.pictures() == []


async def test_what_cannot_be_read_is_left_out_and_named_and_the_album_is_the_rest(studio: Studio) -> None:
    sent = await send(studio, DAMAGED, picture(), picture(240, 320), as_="document")
    job = await ask(studio, sent, picture=PictureKind.FILE)
    studio.start()
    below = await words(studio)
    assert albums.some_painted(ENGLISH, 2, 3) in below["text"]
    assert albums.left_out(ENGLISH, 1, texts.damaged_picture(ENGLISH)) in below["text"]
    row, good = await studio.ended(job), [file_id_of(message) for message in sent[1:]]
    assert (row.album_file_ids, row.photo_file_id, len(row.album_message_ids or ())) == (good, good[0], 2)
    async with studio.database.snapshot() as db:
        session = await sessions.load(db, studio.anna.chat_id, studio.anna.chat_id)
        assert (session.album_file_ids, session.photo_file_id) == (good, good[0])


async def test_where_nothing_can_be_read_one_sentence_says_so(studio: Studio) -> None:
    job = await ask(studio, await send(studio, DAMAGED, DAMAGED, as_="document"))
    studio.start()
    assert (await studio.said())["text"] == texts.damaged_picture(ENGLISH)
    assert (await studio.ended(job)).error is not None
    async with studio.database.snapshot() as db:
        session = await sessions.load(db, studio.anna.chat_id, studio.anna.chat_id)
        assert (session.album_file_ids, session.photo_file_id) == (None, None)


async def test_of_one_that_is_left_the_painting_comes_alone(studio: Studio) -> None:
    job = await ask(studio, await send(studio, DAMAGED, picture(), as_="document"))
    studio.start()
    await words(studio)
    (painting,) = await studio.pictures()
    assert (await studio.ended(job)).album_message_ids == [painting["message_id"]]


async def test_full_size_files_asked_for_by_a_button_leave_the_buttons_where_they_are(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    below = await words(studio)
    row = await studio.ended(job)
    files = await ask(studio, await send(studio), picture=PictureKind.FILE, reply_to_message_id=row.result_message_id)
    done = await studio.ended(files)
    assert (done.state, done.result_message_id) == (JobState.DONE, None)
    sent = await paintings(studio, below["message_id"])
    assert ["document" in message for message in sent] == [True] * 3
    assert [m for m in await studio.anna.messages(below["message_id"]) if m["from_bot"] and "text" in m] == []


async def test_words_that_telegram_puts_off_do_not_send_the_album_again(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    for _ in range(4):
        await studio.anna.fault("sendMessage", "500")
    studio.start()
    await words(studio)
    await studio.ended(job)
    assert len(await paintings(studio)) == 3
    assert len(studio.painter.painted) == 3


async def test_a_worker_that_takes_over_after_the_album_was_sent_changes_it(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    await words(studio)
    await studio.ended(job)
    before = [message["message_id"] for message in await paintings(studio)]
    async with studio.database.transaction() as db:
        row = await db.get_one(Job, job.id)
        row.state, row.finished_at, row.lease_owner = JobState.QUEUED, None, None
    studio.start("worker:other")
    await studio.ended(job)
    assert [message["message_id"] for message in await paintings(studio)] == before


async def test_whoever_deleted_the_words_gets_new_ones(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    below = await words(studio)
    await studio.ended(job)
    again = await repaint(studio, job, edit_message_id=9999)
    now = await words(studio, below)
    assert (await studio.ended(again)).result_message_id == now["message_id"]


async def test_a_repainting_that_is_stopped_leaves_the_words_as_they_were(studio: Studio) -> None:
    job = await ask(studio, await send(studio))
    studio.start()
    below = await words(studio)
    await studio.ended(job)
    studio.painter.seconds = 60.0
    async with busy(studio.painter):
        again = await repaint(studio, job)
        await studio.anna.wait_for(lambda m: m["message_id"] == below["message_id"] and "▱" in m["text"])
        async with studio.database.transaction() as db:
            assert await queue.request_cancel(db, again.id)
        now = await studio.anna.wait_for(lambda m: m["message_id"] == below["message_id"] and "▱" not in m["text"])
    assert (now["text"], now["reply_markup"]) == (below["text"], below["reply_markup"])
