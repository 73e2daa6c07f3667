from __future__ import annotations

from bot.jobs.painter import GalleryStyle, SampledStyle
from bot.language import ENGLISH
from bot.look import Look, Share
from bot.storage import styles
from bot.storage.models.jobs import JobKind, JobState
from bot.styles import own_reference
from bot.views import texts
from tests.bot.jobs.studio import Studio
from tests.bot.stand_in import own, picture, size_of
from tests.person import Json, buttons_of, file_id_of

MIXTURE = Look((Share("gallery:iris"), Share("gallery:wave")), strength=0.5)
NUMBERS = ["1", "2", "3", "4", "5", "6", "7"]


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons_of(message)]


async def test_a_strip_is_sent_with_its_numbers(studio: Studio) -> None:
    job = await studio.ask(kind=JobKind.STRIP, look=MIXTURE)
    studio.start()
    message = await studio.result()
    assert size_of(await studio.anna.download(message)) == (320, 240)
    assert message["caption"].startswith("Iris → Wave in seven steps.")
    assert labels(message) == NUMBERS
    assert buttons_of(message)[2]["callback_data"] == f"between:{job.id}:3"
    row = await studio.ended(job)
    assert (row.state, row.result_file_id) == (JobState.DONE, file_id_of(message))
    assert studio.painter.painted == [("strip", MIXTURE, (GalleryStyle("iris"), GalleryStyle("wave")))]


async def test_in_the_place_of_a_painting_there_is_a_way_back(studio: Studio) -> None:
    painted = await studio.ask(look=MIXTURE)
    studio.start()
    message = await studio.result()
    await studio.ended(painted)
    assert "🎛 50 : 50" in labels(message)
    await studio.ask(kind=JobKind.STRIP, look=MIXTURE, edit_message_id=message["message_id"])
    now = await studio.anna.wait_for(lambda m: labels(m) == [*NUMBERS, "‹ Back"])
    assert now["message_id"] == message["message_id"]
    assert file_id_of(now) != file_id_of(message)
    assert len(await studio.pictures()) == 1


async def test_own_styles_are_read_for_the_method_that_strips_are_painted_by(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(100, 100, "red"))
    async with studio.database.transaction() as db:
        mine = await styles.add_own(db, studio.anna.chat_id, "my wave", file_id_of(painting), str)
    look = Look((Share(own_reference(mine.id)), Share("gallery:iris")), method="gatys")
    await studio.ask(kind=JobKind.STRIP, look=look)
    studio.start()
    message = await studio.result()
    assert own(studio.painter.painted[0].sources[0]).method == "adain"
    assert message["caption"].startswith("My wave → Iris")
    assert "Painted by AdaIN" in message["caption"]


async def test_styles_by_chance_have_their_names(studio: Studio) -> None:
    look = Look((Share("sample:7"), Share("gallery:iris")), method="vae")
    await studio.ask(kind=JobKind.STRIP, look=look)
    studio.start()
    message = await studio.result()
    assert message["caption"].startswith(f"{texts.sampled_style(ENGLISH, 7)} → Iris")
    assert studio.painter.painted[0].sources[0] == SampledStyle(7)
    assert "Painted by" not in message["caption"]


async def test_a_style_that_was_deleted_meanwhile_is_told(studio: Studio) -> None:
    await studio.ask(kind=JobKind.STRIP, look=Look((Share("own:99"), Share("gallery:iris"))))
    studio.start()
    assert (await studio.said())["text"] == texts.style_unusable(ENGLISH)
    assert studio.painter.painted == []
