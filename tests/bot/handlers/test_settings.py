from __future__ import annotations

from typing import Any

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH, RUSSIAN
from bot.look import Look
from bot.storage.models.jobs import JobKind, PictureKind
from bot.views import wishes
from tests.bot.handlers.conftest import BORIS, EXAMPLES, Conversation, photo

NAMES = (("iris", 1.0),)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("/strength 30", {"strength": 0.3}),
        ("/strength@easel_bot 0,3", {"strength": 0.3}),
        ("/colours keep", {"colours": "luminance"}),
        ("/colors match", {"colours": "histogram"}),
        ("/stroke fine", {"stroke": 0.5}),
        ("/strokes 1.5", {"stroke": 1.5}),
        ("/method fast", {"method": "adain"}),
        ("/strength 30 keep colours, fine strokes", {"strength": 0.3, "colours": "luminance", "stroke": 0.5}),
        ("/colores del cuadro, 30 %", {"strength": 0.3, "colours": "no"}),
    ],
)
async def test_a_command_repaints_the_current_photo(
    conversation: Conversation, text: str, changed: dict[str, Any]
) -> None:
    await conversation.receive(**photo())
    message = await conversation.receive(text=text)
    _, job = await conversation.jobs()
    assert job.look == Look(Look.of("gallery:iris").shares, **changed)
    assert (job.kind, job.picture, job.photo_file_id) == (JobKind.PAINT, PictureKind.PHOTO, "photo")
    assert job.reply_to_message_id == message["message_id"]
    assert conversation.said() == ""


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("/method wct", {"method": "wct"}),
        ("/method slow", {"method": "gatys"}),
        ("/levels 3-5", {"method": "wct", "levels": (3, 4, 5)}),
        ("/levels all", {"method": "wct", "levels": (1, 2, 3, 4, 5)}),
        ("/levels default", {"method": "wct"}),
        ("/iterations 300", {"method": "gatys", "iterations": 300}),
    ],
)
async def test_other_methods_paint_in_a_style_of_ones_own(
    conversation: Conversation, text: str, changed: dict[str, Any]
) -> None:
    await conversation.receive(**photo())
    await conversation.receive(**photo("painting", caption="/style my wave"))
    await conversation.receive(text=text)
    *_, job = await conversation.jobs()
    assert job.look == Look(Look.of("own:1").shares, **changed)


@pytest.mark.parametrize("text", ["/method gatys", "/levels 3-5", "iris by wct", "/mix iris wave vae"])
async def test_a_method_that_a_style_was_not_read_by_is_refused(conversation: Conversation, text: str) -> None:
    await conversation.receive(**photo())
    await conversation.receive(text=text)
    sentence = conversation.said()
    assert sentence.startswith("I can't paint iris")
    assert "Try <code>adain</code>" in sentence
    assert len(await conversation.jobs()) == 1


async def test_another_style_brings_its_own_method(conversation: Conversation) -> None:
    await conversation.receive(**photo())
    await conversation.receive(**photo("painting", caption="/style my wave"))
    await conversation.receive(text="/method wct")
    await conversation.receive(text="iris")
    *_, job = await conversation.jobs()
    assert (job.look.style, job.look.method) == ("gallery:iris", "adain")


@pytest.mark.parametrize(("text", "side"), [("/size 2048", 2048), ("/size full", None), ("iris 2048px", 2048)])
async def test_a_size_comes_as_a_file(conversation: Conversation, text: str, side: int | None) -> None:
    await conversation.receive(**photo())
    await conversation.receive(text=text)
    _, job = await conversation.jobs()
    assert (job.picture, job.look.side) == (PictureKind.FILE, side)


