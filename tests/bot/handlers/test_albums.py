from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import User as TelegramUser

from bot.handlers import albums as module
from bot.language import ENGLISH
from bot.storage import albums, people, sessions
from bot.storage import styles as own_styles
from bot.storage.database import DatabaseAway
from bot.storage.models.jobs import Job, JobKind, PictureKind
from bot.storage.models.people import ChatSession, User
from bot.storage.models.styles import OwnStyle
from bot.views import texts, wishes
from tests.bot.handlers.conftest import ANNA, BORIS, Conversation, document, painting, photo
from tests.bot.handlers.sent_albums import receive, shown_album, waiting, whole
from tests.bot.handlers.under_results import MESSAGE_ID, newest

VIDEO = {"video": {"file_id": "film", "file_unique_id": "f", "width": 1, "height": 1, "duration": 1}}


async def the_job(conversation: Conversation) -> Job:
    (job,) = await conversation.jobs()
    return job


async def own(conversation: Conversation) -> list[OwnStyle]:
    async with conversation.database.snapshot() as db:
        return await own_styles.list_own(db, ANNA["id"])


@pytest.mark.parametrize("captioned", [0, 1, 2])
async def test_an_album_is_one_job_and_any_picture_says_how(conversation: Conversation, captioned: int) -> None:
    pictures = [photo(name) for name in ("a", "b", "c")]
    pictures[captioned]["caption"] = "wave 70%"
    first, *_ = await whole(conversation, *pictures)
    job = await the_job(conversation)
    assert (job.kind, job.album_file_ids, job.photo_file_id) == (JobKind.ALBUM, ["a", "b", "c"], "a")
    assert (job.look.style, job.look.strength, job.picture) == ("gallery:wave", 0.7, PictureKind.PHOTO)
    assert (job.reply_to_message_id, job.album_message_ids) == (first["message_id"], None)
    assert await waiting(conversation) == []
    assert conversation.said() == ""


async def test_nothing_happens_while_it_grows(conversation: Conversation) -> None:
    await receive(conversation, photo("a"), photo("b"))
    for album in await waiting(conversation):
        await module.answer_in_turn(conversation.application, album)
    assert await conversation.jobs() == []
    assert len(await waiting(conversation)) == 1


async def test_an_update_that_is_handled_again_adds_nothing(conversation: Conversation) -> None:
    (message,) = await receive(conversation, photo("a"))
    await conversation.handle({"message": message})
    again = await waiting(conversation)
    await whole(conversation, photo("b"))
    for album in again:
        await module.answer_in_turn(conversation.application, album)
    assert (await the_job(conversation)).album_file_ids == ["a", "b"]


async def test_a_later_message_ends_it_and_is_about_it(conversation: Conversation) -> None:
    await receive(conversation, photo("a"), photo("b"))
    await conversation.receive(text="wave 40%")
    first, second = await conversation.jobs()
    assert (first.kind, first.look.style) == (JobKind.ALBUM, "gallery:iris")
    assert (second.kind, second.look.style, second.album_file_ids) == (JobKind.ALBUM, "gallery:wave", ["a", "b"])


async def test_a_single_photo_makes_an_end_of_the_album(conversation: Conversation) -> None:
    await whole(conversation, photo("a"), photo("b"))
    await conversation.receive(**photo("c"))
    job = (await conversation.jobs())[-1]
    assert (job.kind, job.photo_file_id, job.album_file_ids) == (JobKind.PAINT, "c", None)


async def test_of_an_album_of_which_one_picture_came_that_is_painted(conversation: Conversation) -> None:
    await whole(conversation, photo("a", caption="wave"))
    job = await the_job(conversation)
    assert (job.kind, job.photo_file_id, job.look.style) == (JobKind.PAINT, "a", "gallery:wave")


async def test_an_album_of_files_is_answered_with_files(conversation: Conversation) -> None:
    await whole(conversation, document("a.png", "image/png"), document("b.heic"))
    job = await the_job(conversation)
    assert (job.album_file_ids, job.picture) == (["file:a.png", "file:b.heic"], PictureKind.FILE)


