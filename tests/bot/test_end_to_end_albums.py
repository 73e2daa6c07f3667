"""Albums, stickers and edited captions over HTTP, with the real bot and its worker."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.drawing import difference, encoded, landscape, opened, stripes
from tests.bot.gallery import FIRST, SECOND, captioned, label
from tests.bot.test_end_to_end_crashes import in_flight
from tests.easel_process import EaselProcess
from tests.person import Json, Person, buttons_of, file_id_of

# A few paintings on a busy machine, the first of which loads the weights.
PATIENCE_S = 90.0
PHOTOS = [encoded(landscape(320, 240)), encoded(landscape(240, 320)), encoded(landscape(300, 200))]
DAMAGED = PHOTOS[0][:300] + bytes(200)


@pytest.fixture
async def easel(running_bot: EaselProcess) -> EaselProcess:
    """The bot, alive again where a test has left it dead."""
    if not running_bot.is_running:
        running_bot.start()
    return running_bot


@pytest.fixture
async def anna(easel: EaselProcess) -> AsyncIterator[Person]:
    async with await Person.join(easel.url, "Anna") as anna:
        yield anna


def is_words(message: Json) -> bool:
    """What goes with an album."""
    return bool(message["from_bot"] and "text" in message and len(buttons_of(message)) > 2)


async def album_above(person: Person, words: Json, kind: str = "photo") -> list[Json]:
    """Return the paintings of the album that words and buttons go with."""
    before = [m for m in await person.messages() if m["from_bot"] and m["message_id"] < words["message_id"]]
    group = before[-1]["media_group_id"]
    album = [m for m in before if m.get("media_group_id") == group]
    assert all(kind in m and not buttons_of(m) for m in album)
    return album


async def test_an_album_is_answered_with_one_and_repainted_in_place(anna: Person) -> None:
    sent = await anna.send_album(PHOTOS, f"{SECOND.name} 70%")
    words = await anna.wait_for(is_words, PATIENCE_S, after=sent[-1])
    assert words["text"] == captioned(SECOND, "70%")
    album = await album_above(anna, words)
    painted = [await anna.download(message) for message in album]
    assert [opened(data).size for data in painted] == [(320, 240), (240, 320), (300, 200)]
    assert album[0]["reply_to_message"]["message_id"] == sent[0]["message_id"]

    await anna.press(words, "›")
    now = await anna.wait_for(lambda m: is_words(m) and m["text"] != words["text"], PATIENCE_S)
    assert now["message_id"] == words["message_id"]
    again = await album_above(anna, words)
    assert [m["message_id"] for m in again] == [m["message_id"] for m in album]
    assert all(file_id_of(one) != file_id_of(other) for one, other in zip(album, again, strict=True))
    assert len([m for m in await anna.messages(sent[-1]["message_id"]) if m["from_bot"] and not m["deleted"]]) == 4


async def test_a_damaged_picture_is_left_out_and_named(anna: Person) -> None:
    sent = await anna.send_album([PHOTOS[0], DAMAGED, PHOTOS[1]], as_="document")
    words = await anna.wait_for(is_words, PATIENCE_S, after=sent[-1])
    assert "2 of 3 pictures." in words["text"]
    assert "No. 2: That picture is damaged" in words["text"]
    album = await album_above(anna, words, "document")
    assert [opened(await anna.download(message)).size for message in album] == [(320, 240), (240, 320)]

    said = await anna.send_text(f"{SECOND.name} 40%")
    words = await anna.wait_for(is_words, PATIENCE_S, after=said)
    assert words["text"] == captioned(SECOND, "40%")
    assert len(await album_above(anna, words, "document")) == 2


async def test_an_album_survives_the_death_of_the_bot_between_its_pictures(easel: EaselProcess, anna: Person) -> None:
    # The first picture is kept by then, and the second one waits for its turn.
    await anna.fault("sendChatAction", "timeout", seconds=600)
    sent = await anna.send_album(PHOTOS[:2])
    await in_flight(anna, "sendChatAction")
    easel.kill()
    easel.start()
    words = await anna.wait_for(is_words, PATIENCE_S, after=sent[-1])
    assert len(await album_above(anna, words)) == 2
    # Nothing comes twice.
    later = await anna.send_photo(PHOTOS[2])
    await anna.wait_for(lambda m: m["from_bot"] and "photo" in m, PATIENCE_S, after=later)
    assert len([m for m in await anna.messages() if is_words(m)]) == 1


async def test_the_full_size_button_sends_files_for_all(anna: Person) -> None:
    sent = await anna.send_album(PHOTOS[:2])
    words = await anna.wait_for(is_words, PATIENCE_S, after=sent[-1])
    await anna.press(words, "More…")
    await anna.wait_for(lambda m: any("Full-size file" in one["text"] for one in buttons_of(m)), after=sent[-1])
    await anna.press(words, "Full-size file")
    last = await anna.wait_for(
        lambda m: "document" in m and m["document"]["file_name"].endswith("-2.jpg"), PATIENCE_S, after=words
    )
    files = [m for m in await anna.messages(words["message_id"]) if "document" in m]
    assert [m["media_group_id"] for m in files] == [last["media_group_id"]] * 2
    assert (await anna.messages())[-1] == last


async def test_of_a_photo_and_a_painting_captioned_style_the_second_is_the_style(anna: Person) -> None:
    sent = await anna.send_album([PHOTOS[0], encoded(stripes())], "/style bold stripes")
    result = await anna.wait_for(lambda m: m["from_bot"] and "photo" in m, PATIENCE_S, after=sent[-1])
    assert result["caption"] == "bold stripes (your own), 100%"
    assert opened(await anna.download(result)).size == (320, 240)

    await anna.press(result, "The other way round")
    now = await anna.wait_for(lambda m: m["message_id"] == result["message_id"] and file_id_of(m) != file_id_of(result))
    assert opened(await anna.download(now)).size == (300, 300)
    assert now["caption"] == "bold stripes (your own), 100%"
    await anna.press(now, "The other way round")
    back = await anna.wait_for(lambda m: m["message_id"] == now["message_id"] and file_id_of(m) != file_id_of(now))
    assert difference(await anna.download(back), await anna.download(result)) < 1


async def test_a_sticker_is_answered_with_a_sticker_that_moves_on(anna: Person) -> None:
    picture = landscape(512, 400).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    sent = await anna.send_sticker(encoded(picture, "WEBP"))
    result = await anna.wait_for(lambda m: m["from_bot"] and "sticker" in m, PATIENCE_S, after=sent)
    painted = opened(await anna.download(result))
    assert (painted.format, painted.size, painted.mode) == ("WEBP", (512, 400), "RGBA")
    assert painted.getpixel((20, 20))[3] == 0

    await anna.press(result, "›")
    after = await anna.wait_for(lambda m: m["from_bot"] and "sticker" in m, PATIENCE_S, after=result)
    assert label(SECOND) in [button["text"] for button in buttons_of(after)]
    assert after["reply_to_message"]["message_id"] == sent["message_id"]
    await anna.press(after, "More…")
    await anna.press(after, "Full-size file")
    file = await anna.wait_for(lambda m: m["from_bot"] and "document" in m, PATIENCE_S, after=after)
    assert opened(await anna.download(file)).getpixel((20, 20))[3] == 0
    assert [
        m["message_id"] for m in await anna.messages() if "sticker" in m and m["from_bot"] and not m["deleted"]
    ] == [after["message_id"]]


async def test_an_edited_caption_repaints_in_place_while_it_is_the_last_wish(anna: Person) -> None:
    sent = await anna.send_photo(PHOTOS[0], f"{SECOND.name} 40%")
    result = await anna.wait_for(lambda m: m["from_bot"] and "photo" in m, PATIENCE_S, after=sent)
    await anna.edit(sent, FIRST.name)
    # As if it had been said so at first: the 40% are gone.
    now = await anna.wait_for(lambda m: m.get("caption") == captioned(FIRST, "100%"), PATIENCE_S)
    assert now["message_id"] == result["message_id"]
    await anna.press(now, "−")
    await anna.wait_for(lambda m: m.get("caption") == captioned(FIRST, "90%"), PATIENCE_S)
    await anna.edit(sent, SECOND.name)
    said = await anna.send_text("/help")
    await anna.wait_for(lambda m: m["from_bot"], after=said)
    assert captioned(SECOND, "100%") not in [m.get("caption") for m in await anna.messages()]


async def test_in_a_group_an_album_counts_for_the_bot_if_any_of_its_pictures_names_it(anna: Person) -> None:
    group = await anna.new_group("Friends")
    await anna.limit(group=True)
    try:
        me = (await anna.request("GET", "/api/bot"))["username"]
        ignored = await group.send_album(PHOTOS[:2], "our garden")
        sent = await group.send_album(PHOTOS, f"@{me} {SECOND.name}")
        words = await group.wait_for(is_words, PATIENCE_S, after=sent[-1])
        assert words["text"] == captioned(SECOND, "100%")
        assert len(await album_above(group, words)) == 3
        assert words["message_id"] == (await group.messages())[-1]["message_id"]
        said = await group.send_text(f"/style {FIRST.name}", reply_to=ignored[1])
        result = await group.wait_for(lambda m: m["from_bot"] and "caption" in m, PATIENCE_S, after=said)
        assert opened(await group.download(result)).size == (240, 320)
    finally:
        await anna.limit(group=False)
