from __future__ import annotations

import pytest

from bot.language import ENGLISH
from bot.storage.models.jobs import JobKind, JobState, PictureKind
from bot.views import texts
from tests.bot.handlers.conftest import Conversation, photo
from tests.bot.handlers.under_results import MESSAGE_ID, carried, finished, labels, last_edit, newest, painted


@pytest.mark.parametrize(
    ("data", "style", "strength", "colours"),
    [
        ("style:{}:gallery:wave", "gallery:wave", 0.7, "no"),
        ("step:{}:next", "gallery:wave", 0.7, "no"),
        ("step:{}:previous", "gallery:square7", 0.7, "no"),
        ("strength:{}:60", "gallery:iris", 0.6, "no"),
        ("strength:{}:0", "gallery:iris", 0.0, "no"),
        ("strength:{}:weaker", "gallery:iris", 0.6, "no"),
        ("strength:{}:stronger", "gallery:iris", 0.8, "no"),
        ("colours:{}:keep", "gallery:iris", 0.7, "luminance"),
    ],
)
async def test_a_wish_is_painted_in_place(
    conversation: Conversation, data: str, style: str, strength: float, colours: str
) -> None:
    job, message = await painted(conversation, caption="70%")
    answer = await conversation.press(data.format(job.id), message)
    new = await newest(conversation)
    assert (new.photo_file_id, new.look.style, new.look.strength) == ("photo", style, strength)
    assert new.look.colours == colours
    assert new.edit_message_id == MESSAGE_ID
    assert answer["text"] == texts.painting(ENGLISH, [(style.removeprefix("gallery:"), 1.0)], strength)
    # The next tap counts from here, even before the painting has come.
    assert new.id in carried(conversation, "›")


@pytest.mark.parametrize(
    ("strength", "weaker", "stronger"),
    [("70%", 0.6, 0.8), ("75%", 0.7, 0.8), ("4%", 0.0, 0.1), ("95%", 0.9, 1.0), ("29%", 0.2, 0.3)],
)
async def test_strength_goes_in_steps_of_ten(
    conversation: Conversation, strength: str, weaker: float, stronger: float
) -> None:
    job, message = await painted(conversation, caption=strength)
    await conversation.press(f"strength:{job.id}:weaker", message)
    first = await newest(conversation)
    job, message = await painted(conversation, caption=strength)
    await conversation.press(f"strength:{job.id}:stronger", message)
    assert (first.look.strength, (await newest(conversation)).look.strength) == (weaker, stronger)


@pytest.mark.parametrize("end", ["0%", "100%"])
async def test_at_the_ends_nothing_is_painted(conversation: Conversation, end: str) -> None:
    job, message = await painted(conversation, caption=end)
    beyond = "weaker" if end == "0%" else "stronger"
    answer = await conversation.press(f"strength:{job.id}:{beyond}", message)
    assert answer["text"] == texts.as_you_see(ENGLISH)
    assert len(await conversation.jobs()) == 1


