"""Every sentence that the bot says.

Messages are in Telegram's HTML, with everything that came from outside escaped. The *notices* at the end answer a
tap on a button: plain text, at most 200 characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.styles import Titled

# A person's own words are quoted back to them, but not a whole novel.
_MOST_QUOTED = 40
_MEGABYTE = 1024 * 1024

_NOT_PICTURES = {
    "animated sticker": "That's an animated sticker, and I paint still pictures.",
    "archive": "That's an archive, not a picture.",
    "audio": "That's sound, and I have only eyes.",
    "pdf": "That's a PDF, not a picture.",
    "svg": "That's a vector drawing, and I need pixels.",
    "text": "That's a text file, not a picture.",
    "unsupported picture": "That's a kind of picture that I can't read.",
    "video": "That's a video, and I paint still pictures.",
    "webm": "That's a video, and I paint still pictures.",
    "zip": "That's an archive, not a picture.",
}
_INSTEAD = {
    "animated sticker": "Send a photo or a plain sticker instead.",
    "pdf": "Send a photo of the page, or a screenshot.",
    "svg": "Save it as PNG and send that.",
    "unsupported picture": "Save it as JPEG or PNG and send that.",
    "video": "Send a screenshot of the moment you like.",
    "webm": "Send a screenshot of the moment you like.",
}


def percent(strength: float) -> str:
    """Return a strength in [0, 1] as people write it: `70%`."""
    return f"{strength * 100:.3g}%"


# Greeting and help


def welcome(first_name: str) -> str:
    """Greet somebody who has just come in."""
    return (
        f"Hi {escape(_short(first_name))}! I repaint photos in the style of paintings.\n\n"
        "Send me a photo, and see. Or look round first: /styles are what I paint in, /help is everything else."
    )


def help_text(example: str) -> str:
    """Explain everything, with the name of a style as an `example`."""
    style = escape(example)
    return (
        "<b>Send me a photo</b>, or a picture as a file, and I paint it. "
        "The buttons under it change the style, its strength and the colours.\n\n"
        "<b>Or say it in words</b>, as a caption, a reply or a message:\n"
        f"<code>{style} 70%</code> – a style and how strong\n"
        "<code>keep colours</code> – your photo's own colours; <code>colours off</code> for the painting's\n\n"
        "<b>Make your own style</b>: send a painting with the caption <code>/style</code>, "
        "or <code>/style my wave</code> to name it. Replying <code>/style</code> to a picture works too.\n\n"
        "/styles – all styles\n"
        "/strength 70 – how strong, from 0 to 100\n"
        "/colours – keep the photo's colours, or not\n"
        "/save NAME – keep what you have set; /presets brings it back"
    )


# Choosing without a photo, and what is set


def choose_style(has_photo: bool) -> str:
    """Stand above the gallery."""
    return "Which style for your photo?" if has_photo else "Pick a style, then send me a photo."


def remembered(style: str | None, strength: float | None, keep_colours: bool | None) -> str:
    """Repeat a wish that came before any photo, and ask for one."""
    said = described(style, strength, keep_colours)
    return f"Noted: {said}. Now send me a photo, and I'll paint it." if said else send_a_photo()


def described(style: str | None, strength: float | None, keep_colours: bool | None) -> str:
    """Return a style and its controls in a few words, leaving out what is None."""
    parts = []
    if style is not None:
        parts.append(f"<b>{escape(style)}</b>")
    if strength is not None:
        parts.append(percent(strength))
    if keep_colours is not None:
        parts.append("your photo's colours" if keep_colours else "the painting's colours")
    return ", ".join(parts)


def caption(style: Titled, strength: float, keep_colours: bool, *, own: bool) -> str:
    """Stand under a painting; `own` if its style is the person's own."""
    whose = " (your own)" if own else ""
    controls = described(None, strength, keep_colours or None)
    words = f"<b>{escape(style.name)}</b>{whose}, {controls}"
    return f"{words}\n<i>{escape(style.credit)}</i>" if style.credit else words


