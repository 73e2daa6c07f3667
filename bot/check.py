"""`python -m bot check`: what is wrong with this installation, a line for each thing, and what to do about it."""

from __future__ import annotations

import asyncio
import difflib
import enum
import importlib.util
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidRequestError, SQLAlchemyError
from telegram import Bot, ChatMemberAdministrator, ChatMemberMember, ChatMemberOwner
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot import health, telegram_client
from bot.limits.file_limits import LOCAL
from bot.settings import Settings, problems_of
from bot.storage.database import Database
from bot.web.server import WEBHOOK_PATH
from engine import Controls, EngineError, Gallery, Stylizer

PREFIX = "EASEL_"


class Verdict(enum.StrEnum):
    """How something stands; with `WARNING` Easel runs, but perhaps not as was meant."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """How one thing stands, and the remedy where there has to be one."""

    subject: str
    verdict: Verdict
    words: str

    def __str__(self) -> str:
        return f"{self.verdict:8} {self.subject:13} {self.words}"


async def run() -> int:
    """Print every finding as it comes; return 0 if nothing is wrong, else 1."""
    wrong = False
    async for finding in findings():
        print(finding, flush=True)
        wrong = wrong or finding.verdict is Verdict.WRONG
    return int(wrong)


async def findings() -> AsyncIterator[Finding]:
    """Look at everything; where the settings themselves cannot be read, only at them."""
    for finding in unknown_settings(os.environ):
        yield finding
    try:
        settings = Settings()
    except ValidationError as error:
        for problem in problems_of(error):
            yield Finding("settings", Verdict.WRONG, problem)
        return
    for finding in folders(settings):
        yield finding
    yield await database(settings)
    for finding in await asyncio.to_thread(lambda: list(engine())):
        yield finding
    async for finding in telegram(settings):
        yield finding


def unknown_settings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Find settings that nothing reads: misspelt ones, most likely."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1)
            remedy = f"is it {nearest[0]}?" if nearest else "remove it."
            yield Finding("settings", Verdict.WARNING, f"{name} is no setting: {remedy}")


def folders(settings: Settings) -> Iterator[Finding]:
    """Look at the folders that the settings name."""
    data = settings.data_dir.absolute()
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        words = f"{existing} cannot be written to: give its owner the right, or set EASEL_DATA_DIR to another folder."
        yield Finding("data folder", Verdict.WRONG, words)
    else:
        yield Finding("data folder", Verdict.OK, str(data))
    if settings.telegram_files is not None:
        yield files_of_server(settings.telegram_files, settings.token)
    if settings.quiz_folder is not None and not settings.quiz_folder.is_dir():
        words = f"there is no folder {settings.quiz_folder}: set EASEL_QUIZ_FOLDER to one, or not at all."
        yield Finding("quiz", Verdict.WRONG, words)
    if settings.sentry_dsn is not None and importlib.util.find_spec("sentry_sdk") is None:
        yield Finding("error reports", Verdict.WRONG, "the package is missing: run `uv sync --extra sentry`.")


def files_of_server(folder: Path, token: str) -> Finding:
    """Tell whether this process can read what a Bot API server of one's own puts down."""
    if not folder.is_dir():
        words = f"there is no folder {folder}: set EASEL_TELEGRAM_FILES to the Bot API server's, or not at all."
        return Finding("server files", Verdict.WRONG, words)
    # It has one for each bot, as soon as that has asked for a file.
    if not all(os.access(one, os.R_OK | os.X_OK) for one in (folder, folder / token) if one.exists()):
        words = f"{folder} cannot be read: let this process be of the group that it belongs to."
        return Finding("server files", Verdict.WRONG, words)
    return Finding("server files", Verdict.OK, f"{folder}: up to {LOCAL.download // 2**20:,} MB")


async def database(settings: Settings) -> Finding:
    """Tell whether the database answers and has the tables that this version needs."""
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        words = "EASEL_DATABASE_URL is no SQLAlchemy URL, such as postgresql+asyncpg://easel@localhost/easel."
        return Finding("database", Verdict.WRONG, words)
    shown = url.render_as_string(hide_password=True)
    if _is_a_file_to_come(url):
        return Finding("database", Verdict.OK, f"{shown}: made at the first start")
    try:
        tables = Database(settings.database_url)
    except (ImportError, ArgumentError, InvalidRequestError) as error:
        words = (
            f"{shown} has no driver that can be used ({_first_line(error)}): begin it with postgresql+asyncpg://, and "
            "run `uv sync --extra postgresql`."
        )
        return Finding("database", Verdict.WRONG, words)
    try:
        async with asyncio.timeout(health.PATIENCE_S):
            found = await health.revision(tables)
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        words = f"{shown} does not answer ({_first_line(error)}): start it, or correct EASEL_DATABASE_URL."
        return Finding("database", Verdict.WRONG, words)
    finally:
        await tables.close()
    newest = health.newest_revision()
    if found == newest:
        return Finding("database", Verdict.OK, f"{shown}, at migration {newest}")
    if not health.knows(found):
        words = f"{shown} is at migration {found}, which a newer Easel made: install that one again."
        return Finding("database", Verdict.WRONG, words)
    if tables.is_sqlite:
        return Finding("database", Verdict.OK, f"{shown}: brought up to date at the next start")
    return Finding("database", Verdict.WRONG, f"{shown} is not up to date: run `python -m bot migrate`.")


