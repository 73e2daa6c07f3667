import json
import logging
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from torch import Tensor, nn

from engine.networks.convolution import Convolution
from tests.training.brightness import Brightness, config
from training.recipes.protocol import Config
from training.state import FILE, State, StateError, half_precision

CPU = torch.device("cpu")


@dataclass(frozen=True, kw_only=True)
class Weighted(Config):
    weight: float = 1.0
    teacher: Path | None = field(default=None)


def stepped(chosen: Config, width: int = 8) -> State:
    """A state with one step behind it."""
    state = State.new(Brightness(width=width).model, chosen, CPU)
    state.scaler.scale(state.model(torch.ones(1, 3, 8, 8)).square().mean()).backward()
    state.optimiser.step()
    state.step, state.losses, state.skipped, state.overflowed = 1, {"total": 0.5}, 2, 3
    return state


def saved(run: Path, **changes: object) -> Path:
    chosen = config(run, **changes)
    stepped(chosen).save(run / FILE, "brightness", chosen, "digest")
    return run / FILE


def resumed(run: Path, chosen: Config, recipe: str = "brightness", width: int = 8, data: str = "digest") -> State:
    state = State.new(Brightness(width=width).model, chosen, CPU)
    state.resume(run / FILE, recipe, chosen, data)
    return state


def test_a_saved_state_comes_back_whole(tmp_path: Path) -> None:
    chosen = config(tmp_path, amp="fp16")
    state = stepped(chosen)
    state.scaler.load_state_dict(state.scaler.state_dict() | {"scale": 128.0})
    state.save(tmp_path / FILE, "brightness", chosen, "digest")
    again = resumed(tmp_path, chosen)
    assert (again.step, again.losses, again.skipped, again.overflowed) == (1, {"total": 0.5}, 2, 3)
    assert again.scaler.state_dict()["scale"] == 128.0
    for mine, theirs in zip(state.optimiser.state.items(), again.optimiser.state.items(), strict=True):
        assert torch.equal(mine[0], theirs[0])
        assert all(torch.equal(mine[1][key], theirs[1][key]) for key in mine[1])
        # A fused optimiser walks through memory, whatever the shape says.
        assert theirs[1]["exp_avg"].stride() == theirs[0].stride()


def test_what_says_little_of_a_run_may_change_and_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    saved(tmp_path)
    changes = {"steps": 16, "minutes": 3.0, "threads": 2, "workers": 1, "hold": "disk", "content": (Path("moved"),)}
    with caplog.at_level(logging.INFO):
        assert resumed(tmp_path, config(tmp_path, **changes), data="other").step == 1
    for option in changes:
        assert f"--{option} was" in caplog.text
    assert "--steps was 8 and is 16" in caplog.text
    assert "the pictures are not those" in caplog.text


@pytest.mark.parametrize("changes", [{"seed": 1}, {"batch_size": 8}, {"crop": 64}, {"zoom": 1.0}])
def test_what_would_make_it_another_run_is_refused_by_name(changes: dict[str, object], tmp_path: Path) -> None:
    saved(tmp_path)
    (name,) = changes
    with pytest.raises(StateError, match=f"--{name.replace('_', '-')} was .* and is {changes[name]}"):
        resumed(tmp_path, config(tmp_path, **changes))


def test_an_option_of_the_recipe_may_not_change_but_a_path_may(tmp_path: Path) -> None:
    before = Weighted(run=tmp_path)
    stepped(before).save(tmp_path / FILE, "brightness", before, "digest")
    assert resumed(tmp_path, Weighted(run=tmp_path, teacher=Path("there"))).step == 1
    with pytest.raises(StateError, match=r"--weight was 1\.0 and is 2\.0"):
        resumed(tmp_path, Weighted(run=tmp_path, weight=2.0))


def test_a_network_of_another_shape_or_recipe_is_refused(tmp_path: Path) -> None:
    saved(tmp_path)
    with pytest.raises(StateError, match=r"another shape .*size mismatch"):
        resumed(tmp_path, config(tmp_path), width=16)
    with pytest.raises(StateError, match="of the recipe 'brightness', not 'darkness'"):
        resumed(tmp_path, config(tmp_path), recipe="darkness")


