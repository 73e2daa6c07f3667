from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.handlers import once
from bot.language import ENGLISH
from bot.storage.moments import now
from bot.views import limits
from tests.bot.handlers.conftest import ANNA, BORIS, Conversation, painting, photo
from tests.bot.handlers.settings import set_up

SENTENCE = limits.too_many_wishes(ENGLISH, timedelta(minutes=1)).partition(" in ")[0]


@pytest.fixture
async def full(conversation: Conversation) -> Conversation:
    """A conversation in which Anna has wished for as much as she may in a minute."""
    set_up(conversation, jobs_per_minute=2)
    for number in range(2):
        await conversation.receive(**photo(f"photo {number}"))
    conversation.api.calls.clear()
    return conversation


async def test_many_photos_get_one_sentence(full: Conversation) -> None:
    for number in range(3):
        await full.receive(**photo(f"late {number}"))
    (said,) = full.called("sendMessage")
    assert said["text"].startswith(SENTENCE)
    assert len(await full.jobs()) == 2


async def test_after_a_while_of_silence_the_sentence_comes_again(
    full: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await full.receive(**photo())
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr(once, "now", lambda: later)
    await full.receive(**photo())
    assert len(full.called("sendMessage")) == 2


async def test_the_photo_and_what_was_set_are_kept(full: Conversation) -> None:
    await full.receive(**photo("late", caption="wave 40%"))
    session = await full.session()
    assert session is not None
    assert (session.photo_file_id, session.look.style, session.look.strength) == ("late", "gallery:wave", 0.4)


async def test_taps_get_a_notice_each(full: Conversation) -> None:
    job = (await full.jobs())[-1]
    for strength in (50, 60):
        answer = await full.press(f"strength:{job.id}:{strength}", painting(job))
        assert answer["text"].startswith(SENTENCE)
        assert answer["show_alert"] is True
    assert len(await full.jobs()) == 2
    assert full.called("sendMessage") == []


async def test_others_and_admins_go_on(full: Conversation) -> None:
    await full.receive(BORIS, **photo())
    set_up(full, admins=frozenset({ANNA["id"]}))
    await full.receive(**photo())
    assert len(await full.jobs()) == 4


async def test_wishes_that_only_change_settings_are_free(conversation: Conversation) -> None:
    set_up(conversation, jobs_per_minute=1)
    await conversation.receive(**photo())
    for words in ("/help", "/strength", "/language", "/save evening"):
        await conversation.receive(text=words)
        assert not conversation.said().startswith(SENTENCE)


async def test_an_update_that_is_handled_again_is_not_refused(conversation: Conversation) -> None:
    set_up(conversation, jobs_per_minute=1)
    chat = {"id": 7, "type": "private", "first_name": "Anna"}
    message: dict[str, Any] = {"message_id": 1, "date": 1, "chat": chat, "from": ANNA, **photo()}
    for _ in range(2):
        await conversation.handle({"message": message}, update_id=77)
    assert len(await conversation.jobs()) == 1
    assert conversation.called("sendMessage") == []


async def test_other_errors_are_left_to_others(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def note(_: object, context: Any) -> None:
        seen.append(context.error)

    def fail(*_: object) -> None:
        raise KeyError("x")

    conversation.application.add_error_handler(note)
    monkeypatch.setattr("bot.handlers.start.texts.welcome", fail)
    await conversation.receive(text="/start")
    assert [type(error) for error in seen] == [KeyError]
