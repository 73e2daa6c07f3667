"""How soon does Gatys reach the loss that PyPI's `pastiche` ends with? `python -m tests.benchmarks.gatys`.

`pastiche` runs first, with its defaults: L-BFGS in float32, from the photo, on VGG-19. Then `gatys` minimises the same
loss with the same weights, from the same photo, at a quarter and half the size first, in the fastest dtype of the
machine. Both are judged by one function, `pastiche`'s own loss in float32, off the clock, of images that are not
clamped. Times are of the optimisation alone, ours with the reading of the painting; seconds of the CPU stand beside
those of the clock, as other work on the machine counts for the latter.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from pastiche.pastiche import VGG_MEAN, PasticheArtist, load_image
from torch import Tensor

from engine.methods import gatys
from engine.methods.gatys_recipe import Stage, pastiche
from engine.precision import Precision
from tests.engine.pictures import landscape, strokes

# Full-size evaluations between two looks at the loss.
_EVERY = 10
_MEAN = torch.tensor(VGG_MEAN).view(1, 3, 1, 1)


class Clock:
    """Seconds of the wall and of the CPU, while it runs."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> Clock:
        self._started = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._started[0]
        self.cpu += time.process_time() - self._started[1]


@dataclass(frozen=True)
class Point:
    """The loss after some seconds of work."""

    seconds: float
    cpu: float
    loss: float


class _Reached(Exception):
    pass


def theirs(artist: Any, steps: int) -> list[Point]:
    """`pastiche`'s loss before its first step and after each."""
    clock, curve = Clock(), [Point(0, 0, artist.loss)]
    for _ in range(steps):
        with clock:
            artist.draw()
        # The loss that a step reports is of the image before it.
        curve[-1] = replace(curve[-1], loss=artist.loss)
        curve.append(Point(clock.seconds, clock.cpu, artist.loss))
    curve[-1] = replace(curve[-1], loss=judged(artist, artist.pastiche.detach()))
    return curve


def ours(artist: Any, photo: Tensor, painting: Tensor, goal: float, stages: list[Stage]) -> list[Point]:
    """The loss of Gatys at every few evaluations of its last stage, until it is down to the goal or gives up."""
    recipe = replace(pastiche(), smoothness=0.5, pyramid=tuple(stages))
    network = gatys.load(recipe, Precision.best("cpu"))
    clock, curve, evaluations = Clock(), [], 0
    clock.__enter__()

    def watch(image: Tensor, loss: gatys.Loss) -> None:
        nonlocal evaluations
        clock.__exit__()
        evaluations += image.shape == photo.shape
        if evaluations and evaluations % _EVERY == 0:
            curve.append(Point(clock.seconds, clock.cpu, judged(artist, 255 * image.flip(1) - _MEAN)))
            if curve[-1].loss <= goal:
                raise _Reached
        clock.__enter__()

    with contextlib.suppress(_Reached):
        gatys.paint(network, photo, gatys.read(network, painting, recipe), recipe, watch=watch)
    return curve


@torch.no_grad()
def judged(artist: Any, image: Tensor) -> float:
    """`pastiche`'s loss of an image `(1, 3, H, W)` in its own convention, BGR about 0."""
    kept = artist.pastiche.data
    artist.pastiche.data = image.contiguous()
    loss = float(artist._calc_loss())
    artist.pastiche.data = kept
    return loss


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, help="[drawn by code]")
    parser.add_argument("--painting", type=Path, help="[drawn by code]")
    parser.add_argument("--size", type=int, default=256, help="pixels of the photo's longer side [256]")
    parser.add_argument("--steps", type=int, default=500, help="of pastiche [500]")
    parser.add_argument("--stages", default="0.25:60,0.5:100,1:400", help="SCALE:EVALUATIONS, ... of ours")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as folder:
        photo, painting = options.photo or Path(folder, "photo.png"), options.painting or Path(folder, "painting.png")
        if not options.photo:
            landscape(options.size, options.size).save(photo)
        if not options.painting:
            strokes(options.size).save(painting)
        artist = PasticheArtist(str(photo), [str(painting)], size=options.size, device="cpu")
        content = load_image(str(photo), size=options.size)
        style = load_image(str(painting), pixels=content.shape[2] * content.shape[3])
    stages = [
        Stage(float(scale), int(count)) for scale, _, count in (s.partition(":") for s in options.stages.split(","))
    ]
    peer = theirs(artist, options.steps)
    print(f"pastiche: {peer[0].loss:.0f} -> {peer[-1].loss:.0f} in {options.steps} steps", flush=True)
    own = ours(artist, *(((image + _MEAN) / 255).flip(1) for image in (content, style)), peer[-1].loss, stages)
    for point in own:
        print(f"  ours: {point.loss:9.0f} after {point.seconds:6.1f} s, {point.cpu:6.1f} s of the CPU")
    print(f"{'step':>6} {'loss':>10} {'theirs':>9} {'ours':>9} {'ratio':>6} {'of the CPU':>11}")
    for step in range(options.steps // 5, options.steps + 1, options.steps // 5):
        at = peer[step]
        there = next((point for point in own if point.loss <= at.loss), None)
        if there is None:
            print(f"{step:6} {at.loss:10.0f} {at.seconds:7.1f} s  not reached in {own[-1].seconds:.1f} s")
            continue
        ratios = f"{there.seconds / at.seconds:6.3f} {there.cpu / at.cpu:11.3f}"
        print(f"{step:6} {at.loss:10.0f} {at.seconds:7.1f} s {there.seconds:7.1f} s {ratios}")


if __name__ == "__main__":
    main()
