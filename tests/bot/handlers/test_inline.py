from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.handlers import offers
from bot.language import ENGLISH, RUSSIAN
from bot.look import Look
from bot.storage import people, switches
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.storage.moments import now
from bot.views import inline as views
from tests.bot.handlers.conftest import ANNA, BORIS, Conversation, photo
from tests.bot.handlers.settings import set_up

Json = dict[str, Any]

STORAGE = -1001
SUGGESTED = ["gallery:wave", "gallery:square0", "gallery:square1"]


@pytest.fixture
async def chat(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A conversation in which nobody has the patience to wait for what is painted."""
    monkeypatch.setattr(offers, "_PATIENCE_S", 0.0)
    monkeypatch.setattr(offers, "_LESS_PATIENCE_S", 0.0)
    set_up(conversation, storage_chat=STORAGE)
    return conversation


async def send(chat: Conversation, words: str, person: Json = ANNA, offset: str = "", **others: Any) -> None:
    query = {"id": words, "from": person, "query": words, "offset": offset, "chat_type": "group"}
    await chat.handle({"inline_query": query}, **others)


async def answers(chat: Conversation, count: int = 1) -> list[Json]:
    """Wait for so many answers."""
    async with asyncio.timeout(10):
        while True:
            if len(called := chat.called("answerInlineQuery")) >= count:
                return called
            await asyncio.sleep(0.01)


async def ask(chat: Conversation, words: str, person: Json = ANNA, offset: str = "") -> Json:
    """Let a person type an inline query; return the answer."""
    before = len(chat.called("answerInlineQuery"))
    await send(chat, words, person, offset)
    return (await answers(chat, before + 1))[-1]


async def painted(chat: Conversation, words: str = "iris", file_id: str = "photo", person: Json = ANNA) -> Job:
    """Let a person send a photo and have it painted."""
    await chat.receive(person, **photo(file_id, caption=words))
    job = (await chat.jobs())[-1]
    await chat.finish(job, result_message_id=500, file_id=f"painted {job.id}")
    return job


async def renders(chat: Conversation) -> list[Job]:
    return [job for job in await chat.jobs() if job.kind is JobKind.RENDER]


async def finish_renders(chat: Conversation) -> list[str]:
    """Do what the worker does; return the files that there are then."""
    waiting = [job for job in await renders(chat) if job.state is JobState.QUEUED]
    for job in waiting:
        await chat.finish(job, result_message_id=9, file_id=f"kept {job.id}")
    return [f"kept {job.id}" for job in waiting]


def files(answer: Json) -> list[str]:
    return [result["photo_file_id"] for result in results(answer)]


def results(answer: Json) -> list[Json]:
    found = answer["results"]
    return list(json.loads(found) if isinstance(found, str) else found)


def line(answer: Json) -> str:
    shown = answer["button"]
    shown = json.loads(shown) if isinstance(shown, str) else shown
    assert shown["start_parameter"] == "inline"
    return str(shown["text"])


async def test_a_stranger_is_asked_for_a_photo_and_stays_one(chat: Conversation) -> None:
    answer = await ask(chat, "wave", {**BORIS, "language_code": "ru"})
    assert (results(answer), line(answer)) == ([], views.no_photo_yet(RUSSIAN).text)
    assert answer["is_personal"] is True
    async with chat.database.snapshot() as db:
        assert await people.get(db, BORIS["id"]) is None


async def test_who_has_sent_no_photo_is_asked_for_one(chat: Conversation) -> None:
    await chat.receive(text="/help")
    assert line(await ask(chat, "")) == views.no_photo_yet(ENGLISH).text
    assert await chat.jobs() == []


async def test_the_line_leads_to_an_explanation(chat: Conversation) -> None:
    await chat.receive(text="/start inline")
    assert chat.said() == views.how_to(ENGLISH, "easel_bot", "iris")


async def test_earlier_paintings_come_the_newest_first_and_suggestions_after_them(chat: Conversation) -> None:
    first, second = await painted(chat, "wave"), await painted(chat, "iris 70", "another")
    answer = await ask(chat, "")
    assert files(answer) == [second.result_file_id or f"painted {second.id}", f"painted {first.id}"]
    queued = await renders(chat)
    assert [job.look.style for job in queued] == SUGGESTED
    assert {(job.chat_id, job.user_id, job.photo_file_id, job.look.strength) for job in queued} == {
        (STORAGE, 7, "another", 0.7)
    }
    # What is not there yet is asked for again soon.
    assert answer["cache_time"] <= 5
    kept = await finish_renders(chat)
    answer = await ask(chat, "")
    assert files(answer)[2:] == kept
    assert answer["cache_time"] > 5
    assert len(await renders(chat)) == len(SUGGESTED)


async def test_a_wish_is_painted_once(chat: Conversation) -> None:
    await painted(chat, "iris 40 keep colours")
    answer = await ask(chat, "wave 70")
    assert (files(answer), line(answer)) == ([], views.still_painting(ENGLISH).text)
    (job,) = await renders(chat)
    assert job.look == Look(Look.of("gallery:wave").shares, strength=0.7, colours="luminance")
    await ask(chat, "wave 70")
    kept = await finish_renders(chat)
    for words in ("wave 70", "Wave, 70%", "wave 0.7"):
        answer = await ask(chat, words)
        assert files(answer) == kept
        assert "button" not in answer
    assert len(await renders(chat)) == 1


async def test_what_was_painted_in_the_chat_is_not_painted_again(chat: Conversation) -> None:
    job = await painted(chat, "wave 70")
    assert files(await ask(chat, "wave 70")) == [f"painted {job.id}"]
    assert await renders(chat) == []


async def test_what_is_being_painted_in_the_chat_is_not_painted_again(chat: Conversation) -> None:
    await chat.receive(**photo(caption="wave 70"))
    assert line(await ask(chat, "wave 70")) == views.still_painting(ENGLISH).text
    assert await renders(chat) == []


async def test_the_last_photo_comes_before_earlier_paintings_in_the_style(chat: Conversation) -> None:
    old, _ = await painted(chat, "wave 20", "old"), await painted(chat, "iris", "new")
    await ask(chat, "wave")
    (kept,) = await finish_renders(chat)
    assert files(await ask(chat, "wave")) == [kept, f"painted {old.id}"]
    assert files(await ask(chat, "w")) == [f"painted {old.id}"]


async def test_a_painter_has_more_styles_than_are_painted_at_once(chat: Conversation) -> None:
    await painted(chat)
    await ask(chat, "malevich")
    assert len(await renders(chat)) == 3
    await finish_renders(chat)
    assert len(files(await ask(chat, "malevich"))) == 3
    assert len(await renders(chat)) == 6


async def test_captions_are_in_the_persons_language(chat: Conversation) -> None:
    await painted(chat, "wave 70", person={**ANNA, "language_code": "ru"})
    (result,) = results(await ask(chat, "wave 70", {**ANNA, "language_code": "ru"}))
    assert result["title"].replace("\N{NO-BREAK SPACE}", " ") == "Wave, 70 %"
    assert result["caption"].startswith("<b>wave</b>, 70")
    assert "Claude Monet" in result["caption"]


@pytest.mark.parametrize("words", ["", "wave", "monet"])
async def test_without_a_storage_chat_there_are_only_earlier_paintings(chat: Conversation, words: str) -> None:
    set_up(chat, storage_chat=None)
    job = await painted(chat, "wave")
    await painted(chat, "iris", "another")
    assert f"painted {job.id}" in files(await ask(chat, words))
    assert await renders(chat) == []


async def test_what_cannot_be_painted_here_is_said(chat: Conversation) -> None:
    set_up(chat, storage_chat=None)
    await painted(chat)
    assert line(await ask(chat, "wave")) == views.not_painted_yet(ENGLISH).text
    assert line(await ask(chat, "no such style")) == views.unknown_style(ENGLISH, "no such style").text


async def test_two_people_never_see_each_others(chat: Conversation) -> None:
    annas, boris = await painted(chat, "wave"), await painted(chat, "wave", person=BORIS)
    for words in ("", "wave"):
        assert files(await ask(chat, words))[:1] == [f"painted {annas.id}"]
        assert files(await ask(chat, words, BORIS))[:1] == [f"painted {boris.id}"]


async def test_pages_come_one_after_the_other_and_nothing_twice(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "_PAGE", 2)
    jobs = [await painted(chat, "wave", f"photo {n}") for n in range(5)]
    seen: list[str] = []
    offset = ""
    for _ in range(3):
        answer = await ask(chat, "", offset=offset)
        seen += files(answer)
        assert len(await renders(chat)) == (0 if answer["next_offset"] else len(SUGGESTED))
        offset = answer["next_offset"]
    assert seen == [f"painted {job.id}" for job in reversed(jobs)]
    assert offset == ""


async def test_a_further_page_calls_nothing_off(chat: Conversation) -> None:
    await painted(chat)
    await ask(chat, "wave")
    await ask(chat, "wave", offset="12")
    (job,) = await renders(chat)
    assert job.state is JobState.QUEUED


async def test_a_newer_query_calls_off_what_the_older_one_waits_for(chat: Conversation) -> None:
    await painted(chat)
    await ask(chat, "wave 7")
    await ask(chat, "wave 70")
    await ask(chat, "wave 70")
    states = {job.look.strength: job.state for job in await renders(chat)}
    assert states == {0.07: JobState.CANCELLED, 0.7: JobState.QUEUED}


async def test_a_newer_query_has_the_older_one_answered_at_once(
    chat: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "_PATIENCE_S", 1000.0)
    await painted(chat)
    await send(chat, "wave 7")
    assert chat.called("answerInlineQuery") == []
    await send(chat, "no such style")
    assert {answer["inline_query_id"] for answer in await answers(chat, 2)} == {"wave 7", "no such style"}


async def test_what_comes_quickly_is_waited_for(chat: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "_PATIENCE_S", 1000.0)
    await painted(chat)
    await send(chat, "wave")
    kept = await finish_renders(chat)
    (answer,) = await answers(chat)
    assert files(answer) == kept


async def test_what_fails_is_left_out_and_not_tried_at_each_keystroke(chat: Conversation) -> None:
    await painted(chat)
    await ask(chat, "wave")
    (job,) = await renders(chat)
    await chat.finish(job, error="FileGone: gone")
    assert line(await ask(chat, "wave")) == views.not_painted_yet(ENGLISH).text
    assert len(await renders(chat)) == 1


async def test_an_update_that_is_handled_again_paints_nothing_twice(chat: Conversation) -> None:
    await painted(chat)
    for _ in range(2):
        await send(chat, "wave", update_id=99)
    await answers(chat, 2)
    assert len(await renders(chat)) == 1


async def test_who_has_wished_for_too_much_still_sees_earlier_paintings(chat: Conversation) -> None:
    set_up(chat, jobs_per_minute=1)
    job = await painted(chat)
    await ask(chat, "wave 30")
    (render,) = await renders(chat)
    async with chat.database.transaction() as db:
        (await db.get_one(Job, render.id)).started_at = now()
    assert files(await ask(chat, "")) == [f"painted {job.id}"]
    assert line(await ask(chat, "wave 50")) == views.not_painted_yet(ENGLISH).text
    assert [one.id for one in await renders(chat)] == [render.id]
    # Photos in the chat are counted apart.
    await chat.receive(**photo("another"))
    assert chat.said() == ""


async def test_in_maintenance_only_what_is_there_is_offered(chat: Conversation) -> None:
    job = await painted(chat)
    await ask(chat, "wave")
    async with chat.database.transaction() as db:
        await switches.set_maintenance(db, True)
    answer = await ask(chat, "")
    assert (files(answer), answer["cache_time"] > 5) == ([f"painted {job.id}"], True)
    assert line(await ask(chat, "wave")) == views.not_painted_yet(ENGLISH).text


async def test_who_is_shut_out_gets_nothing(chat: Conversation) -> None:
    await painted(chat)
    async with chat.database.transaction() as db:
        user = await people.get(db, ANNA["id"])
        assert user is not None
        people.ban(user)
    answer = await ask(chat, "")
    assert results(answer) == []
    assert "button" not in answer
    assert await renders(chat) == []


async def test_what_the_bot_has_asked_stays_asked(chat: Conversation) -> None:
    await painted(chat)
    async with chat.database.transaction() as db:
        session = await chat.session()
        assert session is not None
        session.question = {"name": "name", "about": 1, "asked_at": "2026-01-01T00:00:00+00:00"}
        await db.merge(session)
    await ask(chat, "wave")
    session = await chat.session()
    assert session is not None
    assert session.question is not None
    assert session.look.style == "gallery:iris"


async def test_a_chosen_picture_is_noted(chat: Conversation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await chat.handle({"chosen_inline_result": {"result_id": "0a1b2c", "from": ANNA, "query": "wave"}})
    assert "0a1b2c" in caplog.text
