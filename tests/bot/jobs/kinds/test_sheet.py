from __future__ import annotations

from bot.jobs.painter import GalleryStyle, LearntStyle
from bot.language import ENGLISH
from bot.look import Look
from bot.paging import page
from bot.storage import paintings, sessions, styles
from bot.storage.models.jobs import Job, JobKind, JobState
from bot.styles import KnownStyle, own_reference
from bot.views import gallery
from engine import PictureDamaged
from tests.bot.jobs.studio import Studio, begun, busy
from tests.bot.stand_in import picture, size_of
from tests.person import Json, buttons_of, file_id_of

CHOICES = ("gallery:wave", "gallery:iris")
STYLES = [KnownStyle(reference, reference.partition(":")[2]) for reference in CHOICES]


async def choose(studio: Studio, style: str) -> None:
    async with studio.database.transaction() as db:
        (await sessions.load(db, studio.anna.chat_id, studio.anna.chat_id)).look = Look.of(style)


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons_of(message)]


def plain(message: Json) -> str:
    return str(message["caption"]).replace("\N{NO-BREAK SPACE}", " ")


async def test_a_sheet_is_sent_with_its_numbers(studio: Studio) -> None:
    await choose(studio, "gallery:iris")
    job = await studio.ask(kind=JobKind.SHEET, look=Look(strength=0.5), choices=CHOICES, page=0)
    studio.start()
    message = await studio.result()
    assert size_of(await studio.anna.download(message)) == (320, 240)
    assert "1 Wave · 2 Iris" in plain(message)
    assert labels(message) == ["1", "• 2 •"]
    row = await studio.ended(job)
    assert (row.state, row.result_file_id) == (JobState.DONE, file_id_of(message))
    (asked,) = studio.painter.painted
    assert (asked.what, asked.look, asked.sources) == (
        "sheet",
        Look(strength=0.5),
        (GalleryStyle("wave"), GalleryStyle("iris")),
    )


async def test_a_later_page_goes_on_counting(studio: Studio) -> None:
    choices = ("gallery:iris",) * 16 + CHOICES
    await studio.ask(kind=JobKind.SHEET, look=Look(), choices=choices, page=1)
    studio.start()
    message = await studio.result()
    assert labels(message) == ["17", "18", "‹", "2 / 2", "›"]
    assert len(studio.painter.painted[0].sources) == 2


async def test_in_the_place_of_a_painting_there_is_a_way_back(studio: Studio) -> None:
    painted = await studio.ask()
    studio.start()
    message = await studio.result()
    await studio.ended(painted)
    sheet = await studio.ask(
        kind=JobKind.SHEET, look=Look(), choices=CHOICES, page=0, edit_message_id=message["message_id"]
    )
    now = await studio.anna.wait_for(lambda m: labels(m)[-1:] == ["‹ Back"])
    assert now["message_id"] == message["message_id"]
    assert file_id_of(now) != file_id_of(message)
    assert (await studio.ended(sheet)).result_message_id == message["message_id"]
    assert len(await studio.pictures()) == 1
    shown = gallery.sheet_buttons(ENGLISH, page(STYLES, 0, 16), sheet.id, chosen=None, back=True)
    assert [one["callback_data"] for one in buttons_of(now)] == [
        button.callback_data for row in shown.inline_keyboard for button in row
    ]


async def test_own_styles_are_read_for_the_method_that_sheets_are_painted_by(studio: Studio) -> None:
    painting = await studio.anna.send_photo(picture(100, 100, "red"))
    async with studio.database.transaction() as db:
        own = await styles.add_own(db, studio.anna.chat_id, "my wave", file_id_of(painting), str)
    look = Look(method="gatys")
    await studio.ask(kind=JobKind.SHEET, look=look, choices=(own_reference(own.id), "gallery:iris"), page=0)
    studio.start()
    message = await studio.result()
    assert "1 My wave · 2 Iris" in plain(message)
    assert [method for _, method in studio.painter.learnt] == ["adain"]
    learnt, _ = studio.painter.painted[0].sources
    assert isinstance(learnt, LearntStyle)
    assert (learnt.id, learnt.method) == (own.id, "adain")


async def test_a_style_that_cannot_be_had_leaves_its_number_and_the_others_come(studio: Studio) -> None:
    async with studio.database.transaction() as db:
        lost = await styles.add_own(db, studio.anna.chat_id, "lost", "no such file", str)
    choices = (own_reference(lost.id), "own:99", "gallery:gone", "gallery:iris")
    await studio.ask(kind=JobKind.SHEET, look=Look(), choices=choices, page=0)
    studio.start()
    message = await studio.result()
    assert "1 Lost · 2 – · 3 – · 4 Iris" in plain(message)
    sources = studio.painter.painted[0].sources
    assert sources[:3] == (LearntStyle(0, "adain", b""),) * 3


async def test_a_photo_that_cannot_be_read_is_told(studio: Studio) -> None:
    studio.painter.error = PictureDamaged("cut off")
    job = await studio.ask(kind=JobKind.SHEET, look=Look(), choices=CHOICES, page=0)
    studio.start()
    assert "damaged" in (await studio.said())["text"]
    assert (await studio.ended(job)).state is JobState.DONE


async def test_going_back_while_it_is_painted_leaves_the_painting(studio: Studio) -> None:
    first = await studio.ask()
    studio.start()
    message = await studio.result()
    await studio.ended(first)
    async with busy(studio.painter):
        in_place = {"edit_message_id": message["message_id"]}
        sheet = await studio.ask(kind=JobKind.SHEET, look=Look(), choices=CHOICES, page=0, **in_place)
        await begun(studio.painter)
        back = await studio.ask(**in_place)
        async with studio.database.transaction() as db:
            paintings.settle(await db.get_one(Job, back.id), message["message_id"], file_id_of(message))
    assert (await studio.ended(sheet)).state is JobState.CANCELLED
    (now,) = await studio.pictures()
    assert file_id_of(now) == file_id_of(message)
