from __future__ import annotations

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH
from bot.storage import styles
from bot.views import keyboards, texts, wishes
from tests.bot.handlers.conftest import ANNA, BORIS, EXAMPLES, Conversation, document, painting, photo


@pytest.mark.parametrize(
    ("text", "style", "strength", "keep"),
    [
        ("wave", "gallery:wave", 1.0, False),
        ("Wave 70%", "gallery:wave", 0.7, False),
        ("70", "gallery:iris", 0.7, False),
        ("keep colours", "gallery:iris", 1.0, True),
        ("/strength 30", "gallery:iris", 0.3, False),
        ("/style wave 0,4 keep colours", "gallery:wave", 0.4, True),
        ("/colours keep", "gallery:iris", 1.0, True),
    ],
)
async def test_words_repaint_the_current_photo(
    conversation: Conversation, text: str, style: str, strength: float, keep: bool
) -> None:
    await conversation.receive(**photo())
    message = await conversation.receive(text=text)
    _, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style, job.look.strength, job.look.keeps_colours) == (
        "photo",
        style,
        strength,
        keep,
    )
    assert job.reply_to_message_id == message["message_id"]
    assert conversation.said() == ""


@pytest.mark.parametrize(
    "text", ["wave 60 + iris 40, 70%", "/style wave:60 iris:40 70%", "mix 60% wave and 40% iris, 70%"]
)
async def test_several_styles_are_mixed(conversation: Conversation, text: str) -> None:
    await conversation.receive(**photo())
    await conversation.receive(text=text)
    _, job = await conversation.jobs()
    assert job.look.portions == (("gallery:wave", 0.6), ("gallery:iris", 0.4))
    assert job.look.strength == 0.7


async def test_a_mixture_before_any_photo_is_remembered(conversation: Conversation) -> None:
    await conversation.receive(text="wave + iris, fine strokes")
    assert conversation.said() == (
        "Noted: <b>wave 50% + iris 50%</b>, fine strokes. Now send me a photo, and I'll paint it."
    )


async def test_a_style_before_any_photo_is_remembered(conversation: Conversation) -> None:
    await conversation.receive(text="wave 70%")
    assert conversation.said() == "Noted: <b>wave</b>, 70%. Now send me a photo, and I'll paint it."
    assert await conversation.jobs() == []
    await conversation.receive(**photo())
    (job,) = await conversation.jobs()
    assert (job.look.style, job.look.strength) == ("gallery:wave", 0.7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello there, how are you?", wishes.not_understood(ENGLISH, "iris")),
        ("qwertz", wishes.not_understood(ENGLISH, "iris")),
        ("thanks!", wishes.not_understood(ENGLISH, "iris")),
        ("irris", wishes.unknown_style(ENGLISH, "irris", ["iris"])),
        ("monet", wishes.unknown_style(ENGLISH, "monet", ["wave"])),
        ("wave + irris", wishes.unknown_style(ENGLISH, "irris", ["iris"])),
        ("iris 70% quickly", wishes.unclear(ENGLISH, "quickly", "iris")),
        ("strength lots", wishes.bad_value(ENGLISH, Setting.STRENGTH, "lots", (), EXAMPLES)),
        ("/style qwertz", wishes.unknown_style(ENGLISH, "qwertz", [])),
        ("/style iris 700", wishes.bad_value(ENGLISH, Setting.STRENGTH, "700", (), EXAMPLES)),
        ("/dance", texts.unknown_command(ENGLISH)),
        ("<b> 70%", wishes.unknown_style(ENGLISH, "<b>", [])),
    ],
)
async def test_what_is_no_wish_gets_a_sentence_and_changes_nothing(
    conversation: Conversation, text: str, sentence: str
) -> None:
    await conversation.receive(**photo())
    before = await conversation.session()
    await conversation.receive(text=text)
    assert conversation.said() == sentence
    after = await conversation.session()
    assert before is not None
    assert after is not None
    assert (before.look.style, before.look.strength, before.look.keeps_colours) == ("gallery:iris", 1.0, False)
    assert (after.look.style, after.look.strength, after.look.keeps_colours) == ("gallery:iris", 1.0, False)
    assert len(await conversation.jobs()) == 1


