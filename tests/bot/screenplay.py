"""Screenplays: a conversation written down, played against the real bot, and written down again.

What a person does is read and done: `Anna: WORDS`, `Anna sends a photo[: CAPTION]`, `Anna sends a painting: CAPTION`,
`Anna sends a sticker`, `Anna sends an album of N[: CAPTION]`, `Anna taps LABEL`. What the bot does about it is written
as it happened: `Easel: ...` for a new message, `Easel, in its place: ...` for one that has changed, `Easel takes it
away` and, for what a tap is answered with, `Easel, in passing: ...`. Buttons stand below, row by row. Lines that begin
with # and empty ones stay as they are.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.jobs import IN_FLIGHT
from bot.storage.models.jobs import Job
from bot.storage.models.updates import AlbumPicture, StoredUpdate, UpdateState
from tests.bot.stand_in import picture
from tests.person import Json, Person, buttons_of

# How long everything must have been still, and for how long that is waited.
STILL_S = 0.25
PATIENCE_S = 30.0
# A film is a file, too.
_MEDIA = {"photo": "[picture]", "animation": "[film]", "document": "[file]", "sticker": "[sticker]"}


@dataclass
class Screenplay:
    """One conversation of one person with the bot, which must be running on `database`."""

    person: Person
    database: Database
    _written: list[str] = field(default_factory=list)
    _photos: int = 0

    async def play(self, text: str) -> str:
        """Do what the text says that the person does, and return the text as it came out."""
        for line in text.splitlines():
            if line.startswith("#") or not line.strip():
                self._written.append(line)
            elif line.startswith("Anna"):
                await self._play(line)
        return "\n".join(self._written) + "\n"

    async def _play(self, line: str) -> None:
        before = await self._chat()
        self._written.append(line)
        said = await self._do(line)
        if said:
            self._written.append(f"Easel, in passing: {said}")
        await self._settle()
        for message_id, message in (await self._chat()).items():
            old = before.get(message_id)
            if not message["from_bot"] or _as_seen(message) == (old and _as_seen(old)):
                continue
            if message["deleted"]:
                self._written.append("Easel takes it away")
            else:
                self._written.extend(_lines(message, "Easel" if old is None else "Easel, in its place"))

    async def _do(self, line: str) -> str:
        """Do it; return what a tap was answered with."""
        caption = line.partition(": ")[2] or None
        if line.startswith("Anna taps "):
            return await self._tap(line.removeprefix("Anna taps "))
        if match := re.match(r"Anna sends an album of (\d)", line):
            await self.person.send_album([self._picture() for _ in range(int(match[1]))], caption)
        elif line.startswith("Anna sends a sticker"):
            await self.person.send_sticker(picture(512, 384, "teal", "WEBP"))
        elif line.startswith("Anna sends a "):
            await self.person.send_photo(self._picture(), caption)
        else:
            await self.person.send_text(line.removeprefix("Anna: "))
        return ""

    async def _tap(self, label: str) -> str:
        for message in reversed(await self.person.messages()):
            if not message["deleted"] and any(label == button["text"] for button in buttons_of(message)):
                answer = await self.person.press(message, label)
                return str(answer.get("text") or "")
        raise AssertionError(f"no button {label!r} in the chat")

    def _picture(self) -> bytes:
        """Return a photo unlike those before."""
        self._photos += 1
        return picture(320, 240, f"hsl({40 * self._photos}, 60%, 50%)")

    async def _chat(self) -> dict[int, Json]:
        return {message["message_id"]: message for message in await self.person.messages()}

    async def _settle(self) -> None:
        """Wait until nothing is under way and nothing has changed for a moment."""
        seen, still = await self._chat(), 0.0
        async with asyncio.timeout(PATIENCE_S):
            while still < STILL_S:
                await asyncio.sleep(0.05)
                now = await self._chat()
                busy = now != seen or await self._under_way()
                seen, still = now, 0.0 if busy else still + 0.05

    async def _under_way(self) -> bool:
        pending = select(func.count()).where(StoredUpdate.state == UpdateState.PENDING)
        jobs = select(func.count()).where(Job.state.in_(IN_FLIGHT))
        albums = select(func.count()).select_from(AlbumPicture)
        async with self.database.snapshot() as db:
            return any([await db.scalar(query) for query in (pending, jobs, albums)])


def _as_seen(message: Json) -> list[str]:
    return ["deleted"] if message["deleted"] else _lines(message, "")


def _lines(message: Json, who: str) -> list[str]:
    media = next((sign for kind, sign in _MEDIA.items() if kind in message), "")
    words = (message.get("text") or message.get("caption") or "").split("\n")
    lines = [f"{who}: {' '.join(part for part in (media, words[0]) if part)}"]
    lines.extend(f"    {word}" for word in words[1:] if word)
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines.extend("    " + " ".join(f"({button['text']})" for button in row) for row in rows)
    return lines
