import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from tests.person import Person
from tests.playground_server import PlaygroundServer


async def test_long_poll_returns_as_soon_as_there_is_something(bot: Bot, anna: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await bot.get_me()
    assert not poll.done()
    await anna.send_text("hello")
    (update,) = await asyncio.wait_for(poll, 5)
    assert update.message is not None
    assert update.message.text == "hello"
    assert update.effective_user is not None
    assert update.effective_user.id == anna.chat_id


async def test_updates_come_again_until_the_offset_confirms_them(bot: Bot, anna: Person) -> None:
    for number in range(3):
        await anna.send_text(f"text {number}")
    one = await bot.get_updates(limit=2)
    assert [update.message and update.message.text for update in one] == ["text 0", "text 1"]
    assert await bot.get_updates(limit=2) == one
    (last,) = await bot.get_updates(offset=one[-1].update_id + 1)
    assert last.message is not None
    assert last.message.text == "text 2"
    assert await bot.get_updates(offset=-1) == (last,)


async def test_it_is_noted_when_an_update_went_out(bot: Bot, anna: Person) -> None:
    before = time.time()
    sent = await anna.send_text("hello")
    (update,) = await bot.get_updates()
    await bot.send_message(anna.chat_id, "hello yourself")
    await bot.get_updates()
    first, again = await anna.deliveries()
    ids = {"update_id": update.update_id, "chat_id": anna.chat_id, "message_id": sent["message_id"], "type": "message"}
    assert first == ids | {"at": first["at"]}
    assert again == ids | {"at": again["at"]}
    (call,) = await anna.calls("sendMessage")
    assert before < first["at"] < call["at"] < again["at"] < time.time()


async def test_second_poll_ends_the_first(bot: Bot, anna: Person, playground: PlaygroundServer) -> None:
    async with Bot(bot.token, base_url=playground.base_url) as other:
        # Which of the two arrives first is open: exactly one is ended, and the other gets the update.
        polls = {asyncio.create_task(each.get_updates(timeout=30)) for each in (bot, other)}
        done, waiting = await asyncio.wait(polls, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        assert [type(poll.exception()) for poll in done] == [Conflict]
        await anna.send_text("hello")
        assert len(await asyncio.wait_for(waiting.pop(), 5)) == 1


async def test_only_wanted_types_are_queued(bot: Bot, anna: Person) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"])
    await anna.send_text("unwanted")
    await anna.block()
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_drop_pending_updates(bot: Bot, anna: Person) -> None:
    await anna.send_text("old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_webhook_delivers_in_order_and_retries_with_the_secret(bot: Bot, anna: Person) -> None:
    received: asyncio.Queue[tuple[str | None, int, str]] = asyncio.Queue()
    answers = [500, 200, 503, 200, 200]

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        status = answers.pop(0)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        received.put_nowait((secret, status, update["message"]["text"]))
        return web.Response(status=status)

    async with listening(take) as url:
        await bot.set_webhook(url, secret_token="s3cret")
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        for number in range(3):
            await anna.send_text(f"text {number}")
        deliveries = [await asyncio.wait_for(received.get(), 10) for _ in range(5)]
        assert deliveries == [
            ("s3cret", 500, "text 0"),
            ("s3cret", 200, "text 0"),
            ("s3cret", 503, "text 1"),
            ("s3cret", 200, "text 1"),
            ("s3cret", 200, "text 2"),
        ]
        assert len(await anna.deliveries()) == 5
        info = await bot.get_webhook_info()
        assert info.url == url
        assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


@asynccontextmanager
async def listening(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()
