"""Styles that nobody painted: one by chance, and one more that is like what there is."""

from __future__ import annotations

from dataclasses import replace

from bot.handlers.results import current, repaint, repaint_as
from bot.handlers.taps import Answers, Reaction, Tap
from bot.jobs.sizes import VARIED
from bot.methods import methods_of
from bot.styles import sample_reference
from bot.views import mixing
from bot.views.callback_data import Verb
from bot.wish import Wish

# As many as still have a short name.
_SAMPLES = 10_000


async def _surprise(tap: Tap) -> Reaction:
    """Paint in a style by chance: that of the tap's number, which another tap does not have."""
    return await repaint(tap, Wish.for_style(sample_reference(tap.turn.context.update_id % _SAMPLES)))


async def _vary(tap: Tap) -> Reaction:
    """Paint in the next of the many styles near this one."""
    look = replace((await current(tap)).look, method=VARIED)
    if VARIED not in methods_of(look, tap.turn.context.gallery):
        return Reaction(mixing.nothing_similar(tap.turn.locale), alert=True)
    return await repaint_as(tap, replace(look, variation=look.variation + 1))


TAPS: Answers = {Verb.SURPRISE: _surprise, Verb.VARY: _vary}
