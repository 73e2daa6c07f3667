import pytest

from bot.playground.links import start_parameter


@pytest.mark.parametrize(
    ("link", "parameter"),
    [
        ("https://t.me/easel_bot?start=style_x", "style_x"),
        ("t.me/Easel_Bot?start=style_x", "style_x"),
        ("https://telegram.me/easel_bot/?start=a-B_9", "a-B_9"),
        ("tg://resolve?domain=easel_bot&start=style_x", "style_x"),
        ("https://t.me/easel_bot", ""),
        ("https://t.me/easel_bot?start=two%20words", ""),
        ("https://t.me/easel_bot?start=" + "x" * 65, ""),
        ("https://t.me/other_bot?start=style_x", None),
        ("https://example.org/easel_bot?start=style_x", None),
        ("ftp://t.me/easel_bot?start=style_x", None),
        ("", None),
    ],
)
def test_what_a_link_hands_to_start(link: str, parameter: str | None) -> None:
    assert start_parameter(link, "easel_bot") == parameter
