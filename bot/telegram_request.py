"""How calls reach the Bot API: by aiohttp, which takes less of the processor than httpx does."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Bytes of files a second below which an upload is given up; so many more seconds it has.
SLOWEST_UPLOAD = 50_000


class AiohttpRequest(BaseRequest):
    """Makes calls over up to `connections` connections, which are kept open, by the proxy that the environment names.

    That is as everywhere HTTPS_PROXY, ALL_PROXY and NO_PROXY; it is looked up once for each host.

    Args:
        connections: at the same time; further calls wait.
        connect_s: seconds for a connection to come about.
        read_s: seconds without a word of the answer.
        write_s: seconds for a call's parameters to be sent.
        media_write_s: the same where files are among them, without the time for the files, see `SLOWEST_UPLOAD`.
        pool_s: seconds to wait for a connection to become free.
    """

    def __init__(
        self,
        *,
        connections: int,
        connect_s: float,
        read_s: float,
        write_s: float,
        media_write_s: float,
        pool_s: float,
    ) -> None:
        self._connections = connections
        self._connect_s = connect_s
        self._read_s = read_s
        self._write_s = write_s
        self._media_write_s = media_write_s
        self._pool_s = pool_s
        self._session: aiohttp.ClientSession | None = None
        self._is_shut_down = False
        self._proxies: dict[tuple[str, str], str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds without a word of the answer, unless a call says otherwise."""
        return self._read_s

    async def initialize(self) -> None:
        """Open what calls are made with; nothing is connected yet. The first call does it, if nobody has."""
        self._is_shut_down = False
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections; no further calls are made."""
        self._is_shut_down = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call; return status and body.

        Raises:
            TimedOut: no answer came in time; the call may have been carried out.
            NetworkError: there was no connection, or it broke.
        """
        if self._is_shut_down:
            raise NetworkError("the connections are shut down")
        await self.initialize()
        assert self._session is not None
        size = _size(request_data)
        read_s = _seconds(read_timeout, self._read_s)
        write_s = _seconds(write_timeout, self._media_write_s + size / SLOWEST_UPLOAD if size else self._write_s)
        connect_s = _seconds(connect_timeout, self._connect_s)
        pool_s = _seconds(pool_timeout, self._pool_s)
        timeout = aiohttp.ClientTimeout(
            total=None, connect=_sum(pool_s, connect_s), sock_connect=connect_s, sock_read=read_s
        )
        try:
            async with (
                # aiohttp gives the sending no time of its own.
                asyncio.timeout(_sum(pool_s, connect_s, write_s, read_s)) as answering,
                self._session.request(
                    method,
                    url,
                    data=None if request_data is None else _body(request_data),
                    timeout=timeout,
                    proxy=self._proxy_for(url),
                    # The token is in the address: nobody else is to be told of it.
                    allow_redirects=False,
                ) as response,
            ):
                answering.reschedule(None)
                return response.status, await response.read()
        except aiohttp.ConnectionTimeoutError as error:
            raise NetworkError(f"no connection in time, nothing was sent: {error}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientPayloadError as error:
            # The call has been carried out, and only what came of it got lost.
            raise TimedOut("the answer broke off") from error
        except (aiohttp.ClientError, OSError) as error:
            # aiohttp names the address, in which the token is; the words end in the database and before admins.
            said = str(error).replace(url, "...")
            raise NetworkError(f"{type(error).__name__}: {said}") from error

    def _proxy_for(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.scheme, parts.hostname or ""
        if host not in self._proxies:
            proxies = {} if proxy_bypass(host[1]) else getproxies()
            self._proxies[host] = proxies.get(host[0]) or proxies.get("all")
        return self._proxies[host]


def _size(data: RequestData | None) -> int:
    """The bytes of the files in a call."""
    if data is None or not data.contains_files:
        return 0
    return sum(len(content) for _, content, _ in data.multipart_data.values() if isinstance(content, bytes))


def _body(data: RequestData) -> aiohttp.FormData | dict[str, str]:
    parameters = data.json_parameters
    if not data.contains_files:
        return parameters
    # Telegram reads names of files as they are.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime_type) in data.multipart_data.items():
        # What is handed over as bytes would be sent in one piece, however large.
        file: Any = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=file_name, content_type=mime_type)
    return form


def _seconds(given: Any, usual: float) -> float | None:
    seconds: float | None = usual if given is BaseRequest.DEFAULT_NONE else given
    return seconds


def _sum(*seconds: float | None) -> float | None:
    """The time that several steps may take; None is for ever."""
    limited = [each for each in seconds if each is not None]
    return sum(limited) if len(limited) == len(seconds) else None
