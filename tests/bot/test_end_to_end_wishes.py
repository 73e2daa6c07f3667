"""Wishes in words over HTTP: mixtures, settings, and what is said where one went wrong; read them as transcripts."""

from __future__ import annotations

from bot.storage.database import Database
from tests.bot.drawing import encoded, landscape, opened
from tests.bot.stand_in import StandInPainter, picture
from tests.bot.test_application import whole_bot
from tests.easel_process import EaselProcess
from tests.person import Json, Person
from tests.playground_server import PlaygroundServer

# One painting by the real engine, on a busy machine.
PAINTING_S = 90.0


async def answer(person: Person, sent: Json, timeout: float = PAINTING_S) -> Json:
    return await person.wait_for(lambda message: bool(message["from_bot"]), timeout, after=sent)


def first_line(message: Json) -> str:
    return str(message["caption"]).splitlines()[0]


async def test_wishes_in_every_spelling(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):

        async def say(words: str) -> str:
            said = await answer(anna, await anna.send_text(words))
            return first_line(said) if "caption" in said else str(said["text"])

        painted = await answer(anna, await anna.send_photo(picture(), "/mix wave:60 iris:40"))
        assert first_line(painted) == "wave 60% + iris 40%, 100%"
        assert await say("70%") == "wave 60% + iris 40%, 70%"
        assert await say("/mix wave, 30% iris, strength 80") == "wave 70% + iris 30%, 80%"
        assert await say("/stroke fine") == "wave 70% + iris 30%, 80%, fine strokes"
        assert await say("wave, match colours, normal strokes") == "wave, 80%, colours matched to your photo"

        assert (await say("/colours")).startswith("You get colours matched to your photo now.")
        assert (await say("/size")).startswith("Size is full size now.")
        assert (await say("/method wkt")).startswith("“wkt” is not a method of mine. Did you mean wct?")
        assert (await say("/levels 9")).startswith("“9” are not levels. They go from 1 to 5")
        assert (await say("mix wave and irris")).startswith("I don't know a style called “irris”. Did you mean iris?")

        assert (await say("/levels 3-5")).startswith("I can't paint wave by the method WCT. Try adain,")

        remark = await answer(anna, await anna.send_photo(picture(), "iris and wave, level 5"))
        assert first_line(remark) == "wave, 80%, colours matched to your photo"


async def test_a_size_comes_as_a_file_of_that_size(running_bot: EaselProcess) -> None:
    async with await Person.join(running_bot.url, "Anna", language_code="ru") as anna:
        await answer(anna, await anna.send_file(encoded(landscape(900, 600), "PNG"), "сад.png"))
        file = await answer(anna, await anna.send_text("размер 750, метод wct, уровни 1-2"))
        assert file["document"]["mime_type"] == "image/jpeg"
        assert opened(await anna.download(file)).size == (750, 500)
        assert first_line(file).endswith("метод WCT, уровни 1, 2, 750 пикс.")
