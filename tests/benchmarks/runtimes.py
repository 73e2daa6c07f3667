"""Which runtime is fastest for AdaIN on a CPU? `python -m tests.benchmarks.runtimes`.

A photo of 512 x 512 is painted in a style whose moments are known, at strength 1, and encoded alone. All runtimes take
turns in one process on the same number of threads, because absolute times drift; a ratio is the median of those
within a turn, against the eager networks as they ship. Time is the clock's, and the processor's over all threads, which
other work on the machine disturbs less. ONNX Runtime and OpenVINO are optional (exporting to ONNX takes
`onnx` and `onnxscript` besides), and so is the C++ compiler that `torch.compile` calls: what is missing is left out,
and the reason printed.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import shutil
import statistics
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

import engine
from engine import checkpoints
from engine.methods import adain
from engine.networks import doubling
from engine.networks.decoder import STYLE_LEVELS, AdaINDecoder, Stage
from engine.networks.vgg import VGG19
from engine.precision import Precision
from engine.statistics import EPSILON, Moments, style_vector
from tests.engine.pictures import landscape, picture, strokes

WEIGHTS = Path(engine.__file__).parent / "weights"
BASE = "eager bf16, shipped"
_FIELDS, _SEED = 4, 0

Call = Callable[[], Any]
Inputs = tuple[Tensor, ...]


class Unavailable(Exception):
    """A runtime that is not installed here."""


@dataclass(frozen=True)
class Entry:
    """One runtime's two calls, and the seconds that it took to prepare them."""

    paint: Callable[[], Tensor]
    encode: Call
    prepared: float = 0.0


def main() -> None:
    """Print the table, and the profile if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--only", nargs="+", default=[""], help="runtimes whose name starts so; the shipped always")
    parser.add_argument("--profile", action="store_true", help="where the shipped networks spend their time")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    photo, painting = picture(landscape(options.size, options.size)).image, picture(strokes(320)).image
    with torch.inference_mode():
        style = adain.measure(_networks(torch.float32)[0](painting, STYLE_LEVELS))
    if options.profile:
        profile(photo, style, options.runs)
        return
    entries: dict[str, Entry] = {}
    for name, prepare in candidates(photo, style, options.threads).items():
        if name != BASE and not any(name.startswith(start) for start in options.only):
            continue
        try:
            started = time.perf_counter()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                paint, encode = prepare()
                paint(), encode()
            entries[name] = Entry(paint, encode, time.perf_counter() - started)
        except Unavailable as reason:
            print(f"{name:34} left out: {reason}")
    report(entries, photo, style, options.runs)


def report(entries: dict[str, Entry], photo: Tensor, style: dict[int, Moments], runs: int) -> None:
    """Let the entries take turns, and print what came of it."""
    exact = eager(torch.float32, photo, style)[0]()
    times = timed(entries, runs)
    print(f"{'median of ' + str(runs) + ' turns':28} {'paint: clock':>20} {'processor':>20}", end="")
    print(f" {'encoder: clock':>20} {'processor':>20} {'prepared':>9}  max (mean) error")
    for name, entry in entries.items():
        columns = []
        for measured, base in zip(times[name], times[BASE], strict=True):
            ratio = statistics.median(mine / theirs for mine, theirs in zip(measured, base, strict=True))
            columns.append(f"{statistics.median(measured) * 1e3:8.1f} ms {ratio:6.2f} x")
        error = (entry.paint() - exact).abs()
        row = " ".join(f"{column:>20}" for column in columns)
        print(f"{name:28} {row} {entry.prepared:7.1f} s  {error.max():.1e} ({error.mean():.1e})")


def timed(entries: dict[str, Entry], runs: int) -> dict[str, list[list[float]]]:
    """For each entry four lists of `runs` times in seconds: paint by the clock and processor, encode by both."""
    times: dict[str, list[list[float]]] = {name: [[], [], [], []] for name in entries}
    for run in range(runs + 1):
        for name, entry in entries.items():
            for first, call in ((0, entry.paint), (2, entry.encode)):
                clock, processor = time.perf_counter(), time.process_time()
                call()
                if run:
                    times[name][first].append(time.perf_counter() - clock)
                    times[name][first + 1].append(time.process_time() - processor)
    return times


def candidates(photo: Tensor, style: dict[int, Moments], threads: int) -> dict[str, Callable[[], tuple[Call, Call]]]:
    """What prepares each runtime's calls, by its name."""
    known = style_vector(style)
    arguments = (photo, known)
    halves, whole = torch.bfloat16, torch.float32
    return {
        BASE: partial(eager, halves, photo, style),
        "eager float32": partial(eager, whole, photo, style),
        "eager bf16, norms fused": partial(plain, halves, *arguments, lambda network, _: network),
        "eager float32, norms fused": partial(plain, whole, *arguments, lambda network, _: network),
        "traced bf16": partial(plain, halves, *arguments, traced),
        "traced float32": partial(plain, whole, *arguments, traced),
        "inductor bf16": partial(plain, halves, *arguments, inductor),
        "inductor float32": partial(plain, whole, *arguments, inductor),
        "onnxruntime float32": partial(plain, whole, *arguments, partial(onnxruntime, threads=threads)),
        "openvino float32": partial(plain, whole, *arguments, partial(openvino, threads=threads, hint="f32")),
        "openvino bf16": partial(plain, whole, *arguments, partial(openvino, threads=threads, hint="bf16")),
    }


