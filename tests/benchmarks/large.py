"""How much time and memory do large photos take? `python -m tests.benchmarks.large`.

Each photo is a JPEG that is decoded, painted in a style whose statistics are known, and encoded as JPEG again, in a
process of its own with the networks loaded. The peak is that of the whole process (VmHWM), Python and torch
included, of which `before` is taken when the photo comes. The estimate is what `Stylizer.estimate` says in advance.
SSIM is that of the result, reduced to the size of the preview (longest_side 1024), to that preview.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from engine import Controls, Limits, Style, Stylizer, decode, encode, inspect
from tests.engine.pictures import landscape, picture, strokes
from training.evaluation.ruler import ssim

SIZES = {"12": (4000, 3000), "100": (11547, 8660)}
LIMITS = Limits(bytes=2**30)
COLUMNS = ("decode", "paint", "encode", "in all", "estimate", "before", "peak", "estimate")


def main() -> None:
    """Print the table; as a child process, paint one photo and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=["adain", "wct", "vae"])
    parser.add_argument("--megapixels", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--stroke-size", type=float, default=1.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--child", nargs=2, type=Path, metavar=("PHOTO", "RESULT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    controls = Controls(options.strength, stroke_size=options.stroke_size)
    if options.child:
        print(json.dumps(paint(options.child[0], options.child[1], options.methods[0], controls)))
        return

    print(f"{options.threads} threads, strength {options.strength:g}, stroke size {options.stroke_size:g}")
    print(f"{'':14}" + "".join(f"{column:>10}" for column in COLUMNS) + f"{'SSIM':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for megapixels in options.megapixels:
            photo, result = Path(folder) / "photo.jpg", Path(folder) / "result.jpg"
            draw(photo, SIZES[megapixels])
            for method in options.methods:
                # The last of what was said twice counts.
                said = [*sys.argv[1:], "--methods", method, "--child", str(photo), str(result)]
                child = subprocess.run(
                    [sys.executable, "-m", "tests.benchmarks.large", *said], check=True, stdout=subprocess.PIPE
                )
                figures = json.loads(child.stdout)
                cells = [f"{value:8.2f} s" if value < 1000 else f"{value / 1e6:7.0f} MB" for value in figures]
                print(
                    f"{method:8}{megapixels:>3} MP"
                    + "".join(cells)
                    + f"{likeness(photo, result, method, controls):8.3f}"
                )


def draw(file: Path, size: tuple[int, int]) -> None:
    """Draw a photo with detail as fine as its pixels, and write it as JPEG."""
    photo = np.asarray(landscape(4000, 3000).resize(size, Image.Resampling.BICUBIC)).copy()
    grain = np.random.default_rng(0).integers(-12, 13, (512, size[0], 1), dtype=np.int16)
    for top in range(0, len(photo), len(grain)):
        strip = photo[top : top + len(grain)]
        strip[...] = (strip + grain[: len(strip)]).clip(0, 255)
    Image.fromarray(photo).save(file, quality=90)


def paint(photo: Path, result: Path, method: str, controls: Controls) -> list[float]:
    """Seconds and bytes, as the table lists them."""
    stylizer, style = ready(method)
    stylizer.stylize(picture(landscape(64, 64)), style, controls)
    before = peak()
    data = photo.read_bytes()
    header = inspect(data, LIMITS)
    # By a stylizer that has no experience.
    estimate = Stylizer("cpu").estimate((header.width, header.height), method, controls)
    started = time.perf_counter()
    decoded = decode(data, LIMITS)
    times = [time.perf_counter()]
    painted = stylizer.stylize(decoded, style, controls)
    times.append(time.perf_counter())
    encoded = encode(painted)
    times.append(time.perf_counter())
    result.write_bytes(encoded)
    stages = [later - earlier for earlier, later in zip([started, *times], times, strict=False)]
    photos = 3 * header.width * header.height
    return [*stages, times[-1] - started, estimate.seconds, before, peak(), before + photos + estimate.bytes]


def ready(method: str) -> tuple[Stylizer, Style]:
    """A stylizer with its networks loaded, and a style."""
    stylizer = Stylizer("cpu")
    stylizer.load(method)
    return stylizer, stylizer.style(picture(strokes(320)), method)


def peak() -> int:
    """The largest resident set of this process so far, in bytes."""
    # Not getrusage, by which a process begins with the peak of the one that started it.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def likeness(photo: Path, result: Path, method: str, controls: Controls) -> float:
    """SSIM of the result, reduced, to the preview."""
    stylizer, style = ready(method)
    preview = stylizer.stylize(decode(photo.read_bytes(), LIMITS), style, replace(controls, longest_side=1024))
    return ssim(decode(result.read_bytes(), LIMITS, longest_side=1024).image, preview.image)


if __name__ == "__main__":
    main()
