from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.storage import survey
from bot.storage.models.people import User
from bot.survey import pairs
from bot.views import survey as views
from bot.views import texts
from tests.bot.handlers.conftest import ANNA, Conversation
from tests.bot.handlers.pictures_shown import MESSAGE, shown, tap

ANNA_ID = int(str(ANNA["id"]))


async def scores(conversation: Conversation) -> dict[str, int]:
    async with conversation.database.snapshot() as db:
        found = await survey.scores_of(db, ANNA_ID)
    return {edition.partition("@")[0]: score for edition, score in found.items()}


def number(conversation: Conversation) -> str:
    """What the question that is shown begins with."""
    return str(shown(conversation)["caption"]).partition("\n")[0]


async def test_ten_pairs_one_after_the_other_then_thanks(conversation: Conversation) -> None:
    await conversation.receive(text="/survey")
    for place, pair in enumerate(pairs(), 1):
        assert number(conversation) == f"<b>{place} / 10</b>"
        _, then = await tap(conversation, "8" if place % 2 else "7")
        assert (await scores(conversation))[pair.name] == (8 if place % 2 else 7)
    assert "Your mean: <b>7.5</b> for 10 paintings." in then["caption"]
    assert "Everybody's mean: <b>7.5</b>, from 1 person." in then["caption"]
    assert list(then["buttons"]) == ["↻ Once more"]
    # One message for all of it.
    assert len(conversation.called("sendPhoto")) == 1
    assert conversation.called("sendMessage") == []


async def test_everybodys_mean_is_of_all_people(conversation: Conversation) -> None:
    async with conversation.database.transaction() as db:
        db.add(User(id=8, first_name="Boris"))
        await db.flush()
        await survey.answer(db, 8, pairs()[0].edition, 10)
        await survey.answer(db, 8, "a-pair-of-old@12345678", 1)
    await conversation.receive(text="/survey")
    await tap(conversation, "4")
    for _ in range(9):
        _, then = await tap(conversation, "Skip ›")
    assert "Your mean: <b>4.0</b> for 1 painting." in then["caption"]
    assert "Everybody's mean: <b>7.0</b>, from 2 people." in then["caption"]
    assert "You skipped 9 paintings" in then["caption"]


async def test_it_stops_and_goes_on_where_one_left_off(conversation: Conversation) -> None:
    await conversation.receive(text="/survey")
    await tap(conversation, "5")
    await tap(conversation, "Skip ›")
    await tap(conversation, "6")
    _, then = await tap(conversation, "✕ Stop")
    assert then == {"by": "editMessageCaption", "caption": views.stopped(ENGLISH), "media": None, "buttons": {}}
    # The skipped one first, then those that were not seen yet.
    await conversation.receive(text="/survey")
    assert number(conversation) == "<b>2 / 10</b>"
    await tap(conversation, "7")
    assert number(conversation) == "<b>4 / 10</b>"


async def test_once_more_brings_back_what_was_skipped_or_else_everything(conversation: Conversation) -> None:
    await conversation.receive(text="/survey")
    for place in range(10):
        await tap(conversation, "Skip ›" if place == 6 else "3")
    await tap(conversation, "↻ Once more")
    assert number(conversation) == "<b>7 / 10</b>"
    _, then = await tap(conversation, "3")
    assert "skipped" not in then["caption"]
    # /survey leads there, too.
    await conversation.receive(text="/survey")
    await tap(conversation, "↻ Once more")
    assert number(conversation) == "<b>1 / 10</b>"
    assert "• 3 •" in shown(conversation)["buttons"]
    for _ in range(10):
        await tap(conversation, "9")
    assert set((await scores(conversation)).values()) == {9}
    assert "Your mean: <b>9.0</b>" in shown(conversation)["caption"]


async def test_hasty_taps_change_one_answer_only(conversation: Conversation) -> None:
    await conversation.receive(text="/survey")
    buttons = shown(conversation)["buttons"]
    for label in ("2", "9"):
        await conversation.press(buttons[label], MESSAGE)
    assert await scores(conversation) == {pairs()[0].name: 9}
    assert number(conversation) == "<b>2 / 10</b>"


@pytest.mark.parametrize("data", ["survey", "survey::", "survey::10.5", "survey::1.0", "survey::1.11", "survey::x.5"])
async def test_buttons_that_say_nothing(conversation: Conversation, data: str) -> None:
    answer = await conversation.press(data, MESSAGE)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert await scores(conversation) == {}


async def test_pictures_are_uploaded_once(conversation: Conversation) -> None:
    await conversation.receive(text="/survey")
    assert shown(conversation)["media"] is None
    await conversation.receive(text="/survey")
    assert shown(conversation)["media"] == "sent"


async def test_groups_are_led_to_the_private_chat(conversation: Conversation) -> None:
    await conversation.receive(chat_type="group", text="/survey@easel_bot")
    assert conversation.called("sendPhoto") == []
    link = "https://t.me/easel_bot?start=survey"
    assert conversation.said() == views.only_in_private(ENGLISH, link)
    await conversation.receive(text="/start survey")
    assert number(conversation) == "<b>1 / 10</b>"
