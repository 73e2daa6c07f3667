from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest

from bot.telegram_request import AiohttpRequest
from tests.playground_server import TOKEN

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]
MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": 7, "type": "private"}}


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Give a server of one answer to everything, and its address."""
    servers: list[TestServer] = []

    async def start(answer: Answer) -> str:
        app = web.Application(client_max_size=32 * 2**20)
        app.router.add_route("*", "/{path:.*}", answer)
        servers.append(TestServer(app))
        await servers[-1].start_server()
        return str(servers[-1].make_url("")).rstrip("/")

    yield start
    for server in servers:
        await server.close()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    request = patient(0.3)
    yield request
    await request.shutdown()


def patient(seconds: float) -> AiohttpRequest:
    return AiohttpRequest(
        connections=1, connect_s=seconds, read_s=seconds, write_s=seconds, media_write_s=seconds, pool_s=seconds
    )


def bot_at(url: str, request: BaseRequest) -> Bot:
    return Bot(TOKEN, f"{url}/bot", f"{url}/file/bot", request=request)


async def test_parameters_and_files_arrive_as_they_are(serve: Serve, request_: AiohttpRequest) -> None:
    came: dict[str, object] = {}

    async def answer(request: web.Request) -> web.Response:
        came["path"] = request.path
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                came[value.filename] = (value.content_type, value.file.read())
            else:
                came[name] = value
        return web.json_response({"ok": True, "result": [MESSAGE]})

    # More than goes in one piece.
    painting = bytes(range(256)) * 2**13
    media = [InputMediaPhoto(painting, "волна & <b>70 %</b>", filename="волна 70.jpg")]
    await bot_at(await serve(answer), request_).send_media_group(7, media)
    assert came["path"] == f"/bot{TOKEN}/sendMediaGroup"
    assert came["chat_id"] == "7"
    assert json.loads(str(came["media"]))[0]["caption"] == "волна & <b>70 %</b>"
    assert came["волна 70.jpg"] == ("image/jpeg", painting)


async def test_what_telegram_refuses_is_told_by_kind(serve: Serve, request_: AiohttpRequest) -> None:
    answers = [
        ({"ok": False, "description": "Bad Request: chat not found"}, 400, BadRequest),
        ({"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 3}}, 429, RetryAfter),
        ({"ok": False, "description": "Bad Gateway"}, 502, NetworkError),
    ]
    for body, status, error in answers:

        async def answer(_: web.Request, body: object = body, status: int = status) -> web.Response:
            return web.json_response(body, status=status)

        with pytest.raises(error):
            await bot_at(await serve(answer), request_).send_message(7, "words")


async def test_an_answer_that_does_not_come_may_have_been_heard(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(2)
        return web.json_response({"ok": True, "result": MESSAGE})

    url = await serve(answer)
    with pytest.raises(TimedOut):
        await bot_at(url, request_).send_message(7, "words")
    with pytest.raises(TimedOut):
        await bot_at(url, request_).send_message(7, "words", read_timeout=0.05)


async def test_a_download_takes_as_long_as_it_comes_on(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(8):
            await response.write(b"12345678")
            await asyncio.sleep(0.2)
        return response

    # 1.6 s in all, which is more than all of its limits together.
    assert await request_.retrieve(await serve(answer)) == 8 * b"12345678"


async def test_a_download_that_stops_coming_is_given_up(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"12345678")
        await asyncio.sleep(2)
        return response

    with pytest.raises(TimedOut):
        await request_.retrieve(await serve(answer))


async def test_where_nobody_answers_nothing_was_sent(request_: AiohttpRequest, unused_tcp_port: int) -> None:
    with pytest.raises(NetworkError) as caught:
        await bot_at(f"http://127.0.0.1:{unused_tcp_port}", request_).send_message(7, "words")
    assert not isinstance(caught.value, TimedOut)


async def test_a_connection_that_breaks_is_an_error_of_the_network(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    with pytest.raises(NetworkError) as caught:
        await bot_at(await serve(answer), request_).send_message(7, "words")
    assert not isinstance(caught.value, TimedOut)


async def test_who_waits_too_long_for_a_connection_has_sent_nothing(serve: Serve) -> None:
    entered = asyncio.Event()

    async def answer(request: web.Request) -> web.Response:
        entered.set()
        await asyncio.sleep(1.0)
        return web.json_response({"ok": True, "result": MESSAGE})

    request = AiohttpRequest(connections=1, connect_s=0.1, read_s=5, write_s=5, media_write_s=5, pool_s=0.1)
    bot = bot_at(await serve(answer), request)
    first = asyncio.create_task(bot.send_message(7, "words"))
    await entered.wait()
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(7, "more words")
    assert not isinstance(caught.value, TimedOut)
    assert (await first).message_id == 5
    await request.shutdown()


async def test_nobody_is_led_elsewhere_with_the_token(serve: Serve, request_: AiohttpRequest) -> None:
    visited = []

    async def answer(request: web.Request) -> web.Response:
        visited.append(request.path)
        raise web.HTTPFound("/elsewhere")

    with pytest.raises(NetworkError):
        await bot_at(await serve(answer), request_).send_message(7, "words")
    assert visited == [f"/bot{TOKEN}/sendMessage"]


async def test_an_upload_has_time_for_its_size(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.Response:
        async for _ in request.content.iter_chunked(2**16):
            await asyncio.sleep(0.005)
        return web.json_response({"ok": True, "result": MESSAGE})

    async with AiohttpRequest(
        connections=1, connect_s=0.1, read_s=1.5, write_s=0.1, media_write_s=0.1, pool_s=0.1
    ) as request:
        # 3 s at least, where all limits together are 1.9 s; but so many bytes may take minutes.
        message = await bot_at(await serve(answer), request).send_document(7, bytes(40_000_000))
    assert message.message_id == 5


async def test_the_token_is_in_no_words_of_an_error(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.Response:
        assert isinstance(request.transport, asyncio.Transport)
        request.transport.write(b"SSH-2.0 what did you expect\r\n\r\n")
        request.transport.close()
        return web.Response()

    with pytest.raises(NetworkError) as caught:
        await bot_at(await serve(answer), request_).send_message(7, "words")
    assert TOKEN not in str(caught.value)


async def test_an_answer_that_breaks_off_was_an_answer(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok": true')
        assert request.transport is not None
        request.transport.close()
        return response

    with pytest.raises(TimedOut):
        await bot_at(await serve(answer), request_).send_message(7, "words")


async def test_no_call_is_made_any_more_after_the_end(serve: Serve, request_: AiohttpRequest) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": MESSAGE})

    bot = bot_at(await serve(answer), request_)
    await bot.send_message(7, "words")
    await request_.shutdown()
    with pytest.raises(NetworkError, match="shut down"):
        await bot.send_message(7, "words")
    await request_.initialize()
    assert (await bot.send_message(7, "words")).message_id == 5


async def test_calls_go_by_the_proxy_that_the_environment_names(
    serve: Serve, request_: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(str(request.url))
        return web.json_response({"ok": True, "result": MESSAGE})

    monkeypatch.setenv("http_proxy", await serve(answer))
    monkeypatch.setenv("no_proxy", "localhost")
    await bot_at("http://telegram.example", request_).send_message(7, "words")
    assert asked == [f"http://telegram.example/bot{TOKEN}/sendMessage"]
    with pytest.raises(NetworkError):
        await bot_at("http://localhost:9", request_).send_message(7, "words")
    assert len(asked) == 1
