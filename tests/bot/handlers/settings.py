"""Other settings for a conversation than the usual ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.context import Services
from tests.bot.handlers.conftest import Conversation


def set_up(conversation: Conversation, **changes: Any) -> None:
    """Change settings, by their names."""
    services: Services = conversation.application.bot_data["services"]
    changed = replace(services, settings=services.settings.model_copy(update=changes))
    changed.install(conversation.application)
