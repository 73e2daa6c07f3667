"""`python -m engine augment IN OUT`: randomly stylized copies of a data set (Jackson et al. 2019, Geirhos et al. 2019).

Which style and strength a copy has depends on the seed, the picture's path inside the data set and the copy's number
alone: it is the same whatever else is in the folder, and however often the run was cut off. What is painted together
rounds differently, by two 255ths of the range at most as measured in bfloat16; with `--batch 1` every bit is the same.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from engine import Controls, EngineError, Gallery, Picture, Request, Style, Stylizer, checkpoints, decode
from engine.commands import files, options
from engine.commands.console import Bar, CommandError, bar, complain, failures, say
from engine.commands.ledger import Ledger
from engine.methods import METHODS

STYLED = "-styled"
EVERY = "all"
# Strengths that are drawn, evenly from the least to the most: copies of one strength are painted together.
_STRENGTHS = 8
# Pixels of the pictures that wait to be painted together.
_MOST_PIXELS = 2**25

_DESCRIPTION = """\
Write randomly stylized copies of a data set: the shapes stay, texture and colour
change. Folders, which often are labels, keep their names; the copies of
dog/7.png are dog/7-styled1.png and so on, of the same size. The same seed gives
the same copies (to the last bit with --batch 1), and a run that was cut off goes
on where it stopped.

  python -m engine augment photos/ augmented/ --per-image 4
  python -m engine augment photos/ augmented/ --style wave --style paintings/ --seed 7