def send_a_photo() -> str:
    """Ask for a photo."""
    return "Send me a photo first, and I'll paint it."


def strength_now(strength: float) -> str:
    """Answer `/strength` without a number."""
    return f"Strength is {percent(strength)}. Change it with a number from 0 to 100: <code>/strength 40</code>."


# Wishes that went wrong


def unknown_style(said: str, nearest: Iterable[str], *, could_be_kept: bool = False) -> str:
    """Answer a name that no style has; `could_be_kept` if it may have been meant for a new style."""
    guess = f" Did you mean {_either(nearest)}?" if nearest else ""
    keep = ""
    if could_be_kept:
        keep = f' To make this picture a style of that name, quote it: <code>/style "{_plain(said)}"</code>.'
    return f"I don't know a style called {_quoted(said)}.{guess} /styles shows them all.{keep}"


def bad_strength(said: str) -> str:
    """Answer a strength that is none."""
    return f"{_quoted(said)} is not a strength. Send a number from 0 to 100, like <code>/strength 70</code>."


def several_styles(names: Iterable[str]) -> str:
    """Answer more than one style."""
    return f"One style at a time, please: {_either(names)}?"


def unclear(said: str, example: str) -> str:
    """Answer a wish with something in it that makes no sense."""
    return (
        f"I understood all but {_quoted(said)}. "
        f"A style and a strength will do, like <code>{escape(example)} 70%</code>."
    )


def bad_colours(said: str) -> str:
    """Answer `/colours` with something that is neither yes nor no."""
    return (
        f"I don't understand {_quoted(said)} here. "
        "It's <code>/colours keep</code> for your photo's colours, <code>/colours off</code> for the painting's."
    )


def not_understood(example: str) -> str:
    """Answer a text that is no wish at all."""
    return (
        f"I paint photos: send me one, or a style for the last one, like <code>{escape(example)} 70%</code>. "
        "/help shows the rest."
    )


def unknown_command() -> str:
    """Answer a command that does not exist."""
    return "I don't know that command. /help shows what I can do."


def something_went_wrong() -> str:
    """Apologise for an error of our own."""
    return "Sorry, something went wrong on my side. Please try that once more."


# Pictures that cannot be painted


def not_a_picture(kind: str) -> str:
    """Answer a file that is no picture; `kind` is what the engine, or Telegram, says that it is."""
    what = _NOT_PICTURES.get(kind, "I can't find a picture in that.")
    return f"{what} {_INSTEAD.get(kind, 'Send a photo instead.')}"


def file_too_large(size: int | None, limit: int) -> str:
    """Answer a file that is larger than `limit`; both in bytes."""
    measured = "" if size is None else f" ({_megabytes(size)})"
    return (
        f"That file is too large for me{measured}: I can take up to {_megabytes(limit)}. "
        "Send it as a photo, or save it smaller."
    )


def empty_file() -> str:
    """Answer a file without a byte."""
    return "That file is empty: the upload was probably cut off. Send it once more."


def damaged_picture() -> str:
    """Answer a corrupt or truncated file."""
    return "That picture is damaged or cut off. Send it once more, or save it anew first."


def too_many_pixels(width: int, height: int, limit: int) -> str:
    """Answer a picture with too many pixels."""
    return (
        f"{width} × {height} pixels are more than I can paint. "
        f"Send it with at most {limit // 10**6} megapixels, or as a photo."
    )


def too_narrow(width: int, height: int, limit: float) -> str:
    """Answer a picture that is all length."""
    return (
        f"{width} × {height} pixels is too thin a strip to paint. "
        f"Crop it so that the long side is at most {limit:g} times the short one."
    )


def too_small(width: int, height: int, minimum: int) -> str:
    """Answer a picture with next to no pixels."""
    return (
        f"{width} × {height} pixels are too few to paint. "
        f"Send a larger one: at least {minimum} pixels on the short side."
    )


