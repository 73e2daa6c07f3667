from __future__ import annotations

from typing import Any

from bot.storage.models.jobs import Job, JobState, PictureKind
from tests.bot.jobs.studio import Studio
from tests.person import Json, buttons_of, file_id_of


async def ask(studio: Studio, **changes: Any) -> Job:
    return await studio.ask(picture=PictureKind.STICKER, **changes)


async def stickers(studio: Studio) -> list[Json]:
    return [m for m in await studio.anna.messages() if m["from_bot"] and "sticker" in m and not m["deleted"]]


async def test_a_sticker_comes_as_one_with_its_buttons(studio: Studio) -> None:
    job = await ask(studio)
    studio.start()
    row = await studio.ended(job)
    (sticker,) = await stickers(studio)
    assert (row.result_message_id, row.result_file_id) == (sticker["message_id"], file_id_of(sticker))
    assert sticker["reply_to_message"]["message_id"] == studio.photo["message_id"]
    assert len(buttons_of(sticker)) > 2


async def test_another_sticker_takes_the_place_of_all_that_came_in_between(studio: Studio) -> None:
    first = await ask(studio)
    studio.start()
    replaced = (await studio.ended(first)).result_message_id
    await studio.ended(await ask(studio, edit_message_id=replaced))
    await studio.ended(await ask(studio, edit_message_id=replaced))
    (sticker,) = await stickers(studio)
    assert sticker["message_id"] > (replaced or 0)


async def test_a_sticker_that_cannot_be_removed_costs_nothing(studio: Studio) -> None:
    job = await ask(studio, edit_message_id=9999)
    studio.start()
    assert (await studio.ended(job)).state is JobState.DONE
    assert len(await stickers(studio)) == 1
