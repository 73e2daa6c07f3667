from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.storage import switches
from bot.views import limits
from tests.bot.handlers.conftest import Conversation, painting, photo


@pytest.fixture
async def paused(conversation: Conversation) -> Conversation:
    async with conversation.database.transaction() as db:
        await switches.set_maintenance(db, True)
    return conversation


async def test_wishes_are_taken_down_and_the_person_is_told_once(paused: Conversation) -> None:
    for number in range(3):
        await paused.receive(**photo(f"photo {number}"))
    assert len(await paused.jobs()) == 3
    assert [said["text"] for said in paused.called("sendMessage")] == [limits.maintenance(ENGLISH)]


async def test_a_tap_is_taken_down_too(paused: Conversation) -> None:
    await paused.receive(**photo())
    (job,) = await paused.jobs()
    paused.application.user_data[7].clear()
    paused.api.calls.clear()
    answer = await paused.press(f"strength:{job.id}:60", painting(job))
    assert answer["text"].startswith("Painting")
    assert paused.said() == limits.maintenance(ENGLISH)
    assert len(await paused.jobs()) == 2


async def test_what_paints_nothing_is_answered_as_ever(paused: Conversation) -> None:
    await paused.receive(text="/help")
    assert len(paused.called("sendMessage")) == 1
    assert "Send me a photo" in paused.said()
