"""What is kept of people, and what they read before and after it is deleted."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.language import Html, Locale
from bot.storage.forgetting import Kept
from bot.views.buttons import button
from bot.views.callback_data import Verb

FORGET, KEEP = "yes", "no"


def privacy(locale: Locale, *, keeps_inline_pictures: bool, keeps_files: bool, days: int) -> Html:
    """Say what is kept, for how long, who sees it and how to delete it.

    Args:
        keeps_inline_pictures: whether the operator has a chat for the pictures of inline answers.
        keeps_files: whether the operator's own Bot API server keeps what it fetches on its disk for a while.
        days: for which a message is kept that could not be handled.
    """
    paragraphs = [
        locale.html("privacy-kept"),
        locale.html("privacy-kept-for-a-while" if keeps_files else "privacy-not-kept"),
        locale.html("privacy-how-long", days=days),
        locale.html("privacy-who-sees"),
        *([locale.html("privacy-inline")] if keeps_inline_pictures else []),
        locale.html("privacy-delete"),
    ]
    return Html("\n\n".join(paragraphs))


def forget_question(locale: Locale, kept: Kept) -> Html:
    """Ask once more, with what would be deleted."""
    return locale.html("forget-question", what=_listed(locale, kept))


def forget_choice(locale: Locale, user_id: int) -> InlineKeyboardMarkup:
    """Return yes and no, for this person only."""
    return InlineKeyboardMarkup(
        (
            (button(locale.text("button-forget-everything"), Verb.FORGET, "", f"{FORGET}.{user_id}"),),
            (button(locale.text("button-keep-everything"), Verb.FORGET, "", f"{KEEP}.{user_id}"),),
        )
    )


def forgotten(locale: Locale, kept: Kept, *, shut_out: bool) -> Html:
    """Say what was deleted; of somebody who is `shut_out` that stays known."""
    return locale.html("forgotten-but-shut-out" if shut_out else "forgotten", what=_listed(locale, kept))


def forgotten_notice(locale: Locale) -> str:
    """Say so in answer to the tap."""
    return locale.text("forgotten-notice")


def kept_as_it_is(locale: Locale) -> Html:
    """Say that nothing was deleted."""
    return locale.html("kept-as-it-is")


def not_your_question(locale: Locale) -> str:
    """Stop somebody who taps on what another person was asked."""
    return locale.text("not-your-question")


def _listed(locale: Locale, kept: Kept) -> Html:
    lines = [
        *([locale.html("kept-pictures", count=kept.pictures)] if kept.pictures else []),
        *([locale.html("kept-styles", count=kept.styles)] if kept.styles else []),
        *([locale.html("kept-presets", count=kept.presets)] if kept.presets else []),
        *([locale.html("kept-opinions", count=kept.opinions)] if kept.opinions else []),
        locale.html("kept-always"),
    ]
    return Html("\n".join(f"• {line}" for line in lines))