def eager(dtype: torch.dtype, photo: Tensor, style: dict[int, Moments]) -> tuple[Callable[[], Tensor], Call]:
    """The engine's own networks."""
    encoder, decoder = _networks(dtype)

    @torch.inference_mode()
    def paint() -> Tensor:
        return adain.paint(encoder, decoder, photo, style, 1.0, _SEED)

    @torch.inference_mode()
    def encode() -> dict[int, Tensor]:
        return encoder(photo, STYLE_LEVELS)

    return paint, encode


def plain(
    dtype: torch.dtype, photo: Tensor, style: Tensor, prepare: Callable[[nn.Module, Inputs], Callable[..., Any]]
) -> tuple[Callable[[], Tensor], Call]:
    """The same networks as one graph that any runtime can read, as `prepare` makes them run."""
    encoder, decoder = _networks(dtype)
    with torch.inference_mode(False), torch.no_grad():
        encode = prepare(PlainEncoder(encoder), (photo,))
        painter = prepare(PlainAdaIN(encoder, decoder), (photo, style, *_grain(photo)))

    @torch.no_grad()
    def paint() -> Tensor:
        # Drawn anew for each picture, as the decoder does.
        painted = painter(photo, style, *_grain(photo))
        assert isinstance(painted, Tensor)
        return painted

    return paint, torch.no_grad()(lambda: encode(photo))


class PlainEncoder(nn.Module):
    """`VGG19` to relu4_1, without anything that a tracer stumbles over."""

    def __init__(self, encoder: VGG19) -> None:
        super().__init__()
        self.dtype = encoder.dtype
        self.mean, self.std = encoder.mean.float(), encoder.std.float()
        self.blocks = nn.ModuleList(nn.ModuleList(_plain(layer) for layer in _layers(b)) for b in encoder.blocks[:4])

    def forward(self, photo: Tensor) -> list[Tensor]:
        x = ((photo - self.mean) / self.std).to(self.dtype, memory_format=torch.channels_last)
        levels: list[Tensor] = []
        for block in self.blocks:
            if levels:
                x = functional.max_pool2d(x, 2)
            assert isinstance(block, nn.ModuleList)
            for index, layer in enumerate(block):
                x = torch.relu(layer(x))
                if index == 0:
                    levels.append(x)
                if len(levels) == len(self.blocks):
                    break
        return levels


