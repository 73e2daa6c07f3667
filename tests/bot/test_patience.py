from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import ExtBot

from bot import patience
from bot.patience import Patience
from tests.person import Person
from tests.playground_server import TOKEN, PlaygroundServer


@pytest.fixture
async def bot(playground: PlaygroundServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[None]]:
    monkeypatch.setattr(patience, "FIRST_BACKOFF_S", 0.01)
    bot = ExtBot(TOKEN, base_url=playground.base_url, base_file_url=playground.base_file_url, rate_limiter=Patience())
    async with bot:
        yield bot


@pytest.mark.parametrize(("kind", "times"), [("429", 1), ("500", 3), ("drop", 2)])
async def test_an_answer_gets_through_in_the_end(
    bot: ExtBot[None], playground: PlaygroundServer, kind: str, times: int
) -> None:
    async with Person(playground.url) as anna:
        await anna.fault("sendMessage", kind, times=times)
        await bot.send_message(anna.chat_id, "Here you are")
        assert [m["text"] for m in await anna.messages()] == ["Here you are"]


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (BadRequest("no such chat"), 1),
        (TimedOut(), 1),
        (RetryAfter(3600), 1),
        (NetworkError("down"), patience.ATTEMPTS),
    ],
)
async def test_what_repeating_cannot_mend_is_raised(
    error: Exception, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_BACKOFF_S", 0.001)
    made = []

    async def call() -> bool:
        made.append(1)
        raise error

    with pytest.raises(type(error)):
        await Patience().process_request(call, (), {}, "sendMessage", {}, None)
    assert len(made) == calls
