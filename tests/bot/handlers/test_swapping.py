from __future__ import annotations

from bot.language import ENGLISH
from bot.storage import styles as own_styles
from bot.storage.models.styles import OwnStyle
from bot.views import albums, texts
from tests.bot.handlers.conftest import ANNA, BORIS, Conversation, Json, painting, photo
from tests.bot.handlers.sent_albums import whole
from tests.bot.handlers.under_results import MESSAGE_ID, carried, finished, labels, newest

SWAP = "⇄ The other way round"


async def pair(conversation: Conversation) -> Json:
    """Have a photo painted in the style of what came with it; return the message with the result."""
    await whole(conversation, photo("photo", caption="/style my wave"), photo("painting"))
    job = await finished(conversation)
    conversation.api.calls.clear()
    return painting(job, message_id=MESSAGE_ID)


async def the_style(conversation: Conversation) -> OwnStyle:
    async with conversation.database.snapshot() as db:
        (style,) = await own_styles.list_own(db, ANNA["id"])
        return style


async def test_the_other_way_round_and_back(conversation: Conversation) -> None:
    message = await pair(conversation)
    before = await newest(conversation)
    answer = await conversation.press(f"swap:{before.id}", message)
    assert answer["text"] == albums.swapped(ENGLISH)
    style, job = await the_style(conversation), await newest(conversation)
    assert (style.name, style.painting_file_id, style.photo_file_id) == ("my wave", "photo", "painting")
    assert (job.photo_file_id, job.look.style, job.edit_message_id) == ("painting", style.reference, MESSAGE_ID)
    assert [SWAP] in labels(conversation)
    await conversation.press(carried(conversation, SWAP), message)
    assert (await newest(conversation)).photo_file_id == "photo"
    assert (await the_style(conversation)).painting_file_id == "painting"


async def test_the_button_stays_while_the_two_are_together(conversation: Conversation) -> None:
    message = await pair(conversation)
    job = await newest(conversation)
    await conversation.press(f"strength:{job.id}:weaker", message)
    assert [SWAP] in labels(conversation)
    await conversation.press(f"style:{job.id}:gallery:wave", message)
    assert [SWAP] not in labels(conversation)


async def test_a_style_that_is_gone_cannot_be_swapped(conversation: Conversation) -> None:
    message = await pair(conversation)
    job, style = await newest(conversation), await the_style(conversation)
    async with conversation.database.transaction() as db:
        await own_styles.remove_own(db, style.id)
    answer = await conversation.press(f"swap:{job.id}", message)
    assert answer["text"] in (texts.button_out_of_date(ENGLISH), texts.buttons_renewed(ENGLISH))
    assert len(await conversation.jobs()) == 1


async def test_nobody_swaps_somebody_elses(conversation: Conversation) -> None:
    message = await pair(conversation)
    answer = await conversation.press(f"swap:{(await newest(conversation)).id}", message, BORIS)
    assert answer["text"] == texts.not_your_picture(ENGLISH)