@pytest.mark.parametrize(
    ("command", "setting"),
    [
        ("/mix", Setting.MIX),
        ("/method", Setting.METHOD),
        ("/strength", Setting.STRENGTH),
        ("/colours", Setting.COLOURS),
        ("/colors", Setting.COLOURS),
        ("/stroke", Setting.STROKE),
        ("/levels", Setting.LEVELS),
        ("/size", Setting.SIZE),
        ("/iterations", Setting.ITERATIONS),
        ("strength?", Setting.STRENGTH),
    ],
)
async def test_without_arguments_it_says_how_it_is_set(
    conversation: Conversation, command: str, setting: Setting
) -> None:
    await conversation.receive(text="/strength 40")
    conversation.api.calls.clear()
    await conversation.receive(text=command)
    look = Look(Look.of("gallery:iris").shares, strength=0.4)
    assert conversation.said() == wishes.setting_now(ENGLISH, setting, look, NAMES, EXAMPLES)
    assert await conversation.jobs() == []


async def test_it_speaks_the_language_of_the_person(conversation: Conversation) -> None:
    await conversation.receive({**BORIS, "language_code": "ru"}, text="/size")
    assert conversation.said() == wishes.setting_now(RUSSIAN, Setting.SIZE, Look.of("gallery:iris"), NAMES, EXAMPLES)


@pytest.mark.parametrize(
    ("text", "setting", "said", "nearest"),
    [
        ("/strength lots", Setting.STRENGTH, "lots", ()),
        ("/strength 700", Setting.STRENGTH, "700", ()),
        ("/colours sometimes", Setting.COLOURS, "sometimes", ()),
        ("/method wkt", Setting.METHOD, "wkt", ("wct",)),
        ("/method magic", Setting.METHOD, "magic", ()),
        ("/stroke <b>", Setting.STROKE, "<b>", ()),
        ("/levels 9", Setting.LEVELS, "9", ()),
        ("/levels 0", Setting.LEVELS, "0", ()),
        ("/size 9000", Setting.SIZE, "9000", ()),
        ("/iterations 5000", Setting.ITERATIONS, "5000", ()),
        ("/mix iris", Setting.MIX, "iris", ()),
    ],
)
async def test_what_cannot_be_set_gets_a_sentence_and_changes_nothing(
    conversation: Conversation, text: str, setting: Setting, said: str, nearest: tuple[str, ...]
) -> None:
    await conversation.receive(**photo())
    before = await conversation.session()
    await conversation.receive(text=text)
    assert conversation.said() == wishes.bad_value(ENGLISH, setting, said, nearest, EXAMPLES)
    after = await conversation.session()
    assert before is not None
    assert after is not None
    assert before.look == after.look
    assert len(await conversation.jobs()) == 1


@pytest.mark.parametrize(
    ("text", "setting", "method"),
    [
        ("/levels 3-5 method gatys", Setting.LEVELS, "wct"),
        ("/iterations 300 wct", Setting.ITERATIONS, "gatys"),
    ],
)
async def test_what_only_another_method_has(
    conversation: Conversation, text: str, setting: Setting, method: str
) -> None:
    await conversation.receive(text=text)
    assert conversation.said() == wishes.of_another_method(ENGLISH, setting, method)


async def test_a_command_in_reply_is_about_the_photo_replied_to(conversation: Conversation) -> None:
    first = await conversation.receive(**photo("first"))
    await conversation.receive(**photo("second"))
    await conversation.receive(text="/mix wave 60 iris 40", reply_to_message=first)
    *_, job = await conversation.jobs()
    assert (job.photo_file_id, job.look.styles) == ("first", ("gallery:wave", "gallery:iris"))


@pytest.mark.parametrize(
    ("caption", "changed"),
    [
        (
            "/mix wave 60 iris 40",
            {"shares": Look.from_json({"shares": [["gallery:wave", 0.6], ["gallery:iris", 0.4]]}).shares},
        ),
        ("/stroke fine", {"stroke": 0.5}),
        ("iris, fine strokes, 70%", {"stroke": 0.5, "strength": 0.7}),
        ("/strength", {}),
        ("fine strokes", {}),
        ("wave and iris", {}),
    ],
)
async def test_captions_say_the_same(conversation: Conversation, caption: str, changed: dict[str, Any]) -> None:
    await conversation.receive(**photo(caption=caption))
    (job,) = await conversation.jobs()
    assert job.look == Look(**{"shares": Look.of("gallery:iris").shares, **changed})
    assert conversation.said() == ""
