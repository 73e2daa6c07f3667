"""`python -m engine styles list|add|preview`: the gallery, a folder of styles of one's own, and how they look."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from rich.console import Console

from engine import EngineError, Entry, Gallery, Picture, Request
from engine.commands import files, options, sheet
from engine.commands.console import CommandError, complain, failures, say
from engine.commands.regions import PHOTO
from engine.gallery import add, require_name

_DESCRIPTION = """\
  python -m engine styles list
  python -m engine styles add painting.jpg --name mine --credit "Untitled, 2024"
  python -m engine styles preview photo.jpg --styles my-styles -o styles.jpg
  python -m engine photo.jpg --style mine --styles my-styles
"""
_COLUMNS = range(4, 8)


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `styles` and what it can do."""
    parser = options.add_command(subparsers, "styles list|add|preview", "list, add and preview styles", _DESCRIPTION)
    actions = parser.add_subparsers(dest="action", metavar="list|add|preview", required=True)

    lists = options.add_command(actions, "styles list", "names, credits and methods", "List the styles of the gallery.")
    options.add_gallery(lists)

    adds = options.add_command(
        actions,
        "styles add IMAGE ...",
        "measure a painting",
        "Measure a painting for every method whose networks are here, and put the numbers\n"
        "into a folder of styles. The painting itself is not copied.",
    )
    adds.add_argument("images", type=Path, nargs="+", metavar="IMAGE", help="several are one style in equal parts")
    adds.add_argument("--name", required=True, help="what --style will call it: letters, digits, '-', '.' and '_'")
    adds.add_argument("--credit", default="", help="title, artist and year")
    adds.add_argument("--to", type=Path, default=Path("my-styles"), metavar="FOLDER", help="[my-styles]")
    adds.add_argument("--replace", action="store_true", help="take the place of a style of that name")
    options.add_machine(adds)

    previews = options.add_command(
        actions,
        "styles preview [PHOTO]",
        "a sheet of a photo in every style",
        "Paint a photo in every style, on a sheet.",
    )
    previews.add_argument("photo", type=Path, nargs="?", metavar="PHOTO", help="[a drawn one]")
    previews.add_argument(
        "-o", "--output", type=Path, default=Path("styles.jpg"), metavar="OUT", help="the sheet [styles.jpg]"
    )
    previews.add_argument("--cell", type=int, default=192, metavar="PIXELS", help="longer side of each picture [192]")
    style = previews.add_argument_group("style")
    options.add_gallery(style)
    options.add_method(style)
    controls = previews.add_argument_group("controls")
    options.add_controls(controls, "strength", "levels", "stroke-size", "iterations", "seed", "keep-colours")
    options.add_machine(previews)


def run(given: argparse.Namespace, console: Console) -> int:
    """List, add or preview; returns 1 where some style could not be painted.

    Raises:
        CommandError, EngineError, OSError: a mistake in the command, or a file that cannot be read or written.
    """
    actions = {"list": _list, "add": _add, "preview": _preview}
    return actions[given.action](given, console)


def _list(given: argparse.Namespace, console: Console) -> int:
    gallery = options.gallery(given)
    methods = {entry.name: ", ".join(gallery.methods(entry.name)) for entry in gallery}
    name, method = max(map(len, methods)), max(map(len, methods.values()))
    for entry in gallery:
        print(f"{entry.name:{name}}  {methods[entry.name]:{method}}  {entry.credit}".rstrip())
    return 0


def _add(given: argparse.Namespace, console: Console) -> int:
    require_name(given.name)
    if given.name == PHOTO:
        raise CommandError(f"'{PHOTO}' means the photo as it is: give the style another name")
    if (given.to / "gallery.json").is_file():
        there = Gallery.load(given.to)
        if given.name in there and not given.replace:
            raise CommandError(
                f"{given.to} has a '{given.name}' already ({there[given.name].credit or 'without credit'}): give this "
                "one another name, or --replace it"
            )
    stylizer = options.stylizer(given)
    paintings = [files.read(image) for image in given.images]
    if not stylizer.methods:
        raise CommandError(f"{given.weights} has no networks: leave out --weights for the shipped ones")
    read = {method: stylizer.style(paintings, method, given.name, given.credit) for method in stylizer.methods}
    add(Entry(given.name, given.credit, "", ""), read, given.to)
    use = f"--style {given.name} --styles {shlex.quote(str(given.to))}"
    say(console, f"'{given.name}' is in {given.to}, for {', '.join(read)}; paint with {use}")
    return 0


def _preview(given: argparse.Namespace, console: Console) -> int:
    files.format_of(given.output)
    if given.cell < 64:
        raise CommandError(f"--cell is at least 64 pixels, got {given.cell}")
    gallery = options.gallery(given)
    able = [entry for entry in gallery if given.method in gallery.methods(entry.name)]
    if not able:
        raise CommandError(
            f"the gallery has no statistics for {given.method}: `python -m engine styles add` measures paintings, and "
            "--styles FOLDER joins them"
        )
    controls = options.controls(given)
    stylizer = options.stylizer(given)
    photo = _photo(given.photo, given.cell)
    styles = [gallery.style(entry.name, given.method) for entry in able]
    for style in styles:
        stylizer.check(style, controls)
    cells = [sheet.Cell(sheet.to_image(photo), ("photo", given.photo.name if given.photo else "drawn"))]
    failed = []
    painted = stylizer.stylize_many([Request(photo, style, controls) for style in styles])
    for entry, result in zip(able, painted, strict=True):
        if isinstance(result, EngineError):
            failed.append(entry.name)
            complain(console, f"{entry.name}: {result}")
            picture = sheet.notice(str(result), photo.width, photo.height)
        else:
            picture = sheet.to_image(result)
        by = ", ".join(part for part in (entry.artist, entry.year) if part)
        cells.append(sheet.Cell(picture, (entry.name, entry.title, by)))
    # As many columns as leave the fewest places empty.
    count = min(_COLUMNS, key=lambda columns: (-len(cells) % columns, -columns))
    rows = [sheet.Row(tuple(cells[at : at + count])) for at in range(0, len(cells), count)]
    files.write_sheet(given.output, sheet.draw(rows, text=14))
    say(console, f"{given.output}")
    return failures(console, failed, len(styles))


def _photo(file: Path | None, side: int) -> Picture:
    if file is not None:
        return files.read(file, side)
    return files.from_image(sheet.fitted(sheet.landscape(), side, side))
