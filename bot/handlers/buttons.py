"""Taps on buttons.

The job row behind a button holds the photo and how it was painted, so a button works for as long as the row is
there, whatever was restarted in between. Everything happens in the message that was tapped.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeGuard

from telegram import CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatAction, ParseMode

from bot.context import EaselContext
from bot.grammar import Wish
from bot.handlers.telling import courtesy
from bot.handlers.turn import Turn, locale_of, turn_of
from bot.language import spoken
from bot.storage import jobs, presets
from bot.storage.models import Job, JobState
from bot.styles import name_of
from bot.views import gallery, keyboards, texts
from bot.views.callback_data import Press, Verb


@dataclass(frozen=True)
class Reaction:
    """What a tap gets: a notice (insistent as an `alert`), other buttons, and the sign that a picture comes.

    `text`, in HTML, replaces that of the message, together with the buttons.
    """

    notice: str = ""
    alert: bool = False
    text: str | None = None
    keyboard: InlineKeyboardMarkup | None = None
    paints: bool = False


async def on_press(update: Update, context: EaselContext) -> None:
    """Do what the button says."""
    query = update.callback_query
    assert query is not None
    press = Press.unpack(query.data or "")
    if query.message is None:
        reaction = Reaction(texts.button_out_of_date(await locale_of(update, context)), alert=True)
    else:
        async with turn_of(update, context) as turn:
            if press is None:
                reaction = Reaction(texts.button_out_of_date(turn.locale), alert=True)
            else:
                reaction = await _react(turn, press, query.message)
    await _show(query, reaction)


async def _react(turn: Turn, press: Press, message: MaybeInaccessibleMessage) -> Reaction:
    if not press.job_id:
        return await _react_to_list(turn, press)
    job = await jobs.get(turn.db, press.job_id)
    if job is None or job.photo_file_id is None:
        return Reaction(texts.picture_forgotten(turn.locale), alert=True)
    if job.user_id != turn.person.id:
        return Reaction(texts.not_your_picture(turn.locale), alert=True)
    match press.verb:
        case Verb.BACK:
            return Reaction(keyboard=keyboards.under_result(turn.locale, job))
        case Verb.STRENGTHS:
            return Reaction(keyboard=keyboards.strengths(turn.locale, job))
        case Verb.GALLERY:
            return Reaction(keyboard=_gallery_page(turn, press, job.style))
        case Verb.FILE:
            _adopt(turn, job, Wish())
            await turn.paint(style=job.style, answering=message.message_id, as_file=True)
            return Reaction(texts.sending_file(turn.locale), paints=True)
        case _:
            wish = _wish(turn, press)
            if wish is None:
                return Reaction(texts.button_out_of_date(turn.locale), alert=True)
            return await _repaint(turn, job, wish, message)


def _wish(turn: Turn, press: Press) -> Wish | None:
    """Return what a button under a painting changes; None if its style is gone or its number senseless."""
    match press.verb:
        case Verb.STYLE if name_of(press.argument, turn.styles) is not None:
            return Wish(style=press.argument)
        case Verb.STRENGTH if press.argument.isdigit() and int(press.argument) <= 100:
            return Wish(strength=int(press.argument) / 100)
        case Verb.COLOURS:
            return Wish(keep_colours=press.argument == "keep")
        case _:
            return None


async def _repaint(turn: Turn, job: Job, wish: Wish, message: MaybeInaccessibleMessage) -> Reaction:
    wished = (
        wish.style or job.style,
        job.strength if wish.strength is None else wish.strength,
        job.keep_colours if wish.keep_colours is None else wish.keep_colours,
    )
    delivered = job.state is JobState.DONE and job.error is None
    if delivered and wished == (job.style, job.strength, job.keep_colours):
        return Reaction(texts.as_you_see(turn.locale), keyboard=keyboards.under_result(turn.locale, job))
    _adopt(turn, job, wish)
    # A message that is too old to be seen may be gone: then the painting comes as a new one.
    visible = _is_visible(message)
    new = await turn.paint(style=wished[0], replacing=message.message_id if visible else None)
    # The buttons change at once, so that the next tap counts from this wish and not from the old picture.
    notice = texts.painting(turn.locale, turn.style_name(new.style), new.strength)
    return Reaction(notice, keyboard=keyboards.under_result(turn.locale, new) if visible else None, paints=True)


def _adopt(turn: Turn, job: Job, wish: Wish) -> None:
    """Make the session what the painting shows, with a wish on top."""
    assert job.photo_file_id is not None
    if turn.session.photo_file_id != job.photo_file_id:
        turn.adopt_photo(job.photo_file_id, job.reply_to_message_id)
    turn.adopt(Wish(job.style, job.strength, job.keep_colours))
    turn.adopt(wish)


async def _react_to_list(turn: Turn, press: Press) -> Reaction:
    """React to a button of /styles, /presets or /language, which belong to no painting."""
    match press.verb:
        case Verb.GALLERY:
            return Reaction(keyboard=_gallery_page(turn, press, turn.session.style))
        case Verb.STYLE if name_of(press.argument, turn.styles) is not None:
            return await _use(turn, Wish(style=press.argument))
        case Verb.LANGUAGE if press.argument == keyboards.FOLLOW:
            return await _speak(turn, None)
        case Verb.LANGUAGE if (chosen := spoken(press.argument)) is not None:
            return await _speak(turn, chosen.code)
        case Verb.PRESET:
            saved = await presets.list_presets(turn.db, turn.person.id)
            preset = next((one for one in saved if str(one.id) == press.argument), None)
            if preset is not None and name_of(preset.style, turn.styles) is not None:
                return await _use(turn, Wish(preset.style, preset.strength, preset.keep_colours))
    return Reaction(texts.button_out_of_date(turn.locale), alert=True)


async def _use(turn: Turn, wish: Wish) -> Reaction:
    turn.adopt(wish)
    name = turn.style_name(turn.style)
    if turn.session.photo_file_id is None:
        return Reaction(texts.noted(turn.locale, name), alert=True)
    await turn.paint(answering=turn.session.photo_message_id)
    return Reaction(texts.painting(turn.locale, name, turn.session.strength), paints=True)


async def _speak(turn: Turn, code: str | None) -> Reaction:
    turn = await turn.speak(code)
    locale, in_group = turn.locale, turn.in_group
    return Reaction(
        texts.language_followed(locale, in_group) if code is None else texts.language_chosen(locale),
        text=texts.choose_language(locale, in_group),
        keyboard=keyboards.languages(locale, code, in_group=in_group),
    )


def _gallery_page(turn: Turn, press: Press, chosen: str | None) -> InlineKeyboardMarkup:
    """Return the page that the button names; the one with the chosen style if it names none."""
    number = int(press.argument) if press.argument.isdigit() else gallery.page_of(turn.styles, chosen)
    return keyboards.gallery(turn.locale, gallery.page(turn.styles, number), job_id=press.job_id, chosen=chosen)


async def _show(query: CallbackQuery, reaction: Reaction) -> None:
    """Answer the tap, and change the buttons, at the same time; what the tap asked for is safe already."""
    calls = [courtesy(query.answer(reaction.notice or None, show_alert=reaction.alert))]
    message = query.message
    if message is not None and _is_visible(message):
        if reaction.text is not None:
            calls.append(courtesy(message.edit_text(reaction.text, ParseMode.HTML, reply_markup=reaction.keyboard)))
        elif reaction.keyboard is not None and reaction.keyboard != message.reply_markup:
            calls.append(courtesy(message.edit_reply_markup(reaction.keyboard)))
        if reaction.paints:
            calls.append(courtesy(message.get_bot().send_chat_action(message.chat.id, ChatAction.UPLOAD_PHOTO)))
    await asyncio.gather(*calls)


def _is_visible(message: MaybeInaccessibleMessage) -> TypeGuard[Message]:
    """Tell whether Telegram shows the message; python-telegram-bot makes a `Message` of the others, too."""
    return isinstance(message, Message) and message.is_accessible
