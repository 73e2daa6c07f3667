from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.jobs import queue
from bot.look import Look
from bot.playground.store import STORAGE_CHAT_ID
from bot.storage import forgetting, styles
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.models.styles import OwnStyle
from bot.storage.moments import now
from bot.styles import own_reference
from engine import PictureDamaged
from tests.bot.jobs.studio import Studio, begun, busy, taken
from tests.bot.stand_in import size_of
from tests.person import Person, file_id_of

RENDER = {"kind": JobKind.RENDER, "chat_id": STORAGE_CHAT_ID, "reply_to_message_id": None}


@pytest.fixture
async def storage(studio: Studio) -> AsyncIterator[Person]:
    async with Person(studio.anna.url, STORAGE_CHAT_ID) as storage:
        yield storage


async def test_a_painting_is_kept_without_a_word_or_a_sound(
    studio: Studio, storage: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_photo, sent = ExtBot.send_photo, []

    async def note(*arguments: Any, **options: Any) -> Any:
        sent.append(options)
        return await send_photo(*arguments, **options)

    monkeypatch.setattr(ExtBot, "send_photo", note)
    job = await studio.ask(**RENDER, look=Look.of("gallery:wave"))
    studio.start()
    row = await studio.ended(job)
    (kept,) = await storage.messages()
    assert (row.state, row.result_file_id, row.result_message_id) == (
        JobState.DONE,
        file_id_of(kept),
        kept["message_id"],
    )
    assert size_of(await storage.download(kept)) == (320, 240)
    assert "caption" not in kept
    assert [options["disable_notification"] for options in sent] == [True]
    assert await studio.pictures() == []


async def test_it_comes_after_everything_in_the_chats(studio: Studio, storage: Person) -> None:
    async with busy(studio.painter):
        first = await studio.ask()
        studio.start(jobs_in_flight=1)
        await begun(studio.painter)
        await studio.ask(**RENDER, look=Look(strength=0.1).in_style("gallery:wave"))
        for strength in (0.2, 0.3):
            last = await studio.ask(look=Look(strength=strength).in_style("gallery:wave"))
    await studio.ended(first)
    await studio.ended(last)
    await storage.wait_for(lambda message: "photo" in message)
    assert [asked.look.strength for asked in studio.painter.painted] == [1.0, 0.2, 0.3, 0.1]


async def test_what_cannot_be_painted_is_told_to_nobody(studio: Studio, storage: Person) -> None:
    studio.painter.error = PictureDamaged("cut off")
    job = await studio.ask(**RENDER)
    studio.start()
    row = await studio.ended(job)
    assert (row.state, row.result_file_id) == (JobState.DONE, None)
    assert row.error is not None
    assert await storage.messages() == []
    assert [message for message in await studio.anna.messages() if message["from_bot"]] == []


async def test_a_style_that_cannot_be_read_stays_for_its_owner_to_see(studio: Studio) -> None:
    async with studio.database.transaction() as db:
        own = await styles.add_own(db, studio.anna.chat_id, "lost", "no such file", str)
    job = await studio.ask(**RENDER, look=Look.of(own_reference(own.id)))
    studio.start()
    await studio.ended(job)
    async with studio.database.snapshot() as db:
        assert await db.get(OwnStyle, own.id) is not None


async def test_what_waited_for_too_long_is_not_painted(studio: Studio, storage: Person) -> None:
    job = await studio.ask(**RENDER)
    async with studio.database.transaction() as db:
        (await db.get_one(Job, job.id)).created_at = now() - timedelta(minutes=2)
    studio.start()
    assert (await studio.ended(job)).state is JobState.CANCELLED
    assert studio.painter.painted == []
    assert await storage.messages() == []


async def test_whoever_is_forgotten_while_it_is_put_away_leaves_nothing(studio: Studio, storage: Person) -> None:
    await studio.anna.fault("sendPhoto", "held")
    deletion = asyncio.create_task(storage.wait_for_event("delete", lambda _: True))
    await studio.ask(**RENDER)
    studio.start()
    await taken(studio.anna, "sendPhoto")
    async with studio.database.transaction() as db:
        await forgetting.forget(db, studio.anna.chat_id, asked_by_update=1)
    await studio.anna.release("sendPhoto")
    await deletion
    assert [message for message in await storage.messages() if not message["deleted"]] == []


async def test_a_job_that_kills_its_worker_is_held_and_nobody_told(studio: Studio, storage: Person) -> None:
    job = await studio.ask(**RENDER)
    async with studio.database.transaction() as db:
        (await db.get_one(Job, job.id)).attempts = queue.MAX_ATTEMPTS
    studio.start()
    assert (await studio.ended(job)).state is JobState.HELD
    assert await storage.messages() == []