@pytest.mark.parametrize("keep", [0, 100, -1])
def test_a_damaged_state_is_an_error_with_a_remedy(keep: int, tmp_path: Path) -> None:
    file = saved(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(StateError, match=r"damaged.*: restore it from a copy, or remove it"):
        resumed(tmp_path, config(tmp_path))


def test_a_state_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path)
    before = file.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("training.state.save_file", full)
    with pytest.raises(StateError, match=r"No space left on device.*the one before it is whole"):
        saved(tmp_path)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_parameters_that_no_session_changed_are_named(tmp_path: Path) -> None:
    chosen = config(tmp_path)
    state = stepped(chosen)
    assert state.untouched() == []
    with torch.no_grad():
        state.model[2].bias.copy_(Brightness().model[2].bias)
    assert state.untouched() == ["2.bias"]
    state.save(tmp_path / FILE, "brightness", chosen, "digest")
    again = resumed(tmp_path, chosen)
    assert again.untouched() == ["2.bias"]
    with torch.no_grad():
        again.model[2].bias.add_(1)
    assert again.untouched() == []


def test_the_rate_rises_and_falls_and_a_longer_schedule_stretches_it(tmp_path: Path) -> None:
    chosen = config(tmp_path, steps=102, warm_up=2, learning_rate=1.0)
    state = State.new(nn.Conv2d(3, 3, 1), chosen, CPU)
    rates = []
    for state.step in range(103):
        rates.append(state.rate(chosen))
    assert rates[:3] == [0.5, 1.0, 1.0]
    assert rates[52] == pytest.approx(0.5)
    assert rates[102] == pytest.approx(0)
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert state.rate(config(tmp_path, steps=202, warm_up=2, learning_rate=1.0)) == pytest.approx(0.5)


def test_half_precision_is_what_the_device_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert half_precision("off", CPU) is None
    assert half_precision("bf16", CPU) is torch.bfloat16
    assert half_precision("fp16", CPU) is torch.float16
    for native, wanted in ((True, torch.bfloat16), (False, None)):
        monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda native=native: native)
        monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
        assert half_precision("auto", CPU) is wanted


def test_the_run_is_described_beside_the_tensors(tmp_path: Path) -> None:
    with safe_open(saved(tmp_path), "pt") as state:
        run = json.loads(state.metadata()["run"])
    assert (run["recipe"], run["step"], run["data"], run["config"]["crop"]) == ("brightness", 1, "digest", 32)


class Wide(nn.Module):
    """Two layers of different shape, the first of which learns at a quarter of the rate."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.outer = nn.Conv2d(4, 3, 3)
        self.inner = Convolution(3, 4)
        self.inner.rate = 0.25

    def forward(self, x: Tensor) -> Tensor:
        return self.outer(self.inner(x))


def test_a_layer_learns_at_its_own_rate_before_and_after_a_resume(tmp_path: Path) -> None:
    chosen = config(tmp_path, warm_up=0, steps=1000, amp="off")

    def step(state: State, count: int) -> None:
        for index in range(count):
            for group in state.optimiser.param_groups:
                group["lr"] = state.rate(chosen) * group["rate"]
            state.optimiser.zero_grad()
            images = torch.randn(2, 3, 8, 8, generator=torch.Generator().manual_seed(state.step + index))
            state.model(images).square().mean().backward()
            state.optimiser.step()

    state = State.new(Wide(), chosen, CPU)
    before = {name: p.detach().clone() for name, p in state.model.named_parameters()}
    step(state, 1)
    # Adam's first step moves each weight by the rate.
    moved = {name: float((p.detach() - before[name]).abs().median()) for name, p in state.model.named_parameters()}
    assert moved["inner.weight"] == pytest.approx(0.25 * moved["outer.weight"], rel=0.01)

    state.step = 1
    state.save(tmp_path / FILE, "wide", chosen, "digest")
    again = State.new(Wide(), chosen, CPU)
    again.resume(tmp_path / FILE, "wide", chosen, "digest")
    step(state, 3)
    step(again, 3)
    for one, other in zip(state.model.parameters(), again.model.parameters(), strict=True):
        assert torch.equal(one, other)