def picture_gone() -> str:
    """Say that Telegram no longer gives a file out."""
    return "Telegram doesn't have that picture any more. Send it once more."


# Paintings that failed for other reasons


def style_unusable() -> str:
    """Say that a style's statistics cannot be used."""
    return "I can't use that style any more. Pick another one: /styles."


def came_out_wrong() -> str:
    """Say that the numbers overflowed."""
    return "That one came out wrong on my side. Try another strength, or another style: /styles."


def cannot_paint_now() -> str:
    """Say that the engine is not in working order."""
    return "I can't paint just now: something is amiss in my workshop. Try again a little later."


def held() -> str:
    """Say that a job was set aside since it failed again and again."""
    return "I tried twice and couldn't paint that one, so I've set it aside. Try another photo or style."


def stopped() -> str:
    """Say that a painting was called off."""
    return "Stopped. Send another photo whenever you like."


# Styles of one's own, and presets


def learned(name: str) -> str:
    """Say that a painting has become a style."""
    return (
        f"Your style <b>{escape(name)}</b> is ready. Send me a photo to paint in it – "
        f"or say <code>{_plain(name)}</code> any time."
    )


def nothing_to_learn() -> str:
    """Answer `/style` in reply to something without a picture."""
    return "There is no picture in that message. Reply with /style to a photo or a painting."


def name_the_preset() -> str:
    """Answer `/save` without a name."""
    return "Give it a name: <code>/save sunset</code>."


def name_too_long(limit: int) -> str:
    """Answer a name that would not fit on a button; `limit` in characters."""
    return f"That name is too long. Choose one of at most {limit} characters."


def nothing_to_save() -> str:
    """Answer `/save` before a style was chosen."""
    return "There is nothing to save yet. Send me a photo, find a look you like, then /save it."


def saved(name: str, style: str, strength: float, keep_colours: bool) -> str:
    """Confirm a preset."""
    what = described(style, strength, keep_colours or None)
    return f"Saved as <b>{escape(name)}</b>: {what}. /presets brings it back."


def choose_preset() -> str:
    """Stand above the list of presets."""
    return "Your presets. Tap one to use it."


def no_presets() -> str:
    """Answer `/presets` where there are none."""
    return "You have no presets yet. When you like a look, keep it with <code>/save NAME</code>."


# Notices: plain text, at most 200 characters


def not_your_picture() -> str:
    """Stop somebody who taps under another person's picture."""
    return "These buttons belong to somebody else's picture. Send your own photo, and you get your own."


def picture_forgotten() -> str:
    """Answer a button whose picture is no longer known."""
    return "I don't remember this picture any more. Send the photo again, and I'll paint it anew."


def button_out_of_date() -> str:
    """Answer a button that this version does not know, or whose style or preset is gone."""
    return "That button is out of date. Send /styles to pick a style."


def painting(style: str, strength: float) -> str:
    """Say that a wish is being carried out."""
    return f"Painting: {_short(style)}, {percent(strength)}…"


def noted(style: str) -> str:
    """Confirm a style that was tapped before any photo."""
    return f"{_short(style)} it is. Now send me a photo."


def as_you_see() -> str:
    """Answer a button that would change nothing."""
    return "That's what you see already."


def sending_file() -> str:
    """Say that the full-size file is on its way."""
    return "The full-size file is on its way."


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_QUOTED else f"{text[: _MOST_QUOTED - 1]}…"


def _plain(text: str) -> str:
    return escape(_short(text), quote=False)


def _quoted(text: str) -> str:
    return f"“{_plain(text)}”"


def _either(names: Iterable[str]) -> str:
    marked = [f"<code>{_plain(name)}</code>" for name in names]
    return " or ".join(part for part in (", ".join(marked[:-1]), *marked[-1:]) if part)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.3g} MB"
