from __future__ import annotations

import re

import pytest

from bot.language import ENGLISH
from bot.paging import page
from bot.storage import styles
from bot.storage.models.styles import OwnStyle
from bot.views import own_styles, texts
from tests.bot.handlers.conftest import BORIS, BOT, Conversation, Json, photo

LISTING: Json = {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "…"}
PAINTING: Json = {"message_id": 10, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, **photo("painting")}


@pytest.fixture
async def wave(conversation: Conversation) -> OwnStyle:
    """A style of Anna's own."""
    await conversation.receive(**photo("painting", caption="/style my wave"))
    (style,) = await own(conversation)
    conversation.api.calls.clear()
    return style


async def own(conversation: Conversation, user_id: int = 7) -> list[OwnStyle]:
    async with conversation.database.snapshot() as db:
        return await styles.list_own(db, user_id)


async def test_without_any_it_says_how_to_come_by_one(conversation: Conversation) -> None:
    await conversation.receive(text="/mystyles")
    assert conversation.said() == own_styles.listing(ENGLISH, page([], 0, 8))[0]


async def test_the_list_has_a_button_for_each_that_shows_its_painting(
    conversation: Conversation, wave: OwnStyle
) -> None:
    await conversation.receive(text="/mystyles")
    (call,) = conversation.called("sendMessage")
    assert "✎ my wave" in str(call["reply_markup"])
    await conversation.press(f"own::{wave.id}:show", LISTING)
    (shown,) = conversation.called("sendPhoto")
    assert (shown["photo"], shown["caption"]) == ("painting", own_styles.caption(ENGLISH, wave))


async def test_a_painting_that_came_as_a_file_is_never_handed_on(conversation: Conversation, wave: OwnStyle) -> None:
    refusal = {"description": "Bad Request: can't use file of type Document as Photo"}
    conversation.api.refusals["sendPhoto"] = [(400, refusal)]
    await conversation.press(f"own::{wave.id}:show", LISTING)
    assert conversation.called("sendDocument") == []
    assert conversation.said() == own_styles.caption(ENGLISH, wave)


async def test_a_name_is_asked_for_and_the_next_message_is_it(conversation: Conversation, wave: OwnStyle) -> None:
    await conversation.press(f"own::{wave.id}:rename", PAINTING)
    assert conversation.said() == own_styles.ask_for_name(ENGLISH, "my wave")
    await conversation.receive(text="  Sea   foam ")
    assert conversation.said() == own_styles.renamed(ENGLISH, "Sea foam")
    assert [style.name for style in await own(conversation)] == ["Sea foam"]
    # And what comes after that is a message like any other.
    await conversation.receive(text="wave 40%")
    assert [style.name for style in await own(conversation)] == ["Sea foam"]


@pytest.mark.parametrize("instead", [{"text": "/help"}, photo("cat")])
async def test_who_does_something_else_has_changed_their_mind(
    conversation: Conversation, wave: OwnStyle, instead: Json
) -> None:
    await conversation.press(f"own::{wave.id}:rename", PAINTING)
    await conversation.receive(**instead)
    await conversation.receive(text="Sea foam")
    assert [style.name for style in await own(conversation)] == ["my wave"]


async def test_a_name_that_does_not_do_is_asked_for_again(conversation: Conversation, wave: OwnStyle) -> None:
    await conversation.receive(**photo("other", caption="/style my owl"))
    await conversation.press(f"own::{wave.id}:rename", PAINTING)
    for name, sentence in (
        ("x" * 33, texts.name_too_long(ENGLISH, 32)),
        ("MY OWL", own_styles.name_taken(ENGLISH, "MY OWL")),
        ("70%", own_styles.no_name(ENGLISH, "70%")),
        ("\u2800\u200b", own_styles.no_name(ENGLISH, "\u2800\u200b")),
        ("My Wave", own_styles.renamed(ENGLISH, "My Wave")),
    ):
        await conversation.receive(text=name)
        assert conversation.said() == sentence


async def test_a_style_is_deleted_after_a_second_tap_only(conversation: Conversation, wave: OwnStyle) -> None:
    await conversation.press(f"own::{wave.id}:delete", PAINTING)
    assert len(await own(conversation)) == 1
    answer = await conversation.press(f"own::{wave.id}:really", PAINTING)
    assert answer["text"] == own_styles.deleted(ENGLISH, "my wave")
    assert await own(conversation) == []
    assert [call["message_id"] for call in conversation.called("deleteMessage")] == [10]


async def test_other_peoples_styles_are_not_to_be_touched(conversation: Conversation, wave: OwnStyle) -> None:
    for deed in own_styles.Deed:
        answer = await conversation.press(f"own::{wave.id}:{deed}", PAINTING, BORIS)
        assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert len(await own(conversation)) == 1


async def link_of(conversation: Conversation, style: OwnStyle) -> str:
    await conversation.press(f"own::{style.id}:share", PAINTING)
    edits = conversation.called("editMessageCaption")
    found = re.search(r"https://t\.me/easel_bot\?start=(style_[\w-]{1,58})", edits[-1]["caption"])
    assert found is not None
    return found[1]


async def test_a_link_gives_the_style_to_whoever_opens_it(conversation: Conversation, wave: OwnStyle) -> None:
    async with conversation.database.transaction() as db:
        await styles.keep_statistics(db, wave.id, "adain", "encoder", b"statistics")
    parameter = await link_of(conversation, wave)
    assert await link_of(conversation, wave) == parameter, "a link stays good"

    await conversation.receive(BORIS, **photo("dog"))
    await conversation.receive(BORIS, text=f"/start {parameter}")
    (theirs,) = await own(conversation, 8)
    *_, job = await conversation.jobs()
    assert (theirs.name, theirs.painting_file_id) == ("my wave", "painting")
    assert (job.user_id, job.photo_file_id, job.look.style) == (8, "dog", theirs.reference)
    shown = conversation.called("sendPhoto")[-1]
    assert (shown["photo"], shown["caption"]) == ("painting", own_styles.received(ENGLISH, theirs))
    async with conversation.database.snapshot() as db:
        kept = await styles.statistics(db, theirs.id, "adain")
    assert kept is not None
    assert kept.statistics == b"statistics"

    await conversation.receive(BORIS, text=f"/start {parameter}")
    assert conversation.said() == own_styles.yours_already(ENGLISH, "my wave")


async def test_a_link_to_a_deleted_style_says_so(conversation: Conversation, wave: OwnStyle) -> None:
    parameter = await link_of(conversation, wave)
    await conversation.press(f"own::{wave.id}:really", PAINTING)
    await conversation.receive(BORIS, text=f"/start {parameter}")
    assert conversation.said() == own_styles.no_longer_shared(ENGLISH)


async def test_there_is_room_for_so_many(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(conversation.application.bot_data["services"].settings.__dict__, "styles_per_person", 1)
    await conversation.receive(**photo("one", caption="/style one"))
    await conversation.receive(**photo("two", caption="/style two"))
    assert conversation.said() == own_styles.full(ENGLISH, 1)
    assert [style.name for style in await own(conversation)] == ["one"]
