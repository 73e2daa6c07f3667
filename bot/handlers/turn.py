"""One person's turn: what a handler has at hand while it handles an update of theirs, in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Chat, Update, User
from telegram.constants import ChatType

from bot import grammar
from bot.context import EaselContext
from bot.grammar import Wish
from bot.jobs.wish import JobWish
from bot.language import Locale, locale_for
from bot.storage import chats, people, sessions
from bot.storage import styles as own_styles
from bot.storage.models import ChatSession, Job, JobKind
from bot.storage.models import User as StoredUser
from bot.styles import KnownStyle, known_styles, name_of, suggested_style


@dataclass(frozen=True)
class Turn:
    """A person in a chat, their session there, and the styles that they can choose from.

    `locale` is the language to answer in; `chosen_language` the code of the one that was chosen by them, or in a
    group by anybody, and None where everybody's app decides.
    """

    context: EaselContext
    db: AsyncSession
    chat: Chat
    person: User
    stored: StoredUser
    locale: Locale
    chosen_language: str | None
    session: ChatSession
    styles: tuple[KnownStyle, ...]

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.chat.type != ChatType.PRIVATE

    async def speak(self, code: str | None) -> Turn:
        """Choose a language for this chat by its code, or None to leave it to everybody's app.

        Returns:
            the turn in the language that it then has.
        """
        if self.in_group:
            await chats.choose_language(self.db, self.chat.id, code)
        else:
            self.stored.chosen_language = code
        return replace(self, chosen_language=code, locale=_locale(code, self.stored))

    @property
    def style(self) -> str:
        """The reference of the style to paint in: the last one used, or a suggestion."""
        used = self.session.style
        if used is not None and name_of(used, self.styles) is not None:
            return used
        return suggested_style(self.context.gallery)

    def style_name(self, reference: str) -> str:
        """Return the name of a style among `styles`."""
        return name_of(reference, self.styles) or reference

    def read(self, words: str) -> Wish:
        """Read a wish.

        Raises:
            WishError: it is none, see `grammar.parse`.
        """
        return grammar.parse(words, self.styles)

    def adopt(self, wish: Wish) -> None:
        """Make what was wished for the setting of this and the next photos."""
        if wish.style is not None:
            self.session.style = wish.style
        if wish.strength is not None:
            self.session.strength = wish.strength
        if wish.keep_colours is not None:
            self.session.keep_colours = wish.keep_colours

    def adopt_photo(self, file_id: str, message_id: int | None) -> None:
        """Make a photo the current one."""
        self.session.photo_file_id = file_id
        self.session.photo_message_id = message_id

    async def paint(
        self,
        *,
        style: str | None = None,
        answering: int | None = None,
        replacing: int | None = None,
        as_file: bool = False,
    ) -> Job:
        """Queue a painting of the current photo as the session stands.

        Args:
            style: to paint in, also from now on; without it, that of the session.
            answering: the message that the painting answers.
            replacing: the message, a painting too, whose place it takes.
            as_file: in full size, as a file.
        """
        self.session.style = style or self.style
        photo = self.session.photo_file_id
        assert photo is not None, "ask for a photo first"
        wish = self._wish(JobKind.PAINT, self.session.style, photo, answering)
        return await self.context.enqueue(self.db, replace(wish, edit_message_id=replacing, as_file=as_file))

    async def learn(self, style: str, *, answering: int) -> Job:
        """Queue the reading of a painting that has just become a style; the next photos are painted in it."""
        self.session.style = style
        return await self.context.enqueue(self.db, self._wish(JobKind.LEARN, style, None, answering))

    def _wish(self, kind: JobKind, style: str, photo: str | None, answering: int | None) -> JobWish:
        return JobWish(
            kind=kind,
            chat_id=self.chat.id,
            user_id=self.person.id,
            language=self.locale.code,
            style=style,
            photo_file_id=photo,
            strength=self.session.strength,
            keep_colours=self.session.keep_colours,
            reply_to_message_id=answering,
        )


@asynccontextmanager
async def turn_of(update: Update, context: EaselContext) -> AsyncIterator[Turn]:
    """Open the turn of the person who caused the update; what it changed is committed when the block ends."""
    chat, person = update.effective_chat, update.effective_user
    assert chat is not None, "only messages in chats, and buttons under them, are handled"
    assert person is not None
    async with context.database.transaction() as db:
        stored = await people.remember_user(db, person)
        chosen = await _chosen_language(db, chat, stored)
        session = await sessions.load(db, chat.id, person.id)
        own = await own_styles.list_own(db, person.id)
        styles = known_styles(context.gallery, own)
        yield Turn(context, db, chat, person, stored, _locale(chosen, stored), chosen, session, styles)


async def locale_of(update: Update, context: EaselContext) -> Locale:
    """Return the language to answer an update in where there is no turn; also when the database fails."""
    chat, person = update.effective_chat, update.effective_user
    if person is None:
        return locale_for(None)
    try:
        async with context.database.snapshot() as db:
            stored = await db.get(StoredUser, person.id)
            if stored is None or chat is None:
                return locale_for(person.language_code)
            return _locale(await _chosen_language(db, chat, stored), stored)
    except SQLAlchemyError:
        return locale_for(person.language_code)


async def _chosen_language(db: AsyncSession, chat: Chat, stored: StoredUser) -> str | None:
    return stored.chosen_language if chat.type == ChatType.PRIVATE else await chats.chosen_language(db, chat.id)


def _locale(chosen: str | None, stored: StoredUser) -> Locale:
    return locale_for(chosen, stored.chosen_language, stored.language)
