"""A person at the playground: what end-to-end tests do in the place of fingers and eyes."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
Predicate = Callable[[Json], bool]

DEFAULT_TIMEOUT_S = 20.0
# Messages come before the buttons that a slow machine is still about to put below them.
BUTTON_TIMEOUT_S = 10.0


class PersonApiError(AssertionError):
    """The playground refused what the person did."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status}: {message}")
        self.status = status
        self.message = message


@dataclass(frozen=True)
class Event:
    """One event of the playground's stream."""

    seq: int
    type: str
    data: Json


class Person:
    """An asynchronous client of the playground's person's side, in one chat.

    ``async with Person(url) as anna:`` opens the chat that exists from the start; ``Person.join`` makes a new one, with
    a new person. ``there = await anna.join_group(group)`` is Anna in another chat; it closes when she does.
    ``Person(url, STORAGE_CHAT_ID)`` looks into the storage channel, which nobody is in.
    """

    def __init__(self, url: str, chat_id: int | None = None, user_id: int | None = None) -> None:
        self.url = url.rstrip("/")
        self._chat_id = chat_id
        self._user_id = user_id
        self._elsewhere: list[Person] = []
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))

    async def __aenter__(self) -> Person:
        if self._chat_id is None:
            self._chat_id = (await self.chats())[0]["id"]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @classmethod
    async def join(
        cls, url: str, title: str | None = None, type_: str = "private", language_code: str | None = None
    ) -> Person:
        """Return a new person in a chat of their own (or a group); close it after use."""
        person = cls(url)
        try:
            wish = {"title": title, "type": type_, "language_code": language_code}
            chat = await person.request("POST", "/api/chats", json=wish)
        except BaseException:
            await person.close()
            raise
        person._chat_id = chat["id"]
        if type_ != "private" and chat["members"]:
            person._user_id = chat["members"][0]["id"]
        return person

    async def close(self) -> None:
        """Close the connections."""
        for person in self._elsewhere:
            await person.close()
        await self._session.close()

    @property
    def chat_id(self) -> int:
        """The chat this person writes in."""
        assert self._chat_id is not None, "use `async with Person(...)` or `await Person.join(...)`"
        return self._chat_id

    @property
    def user_id(self) -> int:
        """Who writes: a private chat has the id of its person."""
        return self._user_id or self.chat_id

    @property
    def _chat(self) -> str:
        return f"/api/chats/{self.chat_id}"

    @property
    def _as(self) -> dict[str, str]:
        """Who acts; left out where the chat itself tells."""
        return {} if self._user_id is None else {"person": str(self._user_id)}

    # Groups

    async def new_group(self, title: str, *, type_: str = "group", with_bot: bool = True) -> Self:
        """Make a group (or supergroup, or channel) with this person in it; return the person there."""
        wish = {"type": type_, "title": title, "members": [self.user_id], "bot": with_bot}
        chat = await self.request("POST", "/api/chats", json=wish)
        return self._in(chat["id"])

    async def join_group(self, group: Person | int, *, brought_by: Person | None = None) -> Self:
        """Come into a group; return the person there."""
        there = self._in(group.chat_id if isinstance(group, Person) else group)
        wish = {"user_id": self.user_id, "by": None if brought_by is None else brought_by.user_id}
        await self.request("POST", f"{there._chat}/members", json=wish)
        return there

    async def leave(self) -> None:
        """Leave the group."""
        await self.request("DELETE", f"{self._chat}/members", params=self._as)

    async def add_bot(self, status: str = "member") -> None:
        """Bring the bot into the group, or give it another standing (administrator)."""
        await self.request("POST", f"{self._chat}/bot", params=self._as, json={"status": status})

    async def throw_bot_out(self) -> None:
        """Throw the bot out of the group."""
        await self.add_bot("kicked")

    async def migrate(self) -> Self:
        """Make a supergroup of the group; return the person there."""
        chat = await self.request("POST", f"{self._chat}/migrate", params=self._as)
        return self._in(chat["id"])

    def _in(self, chat_id: int) -> Self:
        person = type(self)(self.url, chat_id, self.user_id)
        self._elsewhere.append(person)
        return person

    # Sending

    async def send_text(self, text: str, *, reply_to: Json | int | None = None) -> Json:
        """Send a text and return the message."""
        wish = {"text": text, "reply_to_message_id": _id(reply_to)}
        sent = await self.request("POST", f"{self._chat}/messages", params=self._as, json=wish)
        return dict(sent[0])

    async def send_photo(self, data: bytes, caption: str | None = None, *, reply_to: Json | int | None = None) -> Json:
        """Send a picture as a photo and return the message."""
        return (await self._send([(data, "photo.jpg")], "photo", caption, reply_to))[0]

    async def send_album(
        self,
        pictures: list[bytes],
        caption: str | None = None,
        *,
        as_: str = "photo",
        reply_to: Json | int | None = None,
    ) -> list[Json]:
        """Send several pictures as one album (with ``as_="document"``: of files) and return the messages."""
        files = [(data, f"photo{number}.jpg") for number, data in enumerate(pictures)]
        return await self._send(files, as_, caption, reply_to)

    async def send_sticker(self, data: bytes, *, reply_to: Json | int | None = None) -> Json:
        """Send a still sticker, a WebP, and return the message."""
        return (await self._send([(data, "sticker.webp")], "sticker", None, reply_to))[0]

    async def send_file(
        self,
        data: bytes,
        name: str,
        caption: str | None = None,
        *,
        as_: str = "document",
        reply_to: Json | int | None = None,
    ) -> Json:
        """Send bytes as a file (with ``as_``: a sticker, video or animation) and return the message."""
        return (await self._send([(data, name)], as_, caption, reply_to))[0]

    async def _send(
        self,
        files: list[tuple[bytes, str]],
        as_: str,
        caption: str | None,
        reply_to: Json | int | None,
    ) -> list[Json]:
        # Names go out as browsers send them, not percent-encoded.
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("as", as_)
        if caption is not None:
            form.add_field("caption", caption)
        if reply_to is not None:
            form.add_field("reply_to_message_id", str(_id(reply_to)))
        for data, name in files:
            # As a stream: aiohttp warns about large bodies given as bytes.
            form.add_field("file", io.BytesIO(data), filename=name)
        sent: list[Json] = await self.request("POST", f"{self._chat}/messages", params=self._as, data=form)
        return sent

    async def edit(self, message: Json | int, words: str) -> Json:
        """Change the text, or the caption, of a message of one's own; return the message."""
        path = f"{self._chat}/messages/{_id(message)}"
        edited: Json = await self.request("PATCH", path, params=self._as, json={"text": words})
        return edited

    async def forward(self, *messages: Json) -> list[Json]:
        """Forward messages, of one other chat or of this one, into this chat; return the new ones."""
        wish = {
            "from_chat_id": messages[0]["chat"]["id"],
            "message_ids": [message["message_id"] for message in messages],
        }
        sent: list[Json] = await self.request("POST", f"{self._chat}/forward", params=self._as, json=wish)
        return sent

    async def open_link(self, link: str) -> Json:
        """Follow a link to the bot (``https://t.me/NAME?start=...``); return the /start that is sent in private."""
        sent: list[Json] = await self.request("POST", f"{self._chat}/open", params=self._as, json={"link": link})
        return sent[0]

    async def press(self, message: Json | int, button: str, *, force: bool = False) -> Json:
        """Tap the button with this callback data or label; return what the bot answered.

        The label is looked up in the message as it is now, so a stale copy of it will do; if it is about to come, it
        is waited for. ``force`` taps a button that is not (any longer) there.
        """
        data = button if force else await self._data_of(message, button)
        path = f"{self._chat}/messages/{_id(message)}/press"
        answer: Json = await self.request("POST", path, params=self._as, json={"data": data, "force": force})
        return answer

    async def _data_of(self, message: Json | int, button: str) -> str:
        """Return the callback data of a button, as soon as the message has it."""
        given_up_at = time.monotonic() + BUTTON_TIMEOUT_S
        while True:
            current = next((one for one in await self.messages() if one["message_id"] == _id(message)), None)
            buttons = [] if current is None else [one for one in buttons_of(current) if "callback_data" in one]
            for fits in (
                lambda one: one["callback_data"] == button,
                lambda one: one["text"] == button,
                lambda one: button in one["text"],
            ):
                if found := next(filter(fits, buttons), None):
                    return str(found["callback_data"])
            if time.monotonic() > given_up_at:
                raise AssertionError(f"no button {button!r}, only {[one['text'] for one in buttons]}")
            await asyncio.sleep(0.02)

    async def inline(self, query: str, offset: str = "") -> Json:
        """Type an inline query; return the bot's answer: ``results``, ``button``, and whether it was ``cached``."""
        wish = {"query": query, "offset": offset}
        answer: Json = await self.request("POST", f"{self._chat}/inline", params=self._as, json=wish)
        return answer

    async def choose(self, result: Json) -> Json:
        """Choose one of the results of an inline query; return the message it became."""
        path = f"{self._chat}/inline/choose"
        message: Json = await self.request("POST", path, params=self._as, json={"result": result})
        return message

    async def press_inline_button(self, answer: Json) -> Json:
        """Press the button over the results of an inline query; return the /start that is sent in private."""
        bot = await self.request("GET", "/api/bot")
        return await self.open_link(f"https://t.me/{bot['username']}?start={answer['button']['start_parameter']}")

    async def block(self, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self.request("POST", f"{self._chat}/block", params=self._as, json={"blocked": blocked})

    async def clear(self) -> None:
        """Clear the chat."""
        await self.request("DELETE", f"{self._chat}/messages")

    # Looking

    async def chats(self) -> list[Json]:
        """Return all chats of the playground that somebody is in."""
        chats: list[Json] = await self.request("GET", "/api/chats")
        return chats

    async def messages(self, after: int = 0) -> list[Json]:
        """Return the messages of the chat, deleted ones included."""
        messages: list[Json] = await self.request("GET", f"{self._chat}/messages?after={after}")
        return messages

    async def download(self, message: Json) -> bytes:
        """Return the bytes of the largest photo, or of the file, of a message."""
        async with self._session.get(f"{self.url}/api/files/{file_id_of(message)}") as answer:
            answer.raise_for_status()
            return await answer.read()

    async def wait_for(
        self,
        predicate: Predicate,
        timeout: float = DEFAULT_TIMEOUT_S,
        *,
        after: Json | int = 0,
    ) -> Json:
        """Return the first message, as it is now or becomes by an edit, for which ``predicate`` holds.

        Args:
            predicate: sees messages that are not deleted, of the person and of the bot (``from_bot``).
            timeout: seconds until it fails with an AssertionError that lists the chat.
            after: leave out messages up to this one.
        """
        first = (_id(after) or 0) + 1
        async with self._subscribed(timeout) as events:
            # What came before the subscription, or between it and this look, counts too.
            for message in await self.messages(first - 1):
                if not message["deleted"] and predicate(message):
                    return message
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    async for event in events:
                        if event.type not in ("message", "edit"):
                            continue
                        message = event.data["message"]
                        if message["message_id"] >= first and not message["deleted"] and predicate(message):
                            return dict(message)
        shown = "\n".join(f"  {describe(message)}" for message in await self.messages(first - 1))
        raise AssertionError(f"not within {timeout} s; the chat holds\n{shown}")

    async def wait_for_event(
        self,
        type_: str,
        predicate: Predicate = lambda data: True,
        timeout: float = DEFAULT_TIMEOUT_S,
        *,
        after: int | None = None,
    ) -> Event:
        """Return the first event of a type (message, edit, delete, action, callback, chats) that fits.

        Without ``after``, the number of an event, only what happens from now on counts.
        """
        async with self._subscribed(timeout, after) as events:
            try:
                async with asyncio.timeout(timeout):
                    async for event in events:
                        if event.type == type_ and predicate(event.data):
                            return event
            except TimeoutError:
                pass
        raise AssertionError(f"no event {type_} within {timeout} s")

    @asynccontextmanager
    async def _subscribed(self, timeout: float, after: int | None = None) -> AsyncIterator[AsyncIterator[Event]]:
        query = "" if after is None else f"?after={after}"
        limit = aiohttp.ClientTimeout(total=timeout + 60)
        async with self._session.get(f"{self.url}{self._chat}/events{query}", timeout=limit) as answer:
            answer.raise_for_status()
            # The first block says where the stream begins: from here on nothing is missed.
            await answer.content.readuntil(b"\n\n")
            yield _events(answer)

    # The test's own controls

    async def fault(self, method: str, kind: str, times: int = 1, **details: Any) -> None:
        """Arm a failure for the next ``times`` calls of a Bot API method (or ``*``, or ``file``)."""
        await self.request("POST", "/api/faults", json={"method": method, "kind": kind, "times": times, **details})

    async def faults(self) -> list[Json]:
        """Return the failures that are still armed."""
        armed: list[Json] = await self.request("GET", "/api/faults")
        return armed

    async def release(self, method: str) -> None:
        """Let the call go on that the oldest ``held`` of a method keeps."""
        await self.request("POST", "/api/faults/release", json={"method": method})

    async def clear_faults(self) -> None:
        """Disarm all failures."""
        await self.request("DELETE", "/api/faults")

    async def limit(self, **limits: Json | bool) -> Json:
        """Set how much the bot may send; return all limits.

        By name (``group``, ``private``, ``overall``): True for Telegram's, False for none, or messages and seconds.
        """
        now: Json = await self.request("POST", "/api/limits", json=limits)
        return now

    async def switch(self, **switches: bool) -> None:
        """Switch what an operator sets at Telegram's BotFather: ``privacy_mode`` and ``inline_feedback``."""
        await self.request("POST", "/api/bot", json=switches)

    async def calls(self, method: str | None = None, *, everywhere: bool = False) -> list[Json]:
        """Return what the bot called, in this chat unless ``everywhere`` (also calls without a chat)."""
        query = {} if everywhere else {"chat_id": str(self.chat_id)}
        if method is not None:
            query["method"] = method
        calls: list[Json] = await self.request("GET", "/api/calls", params=query)
        return calls

    async def deliveries(self) -> list[Json]:
        """Return which updates of this chat the bot was given, and when."""
        given: list[Json] = await self.request("GET", "/api/deliveries", params={"chat_id": str(self.chat_id)})
        return given

    async def request(self, verb: str, path: str, **options: Any) -> Any:
        """Call the person's side.

        Raises:
            PersonApiError: the playground answered with an error.
        """
        async with self._session.request(verb, self.url + path, **options) as answer:
            body = await answer.json()
            if answer.status >= 400:
                raise PersonApiError(answer.status, body.get("error", ""))
            return body


def buttons_of(message: Json) -> list[Json]:
    """Return the inline buttons under a message, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def file_id_of(message: Json) -> str:
    """Return the id of the largest photo, or of the file, of a message."""
    if "photo" in message:
        return str(message["photo"][-1]["file_id"])
    for kind in ("document", "animation", "video", "sticker"):
        if kind in message:
            return str(message[kind]["file_id"])
    raise AssertionError(f"no file in {describe(message)}")


def describe(message: Json) -> str:
    """Return one line that tells what a message is, for failures."""
    who = "bot" if message["from_bot"] else "person"
    kinds = [kind for kind in ("photo", "document", "animation", "video", "sticker") if kind in message]
    words = message.get("text") or message.get("caption") or ""
    gone = " (deleted)" if message["deleted"] else ""
    labels = [button["text"] for button in buttons_of(message)]
    return f"{message['message_id']} {who} {' '.join(kinds)} {words!r} {labels or ''}{gone}"


async def _events(answer: aiohttp.ClientResponse) -> AsyncIterator[Event]:
    while True:
        try:
            block = await answer.content.readuntil(b"\n\n")
        except (asyncio.IncompleteReadError, aiohttp.ClientError):
            return
        if not block:
            return
        fields = dict(line.split(": ", 1) for line in block.decode().splitlines() if ": " in line)
        if "event" in fields:
            yield Event(int(fields["id"]), fields["event"], json.loads(fields["data"]))


def _id(message: Json | int | None) -> int | None:
    return message["message_id"] if isinstance(message, dict) else message
