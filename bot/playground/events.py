"""The stream of events for the chat page."""

from __future__ import annotations

from aiohttp import web

from bot.playground.errors import PersonError
from bot.playground.playground import Playground

# Comments sent in silence, so that a dead connection is noticed on both ends.
KEEP_ALIVE_S = 15.0


class EventApi:
    """``/api/events``: Server-Sent Events that resume after ``Last-Event-ID`` or ``?after=``."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the event streams."""
        return [
            web.get("/api/events", self._stream),
            web.get(r"/api/chats/{chat_id:-?\d+}/events", self._stream),
        ]

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        store = self._playground.store
        named = request.match_info.get("chat_id")
        chat_id = None if named is None else int(named)
        if chat_id is not None and store.chat(chat_id) is None:
            raise PersonError(404, "There is no such chat.")
        last = request.headers.get("Last-Event-ID") or request.query.get("after")
        if last is not None and not last.isdigit():
            raise PersonError(400, "after must be the number of an event")
        changed = self._playground.events_changed[chat_id]
        after = store.last_event() if last is None else int(last)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        try:
            # Says where the stream begins: a client that is cut off before the first event can resume.
            await response.write(f"retry: 500\nid: {after}\n\n".encode())
            while not self._playground.closing.is_set():
                fresh = store.events(after, chat_id)
                for event in fresh:
                    lines = f"id: {event.seq}\nevent: {event.type}\ndata: {event.data}\n\n"
                    await response.write(lines.encode())
                    after = event.seq
                if not fresh and not await changed.wait(KEEP_ALIVE_S):
                    await response.write(b": still here\n\n")
        except ConnectionError:
            pass
        return response
