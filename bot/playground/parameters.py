"""The parameters of a Bot API call, whichever way they came: query, form, multipart or JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from bot.playground.errors import BotApiError, bad_request
from bot.playground.media import Upload, mime_type_of
from bot.playground.records import Json


@dataclass
class Parameters:
    """Named values as text or JSON, and uploaded files by field name."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a value as text."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a value as a whole number, ``default`` where it is none (as Telegram does)."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return whether a value is true, in one of the ways Telegram takes it."""
        return self.text(name).strip().lower() in ("true", "1", "yes", "y", "t")

    def json(self, name: str, what: str) -> Any:
        """Return a value that is JSON, given as such or as text; None where it is missing.

        Raises:
            BotApiError: the text is no JSON; ``what`` names the value in the error.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error

    def attached(self, name: str) -> Upload | None:
        """Return the file that came as ``name``, or to which the value ``attach://...`` of that name refers."""
        return self.files.get(name) or self.files.get(self.text(name).removeprefix("attach://"))

    def loggable(self) -> Json:
        """Return the parameters for the log: nested JSON decoded, and of files the name and size only."""
        shown: Json = {}
        for name, value in self.values.items():
            shown[name] = value
            if isinstance(value, str) and value[:1] in ("{", "["):
                try:
                    shown[name] = json.loads(value)
                except ValueError:
                    continue
        for name, upload in self.files.items():
            shown[name] = {"file": upload.name, "size": len(upload.data)}
        return shown


async def read_parameters(request: web.Request) -> Parameters:
    """Return the parameters of a request.

    Raises:
        BotApiError: the body is too large or broken.
    """
    parameters = Parameters(values=dict(request.query))
    if request.method != "POST":
        return parameters
    try:
        if request.content_type == "application/json":
            body = json.loads(await request.read() or b"{}")
            if not isinstance(body, dict):
                raise bad_request("object expected as request body")
            parameters.values |= body
            return parameters
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                parameters.files[name] = Upload(
                    name=value.filename,
                    mime_type=mime_type_of(value.filename, value.content_type),
                    data=value.file.read(),
                )
            elif isinstance(value, (bytes, bytearray)):
                parameters.files[name] = Upload(name, mime_type_of(name, None), bytes(value))
            else:
                parameters.values[name] = value
    except web.HTTPRequestEntityTooLarge as error:
        raise BotApiError(413, "Request Entity Too Large") from error
    except ValueError as error:
        raise bad_request("can't parse request body") from error
    return parameters
