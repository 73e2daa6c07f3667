from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.look import Look
from bot.storage import presets
from bot.storage.models.styles import Preset
from bot.views import more
from tests.bot.handlers.conftest import ANNA, Conversation, photo
from tests.bot.handlers.under_results import labels, newest, painted

ANNA_ID = int(str(ANNA["id"]))


async def kept(conversation: Conversation) -> list[Preset]:
    async with conversation.database.snapshot() as db:
        return await presets.list_presets(db, ANNA_ID)


@pytest.mark.parametrize(
    ("argument", "label"),
    [
        ("", "🌈 Colours"),
        ("colours", "• The painting's •"),
        ("stroke", "• Usual strokes •"),
        ("method", "• Fast (AdaIN), 1 s •"),
    ],
)
async def test_menus_open_in_place(conversation: Conversation, argument: str, label: str) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"more:{job.id}:{argument}", message)
    assert any(label in row for row in labels(conversation))
    assert len(await conversation.jobs()) == 1


@pytest.mark.parametrize(
    ("data", "look"),
    [
        ("colours:{}:luminance", Look(colours="luminance")),
        ("colours:{}:histogram", Look(colours="histogram")),
        ("stroke:{}:0.5", Look(stroke=0.5)),
        ("stroke:{}:2.0", Look(stroke=2.0)),
    ],
)
async def test_a_choice_is_painted(conversation: Conversation, data: str, look: Look) -> None:
    job, message = await painted(conversation)
    await conversation.press(data.format(job.id), message)
    assert (await newest(conversation)).look == look.in_style("gallery:iris")
    assert labels(conversation)[-1] == ["More…"]


async def test_an_own_style_is_painted_by_any_method(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    job, message = await painted(conversation)
    await conversation.press(f"more:{job.id}:method", message)
    assert len(labels(conversation)) == 5
    await conversation.press(f"method:{job.id}:gatys", message)
    assert (await newest(conversation)).look == Look(method="gatys").in_style("own:1")


async def test_a_look_is_saved_under_the_name_of_its_style(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="wave 70%")
    answer = await conversation.press(f"save:{job.id}", message)
    assert answer["text"] == more.preset_saved(ENGLISH, "Wave")
    (preset,) = await kept(conversation)
    assert (preset.name, preset.look) == ("Wave", job.look)
    # Once is enough,
    answer = await conversation.press(f"save:{job.id}", message)
    assert answer["text"] == more.preset_known(ENGLISH, "Wave")
    # and another look of the style does not take its place.
    await conversation.press(f"strength:{job.id}:50", message)
    answer = await conversation.press(f"save:{(await newest(conversation)).id}", message)
    assert answer["text"] == more.preset_saved(ENGLISH, "Wave 2")
    assert [one.look.strength for one in await kept(conversation)] == [0.7, 0.5]


async def test_a_look_with_a_style_of_ones_own_keeps_its_painting(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style " + "long " * 6 + "n"))
    job, message = await painted(conversation)
    await conversation.press(f"save:{job.id}", message)
    (preset,) = await kept(conversation)
    assert preset.paintings == {"own:1": "painting"}
    assert len(preset.name) <= 32


async def test_no_more_looks_are_kept_than_there_is_room_for(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    limit = conversation.application.bot_data["services"].settings.presets_per_person
    async with conversation.database.transaction() as db:
        for number in range(limit):
            await presets.save(db, ANNA_ID, f"look {number}", Look(strength=number / limit), {})
    answer = await conversation.press(f"save:{job.id}", message)
    assert (answer["text"], answer["show_alert"]) == (more.presets_full(ENGLISH, limit), True)
    assert len(await kept(conversation)) == limit
