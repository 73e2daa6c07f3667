"""`python -m engine`: files in, files out. Each of its commands is a file in `engine/commands`."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from engine import EngineError
from engine.commands import augment, compare, experiments, invert, paint, styles, texture
from engine.commands.console import CommandError, complain

COMMANDS = (paint, compare, texture, augment, styles, invert, experiments)

_DESCRIPTION = """\
Repaint photos in the style of paintings.

  python -m engine photo.jpg --style wave -o painting.jpg

is short for `python -m engine paint photo.jpg ...`. COMMAND --help says what each can do.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status: 0, 1 where some file failed, 2 for a mistake in the command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(stderr=True)
    parser = argparse.ArgumentParser(
        "python -m engine", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    runs: dict[str, Callable[[argparse.Namespace, Console], int]] = {}
    for command in COMMANDS:
        command.add_parser(subparsers)
        runs |= dict.fromkeys(subparsers.choices.keys() - runs.keys(), command.run)
    try:
        options = parser.parse_args(_with_command(given, list(runs)))
        return runs[options.command](options, console)
    except (EngineError, OSError, CommandError) as error:
        complain(console, str(error))
        return 2
    except KeyboardInterrupt:
        # What a shell reports of a process that this signal ended.
        return 130


def _with_command(given: list[str], commands: list[str]) -> list[str]:
    if given and given[0] in (*commands, "-h", "--help"):
        return given
    if given and not given[0].startswith("-") and not Path(given[0]).exists():
        for near in difflib.get_close_matches(given[0], commands, n=1, cutoff=0.75):
            raise CommandError(f"'{given[0]}' is neither a command nor a file; did you mean {near}?")
    return ["paint", *given]


if __name__ == "__main__":
    sys.exit(main())
