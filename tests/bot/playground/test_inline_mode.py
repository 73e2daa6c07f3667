import asyncio
import time
from typing import Any

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent

from tests.person import Person

HOUR_S = 3600


async def answered(bot: Bot, person: Person, query: str, title: str, **options: Any) -> Any:
    """Ask as the person and answer as the bot; return the answer, or the one that was kept."""
    asked = asyncio.create_task(person.inline(query))
    while not asked.done():
        for update in await bot.get_updates():
            assert update.inline_query is not None
            result = InlineQueryResultArticle("1", title, InputTextMessageContent(title))
            await update.inline_query.answer([result], **options)
            await bot.get_updates(offset=update.update_id + 1)
        await asyncio.sleep(0.01)
    return (await asked)["results"][0]["title"]


async def test_an_answer_is_kept_for_its_time(bot: Bot, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await answered(bot, anna, "ir", "first", cache_time=HOUR_S) == "first"
    assert await answered(bot, anna, "ir", "second") == "first"
    assert (await anna.inline("ir"))["cached"]
    assert await answered(bot, anna, "iris", "other words") == "other words"
    in_an_hour = time.time() + HOUR_S + 1
    monkeypatch.setattr("bot.playground.inline_mode.time.time", lambda: in_an_hour)
    assert await answered(bot, anna, "ir", "third", cache_time=0) == "third"
    assert await answered(bot, anna, "ir", "fourth") == "fourth"


@pytest.mark.parametrize("is_personal", [False, True])
async def test_a_personal_answer_is_kept_for_one_person(bot: Bot, anna: Person, is_personal: bool) -> None:
    boris = await Person.join(anna.url, "Boris")
    try:
        await answered(bot, anna, "", "Anna's", is_personal=is_personal)
        expected = "Boris's" if is_personal else "Anna's"
        assert await answered(bot, boris, "", "Boris's", is_personal=is_personal) == expected
        assert await answered(bot, anna, "", "Anna's again", is_personal=is_personal) == "Anna's"
        chosen = await boris.choose({"id": "1"})
        assert chosen["text"] == expected
    finally:
        await boris.close()
