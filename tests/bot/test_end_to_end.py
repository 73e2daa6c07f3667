"""The whole bot over HTTP: what a person does in the chat, and what comes back."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.grammar import Setting
from bot.language import ENGLISH
from bot.views import texts, wishes
from bot.wish import Wish
from tests.bot.drawing import bomb, difference, encoded, landscape, opened, stripes
from tests.bot.gallery import FIRST, GALLERY, SECOND, captioned, label, number
from tests.easel_process import EaselProcess
from tests.person import Person, buttons_of, file_id_of

Json = dict[str, Any]

# One painting, on a busy machine; also the first one, for which the weights are loaded.
PAINTING_S = 90.0
MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE
# The styles that a sentence about mixtures names.
EXAMPLES = FIRST.name, GALLERY.entries[-1].name


class Anna(Person):
    """A person who waits for paintings."""

    async def painting(self, after: Json) -> Json:
        """Wait for the painting that answers what was sent."""
        return await self.wait_for(
            lambda message: message["from_bot"] and any(kind in message for kind in ("photo", "document", "sticker")),
            PAINTING_S,
            after=after,
        )

    async def sentence(self, after: Json) -> str:
        """Wait for the sentence that answers what was sent."""
        message = await self.wait_for(
            lambda message: message["from_bot"] and "text" in message, PAINTING_S, after=after
        )
        return str(message["text"])

    async def edited(self, message: Json) -> Json:
        """Wait until another picture has taken the place of a painting."""
        return await self.wait_for(
            lambda now: now["message_id"] == message["message_id"] and file_id_of(now) != file_id_of(message),
            PAINTING_S,
        )

    async def tap(self, message: Json, button: str) -> Json:
        """Press a button as soon as it is under the message."""
        await self.wait_for(
            lambda now: (
                now["message_id"] == message["message_id"] and any(button in one["text"] for one in buttons_of(now))
            )
        )
        return await self.press(message, button)

    async def pressed(self, message: Json, *buttons: str) -> Json:
        """Press buttons one after the other and wait for the painting that comes of it."""
        for button in buttons:
            await self.tap(message, button)
        return await self.edited(message)


@pytest.fixture
async def anna(running_bot: EaselProcess) -> AsyncIterator[Anna]:
    person = await Anna.join(running_bot.url, "Anna")
    assert isinstance(person, Anna)
    async with person:
        yield person


def plain(html: str) -> str:
    """What a person sees of a sentence."""
    for tag in ("<b>", "</b>", "<code>", "</code>"):
        html = html.replace(tag, "")
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


async def test_a_photo_comes_back_painted_with_buttons(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(landscape(320, 240)))
    result = await anna.painting(sent)
    painted = await anna.download(result)
    assert opened(painted).size == (320, 240)
    assert difference(painted, await anna.download(sent)) > 5
    assert result["caption"] == captioned(FIRST, "100%")
    assert result["reply_to_message"]["message_id"] == sent["message_id"]
    assert [button["text"] for button in buttons_of(result)] == [
        *("‹", label(FIRST), "›"),
        *("−", "100%", "+"),
        "More…",
    ]
    assert any(call["method"] == "sendChatAction" for call in await anna.calls())


@pytest.mark.parametrize("format", ["PNG", "HEIC", "WEBP"])
async def test_a_picture_sent_as_a_file_is_painted(anna: Anna, format: str) -> None:
    sent = await anna.send_file(encoded(landscape(300, 200), format), f"holiday.{format.lower()}")
    assert opened(await anna.download(await anna.painting(sent))).size == (300, 200)


async def test_a_still_sticker_is_painted(anna: Anna) -> None:
    sent = await anna.send_file(encoded(landscape(512, 400), "WEBP"), "sticker.webp", as_="sticker")
    assert opened(await anna.download(await anna.painting(sent))).size == (512, 400)


async def test_the_gallery_opens_in_place_and_a_style_repaints_in_place(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(landscape()))
    result = await anna.painting(sent)
    before = await anna.download(result)
    await anna.press(result, label(FIRST))
    sheet = await anna.edited(result)
    assert sheet["caption"].startswith("Tap the number you like.")
    assert f"• {number(FIRST)} •" in [button["text"] for button in buttons_of(sheet)]
    assert opened(await anna.download(sheet)).size[0] == 1280
    answer = await anna.tap(result, number(SECOND))
    assert answer["text"] == texts.painting(ENGLISH, [(SECOND.name, 1.0)], 1.0)
    after = await anna.edited(sheet)
    assert after["caption"] == captioned(SECOND, "100%")
    assert label(SECOND) in [button["text"] for button in buttons_of(after)]
    assert difference(await anna.download(after), before) > 1
    assert len([message for message in await anna.messages(sent["message_id"]) if message["from_bot"]]) == 1


async def test_strength_goes_down_in_steps_and_to_the_photo_itself(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(landscape()))
    photo = await anna.download(sent)
    result = await anna.painting(sent)
    full = difference(await anna.download(result), photo)
    result = await anna.pressed(result, "−")
    assert ", 90%\n" in result["caption"]
    result = await anna.pressed(result, "90%", "50%")
    half = difference(await anna.download(result), photo)
    result = await anna.pressed(result, "50%", "0%")
    none = difference(await anna.download(result), photo)
    assert none < 3 < half < full


async def test_quick_taps_end_in_the_last_wish(anna: Anna) -> None:
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    (weaker,) = [one["callback_data"] for one in buttons_of(result) if one["text"] == "−"]
    for _ in range(4):
        # On the keyboard as it was, which the bot is quicker to change than a finger to notice.
        await anna.press(result, weaker, force=True)
    result = await anna.wait_for(
        lambda message: message["message_id"] == result["message_id"] and ", 60%\n" in message["caption"],
        PAINTING_S,
    )
    assert "60%" in [button["text"] for button in buttons_of(result)]


async def test_colours_are_kept_and_given_up_again(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(landscape()))
    result = await anna.painting(sent)
    painted = await anna.download(result)
    result = await anna.pressed(result, "More…", "Colours", "Your photo's")
    kept = await anna.download(result)
    assert ", your photo's colours\n" in result["caption"]
    photo = await anna.download(sent)
    # The photo's own hues: channel means are nearer to the photo's.
    assert difference(kept, photo) < difference(painted, photo)
    result = await anna.pressed(result, "More…", "Colours", "The painting's")
    assert difference(await anna.download(result), painted) < 1


async def test_every_quick_method_is_a_tap_away(anna: Anna) -> None:
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    before = await anna.download(result)
    for button, method in (
        ("Bold (WCT)", ", method WCT\n"),
        ("Soft (VAE)", ", method VAE\n"),
        ("Fast (AdaIN)", "100%\n"),
    ):
        result = await anna.pressed(result, "More…", "Method", button)
        assert method in result["caption"]
    assert difference(await anna.download(result), before) < 1


async def test_the_file_is_larger_than_the_preview(anna: Anna) -> None:
    sent = await anna.send_file(encoded(landscape(1600, 1200)), "holiday.jpg")
    result = await anna.painting(sent)
    assert opened(await anna.download(result)).size == (1280, 960)
    await anna.press(result, "More…")
    await anna.tap(result, "Full-size file")
    file = await anna.wait_for(lambda message: message["from_bot"] and "document" in message, PAINTING_S)
    assert opened(await anna.download(file)).size == (1600, 1200)
    assert file["document"]["file_name"].endswith("-100.jpg")
    assert buttons_of(file) == []


async def test_wishes_in_captions_messages_and_replies(anna: Anna) -> None:
    first = await anna.send_photo(encoded(landscape(320, 240)), f"{SECOND.name} 70%")
    result = await anna.painting(first)
    assert result["caption"] == captioned(SECOND, "70%")
    second = await anna.send_photo(encoded(landscape(240, 320)), "our garden in spring")
    assert (await anna.painting(second))["caption"] == captioned(SECOND, "70%")
    said = await anna.send_text(f"/style {FIRST.name} 0,4")
    now = await anna.painting(said)
    assert (now["caption"], opened(await anna.download(now)).size) == (captioned(FIRST, "40%"), (240, 320))
    for target in (first, result):
        said = await anna.send_text("keep colours 30%", reply_to=target)
        now = await anna.painting(said)
        assert now["caption"] == captioned(FIRST, "30%, your photo's colours")
        assert opened(await anna.download(now)).size == (320, 240)


async def test_a_style_before_any_photo_is_remembered(anna: Anna) -> None:
    said = await anna.send_text(f"/style {SECOND.name} 60%")
    assert await anna.sentence(said) == plain(texts.remembered(ENGLISH, Wish(strength=0.6), [(SECOND.name, 1.0)]))
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    assert result["caption"] == captioned(SECOND, "60%")


async def test_a_painting_with_a_caption_becomes_a_style(anna: Anna) -> None:
    result = await anna.painting(await anna.send_photo(encoded(landscape(320, 240))))
    sent = await anna.send_photo(encoded(stripes()), "/style bold stripes")
    mine = await anna.painting(sent)
    assert mine["caption"] == "bold stripes (your own), 100%"
    assert opened(await anna.download(mine)).size == (320, 240)
    await anna.tap(result, label(FIRST))
    sheet = await anna.edited(result)
    assert "1\N{NO-BREAK SPACE}Bold stripes · 2" in sheet["caption"]
    await anna.press(sheet, "1")
    assert (await anna.edited(sheet))["caption"] == "bold stripes (your own), 100%"
    said = await anna.send_text("bold stripes 50%")
    assert (await anna.painting(said))["caption"] == "bold stripes (your own), 50%"


async def test_a_reply_with_style_learns_a_painting(anna: Anna) -> None:
    painting = await anna.send_photo(encoded(stripes()))
    await anna.painting(painting)
    photo = await anna.send_photo(encoded(landscape(320, 240)))
    await anna.painting(photo)
    said = await anna.send_text("/style", reply_to=painting)
    mine = await anna.painting(said)
    assert mine["caption"] == "Style 1 (your own), 100%"
    assert opened(await anna.download(mine)).size == (320, 240)


async def test_a_style_learnt_before_any_photo_is_confirmed(anna: Anna) -> None:
    sent = await anna.send_photo(encoded(stripes()), "/style")
    assert await anna.sentence(sent) == plain(texts.learned(ENGLISH, "Style 1"))
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    assert result["caption"] == "Style 1 (your own), 100%"


async def test_a_look_is_saved_and_brought_back(anna: Anna) -> None:
    await anna.painting(await anna.send_photo(encoded(landscape()), f"{SECOND.name} 40%"))
    said = await anna.send_text("/save evening")
    assert "Saved as evening" in await anna.sentence(said)
    await anna.painting(await anna.send_text(f"{FIRST.name} 100%"))
    said = await anna.send_text("/presets")
    listing = await anna.wait_for(lambda message: "evening" in str(buttons_of(message)))
    await anna.press(listing, "evening")
    assert (await anna.painting(listing))["caption"] == captioned(SECOND, "40%")


def _jpeg() -> bytes:
    return encoded(landscape(640, 480))


def _corrupt() -> bytes:
    rng = random.Random(0)
    return _jpeg()[:20] + bytes(rng.randrange(256) for _ in range(5000))


BAD_FILES = {
    "corrupt": (_corrupt, "photo.jpg", "document", texts.damaged_picture(ENGLISH)),
    "truncated": (lambda: _jpeg()[: len(_jpeg()) // 2], "photo.jpg", "document", texts.damaged_picture(ENGLISH)),
    "empty": (lambda: b"", "photo.jpg", "document", texts.empty_file(ENGLISH)),
    "1 x 5000": (
        lambda: encoded(landscape(5000, 8).resize((1, 5000)), "PNG"),
        "line.png",
        "photo",
        texts.too_narrow(ENGLISH, 1, 5000, 20),
    ),
    "bomb": (
        lambda: bomb(30_000, 30_000),
        "sky.png",
        "document",
        texts.too_many_pixels(ENGLISH, 30_000, 30_000, 120_000_000),
    ),
    "pdf": (lambda: b"%PDF-1.7\n", "paper.pdf", "document", texts.not_a_picture(ENGLISH, "pdf")),
    "pdf in disguise": (lambda: b"%PDF-1.7\n" * 9, "photo.jpg", "document", texts.not_a_picture(ENGLISH, "pdf")),
    "video": (lambda: b"\0\0\0\x18ftypmp42" * 9, "film.mp4", "video", texts.not_a_picture(ENGLISH, "video")),
    "25 MB": (
        lambda: _jpeg() + bytes(25 * MEGABYTE - len(_jpeg())),
        "huge.jpg",
        "document",
        texts.file_too_large(ENGLISH, 25 * MEGABYTE, LIMIT),
    ),
    "animated sticker": (
        lambda: b"\x1f\x8b\x08\0",
        "dance.tgs",
        "sticker",
        texts.not_a_picture(ENGLISH, "animated sticker"),
    ),
}


@pytest.mark.parametrize("what", BAD_FILES)
async def test_a_bad_file_gets_one_sentence_and_changes_nothing(anna: Anna, what: str) -> None:
    make, name, as_, sentence = BAD_FILES[what]
    await anna.painting(await anna.send_photo(encoded(landscape(320, 240)), f"{SECOND.name} 70%"))
    sent = await anna.send_file(make(), name, as_=as_)
    assert await anna.sentence(sent) == plain(sentence)
    said = await anna.send_text("30%")
    result = await anna.painting(said)
    assert result["caption"] == captioned(SECOND, "30%")
    assert opened(await anna.download(result)).size == (320, 240)
    answers = [message for message in await anna.messages(sent["message_id"]) if message["from_bot"]]
    assert len(answers) == 2


@pytest.mark.parametrize("with_photo", [False, True], ids=["without a photo", "with a photo"])
async def test_a_painting_that_cannot_be_read_is_no_style(anna: Anna, with_photo: bool) -> None:
    if with_photo:
        await anna.painting(await anna.send_photo(encoded(landscape(320, 240)), SECOND.name))
    sent = await anna.send_file(_corrupt(), "painting.jpg", "/style shipwreck")
    assert await anna.sentence(sent) == plain(texts.damaged_picture(ENGLISH))
    said = await anna.send_text("/style shipwreck")
    assert "I don't know a style called “shipwreck”" in await anna.sentence(said)
    result = await anna.painting(await anna.send_photo(encoded(landscape(240, 320))))
    assert result["caption"] == captioned(SECOND if with_photo else FIRST, "100%")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("what a lovely day, isn't it?", wishes.not_understood(ENGLISH, FIRST.name)),
        ("/strength 700", wishes.bad_value(ENGLISH, Setting.STRENGTH, "700", (), EXAMPLES)),
        ("/strength lots", wishes.bad_value(ENGLISH, Setting.STRENGTH, "lots", (), EXAMPLES)),
        (f"{FIRST.name} 700%", wishes.bad_value(ENGLISH, Setting.STRENGTH, "700%", (), EXAMPLES)),
        (f"/mix {FIRST.name}", wishes.bad_value(ENGLISH, Setting.MIX, FIRST.name, (), EXAMPLES)),
        ("/style xxqqxxqq", wishes.unknown_style(ENGLISH, "xxqqxxqq", [])),
        ("/dance", texts.unknown_command(ENGLISH)),
    ],
)
async def test_bad_words_get_one_sentence(anna: Anna, words: str, sentence: str) -> None:
    said = await anna.send_text(words)
    assert await anna.sentence(said) == plain(sentence)
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    assert result["caption"] == captioned(FIRST, "100%")


async def test_an_unknown_style_comes_with_the_nearest_names(anna: Anna) -> None:
    slip = FIRST.name[:-1] + FIRST.name[-1] * 2
    for said in (
        await anna.send_text(f"/style {slip}"),
        await anna.send_text(slip),
        await anna.send_photo(encoded(landscape()), f"{slip} 70%"),
    ):
        sentence = await anna.sentence(said)
        assert sentence.startswith(f"I don't know a style called “{slip}”. Did you mean {FIRST.name}")


async def test_buttons_survive_a_restart(anna: Anna, running_bot: EaselProcess) -> None:
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    await asyncio.to_thread(running_bot.stop)
    await asyncio.to_thread(running_bot.start)
    assert (await anna.pressed(result, "−"))["caption"] == captioned(FIRST, "90%")


async def test_a_button_whose_picture_is_forgotten_says_what_to_do(anna: Anna) -> None:
    result = await anna.painting(await anna.send_photo(encoded(landscape())))
    answer = await anna.press(result, "strength:nosuchjob:50", force=True)
    assert (answer["text"], answer["show_alert"]) == (texts.picture_forgotten(ENGLISH), True)


async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(running_bot: EaselProcess) -> None:
    person = await Anna.join(running_bot.url, "Friends", "group")
    assert isinstance(person, Anna)
    async with person:
        ignored = await person.send_photo(encoded(landscape(300, 200)), "our cat")
        await person.send_text("what a cat")
        asked = await person.send_photo(encoded(landscape(320, 240)), f"/style {SECOND.name}")
        result = await person.painting(asked)
        assert result["caption"] == captioned(SECOND, "100%")
        said = await person.send_text("40%", reply_to=result)
        assert (await person.painting(said))["caption"] == captioned(SECOND, "40%")
        said = await person.send_text(f"/style {FIRST.name}", reply_to=ignored)
        assert opened(await person.download(await person.painting(said))).size == (300, 200)
        from_bot = [message for message in await person.messages() if message["from_bot"]]
        # One greets the group.
        assert ["photo" in message for message in from_bot] == [False, True, True, True]


async def test_in_a_group_anybody_has_somebody_elses_photo_painted(running_bot: EaselProcess) -> None:
    anna = await Anna.join(running_bot.url, "Anna", language_code="en")
    ben = await Person.join(running_bot.url, "Ben", language_code="ru")
    async with anna, ben:
        friends = await anna.new_group("Friends")
        there = await ben.join_group(friends)
        photo = await friends.send_photo(encoded(landscape(300, 200)), "our cat")
        me = (await anna.request("GET", "/api/bot"))["username"]
        for words in (f"@{me} {SECOND.name} 60%", f"/style {SECOND.name} 60%"):
            said = await there.send_text(words, reply_to=photo)
            result = await there.wait_for(
                lambda message: message["from_bot"] and "photo" in message, PAINTING_S, after=said
            )
            # The painting and its buttons are his, in his language.
            assert result["reply_to_message"]["message_id"] == said["message_id"]
            assert result["caption"].startswith(f"{SECOND.name}, 60\N{NO-BREAK SPACE}%")
            assert opened(await there.download(result)).size == (300, 200)
        answer = await friends.press(result, "−")
        assert answer["text"] == texts.not_your_picture(ENGLISH)
