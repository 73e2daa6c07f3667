"""Every sentence that the bot says; the words are in `locales/`, one message for each.

Messages are in Telegram's HTML, with everything that came from outside escaped. The *notices* at the end answer a
tap on a button: plain text, at most 200 characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.language import Locale
from bot.look import Look
from bot.views.looks import Names, described, percent, styles
from bot.views.quoting import short, verbatim
from bot.wish import Wish

_MEGABYTE = 1024 * 1024
# For a person a ZIP file is an archive like another, and WebM a video.
_KNOWN_AS = {"zip": "archive", "webm": "video"}


# Greeting and help


def welcome(locale: Locale, first_name: str) -> str:
    """Greet somebody who has just come in."""
    return locale.html("welcome", name=short(first_name))


def help_text(locale: Locale, example: str, *, inline_as: str | None = None) -> str:
    """Explain what matters, with the name of a style as an `example`; the rest is in the menu of commands.

    `inline_as` is the bot's username where it can be used in other chats, and None where its operator has not
    switched that on.
    """
    style = verbatim(example)
    inline = [] if inline_as is None else [locale.html("help-inline", bot=inline_as, style=style)]
    return "\n\n".join((locale.html("help", style=style), *inline, locale.html("help-rest")))


# Choosing without a photo, and what is set


def remembered(locale: Locale, wish: Wish, names: Names) -> str:
    """Repeat a wish that came before any photo, and ask for one."""
    said = described(locale, wish, names)
    return locale.html("remembered", wish=said) if said else send_a_photo(locale)


def caption(locale: Locale, names: Names, look: Look, credits: Iterable[str], *, own: bool) -> str:
    """Stand under a painting; `own` if its only style is the person's own."""
    controls = described(locale, Wish.about(look))
    words = locale.html("caption-own" if own else "caption", style=styles(locale, names), controls=controls)
    lines = (f"<i>{escape(credit, quote=False)}</i>" for credit in credits if credit)
    return "\n".join((words, *lines))


def sampled_style(locale: Locale, seed: int) -> str:
    """Return the name of a style that nobody painted, in plain text."""
    return locale.text("style-of-chance", number=str(seed))


def painted_smaller(locale: Locale, pixels: int) -> str:
    """Say under a painting that there was not the memory for its size; `pixels` is its longer side."""
    return locale.html("painted-smaller", pixels=pixels)


def painted_broader(locale: Locale) -> str:
    """Say under a painting that there was not the memory for strokes as fine as usual."""
    return locale.html("painted-broader")


def send_a_photo(locale: Locale) -> str:
    """Ask for a photo."""
    return locale.html("send-a-photo")


# Whatever was said


def unknown_command(locale: Locale) -> str:
    """Answer a command that does not exist."""
    return locale.html("unknown-command")


def write_as_yourself(locale: Locale) -> str:
    """Answer somebody who writes in the name of a group or a channel."""
    return locale.html("write-as-yourself")


def something_went_wrong(locale: Locale) -> str:
    """Apologise for an error of our own."""
    return locale.html("something-went-wrong")


# Pictures that cannot be painted


def not_a_picture(locale: Locale, kind: str) -> str:
    """Answer a file that is no picture; `kind` is what the engine, or Telegram, says that it is."""
    return locale.html("not-a-picture", kind=_KNOWN_AS.get(kind, kind).replace(" ", "-"))


def file_too_large(locale: Locale, size: int | None, limit: int) -> str:
    """Answer a file that is larger than `limit`; both in bytes."""
    most = _megabytes(locale, limit)
    if size is None:
        return locale.html("file-too-large-unmeasured", limit=most)
    return locale.html("file-too-large", size=_megabytes(locale, size), limit=most)


def empty_file(locale: Locale) -> str:
    """Answer a file without a byte."""
    return locale.html("empty-file")


def damaged_picture(locale: Locale) -> str:
    """Answer a corrupt or truncated file."""
    return locale.html("damaged-picture")


