"""Every sentence that the bot says; the words are in `locales/`, one message for each.

Messages are in Telegram's HTML, with everything that came from outside escaped. The *notices* at the end answer a
tap on a button: plain text, at most 200 characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.language import Html, Locale
from bot.look import Look
from bot.views.looks import Names, described, percent, styles
from bot.wish import Wish

# A person's own words are quoted back to them, but not a whole novel.
_MOST_QUOTED = 40
_MEGABYTE = 1024 * 1024
# For a person a ZIP file is an archive like another, and WebM a video.
_KNOWN_AS = {"zip": "archive", "webm": "video"}


# Greeting and help


def welcome(locale: Locale, first_name: str) -> str:
    """Greet somebody who has just come in."""
    return locale.html("welcome", name=_short(first_name))


def help_text(locale: Locale, example: str) -> str:
    """Explain everything, with the name of a style as an `example`."""
    return locale.html("help", style=_verbatim(example))


# Choosing without a photo, and what is set


def choose_style(locale: Locale, has_photo: bool) -> str:
    """Stand above the gallery."""
    return locale.html("choose-style" if has_photo else "choose-style-first")


def remembered(locale: Locale, wish: Wish, names: Names) -> str:
    """Repeat a wish that came before any photo, and ask for one."""
    said = described(locale, wish, names)
    return locale.html("remembered", wish=said) if said else send_a_photo(locale)


def caption(locale: Locale, names: Names, look: Look, credits: Iterable[str], *, own: bool) -> str:
    """Stand under a painting; `own` if its only style is the person's own."""
    controls = described(locale, Wish(strength=look.strength, colours=look.colours if look.keeps_colours else None))
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


def strength_now(locale: Locale, strength: float) -> str:
    """Answer `/strength` without a number."""
    return locale.html("strength-now", strength=percent(locale, strength))


# Wishes that went wrong


def unknown_style(locale: Locale, said: str, nearest: Iterable[str], *, could_be_kept: bool = False) -> str:
    """Answer a name that no style has; `could_be_kept` if it may have been meant for a new style."""
    if guesses := _either(locale, nearest):
        answer = locale.html("unknown-style-guess", said=_short(said), names=guesses)
    else:
        answer = locale.html("unknown-style", said=_short(said))
    return f"{answer} {locale.html('unknown-style-keep', said=_verbatim(said))}" if could_be_kept else answer


def bad_strength(locale: Locale, said: str) -> str:
    """Answer a strength that is none."""
    return locale.html("bad-strength", said=_short(said))


def several_styles(locale: Locale, names: Iterable[str]) -> str:
    """Answer more than one style."""
    return locale.html("several-styles", names=_either(locale, names))


def unclear(locale: Locale, said: str, example: str) -> str:
    """Answer a wish with something in it that makes no sense."""
    return locale.html("unclear", said=_short(said), style=_verbatim(example))


def bad_colours(locale: Locale, said: str) -> str:
    """Answer `/colours` with something that is neither yes nor no."""
    return locale.html("bad-colours", said=_short(said))


def not_understood(locale: Locale, example: str) -> str:
    """Answer a text that is no wish at all."""
    return locale.html("not-understood", style=_verbatim(example))


def unknown_command(locale: Locale) -> str:
    """Answer a command that does not exist."""
    return locale.html("unknown-command")


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
    return locale.html("style-learned", name=name, words=_verbatim(name))


def nothing_to_learn(locale: Locale) -> str:
    """Answer `/style` in reply to something without a picture."""
    return locale.html("nothing-to-learn")


def name_the_preset(locale: Locale) -> str:
    """Answer `/save` without a name."""
    return locale.html("name-the-preset")


def name_too_long(locale: Locale, limit: int) -> str:
    """Answer a name that would not fit on a button; `limit` in characters."""
    return locale.html("name-too-long", limit=limit)


def nothing_to_save(locale: Locale) -> str:
    """Answer `/save` before a style was chosen."""
    return locale.html("nothing-to-save")


def saved(locale: Locale, name: str, look: Look, names: Names) -> str:
    """Confirm a preset."""
    wish = Wish(strength=look.strength, colours=look.colours if look.keeps_colours else None)
    return locale.html("saved", name=name, look=described(locale, wish, names))


def choose_preset(locale: Locale) -> str:
    """Stand above the list of presets."""
    return locale.html("choose-preset")


def no_presets(locale: Locale) -> str:
    """Answer `/presets` where there are none."""
    return locale.html("no-presets")


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


def painting(locale: Locale, names: Names, strength: float) -> str:
    """Say that a wish is being carried out."""
    return locale.text("painting-now", style=_short(styles(locale, names)), strength=percent(locale, strength))


def noted(locale: Locale, names: Names) -> str:
    """Confirm a style that was tapped before any photo."""
    return locale.text("style-noted", style=_short(styles(locale, names)))


def as_you_see(locale: Locale) -> str:
    """Answer a button that would change nothing."""
    return locale.text("as-you-see")


def sending_file(locale: Locale) -> str:
    """Say that the full-size file is on its way."""
    return locale.text("sending-file")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 1]}…"


def _verbatim(text: str) -> Html:
    """Return what is to be copied and sent as it stands: without the marks that isolate Arabic, say."""
    return Html(escape(_short(text), quote=False))


def _either(locale: Locale, names: Iterable[str]) -> Html:
    """Return names as a choice, "iris, wave or owl"; nothing for none."""
    *first, last = [Html(f"<code>{_verbatim(name)}</code>") for name in names] or [Html()]
    return locale.html("either", names=Html(", ".join(first)), last=last) if first else last


def _megabytes(locale: Locale, size: int) -> str:
    return locale.text("megabytes", size=size / _MEGABYTE)
