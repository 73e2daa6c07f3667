"""The paintings of an album: each picture in turn, then all of them together, and one message with the buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.jobs.commission import Commission
from bot.jobs.delivered import Delivered
from bot.jobs.errors import JobError
from bot.jobs.painted import Painted
from bot.jobs.rest import until_at_rest
from bot.jobs.workshop import Material, Workshop
from bot.storage import albums, paintings
from bot.storage.models.jobs import Job, PictureKind
from engine import EngineError, Note, PictureFile, Progress


@dataclass
class _Album:
    """How far an album is, by the numbers of its pictures from 1.

    `messages` are those that show the paintings, or are to show them; `shown` are the numbers that they show already.
    """

    messages: dict[int, int]
    paintings: dict[int, Painted] = field(default_factory=dict)
    failures: dict[int, Exception] = field(default_factory=dict)
    shown: set[int] = field(default_factory=set)

    def note(self, number: int, result: Painted | BaseException) -> None:
        """Note what became of a picture; what is not about that picture is raised."""
        if isinstance(result, Painted):
            self.paintings[number] = result
        elif isinstance(result, JobError | EngineError):
            self.failures[number] = result
        else:
            raise result

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the engine did otherwise than asked, for any of the pictures."""
        return tuple(note for painted in self.paintings.values() for note in painted.notes)


async def album(workshop: Workshop, job: Job) -> Delivered:
    """Paint the pictures of an album and deliver them; those that cannot be painted are left out, and named.

    Raises:
        MootError, TelegramError: as `Workshop.at_the_easel`.
        JobError, EngineError: as `Workshop.materials`; and about the first picture, if none can be painted.
    """
    materials = await workshop.materials(job)

    async def begin() -> _Album:
        return _Album(dict(enumerate(job.album_message_ids or (), 1)))

    # Kept from the beginning: what is painted when the network fails is not painted again.
    made = await workshop.made(job, begin)
    await _paint(workshop, job, made, materials)
    if not made.paintings:
        raise next(iter(made.failures.values()))
    await workshop.require_wanted(job)
    shown = workshop.present.album(
        job, [material.titled for material in materials], made.notes, len(made.paintings), made.failures
    )
    await _show(workshop, job, made, shown.file_name)
    message_ids = tuple(made.messages.values())
    if not made.failures and await _is_of_files_asked_for_by_a_button(workshop, job):
        return Delivered(None, None, message_ids)
    words = await workshop.delivery.words(job, shown, message_ids[0])
    return Delivered(words.message_id, None, message_ids)


async def _paint(workshop: Workshop, job: Job, made: _Album, materials: Sequence[Material]) -> None:
    """Paint what is neither painted yet nor known to be impossible."""
    file_ids = job.album_file_ids or []
    wanted = [
        number for number in range(1, 1 + len(file_ids)) if number not in made.paintings and number not in made.failures
    ]
    at_once = workshop.most_at_once(job)
    for start in range(0, len(wanted), at_once):
        await _paint_some(workshop, job, made, materials, wanted[start : start + at_once])


async def _paint_some(
    workshop: Workshop, job: Job, made: _Album, materials: Sequence[Material], numbers: Sequence[int]
) -> None:
    """Paint the pictures of some numbers in one turn."""
    file_ids, sources = job.album_file_ids or [], [material.source for material in materials]
    headway = workshop.hands[job].headway

    def commission(number: int, photo: PictureFile) -> Commission:
        def report(progress: Progress) -> None:
            headway.report(progress, number - 1, len(file_ids))

        return Commission(photo, job.look, sources, job.picture.value, report)

    fetched = await asyncio.gather(
        *(workshop.delivery.fetch(file_ids[number - 1]) for number in numbers), return_exceptions=True
    )
    photos: dict[int, PictureFile] = {}
    for number, photo in zip(numbers, fetched, strict=True):
        if isinstance(photo, BaseException):
            made.note(number, photo)
        else:
            photos[number] = photo
    if photos:
        results = await workshop.paintings(job, [commission(number, photo) for number, photo in photos.items()])
        for number, result in zip(photos, results, strict=True):
            made.note(number, result)
    headway.report(Progress(1, 1), max(numbers) - 1, len(file_ids))


async def _show(workshop: Workshop, job: Job, made: _Album, file_name: str) -> None:
    """Send the paintings as an album, or put them in the places of those before."""
    if not made.messages:
        message_ids = await workshop.delivery.album(job, list(made.paintings.values()), file_name)
        made.messages = dict(zip(made.paintings, message_ids, strict=True))
        made.shown.update(made.paintings)
        async with workshop.database.transaction() as db:
            # From here on the album is what could be painted of it, and its messages are changed instead of sent.
            await albums.note_sent(
                db, job, [(job.album_file_ids or [])[number - 1] for number in made.paintings], message_ids
            )
    if job.edit_message_id is not None:
        # Telegram's ids of an album's pictures are not kept: what an older wish covered could not be shown again.
        await until_at_rest(workshop.database, job.chat_id, job.edit_message_id, older_than=job)
    for number, painted in made.paintings.items():
        if number not in made.shown:
            # A newer wish for the album may have come between two of its pictures.
            await workshop.require_wanted(job)
            await workshop.delivery.change(job, made.messages[number], painted, file_name)
            made.shown.add(number)


async def _is_of_files_asked_for_by_a_button(workshop: Workshop, job: Job) -> bool:
    """Tell whether the buttons stay with the album that these are the full-size files of."""
    if job.picture is not PictureKind.FILE or job.edit_message_id is not None or job.reply_to_message_id is None:
        return False
    async with workshop.database.snapshot() as db:
        return await paintings.is_result(db, job.chat_id, job.reply_to_message_id)
