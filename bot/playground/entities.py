"""Message entities: what Telegram itself finds in a text, and what HTML and MarkdownV2 mark up.

Offsets and lengths count UTF-16 code units, as the Bot API does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.playground.errors import BotApiError, bad_request

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?)(?![\w/@])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{2,31})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d_]\w*)"
)
# Inside these Telegram finds nothing of its own.
_VERBATIM = {"code", "pre", "text_link", "url"}


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, parse_mode: str | None) -> tuple[str, list[Entity]]:
    """Return the text to show and its entities, sorted as Telegram sorts them.

    Raises:
        BotApiError: the mark-up is wrong, in Telegram's words, or ``parse_mode`` is unknown.
    """
    marked: list[Entity] = []
    match (parse_mode or "").lower():
        case "":
            plain = text
        case "html":
            plain, marked = _Html(text).parse()
        case "markdownv2":
            plain, marked = _MarkdownV2(text).parse()
        case _:
            raise bad_request("unsupported parse_mode")
    return finish(plain, marked)


def finish(text: str, marked: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim ``text`` as Telegram does, move the entities accordingly and add the ones it finds by itself."""
    left = len(text) - len(text.lstrip())
    removed = utf16_length(text[:left])
    text = text.strip()
    total = utf16_length(text)
    kept: list[Entity] = []
    for entity in marked:
        start = max(0, entity["offset"] - removed)
        end = min(total, entity["offset"] + entity["length"] - removed)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    verbatim = [entity for entity in kept if entity["type"] in _VERBATIM]
    kept += [entity for entity in _found(text) if not any(_overlap(entity, other) for other in verbatim)]
    return text, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> list[Entity]:
    return [
        {
            "type": str(match.lastgroup),
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def _cannot_parse(reason: str) -> BotApiError:
    return bad_request(f"can't parse entities: {reason}")


@dataclass
class _Open:
    """A tag or marker that waits for its end."""

    name: str
    type: str
    offset: int
    at_byte: int
    extra: dict[str, Any] = field(default_factory=dict)


class _Source:
    """The reading position in a marked-up text, and the plain text read so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.length = 0
        self.stack: list[_Open] = []
        self.entities: list[Entity] = []

    def byte(self, position: int | None = None) -> int:
        """Return a position as the offset in UTF-8 that Telegram's errors name."""
        return len(self.source[: self.at if position is None else position].encode())

    def emit(self, text: str) -> None:
        """Append to the plain text."""
        self.plain.append(text)
        self.length += utf16_length(text)

    def close(self, opened: _Open) -> None:
        """Note the entity between ``opened`` and here, if it holds anything."""
        if self.length > opened.offset and opened.type:
            self.entities.append(
                {
                    "type": opened.type,
                    "offset": opened.offset,
                    "length": self.length - opened.offset,
                    **opened.extra,
                }
            )


_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:#(?P<decimal>\d{1,7})|#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[a-z]+));")
_TAG_NAME = re.compile(r"<(?P<name>[^\s>]*)(?=[\s>])")
_TAG_REST = re.compile(r"(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z_-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_END_TAG = re.compile(r"</(?P<name>[^\s<>]*)\s*>")


class _Html(_Source):
    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "&":
                self._escape()
            elif character == "<":
                if self.source.startswith("</", self.at):
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self.emit(character)
                self.at += 1
        if self.stack:
            name = self.stack[-1].name
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.plain), self.entities

    def _escape(self) -> None:
        match = _ESCAPE.match(self.source, self.at)
        if match is None or (match["name"] and match["name"] not in _NAMED):
            self.emit("&")
            self.at += 1
            return
        self.emit(_unescape(match))
        self.at = match.end()

    def _start_tag(self) -> None:
        named = _TAG_NAME.match(self.source, self.at)
        if named is None:
            raise _cannot_parse(f"Unclosed start tag at byte offset {self.byte()}")
        name = named["name"].lower()
        if name not in _TAGS:
            raise _cannot_parse(f'Unsupported start tag "{name}" at byte offset {self.byte()}')
        rest = _TAG_REST.match(self.source, named.end())
        if rest is None:
            raise _cannot_parse(f"Unclosed start tag at byte offset {self.byte()}")
        attributes = {
            one[0].lower(): _ESCAPE.sub(_unescape, one[1] or one[2] or one[3])
            for one in _ATTRIBUTE.findall(rest["attributes"])
        }
        opened = _Open(name, _TAGS[name], self.length, self.byte())
        if name == "a":
            opened.extra["url"] = attributes.get("href", "")
        elif name == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte()}')
        elif name == "blockquote" and "expandable" in attributes:
            opened.type = "expandable_blockquote"
        elif name == "code" and self.stack and self.stack[-1].name == "pre":
            # <pre><code class="language-x"> is one entity: the language belongs to the pre.
            opened.type = ""
            language = attributes.get("class", "").removeprefix("language-")
            if language:
                self.stack[-1].extra["language"] = language
        self.stack.append(opened)
        self.at = rest.end()

    def _end_tag(self) -> None:
        match = _END_TAG.match(self.source, self.at)
        if match is None:
            raise _cannot_parse(f"Unclosed end tag at byte offset {self.byte()}")
        if not self.stack:
            raise _cannot_parse(f"Unexpected end tag at byte offset {self.byte()}")
        opened = self.stack.pop()
        name = match["name"].lower()
        if name and name != opened.name:
            raise _cannot_parse(
                f'Unmatched end tag at byte offset {self.byte()}, expected "</{opened.name}>", found "</{name}>"'
            )
        if opened.type == "text_link" and not opened.extra["url"]:
            opened.type = ""
        self.close(opened)
        self.at = match.end()


def _unescape(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED.get(match["name"], match.group())
    code = int(match["decimal"]) if match["decimal"] else int(match["hex"], 16)
    return chr(code) if 0 < code <= 0x10FFFF else match.group()


_RESERVED = set("_*[]()~`>#+-=|{}.!")
# In order: a longer marker is tried before its own beginning.
_MARKERS = (
    ("||", "spoiler"),
    ("__", "underline"),
    ("*", "bold"),
    ("_", "italic"),
    ("~", "strikethrough"),
)
_FENCE = re.compile(r"```(?:(?P<language>[^\s`]+)(?=\s))?\n?")


class _MarkdownV2(_Source):
    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and self._next_is_ascii():
                self.emit(self.source[self.at + 1])
                self.at += 2
            elif character == "`":
                self._verbatim()
            elif character == "[":
                self._push("[", "text_link")
            elif character == "]" and self.stack and self.stack[-1].name == "[":
                self._link_target()
            elif not self._marker():
                if character in _RESERVED:
                    raise _cannot_parse(
                        f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
                    )
                self.emit(character)
                self.at += 1
        if self.stack:
            self._unfinished(self.stack[-1])
        return "".join(self.plain), self.entities

    def _next_is_ascii(self) -> bool:
        following = self.source[self.at + 1 : self.at + 2]
        return bool(following) and 0 < ord(following) < 127

    def _push(self, marker: str, type_: str) -> None:
        self.stack.append(_Open(marker, type_, self.length, self.byte()))
        self.at += len(marker)

    def _marker(self) -> bool:
        for marker, type_ in _MARKERS:
            if self.source.startswith(marker, self.at):
                if self.stack and self.stack[-1].name == marker:
                    self.close(self.stack.pop())
                    self.at += len(marker)
                else:
                    self._push(marker, type_)
                return True
        return False

    def _verbatim(self) -> None:
        fence = _FENCE.match(self.source, self.at)
        start = self.at
        opened = _Open("`", "code", self.length, self.byte())
        if fence is not None:
            opened = _Open("```", "pre", self.length, self.byte())
            if fence["language"]:
                opened.extra["language"] = fence["language"]
        self.at = fence.end() if fence is not None else start + 1
        while not self.source.startswith(opened.name, self.at):
            if self.at >= len(self.source):
                self._unfinished(opened)
            if self.source[self.at] == "\\" and self._next_is_ascii():
                self.at += 1
            self.emit(self.source[self.at])
            self.at += 1
        self.at += len(opened.name)
        self.close(opened)

    def _link_target(self) -> None:
        opened = self.stack.pop()
        self.at += 1
        if self.source[self.at : self.at + 1] == "(":
            self.at += 1
            address: list[str] = []
            while self.source[self.at : self.at + 1] != ")":
                if self.at >= len(self.source):
                    raise _cannot_parse(f"Can't find end of a URL at byte offset {opened.at_byte}")
                if self.source[self.at] == "\\" and self._next_is_ascii():
                    self.at += 1
                address.append(self.source[self.at])
                self.at += 1
            self.at += 1
            opened.extra["url"] = "".join(address)
        if opened.extra.get("url"):
            self.close(opened)

    def _unfinished(self, opened: _Open) -> None:
        name = "".join(part.capitalize() for part in opened.type.split("_")).replace("TextLink", "TextUrl")
        raise _cannot_parse(f"Can't find end of {name} entity at byte offset {opened.at_byte}")
