"""Styles of people's own, learnt by a worker against a real Bot API server."""

from bot.look import Look
from bot.storage import styles
from bot.storage.models.jobs import JobKind
from tests.bot.jobs.studio import Studio
from tests.bot.stand_in import own, picture
from tests.person import file_id_of


async def test_a_style_of_ones_own_is_learnt_once_and_painted_with(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
    learn = {"kind": JobKind.LEARN, "photo_file_id": None, "reply_to_message_id": painting["message_id"]}
    await studio.ask(look=Look.of(f"own:{style.id}"), **learn)
    studio.start()
    assert "Ember" in (await studio.said())["text"]

    await studio.ask(look=Look.of(f"own:{style.id}"))
    assert "Ember" in (await studio.result())["caption"]
    assert own(studio.painter.painted[0].sources[0]).statistics == b"statistics by stand-in"
    assert len(studio.painter.learnt) == 1


async def test_statistics_of_another_encoder_are_made_anew_from_the_painting(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(64, 64, "red"))
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "Ember", file_id_of(painting), "Style {}".format)
        await styles.keep_statistics(db, style.id, "adain", "an older encoder", b"old")
    await studio.ask(look=Look.of(f"own:{style.id}"))
    studio.start()
    await studio.result()
    async with studio.database.snapshot() as db:
        kept = await styles.statistics(db, style.id, "adain")
    assert kept is not None
    assert (kept.statistics, kept.encoder) == (b"statistics by stand-in", "stand-in")


async def test_a_painting_that_cannot_be_read_becomes_no_style(studio: Studio) -> None:
    broken = await studio.anna.send_file(b"\xff\xd8\xff broken", "painting.jpg")
    async with studio.database.transaction() as db:
        style = await styles.add_own(db, studio.anna.chat_id, "", file_id_of(broken), "Style {}".format)
    await studio.ask(kind=JobKind.LEARN, photo_file_id=None, look=Look.of(f"own:{style.id}"))
    studio.start()
    await studio.said()
    async with studio.database.snapshot() as db:
        assert await styles.get_own(db, style.id) is None
