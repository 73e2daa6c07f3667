"""One long conversation, as it is written down in `long_conversation.txt`: read that."""

from __future__ import annotations

from pathlib import Path

from bot.storage.database import Database
from tests.bot.screenplay import Screenplay
from tests.bot.stand_in import StandInPainter
from tests.bot.test_application import whole_bot
from tests.person import Person
from tests.playground_server import PlaygroundServer

TEXT = Path(__file__).with_suffix(".txt").with_stem("long_conversation")


async def test_a_long_conversation_goes_as_it_is_written(database: Database, playground: PlaygroundServer) -> None:
    written = TEXT.read_text("utf-8")
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):
        assert await Screenplay(anna, database).play(written) == written