class PlainAdaIN(nn.Module):
    """`adain.paint` of one photo at strength 1, each normalisation and what follows it one operation.

    Normalised features are y = (x - mean) / std, so grain g times std, added before, is g added after: a stage is
    a (y + g) + b, and the affine pair a, b goes into the normalisation's own.

    Set `portable` for a runtime that knows neither group normalisation nor assignment to a part of a tensor.
    """

    portable = False

    def __init__(self, encoder: VGG19, decoder: AdaINDecoder) -> None:
        super().__init__()
        self.encoder = PlainEncoder(encoder)
        first, _, second = decoder.bottleneck
        self.bottleneck = nn.Sequential(_plain(first), nn.ReLU(), _plain(second))
        self.joins, self.stages = copy.deepcopy(decoder.joins), nn.ModuleDict()
        for level, stage in decoder.stages.items():
            assert isinstance(stage, Stage)
            parts: dict[str, nn.Module] = {"affine": copy.deepcopy(stage.affine).float(), "outer": _plain(stage.outer)}
            parts["inner"] = nn.ModuleList(_plain(layer) for layer in _layers(stage.inner))
            if stage.grain is not None:
                parts["grain"] = copy.deepcopy(stage.grain)
            self.stages[level] = nn.ModuleDict(parts)
            # The last stage's, in the end.
            inner = stage.inner[0]
            assert isinstance(inner, nn.Conv2d)
            self.folded = doubling._folded(inner.weight)
            self.staggered = doubling._staggered(stage.outer.weight)

    def forward(self, photo: Tensor, style: Tensor, *grain: Tensor) -> Tensor:
        features = self.encoder(photo)
        mean, std = style[0, -2 * features[3].shape[1] :].chunk(2)
        x = self.bottleneck(self._normalised(features[3], std, mean))
        for index, level in enumerate((3, 2, 1)):
            if level > 1:
                x = functional.interpolate(x, scale_factor=2.0, mode="nearest")
            if str(level) in self.joins:
                x = x + self.joins[str(level)](self._normalised(features[level - 1]))
            stage = self.stages[str(level)]
            assert isinstance(stage, nn.ModuleDict)
            scale, shift = stage["affine"](style)[0].chunk(2)
            x = self._normalised(x, scale, shift)
            if "grain" in stage:
                x = torch.addcmul(x, stage["grain"](grain[index].to(x.dtype)), scale[:, None, None].to(x.dtype))
            x = torch.relu(x)
            inner = stage["inner"]
            assert isinstance(inner, nn.ModuleList)
            if level > 1:
                for layer in inner:
                    x = torch.relu(layer(x))
                x = stage["outer"](x)
            else:
                x = self._finished(x, inner[0], stage["outer"])
        return x

    def _finished(self, x: Tensor, inner: nn.Module, outer: nn.Module) -> Tensor:
        assert isinstance(inner, nn.Conv2d)
        assert isinstance(outer, nn.Conv2d)
        assert inner.bias is not None
        assert outer.bias is not None
        if not self.portable:
            return doubling.finish(x, (inner.weight, inner.bias), (outer.weight, outer.bias))
        x = functional.pad(x, (1, 1, 1, 1), mode="replicate")
        x = functional.conv2d(x, self.folded, inner.bias.repeat_interleave(4))
        # Phase by phase; the pixels one outside the frame get those one inside, which is here the entry beside.
        phases = x.relu().to(outer.weight.dtype).view(1, -1, 2, 2, *x.shape[-2:]).unbind(3)
        left, right = _shifted(phases[0].transpose(-1, -2), 0), _shifted(phases[1].transpose(-1, -2), 1)
        columns = torch.stack([left, right], dim=3).transpose(-1, -2).unbind(2)
        x = torch.stack([_shifted(columns[0], 0), _shifted(columns[1], 1)], dim=2).flatten(1, 3)
        x = functional.conv2d(x, self.staggered, outer.bias.repeat_interleave(4))
        return functional.pixel_shuffle(x, 2)

    def _normalised(self, x: Tensor, scale: Tensor | None = None, shift: Tensor | None = None) -> Tensor:
        if scale is None or shift is None:
            scale, shift = torch.ones(x.shape[1]), torch.zeros(x.shape[1])
        if self.portable:
            return functional.instance_norm(x, weight=scale, bias=shift, eps=EPSILON)
        return functional.group_norm(x, x.shape[1], scale, shift, EPSILON)


def traced(network: nn.Module, inputs: Inputs) -> Callable[..., Any]:
    """TorchScript, frozen and optimised."""
    trace: Any = torch.jit.trace
    script: Any = torch.jit.optimize_for_inference(torch.jit.freeze(trace(network.eval(), inputs)))
    for _ in range(3):
        script(*inputs)
    return script