async def test_a_reply_is_about_the_photo_replied_to(conversation: Conversation) -> None:
    first = await conversation.receive(**photo("first"))
    await conversation.receive(**photo("second"))
    await conversation.receive(text="wave 70%", reply_to_message=first)
    await conversation.receive(text="30")
    *_, replied, next_ = await conversation.jobs()
    assert (replied.photo_file_id, replied.look.style, replied.look.strength) == ("first", "gallery:wave", 0.7)
    assert (next_.photo_file_id, next_.look.strength) == ("first", 0.3)


async def test_a_reply_to_a_painting_is_about_the_photo_behind_it(conversation: Conversation) -> None:
    await conversation.receive(**photo("first"))
    await conversation.receive(**photo("second"))
    first, _ = await conversation.jobs()
    result = painting(first, keyboards.under_result(ENGLISH, first, [("iris", 1.0)]).to_dict())
    await conversation.receive(text="wave", reply_to_message=result)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.style) == ("first", "gallery:wave")


async def test_a_reply_to_something_that_cannot_be_painted(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    film = await conversation.receive(**document("film.mp4", "video/mp4"))
    await conversation.receive(text="wave", reply_to_message=film)
    assert conversation.said() == texts.not_a_picture(ENGLISH, "video")
    session = await conversation.session()
    assert session is not None
    assert session.look.style == "gallery:iris"


@pytest.mark.parametrize(
    ("text", "painted", "says"),
    [
        ("wave", 0, ""),
        ("wave + iris", 0, ""),
        ("/mix wave iris", 1, ""),
        ("/mix@other_bot wave iris", 0, ""),
        ("what a fine day", 0, ""),
        ("@easel_bot wave", 1, ""),
        ("@easel_bot how are you these days?", 0, wishes.not_understood(ENGLISH, "iris")),
        ("/style@easel_bot wave", 1, ""),
        ("/style@other_bot wave", 0, ""),
        ("/dance", 0, ""),
    ],
)
async def test_in_groups_only_what_is_meant_for_the_bot_is_answered(
    conversation: Conversation, text: str, painted: int, says: str
) -> None:
    await conversation.receive(chat_type="group", **photo(caption="/style iris"))
    await conversation.receive(chat_type="group", text=text)
    assert len(await conversation.jobs()) == 1 + painted
    assert conversation.said() == says


async def test_in_groups_a_reply_to_the_bot_may_be_a_wish_or_a_remark(conversation: Conversation) -> None:
    await conversation.receive(chat_type="group", **photo(caption="/style iris"))
    (job,) = await conversation.jobs()
    result = painting(job, keyboards.under_result(ENGLISH, job, [("iris", 1.0)]).to_dict())
    await conversation.receive(BORIS, "group", text="wow, how nice", reply_to_message=result)
    assert (len(await conversation.jobs()), conversation.said()) == (1, "")
    await conversation.receive(BORIS, "group", text="wave 70%", reply_to_message=result)
    _, job = await conversation.jobs()
    assert (job.user_id, job.photo_file_id, job.look.style) == (BORIS["id"], "photo", "gallery:wave")


async def test_an_update_that_is_handled_twice_makes_one_painting(conversation: Conversation) -> None:
    update = {
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "is_bot": False, "first_name": "Anna"},
            **photo(caption="/style"),
        }
    }
    for _ in range(2):
        await conversation.handle(update, update_id=77)
    assert len(await conversation.jobs()) == 1
    async with conversation.database.snapshot() as db:
        assert len(await styles.list_own(db, 7)) == 1


@pytest.mark.parametrize("words", ["@easel_bot", "@easel_bot wave", "/style wave"])
async def test_in_a_group_somebody_elses_photo_is_painted_for_whoever_points_at_it(
    conversation: Conversation, words: str
) -> None:
    theirs = {"message_id": 90, "date": 1, "chat": {"id": -100, "type": "group"}, "from": BORIS, **photo("theirs")}
    await conversation.receive(chat_type="group", text=words, reply_to_message=theirs)
    (job,) = await conversation.jobs()
    assert (job.photo_file_id, job.user_id) == ("theirs", ANNA["id"])


async def test_a_reply_to_a_painting_that_is_forgotten_paints_nothing_else(conversation: Conversation) -> None:
    await conversation.receive(**photo("dog"))
    keyboard = {"inline_keyboard": [[{"text": "More…", "callback_data": "more:0123456789ab"}]]}
    (job,) = await conversation.jobs()
    await conversation.receive(text="wave 40%", reply_to_message=painting(job, keyboard))
    assert conversation.said() == texts.picture_forgotten(ENGLISH)
    assert len(await conversation.jobs()) == 1
