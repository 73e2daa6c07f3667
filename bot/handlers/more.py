"""The menu "More" under a result: colours, strokes, method, and keeping the look."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from bot.handlers.presets import paintings_in
from bot.handlers.results import current, repaint, take_up
from bot.handlers.taps import Answers, OutOfDate, Reaction, Tap
from bot.methods import methods_of
from bot.names import MAX_NAME
from bot.storage import presets
from bot.views import looks, more
from bot.views.callback_data import Verb
from bot.views.gallery import capitalised
from bot.wish import Wish
from engine import KeepColours

# What buttons carry; the first two are those of earlier versions.
_COLOURS: dict[str, KeepColours] = {
    "keep": "luminance",
    "off": "no",
    "no": "no",
    "luminance": "luminance",
    "histogram": "histogram",
}
_STROKES = (0.25, 2.0)


async def _menu(tap: Tap) -> Reaction:
    """Open the menu, or the one behind it that the button names."""
    locale, job = tap.turn.locale, await current(tap)
    match tap.press.argument:
        case "":
            keyboard = more.menu(locale, job, _offered())
        case more.Menu.COLOURS:
            keyboard = more.colours(locale, job)
        case more.Menu.STROKE:
            keyboard = more.strokes(locale, job)
        case more.Menu.METHOD:
            keyboard = more.methods(locale, job, methods_of(job.look, tap.turn.context.gallery))
        case _:
            raise OutOfDate
    return Reaction(keyboard=keyboard)


async def _colours(tap: Tap) -> Reaction:
    colours = _COLOURS.get(tap.press.argument)
    if colours is None:
        raise OutOfDate
    return await repaint(tap, Wish(colours=colours))


async def _stroke(tap: Tap) -> Reaction:
    try:
        stroke = float(tap.press.argument)
    except ValueError:
        raise OutOfDate from None
    if not _STROKES[0] <= stroke <= _STROKES[1]:
        raise OutOfDate
    return await repaint(tap, Wish(stroke=stroke))


async def _method(tap: Tap) -> Reaction:
    if tap.press.argument not in methods_of((await current(tap)).look, tap.turn.context.gallery):
        raise OutOfDate
    return await repaint(tap, Wish(method=tap.press.argument))


async def _save(tap: Tap) -> Reaction:
    """Keep the look of a result under the name of its style, or the first free one after that."""
    turn = tap.turn
    take_up(tap, await current(tap))
    look, limit = turn.look, turn.context.settings.presets_per_person
    kept = await presets.list_presets(turn.db, turn.person.id)
    known = next((preset for preset in kept if preset.look == look), None)
    if known is not None:
        return Reaction(more.preset_known(turn.locale, known.name))
    if len(kept) >= limit:
        return Reaction(more.presets_full(turn.locale, limit), alert=True)
    name = _free(capitalised(looks.styles(turn.locale, turn.names(look.shares))), {preset.name for preset in kept})
    await presets.save(turn.db, turn.person.id, name, look, await paintings_in(turn, look))
    return Reaction(more.preset_saved(turn.locale, name))


def _free(name: str, taken: Collection[str]) -> str:
    """Return a name that fits on a button and is not taken: with a number, if need be."""
    known = {one.casefold() for one in taken}
    endings = ("" if number == 1 else f" {number}" for number in count(1))
    names = (name[: MAX_NAME - len(ending)].rstrip() + ending for ending in endings)
    return next(name for name in names if name.casefold() not in known)


def _offered() -> Collection[Verb]:
    """Return the buttons that any feature answers."""
    # The table of them imports this module.
    from bot.handlers.buttons import ANSWERS

    return ANSWERS.keys()


TAPS: Answers = {
    Verb.MORE: _menu,
    Verb.COLOURS: _colours,
    Verb.STROKE: _stroke,
    Verb.METHOD: _method,
    Verb.SAVE: _save,
}
