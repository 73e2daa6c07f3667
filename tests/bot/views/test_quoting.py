from __future__ import annotations

import pytest

from bot.language import ENGLISH, RUSSIAN
from bot.views.quoting import either, short, verbatim


def test_a_novel_is_cut_and_a_poem_put_in_one_line() -> None:
    assert short("one\ntwo   three") == "one two three"
    assert short("x" * 1000) == "x" * 39 + "…"


def test_what_is_to_be_copied_is_only_escaped() -> None:
    assert verbatim("<מים & 70%>") == "&lt;מים &amp; 70%&gt;"


@pytest.mark.parametrize(
    ("names", "choice"),
    [
        ([], ""),
        (["iris"], "<code>iris</code>"),
        (["iris", "<wave>", "owl"], "<code>iris</code>, <code>&lt;wave&gt;</code> or <code>owl</code>"),
    ],
)
def test_names_are_a_choice(names: list[str], choice: str) -> None:
    assert either(ENGLISH, names) == choice


def test_a_choice_is_in_the_language_of_the_person() -> None:
    assert either(RUSSIAN, ["iris", "wave"]) == "<code>iris</code> или <code>wave</code>"
