from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.language import ENGLISH
from bot.quiz import by_hand, by_machine
from bot.storage import quiz
from bot.storage.models.opinions import QuizAnswer
from bot.views import quiz as views
from bot.views import texts
from tests.bot.handlers.conftest import Conversation
from tests.bot.handlers.pictures_shown import MESSAGE, shown, tap
from tests.bot.handlers.settings import set_up

HAND, MACHINE = "🖌 By hand", "⚙️ By a machine"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "paintings"
    folder.mkdir()
    for number in range(8):
        Image.new("RGB", (400, 300), (30 * number, 90, 90)).save(folder / f"{number}.jpg")
    return folder


@pytest.fixture
def quizzing(conversation: Conversation, folder: Path) -> Conversation:
    """A conversation with a bot that has paintings by hand."""
    set_up(conversation, quiz_folder=folder)
    return conversation


def key(conversation: Conversation) -> str:
    """The key of the painting that is asked about."""
    return str(shown(conversation)["buttons"][HAND]).split(".")[1]


def truth(conversation: Conversation) -> str:
    """The button that is right."""
    return MACHINE if key(conversation) in {one.key for one in by_machine()} else HAND


def spoil(folder: Path) -> None:
    """Leave one painting that can be read."""
    for file in sorted(folder.iterdir())[1:]:
        file.write_bytes(b"no picture at all")


async def answers(conversation: Conversation) -> list[QuizAnswer]:
    async with conversation.database.snapshot() as db:
        return await quiz.list_answers(db)


async def test_ten_questions_with_the_truth_at_once_and_a_score(quizzing: Conversation, folder: Path) -> None:
    await quizzing.receive(text="/quiz")
    for number in range(1, 11):
        assert f"<b>{number} / 10</b>" in shown(quizzing)["caption"]
        right = truth(quizzing)
        wrong = MACHINE if right == HAND else HAND
        notice, then = await tap(quizzing, right if number <= 7 else wrong)
        assert notice == views.verdict(ENGLISH, by_hand=right == HAND, right=number <= 7)
        assert then["caption"].startswith(notice if number == 10 else f"The one before: {notice}")
    assert "You were right about <b>7</b> of 10." in then["caption"]
    assert list(then["buttons"]) == ["↻ Once more"]
    given = await answers(quizzing)
    assert len({one.picture for one in given}) == 10
    known = {one.name: one.by_hand for one in [*by_hand(folder), *by_machine()]}
    assert all(known[one.picture] is one.by_hand for one in given)
    assert sum(one.by_hand == one.taken_for_hand for one in given) == 7
    assert len(quizzing.called("sendPhoto")) == 1


async def test_once_more_begins_anew(quizzing: Conversation) -> None:
    await quizzing.receive(text="/quiz")
    for _ in range(10):
        await tap(quizzing, HAND)
    _, then = await tap(quizzing, "↻ Once more")
    assert then["caption"].startswith("<b>1 / 10</b>")
    for _ in range(10):
        _, then = await tap(quizzing, truth(quizzing))
    assert "You were right about <b>10</b> of 10." in then["caption"]
    assert len(await answers(quizzing)) == 20


async def test_a_second_tap_on_an_answered_question_changes_nothing(quizzing: Conversation) -> None:
    await quizzing.receive(text="/quiz")
    buttons = shown(quizzing)["buttons"]
    await quizzing.press(buttons[HAND], MESSAGE)
    after = shown(quizzing)
    await quizzing.press(buttons[MACHINE], MESSAGE)
    assert shown(quizzing) == {**after, "media": shown(quizzing)["media"]}
    assert [one.taken_for_hand for one in await answers(quizzing)] == [True]


async def test_what_cannot_be_read_is_left_out(quizzing: Conversation, folder: Path) -> None:
    spoil(folder)
    await quizzing.receive(text="/quiz")
    seen = 0
    while HAND in shown(quizzing)["buttons"]:
        await tap(quizzing, HAND)
        seen += 1
        assert seen <= 10
    assert "You were right about" in shown(quizzing)["caption"]
    # One by hand, and all of the machine's.
    assert len({one.picture for one in await answers(quizzing)}) == 1 + len(by_machine())


async def test_without_paintings_by_hand_there_is_no_quiz(conversation: Conversation, tmp_path: Path) -> None:
    await conversation.receive(text="/quiz")
    assert conversation.said() == views.off(ENGLISH)
    set_up(conversation, quiz_folder=tmp_path / "nowhere")
    await conversation.receive(text="/quiz")
    assert conversation.said() == views.off(ENGLISH)


@pytest.mark.parametrize(
    "data", ["quiz", "quiz::again.1", "quiz::1.0123456789abcdef.hand", "quiz::x.{}.hand", "quiz::1.{}.perhaps"]
)
async def test_buttons_that_say_nothing(quizzing: Conversation, data: str) -> None:
    answer = await quizzing.press(data.format(by_machine()[0].key), MESSAGE)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)
    assert await answers(quizzing) == []


async def test_buttons_of_a_quiz_that_was_switched_off(conversation: Conversation) -> None:
    answer = await conversation.press(f"quiz::1.{by_machine()[0].key}.hand", MESSAGE)
    assert answer["text"] == texts.button_out_of_date(ENGLISH)


async def test_groups_are_led_to_the_private_chat(quizzing: Conversation) -> None:
    await quizzing.receive(chat_type="group", text="/quiz@easel_bot")
    assert quizzing.said() == views.only_in_private(ENGLISH, "https://t.me/easel_bot?start=quiz")
    await quizzing.receive(text="/start quiz")
    assert "<b>1 / 10</b>" in shown(quizzing)["caption"]