def engine() -> Iterator[Finding]:
    """Read all weights, and the gallery as each method has it; their digests are compared on the way."""
    stylizer, remedy = Stylizer(), "restore engine/ from the repository."
    for method in stylizer.methods:
        try:
            stylizer.load(method)
        except EngineError as error:
            yield Finding("weights", Verdict.WRONG, f"{method}: {error}: {remedy}")
        else:
            yield Finding("weights", Verdict.OK, method)
    try:
        gallery = Gallery.load()
        for entry in gallery:
            for method in gallery.methods(entry.name):
                stylizer.check(gallery.style(entry.name, method), Controls())
    except EngineError as error:
        yield Finding("gallery", Verdict.WRONG, f"{error}: {remedy}")
    else:
        yield Finding("gallery", Verdict.OK, f"{len(gallery)} styles")


async def telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Ask Telegram whether it knows the token, and what it thinks of the storage chat and the webhook."""
    if settings.telegram_token is None:
        yield Finding("token", Verdict.OK, "none: Easel runs with its playground")
        return
    request = telegram_client.for_polling()
    bot = Bot(settings.token, request=request, **telegram_client.addresses(settings))
    try:
        async with asyncio.timeout(telegram_client.ANSWER_S):
            me = await bot.get_me()
            yield Finding("token", Verdict.OK, f"@{me.username}")
            yield await webhook(settings, bot)
            if settings.storage_chat is not None:
                yield await storage_chat(settings.storage_chat, bot)
    except InvalidToken:
        words = "Telegram does not know it: get one from @BotFather, and set EASEL_TELEGRAM_TOKEN to it."
        yield Finding("token", Verdict.WRONG, words)
    except (TelegramError, TimeoutError) as error:
        where = settings.telegram_api_url or "Telegram"
        words = f"{where} does not answer ({_first_line(error)}): check the network and EASEL_TELEGRAM_API_URL."
        yield Finding("Telegram", Verdict.WRONG, words)
    finally:
        await request.shutdown()


async def webhook(settings: Settings, bot: Bot) -> Finding:
    """Tell whether Telegram sends updates to where they are expected, and whether they arrive."""
    info = await bot.get_webhook_info()
    if settings.public_url is None:
        words = "none: updates are fetched, by one process alone"
        if info.url:
            words = f"{info.url} is removed at the next start: set EASEL_PUBLIC_URL where other processes go by it."
        return Finding("webhook", Verdict.WARNING if info.url else Verdict.OK, words)
    if not settings.public_url.startswith("https://") and settings.telegram_api_url is None:
        return Finding("webhook", Verdict.WRONG, "Telegram wants https: correct EASEL_PUBLIC_URL.")
    if info.url != settings.public_url.rstrip("/") + WEBHOOK_PATH:
        return Finding("webhook", Verdict.OK, "set at the next start")
    if info.last_error_message:
        words = (
            f"Telegram could not deliver at {info.last_error_date:%Y-%m-%d %H:%M} UTC ({info.last_error_message}), and "
            f"{info.pending_update_count} updates wait: make {info.url} reach Easel's port."
        )
        return Finding("webhook", Verdict.WARNING, words)
    return Finding("webhook", Verdict.OK, info.url)


async def storage_chat(chat_id: int, bot: Bot) -> Finding:
    """Tell whether the bot can keep pictures in the storage chat."""
    try:
        chat = await bot.get_chat(chat_id)
        member = await bot.get_chat_member(chat_id, bot.id) if chat.type != ChatType.PRIVATE else None
    except (BadRequest, Forbidden) as error:
        words = f"the bot is not in {chat_id} ({error}): add it there, or correct EASEL_STORAGE_CHAT."
        return Finding("storage chat", Verdict.WRONG, words)
    allowed: tuple[type, ...] = (ChatMemberAdministrator, ChatMemberOwner)
    if chat.type != ChatType.CHANNEL:
        allowed = (*allowed, ChatMemberMember)
    if member is None or isinstance(member, allowed):
        return Finding("storage chat", Verdict.OK, chat.effective_name or str(chat_id))
    words = f"the bot may not post in {chat.effective_name}: make it an administrator there."
    return Finding("storage chat", Verdict.WRONG, words)


def _is_a_file_to_come(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists())


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