def too_many_pixels(locale: Locale, width: int, height: int, limit: int) -> str:
    """Answer a picture with too many pixels."""
    return locale.html("too-many-pixels", width=width, height=height, limit=limit // 10**6)


def too_narrow(locale: Locale, width: int, height: int, limit: float) -> str:
    """Answer a picture that is all length."""
    return locale.html("too-narrow", width=width, height=height, limit=limit)


def too_small(locale: Locale, width: int, height: int, minimum: int) -> str:
    """Answer a picture with next to no pixels."""
    return locale.html("too-small", width=width, height=height, minimum=minimum)


def picture_gone(locale: Locale) -> str:
    """Say that Telegram no longer gives a file out."""
    return locale.html("picture-gone")


# Paintings that failed for other reasons


def pictures_forbidden(locale: Locale) -> str:
    """Say that a group does not let the bot send pictures."""
    return locale.html("pictures-forbidden")


def result_too_large(locale: Locale) -> str:
    """Say that Telegram does not take as large a result."""
    return locale.html("result-too-large")


def style_unusable(locale: Locale) -> str:
    """Say that a style's statistics cannot be used."""
    return locale.html("style-unusable")


def came_out_wrong(locale: Locale) -> str:
    """Say that the numbers overflowed."""
    return locale.html("came-out-wrong")


def controls_refused(locale: Locale) -> str:
    """Say that the engine does not take the settings."""
    return locale.html("controls-refused")


def out_of_memory(locale: Locale) -> str:
    """Say that there is not the memory for even the smallest painting."""
    return locale.html("out-of-memory")


def cannot_paint_now(locale: Locale) -> str:
    """Say that the engine is not in working order."""
    return locale.html("cannot-paint-now")


def held(locale: Locale) -> str:
    """Say that a job was set aside since it failed again and again."""
    return locale.html("held")


def stopped(locale: Locale) -> str:
    """Say that a painting was called off."""
    return locale.html("stopped")


# Styles of one's own, and presets


def nameless_style(locale: Locale, number: int) -> str:
    """Return the name of a style that its maker did not name, in plain text."""
    return locale.text("style-without-a-name", number=number)


def learned(locale: Locale, name: str) -> str:
    """Say that a painting has become a style."""
    return locale.html("style-learned", name=name, words=verbatim(name))


def nothing_to_learn(locale: Locale) -> str:
    """Answer `/style` in reply to something without a picture."""
    return locale.html("nothing-to-learn")


def name_too_long(locale: Locale, limit: int) -> str:
    """Answer a name that would not fit on a button; `limit` in characters."""
    return locale.html("name-too-long", limit=limit)


# The language


def choose_language(locale: Locale, in_group: bool) -> str:
    """Stand above the languages."""
    return locale.html("choose-language-of-group" if in_group else "choose-language")


# Notices: plain text, at most 200 characters


def language_chosen(locale: Locale) -> str:
    """Confirm a language, in that language."""
    return locale.text("language-chosen")


def language_followed(locale: Locale, in_group: bool) -> str:
    """Confirm that the language is from now on that of each person's app."""
    return locale.text("language-of-each" if in_group else "language-of-app")


def not_your_picture(locale: Locale) -> str:
    """Stop somebody who taps under another person's picture."""
    return locale.text("not-your-picture")


def picture_forgotten(locale: Locale) -> str:
    """Answer a button whose picture is no longer known."""
    return locale.text("picture-forgotten")


def button_out_of_date(locale: Locale) -> str:
    """Answer a button that this version does not know, or whose style or preset is gone."""
    return locale.text("button-out-of-date")


def buttons_renewed(locale: Locale) -> str:
    """Answer such a button where the current ones take its place."""
    return locale.text("buttons-renewed")


def painting(locale: Locale, names: Names, strength: float) -> str:
    """Say that a wish is being carried out."""
    return locale.text("painting-now", style=short(styles(locale, names)), strength=percent(locale, strength))


def noted(locale: Locale, names: Names) -> str:
    """Confirm a style that was tapped before any photo."""
    return locale.text("style-noted", style=short(styles(locale, names)))


def as_you_see(locale: Locale) -> str:
    """Answer a button that would change nothing."""
    return locale.text("as-you-see")


def sending_file(locale: Locale) -> str:
    """Say that the full-size file is on its way."""
    return locale.text("sending-file")


def _megabytes(locale: Locale, size: int) -> str:
    return locale.text("megabytes", size=size / _MEGABYTE)
