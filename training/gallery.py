"""The shipped gallery: statistics of the paintings that `gallery.toml` names.

Run again whenever the encoder changes; the paintings themselves are never shipped.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.progress import track

from engine import Stylizer, checkpoints, decode
from engine.gallery import DEFAULT, STYLES, Entry, file_of
from engine.methods import METHODS
from engine.precision import Precision
from training.data import DataError, read_files

# How the statistics of each method are shipped: matrices of 128 x 128 in half precision. To gatys, rounding the Gram
# matrices is less than 0.1 % of its loss.
_SHIPPED = {"adain": torch.float32, "vae": torch.float32, "wct": torch.float16, "gatys": torch.float16}
_CHOICE = Path(__file__).parent / "gallery.toml"


def add_command(commands: Any) -> None:
    """Declare `gallery` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "gallery", help="compute the shipped styles", description=__doc__
    )
    parser.add_argument("--style", type=Path, nargs="+", required=True, help="paintings: folders or tar shards")
    parser.add_argument("--choice", type=Path, default=_CHOICE, help="which paintings [training/gallery.toml]")
    parser.add_argument(
        "--method",
        nargs="+",
        choices=list(_SHIPPED),
        help="whose statistics, beside AdaIN's [of all whose checkpoints are here]",
    )
    parser.add_argument("--weights", type=Path, default=checkpoints.WEIGHTS, help="checkpoints [engine/weights]")
    parser.add_argument("--to", type=Path, default=STYLES, help="where they go [engine/styles]")


def run(options: dict[str, Any]) -> None:
    """Compute the statistics of each chosen painting, and write them with their credits; older styles go.

    Raises:
        DataError: no choice can be read, or a chosen painting is not in the data.
        EngineError: a painting cannot be read, or there is no encoder.
    """
    try:
        chosen = tomllib.loads(options["choice"].read_text(encoding="utf-8"))["style"]
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{options['choice']} names no styles: {error}") from error
    wanted = {style["file"] for style in chosen}
    found = {Path(name).name: content for name, content in read_files(options["style"]) if Path(name).name in wanted}
    if missing := wanted - found.keys():
        raise DataError(f"not among the paintings: {', '.join(sorted(missing))}")

    # In float32: every machine is to have the same gallery.
    stylizer = Stylizer(weights=options["weights"], precision=Precision(torch.device("cpu"), torch.float32))
    here = [method for method in _SHIPPED if method in stylizer.methods]
    # The bot's own method is always among them; it needs no decoder to measure, and may not have one yet.
    methods = dict.fromkeys((DEFAULT, *(options["method"] or here)))
    entries, styles = [], {}
    for style in track(chosen, "reading", console=Console(stderr=True)):
        entry = Entry(style["name"], style["title"], style["artist"], style["year"])
        painting = decode(found[style["file"]])
        for method in methods:
            read = stylizer.style(painting, method, entry.name, entry.credit)
            styles[entry.name, method] = read.to_bytes(_SHIPPED[method])
        entries.append(asdict(entry))
    # Only now that all are measured: an unreadable painting leaves the old gallery whole.
    folder: Path = options["to"]
    folder.mkdir(parents=True, exist_ok=True)
    for method in METHODS:
        for old in folder.glob(str(file_of("*", method, Path()))):
            old.unlink()
    for (name, method), content in styles.items():
        file = file_of(name, method, folder)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    text = json.dumps(entries, ensure_ascii=False, indent=2)
    (folder / "gallery.json").write_text(text + "\n", encoding="utf-8")
    Console().print(f"{len(entries)} styles in {folder}, for {', '.join(methods)}")
