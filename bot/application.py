"""Wires the bot together; read it as a table of contents."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ContextTypes

from bot import handlers, telegram_client
from bot.albums import Collector
from bot.broadcasting import Broadcaster
from bot.context import EaselApplication, EaselContext, Services
from bot.handlers import albums
from bot.handlers.turn import locale_of
from bot.intake import Intake
from bot.introduction import introduce
from bot.lock import prefix_of_names
from bot.ordering import ChatOrder, note_failure
from bot.refusals import takes_no_words
from bot.settings import Settings
from bot.storage.database import Database, DatabaseAway
from bot.supervisor import Child
from bot.views import texts
from bot.web import server
from bot.web.metrics import Metrics
from engine import Gallery

# How long handlers may take to end when the bot stops; what they leave is handled at the next start.
STOP_S = 10.0
# How long the start waits for the menu and the descriptions to be set; they may also come later.
INTRODUCTION_S = 5.0
HOUSEKEEPING_S = 3600.0
RETRY_S = (1.0, 30.0)

_log = logging.getLogger(__name__)


async def run(settings: Settings, ready: Callable[[], None]) -> None:
    """Run the bot and its worker until cancelled; `ready` is called once people can write to it.

    Raises:
        InvalidToken: Telegram does not know the token.
        OSError: the port of the webhook is taken.
    """
    async with AsyncExitStack() as stack:
        database = Database(settings.database_url)
        stack.push_async_callback(database.close)

        worker = Child("worker", ["worker", "--embedded"], settings.for_children())
        if settings.embedded_worker:
            await stack.enter_async_context(worker.running())

        # On SQLite nobody else can be running: `__main__` holds the lock on the data folder.
        place = "" if database.is_sqlite else f"bot:{prefix_of_names(settings.data_dir)}"
        intake = Intake(database, settings.bot_id, place=place, lease_seconds=settings.lease_seconds)
        application = build(settings, intake)
        collector = Collector(database, settings.bot_id)
        Services(settings, database, Gallery.load(), worker.wake, collector.wake).install(application)
        await stack.enter_async_context(handling(application, intake))

        receiving = asyncio.Event()
        if settings.public_url or settings.web_port:
            web = server.build_app(
                bot=application.bot,
                intake=intake,
                database=database,
                secret=settings.webhook_token,
                worker_runs=lambda: worker.is_running or not settings.embedded_worker,
                receives=receiving.is_set,
                metrics=Metrics(database, worker_pid=lambda: worker.pid),
            )
            port = settings.web_port or server.DEFAULT_PORT
            await stack.enter_async_context(server.serving(web, settings.web_host, port))

        updates = webhook(application, settings) if settings.public_url else polling(application)
        await stack.enter_async_context(updates)
        receiving.set()
        await stack.enter_async_context(collecting(collector, application))
        introducing = asyncio.create_task(introduce(application.bot))
        stack.callback(introducing.cancel)
        # Telegram puts off those who do this often; people need not wait for that.
        await asyncio.wait([introducing], timeout=INTRODUCTION_S)
        ready()
        await asyncio.Event().wait()


def build(settings: Settings, intake: Intake) -> EaselApplication:
    """Return the application of python-telegram-bot with all handlers."""
    order = ChatOrder(intake, settings.concurrent_chats)
    builder = (
        Application.builder()
        .token(settings.token)
        .request(telegram_client.for_answers(settings))
        .get_updates_request(telegram_client.for_polling())
        .update_queue(intake)
        .concurrent_updates(order)
        .context_types(ContextTypes(context=EaselContext))
        .job_queue(None)
        .rate_limiter(telegram_client.limiter_of_answers(settings))
    )
    for name, address in telegram_client.addresses(settings).items():
        getattr(builder, name)(address)
    application: EaselApplication = builder.build()
    order.repeat = application.process_update
    handlers.register(application)
    application.add_error_handler(_on_error)
    return application


@asynccontextmanager
async def handling(application: EaselApplication, intake: Intake) -> AsyncIterator[None]:
    """Handle updates; first those that an earlier process left."""
    await _until_telegram_answers(application.initialize)
    try:
        await intake.recover(application.bot)
        await application.start()
        aside = [
            asyncio.create_task(work)
            for work in (_keep_house(intake), _broadcast(application), intake.keep(application.bot))
        ]
        try:
            yield
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
            try:
                async with asyncio.timeout(STOP_S):
                    await application.stop()
                    await intake.release()
            except TimeoutError:
                _log.warning("some updates are still being handled; they are handled again at the next start")
            except SQLAlchemyError as error:
                _log.warning("what is left waits until its lease lapses: %s", error)
    finally:
        await application.shutdown()


async def _broadcast(application: EaselApplication) -> None:
    services: Services = application.bot_data["services"]
    pace = telegram_client.messages_per_second_of_answers(services.settings)
    await Broadcaster(application.bot, services.database, pace).run()


@asynccontextmanager
async def collecting(collector: Collector, application: EaselApplication) -> AsyncIterator[None]:
    """Have albums answered; begun only once updates come in, some of which may belong to an album from before."""
    task = asyncio.create_task(collector.run(functools.partial(albums.answer_in_turn, application)))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _keep_house(intake: Intake) -> None:
    while True:
        await asyncio.sleep(HOUSEKEEPING_S)
        try:
            await intake.prune()
        except SQLAlchemyError:
            _log.exception("old updates could not be forgotten")


@asynccontextmanager
async def polling(application: EaselApplication) -> AsyncIterator[None]:
    """Receive updates by long polling."""
    assert application.updater is not None
    await application.updater.start_polling(
        timeout=telegram_client.POLL_S,
        bootstrap_retries=-1,
        allowed_updates=Update.ALL_TYPES,
        error_callback=_on_polling_error,
    )
    try:
        yield
    finally:
        await application.updater.stop()


def _on_polling_error(error: TelegramError) -> None:
    remedy = ": stop it, or give all of them EASEL_PUBLIC_URL" if isinstance(error, Conflict) else ""
    _log.warning("getUpdates: %s: %s%s", type(error).__name__, error, remedy)


@asynccontextmanager
async def webhook(application: EaselApplication, settings: Settings) -> AsyncIterator[None]:
    """Have Telegram send updates to our web server; it goes on collecting them while the bot is down."""
    assert settings.public_url is not None
    url = settings.public_url.rstrip("/") + server.WEBHOOK_PATH

    async def announce() -> None:
        await application.bot.set_webhook(url, secret_token=settings.webhook_token, allowed_updates=Update.ALL_TYPES)

    await _until_telegram_answers(announce)
    yield


async def _until_telegram_answers(call: Callable[[], object]) -> None:
    wait, longest = RETRY_S
    while True:
        try:
            await call()  # type: ignore[misc]
        except (InvalidToken, BadRequest):
            raise
        except NetworkError as error:
            _log.warning("Telegram does not answer (%s); again in %.0f s", error, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, longest)
        else:
            return


async def _on_error(update: object, context: EaselContext) -> None:
    """Log what went wrong in a handler, and tell the person that something did."""
    error = context.error
    assert error is not None
    note_failure(error)
    if isinstance(error, DatabaseAway):
        _log.warning("the database went away in the middle; the update is handled again: %s", error)
        return
    if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and "query is too old" in error.message.lower()):
        # They do not want to hear from us; or the button was pressed before we were started, and has been obeyed.
        _log.info("%s", error)
        return
    if isinstance(error, BadRequest) and takes_no_words(error):
        _log.warning("the chat takes nothing from the bot: %s", error)
        return
    _log.error("a handler failed", exc_info=error)
    if isinstance(update, Update) and update.effective_chat is not None:
        try:
            await context.bot.send_message(
                update.effective_chat.id, texts.something_went_wrong(await locale_of(update, context))
            )
        except TelegramError as second:
            _log.warning("nor could the person be told: %s", second)
