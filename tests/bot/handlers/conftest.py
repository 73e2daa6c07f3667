"""A conversation without a network: real updates and a real database; only the Bot API's answers are made up."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from telegram import Update
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest, RequestData

from bot import handlers
from bot.context import EaselContext, Services
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.models.base import Base
from bot.storage.models.jobs import Job, JobState
from bot.storage.models.people import ChatSession
from engine import Entry, Gallery

Json = dict[str, Any]

TOKEN = "4242:token"
BOT = {"id": 4242, "is_bot": True, "first_name": "Easel", "username": "easel_bot"}
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"}
BORIS = {"id": 8, "is_bot": False, "first_name": "Boris"}
GALLERY = Gallery(
    (
        Entry("iris", "Irises", "Ohara Koson", "1930"),
        Entry("wave", "The Wave", "Claude Monet", "1883"),
        *(Entry(f"square{n}", f"Square {n}", "Kazimir Malevich", "1915") for n in range(8)),
    ),
    Path(),
)
# The styles that a sentence about mixtures names.
EXAMPLES = GALLERY.entries[0].name, GALLERY.entries[-1].name


class RecordedApi(BaseRequest):
    """Answers every call as Telegram would, and notes it; methods in `refusals` get that error instead."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refusals: dict[str, list[tuple[int, Json]]] = {}
        self._messages = itertools.count(1000)

    @property
    def read_timeout(self) -> float:
        return 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data is not None else {}
        self.calls.append((name, parameters))
        if self.refusals.get(name):
            code, body = self.refusals[name].pop(0)
            return code, json.dumps({"ok": False, "error_code": code, **body}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(name, parameters)}).encode()

    def _result(self, name: str, parameters: Json) -> Any:
        if name == "getMe":
            return BOT
        if name == "copyMessage":
            return {"message_id": next(self._messages)}
        if (name.startswith("send") and name != "sendChatAction") or name.startswith("editMessage"):
            chat = {"id": parameters["chat_id"], "type": "private"}
            content = photo("sent") if name == "sendPhoto" else {"text": "…"}
            return {"message_id": next(self._messages), "date": 1, "chat": chat, "from": BOT, **content}
        return True


class Conversation:
    """People who write to the bot in one chat, and what comes of it."""

    def __init__(self, application: Any, api: RecordedApi, database: Database) -> None:
        self.application = application
        self.api = api
        self.database = database
        self._ids = itertools.count(1)

    async def receive(self, person: Json = ANNA, chat_type: str = "private", **content: Any) -> Json:
        """Let a person send a message, and have it handled; return the message."""
        chat: Json = {"id": 7, "type": "private", "first_name": "Anna"}
        if chat_type != "private":
            chat = {"id": -100, "type": chat_type, "title": "Friends"}
        message = {"message_id": next(self._ids), "date": 1, "chat": chat, "from": person, **content}
        for text, entities in (("text", "entities"), ("caption", "caption_entities")):
            if text in message:
                message[entities] = _entities(message[text])
        await self.handle({"message": message})
        return message

    async def press(self, data: str, message: Json, person: Json = ANNA) -> Json:
        """Let a person tap a button; return what the tap was answered."""
        query = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
        await self.handle({"callback_query": query})
        return self.called("answerCallbackQuery")[-1]

    async def handle(self, update: Json, update_id: int | None = None) -> None:
        """Have an update handled, as a new one unless `update_id` tells that it is an old one."""
        update["update_id"] = update_id or next(self._ids)
        await self.application.process_update(Update.de_json(update, self.application.bot))

    def called(self, *methods: str) -> list[Json]:
        """Return the parameters of all calls of some methods so far."""
        return [parameters for name, parameters in self.api.calls if name in methods]

    def said(self) -> str:
        """Return the last sentence, or caption, and forget everything that was said."""
        calls = self.called("sendMessage", "sendPhoto")
        texts = [parameters.get("text") or parameters["caption"] for parameters in calls]
        self.api.calls.clear()
        return texts[-1] if texts else ""

    async def jobs(self) -> list[Job]:
        """Return all jobs, oldest first."""
        async with self.database.snapshot() as db:
            return list(await db.scalars(select(Job).order_by(Job.created_at)))

    async def session(self, person: Json = ANNA, chat_id: int = 7) -> ChatSession | None:
        async with self.database.snapshot() as db:
            return await db.get(ChatSession, (chat_id, person["id"]))

    async def finish(
        self, job: Job, error: str | None = None, result_message_id: int | None = None, file_id: str | None = None
    ) -> None:
        """Do what the worker does when a job has ended."""
        async with self.database.transaction() as db:
            row = await db.get_one(Job, job.id)
            row.state, row.error, row.result_message_id = JobState.DONE, error, result_message_id
            row.result_file_id = file_id


def photo(file_id: str = "photo", **more: Any) -> Json:
    """Return the content of a photo message."""
    size = {"file_id": file_id, "file_unique_id": file_id, "width": 640, "height": 480, "file_size": 50_000}
    return {"photo": [size], **more}


def document(name: str, mime_type: str | None = None, size: int = 50_000, **more: Any) -> Json:
    """Return the content of a file message."""
    file = {"file_id": f"file:{name}", "file_unique_id": name, "file_name": name, "file_size": size}
    return {"document": file | ({"mime_type": mime_type} if mime_type else {}), **more}


def painting(job: Job, keyboard: Json | None = None, message_id: int = 500) -> Json:
    """Return the message of the bot that holds a job's painting."""
    chat = {"id": job.chat_id, "type": "private" if job.chat_id > 0 else "group"}
    message = {"message_id": message_id, "date": 1, "chat": chat, "from": BOT, **photo("painted")}
    return message if keyboard is None else {**message, "reply_markup": keyboard}


def _entities(text: str) -> list[Json]:
    found = []
    offset = 0
    for word in text.split(" "):
        kind = {"/": "bot_command", "@": "mention"}.get(word[:1])
        if kind:
            found.append({"type": kind, "offset": offset, "length": len(word)})
        offset += len(word) + 1
    return found


@pytest.fixture
async def conversation(tmp_path: Path) -> AsyncIterator[Conversation]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'easel.db'}")
    async with database.transaction() as db:
        await (await db.connection()).run_sync(Base.metadata.create_all)
    api = RecordedApi()
    bot: ExtBot[None] = ExtBot(TOKEN, request=api, get_updates_request=RecordedApi())
    context_types = ContextTypes(context=EaselContext)
    application = Application.builder().bot(bot).updater(None).context_types(context_types).job_queue(None).build()
    handlers.register(application)
    Services(Settings(telegram_token=SecretStr(TOKEN)), database, GALLERY, lambda: None).install(application)
    await application.initialize()
    api.calls.clear()
    yield Conversation(application, api, database)
    await application.shutdown()
    await database.close()
