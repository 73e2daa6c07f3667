from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from telegram import InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.jobs.progress_message import EDIT_IN_GROUP_S, EDIT_S, PREVIEW_IN_GROUP_S, PREVIEW_S, ProgressMessage
from bot.limits.rate_limiter import RateLimiter, Urgency
from bot.limits.telegram_limits import Limits
from bot.storage.models.jobs import Job
from tests.bot.stand_in import picture
from tests.person import Person, file_id_of
from tests.playground_server import TOKEN, PlaygroundServer


@dataclass(frozen=True)
class Words:
    """What is shown."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    file_name: str = ""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def anna(playground: PlaygroundServer) -> AsyncIterator[Person]:
    async with Person(playground.url) as anna:
        yield anna


@pytest.fixture
async def bot(playground: PlaygroundServer) -> AsyncIterator[ExtBot[Urgency]]:
    limiter = RateLimiter(Limits(), longest_wait=1.0)
    async with ExtBot(TOKEN, rate_limiter=limiter, base_url=playground.base_url) as bot:
        yield bot


async def test_it_is_sent_once_and_edited_after_that(anna: Person, bot: ExtBot[Urgency]) -> None:
    message = ProgressMessage(bot, Job(chat_id=anna.chat_id))
    sent = await message.send(Words("waiting"))
    await message.edit(Words("painting"))
    (only,) = await anna.messages()
    assert (only["message_id"], only["text"]) == (sent, "painting")


async def test_what_is_there_already_is_not_shown_again(anna: Person, bot: ExtBot[Urgency]) -> None:
    message = ProgressMessage(bot, Job(chat_id=anna.chat_id))
    await message.send(Words("waiting"))
    await message.edit(Words("waiting"))
    assert await anna.calls("editMessageText") == []


async def test_a_preview_makes_it_a_photo_whose_caption_goes_on(anna: Person, bot: ExtBot[Urgency]) -> None:
    message = ProgressMessage(bot, Job(chat_id=anna.chat_id))
    await message.send(Words("waiting"))
    await message.edit(Words("a quarter"), picture(64, 48))
    await message.edit(Words("a half"))
    (only,) = await anna.messages()
    assert only["caption"] == "a half"
    assert file_id_of(only)


@pytest.mark.parametrize("has_picture", [False, True])
async def test_a_message_of_an_earlier_process_is_taken_as_it_is(
    anna: Person, bot: ExtBot[Urgency], has_picture: bool
) -> None:
    before = ProgressMessage(bot, Job(chat_id=anna.chat_id))
    message_id = await before.send(Words("waiting"))
    await before.edit(Words("a quarter"), picture(64, 48) if has_picture else None)
    await ProgressMessage(bot, Job(chat_id=anna.chat_id, progress_message_id=message_id)).edit(Words("a half"))
    (only,) = await anna.messages()
    assert only["caption" if has_picture else "text"] == "a half"


async def test_what_fails_is_tried_again_the_next_time(anna: Person, bot: ExtBot[Urgency]) -> None:
    message = ProgressMessage(bot, Job(chat_id=anna.chat_id))
    await anna.fault("sendMessage", "500")
    assert await message.send(Words("waiting")) is None
    assert await message.send(Words("waiting")) is not None
    await anna.fault("editMessageText", "429", retry_after=0)
    await message.edit(Words("painting"))
    await message.edit(Words("painting"))
    (only,) = await anna.messages()
    assert only["text"] == "painting"


async def test_a_message_that_the_person_has_removed_is_let_be(anna: Person, bot: ExtBot[Urgency]) -> None:
    clock = Clock()
    message = ProgressMessage(bot, Job(chat_id=anna.chat_id, progress_message_id=987_654), clock)
    await message.edit(Words("painting"))
    clock.now += 1000
    assert not message.is_due
    assert await anna.messages() == []


@pytest.mark.parametrize(
    ("chat", "between_edits", "between_previews"),
    [("private", EDIT_S, PREVIEW_S), ("group", EDIT_IN_GROUP_S, PREVIEW_IN_GROUP_S)],
)
async def test_it_changes_no_more_often_than_telegram_allows(
    playground: PlaygroundServer, bot: ExtBot[Urgency], chat: str, between_edits: float, between_previews: float
) -> None:
    clock = Clock()
    async with await Person.join(playground.url, "Friends", chat) as friends:
        message = ProgressMessage(bot, Job(chat_id=friends.chat_id), clock)
        await message.send(Words("waiting"))
        clock.now += between_edits
        await message.edit(Words("a quarter"), picture(64, 48))
    clock.now += between_edits - 0.1
    assert (message.is_due, message.wants_preview) == (False, False)
    clock.now += 0.1
    assert (message.is_due, message.wants_preview) == (True, False)
    clock.now += between_previews - between_edits
    assert (message.is_due, message.wants_preview) == (True, True)


async def test_in_a_full_chat_it_is_left_out(anna: Person, playground: PlaygroundServer) -> None:
    limiter = RateLimiter(Limits(in_chat_at_once=2, in_chat_per_second=0.001), longest_wait=1.0)
    async with ExtBot(TOKEN, rate_limiter=limiter, base_url=playground.base_url) as bot:
        message = ProgressMessage(bot, Job(chat_id=anna.chat_id))
        await message.send(Words("waiting"))
        await message.edit(Words("painting"))
    (only,) = await anna.messages()
    assert only["text"] == "waiting"
