"""Two pictures that came together: the painting was meant to be the photo, and the photo to be the style."""

from __future__ import annotations

from bot.handlers.results import current, under_result
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap, is_visible
from bot.storage import styles
from bot.styles import own_id
from bot.views import albums
from bot.views.callback_data import Verb


async def _swap(tap: Tap) -> Reaction:
    """Paint the second of the two in the style of the first, in the same message."""
    turn, job = tap.turn, await current(tap)
    style_id = own_id(job.look.style)
    style = None if style_id is None else await styles.get_own(turn.db, style_id)
    if style is None or style.user_id != turn.person.id or style.photo_file_id != job.photo_file_id:
        raise OutOfDate
    # As a new style: what has been painted in the old one is not what it would be now.
    photo = style.painting_file_id
    swapped = await styles.swap(turn.db, style)
    turn = turn.with_style(swapped)
    turn.adopt_photo(photo, job.reply_to_message_id)
    turn.session.look = job.look.in_style(swapped.reference)
    visible = is_visible(tap.message)
    new = await turn.paint(replacing=tap.message.message_id if visible else None)
    return Reaction(
        albums.swapped(turn.locale), keyboard=under_result(turn, new) if visible else None, sends=not visible
    )


TAPS: Answers = {Verb.SWAP: _swap}
