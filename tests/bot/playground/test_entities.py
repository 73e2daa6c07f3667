import pytest

from bot.playground.entities import parse
from bot.playground.errors import BotApiError


def spans(text: str, parse_mode: str | None) -> tuple[str, list[tuple[str, str]]]:
    """Return the plain text, and each entity's type with the words it covers."""
    plain, entities = parse(text, parse_mode)
    units = plain.encode("utf-16-le")
    covered = [
        (one["type"], units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le"))
        for one in entities
    ]
    return plain, covered


@pytest.mark.parametrize(
    ("html", "plain", "entities"),
    [
        ("<b>Style</b> of <i>Marc</i>", "Style of Marc", [("bold", "Style"), ("italic", "Marc")]),
        ("🎨 <u>a<s>b</s></u>", "🎨 ab", [("underline", "ab"), ("strikethrough", "b")]),
        ("1 &lt; 2 &amp; 3 &#62; 2 &nbsp;", "1 < 2 & 3 > 2 &nbsp;", []),
        ('<a href="https://a.example/?b=1&amp;c">here</a>', "here", [("text_link", "here")]),
        ("<code>/style iris</code>", "/style iris", [("code", "/style iris")]),
        ("  <b> padded </b> ", "padded", [("bold", "padded")]),
    ],
)
def test_html(html: str, plain: str, entities: list[tuple[str, str]]) -> None:
    assert spans(html, "HTML") == (plain, entities)


def test_html_code_in_pre_gives_the_language() -> None:
    assert parse('<pre><code class="language-python">x</code></pre>', "HTML") == (
        "x",
        [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
    )


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a <b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é <img>", 'Unsupported start tag "img" at byte offset 3'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("strength < 70", 'Unsupported start tag "" at byte offset 9'),
        ("cut <b", "Unclosed start tag at byte offset 4"),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(BotApiError) as refused:
        parse(html, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_markdown_v2() -> None:
    text = r"*bold _both_* __under__ ~gone~ ||secret|| `a*b` [link](https://a.example/\)) 1\.5"
    assert spans(text, "MarkdownV2") == (
        "bold both under gone secret a*b link 1.5",
        [
            ("bold", "bold both"),
            ("italic", "both"),
            ("underline", "under"),
            ("strikethrough", "gone"),
            ("spoiler", "secret"),
            ("code", "a*b"),
            ("text_link", "link"),
        ],
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("70.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("é *bold", "Can't find end of Bold entity at byte offset 3"),
        ("`code", "Can't find end of Code entity at byte offset 0"),
    ],
)
def test_broken_markdown_is_refused_in_telegrams_words(text: str, reason: str) -> None:
    with pytest.raises(BotApiError) as refused:
        parse(text, "MarkdownV2")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_what_telegram_finds_by_itself() -> None:
    text = "🎨 /style@easel_bot iris, @anna see https://a.example/x. #art a/b not@x /strength"
    assert spans(text, None)[1] == [
        ("bot_command", "/style@easel_bot"),
        ("mention", "@anna"),
        ("url", "https://a.example/x"),
        ("hashtag", "#art"),
        ("bot_command", "/strength"),
    ]
