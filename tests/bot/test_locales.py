"""The locale files against one another, and against the code that names their messages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot.grammar import parse
from bot.language import ENGLISH, LOCALES, LOCALES_DIR, Locale
from bot.look import Share
from bot.styles import KnownStyle
from bot.views import profile, texts
from bot.wish import Wish
from engine.errors import Kind

SOURCES = sorted(Path(bot.__path__[0]).rglob("*.py"))
# The plural forms that whole numbers take; Spanish keeps one more for round millions, which nothing here reaches.
PLURALS = {"en": {"one", "other"}, "ru": {"one", "few", "many"}, "es": {"one", "other"}}
each_language = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.code)
each_translation = pytest.mark.parametrize("locale", LOCALES[1:], ids=lambda locale: locale.code)


@dataclass
class Message(Visitor):
    """What a message is made of: `selectors` are the keys of each choice, by the value that it depends on."""

    words: str = ""
    values: set[str] = field(default_factory=set)
    selectors: dict[str, set[str]] = field(default_factory=dict)

    def visit_TextElement(self, node: ftl.TextElement) -> None:  # noqa: N802
        self.words += node.value

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.values.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802
        assert isinstance(node.selector, ftl.VariableReference)
        keys = {variant.key.name for variant in node.variants if isinstance(variant.key, ftl.Identifier)}
        assert self.selectors.setdefault(node.selector.id.name, keys) == keys
        self.generic_visit(node)


def messages(locale: Locale) -> dict[str, Message]:
    found: dict[str, Message] = {}
    for path in sorted((LOCALES_DIR / locale.code).glob("*.ftl")):
        for entry in FluentParser(with_spans=False).parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path} cannot be read at: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice in {locale.code}"
                found[entry.id.name] = Message()
                found[entry.id.name].visit(entry)
    return found


IN_ENGLISH = messages(ENGLISH)


def named_in_code() -> Iterator[tuple[str, set[str], str]]:
    """Yield each message that the code asks a `locale` for, the values that it gives, and where."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "locale"):
                continue
            first = node.args[0]
            for name in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                where = f"{path.name}:{node.lineno}"
                assert isinstance(name, ast.Constant), f"{where}: a message is named by its literal name"
                yield str(name.value), {str(keyword.arg) for keyword in node.keywords}, where


@each_translation
def test_each_file_has_its_counterpart(locale: Locale) -> None:
    names = [{path.name for path in (LOCALES_DIR / code).iterdir()} for code in (locale.code, "en")]
    assert names[0] == names[1]


@each_translation
def test_every_message_is_there_with_the_same_values(locale: Locale) -> None:
    translated = messages(locale)
    assert set(translated) == set(IN_ENGLISH)
    assert {name: message.values for name, message in translated.items()} == {
        name: message.values for name, message in IN_ENGLISH.items()
    }


@each_language
def test_every_choice_is_complete(locale: Locale) -> None:
    for name, message in messages(locale).items():
        for value, keys in message.selectors.items():
            wanted = IN_ENGLISH[name].selectors[value] if value == "kind" else PLURALS[locale.code]
            assert keys == wanted, f"{name} chooses by {value}"


@each_translation
def test_markup_and_commands_survive_the_translation(locale: Locale) -> None:
    kept = re.compile(r"</?[a-z]+>|(?<!<)/[a-z]+\b")
    for name, message in messages(locale).items():
        if not message.selectors:
            assert sorted(kept.findall(message.words)) == sorted(kept.findall(IN_ENGLISH[name].words)), name


@each_language
def test_quotation_marks_are_those_of_the_language(locale: Locale) -> None:
    for name, message in messages(locale).items():
        words = re.sub("<code>.*?</code>", "", message.words)
        assert not re.search('["„]' if locale is ENGLISH else "[\"“”„']", words), name


def test_the_code_names_only_messages_that_there_are_with_the_values_that_they_have() -> None:
    for name, values, where in named_in_code():
        assert name in IN_ENGLISH, f"{where}: no message {name}"
        assert values == IN_ENGLISH[name].values, where


def test_no_message_is_unused() -> None:
    assert set(IN_ENGLISH) - {name for name, _, _ in named_in_code()} == set()


def test_no_sentence_is_unused() -> None:
    used = {
        node.attr
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("texts", "profile")
    }
    own = {name for module in (texts, profile) for name, one in vars(module).items() if _is_of(module, one, name)}
    # This is part of another sentence.
    assert own - used == {"send_a_photo"}


def test_every_kind_of_file_that_the_engine_knows_has_its_sentence() -> None:
    other = texts.not_a_picture(ENGLISH, "unknown")
    assert [kind for kind in get_args(Kind) if texts.not_a_picture(ENGLISH, kind) == other] == ["unknown"]


@each_language
def test_what_the_help_tells_to_say_is_understood(locale: Locale) -> None:
    styles = (KnownStyle("gallery:iris", "iris"),)
    said = re.findall("<code>(.*?)</code>", texts.help_text(locale, "iris"))
    wishes = [parse(words, styles) for words in said if not words.startswith("/")]
    assert wishes == [
        Wish(shares=(Share("gallery:iris"),), strength=0.7),
        Wish(colours="luminance"),
        Wish(colours="no"),
    ]


def _is_of(module: object, one: object, name: str) -> bool:
    return callable(one) and not name.startswith("_") and getattr(one, "__module__", "") == module.__name__  # type: ignore[attr-defined]
