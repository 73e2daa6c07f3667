"""The chat page in a browser, with the test in the bot's place."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import av
import numpy as np
import pytest
from playwright.async_api import Browser, FilePayload, expect
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultCachedMpeg4Gif,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputMediaPhoto,
    Update,
)

from tests.bot.browser import ChatPage, browsing, chatting, chromium
from tests.bot.playground.drawing import drawn
from tests.person import Person

DESKTOP = (1280, 800)
PHONE = (390, 844)
LINK = "https://t.me/easel_playground_bot?start=style_x"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsing(chromium()) as browser:
        yield browser


@pytest.fixture
async def page(browser: Browser, anna: Person) -> AsyncIterator[ChatPage]:
    async with chatting(browser, f"{anna.url}/#{anna.chat_id}", size=DESKTOP) as page:
        yield page


def pictures(count: int) -> list[FilePayload]:
    """Return pictures as a person has them on disk, upright and lying."""
    return [
        {"name": f"{number}.png", "mimeType": "image/png", "buffer": drawn(300 + 100 * (number % 2), 350)}
        for number in range(count)
    ]


def film(width: int, height: int) -> bytes:
    """Return a second of H.264 in MP4: a bar that moves."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=12, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(12):
            frame = np.full((height, width, 3), 200, np.uint8)
            frame[:, number * width // 12 :][:, : width // 12] = (180, 60, 40)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


async def update_of(bot: Bot, kind: str) -> Update:
    """Wait for the first update of a kind, and confirm those before."""
    offset = None
    while True:
        for update in await bot.get_updates(offset=offset, timeout=10):
            offset = update.update_id + 1
            if getattr(update, kind) is not None:
                return update


async def test_several_pictures_go_out_as_an_album_in_a_grid(page: ChatPage, anna: Person) -> None:
    for way in (page.choose, page.drop, page.paste):
        await way(*pictures(3))
        await page.confirm(way.__name__)
        album = page.page.get_by_test_id("album").last
        await expect(album).to_contain_text(way.__name__)
        await expect(album.get_by_test_id("message")).to_have_count(3)
        first = await anna.wait_for(lambda message, way=way: message.get("caption") == way.__name__)
        sent = [one for one in await anna.messages() if one["media_group_id"] == first["media_group_id"]]
        assert len(sent) == 3
        # All in one moment: the page still scrolls to what is new.
        tops = "(pictures) => pictures.map((picture) => picture.getBoundingClientRect().y)"
        first_row, *second_row = await album.get_by_test_id("message").evaluate_all(tops)
        assert second_row == pytest.approx([max(second_row)] * 2, abs=2)
        assert first_row < min(second_row) - 50


async def test_ones_own_message_is_edited(page: ChatPage, bot: Bot) -> None:
    await page.write("wave 70%")
    await page.do(page.messages.last, "edit")
    await expect(page.page.get_by_test_id("reply-bar")).to_contain_text("Edit message")
    await page.write("wave 80%")
    await expect(page.messages.last).to_contain_text("edited")
    await expect(page.messages).to_have_count(1)
    update = await update_of(bot, "edited_message")
    assert update.edited_message is not None
    assert update.edited_message.text == "wave 80%"


async def test_links_to_the_bot_act_in_the_page(page: ChatPage, bot: Bot, anna: Person) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Try it", url=LINK)]])
    await bot.send_message(anna.chat_id, f'A style: <a href="{LINK}">take it</a>', "HTML", reply_markup=markup)
    await page.page.get_by_role("link", name="take it").click()
    await expect(page.messages).to_have_count(2)
    await page.page.get_by_test_id("inline-button").click()
    await expect(page.messages).to_have_count(3)
    assert [message["text"] for message in await anna.messages()][1:] == ["/start style_x"] * 2


async def test_an_animation_plays_in_a_loop(page: ChatPage, bot: Bot, anna: Person) -> None:
    await bot.send_animation(anna.chat_id, film(320, 240), filename="morph.mp4", width=320, height=240, duration=1)
    video = page.messages.last.locator("video")
    await expect(video).to_have_js_property("loop", True)
    await expect(video).to_have_js_property("paused", False)
    await expect(video).to_have_js_property("videoWidth", 320)
    box = await video.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(4 / 3, rel=0.02)


async def test_a_sticker_a_reaction_and_what_the_bot_is_doing_are_seen(page: ChatPage, bot: Bot, anna: Person) -> None:
    sent = await anna.send_sticker(drawn(512, 400, "WEBP"))
    await bot.set_message_reaction(anna.chat_id, sent["message_id"], "👀")
    await expect(page.page.get_by_test_id("reactions")).to_have_text("👀")
    await expect(page.messages.last.get_by_alt_text("Sticker")).to_have_js_property("naturalWidth", 512)
    await bot.send_chat_action(anna.chat_id, "upload_photo")
    status = page.page.get_by_test_id("status")
    await expect(status).to_contain_text("sending photo")
    await expect(status).not_to_contain_text("sending photo", timeout=8000)


async def test_inline_results_are_a_grid_of_pictures(browser: Browser, bot: Bot, anna: Person) -> None:
    ids = [(await bot.send_photo(anna.chat_id, file["buffer"])).photo[-1].file_id for file in pictures(5)]
    async with chatting(browser, f"{anna.url}/#{anna.chat_id}", size=PHONE, is_phone=True) as page:
        await page.page.get_by_test_id("composer").fill("@easel_playground_bot wave 70")
        query = (await update_of(bot, "inline_query")).inline_query
        assert query is not None
        results: list[InlineQueryResult] = [
            InlineQueryResultCachedPhoto(str(number), id_, title="Wave") for number, id_ in enumerate(ids)
        ]
        morph = (await bot.send_animation(anna.chat_id, film(160, 160), filename="morph.mp4")).animation
        assert morph is not None
        results.append(InlineQueryResultCachedMpeg4Gif("morph", morph.file_id))
        await query.answer(results, button=InlineQueryResultsButton("Send a photo", start_parameter="inline"))
        offered = page.page.get_by_test_id("suggestion")
        await expect(offered).to_have_count(7)
        boxes = [await one.bounding_box() for one in await offered.all()]
        columns = {round(box["x"]) for box in boxes[1:] if box is not None}
        assert len(columns) == 3
        assert all(box is not None and box["x"] + box["width"] <= PHONE[0] for box in boxes)
        await expect(offered.locator("video")).to_have_js_property("paused", False)
        await offered.nth(2).click()
        await expect(page.messages.last).to_contain_text("via @easel_playground_bot")
        assert (await anna.messages())[-1]["photo"][-1]["file_id"] == ids[1]
        assert (await anna.choose({"id": "morph"}))["animation"]["mime_type"] == "video/mp4"


async def test_the_button_over_inline_results_opens_the_bot(page: ChatPage, bot: Bot, anna: Person) -> None:
    await page.page.get_by_test_id("composer").fill("@easel_playground_bot ")
    query = (await update_of(bot, "inline_query")).inline_query
    assert query is not None
    await query.answer([], button=InlineQueryResultsButton("Send a photo", start_parameter="inline"))
    await page.page.get_by_text("Send a photo", exact=True).click()
    await expect(page.messages.last).to_contain_text("/start inline")


async def test_a_button_takes_an_inline_query_to_another_chat(page: ChatPage, bot: Bot, anna: Person) -> None:
    await anna.new_group("Painters")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Share", switch_inline_query="wave 70")]])
    await bot.send_message(anna.chat_id, "done", reply_markup=markup)
    await page.page.get_by_test_id("inline-button").click()
    await page.pick("Painters")
    await expect(page.page.get_by_test_id("composer")).to_have_value("@easel_playground_bot wave 70")
    query = (await update_of(bot, "inline_query")).inline_query
    assert query is not None
    assert (query.query, query.chat_type) == ("wave 70", "group")
    await query.answer([])


async def test_two_people_write_into_one_group_which_becomes_a_supergroup(
    page: ChatPage, bot: Bot, anna: Person
) -> None:
    boris = await Person.join(anna.url, "Boris")
    group = await anna.new_group("Painters")
    try:
        await page.page.get_by_test_id("chat").filter(has_text="Painters").click()
        await page.menu("add-person")
        await page.pick("Boris")
        await expect(page.page.get_by_test_id("service").last).to_have_text("Sam added Boris")
        await page.write("hello from Sam")
        await page.menu("speak-as")
        await page.write("hello from Boris")
        await expect(page.page.get_by_test_id("status")).to_contain_text("you are Boris")
        first, second = page.messages.nth(0), page.messages.nth(1)
        await expect(first).to_contain_text("Sam")
        assert "in" in (await first.get_attribute("class") or "").split()
        assert "out" in (await second.get_attribute("class") or "").split()
        await page.menu("remove-bot")
        await expect(page.page.get_by_test_id("status")).to_contain_text("2 people without Easel")
        await page.menu("migrate")
        await expect(page.page.get_by_test_id("service").last).to_contain_text("was a group before")
        names = [message["from"]["first_name"] for message in await group.messages() if "text" in message]
        assert names == ["Sam", "Boris"]
    finally:
        await boris.close()


async def test_an_album_is_forwarded_as_an_album(page: ChatPage, bot: Bot, anna: Person) -> None:
    group = await anna.new_group("Painters")
    await bot.send_media_group(anna.chat_id, [InputMediaPhoto(file["buffer"]) for file in pictures(2)])
    await page.do(page.page.get_by_test_id("album"), "forward")
    await page.pick("Painters")
    await expect(page.page.get_by_test_id("forwarded")).to_have_text("Forwarded from Easel")
    assert [len(message["photo"]) > 0 for message in (await group.messages())[1:]] == [True, True]
