import asyncio
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import NetworkError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from yarl import URL

from bot.playground.server import running
from tests.bot.playground.drawing import drawn, opened
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer, playground_process


async def test_application_polls_and_answers_a_person(playground: PlaygroundServer) -> None:
    application = (
        Application.builder().token(TOKEN).base_url(playground.base_url).base_file_url(playground.base_file_url).build()
    )

    async def start(update: Update, context: object) -> None:
        assert update.message is not None
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Count", callback_data="count")]])
        await update.message.reply_html("<b>Hello</b>", reply_markup=markup)

    async def photo(update: Update, context: object) -> None:
        assert update.message is not None
        file = await update.message.photo[-1].get_file()
        data = bytes(await file.download_as_bytearray())
        await update.message.reply_photo(data, caption="back", do_quote=True)

    async def count(update: Update, context: object) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("one")
        await update.callback_query.edit_message_text("Counted")

    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.PHOTO, photo))
    application.add_handler(CallbackQueryHandler(count))
    async with application, Person(playground.url) as anna:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await anna.send_text("/start")
        hello = await anna.wait_for(lambda message: message["from_bot"])
        assert hello["text"] == "Hello"
        assert hello["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
        assert await anna.press(hello, "Count") == {
            "answered": True,
            "text": "one",
            "show_alert": False,
            "url": "",
        }
        await anna.wait_for(lambda message: message.get("text") == "Counted" and "edit_date" in message)
        sent = await anna.send_photo(drawn(1600, 900))
        assert [max(size["width"], size["height"]) for size in sent["photo"]] == [90, 320, 800, 1280, 1600]
        back = await anna.wait_for(lambda message: message.get("caption") == "back")
        assert back["reply_to_message"]["message_id"] == sent["message_id"]
        assert opened(await anna.download(back)).size == (1600, 900)
        await application.updater.stop()
        await application.stop()


async def test_it_runs_as_a_process_that_survives_a_kill(tmp_path: Path) -> None:
    async with playground_process(tmp_path) as first, Person(first.url) as anna:
        sent = await anna.send_photo(drawn(200, 100))
        await first.kill()
    async with playground_process(tmp_path, first.port) as second, Person(second.url) as anna:
        assert second.url == first.url
        assert await anna.messages() == [sent]
        async with Bot(TOKEN, base_url=second.base_url) as bot:
            assert len(await bot.get_updates()) == 1


async def test_closing_ends_what_waits(tmp_path: Path) -> None:
    server = running("127.0.0.1", 0, tmp_path)
    url = await server.__aenter__()
    async with Bot(TOKEN, base_url=f"{url}/bot") as bot, Person(url) as anna:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        stream = asyncio.create_task(anna.wait_for_event("message", timeout=50))
        await anna.fault("sendMessage", "timeout")
        hanging = asyncio.create_task(bot.send_message(anna.chat_id, "never", read_timeout=50))
        async with asyncio.timeout(10):
            while await anna.faults():
                pass
        await asyncio.wait_for(server.__aexit__(None, None, None), 10)
        assert await poll == ()
        with pytest.raises(NetworkError):
            await hanging
        with pytest.raises(AssertionError, match="no event"):
            await stream


async def test_it_stays_on_loopback(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        await running("0.0.0.0", 0, tmp_path).__aenter__()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8081", "Origin": "http://localhost:8081"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Host": "rebound.example"}, 403),
    ],
)
async def test_other_sites_pages_are_kept_out(
    playground: PlaygroundServer, headers: dict[str, str], status: int
) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/api/chats", f"/bot{TOKEN}/getMe"):
            async with session.get(playground.url + path, headers=headers) as answer:
                assert answer.status == status


async def test_page_is_served_and_nothing_beside_it(playground: PlaygroundServer) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(playground.url) as answer:
            assert answer.content_type == "text/html"
        async with session.get(f"{playground.url}/page/page.js") as answer:
            assert answer.content_type in ("text/javascript", "application/javascript")
        for path in ("/page/none.js", "/page/..%2fserver.py", "/page/%2e%2e"):
            async with session.get(URL(playground.url + path, encoded=True)) as answer:
                assert answer.status == 404
