"""`python -m engine compare`: one photo in several styles, methods and strengths, on a labelled sheet."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image
from rich.console import Console

from engine import EngineError, Gallery, Style, Stylizer
from engine.commands import files, options, sheet
from engine.commands.console import CommandError, bar, complain, failures, say
from engine.methods import METHODS

_DESCRIPTION = """\
Paint one photo in several ways, and lay the paintings out on a sheet: a row for
each style and method, a column for each strength.

  python -m engine compare photo.jpg --style wave --style painting.jpg
  python -m engine compare photo.jpg --style wave --methods adain vae --strengths 0.5 1
"""
# A control that one method alone has: the others are painted without.
_ONLY = {"levels": "wct", "iterations": "gatys"}


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `compare`."""
    parser = options.add_command(
        subparsers, "compare PHOTO", "one photo by several methods, strengths and styles, on a sheet", _DESCRIPTION
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO", help="to paint")
    parser.add_argument("-o", "--output", type=Path, default=Path("sheet.jpg"), metavar="OUT", help="[sheet.jpg]")
    parser.add_argument("--cell", type=int, default=256, metavar="PIXELS", help="longer side of each picture [256]")
    compared = parser.add_argument_group("what is compared")
    compared.add_argument(
        "--style", action="append", default=[], metavar="NAME|IMAGE", dest="style", help="may be repeated"
    )
    options.add_gallery(compared)
    compared.add_argument(
        "--methods", nargs="+", choices=list(METHODS), metavar="M", help=f"of {', '.join(METHODS)} [all that can]"
    )
    compared.add_argument(
        "--strengths", nargs="+", type=float, default=[0.25, 0.5, 1.0], metavar="S", help="[0.25 0.5 1]"
    )
    controls = parser.add_argument_group("controls")
    options.add_controls(controls, "levels", "stroke-size", "iterations", "seed", "keep-colours")
    controls.add_argument(
        "--longest-side",
        type=int,
        default=1024,
        metavar="PIXELS",
        help="at which the photo is painted, before it is reduced to the sheet's [1024]",
    )
    options.add_machine(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Paint all, and write the sheet; returns 1 where some failed.

    Raises:
        CommandError, EngineError, OSError: found before anything was painted.
    """
    files.format_of(given.output)
    if given.cell < 16:
        raise CommandError(f"--cell is at least 16 pixels, got {given.cell}")
    if not given.style:
        raise CommandError("name at least one style: --style NAME or an image")
    gallery = options.gallery(given)
    strengths = options.strengths(given.strengths)
    options.controls(given)  # Refuse what is out of range before the photo is read.
    stylizer = options.stylizer(given)
    photo = files.read(given.photo, given.longest_side)
    styles = {(name, method): style for name in given.style for method, style in _read(name, given, gallery, stylizer)}
    for (_, method), style in styles.items():
        stylizer.check(style, options.controls(given, **_dropped(method)))

    failed: list[str] = []
    small = sheet.fitted(sheet.to_image(photo), given.cell, given.cell)
    columns = ("strength", *(f"{strength:g}" for strength in strengths))
    rows: list[sheet.Row | sheet.Heading] = [_sources(small, given, gallery), sheet.Heading(columns)]
    with bar(console, "painting", len(styles) * len(strengths)) as progress:
        for (name, method), style in styles.items():
            cells = []
            for strength in strengths:
                advance = progress.begin(f"{name}, {method}, {strength:g}")
                controls = options.controls(given, strength=strength, **_dropped(method))
                try:
                    painted = stylizer.stylize(photo, style, controls, advance)
                    cells.append(sheet.Cell(sheet.fitted(sheet.to_image(painted), *small.size)))
                except EngineError as error:
                    failed.append(f"{name} by {method}")
                    complain(console, f"{name}, {method}, strength {strength:g}: {error}")
                    cells.append(sheet.Cell(sheet.notice(str(error), small.width, small.height)))
            rows.append(sheet.Row(tuple(cells), (method, _called(name))))
    files.write_sheet(given.output, sheet.draw(rows))
    say(console, f"{given.output}")
    return failures(console, list(dict.fromkeys(failed)), len(styles) * len(strengths))


def _read(name: str, given: argparse.Namespace, gallery: Gallery, stylizer: Stylizer) -> list[tuple[str, Style]]:
    """A style as each method reads it; those that are not asked for by name are left out where they cannot."""
    if given.methods:
        return [(method, options.style(name, method, gallery, stylizer)) for method in dict.fromkeys(given.methods)]
    able = options.measured(name, gallery)
    methods = [method for method in stylizer.methods if able is None or method in able]
    if not methods:
        raise CommandError(f"'{name}' is measured for {', '.join(able or ())}, and no such networks are here")
    return [(method, options.style(name, method, gallery, stylizer)) for method in methods]


def _dropped(method: str) -> dict[str, None]:
    return {control: None for control, only in _ONLY.items() if method != only}


def _sources(photo: Image.Image, given: argparse.Namespace, gallery: Gallery) -> sheet.Row:
    """The photo, and the paintings that are at hand, none larger."""
    cells = [sheet.Cell(photo, ("photo", given.photo.name))]
    for painting in dict.fromkeys(file for name in given.style for file in options.paintings(name, gallery)):
        shown = sheet.to_image(files.read(painting, max(photo.size)))
        cells.append(sheet.Cell(sheet.fitted(shown, *photo.size), ("painting", painting.name)))
    return sheet.Row(tuple(cells))


def _called(name: str) -> str:
    return Path(name).stem if Path(name).is_file() else name
