from __future__ import annotations

from typing import Any

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH
from bot.storage.models.jobs import JobKind
from bot.views import texts, wishes
from tests.bot.handlers.conftest import EXAMPLES, Conversation, document, photo

TWENTY_ONE_MB = 21 * 1024 * 1024


async def test_a_photo_is_painted_at_once_in_a_suggested_style(conversation: Conversation) -> None:
    message = await conversation.receive(**photo())
    (job,) = await conversation.jobs()
    assert (job.kind, job.photo_file_id, job.look.style) == (JobKind.PAINT, "photo", "gallery:iris")
    assert (job.look.strength, job.look.keeps_colours) == (1.0, False)
    assert job.reply_to_message_id == message["message_id"]
    assert [name for name, _ in conversation.api.calls] == ["sendChatAction"]


async def test_the_next_photo_is_painted_in_the_last_style(conversation: Conversation) -> None:
    await conversation.receive(**photo(caption="wave 70%, keep colours"))
    await conversation.receive(**photo("second"))
    first, second = await conversation.jobs()
    assert (first.look.style, first.look.strength, first.look.keeps_colours) == ("gallery:wave", 0.7, True)
    assert (second.look.style, second.look.strength, second.look.keeps_colours) == ("gallery:wave", 0.7, True)
    assert second.photo_file_id == "second"


@pytest.mark.parametrize(
    "caption", ["my cat", "2026", "by the wave", "iris and wave", "100% sun and 40 people", "<b>&"]
)
async def test_a_caption_that_is_no_wish_is_no_error(conversation: Conversation, caption: str) -> None:
    await conversation.receive(**photo(caption=caption))
    (job,) = await conversation.jobs()
    assert (job.look.style, job.look.strength) == ("gallery:iris", 1.0)
    assert conversation.said() == ""


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        ("irris 70%", wishes.unknown_style(ENGLISH, "irris", ["iris"])),
        ("iris 700%", wishes.bad_value(ENGLISH, Setting.STRENGTH, "700%", (), EXAMPLES)),
        ("/strength lots", wishes.bad_value(ENGLISH, Setting.STRENGTH, "lots", (), EXAMPLES)),
        ("/mix iris", wishes.bad_value(ENGLISH, Setting.MIX, "iris", (), ("wave", EXAMPLES[1]))),
    ],
)
async def test_a_wish_with_a_slip_is_answered(conversation: Conversation, caption: str, sentence: str) -> None:
    await conversation.receive(**photo("first", caption="wave 40%"))
    await conversation.receive(**photo("second", caption=caption))
    assert conversation.said() == sentence
    assert len(await conversation.jobs()) == 1
    session = await conversation.session()
    assert session is not None
    assert (session.photo_file_id, session.look.style, session.look.strength) == ("first", "gallery:wave", 0.4)


@pytest.mark.parametrize(
    "caption", ["/style wave 0.4", "/strength 40", "/style@easel_bot keep colours 0,4", "/style 40%"]
)
async def test_commands_work_in_captions(conversation: Conversation, caption: str) -> None:
    await conversation.receive(**photo(caption=caption))
    (job,) = await conversation.jobs()
    assert (job.kind, job.look.strength) == (JobKind.PAINT, 0.4)


@pytest.mark.parametrize(
    "content",
    [
        document("holiday.heic"),
        document("holiday.png", "image/png"),
        document("download", "application/octet-stream"),
        document("loop.gif", "image/gif"),
        {
            "sticker": {
                "file_id": "sticker",
                "file_unique_id": "s",
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
            }
        },
    ],
    ids=lambda content: next(iter(content)),
)
async def test_pictures_come_in_many_wrappings(conversation: Conversation, content: dict[str, Any]) -> None:
    await conversation.receive(**content)
    (job,) = await conversation.jobs()
    assert job.photo_file_id == next(iter(content.values()))["file_id"]


def _moving_sticker() -> dict[str, Any]:
    return {
        "sticker": {
            "file_id": "s",
            "file_unique_id": "s",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": True,
            "is_video": False,
        }
    }


def _file(**more: Any) -> dict[str, Any]:
    return {"file_id": "f", "file_unique_id": "f", **more}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (document("paper.pdf", "application/pdf"), texts.not_a_picture(ENGLISH, "pdf")),
        (document("notes.txt", "text/plain"), texts.not_a_picture(ENGLISH, "text")),
        (document("film.mp4", "video/mp4"), texts.not_a_picture(ENGLISH, "video")),
        ({"video": _file(width=1, height=1, duration=1)}, texts.not_a_picture(ENGLISH, "video")),
        ({"voice": _file(duration=1)}, texts.not_a_picture(ENGLISH, "audio")),
        ({"location": {"latitude": 1.0, "longitude": 1.0}}, texts.not_a_picture(ENGLISH, "unknown")),
        (_moving_sticker(), texts.not_a_picture(ENGLISH, "animated sticker")),
        (
            {"animation": _file(width=1, height=1, duration=1), **document("a.mp4", "video/mp4")},
            texts.not_a_picture(ENGLISH, "video"),
        ),
        (
            document("huge.jpg", "image/jpeg", TWENTY_ONE_MB),
            texts.file_too_large(ENGLISH, TWENTY_ONE_MB, 20 * 1024 * 1024),
        ),
    ],
    ids=["pdf", "text", "video file", "video", "voice", "location", "animated sticker", "animation", "huge"],
)
async def test_what_is_no_picture_gets_a_sentence(
    conversation: Conversation, content: dict[str, Any], sentence: str
) -> None:
    await conversation.receive(**photo("first"))
    await conversation.receive(**content)
    assert conversation.said() == sentence
    assert len(await conversation.jobs()) == 1
    session = await conversation.session()
    assert session is not None
    assert session.photo_file_id == "first"


async def test_service_messages_get_no_answer(conversation: Conversation) -> None:
    await conversation.receive(new_chat_title="Anna & Easel")
    assert conversation.api.calls == []


@pytest.mark.parametrize(
    ("content", "painted"),
    [
        (photo(), 0),
        (photo(caption="our cat"), 0),
        (photo(caption="iris 70%"), 0),
        (photo(caption="/style@other_bot iris"), 0),
        (photo(caption="/style iris"), 1),
        (photo(caption="@easel_bot iris"), 1),
        (photo(caption="@easel_bot"), 1),
    ],
)
async def test_in_groups_only_photos_meant_for_the_bot_are_painted(
    conversation: Conversation, content: dict[str, Any], painted: int
) -> None:
    await conversation.receive(chat_type="group", **content)
    assert len(await conversation.jobs()) == painted
    assert conversation.said() == ""


async def test_a_refused_chat_action_costs_nothing(conversation: Conversation) -> None:
    conversation.api.refusals["sendChatAction"] = [(400, {"description": "Bad Request: wrong action"})]
    await conversation.receive(**photo())
    assert len(await conversation.jobs()) == 1


async def test_a_sentence_that_telegram_puts_off_arrives_later(conversation: Conversation) -> None:
    conversation.api.refusals["sendMessage"] = [
        (429, {"description": "Too Many Requests", "parameters": {"retry_after": 0}}),
        (502, {"description": "Bad Gateway"}),
    ]
    await conversation.receive(**document("paper.pdf", "application/pdf"))
    assert len(conversation.called("sendMessage")) == 3
