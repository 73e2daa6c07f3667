"""Links to a bot, such as https://t.me/NAME?start=PARAMETER."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_HOSTS = ("t.me", "telegram.me", "telegram.dog")


def start_parameter(link: str, username: str) -> str | None:
    """Return what a link hands to the bot's /start, empty where it hands over nothing; None if it leads elsewhere.

    A parameter that Telegram does not allow is dropped, as its apps do.
    """
    address = urlsplit(link if "://" in link else f"https://{link}")
    query = parse_qs(address.query)
    if address.scheme == "tg" and address.netloc == "resolve":
        name = query.get("domain", [""])[0]
    elif address.scheme in ("http", "https") and address.hostname in _HOSTS:
        name = address.path.strip("/")
    else:
        return None
    if name.lower() != username.lower():
        return None
    parameter = query.get("start", [""])[0]
    return parameter if START_PARAMETER.fullmatch(parameter) else ""
