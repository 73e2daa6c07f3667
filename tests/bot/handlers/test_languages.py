from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import EaselContext
from bot.handlers.turn import locale_of
from bot.language import ENGLISH, RUSSIAN, SPANISH, Locale
from bot.storage.models.people import User
from bot.views import keyboards, texts
from bot.wish import Wish
from tests.bot.handlers.conftest import ANNA, BORIS, BOT, Conversation, painting, photo

OLGA = {"id": 7, "is_bot": False, "first_name": "Ольга", "language_code": "ru-RU"}
GROUP = "supergroup"
LIST = {"message_id": 9, "date": 1, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": "…"}
LIST_IN_GROUP = {**LIST, "chat": {"id": -100, "type": GROUP, "title": "Friends"}}


async def greeting(conversation: Conversation, person: dict[str, Any], chat_type: str = "private") -> str:
    await conversation.receive(person, chat_type, text="/start")
    return conversation.said()


@pytest.mark.parametrize(
    ("code", "locale"), [("ru", RUSSIAN), ("es-MX", SPANISH), ("en-GB", ENGLISH), ("de", ENGLISH), (None, ENGLISH)]
)
async def test_a_person_is_answered_in_the_language_of_their_app(
    conversation: Conversation, code: str | None, locale: Locale
) -> None:
    assert await greeting(conversation, {**ANNA, "language_code": code}) == texts.welcome(locale, "Anna")
    await conversation.receive({**ANNA, "language_code": code}, text="/dance")
    assert conversation.said() == texts.unknown_command(locale)
    await conversation.receive({**ANNA, "language_code": code}, **photo())
    (job,) = await conversation.jobs()
    assert job.language == locale.code


async def test_the_language_of_the_app_is_known_where_an_update_does_not_tell_it(conversation: Conversation) -> None:
    await greeting(conversation, OLGA)
    untold = {key: value for key, value in OLGA.items() if key != "language_code"}
    assert await greeting(conversation, untold) == texts.welcome(RUSSIAN, "Ольга")
    assert await greeting(conversation, {**OLGA, "language_code": "es"}) == texts.welcome(SPANISH, "Ольга")


async def test_a_language_is_chosen_in_place_and_kept(conversation: Conversation) -> None:
    await conversation.receive(OLGA, text="/language")
    (asked,) = conversation.called("sendMessage")
    assert asked["text"] == texts.choose_language(RUSSIAN, in_group=False)
    assert asked["reply_markup"] == keyboards.languages(RUSSIAN, None, in_group=False).to_dict()

    answer = await conversation.press("language::es", LIST, OLGA)

    assert (answer["text"], answer["show_alert"]) == (texts.language_chosen(SPANISH), False)
    (edit,) = conversation.called("editMessageText")
    assert (edit["message_id"], edit["text"]) == (9, texts.choose_language(SPANISH, in_group=False))
    assert edit["reply_markup"] == keyboards.languages(SPANISH, "es", in_group=False).to_dict()
    assert await greeting(conversation, OLGA) == texts.welcome(SPANISH, "Ольга")
    # And elsewhere, too.
    assert await greeting(conversation, OLGA, GROUP) == texts.welcome(SPANISH, "Ольга")


async def test_a_choice_can_be_left_to_the_app_again(conversation: Conversation) -> None:
    await conversation.press("language::es", LIST, OLGA)
    answer = await conversation.press("language::follow", LIST, OLGA)
    assert answer["text"] == texts.language_followed(RUSSIAN, in_group=False)
    async with conversation.database.snapshot() as db:
        stored = await db.get_one(User, OLGA["id"])
    assert (stored.chosen_language, stored.language) == (None, "ru-RU")
    assert await greeting(conversation, OLGA) == texts.welcome(RUSSIAN, "Ольга")


async def test_a_group_speaks_to_each_in_their_own_until_somebody_chooses(conversation: Conversation) -> None:
    assert await greeting(conversation, OLGA, GROUP) == texts.welcome(RUSSIAN, "Ольга")
    assert await greeting(conversation, BORIS, GROUP) == texts.welcome(ENGLISH, "Boris")

    await conversation.press("language::es", LIST_IN_GROUP, BORIS)
    edits = conversation.called("editMessageText")
    assert edits[-1]["reply_markup"] == keyboards.languages(SPANISH, "es", in_group=True).to_dict()
    assert await greeting(conversation, OLGA, GROUP) == texts.welcome(SPANISH, "Ольга")
    assert await greeting(conversation, OLGA) == texts.welcome(RUSSIAN, "Ольга")

    # The last chooser decides, and so may anybody that each is answered in their own again.
    await conversation.press("language::en", LIST_IN_GROUP, OLGA)
    assert await greeting(conversation, BORIS, GROUP) == texts.welcome(ENGLISH, "Boris")
    answer = await conversation.press("language::follow", LIST_IN_GROUP, OLGA)
    assert answer["text"] == texts.language_followed(RUSSIAN, in_group=True)
    assert await greeting(conversation, OLGA, GROUP) == texts.welcome(RUSSIAN, "Ольга")


@pytest.mark.parametrize("data", ["language::de", "language::"])
async def test_a_language_that_there_is_not_is_not_chosen(conversation: Conversation, data: str) -> None:
    answer = await conversation.press(data, LIST, OLGA)
    assert answer["text"] == texts.button_out_of_date(RUSSIAN)
    assert await greeting(conversation, OLGA) == texts.welcome(RUSSIAN, "Ольга")


async def test_buttons_of_older_pictures_come_in_the_language_of_now(conversation: Conversation) -> None:
    await conversation.receive(OLGA, **photo(caption="70%"))
    (job,) = await conversation.jobs()
    await conversation.press("language::es", LIST, OLGA)
    conversation.api.calls.clear()
    answer = await conversation.press(f"strength:{job.id}:60", painting(job), OLGA)
    assert answer["text"] == texts.painting(SPANISH, [("iris", 1.0)], 0.6)
    *_, new = await conversation.jobs()
    assert new.language == "es"
    (edit,) = conversation.called("editMessageReplyMarkup")
    assert edit["reply_markup"] == keyboards.under_result(SPANISH, new, [("iris", 1.0)]).to_dict()


async def test_a_style_without_a_name_gets_one_in_the_persons_language(conversation: Conversation) -> None:
    await conversation.receive(OLGA, **photo(caption="/style"))
    await conversation.receive(OLGA, text="/styles")
    (listing,) = conversation.called("sendPhoto")
    assert "✎ Стиль 1" in str(listing["reply_markup"])
    # It is a name like any other: what is typed finds it.
    await conversation.receive(OLGA, text="стиль 1 40%")
    assert conversation.said() == texts.remembered(RUSSIAN, Wish(strength=0.4), [("Стиль 1", 1.0)])


async def test_an_apology_finds_its_language_even_without_the_database(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await conversation.press("language::es", LIST, OLGA)
    update = Update.de_json({"update_id": 99, "message": {**LIST, "from": OLGA}}, conversation.application.bot)
    context = EaselContext.from_update(update, conversation.application)
    assert await locale_of(update, context) is SPANISH

    async def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the disk is full"))

    monkeypatch.setattr(AsyncSession, "get", fail)
    assert await locale_of(update, context) is RUSSIAN
    assert await locale_of(Update(100), context) is ENGLISH
