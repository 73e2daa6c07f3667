"""One person's turn: what a handler has at hand while it handles an update of theirs, in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Chat, Update, User
from telegram.constants import ChatType

from bot import grammar
from bot.context import EaselContext
from bot.fairness import TooManyWishes
from bot.grammar import BadValue, NotByMethod, Setting
from bot.handlers.pictures import SentPicture
from bot.jobs.wish import JobWish
from bot.language import Locale, locale_for
from bot.limits.file_limits import file_limits
from bot.look import Look, Share
from bot.methods import levels_there_are, methods_of, paintable
from bot.storage import chats, people, sessions
from bot.storage import styles as own_styles
from bot.storage.models.jobs import Job, JobKind, PictureKind
from bot.storage.models.people import ChatSession
from bot.storage.models.people import User as StoredUser
from bot.storage.models.styles import OwnStyle
from bot.styles import KnownStyle, known_styles, name_of, sample_seed, suggested_style
from bot.views import texts
from bot.wish import Wish


@dataclass(frozen=True)
class Turn:
    """A person in a chat, their session there, and the styles that they can choose from.

    `locale` is the language to answer in; `chosen_language` the code of the one that was chosen by them, or in a
    group by anybody, and None where everybody's app decides. `question` is what the bot had asked before this turn,
    see `bot.handlers.questions`, and `look_before` the look that was set.
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
    question: dict[str, Any] | None
    look_before: Look

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
    def look(self) -> Look:
        """How the next photo is painted: as the last one, in a suggested style where there is none (any more)."""
        look = self.session.look
        if look.shares and all(self.knows(style) for style in look.styles):
            return look
        return look.in_style(suggested_style(self.context.gallery))

    def with_style(self, own: OwnStyle) -> Turn:
        """Return the turn of a person who has just got this style of their own."""
        return replace(self, styles=(*known_styles((), [own]), *self.styles))

    @property
    def own_styles(self) -> tuple[KnownStyle, ...]:
        """The styles that the person has made."""
        return tuple(style for style in self.styles if style.own)

    def knows(self, reference: str) -> bool:
        """Tell whether there is such a style for this person."""
        return sample_seed(reference) is not None or name_of(reference, self.styles) is not None

    def style_name(self, reference: str) -> str:
        """Return the name of a style among `styles`; that of one which nobody painted is a number."""
        seed = sample_seed(reference)
        if seed is not None:
            return texts.sampled_style(self.locale, seed)
        return name_of(reference, self.styles) or reference

    def names(self, shares: Sequence[Share]) -> tuple[tuple[str, float], ...]:
        """Return the names of the styles that are mixed, and the part of each in the whole."""
        return tuple((self.style_name(style), part) for style, part in Look(tuple(shares)).portions)

    def refusal_of(self, *pictures: SentPicture) -> str | None:
        """Return what to say about the first picture that the bot would not be handed; None if there is none."""
        most = file_limits(self.context.settings).download
        sizes = (picture.size for picture in pictures if picture.size is not None and picture.size > most)
        size = next(sizes, None)
        return None if size is None else texts.file_too_large(self.locale, size, most)

    def read(self, words: str) -> Wish:
        """Read a wish.

        Raises:
            WishError: it is none, see `grammar.parse`, or its styles cannot be painted by its method.
        """
        return self._checked(grammar.parse(words, self.styles))

    def read_caption(self, words: str) -> Wish:
        """Read a wish in a caption, see `grammar.parse_caption`.

        Raises:
            WishError: as `read`.
        """
        return self._checked(grammar.parse_caption(words, self.styles))

    def _checked(self, wish: Wish) -> Wish:
        if wish.levels and not levels_there_are(wish.levels):
            raise BadValue(Setting.LEVELS, ", ".join(map(str, wish.levels)), wish, meant=True)
        look = wish.onto(self.look)
        methods = methods_of(look, self.context.gallery)
        if wish.method is not None and wish.method not in methods:
            raise NotByMethod(self.names(look.shares), wish.method, methods, wish)
        return wish

    def adopt(self, wish: Wish) -> None:
        """Make what was wished for the setting of this and the next photos, by a method that the styles have."""
        self.session.look = paintable(wish.onto(self.session.look), self.context.gallery)

    def adopt_photo(
        self,
        file_id: str,
        message_id: int | None,
        kind: PictureKind = PictureKind.PHOTO,
        album: Sequence[str] = (),
    ) -> None:
        """Make a photo the current one; with `album`, all of its photos, of which it is the first."""
        self.session.photo_file_id = file_id
        self.session.photo_message_id = message_id
        self.session.photo_kind = kind
        self.session.album_file_ids = list(album) or None

    async def paint(
        self,
        *,
        answering: int | None = None,
        replacing: int | None = None,
        picture: PictureKind | None = None,
        album_message_ids: Sequence[int] = (),
    ) -> Job:
        """Queue a painting of the current photo, or of each in the current album, in the session's look.

        Args:
            answering: the message that the painting answers.
            replacing: the message, a painting too, whose place it takes.
            picture: as what it goes; without it, a sticker for a sticker, files for an album of files, else photos.
            album_message_ids: the messages whose place the paintings of an album take.
        """
        kind, came_as = JobKind.PAINT, self.session.photo_kind
        if self.session.album_file_ids:
            kind = JobKind.ALBUM
        elif came_as is PictureKind.FILE:
            came_as = PictureKind.PHOTO
        return await self.make(
            kind,
            answering=answering,
            replacing=replacing,
            picture=picture or came_as,
            album_message_ids=album_message_ids,
        )

    async def learn(self, style: str, *, answering: int) -> Job:
        """Queue the reading of a painting that has just become a style; the next photos are painted in it."""
        self.session.look = self.session.look.in_style(style)
        wish = JobWish(JobKind.LEARN, self.chat.id, self.person.id, self.locale.code, self.look)
        return await self.context.enqueue(self.db, replace(wish, reply_to_message_id=answering))

    async def make(
        self,
        kind: JobKind,
        *,
        answering: int | None = None,
        replacing: int | None = None,
        picture: PictureKind = PictureKind.PHOTO,
        choices: Sequence[str] = (),
        page: int | None = None,
        look: Look | None = None,
        album_message_ids: Sequence[int] = (),
    ) -> Job:
        """Queue something to make of the current photo, in the session's look or another; arguments as in `JobWish`."""
        self.session.look = self.look
        photo = self.session.photo_file_id
        assert photo is not None, "ask for a photo first"
        wish = JobWish(
            kind=kind,
            chat_id=self.chat.id,
            user_id=self.person.id,
            language=self.locale.code,
            look=look or self.session.look,
            look_before=self.look_before,
            photo_file_id=photo,
            picture=picture,
            choices=tuple(choices),
            page=page,
            album_file_ids=tuple(self.session.album_file_ids or ()),
            album_message_ids=tuple(album_message_ids),
            reply_to_message_id=answering,
            edit_message_id=replacing,
        )
        return await self.context.enqueue(self.db, wish)


@asynccontextmanager
async def turn_of(update: Update, context: EaselContext) -> AsyncIterator[Turn]:
    """Open the turn of the person who caused the update; what it changed is committed when the block ends.

    Raises:
        TooManyWishes: the block asked for more than the person may; what it changed is committed all the same.
    """
    chat, person = update.effective_chat, update.effective_user
    assert chat is not None, "only messages in chats, and buttons under them, are handled"
    assert person is not None
    refusal: TooManyWishes | None = None
    async with context.database.transaction() as db:
        stored = await people.remember_user(db, person)
        chosen = await _chosen_language(db, chat, stored)
        session = await sessions.load(db, chat.id, person.id)
        own = await own_styles.list_own(db, person.id)
        styles = known_styles(context.gallery, own)
        question, session.question = session.question, None
        try:
            yield Turn(
                context=context,
                db=db,
                chat=chat,
                person=person,
                stored=stored,
                locale=_locale(chosen, stored),
                chosen_language=chosen,
                session=session,
                styles=styles,
                question=question,
                look_before=session.look,
            )
        except TooManyWishes as error:
            # What else they have said counts: the photo is the current one, and the look that of the next picture.
            refusal = error
    if refusal is not None:
        raise refusal


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
