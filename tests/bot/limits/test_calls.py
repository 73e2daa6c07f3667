from typing import Any

import pytest

from bot.limits.calls import cost_of, is_group, place_of


@pytest.mark.parametrize(
    ("endpoint", "data", "cost"),
    [
        ("sendMessage", {"chat_id": 7}, 1),
        ("editMessageReplyMarkup", {"chat_id": 7}, 1),
        ("editMessageMedia", {"inline_message_id": "abc", "media": object()}, 1),
        ("sendMediaGroup", {"chat_id": 7, "media": [1, 2, 3]}, 3),
        ("copyMessages", {"chat_id": 7, "message_ids": [1, 2]}, 2),
        ("sendChatAction", {"chat_id": 7}, 0),
        ("getChat", {"chat_id": 7}, 0),
        ("deleteMessage", {"chat_id": 7}, 0),
        ("setMyCommands", {}, 0),
        ("answerCallbackQuery", {}, 0),
    ],
)
def test_what_a_call_counts_for(endpoint: str, data: dict[str, Any], cost: int) -> None:
    assert cost_of(endpoint, data) == cost


@pytest.mark.parametrize(
    ("data", "place", "group"),
    [
        ({"chat_id": 7}, 7, False),
        ({"chat_id": "7"}, 7, False),
        ({"chat_id": -100}, -100, True),
        ({"chat_id": "-100"}, -100, True),
        ({"chat_id": "@easel"}, "@easel", True),
        ({"inline_message_id": "abc"}, "abc", False),
        ({}, None, False),
    ],
)
def test_whose_limit_holds(data: dict[str, Any], place: int | str | None, group: bool) -> None:
    assert place_of(data) == place
    assert is_group(data) is group
