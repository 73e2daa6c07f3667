"""How updates reach the bot: getUpdates with its confirmation by offset, or a webhook."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.playground.errors import BotApiError, bad_request
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Json

MAX_UPDATES = 100
MAX_POLL_S = 50
WEBHOOK_TIMEOUT_S = 60
FIRST_RETRY_S = 0.1
LONGEST_RETRY_S = 5.0

_log = logging.getLogger(__name__)


async def get_updates(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement getUpdates; an older call that still waits is ended with 409, as Telegram does."""
    if _webhook(playground):
        raise BotApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _remember_allowed(playground, parameters)
    offset = parameters.integer("offset")
    limit = min(max(parameters.integer("limit", MAX_UPDATES), 1), MAX_UPDATES)
    deadline = time.monotonic() + min(max(parameters.integer("timeout"), 0), MAX_POLL_S)
    playground.latest_poll += 1
    mine = playground.latest_poll
    playground.updates_changed.give()
    if offset < 0:
        playground.store.keep_last_updates(-offset)
    else:
        playground.store.confirm_updates(offset)
    while True:
        if mine != playground.latest_poll:
            raise BotApiError(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        if _webhook(playground):
            raise BotApiError(409, "Conflict: terminated by setWebhook request")
        waiting = playground.store.updates(limit)
        left = deadline - time.monotonic()
        if waiting or left <= 0 or playground.closing.is_set():
            playground.note_deliveries(waiting)
            return waiting
        await playground.updates_changed.wait(left)


async def set_webhook(playground: Playground, parameters: Parameters) -> bool:
    """Implement setWebhook; unlike Telegram, it takes plain HTTP, since everything is on loopback."""
    url = parameters.text("url")
    if not url:
        return await delete_webhook(playground, parameters)
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    _remember_allowed(playground, parameters)
    if parameters.flag("drop_pending_updates"):
        playground.store.keep_last_updates(0)
    playground.store.set_setting(
        "webhook",
        {
            "url": url,
            "secret_token": parameters.text("secret_token"),
            "max_connections": parameters.integer("max_connections", 40),
        },
    )
    playground.updates_changed.give()
    return True


async def delete_webhook(playground: Playground, parameters: Parameters) -> bool:
    """Implement deleteWebhook."""
    if parameters.flag("drop_pending_updates"):
        playground.store.keep_last_updates(0)
    playground.store.set_setting("webhook", None)
    playground.updates_changed.give()
    return True


async def get_webhook_info(playground: Playground, parameters: Parameters) -> Json:
    """Implement getWebhookInfo."""
    webhook = _webhook(playground) or {"url": ""}
    info: Json = {
        "url": webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": playground.store.pending_updates(),
    }
    for name in ("max_connections", "last_error_date", "last_error_message"):
        if name in webhook:
            info[name] = webhook[name]
    allowed = playground.store.setting("allowed_updates", [])
    if allowed:
        info["allowed_updates"] = allowed
    return info


async def deliver_to_webhook(playground: Playground) -> None:
    """Post updates to the webhook, one after the other, for as long as the playground runs.

    An update is taken as delivered with the first 2xx answer and tried again, ever more slowly, until then.
    """
    retry = FIRST_RETRY_S
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT_S)) as session:
        while not playground.closing.is_set():
            webhook = _webhook(playground)
            waiting = playground.store.updates(1) if webhook else []
            if not webhook or not waiting:
                await playground.updates_changed.wait(None)
                continue
            playground.note_deliveries(waiting)
            failure = await _deliver(session, webhook, waiting[0])
            if failure is None:
                playground.store.confirm_updates(waiting[0]["update_id"] + 1)
                retry = FIRST_RETRY_S
                continue
            _log.warning("webhook: %s", failure)
            if _webhook(playground) == webhook:
                failed = {"last_error_date": int(time.time()), "last_error_message": failure}
                playground.store.set_setting("webhook", webhook | failed)
            await asyncio.sleep(retry)
            retry = min(retry * 2, LONGEST_RETRY_S)


async def _deliver(session: aiohttp.ClientSession, webhook: Json, update: Json) -> str | None:
    headers = {}
    if webhook["secret_token"]:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook["secret_token"]
    try:
        async with session.post(webhook["url"], json=update, headers=headers) as answer:
            if 200 <= answer.status < 300:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return str(error) or type(error).__name__


def _webhook(playground: Playground) -> Json | None:
    webhook: Json | None = playground.store.setting("webhook")
    return webhook


def _remember_allowed(playground: Playground, parameters: Parameters) -> None:
    allowed: Any = parameters.json("allowed_updates", "allowed updates")
    if isinstance(allowed, list) and allowed != playground.store.setting("allowed_updates"):
        playground.store.set_setting("allowed_updates", [str(type_) for type_ in allowed])
