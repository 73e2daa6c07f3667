from __future__ import annotations

import io

import av

from bot.jobs.painter import GalleryStyle
from bot.look import Look, Share
from bot.storage.models.jobs import JobKind, JobState
from tests.bot.jobs.studio import Studio, begun, busy
from tests.person import Json, buttons_of, file_id_of

MIXTURE = Look((Share("gallery:iris"), Share("gallery:wave")))


async def film(studio: Studio) -> Json:
    return await studio.anna.wait_for(lambda message: message["from_bot"] and "animation" in message)


async def test_a_film_is_sent_as_one_that_plays_by_itself(studio: Studio) -> None:
    job = await studio.ask(kind=JobKind.FILM, look=MIXTURE)
    studio.start()
    message = await film(studio)
    assert message["caption"] == "Iris → Wave → Iris"
    assert message["reply_to_message"]["message_id"] == studio.photo["message_id"]
    animation = message["animation"]
    assert (animation["width"], animation["height"], animation["duration"]) == (64, 48, 4)
    assert (animation["mime_type"], animation["file_name"]) == ("video/mp4", "easel-iris-wave.mp4")
    assert buttons_of(message) == []
    with av.open(io.BytesIO(await studio.anna.download(message))) as container:
        frame = next(container.decode(video=0))
        assert (frame.width, frame.height) == (64, 48)
    row = await studio.ended(job)
    assert (row.state, row.result_file_id) == (JobState.DONE, file_id_of(message))
    assert studio.painter.painted == [("film", MIXTURE, (GalleryStyle("iris"), GalleryStyle("wave")))]


async def test_a_film_by_a_slow_method_says_that_it_is_by_another(studio: Studio) -> None:
    await studio.ask(kind=JobKind.FILM, look=Look(MIXTURE.shares, method="gatys"))
    studio.start()
    assert (await film(studio))["caption"].splitlines()[1].startswith("Painted by AdaIN this time")


async def test_a_film_takes_the_place_of_what_told_how_far_it_was(studio: Studio) -> None:
    async with busy(studio.painter):
        job = await studio.ask(kind=JobKind.FILM, look=MIXTURE)
        studio.start()
        await begun(studio.painter)
        progress = await studio.said()
        await studio.until(job, lambda row: bool(row.progress_message_id))
    message = await film(studio)
    assert message["message_id"] == progress["message_id"]
    assert (message["animation"]["width"], message["caption"]) == (64, "Iris → Wave → Iris")
    assert (await studio.ended(job)).result_message_id == message["message_id"]


async def test_a_film_whose_delivery_fails_for_now_is_not_made_again(studio: Studio) -> None:
    await studio.anna.fault("sendAnimation", "500")
    await studio.ask(kind=JobKind.FILM, look=MIXTURE)
    studio.start()
    await film(studio)
    assert len(studio.painter.painted) == 1
