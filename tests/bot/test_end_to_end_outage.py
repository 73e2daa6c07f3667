"""The whole bot but for the engine, on a PostgreSQL that goes away and comes back: nobody has to ask twice."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.jobs import queue, worker
from bot.storage import database as database_module
from bot.storage import sessions
from bot.storage.database import Database
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import ChatSession
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.person import Json, Person
from tests.playground_server import PlaygroundServer
from tests.proxy import Proxy

pytestmark = pytest.mark.parametrize("backend", ["postgresql"])
PATIENCE_S = 30.0


def is_painting(message: Json) -> bool:
    return bool(message["from_bot"] and "photo" in message)


@pytest.mark.usefixtures("database")
async def test_what_comes_while_the_database_is_away_is_answered_once_it_is_back(
    remote: Database, proxy: Proxy, playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RETRY_S", 0.05)
    async with whole_bot(remote, playground, StandInPainter()), Person(playground.url) as anna:
        await anna.wait_for(is_painting, after=await anna.send_photo(picture()))
        await proxy.close()
        photo = await anna.send_photo(picture(colour="red"))
        words = await anna.send_text("wave 40%")
        await asyncio.sleep(1.0)
        await proxy.open()
        await anna.wait_for(is_painting, PATIENCE_S, after=photo)
        repainted = await anna.wait_for(
            lambda m: is_painting(m) and "Wave" in m.get("caption", ""), PATIENCE_S, after=photo
        )
        assert "40" in repainted["caption"]
        said = [m["text"] for m in await anna.messages(words["message_id"]) if m["from_bot"] and "text" in m]
        assert said == []


@pytest.mark.usefixtures("database")
async def test_a_turn_that_the_database_breaks_off_is_taken_again(
    remote: Database, proxy: Proxy, playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RETRY_S", 0.05)
    load, turns = sessions.load, list[int]()

    async def cut(db: AsyncSession, chat_id: int, user_id: int) -> ChatSession:
        turns.append(chat_id)
        if len(turns) == 1:
            await proxy.close()
            asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(proxy.open()))
        return await load(db, chat_id, user_id)

    monkeypatch.setattr(sessions, "load", cut)
    async with whole_bot(remote, playground, StandInPainter()), Person(playground.url) as anna:
        photo = await anna.send_photo(picture())
        await anna.wait_for(is_painting, PATIENCE_S, after=photo)
        assert len(turns) == 2
        answers = [m for m in await anna.messages(photo["message_id"]) if m["from_bot"]]
        assert len(answers) == 1, "nobody is told of what they need not know"


@pytest.mark.parametrize("moment", ["begin_painting", "end_painting", "complete"])
async def test_an_outage_while_a_photo_is_painted_doubles_nothing(
    database: Database,
    remote: Database,
    proxy: Proxy,
    playground: PlaygroundServer,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    monkeypatch.setattr(database_module, "RETRY_S", 0.05)
    change, cuts = getattr(queue, moment), list[str]()

    async def cut(*arguments: Any) -> bool:
        if not cuts:
            cuts.append(moment)
            await proxy.close()
            asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(proxy.open()))
        return bool(await change(*arguments))

    monkeypatch.setattr(queue, moment, cut)
    painter = StandInPainter()
    # Its lease lapses soon, since nobody can renew it.
    async with whole_bot(remote, playground, painter, lease_seconds=3.0), Person(playground.url) as anna:
        await anna.send_photo(picture())
        await anna.wait_for(is_painting, PATIENCE_S)
        await _until_done(database)
        assert len([m for m in await anna.messages() if is_painting(m)]) == 1
        assert len(painter.painted) == 1


@pytest.mark.usefixtures("database")
async def test_a_lease_that_lapsed_in_an_outage_stays_with_whom_it_was(
    remote: Database, proxy: Proxy, playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "POLL_S", 0.05)
    painter = StandInPainter()
    painter.free.clear()
    async with whole_bot(remote, playground, painter, lease_seconds=1.0), Person(playground.url) as anna:
        await anna.send_photo(picture())
        assert await asyncio.to_thread(painter.begun.wait, PATIENCE_S)
        await proxy.close()
        await asyncio.sleep(1.5)
        await proxy.open()
        # So long that whoever wanted to could have taken the job up again.
        await asyncio.sleep(1.5)
        painter.free.set()
        await anna.wait_for(is_painting, PATIENCE_S)
        assert len(painter.painted) == 1


async def _until_done(database: Database) -> None:
    """Wait until the only job is done, and no attempt counted as one that has killed its worker."""
    async with asyncio.timeout(2.0):
        while True:
            async with database.snapshot() as db:
                job = (await db.scalars(select(Job))).one()
            if job.state is JobState.DONE:
                assert job.attempts == 0
                return
            await asyncio.sleep(0.02)
