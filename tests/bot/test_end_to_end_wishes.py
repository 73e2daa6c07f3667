"""Wishes in words over HTTP: mixtures, settings, and what is said where one went wrong; read them as transcripts."""

from __future__ import annotations

import pytest

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
        assert (await say("/size")).startswith("You get full size now.")
        assert (await say("/method wkt")).startswith("“wkt” is not a method of mine. Did you mean wct?")
        assert (await say("/levels 9")).startswith("There are no levels “9”. They go from 1 to 5")
        assert (await say("mix wave and irris")).startswith("I don't know a style called “irris”. Did you mean iris?")

        assert (await say("/levels 3-5")).startswith("I can't paint wave by the method WCT. Try adain,")

        remark = await answer(anna, await anna.send_photo(picture(), "iris and wave, level 5"))
        assert first_line(remark) == "wave, 80%, colours matched to your photo"


# In the issue's own spellings, and by the engine: what becomes of each is the first line under the painting.
@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("wave 70%", "wave, 70%"),
        ("/style iris 0.7", "iris, 70%"),
        ("/mix wave:60 iris:40", "wave 60% + iris 40%, 100%"),
        ("/method wct", "wave, 100%, method WCT"),
        ("/strength 40", "wave, 40%"),
        ("/colors keep", "wave, 100%, your photo's colours"),
        ("/levels 3-5", "wave, 100%, method WCT, levels 3–5"),
        ("/size 256", "wave, 100%, 256 pixels"),
    ],
)
async def test_wishes_in_a_caption_a_message_and_a_reply(running_bot: EaselProcess, words: str, line: str) -> None:
    async with (
        await Person.join(running_bot.url, "Anna", language_code="en") as anna,
        await Person.join(running_bot.url, "Ben", language_code="en") as ben,
        await Person.join(running_bot.url, "Carla", language_code="en") as carla,
    ):
        captioned = await answer(anna, await anna.send_photo(encoded(landscape()), words))
        wide = await ben.send_photo(encoded(landscape(320, 240)))
        await answer(ben, wide)
        await answer(ben, await ben.send_photo(encoded(landscape(240, 320))))
        replied = await answer(ben, await ben.send_text(words, reply_to=wide))
        await answer(carla, await carla.send_photo(encoded(landscape())))
        said = await answer(carla, await carla.send_text(words))
        assert [first_line(painted) for painted in (captioned, replied, said)] == [line] * 3
        width, height = opened(await ben.download(replied)).size
        assert width > height


async def test_a_size_comes_as_a_file_of_that_size(running_bot: EaselProcess) -> None:
    async with await Person.join(running_bot.url, "Anna", language_code="ru") as anna:
        await answer(anna, await anna.send_file(encoded(landscape(900, 600), "PNG"), "сад.png"))
        file = await answer(anna, await anna.send_text("размер 750, метод wct, уровни 1-2"))
        assert file["document"]["mime_type"] == "image/jpeg"
        assert opened(await anna.download(file)).size == (750, 500)
        assert first_line(file).endswith("метод WCT, уровни 1, 2, 750 пикс.")
