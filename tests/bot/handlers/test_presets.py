from __future__ import annotations

from bot.language import ENGLISH
from bot.look import Look
from bot.views import texts
from tests.bot.handlers.conftest import BORIS, Conversation, photo

LISTING = {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "…"}


async def test_a_look_is_saved_and_brought_back(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave 40%, keep colours"))
    await conversation.receive(text="/save evening <3")
    assert conversation.said() == texts.saved(
        ENGLISH, "evening <3", Look(strength=0.4, colours="luminance"), [("wave", 1.0)]
    )
    await conversation.receive(text="iris 100%, colours off")
    await conversation.receive(text="/presets")
    (call,) = conversation.called("sendMessage")
    assert "evening <3" in str(call["reply_markup"])
    await conversation.press("preset::1", LISTING)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style, job.look.strength, job.look.keeps_colours) == (
        "photo",
        "gallery:wave",
        0.4,
        True,
    )


async def test_presets_are_their_owners_alone(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave"))
    await conversation.receive(text="/save evening")
    answer = await conversation.press("preset::1", LISTING, BORIS)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)


async def test_what_is_missing_is_asked_for(conversation: Conversation) -> None:
    for text, sentence in (
        ("/presets", texts.no_presets(ENGLISH)),
        ("/save", texts.name_the_preset(ENGLISH)),
        ("/save evening", texts.nothing_to_save(ENGLISH)),
        (f"/save {'x' * 33}", texts.name_too_long(ENGLISH, 32)),
    ):
        await conversation.receive(text=text)
        assert conversation.said() == sentence