"""


@dataclass(frozen=True)
class _Copy:
    source: Path
    target: Path
    style: Style
    strength: float
    made: str


def add_parser(subparsers: options.Subparsers) -> None:
    """Declare `augment`."""
    parser = options.add_command(subparsers, "augment IN OUT", "randomly stylized copies of a data set", _DESCRIPTION)
    parser.add_argument("source", type=Path, metavar="IN", help="the data set's folder")
    parser.add_argument("target", type=Path, metavar="OUT", help="the copies' folder")
    parser.add_argument("--per-image", type=int, default=1, metavar="N", help="copies of each picture [1]")
    parser.add_argument("--again", action="store_true", help="paint what this same command has painted before, too")
    chance = parser.add_argument_group("what is drawn by chance")
    chance.add_argument(
        "--style",
        action="append",
        default=[],
        metavar="S",
        help="one to choose from: a name, a picture, a mixture, a folder of paintings, or all, the gallery. May be "
        "repeated [all]",
    )
    options.add_gallery(chance)
    chance.add_argument(
        "--strength", nargs="+", type=float, default=[0.3, 1.0], metavar="S", help="one, or from and to [0.3 1]"
    )
    options.add_controls(chance, "seed")
    controls = parser.add_argument_group("controls")
    options.add_method(controls)
    options.add_controls(controls, "levels", "stroke-size", "iterations", "keep-colours")
    controls.add_argument(
        "--batch", type=int, default=64, metavar="N", help="copies among which those alike are painted at once [64]"
    )
    options.add_machine(parser)


def run(given: argparse.Namespace, console: Console) -> int:
    """Write all copies; returns 1 where pictures were skipped because they cannot be read or painted.

    Raises:
        CommandError, EngineError, OSError: found before anything was painted.
    """
    source, target = given.source, given.target
    if not source.is_dir():
        raise CommandError(f"{source} is no folder: name the folder of a data set")
    if target.resolve() == source.resolve() or source.resolve() in target.resolve().parents:
        raise CommandError(f"{target} lies in {source}: copies would be copied next time; name a folder outside it")
    for name in ("per_image", "batch"):
        if getattr(given, name) < 1:
            raise CommandError(f"--{name.replace('_', '-')} is at least 1, got {getattr(given, name)}")
    least, most = _range(given.strength)
    pictures = [found.file for found in files.pictures([source], "")]
    gallery = options.gallery(given)
    controls = options.controls(given, strength=most, seed=given.seed)
    stylizer = options.stylizer(given)
    stylizer.load(given.method)
    styles = _styles(given.style or [EVERY], given.method, gallery, stylizer)
    for style in styles:
        stylizer.check(style, controls)

    command = _command(styles, replace(controls, strength=1.0), given)
    ledger, failed = Ledger(target), dict.fromkeys(list[Path]())
    written = before = 0
    with bar(console, "painting", len(pictures) * given.per_image) as progress:
        waiting: list[tuple[_Copy, Picture]] = []
        for file, copies in _copies(pictures, source, target, styles, (least, most), given.seed, given.per_image):
            try:
                content = file.read_bytes()
                todo = [replace(copy, made=files.digest(command, copy.made, content)) for copy in copies]
                todo = [copy for copy in todo if given.again or not ledger.holds(copy.target, copy.made)]
                before += len(copies) - len(todo)
                progress.skip(len(copies) - len(todo))
                photo = decode(content, files.LIMITS) if todo else None
            except (EngineError, OSError) as error:
                failed[file] = None
                progress.skip(len(copies))
                complain(console, f"{file}: {error}")
                continue
            waiting += [(copy, photo) for copy in todo if photo is not None]
            while len(waiting) >= given.batch or sum(photo.width * photo.height for _, photo in waiting) > _MOST_PIXELS:
                written += _paint(waiting[: given.batch], controls, stylizer, ledger, failed, progress, console)
                waiting = waiting[given.batch :]
        written += _paint(waiting, controls, stylizer, ledger, failed, progress, console)
    said = f"{written} copies of {len(pictures) - len(failed)} pictures written to {target}"
    say(console, said + (f"; {before} were there before" if before else ""))
    return failures(console, [str(file.relative_to(source)) for file in failed], len(pictures))


def _paint(
    batch: Sequence[tuple[_Copy, Picture]],
    controls: Controls,
    stylizer: Stylizer,
    ledger: Ledger,
    failed: dict[Path, None],
    progress: Bar,
    console: Console,
) -> int:
    if not batch:
        return 0
    progress.doing(batch[0][0].source.name)
    requests = [Request(photo, copy.style, replace(controls, strength=copy.strength)) for copy, photo in batch]
    written = 0
    for (copy, _), painted in zip(batch, stylizer.stylize_many(requests), strict=True):
        try:
            if isinstance(painted, EngineError):
                raise painted
            files.write_picture(copy.target, painted)
            ledger.note(copy.target, copy.made)
            written += 1
        except (EngineError, OSError, ValueError) as error:
            failed[copy.source] = None
            complain(console, f"{copy.source}: {error}")
        progress.skip()
    return written


def _copies(
    pictures: Sequence[Path],
    source: Path,
    target: Path,
    styles: Sequence[Style],
    strengths: tuple[float, float],
    seed: int,
    count: int,
) -> Iterator[tuple[Path, list[_Copy]]]:
    """Each picture with its copies."""
    names = [
        target / file.relative_to(source).with_name(f"{file.stem}{STYLED}{number}{files.suffix_for(file)}")
        for file in pictures
        for number in range(1, count + 1)
    ]
    targets = iter(files.distinct(names))
    for file in pictures:
        copies = []
        for number in range(1, count + 1):
            chance = random.Random(files.digest(str(seed), file.relative_to(source).as_posix(), str(number)))
            style, least, most = chance.choice(styles), *strengths
            strength = least + (most - least) * chance.randrange(_STRENGTHS) / (_STRENGTHS - 1)
            copies.append(_Copy(file, next(targets), style, strength, f"{number}"))
        yield file, copies


def _styles(wanted: Sequence[str], method: str, gallery: Gallery, reader: Stylizer) -> list[Style]:
    styles: list[Style] = []
    for said in wanted:
        if said == EVERY:
            able = [entry.name for entry in gallery if method in gallery.methods(entry.name)]
            if not able:
                raise CommandError(
                    f"the gallery has no statistics for {method}: name pictures of paintings, or a folder of them"
                )
            styles += [gallery.style(name, method) for name in able]
        elif said not in gallery and Path(said).is_dir():
            inside = files.pictures([Path(said)], "")
            styles += [options.style(str(found.file), method, gallery, reader) for found in inside]
        else:
            styles.append(options.style(said, method, gallery, reader))
    return styles


def _range(given: Sequence[float]) -> tuple[float, float]:
    if len(given) > 2:
        raise CommandError(f"--strength takes one number, or from and to, got {len(given)}")
    least, most = options.strengths([given[0]])[0], options.strengths([given[-1]])[0]
    if least > most:
        raise CommandError(f"--strength takes the lesser first, got {least:g} {most:g}")
    return least, most


def _command(styles: Sequence[Style], controls: Controls, given: argparse.Namespace) -> str:
    """What, beside the picture and the copy's number, a copy is made of."""
    networks = [checkpoints.identity(name, given.weights) for name in METHODS[given.method].needs]
    drawn = [style.to_bytes() for style in styles]
    return files.digest(repr(controls), str(given.strength), *networks, *drawn)
