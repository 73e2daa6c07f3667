"""`python -m engine PHOTO ... --style NAME|IMAGE [--strength 0.7] -o OUT`: files in, files out.

`--style wave:0.6,iris:0.4` is a mixture; `python -m engine styles list` lists the gallery.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, get_args

import torch
from rich.console import Console
from rich.progress import Progress, TextColumn

from engine import Controls, EngineError, Gallery, KeepColours, Limits, Style, StyleError, Stylizer, decode, encode
from engine.checkpoints import WEIGHTS
from engine.gallery import DEFAULT
from engine.methods import METHODS
from engine.stylizer import Progress as Step

# A person's own files on a person's own machine: larger than what strangers may send.
LIMITS = Limits(bytes=512 * 2**20)
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_PAINTED = "-painted"

Number = TypeVar("Number", int, float)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status: 0, 1 where some file failed, 2 for a mistake in the command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(["--list"] if given == ["styles", "list"] else given)
    console = Console(stderr=True)
    try:
        gallery = Gallery.load()
        if options.list:
            for entry in gallery:
                print(f"{entry.name:12} {entry.credit}")
            return 0
        photos = list(_photos(options.photos))
        controls = _controls(options)
        targets = _distinct([_target(photo, base, options.output, len(photos) > 1) for photo, base in photos])
        if options.threads < 1:
            raise CommandError(f"--threads is at least 1, got {options.threads}")
        torch.set_num_threads(options.threads)
        stylizer = Stylizer(options.device, options.weights)
        stylizer.load(options.method)
        style = _style(options.style, options.method, gallery, stylizer)
        stylizer.check(style, controls)
    except (EngineError, OSError, CommandError) as error:
        _complain(console, str(error))
        return 2
    failed = 0
    with Progress(
        *Progress.get_default_columns(), TextColumn("{task.fields[file]}", markup=False), console=console
    ) as progress:
        task = progress.add_task("painting", total=len(photos), file="")
        for index, ((photo, _), target) in enumerate(zip(photos, targets, strict=True)):
            progress.update(task, completed=index, file=photo.name)

            def advance(step: Step, index: int = index) -> None:
                progress.update(task, completed=index + step.done / step.total)

            try:
                painted = stylizer.stylize(decode(photo.read_bytes(), LIMITS), style, controls, advance)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(encode(painted, FORMATS[target.suffix.lower()]))  # type: ignore[arg-type]
            except (EngineError, OSError, ValueError) as error:  # ValueError: a side too long for the format
                failed += 1
                _complain(console, f"{photo}: {error}")
        progress.update(task, completed=len(photos))
    if len(photos) == 1 and not failed:
        console.print(f"{targets[0]}", highlight=False, markup=False)
    return 1 if failed else 0


class CommandError(Exception):
    """The command asks for something that makes no sense; the message says what would."""


def _complain(console: Console, message: str) -> None:
    # Without markup: a file may be called "cat [b].jpg".
    console.print(message, style="red", highlight=False, markup=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m engine", description=__doc__)
    parser.add_argument("photos", type=Path, nargs="*", metavar="PHOTO", help="photos, or folders of photos")
    parser.add_argument(
        "--style",
        metavar="NAME|IMAGE",
        help="a style of the gallery, or a painting; several with weights, as wave:0.6,iris:0.4, are a mixture",
    )
    parser.add_argument("--method", choices=list(METHODS), default=DEFAULT, help=f"how to paint [{DEFAULT}]")
    parser.add_argument(
        "--strength",
        type=_numbers(float),
        default=(1.0,),
        metavar="S,S",
        help="0 is the photo, 1 the full style [1]; several are one for each of --levels",
    )
    parser.add_argument(
        "--levels", type=_numbers(int), metavar="L,L", help="of wct, from 1, texture, to 5, shapes [all]"
    )
    parser.add_argument(
        "--stroke-size", type=float, default=1.0, help="relative to the frame, from 0.7, fine, to 2, broad [1]"
    )
    parser.add_argument("--iterations", type=int, help="of a method that paints step by step [its own]")
    parser.add_argument("--seed", type=int, default=0, help="another seed lays other strokes [0]")
    parser.add_argument(
        "--keep-colours", choices=get_args(KeepColours), default="no", help="keep the photo's colours [no]"
    )
    parser.add_argument("--longest-side", type=int, help="pixels of the result's longer side [the photo's]")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="a file, or a folder for several photos")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda [auto]")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="CPU threads [all]")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the checkpoints [engine/weights]")
    parser.add_argument("--list", action="store_true", help="list the gallery, and stop")
    return parser


def _numbers(kind: Callable[[str], Number]) -> Callable[[str], tuple[Number, ...]]:
    def numbers(said: str) -> tuple[Number, ...]:
        return tuple(kind(part) for part in said.split(","))

    # What argparse calls the value when it is not one.
    numbers.__name__ = f"list of {kind.__name__}"
    return numbers


def _controls(options: argparse.Namespace) -> Controls:
    strengths: tuple[float, ...] = options.strength
    several = len(strengths) > 1
    return Controls(
        1.0 if several else strengths[0],
        options.keep_colours,
        options.longest_side,
        options.seed,
        options.levels,
        strengths if several else None,
        options.stroke_size,
        options.iterations,
    )


def _photos(sources: Sequence[Path]) -> Iterator[tuple[Path, Path | None]]:
    """Each photo, with the folder it was found in where a folder was named."""
    if not sources:
        raise CommandError("name at least one photo or folder; --help shows how")
    for source in sources:
        if source.is_dir():
            found = [file for file in sorted(source.rglob("*")) if _is_photo(file)]
            if not found:
                raise CommandError(f"{source}: no pictures in this folder")
            yield from ((file, source) for file in found)
        elif source.is_file():
            yield source, None
        else:
            raise CommandError(f"{source}: no such file or folder")


def _is_photo(file: Path) -> bool:
    # What an earlier run left beside the photos is not painted again.
    return file.suffix.lower() in SUFFIXES and not file.stem.endswith(_PAINTED) and file.is_file()


def _target(photo: Path, base: Path | None, output: Path | None, several: bool) -> Path:
    """Where the painting of `photo` goes; folders keep their shape."""
    name = f"{photo.stem}{_PAINTED}" + (photo.suffix if photo.suffix.lower() in FORMATS else ".jpg")
    if output is None:
        return photo.with_name(name)
    if several or base is not None or output.is_dir():
        if output.suffix.lower() in FORMATS and not output.is_dir():
            raise CommandError(f"several photos go to a folder, and {output} is named like a file")
        inside = photo.relative_to(base).parent if base is not None else Path()
        return output / inside / name
    if output.suffix.lower() not in FORMATS:
        raise CommandError(f"{output}: paintings are written as {', '.join(FORMATS)}")
    return output


def _distinct(targets: Sequence[Path]) -> list[Path]:
    """Number those that would overwrite an earlier one, as the paintings of a.heic and a.jpg would."""
    taken: dict[Path, None] = {}
    for target in targets:
        distinct, number = target, 2
        while distinct in taken:
            distinct, number = target.with_stem(f"{target.stem}-{number}"), number + 1
        taken[distinct] = None
    return list(taken)


def _style(wanted: str | None, method: str, gallery: Gallery, stylizer: Stylizer) -> Style:
    if wanted is None:
        raise CommandError(
            f"name a style: --style NAME or an image; the gallery has {', '.join(e.name for e in gallery)}"
        )
    if _is_one(wanted, gallery):
        return _one_style(wanted, method, gallery, stylizer)
    parts = [_weighted(part, gallery) for part in wanted.split(",")]
    styles = [(_one_style(name, method, gallery, stylizer), weight) for name, weight in parts]
    return styles[0][0] if len(styles) == 1 else Style.mix(styles)


def _is_one(wanted: str, gallery: Gallery) -> bool:
    return wanted in gallery or Path(wanted).is_file()


def _weighted(part: str, gallery: Gallery) -> tuple[str, float]:
    """A name and its weight, as in "wave:0.6"; a file's name may have a colon too."""
    name, colon, weight = part.rpartition(":")
    if not colon or _is_one(part, gallery):
        return part, 1.0
    try:
        return name, float(weight)
    except ValueError:
        raise CommandError(f"'{part}': a weight is a number, as in wave:0.6,iris:0.4") from None


def _one_style(wanted: str, method: str, gallery: Gallery, stylizer: Stylizer) -> Style:
    if wanted in gallery:
        return gallery.style(wanted, method)
    file = Path(wanted)
    if file.is_file():
        return stylizer.style(decode(file.read_bytes(), LIMITS), method, file.stem)
    near = gallery.nearest(wanted)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; --list shows them"
    raise StyleError(f"'{wanted}' is neither a style of the gallery nor a file{hint}")


if __name__ == "__main__":
    sys.exit(main())