async def test_own_styles_are_on_the_way_round(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    job, message = await painted(conversation, caption="iris")
    await conversation.press(f"step:{job.id}:previous", message)
    assert (await newest(conversation)).look.style == "own:1"
    assert labels(conversation)[0] == ["‹", "🎨 My wave", "›"]


async def test_from_a_mixture_one_goes_to_the_first_or_last_style(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris + wave")
    await conversation.press(f"step:{job.id}:next", message)
    assert (await newest(conversation)).look.style == "gallery:iris"
    job, message = await painted(conversation, caption="iris + wave")
    await conversation.press(f"step:{job.id}:previous", message)
    assert (await newest(conversation)).look.style == "gallery:square7"


async def test_quick_taps_on_the_same_buttons_all_count_and_only_the_last_is_painted(
    conversation: Conversation,
) -> None:
    job, message = await painted(conversation, caption="90%")
    for what in ("step:{}:next", "strength:{}:weaker", "strength:{}:weaker", "step:{}:next"):
        await conversation.press(what.format(job.id), message)
    made = [(one.look.style, one.look.strength, one.state) for one in (await conversation.jobs())[1:]]
    assert made == [
        ("gallery:wave", 0.9, JobState.CANCELLED),
        ("gallery:wave", 0.8, JobState.CANCELLED),
        ("gallery:wave", 0.7, JobState.CANCELLED),
        ("gallery:square0", 0.7, JobState.QUEUED),
    ]


async def test_a_tap_that_is_handled_again_counts_once(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    query = {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "Anna"}, "chat_instance": "1"}
    tap = {"callback_query": {**query, "data": f"step:{job.id}:next", "message": message}}
    await conversation.handle(dict(tap), 4000)
    await conversation.handle(dict(tap), 4000)
    assert [one.look.style for one in await conversation.jobs()] == ["gallery:iris", "gallery:wave"]
    session = await conversation.session()
    assert session is not None
    assert session.look.style == "gallery:wave"


@pytest.mark.parametrize(("data", "label"), [("strengths:{}", "•100%"), ("back:{}", "🎨 Iris")])
async def test_other_buttons_come_in_place_and_paint_nothing(conversation: Conversation, data: str, label: str) -> None:
    job, message = await painted(conversation)
    message["reply_markup"] = {"inline_keyboard": []}
    await conversation.press(data.format(job.id), message)
    assert any(label in row for row in labels(conversation))
    assert last_edit(conversation)["message_id"] == MESSAGE_ID
    assert len(await conversation.jobs()) == 1


async def test_what_was_painted_before_is_shown_at_once(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"step:{job.id}:next", message)
    wave = await finished(conversation)
    await conversation.press(f"step:{wave.id}:previous", message)
    shown = last_edit(conversation)
    assert shown["media"]["media"] == f"picture of {job.id}"
    assert shown["media"]["caption"] == "<b>iris</b>, 100%\n<i>Irises, Ohara Koson, 1930</i>"
    new = await newest(conversation)
    assert (new.state, new.result_file_id, new.result_message_id) == (
        JobState.DONE,
        f"picture of {job.id}",
        MESSAGE_ID,
    )
    assert carried(conversation, "›") == f"step:{new.id}:next"
    # And so is what comes after it, counted from there.
    await conversation.press(f"step:{new.id}:next", message)
    assert last_edit(conversation)["media"]["media"] == f"picture of {wave.id}"


async def test_a_painting_on_its_way_does_not_come_over_one_that_is_shown_at_once(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"step:{job.id}:next", message)
    await conversation.press(f"step:{job.id}:previous", message)
    assert [one.state for one in await conversation.jobs()] == [JobState.DONE, JobState.CANCELLED, JobState.DONE]


async def test_what_is_there_already_is_not_painted_again(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    answer = await conversation.press(f"style:{job.id}:gallery:iris", message)
    assert answer["text"] == texts.as_you_see(ENGLISH)
    assert len(await conversation.jobs()) == 1
    # Should the last change have been lost on its way, this makes up for it.
    assert last_edit(conversation)["media"]["media"] == f"picture of {job.id}"


async def test_after_a_failure_the_same_tap_tries_again(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"strength:{job.id}:60", message)
    failed = await newest(conversation)
    await conversation.finish(failed, "CheckpointError: no weights")
    await conversation.press(f"strength:{failed.id}:60", message)
    assert (await newest(conversation)).id != failed.id


async def test_a_tap_makes_its_photo_the_current_one(conversation: Conversation) -> None:
    job, message = await painted(conversation, file_id="first")
    await conversation.receive(**photo("second", caption="wave"))
    await conversation.press(f"strength:{job.id}:60", message)
    await conversation.receive(text="keep colours")
    new = await newest(conversation)
    assert (new.photo_file_id, new.look.style, new.look.strength) == ("first", "gallery:iris", 0.6)


async def test_a_method_that_the_next_style_does_not_have_is_left(conversation: Conversation) -> None:
    await conversation.receive(**photo("painting", caption="/style my wave"))
    job, message = await painted(conversation, caption="/method wct")
    assert (job.look.style, job.look.method) == ("own:1", "wct")
    await conversation.press(f"step:{job.id}:next", message)
    assert (await newest(conversation)).look.method == "adain"


async def test_the_full_size_file_comes_as_an_answer(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="wave 70%")
    await conversation.receive(text="iris 20%")
    answer = await conversation.press(f"file:{job.id}", message)
    new = await newest(conversation)
    assert (new.kind, new.picture) == (JobKind.PAINT, PictureKind.FILE)
    assert (new.edit_message_id, new.reply_to_message_id) == (None, MESSAGE_ID)
    assert (new.look.style, new.look.strength) == ("gallery:wave", 0.7)
    assert answer["text"] == texts.sending_file(ENGLISH)


async def test_under_a_message_that_is_too_old_to_see_a_new_painting_comes(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    old = {"message_id": MESSAGE_ID, "chat": message["chat"], "date": 0}
    await conversation.press(f"strength:{job.id}:60", old)
    new = await newest(conversation)
    assert (new.look.strength, new.edit_message_id) == (0.6, None)


@pytest.mark.parametrize(("data", "announced"), [("strength:{}:60", 0), ("file:{}", 1)])
async def test_the_chat_announces_only_what_comes_as_a_message(
    conversation: Conversation, data: str, announced: int
) -> None:
    job, message = await painted(conversation)
    await conversation.press(data.format(job.id), message)
    assert len(conversation.called("sendChatAction")) == announced
