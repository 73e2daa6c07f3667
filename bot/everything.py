"""All parts together: what `python -m bot` alone runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from alembic.util import CommandError
from sqlalchemy.engine import make_url
from telegram.error import InvalidToken

from bot import application, health, local_playground
from bot.settings import Settings
from bot.storage.database import Database, DatabaseAway
from bot.storage.migration import migrate


async def run(settings: Settings, open_page: Callable[[str], None]) -> int:
    """Run until cancelled, or until something makes that impossible; return the exit status.

    Without a token the playground takes Telegram's place, and `open_page` is called with its address.
    """

    def show(url: str) -> None:
        print(f"Easel is ready: open {url} and send it a photo. Ctrl-C stops it.", flush=True)
        if settings.open_browser:
            open_page(url)

    try:
        # A larger database is migrated once, by whoever deploys; nobody does that on a laptop.
        if make_url(settings.database_url).get_backend_name() == "sqlite":
            await migrate(settings.database_url)
        elif not await _is_migrated(settings.database_url):
            print("The database is not up to date: run `python -m bot migrate`.", file=sys.stderr)
            return 1
        if settings.telegram_token is not None:
            await application.run(settings, ready=lambda: print("Easel is ready.", flush=True))
        else:
            async with local_playground.playground(settings) as local:
                await application.run(local, ready=lambda: show(str(local.telegram_api_url)))
    except CommandError as error:
        print(f"The database cannot be migrated: {error}", file=sys.stderr)
    except DatabaseAway as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
    except InvalidToken:
        print("Telegram does not know the token in EASEL_TELEGRAM_TOKEN.", file=sys.stderr)
    return 1


async def _is_migrated(url: str) -> bool:
    database = Database(url)
    try:
        return await health.revision(database) == health.newest_revision()
    finally:
        await database.close()
