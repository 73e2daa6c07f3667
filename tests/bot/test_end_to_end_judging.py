"""Being judged, over HTTP: ratings, the survey, the quiz, and what everybody thinks."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.language import ENGLISH, RUSSIAN
from bot.storage.database import Database
from bot.survey import pairs
from bot.views import ratings, texts
from tests.bot.stand_in import StandInPainter, picture, size_of
from tests.bot.test_application import whole_bot
from tests.person import Person, buttons_of, file_id_of
from tests.playground_server import PlaygroundServer

Json = dict[str, Any]


def labels(message: Json) -> list[str]:
    return [str(button["text"]) for button in buttons_of(message)]


async def answer_to(person: Person, sent: Json) -> Json:
    """Wait for what the bot sends next."""
    return await person.wait_for(lambda m: bool(m["from_bot"]), after=sent)


async def tap(person: Person, message: Json, button: str, *, then: str) -> Json:
    """Press a button; return the message once its words, or a button of it, have `then` in them."""
    await person.press(message, button)
    return await person.wait_for(
        lambda m: (
            m["message_id"] == message["message_id"]
            and any(then in words for words in (m.get("caption", ""), m.get("text", ""), *labels(m)))
        )
    )


async def from_bot(person: Person) -> list[Json]:
    return [m for m in await person.messages() if m["from_bot"] and not m["deleted"]]


async def test_a_painting_is_rated_and_counts(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):
        result = await answer_to(anna, await anna.send_photo(picture(), "wave"))
        menu = await tap(anna, result, "More…", then="⭐ Rate it")
        scale = await tap(anna, menu, "⭐ Rate it", then="10")
        assert labels(scale) == [str(number) for number in range(1, 11)] + ["‹ Back"]
        answer = await anna.press(scale, "8")
        assert answer["text"] == ratings.thanks(ENGLISH, 8)
        again = await anna.wait_for(lambda m: m["message_id"] == result["message_id"] and "More…" in labels(m))
        assert labels(again) == labels(result)
        # One changes one's mind.
        scale = await tap(anna, await tap(anna, again, "More…", then="⭐ Rate it"), "⭐ Rate it", then="• 8 •")
        await tap(anna, scale, "3", then="More…")

        stats = await answer_to(anna, await anna.send_text("/stats"))
        assert ["AdaIN", "3.0", "–", "1"] in [line.split() for line in stats["text"].split("\n")]
        styles = await tap(anna, stats, "Styles", then="wave")
        assert labels(styles) == ["Methods", "• Styles •", "Survey", "Quiz"]


async def test_the_survey_in_russian(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Аня", language_code="ru") as anya,
        await Person.join(playground.url, "Ben", language_code="en") as ben,
    ):
        message = await answer_to(anya, await anya.send_text("/survey"))
        pictures = []
        for place, pair in enumerate(pairs(), 1):
            assert message["caption"].startswith(f"{place} / 10\n")
            assert "Как вам картина справа?" in message["caption"]
            assert size_of(await anya.download(message)) == size_of(pair.file.read_bytes())
            pictures.append(file_id_of(message))
            if place == 4:
                message = await tap(anya, message, "✕ Закончить", then="/survey")
                message = await answer_to(anya, await anya.send_text("/survey"))
                assert file_id_of(message) == pictures[-1]
            then = "Спасибо" if place == 10 else f"{place + 1} / 10"
            message = await tap(anya, message, "7" if place <= 8 else "Пропустить ›", then=then)
        assert len(set(pictures)) == 10
        assert "Ваша средняя оценка: 7,0 за 8 картин." in message["caption"]
        assert "Вы пропустили 2 картины" in message["caption"]
        # Once stopped, once resumed: nothing else in the chat.
        assert len(await from_bot(anya)) == 2

        # The next one sees the same pictures, and nobody uploads them again.
        first = await answer_to(ben, await ben.send_text("/survey"))
        assert file_id_of(first) == pictures[0]
        second = await tap(ben, first, "10", then="2 / 10")
        assert file_id_of(second) == pictures[1]
        assert "How do you like the painting on the right?" in second["caption"]


async def test_the_quiz(database: Database, playground: PlaygroundServer, tmp_path: Path) -> None:
    for number in range(6):
        Image.effect_noise((700 + number, 500), 80).save(tmp_path / f"{number}.png")
    async with (
        whole_bot(database, playground, StandInPainter(), quiz_folder=tmp_path),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):
        message = await answer_to(anna, await anna.send_text("/quiz"))
        verdicts, pictures = [], set()
        for number in range(1, 11):
            assert f"{number} / 10 Painted by hand, or by a machine?" in message["caption"]
            pictures.add(file_id_of(message))
            then = "You were right" if number == 10 else f"{number + 1} / 10"
            message = await tap(anna, message, "🖌 By hand", then=then)
            verdicts.append(message["caption"].partition("\n")[0].removeprefix("The one before: "))
        right = sum(verdict.startswith("✅ Right! That was painted by hand.") for verdict in verdicts)
        assert set(verdicts) == {"✅ Right! That was painted by hand.", "❌ No, that was a machine: me."}
        assert f"You were right about {right} of 10." in message["caption"]
        assert len(pictures) == 10
        assert len(await from_bot(anna)) == 1
        await tap(anna, message, "↻ Once more", then="1 / 10")
        stats = await answer_to(anna, await anna.send_text("/stats"))
        await tap(anna, stats, "Quiz", then=f"in 100% of {10 - right} answers")


async def test_without_paintings_by_hand_there_is_no_quiz(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
    ):
        told = await answer_to(anna, await anna.send_text("/quiz"))
        assert told["text"].startswith("There is no quiz here:")
        link = f"https://t.me/{(await anna.request('GET', '/api/bot'))['username']}?start=quiz"
        assert (await answer_to(anna, await anna.open_link(link)))["text"] == told["text"]


async def test_admins_get_everything_as_files(database: Database, playground: PlaygroundServer) -> None:
    async with await Person.join(playground.url, "Anna", language_code="en") as anna:
        admins = frozenset({anna.user_id})
        async with whole_bot(database, playground, StandInPainter(), admins=admins):
            pair = await answer_to(anna, await anna.send_text("/survey"))
            await tap(anna, pair, "9", then="2 / 10")
            stats = await answer_to(anna, await anna.send_text("/stats"))
            await anna.press(stats, "⬇ Export as CSV")
            last = await anna.wait_for(lambda m: m.get("document", {}).get("file_name") == "quiz.csv")
            files = {m["document"]["file_name"]: m for m in await from_bot(anna) if "document" in m}
            assert list(files) == ["ratings.csv", "survey.csv", "quiz.csv"]
            assert len({m["media_group_id"] for m in files.values()}) == 1
            assert last["message_id"] == files["quiz.csv"]["message_id"]
            written = (await anna.download(files["survey.csv"])).decode()
            (row,) = csv.DictReader(io.StringIO(written))
            assert (row["pair"].partition("@")[0], row["score"]) == (pairs()[0].name, "9")
            assert str(anna.user_id) not in written


@pytest.mark.parametrize("command", ["survey", "quiz"])
async def test_groups_are_led_to_the_private_chat(
    database: Database, playground: PlaygroundServer, tmp_path: Path, command: str
) -> None:
    Image.new("RGB", (400, 400)).save(tmp_path / "one.png")
    async with (
        whole_bot(database, playground, StandInPainter(), quiz_folder=tmp_path),
        await Person.join(playground.url, "Аня", language_code="ru") as anya,
    ):
        group = await anya.new_group("Друзья")
        bot = await anya.request("GET", "/api/bot")
        asked = await group.send_text(f"/{command}@{bot['username']}")
        told = await group.wait_for(lambda m: m["from_bot"] and f"start={command}" in m["text"], after=asked)
        link = told["text"].split()[-1]
        begun = await answer_to(anya, await anya.open_link(link))
        assert begun["caption"].startswith("1 / ")


async def test_in_a_group_only_the_owner_rates(database: Database, playground: PlaygroundServer) -> None:
    async with (
        whole_bot(database, playground, StandInPainter()),
        await Person.join(playground.url, "Anna", language_code="en") as anna,
        await Person.join(playground.url, "Борис", language_code="ru") as boris,
    ):
        group = await anna.new_group("Friends")
        others = await boris.join_group(group)
        bot = await anna.request("GET", "/api/bot")
        sent = await group.send_photo(picture(), f"@{bot['username']} wave")
        result = await group.wait_for(lambda m: m["from_bot"] and "photo" in m, after=sent)
        menu = await tap(group, result, "More…", then="⭐ Rate it")
        scale = await tap(group, menu, "⭐ Rate it", then="10")
        refused = await others.press(scale, "1")
        assert refused["text"] == texts.not_your_picture(RUSSIAN)
        assert (await group.press(scale, "9"))["text"] == ratings.thanks(ENGLISH, 9)