def inductor(network: nn.Module, inputs: Inputs) -> Callable[..., Any]:
    """`torch.compile`, with the weights as constants that it may lay out as it likes."""
    if shutil.which("g++") is None:
        raise Unavailable("torch.compile calls a C++ compiler, and there is no g++")
    return torch.compile(network.eval(), fullgraph=True, dynamic=False, options={"freezing": True})


def onnxruntime(network: nn.Module, inputs: Inputs, threads: int) -> Callable[..., Any]:
    """ONNX Runtime's own CPU provider."""
    runtime = _imported("onnxruntime")
    for needed in ("onnx", "onnxscript"):
        _imported(needed)
    network.portable = True  # type: ignore[assignment]
    program = torch.onnx.export(network.eval(), inputs, dynamo=True, verbose=False)
    assert program is not None
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that spin on after a run would take the next runtime's time.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    session = runtime.InferenceSession(
        program.model_proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    names = [entry.name for entry in session.get_inputs()]

    def run(*given: Tensor) -> Any:
        feed = {name: tensor.numpy() for name, tensor in zip(names, given, strict=True)}
        return _tensors(session.run(None, feed))

    return run


def openvino(network: nn.Module, inputs: Inputs, threads: int, hint: str) -> Callable[..., Any]:
    """OpenVINO's CPU plugin, which reads the torch graph itself."""
    runtime = _imported("openvino")
    network.portable = True  # type: ignore[assignment]
    model = runtime.convert_model(network.eval(), example_input=inputs, input=[tuple(i.shape) for i in inputs])
    options = {"INFERENCE_PRECISION_HINT": hint, "INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
    request = runtime.Core().compile_model(model, "CPU", options).create_infer_request()

    def run(*given: Tensor) -> Any:
        results = request.infer([tensor.numpy() for tensor in given], share_inputs=True, share_outputs=True)
        return _tensors(list(results.values()))

    return run


def profile(photo: Tensor, style: dict[int, Moments], runs: int) -> None:
    """Print the shipped networks' operations by their own time."""
    paint, _ = eager(torch.bfloat16, photo, style)
    for _ in range(3):
        paint()
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CPU]) as found:
        for _ in range(runs):
            paint()
    print(found.key_averages().table(sort_by="self_cpu_time_total", row_limit=18, max_name_column_width=48))


def _networks(dtype: torch.dtype) -> tuple[VGG19, AdaINDecoder]:
    precision = Precision(torch.device("cpu"), dtype)
    decoder = checkpoints.adain_decoder(WEIGHTS)
    if not isinstance(decoder, AdaINDecoder):
        raise Unavailable("the shipped decoder is the paper's, which this table does not know")
    return precision.place(checkpoints.encoder(WEIGHTS)), precision.place(decoder)


def _grain(photo: Tensor) -> Inputs:
    """What the decoder draws for a photo, coarse stage first."""
    generator = torch.Generator().manual_seed(_SEED)
    height, width = photo.shape[-2:]
    return tuple(torch.randn(1, _FIELDS, height // s, width // s, generator=generator) for s in (4, 2))


def _plain(layer: nn.Module) -> nn.Conv2d:
    assert isinstance(layer, nn.Conv2d)
    assert layer.bias is not None
    copied = nn.Conv2d(layer.in_channels, layer.out_channels, 3, padding=1, padding_mode="reflect")
    copied = copied.to(layer.weight.dtype, memory_format=torch.channels_last).requires_grad_(False)  # type: ignore[call-overload]
    copied.weight.copy_(layer.weight)
    assert copied.bias is not None
    copied.bias.copy_(layer.bias)
    return copied


def _layers(block: nn.Module) -> Iterable[nn.Module]:
    return block.children()


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as reason:
        raise Unavailable(f"`{name}` cannot be imported ({reason})") from reason


def _shifted(x: Tensor, phase: int) -> Tensor:
    """Of one phase's rows the one that lies outside the frame is replaced by its neighbour."""
    rows = (x[..., 1:2, :], x[..., 1:, :]) if phase else (x[..., :-1, :], x[..., -2:-1, :])
    return torch.cat(rows, dim=-2)


def _tensors(arrays: list[Any]) -> Any:
    tensors = [torch.from_numpy(array) for array in arrays]
    return tensors[0] if len(tensors) == 1 else tensors


if __name__ == "__main__":
    main()
