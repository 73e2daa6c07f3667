from __future__ import annotations

import json

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH
from bot.storage import styles
from bot.storage.models.jobs import JobKind
from bot.views import gallery, texts, wishes
from tests.bot.handlers.conftest import ANNA, EXAMPLES, Conversation, document, photo


async def own_names(conversation: Conversation) -> list[str]:
    async with conversation.database.snapshot() as db:
        return [style.name for style in await styles.list_own(db, ANNA["id"])]


async def test_a_captioned_painting_becomes_a_style_and_the_current_photo_is_painted_in_it(
    conversation: Conversation,
) -> None:
    await conversation.receive(**photo("cat"))
    message = await conversation.receive(**photo("painting", caption="/style my wave"))
    _, job = await conversation.jobs()
    assert (job.kind, job.photo_file_id, job.look.style) == (JobKind.PAINT, "cat", "own:1")
    assert job.reply_to_message_id == message["message_id"]
    assert await own_names(conversation) == ["my wave"]
    await conversation.receive(text="My Wave 40%")
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style, job.look.strength) == ("cat", "own:1", 0.4)


async def test_without_a_photo_a_painting_is_learnt(conversation: Conversation) -> None:
    await conversation.receive(**document("painting.png", "image/png", caption="/style"))
    (job,) = await conversation.jobs()
    assert (job.kind, job.photo_file_id, job.look.style) == (JobKind.LEARN, None, "own:1")
    await conversation.receive(**photo("cat"))
    _, job = await conversation.jobs()
    assert (job.kind, job.photo_file_id, job.look.style) == (JobKind.PAINT, "cat", "own:1")
    assert await own_names(conversation) == ["Style 1"]


async def test_a_reply_with_style_makes_one_too(conversation: Conversation) -> None:
    await conversation.receive(**photo("cat"))
    old = await conversation.receive(**photo("painting"))
    await conversation.receive(**photo("dog"))
    await conversation.receive(text="/style", reply_to_message=old)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style) == ("dog", "own:1")
    assert await own_names(conversation) == ["Style 1"]


async def test_a_photo_is_not_painted_in_its_own_style(conversation: Conversation) -> None:
    painting = await conversation.receive(**photo("painting"))
    await conversation.receive(text="/style", reply_to_message=painting)
    *_, job = await conversation.jobs()
    assert (job.kind, job.look.style) == (JobKind.LEARN, "own:1")


async def test_a_reply_with_a_known_style_paints_the_photo(conversation: Conversation) -> None:
    old = await conversation.receive(**photo("cat"))
    await conversation.receive(**photo("dog"))
    await conversation.receive(text="/style wave 40%", reply_to_message=old)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style, job.look.strength) == ("cat", "gallery:wave", 0.4)
    assert await own_names(conversation) == []


async def test_a_name_that_looks_like_a_slip_must_be_quoted(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style irris"))
    sentence = conversation.said()
    assert sentence == wishes.unknown_style(ENGLISH, "irris", ["iris"], could_be_kept=True)
    assert '<code>/style "irris"</code>' in sentence
    assert await conversation.jobs() == []
    await conversation.receive(**photo("painting", caption="/style “irris”"))
    assert await own_names(conversation) == ["irris"]


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        (f"/style {'long ' * 20}name", texts.name_too_long(ENGLISH, 32)),
        ("/style iris 700", wishes.bad_value(ENGLISH, Setting.STRENGTH, "700", (), EXAMPLES)),
        ("/style nonsense 40%", wishes.unknown_style(ENGLISH, "nonsense", [])),
    ],
)
async def test_what_is_neither_a_name_nor_a_wish(conversation: Conversation, caption: str, sentence: str) -> None:
    await conversation.receive(**photo("painting", caption=caption))
    assert conversation.said() == sentence
    assert await own_names(conversation) == []
    assert await conversation.jobs() == []


async def test_style_in_reply_to_something_without_a_picture(conversation: Conversation) -> None:
    text = await conversation.receive(text="/help")
    await conversation.receive(text="/style", reply_to_message=text)
    assert conversation.said() == texts.nothing_to_learn(ENGLISH)


async def test_styles_lists_own_ones_first(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    for command in ("/styles", "/style"):
        conversation.api.calls.clear()
        await conversation.receive(text=command)
        (call,) = conversation.called("sendPhoto")
        assert call["caption"] == gallery.choose_style(ENGLISH)
        markup = call["reply_markup"]
        rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
        assert [button["text"] for button in rows[0]] == ["• ✎ my wave •", "Iris · Koson"]
        assert [button["text"] for button in rows[-1]] == ["‹", "1 / 2", "›"]
