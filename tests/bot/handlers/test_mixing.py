from __future__ import annotations

from typing import Any

import pytest

from bot.language import ENGLISH
from bot.look import Look, Share
from bot.storage import styles
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.views import mixing, texts
from tests.bot.handlers.conftest import ANNA, BOT, Conversation, Json, photo
from tests.bot.handlers.under_results import MESSAGE_ID, carried, finished, labels, last_edit, newest, painted

IRIS, WAVE, SQUARE = "gallery:iris", "gallery:wave", "gallery:square0"


async def mixed(conversation: Conversation, words: str = "/mix iris:60 wave:40") -> tuple[Job, Json]:
    return await painted(conversation, caption=words)


async def tap(conversation: Conversation, label: str, message: Json) -> Json:
    """Press the button with this label among those that the message has got last; return the answer."""
    message = {**message, "reply_markup": last_edit(conversation)["reply_markup"]}
    return await conversation.press(carried(conversation, label), message)


def parts(look: Look) -> dict[str, float]:
    return {style: round(part, 2) for style, part in look.portions}


async def test_the_menu_opens_in_place_with_the_style_ticked(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="wave 70%")
    answer = await conversation.press(f"mix:{job.id}", message)
    assert answer["text"] == mixing.pick(ENGLISH)
    assert labels(conversation)[0] == ["Iris", "✓ Wave", "Square0"]
    assert labels(conversation)[-1] == ["‹ Back"]
    assert len(await conversation.jobs()) == 1
    await tap(conversation, "‹ Back", message)
    assert labels(conversation)[0] == ["‹", "🎨 Wave", "›"]


async def test_the_menu_has_pages_with_ones_own_styles_first(conversation: Conversation) -> None:
    for number in range(5):
        await conversation.receive(**photo(f"painting {number}", caption=f'/style "mine {number}"'))
    job, message = await painted(conversation, caption="square7")
    await conversation.press(f"mix:{job.id}", message)
    assert labels(conversation) == [["Square5", "Square6", "✓ Square7"], ["‹", "2 / 2", "›"], ["‹ Back"]]
    await tap(conversation, "›", message)
    assert labels(conversation)[0] == ["✎ mine 0", "✎ mine 1", "✎ mine 2"]


async def test_a_second_style_is_mixed_in_half_and_half_in_place(conversation: Conversation) -> None:
    job, message = await painted(conversation, caption="iris 70%")
    answer = await conversation.press(f"pick:{job.id}:{WAVE}", message)
    new = await newest(conversation)
    assert (new.kind, new.edit_message_id, new.photo_file_id) == (JobKind.PAINT, MESSAGE_ID, "photo")
    assert (parts(new.look), new.look.strength) == ({IRIS: 0.5, WAVE: 0.5}, 0.7)
    assert answer["text"] == texts.painting(ENGLISH, [("iris", 0.5), ("wave", 0.5)], 0.7)
    # The sliders are there at once, before the painting has come.
    assert labels(conversation)[0] == ["+ Iris", "🎛 50 : 50", "Wave +"]
    assert new.id in carried(conversation, "Wave +")


