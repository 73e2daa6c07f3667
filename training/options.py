"""Options of the command line from the fields of a config, and back."""

from __future__ import annotations

import argparse
import dataclasses
import types
import typing
from collections.abc import Iterable
from typing import Any, TypeVar

from training.recipes.protocol import Config

Chosen = TypeVar("Chosen", bound=Config)


def add_options(parser: argparse.ArgumentParser, config: type[Config], only: Iterable[str] | None = None) -> None:
    """Declare an option for each field of `config`, or for those in `only`: its name, type, default and help.

    A `Literal` becomes a choice, a bool `--name` and `--no-name`, and a tuple takes one value or more.
    """
    hints = typing.get_type_hints(config)
    for field in dataclasses.fields(config):
        if only is not None and field.name not in only:
            continue
        parser.add_argument(
            f"--{field.name.replace('_', '-')}",
            dest=field.name,
            default=field.default,
            required=field.name == "content" or (field.name == "style" and config.needs_paintings),
            help=_help(field),
            **_argument(hints[field.name]),
        )


def read_options(config: type[Chosen], options: dict[str, Any]) -> Chosen:
    """A `config` of parsed options.

    Raises:
        ControlError: a value out of its range.
    """
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in options.items()}
    return config(**values)


def _help(field: dataclasses.Field[Any]) -> str:
    said = str(field.metadata.get("help", "")).replace("%", "%%")
    if field.default in (None, ()):
        return said
    shown = {True: "on", False: "off"}[field.default] if isinstance(field.default, bool) else field.default
    return f"{said} [{shown}]"


def _argument(hint: Any) -> dict[str, Any]:
    if isinstance(hint, types.UnionType):
        (hint,) = (kind for kind in typing.get_args(hint) if kind is not types.NoneType)
    if hint is bool:
        return {"action": argparse.BooleanOptionalAction}
    if typing.get_origin(hint) is typing.Literal:
        choices = typing.get_args(hint)
        return {"choices": choices, "type": type(choices[0])}
    if typing.get_origin(hint) is tuple:
        return {"nargs": "+", **_argument(typing.get_args(hint)[0])}
    return {"type": hint}
