from telegram import User as TelegramUser

from bot.jobs.titles import titled
from bot.look import Look, Share
from bot.storage import people, styles
from bot.storage.database import Database
from bot.storage.models.jobs import Job
from bot.styles import Titled
from tests.bot.stand_in import GALLERY


def credit(name: str) -> str:
    return GALLERY[name].credit


def job(*references: str) -> Job:
    return Job(look=Look(tuple(Share(reference) for reference in references)))


async def test_every_style_of_a_look_has_its_title(database: Database) -> None:
    async with database.transaction() as db:
        await people.remember_user(db, TelegramUser(7, "Anna", is_bot=False))
        own = await styles.add_own(db, 7, "Ember", "painting", "Style {}".format)
        found = await titled(db, job("gallery:iris", f"own:{own.id}", "sample:3"), credit)
    assert list(found) == [Titled("iris", credit("iris")), Titled("Ember"), Titled("")]


async def test_what_is_gone_is_no_reason_to_fail(database: Database) -> None:
    async with database.snapshot() as db:
        assert list(await titled(db, job("gallery:lost", "own:404"), credit)) == [Titled("lost"), Titled("")]
