from __future__ import annotations

from typing import Any

import pytest

from bot.language import ENGLISH, RUSSIAN
from bot.storage import switches
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import User
from bot.storage.moments import now
from bot.views import admin, limits, texts
from tests.bot.handlers.conftest import ANNA, BORIS, BOT, Conversation, photo
from tests.bot.handlers.settings import set_up

Json = dict[str, Any]
PANEL: Json = {"message_id": 50, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "…"}


@pytest.fixture
async def panel(conversation: Conversation) -> Conversation:
    """A conversation in which Anna is an admin; Boris has a photo in the queue."""
    set_up(conversation, admins=frozenset({ANNA["id"]}))
    await conversation.receive(ANNA, text="/help")
    await conversation.receive({**BORIS, "language_code": "ru"}, **photo())
    conversation.api.calls.clear()
    return conversation


async def tap(conversation: Conversation, data: str, person: Json = ANNA) -> tuple[str, str]:
    """Tap a button of the panel; return the notice, and what the panel then says."""
    conversation.api.calls.clear()
    answer = await conversation.press(data, PANEL, person)
    edits = conversation.called("editMessageText")
    return answer.get("text", ""), edits[-1]["text"] if edits else ""


async def boris(conversation: Conversation) -> User:
    async with conversation.database.snapshot() as db:
        return await db.get_one(User, BORIS["id"])


async def test_the_overview_and_back_to_it(panel: Conversation) -> None:
    await panel.receive(text="/admin")
    assert "<b>People:</b> 2." in panel.said()
    _, shown = await tap(panel, "admin::overview")
    assert "1 queued" in shown


async def test_somebody_is_found_shut_out_and_let_in_again(panel: Conversation) -> None:
    await panel.receive(text="/admin bor")
    (listed,) = panel.called("sendMessage")
    assert "admin::person.8" in str(listed["reply_markup"])
    assert "Boris" in (await tap(panel, "admin::person.8"))[1]

    notice, shown = await tap(panel, "admin::ban.8")
    assert notice == admin.banned_notice(ENGLISH)
    assert "Is shut out" in shown
    assert (await boris(panel)).banned_at is not None
    (told,) = panel.called("sendMessage")
    assert (told["chat_id"], told["text"]) == (8, limits.shut_out(RUSSIAN))
    assert [job.state for job in await panel.jobs()] == [JobState.CANCELLED]

    notice, shown = await tap(panel, "admin::unban.8")
    assert notice == admin.unbanned_notice(ENGLISH)
    assert "Is shut out" not in shown
    assert (await boris(panel)).banned_at is None
    (told,) = panel.called("sendMessage")
    assert told["text"] == limits.let_in_again(RUSSIAN)


@pytest.mark.parametrize("data", ["admin::ban.7", "admin::ban.99", "admin::person.x", "admin::dance", "admin"])
async def test_admins_and_nobody_cannot_be_shut_out(panel: Conversation, data: str) -> None:
    assert await tap(panel, data) == (texts.button_out_of_date(ENGLISH), "")


async def test_what_is_held_is_tried_again_once(panel: Conversation) -> None:
    (job,) = await panel.jobs()
    async with panel.database.transaction() as db:
        row = await db.get_one(Job, job.id)
        row.state, row.error, row.attempts, row.finished_at = JobState.HELD, "KeyError: x", 2, now()
    _, shown = await tap(panel, "admin::failures")
    assert "KeyError: x" in shown
    notice, shown = await tap(panel, f"admin::retry.{job.id}")
    assert notice == admin.retried_notice(ENGLISH)
    assert shown == admin.failures(ENGLISH, [])
    (job,) = await panel.jobs()
    assert (job.state, job.attempts, job.error, job.finished_at) == (JobState.QUEUED, 0, None, None)
    assert (await tap(panel, f"admin::retry.{job.id}"))[0] == texts.button_out_of_date(ENGLISH)


async def test_maintenance_begins_and_ends(panel: Conversation) -> None:
    notice, shown = await tap(panel, "admin::pause")
    assert notice == admin.maintenance_notice(ENGLISH, on=True)
    assert "Maintenance" in shown
    async with panel.database.snapshot() as db:
        assert await switches.in_maintenance(db)
    notice, shown = await tap(panel, "admin::resume")
    assert notice == admin.maintenance_notice(ENGLISH, on=False)
    assert "Maintenance" not in shown
