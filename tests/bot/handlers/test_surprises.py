from __future__ import annotations

from bot.language import ENGLISH
from bot.storage import presets
from bot.storage.models.jobs import JobKind
from bot.styles import sample_seed
from bot.views import mixing
from tests.bot.handlers.conftest import ANNA, Conversation, photo
from tests.bot.handlers.under_results import MESSAGE_ID, labels, newest, painted


async def test_a_surprise_is_painted_in_place_as_strongly_as_before(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris 40%")
    answer = await conversation.press(f"surprise:{job.id}", message)
    new = await newest(conversation)
    seed = sample_seed(new.look.style or "")
    assert (new.kind, new.edit_message_id, new.look.method, new.look.strength) == (
        JobKind.PAINT,
        MESSAGE_ID,
        "vae",
        0.4,
    )
    assert f"Chance {seed}" in answer["text"]
    assert labels(conversation)[2] == ["🎲 Another", "🌱 Similar", "More…"]


async def test_each_tap_is_another_surprise_but_the_same_tap_is_not(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    styles = []
    for update_id in (900, 901, 901):
        query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": f"surprise:{job.id}", "message": message}
        await conversation.handle({"callback_query": query}, update_id)
        session = await conversation.session()
        assert session is not None
        styles.append(session.look.style)
    assert styles == ["sample:900", "sample:901", "sample:901"]
    assert len(await conversation.jobs()) == 3


async def test_more_like_this_is_the_next_one_near_it(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"surprise:{job.id}", message)
    surprise = await newest(conversation)
    for number in (1, 2):
        await conversation.press(f"vary:{surprise.id}", message)
        look = (await newest(conversation)).look
        assert (look.style, look.variation) == (surprise.look.style, number)
    assert len({one.look_key for one in await conversation.jobs()}) == 4


async def test_a_painting_of_ones_own_has_neighbours_too(conversation: Conversation) -> None:
    await conversation.receive(**photo("cat"))
    job, message = await painted(conversation, caption='/style "mine"')
    await conversation.press(f"vary:{job.id}", message)
    look = (await newest(conversation)).look
    assert (look.style, look.method, look.variation) == ("own:1", "vae", 1)


async def test_a_style_without_neighbours_says_so(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris")
    answer = await conversation.press(f"vary:{job.id}", message)
    assert (answer["text"], answer["show_alert"]) == (mixing.nothing_similar(ENGLISH), True)
    assert len(await conversation.jobs()) == 1


async def test_a_surprise_can_be_kept(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"surprise:{job.id}", message)
    await conversation.press(f"vary:{(await newest(conversation)).id}", message)
    look = (await newest(conversation)).look
    await conversation.press(f"save:{(await newest(conversation)).id}", message)
    async with conversation.database.snapshot() as db:
        (kept,) = await presets.list_presets(db, ANNA["id"])
    assert kept.look == look


async def test_the_menu_offers_more_like_this_where_there_is_any(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"more:{job.id}", message)
    offered = {label for row in labels(conversation) for label in row}
    assert {"🎛 Mix styles", "🎲 Surprise me"} <= offered
    assert "🌱 More like this" not in offered
    await conversation.press(f"surprise:{job.id}", message)
    await conversation.press(f"more:{job.id}", message)
    assert "🌱 More like this" in {label for row in labels(conversation) for label in row}
