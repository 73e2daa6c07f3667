"""The Bot API methods about the bot itself: its commands, texts and menu button."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.playground import Playground
from bot.playground.records import Json

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
# A two-letter code, without a region; none for everybody whose language has no texts of its own.
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(playground: Playground, parameters: Parameters) -> Json:
    """Implement getMe."""
    return {
        **playground.bot_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not playground.store.setting("privacy_mode", False),
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(playground: Playground, parameters: Parameters) -> bool:
    """Implement setMyCommands."""
    commands = parameters.json("commands", "bot commands")
    if not isinstance(commands, list) or not all(isinstance(command, dict) for command in commands):
        raise bad_request("can't parse BotCommand: expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        description = str(command.get("description", "")).strip()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    playground.store.set_setting(_scoped(parameters), kept)
    return True


async def get_my_commands(playground: Playground, parameters: Parameters) -> list[Json]:
    """Implement getMyCommands."""
    commands: list[Json] = playground.store.setting(_scoped(parameters), [])
    return commands


async def delete_my_commands(playground: Playground, parameters: Parameters) -> bool:
    """Implement deleteMyCommands."""
    playground.store.set_setting(_scoped(parameters), [])
    return True


def commands_for_menu(playground: Playground, language_code: str) -> list[Json]:
    """Return the commands that a client with this language shows in a private chat."""
    for scope in ("all_private_chats", "default"):
        for language in (language_code.partition("-")[0], ""):
            commands: list[Json] = playground.store.setting(_commands_name({"type": scope}, language), [])
            if commands:
                return commands
    return []


def _scoped(parameters: Parameters) -> str:
    scope = parameters.json("scope", "bot command scope") or {"type": "default"}
    return _commands_name(scope, _language(parameters))


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _commands_name(scope: Any, language: str) -> str:
    return f"commands {json.dumps(scope, sort_keys=True)} {language}"


async def set_chat_menu_button(playground: Playground, parameters: Parameters) -> bool:
    """Implement setChatMenuButton."""
    button = parameters.json("menu_button", "menu button") or {"type": "default"}
    playground.store.set_setting(f"menu_button {parameters.text('chat_id')}", button)
    return True


async def get_chat_menu_button(playground: Playground, parameters: Parameters) -> Json:
    """Implement getChatMenuButton."""
    button: Json = playground.store.setting(f"menu_button {parameters.text('chat_id')}", {"type": "commands"})
    return button


def setter(setting: str, parameter: str, limit: int) -> Callable[[Playground, Parameters], Awaitable[bool]]:
    """Return a method that keeps one text, at most ``limit`` characters, per language."""

    async def method(playground: Playground, parameters: Parameters) -> bool:
        text = parameters.text(parameter)
        if len(text) > limit:
            raise bad_request(f"{parameter} is too long")
        playground.store.set_setting(f"{setting} {_language(parameters)}".strip(), text)
        return True

    return method


def getter(setting: str, parameter: str) -> Callable[[Playground, Parameters], Awaitable[Json]]:
    """Return the method that answers what :func:`setter` kept."""

    async def method(playground: Playground, parameters: Parameters) -> Json:
        name = f"{setting} {_language(parameters)}".strip()
        return {parameter: playground.store.setting(name, "")}

    return method