async def test_a_video_among_photos_goes_along_for_the_worker_to_name(conversation: Conversation) -> None:
    await whole(conversation, VIDEO, photo("b"))
    job = await the_job(conversation)
    assert (job.album_file_ids, job.photo_file_id) == (["film", "b"], "b")


async def test_videos_alone_get_a_sentence(conversation: Conversation) -> None:
    await whole(conversation, VIDEO, VIDEO)
    assert conversation.said() == texts.not_a_picture(ENGLISH, "video")
    assert await conversation.jobs() == []


async def test_a_slip_in_the_caption_is_answered_once(conversation: Conversation) -> None:
    await whole(conversation, photo("a", caption="irris 70%"), photo("b"))
    assert len(conversation.called("sendMessage")) == 1
    assert conversation.said() == wishes.unknown_style(ENGLISH, "irris", ["iris"])
    assert await conversation.jobs() == []


async def test_of_two_captioned_style_the_second_is_the_style_of_the_first(conversation: Conversation) -> None:
    first, _ = await whole(conversation, photo("a", caption="/style my wave"), photo("b"))
    job = await the_job(conversation)
    (style,) = await own(conversation)
    assert (style.name, style.painting_file_id, style.photo_file_id) == ("my wave", "b", "a")
    assert (job.kind, job.photo_file_id, job.album_file_ids) == (JobKind.PAINT, "a", None)
    assert (job.look.style, job.reply_to_message_id) == (style.reference, first["message_id"])


async def test_of_more_the_last_is_the_style_of_all_others(conversation: Conversation) -> None:
    await whole(conversation, photo("a"), photo("b", caption="/style"), photo("c"))
    job = await the_job(conversation)
    (style,) = await own(conversation)
    assert (style.painting_file_id, style.photo_file_id) == ("c", None)
    assert (job.kind, job.album_file_ids, job.look.style) == (JobKind.ALBUM, ["a", "b"], style.reference)


async def test_style_with_a_style_that_there_is_paints_the_album_in_it(conversation: Conversation) -> None:
    await whole(conversation, photo("a", caption="/style wave 40%"), photo("b"))
    job = await the_job(conversation)
    assert (job.album_file_ids, job.look.style, job.look.strength) == (["a", "b"], "gallery:wave", 0.4)
    assert await own(conversation) == []


async def test_in_a_group_any_of_the_pictures_speaks_to_the_bot(conversation: Conversation) -> None:
    await conversation.receive(chat_type="group", text="/help")
    pictures = photo("a", caption="our garden"), photo("b", caption="@easel_bot wave"), photo("c")
    await whole(conversation, *pictures, chat_type="group")
    job = await the_job(conversation)
    assert (job.album_file_ids, job.look.style) == (["a", "b", "c"], "gallery:wave")


async def test_in_a_group_an_album_for_others_is_forgotten(conversation: Conversation) -> None:
    await conversation.receive(chat_type="group", text="/privacy")
    conversation.api.calls.clear()
    await whole(conversation, photo("a"), photo("b", caption="our garden"), chat_type="group")
    assert (await conversation.jobs(), await waiting(conversation)) == ([], [])
    assert conversation.api.calls == []


async def test_of_those_who_have_never_spoken_to_the_bot_nothing_is_kept(conversation: Conversation) -> None:
    await receive(conversation, photo("a"), photo("b"), person=BORIS, chat_type="group")
    assert await waiting(conversation) == []
    async with conversation.database.snapshot() as db:
        assert await db.get(User, BORIS["id"]) is None


