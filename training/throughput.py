"""How fast each recipe's steps are, against what the device can do."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import torch
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from torch.utils.flop_counter import FlopCounterMode

from engine.precision import Precision
from training.data import SHORT_SIDE, Pictures, load
from training.distributed import Processes
from training.feed import Feed
from training.journal import Pace
from training.loop import PREPARED, Update
from training.options import add_options, read_options
from training.recipes import RECIPES
from training.recipes.protocol import Config, Recipe
from training.state import State

log = logging.getLogger(__name__)

_WARM_UP = 3
_OPTIONS = (
    *("content", "style", "weights", "batch_size", "accumulate", "crop", "zoom"),
    *("amp", "compile", "device", "threads", "hold", "workers"),
)
# A square of this side takes a device long enough to be timed, and is large enough to be its best case.
_SIDES = {"cpu": 2048, "cuda": 8192}
_SECONDS = 1.0
_NAMES = {torch.float32: "fp32", torch.bfloat16: "bf16", torch.float16: "fp16"}


@dataclass(frozen=True)
class Throughput:
    """Of one recipe's steps: crops a second, operations (2 for a multiply-add) a step and a second, share waited."""

    images_per_second: float
    flops: int
    flops_per_second: float
    waited: float


def add_command(commands: Any) -> None:
    """Declare `throughput` on the command line."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "throughput", help="the speed of training against the device's limit", description=__doc__
    )
    add_options(parser, Config, only=_OPTIONS)
    parser.add_argument("--recipe", nargs="+", choices=RECIPES, default=list(RECIPES), help="which [all]")
    parser.add_argument("--steps", type=int, default=10, help="steps to measure, after a few to warm up [10]")


def run(options: dict[str, Any]) -> None:
    """Print the table of throughput.

    Raises:
        DataError: too few pictures.
        EngineError: an option out of range, or no usable weights.
    """
    names, steps = options.pop("recipe"), max(1, options.pop("steps"))
    plain = read_options(Config, options)
    torch.set_num_threads(plain.threads)
    torch.backends.cudnn.benchmark = True
    device = Precision.best(plain.device).device
    photos = load(plain.content, SHORT_SIDE, 2, plain.workers, plain.hold, device)
    paintings = load(plain.style, SHORT_SIDE, 2, plain.workers, plain.hold, device)
    limits: dict[torch.dtype, float] = {}
    # Narrow enough for the 80 columns of a log file.
    table = Table(
        "recipe",
        "dtype",
        "crops",
        "images/s",
        "GFLOP/step",
        "TFLOP/s",
        "of limit",
        "waited",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
        pad_edge=False,
    )
    for name in names:
        config_type, build = RECIPES[name]
        config = read_options(config_type, options)
        torch.manual_seed(config.seed)
        recipe = build(config, device)
        found, dtype = measure(recipe, config, photos, paintings, Processes(device), steps)
        if dtype not in limits:
            limits[dtype] = limit(device, dtype, _SECONDS)
        table.add_row(
            name,
            _name(dtype),
            f"{config.batch_size} x {config.crop}",
            f"{found.images_per_second:.1f}",
            f"{found.flops / 1e9:.1f}",
            f"{found.flops_per_second / 1e12:.3g}",
            f"{found.flops_per_second / limits[dtype]:.1%}",
            f"{found.waited:.1%}",
        )
    console = Console()
    console.print(table)
    for dtype, flops in limits.items():
        console.print(f"limit of {describe(device)} in {_name(dtype)}: {flops / 1e12:.3g} TFLOP/s, by a matrix product")


def measure(
    recipe: Recipe, config: Config, photos: Pictures, paintings: Pictures | None, processes: Processes, steps: int
) -> tuple[Throughput, torch.dtype]:
    """Time `steps` steps of `recipe` with everything that belongs to them, and count the operations of one.

    Counted are convolutions and matrix products, forward and backward, those of frozen networks too; not element-wise
    operations and decompositions, nor the optimiser's. The second answer is the dtype of the convolutions.
    """
    feed = Feed(photos, paintings, config, processes.device, *processes.share(config))
    recipe.prepare(feed.batch(0, 0, PREPARED))
    state = State.new(recipe.model, config, processes.device)
    update = Update(recipe, state, config, processes)
    pace = Pace(feed)
    for batch in feed.batches(range(1, _WARM_UP + steps + 1)):
        update(batch)
        _synchronise(processes.device)
        if batch.step > _WARM_UP:
            pace.step(config.batch_size)
        else:
            pace = Pace(feed)
    # Of the kernels that torch.compile writes nothing is known, so what is counted is the same step without it.
    plain = Update(recipe, state, replace(config, compile=False), processes)
    flops = count_operations(lambda: plain(feed.batch(_WARM_UP + steps + 1)))
    speed, waited = pace.overall()
    return Throughput(speed, flops, flops * speed / config.batch_size, waited), state.half or torch.float32


def count_operations(work: Callable[[], object]) -> int:
    """Floating-point operations in the convolutions and matrix products of `work`, 2 for a multiply-add."""
    with FlopCounterMode(display=False) as counter:
        work()
    return int(counter.get_total_flops())


def limit(device: torch.device, dtype: torch.dtype, seconds: float) -> float:
    """Operations a second that `device` reaches in its best case: the fastest of many large matrix products."""
    side = _SIDES[device.type]
    a = torch.randn(side, side, device=device).to(dtype)
    b = torch.randn(side, side, device=device).to(dtype)
    best, until = float("inf"), time.monotonic() + seconds
    while True:
        _synchronise(device)
        began = time.perf_counter()
        torch.mm(a, b)
        _synchronise(device)
        best = min(best, time.perf_counter() - began)
        if time.monotonic() > until:
            return 2 * side**3 / best


def describe(device: torch.device) -> str:
    """What the device calls itself."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{torch.get_num_threads()} CPU threads"


def _synchronise(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def _name(dtype: torch.dtype) -> str:
    return _NAMES[dtype]
