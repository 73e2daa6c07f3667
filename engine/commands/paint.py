"""`python -m engine PHOTO ... --style NAME|IMAGE -o OUT`: photos in, paintings out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from rich.console import Console

from engine import Controls, EngineError, Region, Style, Stylizer, checkpoints, decode
from engine.commands import files, options, regions
from engine.commands.console import CommandError, bar, complain, failures, say
from engine.commands.ledger import Ledger
from engine.methods import METHODS

PAINTED = "-painted"

_DESCRIPTION = """\
Paint photos in the style of a painting.

  python -m engine photo.jpg --style wave --strength 0.7 -o painting.jpg
  python -m engine photo.jpg --style wave:0.6,iris:0.4
  python -m engine holiday/ --style painting.jpg -o painted/
  python -m engine photo.jpg --region sky.png=wave --region face.png= --style iris

A folder that was cut off goes on where it stopped when the command is repeated.
"""


@dataclass(frozen=True)
class _Job:
    photo: Path
    target: Path
    # Whose ledger has the target; None for a photo that is painted whenever it is named.
    folder: Path | None


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `paint`."""
    parser = options.add_command(
        subparsers, "paint PHOTO ...", "paint photos, or folders of photos (the default)", _DESCRIPTION
    )
    parser.add_argument("photos", type=Path, nargs="*", metavar="PHOTO", help="photos, or folders of photos")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="a file, or a folder for several photos")
    parser.add_argument("--again", action="store_true", help="paint what this same command has painted before, too")
    style = parser.add_argument_group("style")
    style.add_argument(
        "--style",
        metavar="NAME|IMAGE",
        help="a style of the gallery, or a painting; several with weights, as wave:0.6,iris:0.4, are a mixture",
    )
    options.add_gallery(style)
    options.add_method(style)
    regions.add_options(style)
    options.add_controls(parser.add_argument_group("controls"))
    options.add_machine(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Paint all photos; returns 1 where some failed.

    Raises:
        CommandError, EngineError, OSError: found before any photo was painted.
    """
    gallery = options.gallery(given)
    jobs = _jobs(given.photos, given.output)
    controls = options.controls(given)
    stylizer = options.stylizer(given)
    stylizer.load(given.method)
    style: Style | Sequence[Region]
    if given.regions:
        rest = given.style and options.style(given.style, given.method, gallery, stylizer)
        style = regions.read(given.regions, given.soften, rest, given.method, gallery, stylizer)
        for _, inside in style:
            if inside is not None:
                stylizer.check(inside, controls)
    else:
        style = options.style(given.style, given.method, gallery, stylizer)
        stylizer.check(style, controls)
    return _paint(jobs, style, controls, stylizer, _command(style, controls, given), given.again, console)


def _paint(
    jobs: Sequence[_Job],
    style: Style | Sequence[Region],
    controls: Controls,
    stylizer: Stylizer,
    command: str,
    again: bool,
    console: Console,
) -> int:
    ledgers = {job.folder: Ledger(job.folder) for job in jobs if job.folder is not None}
    failed, painted = [], 0
    try:
        with bar(console, "painting", len(jobs)) as progress:
            for job in jobs:
                advance = progress.begin(job.photo.name)
                ledger = ledgers[job.folder] if job.folder is not None else None
                try:
                    content = job.photo.read_bytes()
                    made = files.digest(command, content)
                    if ledger is not None and not again and ledger.holds(job.target, made):
                        continue
                    photo = decode(content, files.LIMITS)
                    files.write_picture(job.target, stylizer.stylize(photo, style, controls, advance))
                    if ledger is not None:
                        ledger.note(job.target, made)
                    painted += 1
                except (EngineError, OSError, ValueError) as error:  # ValueError: a side too long for the format
                    failed.append(job.photo.name)
                    complain(console, f"{job.photo}: {error}")
    except KeyboardInterrupt:
        left = len(jobs) - painted - len(failed)
        say(console, f"stopped: {painted} painted, {left} left; the same command goes on from there")
        raise
    if len(jobs) == 1 and not failed:
        say(console, f"{jobs[0].target}")
    elif before := len(jobs) - painted - len(failed):
        say(console, f"{painted} painted, {before} were painted before; --again paints these too")
    return failures(console, failed, len(jobs))


def _jobs(photos: Sequence[Path], output: Path | None) -> list[_Job]:
    if not photos:
        raise CommandError("name at least one photo or folder; --help shows how")
    found = files.pictures(photos, PAINTED)
    batch = len(found) > 1 or found[0].folder is not None
    targets = files.distinct([_target(each, output, batch) for each in found])
    return [
        _Job(each.file, target, (output or each.folder or each.file.parent) if batch else None)
        for each, target in zip(found, targets, strict=True)
    ]


def _target(photo: files.Found, output: Path | None, batch: bool) -> Path:
    """Where the painting of a photo goes; folders keep their shape."""
    name = f"{photo.file.stem}{PAINTED}{files.suffix_for(photo.file)}"
    if output is None:
        return photo.file.with_name(name)
    if batch or output.is_dir():
        if output.suffix.lower() in files.FORMATS and not output.is_dir():
            raise CommandError(f"several photos go to a folder, and {output} is named like a file")
        inside = photo.file.relative_to(photo.folder).parent if photo.folder is not None else Path()
        return output / inside / name
    files.format_of(output)
    return output


def _command(style: Style | Sequence[Region], controls: Controls, given: argparse.Namespace) -> str:
    """What, beside the photo, a painting is made of."""
    drawn = [style.to_bytes()] if isinstance(style, Style) else regions.described(style)
    networks = [checkpoints.identity(name, given.weights) for name in METHODS[given.method].needs]
    return files.digest(given.method, repr(astuple(controls)), *networks, *drawn)
