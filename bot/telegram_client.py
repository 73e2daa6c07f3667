"""How Easel talks to the Bot API: addresses, timeouts and connections, chosen for each process on purpose."""

from __future__ import annotations

from typing import TypedDict

from telegram.ext import ExtBot

from bot.limits.rate_limiter import RateLimiter, Urgency
from bot.limits.telegram_limits import SHARE_OF_BOT, SHARE_OF_WORKER, Limits
from bot.local_files import LocalFiles
from bot.settings import Settings
from bot.telegram_request import AiohttpRequest

CONNECT_S = 5.0
# An answer to a message or a button: Telegram answers within a second, or something is wrong.
ANSWER_S = 15.0
# Telegram takes its time over an uploaded picture, and giving up on an upload that did arrive doubles it.
UPLOAD_S = 60.0
# Waiting for a free connection costs less than failing.
POOL_S = 30.0
# The long poll; the client adds it to the time that the answer itself may take.
POLL_S = 25
# How long a call may wait for its turn. A person who would have to wait longer than this has given up; the wait also
# holds up the rest of their chat.
TURN_OF_ANSWER_S = 60.0
# A job can be put off until its turn comes; waiting for it, it would keep others from being painted.
TURN_OF_PICTURE_S = 2.0
# What a worker has at hand: one is painted, and others come and go meanwhile.
JOBS_IN_FLIGHT = 4


class Addresses(TypedDict, total=False):
    """Where a `telegram.Bot` finds its server."""

    base_url: str
    base_file_url: str


def addresses(settings: Settings) -> Addresses:
    """Return the `base_url` and `base_file_url` of a `telegram.Bot`; nothing for Telegram's own."""
    if settings.telegram_api_url is None:
        return {}
    root = settings.telegram_api_url.rstrip("/")
    return {"base_url": f"{root}/bot", "base_file_url": f"{root}/file/bot"}


def local_files(settings: Settings) -> LocalFiles | None:
    """Return the files of a server that shares a disk with this process; None if it sends them."""
    return None if settings.telegram_files is None else LocalFiles(settings.telegram_files, settings.token)


def for_answers(settings: Settings) -> AiohttpRequest:
    """The connections of the bot's own process: many small calls."""
    return AiohttpRequest(
        connections=settings.concurrent_chats + 8,
        connect_s=CONNECT_S,
        read_s=ANSWER_S,
        write_s=ANSWER_S,
        media_write_s=UPLOAD_S,
        pool_s=POOL_S,
    )


def for_polling() -> AiohttpRequest:
    """The connection of getUpdates, apart from all others, so that neither waits for the other."""
    return AiohttpRequest(
        connections=2, connect_s=CONNECT_S, read_s=5.0, write_s=5.0, media_write_s=5.0, pool_s=CONNECT_S
    )


def for_pictures(jobs_in_flight: int) -> AiohttpRequest:
    """The connections of a worker with so many jobs at hand: few, and patient, since they carry pictures."""
    return AiohttpRequest(
        connections=jobs_in_flight + 2,
        connect_s=CONNECT_S,
        read_s=UPLOAD_S,
        write_s=UPLOAD_S,
        media_write_s=UPLOAD_S,
        pool_s=POOL_S,
    )


def limiter_of_answers(settings: Settings) -> RateLimiter:
    """The share of one process of the bot in what Telegram allows."""
    return RateLimiter(_limits_of_answers(settings), TURN_OF_ANSWER_S)


def messages_per_second_of_answers(settings: Settings) -> int:
    """Return how much one process of the bot may send, to all chats."""
    return _limits_of_answers(settings).per_second


def bot_for_pictures(settings: Settings, jobs_in_flight: int = JOBS_IN_FLIGHT) -> ExtBot[Urgency]:
    """Return the bot of one worker: with its connections, and its share of what Telegram allows.

    It need not be initialized; whoever asked for it shuts its `request` down.
    """
    return ExtBot(
        settings.token,
        request=for_pictures(jobs_in_flight),
        # Never used, but else made of another kind.
        get_updates_request=for_polling(),
        rate_limiter=RateLimiter(_limits_of_pictures(settings), TURN_OF_PICTURE_S),
        **addresses(settings),
    )


def _limits_of_answers(settings: Settings) -> Limits:
    return _limits(settings).share(SHARE_OF_BOT, settings.bot_processes)


def _limits_of_pictures(settings: Settings) -> Limits:
    return _limits(settings).share(SHARE_OF_WORKER, settings.workers)


def _limits(settings: Settings) -> Limits:
    return Limits(per_second=settings.messages_per_second)
