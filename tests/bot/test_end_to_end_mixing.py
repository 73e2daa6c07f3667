"""Mixing styles and being surprised over HTTP, painted by the real engine."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import av
import pytest
from PIL import Image

from bot.language import ENGLISH
from bot.views import mixing
from tests.bot.drawing import difference, encoded, landscape, opened
from tests.bot.gallery import FIRST, SECOND
from tests.bot.test_end_to_end import PAINTING_S, Anna
from tests.easel_process import EaselProcess
from tests.person import Json, buttons_of, file_id_of

ONE, OTHER = FIRST.name.capitalize(), SECOND.name.capitalize()


@pytest.fixture
async def anna(running_bot: EaselProcess) -> AsyncIterator[Anna]:
    person = await Anna.join(running_bot.url, "Anna")
    assert isinstance(person, Anna)
    async with person:
        yield person


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]


async def mixture(anna: Anna) -> tuple[Json, Json]:
    """Mix two styles half and half by the buttons; return the photo, and the message with the mixture."""
    sent = await anna.send_photo(encoded(landscape(320, 240)), FIRST.name)
    result = await anna.painting(sent)
    for button in ("More…", "Mix styles"):
        await anna.tap(result, button)
    await anna.wait_for(lambda message: f"✓ {ONE}" in labels(message))
    return sent, await anna.pressed(result, OTHER)


async def test_two_styles_are_mixed_and_slid_in_place(anna: Anna) -> None:
    sent, half = await mixture(anna)
    assert half["caption"].startswith(f"{FIRST.name} 50% + {SECOND.name} 50%, 100%")
    assert labels(half)[:3] == [f"+ {ONE}", "🎛 50 : 50", f"{OTHER} +"]
    for share in ("40 : 60", "30 : 70", "20 : 80", "10 : 90"):
        await anna.press(half, f"{OTHER} +")
        await anna.wait_for(lambda message, share=share: f"🎛 {share}" in labels(message))
    slid = await anna.wait_for(lambda message: f"{SECOND.name} 90%" in message.get("caption", ""), PAINTING_S)
    pure = await anna.painting(await anna.send_text(SECOND.name))
    there = await anna.download(pure)
    assert difference(await anna.download(slid), there) < difference(await anna.download(half), there)
    assert slid["message_id"] == half["message_id"]
    assert len([message for message in await anna.messages(sent["message_id"]) if message["from_bot"]]) == 2


async def test_the_steps_between_lead_to_each_of_them_and_back(anna: Anna) -> None:
    _, half = await mixture(anna)
    await anna.press(half, "Steps")
    strip = await anna.edited(half)
    assert labels(strip) == ["1", "2", "3", "4", "5", "6", "7", "‹ Back"]
    assert strip["caption"].startswith(f"{ONE} → {OTHER} in seven steps.")
    assert opened(await anna.download(strip)).width > 640
    back = await anna.pressed(strip, "‹ Back")
    assert (back["caption"], labels(back)) == (half["caption"], labels(half))
    assert file_id_of(await anna.pressed(back, "Steps")) == file_id_of(strip)
    step = await anna.pressed(strip, "6")
    assert step["caption"].startswith(f"{FIRST.name} 17% + {SECOND.name} 83%")
    assert opened(await anna.download(step)).size == (320, 240)


async def test_a_film_goes_from_style_to_style_and_back(anna: Anna) -> None:
    _, half = await mixture(anna)
    notice = await anna.press(half, "Film")
    assert notice["text"] == mixing.painting_film(ENGLISH)
    film = await anna.wait_for(lambda message: "animation" in message and message["from_bot"], PAINTING_S)
    assert film["caption"] == f"{ONE} → {OTHER} → {ONE}"
    assert film["reply_to_message"]["message_id"] == half["message_id"]
    frames = await _frames(anna, film)
    assert len(frames) == 96
    assert frames[0].size == (film["animation"]["width"], film["animation"]["height"]) == (320, 240)
    first, middle, last = (encoded(frames[at], "PNG") for at in (0, 48, 95))
    assert difference(first, last) < 5 < difference(first, middle)
    assert labels(await _now(anna, half)) == labels(half)


async def test_surprises_differ_and_what_is_like_one_is_nearer_to_it(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(landscape(320, 240)), "70%")
    result = await anna.painting(sent)
    await anna.tap(result, "More…")
    one = await anna.pressed(result, "Surprise me")
    assert one["caption"].startswith("Chance ")
    assert ", 70%" in one["caption"]
    two = await anna.pressed(one, "Another")
    three = await anna.pressed(two, "Another")
    assert len({message["caption"] for message in (one, two, three)}) == 3
    similar = await anna.pressed(three, "Similar")
    assert similar["caption"] == f"{three['caption']}\nVariation 1"
    later = await anna.pressed(similar, "Similar")
    painted = await anna.download(three)
    near = [difference(painted, await anna.download(message)) for message in (similar, later)]
    far = [difference(painted, await anna.download(message)) for message in (one, two)]
    assert 1 < min(near) < max(far)
    await anna.tap(later, "More…")
    assert "Saved as" in (await anna.tap(later, "Save look"))["text"]


async def test_somebody_elses_mixture_in_a_group_is_left_alone(running_bot: EaselProcess) -> None:
    person = await Anna.join(running_bot.url, "Friends", "group")
    assert isinstance(person, Anna)
    async with person:
        sent = await person.send_photo(encoded(landscape(320, 240)), f"/mix {FIRST.name} {SECOND.name}")
        result = await person.painting(sent)
        stranger = await Anna.join(running_bot.url, "Stranger")
        there = await stranger.join_group(person)
        answer = await there.press(result, f"{OTHER} +")
        assert answer["show_alert"] is True
        await stranger.close()
        slid = await person.pressed(result, f"{OTHER} +")
        assert f"{SECOND.name} 60%" in slid["caption"]


async def _frames(anna: Anna, film: Json) -> list[Image.Image]:
    with av.open(io.BytesIO(await anna.download(film))) as container:
        return [frame.to_image() for frame in container.decode(video=0)]


async def _now(anna: Anna, message: Json) -> Json:
    return next(one for one in await anna.messages() if one["message_id"] == message["message_id"])
