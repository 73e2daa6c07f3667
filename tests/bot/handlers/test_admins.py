from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.language import ENGLISH
from bot.storage import switches
from bot.storage.models.admin import Broadcast
from bot.storage.models.people import User
from bot.views import texts
from tests.bot.handlers.conftest import ANNA, BORIS, BOT, Conversation
from tests.bot.handlers.settings import set_up

PANEL: dict[str, Any] = {"message_id": 50, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "…"}
COMMANDS = pytest.mark.parametrize("command", ["/admin", "/broadcast"])


@pytest.fixture
async def admins(conversation: Conversation) -> Conversation:
    """A conversation in which Anna is an admin, and Boris is not."""
    set_up(conversation, admins=frozenset({ANNA["id"]}))
    await conversation.receive(BORIS, text="/help")
    conversation.api.calls.clear()
    return conversation


@COMMANDS
async def test_admins_are_obeyed(admins: Conversation, command: str) -> None:
    await admins.receive(ANNA, text=command)
    assert admins.said() not in ("", texts.unknown_command(ENGLISH))


@COMMANDS
async def test_for_others_there_is_no_such_command(admins: Conversation, command: str) -> None:
    await admins.receive(BORIS, text=command)
    assert admins.said() == texts.unknown_command(ENGLISH)


@COMMANDS
async def test_where_others_read_along_there_is_none_for_anybody(admins: Conversation, command: str) -> None:
    for person in (ANNA, BORIS):
        await admins.receive(person, "group", text=command)
    assert admins.api.calls == []


@pytest.mark.parametrize(
    "data",
    [
        *(f"admin::{page}" for page in ("overview", "people", "person.8", "ban.7", "failures", "pause", "retry.x")),
        *("broadcast::send.4", "broadcast::drop"),
    ],
)
async def test_for_others_the_buttons_mean_nothing(admins: Conversation, data: str) -> None:
    answer = await admins.press(data, PANEL, BORIS)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert admins.called("editMessageText", "sendMessage") == []
    async with admins.database.snapshot() as db:
        assert not await switches.in_maintenance(db)
        assert list(await db.scalars(select(Broadcast))) == []
        assert list(await db.scalars(select(User).where(User.banned_at.is_not(None)))) == []