async def test_a_style_that_is_tapped_again_is_taken_out(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    await conversation.press(f"pick:{job.id}:{IRIS}", message)
    assert (await newest(conversation)).look == Look.of(WAVE)
    assert labels(conversation)[0] == ["‹", "🎨 Wave", "›"]
    answer = await conversation.press(f"pick:{job.id}:{WAVE}", message)
    assert (answer["text"], answer["show_alert"]) == (mixing.last_style(ENGLISH), True)
    assert len(await conversation.jobs()) == 2


async def test_four_styles_are_enough(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    for number, rows in ((0, 3), (1, 4)):
        await conversation.press(f"pick:{job.id}:gallery:square{number}", message)
        assert [row[0] for row in labels(conversation)[:rows]] == ["−"] * rows
    assert labels(conversation)[:4] == [
        [*"−", label, *"+"] for label in ("Iris 30%", "Wave 20%", "Square0 25%", "Square1 25%")
    ]
    answer = await conversation.press(f"pick:{job.id}:gallery:square2", message)
    assert (answer["text"], answer["show_alert"]) == (mixing.too_many_styles(ENGLISH), True)
    assert len((await newest(conversation)).look.shares) == 4


async def test_styles_of_no_common_method_are_not_mixed(conversation: Conversation) -> None:
    job, message = await painted(conversation)
    await conversation.press(f"surprise:{job.id}", message)
    before = len(await conversation.jobs())
    answer = await conversation.press(f"pick:{job.id}:{WAVE}", message)
    assert (answer["text"], answer["show_alert"]) == (mixing.do_not_mix(ENGLISH), True)
    assert len(await conversation.jobs()) == before


async def test_sliding_counts_from_the_last_wish_whatever_was_pressed(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    for shares in ("50 : 50", "40 : 60", "30 : 70"):
        # The button of the first painting, as a quick finger has it.
        await conversation.press(f"part:{job.id}:+{WAVE}", message)
        assert labels(conversation)[0] == ["+ Iris", f"🎛 {shares}", "Wave +"]
    queued = [one for one in await conversation.jobs() if one.state is JobState.QUEUED]
    assert [parts(one.look) for one in queued] == [{IRIS: 0.3, WAVE: 0.7}]
    session = await conversation.session()
    assert session is not None
    assert parts(session.look) == {IRIS: 0.3, WAVE: 0.7}


async def test_a_mixture_of_three_is_slid_style_by_style(conversation: Conversation) -> None:
    job, message = await mixed(conversation, "/mix iris:40 wave:40 square0:20")
    await conversation.press(f"part:{job.id}:-{IRIS}", message)
    assert parts((await newest(conversation)).look) == {IRIS: 0.3, WAVE: 0.47, SQUARE: 0.23}
    await tap(conversation, "Iris 30%", message)
    assert labels(conversation)[0] == ["✓ Iris", "✓ Wave", "✓ Square0"]


async def test_at_its_end_a_slider_stays(conversation: Conversation) -> None:
    job, message = await mixed(conversation, "/mix iris:90 wave:10")
    answer = await conversation.press(f"part:{job.id}:+{IRIS}", message)
    assert answer["text"] == texts.as_you_see(ENGLISH)
    assert len(await conversation.jobs()) == 1


@pytest.mark.parametrize(
    "data", [f"part:{{}}:+{SQUARE}", f"part:{{}}:*{IRIS}", "part:{}", "pick:{}:own:99", "between:{}:3"]
)
async def test_a_button_that_makes_no_sense_any_more_is_put_right(conversation: Conversation, data: str) -> None:
    job, message = await mixed(conversation)
    answer = await conversation.press(data.format(job.id), message)
    assert (answer["text"], answer["show_alert"]) == (texts.buttons_renewed(ENGLISH), True)
    assert len(await conversation.jobs()) == 1


@pytest.mark.parametrize("data", ["strip:{}", "film:{}", f"part:{{}}:+{IRIS}"])
async def test_between_one_style_and_itself_there_is_nothing(conversation: Conversation, data: str) -> None:
    job, message = await painted(conversation)
    assert (await conversation.press(data.format(job.id), message))["text"] == texts.buttons_renewed(ENGLISH)
    assert len(await conversation.jobs()) == 1


@pytest.mark.parametrize("data", ["strip:{}", "film:{}", "part:{}:+gallery:iris"])
async def test_a_style_that_was_deleted_is_to_be_replaced(conversation: Conversation, data: str) -> None:
    await conversation.receive(**photo("painting", caption='/style "mine"'))
    job, message = await mixed(conversation, "/mix iris:60 mine:40")
    before = len(await conversation.jobs())
    async with conversation.database.transaction() as db:
        await styles.remove_own(db, 1)
    answer = await conversation.press(data.format(job.id), message)
    assert (answer["text"], answer["show_alert"]) == (mixing.style_gone(ENGLISH), True)
    assert len(await conversation.jobs()) == before
    await tap(conversation, "Wave", message)
    assert parts((await newest(conversation)).look) == {IRIS: 0.5, WAVE: 0.5}


async def test_a_strip_takes_the_place_of_the_painting_with_its_numbers_at_once(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    answer = await conversation.press(f"strip:{job.id}", message)
    assert answer["text"] == mixing.painting_strip(ENGLISH)
    strip = await newest(conversation)
    assert (strip.kind, strip.edit_message_id, strip.photo_file_id) == (JobKind.STRIP, MESSAGE_ID, "photo")
    assert labels(conversation) == [["1", "2", "3", "4"], ["5", "6", "7"], ["‹ Back"]]
    assert last_edit(conversation)["caption"] == mixing.strip_caption(ENGLISH, strip.look, ["iris", "wave"])


async def test_back_from_a_strip_shows_the_mixture_that_was_there(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    await conversation.press(f"strip:{job.id}", message)
    await tap(conversation, "‹ Back", message)
    assert last_edit(conversation)["media"]["media"] == f"picture of {job.id}"
    assert labels(conversation)[0] == ["+ Iris", "🎛 60 : 40", "Wave +"]


async def test_a_number_paints_that_step_in_place(conversation: Conversation) -> None:
    job, message = await mixed(conversation, "/mix iris:60 wave:40 keep colours")
    await conversation.press(f"strip:{job.id}", message)
    await finished(conversation)
    await tap(conversation, "2", message)
    new = await newest(conversation)
    assert (new.kind, new.edit_message_id, new.look.colours) == (JobKind.PAINT, MESSAGE_ID, "luminance")
    assert parts(new.look) == {IRIS: 0.83, WAVE: 0.17}
    assert labels(conversation)[0] == ["+ Iris", "🎛 83 : 17", "Wave +"]


async def test_the_last_number_is_the_last_style_alone(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    await conversation.press(f"strip:{job.id}", message)
    await tap(conversation, "7", message)
    assert (await newest(conversation)).look == Look.of(WAVE)
    strip = (await conversation.jobs())[1]
    assert (await conversation.press(f"between:{strip.id}:8", message))["show_alert"] is True


async def test_a_strip_that_telegram_has_is_shown_at_once_whatever_the_weights(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    await conversation.press(f"strip:{job.id}", message)
    strip = await finished(conversation)
    await tap(conversation, "3", message)
    await finished(conversation)
    new = await newest(conversation)
    await conversation.press(f"strip:{new.id}", message)
    assert last_edit(conversation)["media"]["media"] == f"picture of {strip.id}"
    assert (await newest(conversation)).state is JobState.DONE


async def test_under_a_file_a_strip_comes_as_an_answer(conversation: Conversation) -> None:
    job, _ = await mixed(conversation)
    chat: Json = {"id": 7, "type": "private"}
    file: dict[str, Any] = {"file_id": "sticker", "file_unique_id": "sticker"}
    message = {"message_id": MESSAGE_ID, "date": 1, "chat": chat, "from": BOT, "document": file}
    await conversation.press(f"strip:{job.id}", message)
    strip = await newest(conversation)
    assert (strip.kind, strip.edit_message_id, strip.reply_to_message_id) == (JobKind.STRIP, None, MESSAGE_ID)


async def test_a_film_answers_the_painting_once(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    answer = await conversation.press(f"film:{job.id}", message)
    assert answer["text"] == mixing.painting_film(ENGLISH)
    film = await newest(conversation)
    assert (film.kind, film.edit_message_id, film.reply_to_message_id) == (JobKind.FILM, None, MESSAGE_ID)
    assert film.look.shares == (Share(IRIS), Share(WAVE))
    answer = await conversation.press(f"film:{job.id}", message)
    assert answer["text"] == mixing.film_on_its_way(ENGLISH)
    assert len(await conversation.jobs()) == 2
    # The buttons stay as they are.
    assert conversation.called("editMessageReplyMarkup", "editMessageCaption", "editMessageMedia") == []


async def test_the_same_tap_handled_twice_makes_one_strip_and_one_film(conversation: Conversation) -> None:
    job, message = await mixed(conversation)
    for number, verb in enumerate(("strip", "film")):
        for _ in range(2):
            query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": f"{verb}:{job.id}", "message": message}
            await conversation.handle({"callback_query": query}, update_id=900 + number)
    assert [one.kind for one in await conversation.jobs()] == [JobKind.PAINT, JobKind.STRIP, JobKind.FILM]
