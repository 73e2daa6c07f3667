"""The worker against a real Bot API server; only the painting is a stand-in."""

from bot.jobs.painted import Painted
from bot.language import ENGLISH, RUSSIAN
from bot.look import Look, Share
from bot.storage.models.jobs import JobState
from bot.views import texts
from engine import SteppedDown
from tests.bot.jobs.studio import Studio, begun, busy
from tests.bot.stand_in import picture
from tests.person import Person, file_id_of


async def test_a_photo_is_answered_with_its_painting(studio: Studio) -> None:
    job = await studio.ask()
    studio.start()
    result = await studio.result()
    ended = await studio.ended(job)
    assert result["reply_to_message"]["message_id"] == studio.photo["message_id"]
    assert "Irises" in result["caption"]
    assert (ended.state, ended.result_message_id) == (JobState.DONE, result["message_id"])
    assert ended.result_file_id == file_id_of(result)


async def test_a_wish_for_a_message_repaints_that_message(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    first = await studio.result()
    job = await studio.ask(look=Look.of("gallery:wave"), reply_to_message_id=None, edit_message_id=first["message_id"])
    edited = await studio.anna.wait_for(lambda m: "Wave" in m.get("caption", ""))
    assert edited["message_id"] == first["message_id"] == (await studio.ended(job)).result_message_id
    assert len(await studio.pictures()) == 1


async def test_what_was_painted_otherwise_than_asked_is_said_in_the_persons_language(studio: Studio) -> None:
    note = SteppedDown(1280, 640, "no memory", "result")
    studio.painter.result = Painted(picture(640, 480), "JPEG", 640, 480, (note,))
    await studio.ask(language="ru")
    studio.start()
    assert (await studio.result())["caption"].endswith(texts.painted_smaller(RUSSIAN, 640))


async def test_a_file_that_telegram_does_not_hand_out_is_asked_for_anew(studio: Studio) -> None:
    await studio.anna.fault("getFile", "400", description="Bad Request: file is temporarily unavailable")
    job = await studio.ask()
    studio.start()
    assert (await studio.said())["text"] == texts.picture_gone(ENGLISH)
    assert "FileGone" in ((await studio.ended(job)).error or "")


async def test_a_damaged_photo_gets_one_sentence_and_the_next_job_its_painting(studio: Studio) -> None:
    broken = await studio.anna.send_file(b"\xff\xd8\xff broken", "photo.jpg")
    bad = await studio.ask(photo_file_id=file_id_of(broken), reply_to_message_id=broken["message_id"])
    good = await studio.ask()
    studio.start()
    said = await studio.said()
    assert said["reply_to_message"]["message_id"] == broken["message_id"]
    assert (await studio.ended(bad)).error is not None
    assert (await studio.ended(good)).state is JobState.DONE


async def test_a_photo_that_is_gone_gets_a_sentence(studio: Studio) -> None:
    job = await studio.ask(photo_file_id="no-such-file")
    studio.start()
    await studio.said()
    assert "FileGone" in ((await studio.ended(job)).error or "")


async def test_an_error_that_nobody_expects_holds_the_job_and_tells_the_person(studio: Studio) -> None:
    studio.painter.error = RuntimeError("the network has come apart")
    job = await studio.ask()
    studio.start()
    await studio.said()
    ended = await studio.ended(job)
    assert (ended.state, ended.error) == (JobState.HELD, "RuntimeError: the network has come apart")


async def test_pressing_fast_paints_the_last_wish_only(studio: Studio) -> None:
    await studio.ask()
    studio.start()
    first = await studio.result()
    async with busy(studio.painter):
        running = await studio.ask(look=Look.of("gallery:wave"), edit_message_id=first["message_id"])
        await begun(studio.painter)
        waiting = await studio.ask(
            look=Look((Share("gallery:iris"),), strength=0.5), edit_message_id=first["message_id"]
        )
        last = await studio.ask(look=Look((Share("gallery:iris"),), strength=0.2), edit_message_id=first["message_id"])
    assert (await studio.ended(last)).state is JobState.DONE
    assert (await studio.ended(running)).state is JobState.CANCELLED
    assert (await studio.ended(waiting)).state is JobState.CANCELLED
    assert len(await studio.anna.calls("editMessageMedia")) == 1


async def test_a_style_removed_meanwhile_gets_a_sentence(studio: Studio) -> None:
    job = await studio.ask(look=Look.of("own:404"))
    studio.start()
    await studio.said()
    assert (await studio.ended(job)).state is JobState.DONE


async def test_fifty_photos_of_one_do_not_hold_up_one_of_another(studio: Studio, ben: Person) -> None:
    hands = 2
    async with busy(studio.painter):
        fifty = [await studio.ask() for _ in range(50)]
        studio.start(jobs_in_flight=hands)
        await begun(studio.painter)
        one = await studio.ask_as(ben)
    ended = await studio.ended(one)
    assert ended.state is JobState.DONE
    assert ended.started_at is not None
    begun_at = [(await studio.row(job)).started_at for job in fifty]
    # Those that the worker had at hand, and no others.
    assert sum(at is not None and at < ended.started_at for at in begun_at) <= hands
