"""What does a painted pixel take? `python -m tests.benchmarks.costs` prints the figures for `engine.estimate.COSTS`.

A method paints at three sizes, each in a process of its own: one that goes through the networks whole, and two in
tiles; WCT at the levels asked for, and with `--regions` each picture in as many upright stripes, a style for each.
Memory is the process's largest resident set (VmHWM) less what it held before; seconds are those of a second
painting at the smallest size, of an optimising method for one iteration.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import torch

from engine import Controls, Mask, Stylizer
from engine.areas import WHOLE as WHOLE_PICTURE
from engine.areas import Area
from engine.masks import Division
from engine.memory import kept
from engine.methods import METHODS
from engine.progress import unwatched
from tests.engine.pictures import landscape, picture, strokes

WHOLE, SMALLER, LARGER = (1024, 768), (2560, 1920), (4096, 3072)
# Those that paint step by step, and at any size in one piece; with as many steps as they take by themselves, since
# what L-BFGS remembers of them takes memory too.
_STEP_BY_STEP = {"gatys": 40}


def main() -> None:
    """Print a line for each method; as a child process, paint once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=list(METHODS))
    parser.add_argument("--regions", type=int, default=1, help="1: one style for all of the picture [1]")
    parser.add_argument("--levels", type=int, nargs="+", help="of wct [4 3 2 1]")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--child", nargs=2, type=int, metavar=("WIDTH", "HEIGHT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.child:
        levels = tuple(options.levels) if options.levels else None
        width, height = options.child
        print(json.dumps(measured(options.methods[0], width, height, options.regions, levels)))
        return
    for method in options.methods:
        sizes = (WHOLE,) if method in _STEP_BY_STEP else (WHOLE, SMALLER, LARGER)
        for width, height in sizes:
            said = ["--methods", method, "--threads", str(options.threads), "--regions", str(options.regions)]
            said += ["--child", str(width), str(height)]
            if options.levels:
                said += ["--levels", *map(str, options.levels)]
            child = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.costs", *said], check=True, stdout=subprocess.PIPE
            )
            taken, seconds = json.loads(child.stdout)
            pixels = width * height
            print(
                f"{method:8}{width:5} x {height:<5}{taken / 1e6:8.0f} MB {taken / pixels:8.0f} bytes a pixel"
                f"{seconds:8.2f} s {seconds / pixels * 1e9:8.0f} ns a pixel",
                flush=True,
            )


def measured(
    method: str, width: int, height: int, regions: int = 1, levels: tuple[int, ...] | None = None
) -> tuple[int, float]:
    """Bytes, and seconds of the second painting (of an iteration, where there are iterations)."""
    stylizer, controls = Stylizer("cpu"), Controls(levels=levels)
    styles = [stylizer.style(picture(strokes(320, seed=1 + region)), method) for region in range(regions)]
    stylizer.paint(picture(landscape(64, 64)).image, styles[0], controls)
    photo = picture(landscape(width, height)).image
    area: Area = WHOLE_PICTURE
    if regions > 1:
        area = Division(_stripes(width, height, regions), range(regions), height, width).regions(height, width)[0]
    # Drawing may have taken more than painting will: the peak counts from here.
    Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS:") - kept()
    stylizer._paint(photo, styles, controls, unwatched, area)
    taken = status("VmHWM:") - before
    started = time.perf_counter()
    if (width, height) == WHOLE:
        stylizer._paint(photo, styles, controls, unwatched, area)
    return taken, (time.perf_counter() - started) / _STEP_BY_STEP.get(method, 1)


def _stripes(width: int, height: int, count: int) -> list[Mask]:
    edges = [width * index // count for index in range(count + 1)]
    masks = torch.zeros(count, height, width)
    for index, mask in enumerate(masks):
        mask[:, edges[index] : edges[index + 1]] = 1
    return [Mask(mask) for mask in masks]


def status(key: str) -> int:
    """What the kernel says of this process, in bytes."""
    return int(Path("/proc/self/status").read_text().partition(key)[2].split()[0]) * 1024


if __name__ == "__main__":
    main()
