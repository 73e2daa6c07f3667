"""/stats: what everybody thinks, in tables that a phone can show."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from html import escape

from telegram import InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.opinions import MIXTURES, OWN_STYLES, SAMPLES, Opinions
from bot.storage.scores import Scores
from bot.views.buttons import button, marked
from bot.views.callback_data import Verb
from bot.views.looks import METHODS, percent

# Letters: of a row in a typewriter's letters a phone shows about 32.
_LABEL, _NUMBER = 13, 6
# What a button carries for the files.
EXPORT = "csv"


class Page(enum.StrEnum):
    """The pages; the values are in people's chats for good."""

    METHODS = "methods"
    STYLES = "styles"
    SURVEY = "survey"
    QUIZ = "quiz"


def page(locale: Locale, which: Page, opinions: Opinions) -> Html:
    """Return a page."""
    match which:
        case Page.METHODS:
            return _methods(locale, opinions)
        case Page.STYLES:
            return _styles(locale, opinions)
        case Page.SURVEY:
            return _survey(locale, opinions)
        case Page.QUIZ:
            return _quiz(locale, opinions)


def pages(locale: Locale, shown: Page, *, export: bool) -> InlineKeyboardMarkup:
    """Return the way to the other pages, and for admins to the files."""
    labels = {
        Page.METHODS: locale.text("button-stats-methods"),
        Page.STYLES: locale.text("button-stats-styles"),
        Page.SURVEY: locale.text("button-stats-survey"),
        Page.QUIZ: locale.text("button-stats-quiz"),
    }
    buttons = [button(marked(label, which is shown), Verb.STATS, "", which) for which, label in labels.items()]
    files = [[button(locale.text("button-export"), Verb.STATS, "", EXPORT)]] if export else []
    return InlineKeyboardMarkup([buttons[:2], buttons[2:], *files])


def sending_files(locale: Locale) -> str:
    """Confirm that the files are on their way."""
    return locale.text("stats-sending-files")


def _methods(locale: Locale, opinions: Opinions) -> Html:
    if not opinions.by_method:
        return locale.html("stats-no-ratings")
    rows = {METHODS.get(method, method): scores for method, scores in opinions.by_method.items()}
    everything = {locale.text("stats-all"): sum(rows.values(), Scores())}
    return Html(f"{locale.html('stats-by-method')}\n{_table(locale, _best_first(rows), everything)}")


def _styles(locale: Locale, opinions: Opinions) -> Html:
    if not opinions.by_style:
        return locale.html("stats-no-ratings")
    names = {
        MIXTURES: locale.text("stats-mixtures"),
        OWN_STYLES: locale.text("stats-own-styles"),
        SAMPLES: locale.text("stats-samples"),
    }
    rows = {names.get(style, style): scores for style, scores in opinions.by_style.items()}
    return Html(f"{locale.html('stats-by-style')}\n{_table(locale, _best_first(rows))}")


def _survey(locale: Locale, opinions: Opinions) -> Html:
    if not opinions.people:
        return locale.html("stats-no-survey")
    everybody = sum((scores for _, scores in opinions.by_pair), Scores())
    assert everybody.mean is not None, "whoever answered has given a score"
    by_method: dict[str, Scores] = {}
    by_pair: dict[str, Scores] = {}
    for number, (pair, scores) in enumerate(opinions.by_pair, 1):
        method = METHODS.get(pair.method, pair.method)
        by_method[method] = by_method.get(method, Scores()) + scores
        by_pair[f"{number} {pair.style}"] = scores
    return Html(
        "\n".join(
            (
                locale.html("survey-mean", mean=round(everybody.mean, 1), people=opinions.people),
                _table(locale, _best_first(by_method)),
                locale.html("stats-by-pair"),
                _table(locale, by_pair),
            )
        )
    )


def _quiz(locale: Locale, opinions: Opinions) -> Html:
    machine, hand = opinions.quiz.machine, opinions.quiz.hand
    lines = []
    if machine.share is not None:
        share = percent(locale, round(machine.share, 2))
        lines.append(locale.html("stats-quiz-machine", share=share, count=machine.answers))
    if hand.share is not None:
        share = percent(locale, round(hand.share, 2))
        lines.append(locale.html("stats-quiz-hand", share=share, count=hand.answers))
    return Html("\n".join(lines)) if lines else locale.html("stats-no-quiz")


def _best_first(rows: Mapping[str, Scores]) -> dict[str, Scores]:
    return dict(sorted(rows.items(), key=lambda row: (-(row[1].mean or 0), -row[1].count, row[0])))


def _table(locale: Locale, *parts: Mapping[str, Scores]) -> Html:
    head = _row("", locale.text("stats-column-mean"), "±", locale.text("stats-column-count"))
    lines = [head, *(line for rows in parts for line in _rows(locale, rows))]
    return Html(f"<pre>{escape(chr(10).join(lines), quote=False)}</pre>")


def _rows(locale: Locale, rows: Mapping[str, Scores]) -> Iterable[str]:
    for label, scores in rows.items():
        yield _row(label, _rounded(locale, scores.mean), _rounded(locale, scores.spread), str(scores.count))


def _row(label: str, *cells: str) -> str:
    short = label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
    return "".join((short.ljust(_LABEL), *(cell.rjust(_NUMBER) for cell in cells)))


def _rounded(locale: Locale, value: float | None) -> str:
    return "–" if value is None else locale.text("stats-number", value=round(value, 1))
