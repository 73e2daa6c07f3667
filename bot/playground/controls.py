"""What tests hold on to: the faults they arm, the limits they set, and the logs of what the bot got and called."""

from __future__ import annotations

import dataclasses

from aiohttp import web

from bot.playground.person_request import body_of
from bot.playground.playground import Playground


class ControlApi:
    """``/api/faults``, ``/api/limits``, ``/api/calls`` and ``/api/deliveries``."""

    def __init__(self, playground: Playground) -> None:
        self._playground = playground

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the test controls."""
        return [
            web.get("/api/faults", self._list),
            web.post("/api/faults", self._arm),
            web.delete("/api/faults", self._clear),
            web.post("/api/faults/release", self._release),
            web.get("/api/limits", self._limits),
            web.post("/api/limits", self._limit),
            web.delete("/api/limits", self._reset_limits),
            web.get("/api/calls", self._calls),
            web.get("/api/deliveries", self._deliveries),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        return web.json_response([fault.as_json() for fault in self._playground.faults.armed()])

    async def _arm(self, request: web.Request) -> web.Response:
        wish = await body_of(request)
        return web.json_response(self._playground.faults.arm(wish).as_json(), status=201)

    async def _release(self, request: web.Request) -> web.Response:
        self._playground.faults.release(str((await body_of(request)).get("method")))
        return web.json_response({})

    async def _clear(self, request: web.Request) -> web.Response:
        self._playground.faults.clear()
        return web.json_response({})

    async def _limits(self, request: web.Request) -> web.Response:
        return web.json_response(self._playground.limits.as_json())

    async def _limit(self, request: web.Request) -> web.Response:
        self._playground.limits.set(await body_of(request))
        return await self._limits(request)

    async def _reset_limits(self, request: web.Request) -> web.Response:
        self._playground.limits.reset()
        return await self._limits(request)

    async def _calls(self, request: web.Request) -> web.Response:
        method, chat_id = request.query.get("method"), request.query.get("chat_id")
        return web.json_response(
            [
                dataclasses.asdict(call)
                for call in self._playground.calls
                if (method is None or call.method.lower() == method.lower())
                and (chat_id is None or str(call.chat_id) == chat_id)
            ]
        )

    async def _deliveries(self, request: web.Request) -> web.Response:
        chat_id = request.query.get("chat_id")
        return web.json_response(
            [
                dataclasses.asdict(delivery)
                for delivery in self._playground.deliveries
                if chat_id is None or str(delivery.chat_id) == chat_id
            ]
        )