async def test_what_fails_is_told_once_and_not_tried_again(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("of our own making")

    monkeypatch.setattr(module, "wish_in", fail)
    errors: list[object] = []

    async def note(_: object, context: Any) -> None:
        errors.append(context.error)

    conversation.application.add_error_handler(note)
    await whole(conversation, photo("a"), photo("b"))
    assert [str(error) for error in errors] == ["of our own making"]
    assert await waiting(conversation) == []


async def test_a_button_repaints_all_in_place(conversation: Conversation) -> None:
    job, words = await shown_album(conversation)
    await conversation.press(f"step:{job.id}:next", words)
    again = await newest(conversation)
    assert (again.kind, again.look.style, again.edit_message_id) == (JobKind.ALBUM, "gallery:wave", MESSAGE_ID)
    assert (again.album_file_ids, again.album_message_ids) == (["a", "b"], [501, 502])
    # The next tap counts from there, before anything is painted.
    await conversation.press(f"strength:{job.id}:weaker", words)
    once_more = await newest(conversation)
    assert (once_more.look.style, once_more.look.strength) == ("gallery:wave", 0.9)
    assert once_more.album_message_ids == [501, 502]


async def test_a_number_on_its_sheet_repaints_the_album(conversation: Conversation) -> None:
    job, words = await shown_album(conversation)
    await conversation.press(f"gallery:{job.id}", words)
    sheet = await newest(conversation)
    assert (sheet.kind, sheet.reply_to_message_id) == (JobKind.SHEET, MESSAGE_ID)
    await conversation.press(f"style:{sheet.id}:gallery:wave", painting(sheet, message_id=600))
    again = await newest(conversation)
    assert (again.kind, again.edit_message_id, again.album_message_ids) == (JobKind.ALBUM, MESSAGE_ID, [501, 502])


async def test_full_size_files_are_asked_for_all(conversation: Conversation) -> None:
    job, words = await shown_album(conversation)
    await conversation.press(f"file:{job.id}", words)
    files = await newest(conversation)
    assert (files.kind, files.picture, files.album_file_ids) == (JobKind.ALBUM, PictureKind.FILE, ["a", "b"])
    assert (files.reply_to_message_id, files.album_message_ids) == (MESSAGE_ID, None)


async def test_a_reply_is_about_all_of_it_or_about_one_picture(conversation: Conversation) -> None:
    _, words = await shown_album(conversation)
    await conversation.receive(text="wave", reply_to_message=words)
    assert (await newest(conversation)).album_file_ids == ["a", "b"]
    one = {key: value for key, value in words.items() if key not in ("reply_markup", "text")}
    await conversation.receive(text="40%", reply_to_message={**one, **photo("painted"), "message_id": 502})
    job = await newest(conversation)
    assert (job.kind, job.photo_file_id, job.album_file_ids) == (JobKind.PAINT, "b", None)


async def test_of_two_processes_the_slower_one_does_nothing(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await receive(conversation, photo("a"), photo("b"))
    conversation.api.calls.clear()

    async def taken_by_another(db: AsyncSession, *album: Any) -> list[Any]:
        await albums_take(db, *album)
        (await db.get_one(ChatSession, (7, ANNA["id"]))).question = None
        return []

    albums_take = albums.take
    async with conversation.database.transaction() as db:
        await people.remember_user(db, TelegramUser(ANNA["id"], "Anna", False))
        (await sessions.load(db, 7, ANNA["id"])).question = {"asked": "by the other"}
    monkeypatch.setattr(module, "QUIET_FOR", timedelta(0))
    monkeypatch.setattr(albums, "take", taken_by_another)
    for album in await waiting(conversation):
        await module.answer_in_turn(conversation.application, album)
    session = await conversation.session()
    assert session is not None
    assert session.question == {"asked": "by the other"}
    assert await conversation.jobs() == []
    assert conversation.api.calls == []


async def test_an_album_outlasts_a_database_that_goes_away(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await receive(conversation, photo("a"), photo("b"))
    monkeypatch.setattr(module, "QUIET_FOR", timedelta(0))
    (album,) = await waiting(conversation)

    async def away(*_: Any) -> Any:
        raise DatabaseAway("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(albums, "take", away)
        with pytest.raises(DatabaseAway):
            await module.answer_in_turn(conversation.application, album)
    await module.answer_in_turn(conversation.application, album)
    assert (await the_job(conversation)).album_file_ids == ["a", "b"]
