import csv
import json
import math
import os
import signal
import time
from pathlib import Path

import pytest
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from tests.training.brightness import PAUSE, Brightness, command, config
from training.data import SHORT_SIDE, load
from training.distributed import Processes
from training.feed import Feed
from training.grid import mark_of
from training.loop import Outcome, TrainingDiverged, Update, train
from training.recipes.protocol import Batch
from training.state import State

CPU = torch.device("cpu")


def trained(run: Path, content: Path, style: Path, recipe: Brightness | None = None, **changes: object) -> Outcome:
    return train(recipe or Brightness(), config(run, **changes), load([content], SHORT_SIDE), load([style], SHORT_SIDE))


def saved(run: Path) -> dict[str, Tensor]:
    return load_file(run / "state.safetensors")


def same(a: dict[str, Tensor], b: dict[str, Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[key], b[key]) for key in a)


def test_training_lowers_the_loss_and_keeps_its_records(tmp_path: Path, content: Path, style: Path) -> None:
    outcome = trained(tmp_path, content, style, steps=200, save_every=50)
    rows = list(csv.DictReader((tmp_path / "losses.csv").read_text().splitlines()))
    assert [int(row["step"]) for row in rows] == list(range(20, 201, 20))
    assert float(rows[-1]["total"]) < 0.5 * float(rows[0]["total"])
    assert outcome.finished
    assert outcome.images_per_second > 0
    assert 0 <= outcome.waited <= 1
    assert {"samples-last.png", "samples-0000050.png", "losses.png", "progress.png", "tensorboard"} <= {
        file.name for file in tmp_path.iterdir()
    }


def test_a_run_killed_and_resumed_ends_with_the_weights_of_an_unbroken_one(
    tmp_path: Path, content: Path, style: Path
) -> None:
    changes = {"content": (content,), "style": (style,), "steps": 30, "save_every": 4}
    whole, broken = (config(tmp_path / name / "brightness", **changes) for name in ("whole", "broken"))
    photos, paintings = load([content], SHORT_SIDE), load([style], SHORT_SIDE)
    train(Brightness(), whole, photos, paintings)
    state = broken.run / "state.safetensors"
    with command("brightness", broken, **{PAUSE: "0.1"}) as process:
        until = time.monotonic() + 60
        while not state.exists() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.02)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with safe_open(state, "pt") as stopped:
        assert 0 < json.loads(stopped.metadata()["run"])["step"] < 30
    assert train(Brightness(), broken, photos, paintings).finished
    assert same(saved(broken.run), saved(whole.run))


def test_minutes_stop_a_run_that_goes_on_later(tmp_path: Path, content: Path, style: Path) -> None:
    stopped = trained(tmp_path / "stopped", content, style, minutes=0.0)
    assert (stopped.step, stopped.finished) == (1, False)
    assert trained(tmp_path / "stopped", content, style).finished
    trained(tmp_path / "whole", content, style)
    assert same(saved(tmp_path / "stopped"), saved(tmp_path / "whole"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_a_run_after_its_step(number: int, tmp_path: Path, content: Path, style: Path) -> None:
    class Signalled(Brightness):
        def losses(self, batch: Batch) -> dict[str, Tensor]:
            if batch.step == 5:
                os.kill(os.getpid(), number)
            return super().losses(batch)

    handler = signal.getsignal(number)
    stopped = trained(tmp_path, content, style, Signalled())
    assert (stopped.step, stopped.finished) == (5, False)
    assert signal.getsignal(number) is handler
    assert trained(tmp_path, content, style).finished


def test_ten_losses_that_are_not_finite_stop_with_the_last_good_state(
    tmp_path: Path, content: Path, style: Path
) -> None:
    with pytest.raises(TrainingDiverged, match="10 steps up to step 14"):
        trained(tmp_path, content, style, Brightness(broken=range(5, 100)), steps=40)
    assert all(torch.isfinite(tensor).all() for tensor in saved(tmp_path).values())
    assert trained(tmp_path, content, style, steps=40).finished


def test_nine_losses_that_are_not_finite_do_not_stop_a_run(tmp_path: Path, content: Path, style: Path) -> None:
    outcome = trained(tmp_path, content, style, Brightness(broken=range(3, 12)), steps=20)
    assert (outcome.finished, outcome.skipped) == (True, 9)


def prepared(run: Path, content: Path, recipe: Brightness, **changes: object) -> tuple[State, Update, Feed]:
    chosen = config(run, **changes)
    state = State.new(recipe.model, chosen, CPU)
    feed = Feed(load([content], SHORT_SIDE), None, chosen, CPU)
    return state, Update(recipe, state, chosen, Processes(CPU)), feed


def weights(state: State) -> dict[str, Tensor]:
    both = {"model": state.model, "averaged": state.averaged}
    found = {f"{name}.{k}": v.clone() for name, model in both.items() for k, v in model.state_dict().items()}
    moments = state.optimiser.state_dict()["state"]
    return found | {f"{index}.{k}": v.clone() for index, values in moments.items() for k, v in values.items()}


def test_a_step_whose_loss_is_not_finite_changes_nothing_and_is_counted(tmp_path: Path, content: Path) -> None:
    state, update, feed = prepared(tmp_path, content, Brightness(broken=[2]))
    assert not update(feed.batch(1)).skipped
    before = weights(state)
    assert update(feed.batch(2)).skipped
    assert same(weights(state), before)
    assert (state.step, state.skipped) == (2, 1)
    assert not update(feed.batch(3)).skipped
    assert not same(weights(state), before)


def test_accumulated_parts_amount_to_the_whole_batch(tmp_path: Path, content: Path) -> None:
    found = []
    for parts in (1, 2, 4):
        state, update, feed = prepared(tmp_path, content, Brightness(), batch_size=8, accumulate=parts)
        for step in range(1, 5):
            update(feed.batch(step))
        found.append((weights(state), state.losses))
    whole = found[0]
    for others, losses in found[1:]:
        for key, value in whole[0].items():
            torch.testing.assert_close(others[key], value, rtol=1e-4, atol=1e-6)
        assert losses == pytest.approx(whole[1], rel=1e-4)


def test_float16_halves_a_scale_that_overflows_and_goes_on(tmp_path: Path, content: Path) -> None:
    state, update, feed = prepared(tmp_path, content, Brightness(), amp="fp16")
    state.scaler.load_state_dict(state.scaler.state_dict() | {"scale": 2.0**40})
    before = weights(state)
    scales = []
    for step in range(1, 41):
        assert not update(feed.batch(step)).skipped
        scales.append(state.scaler.get_scale())
        if state.overflowed == step:
            assert same(weights(state), before)
    assert scales[0] == 2.0**39
    assert 0 < state.overflowed < 40
    assert scales[-1] == 2.0 ** (40 - state.overflowed)
    assert not same(weights(state), before)


def test_float16_does_not_blame_its_scale_for_a_loss_that_is_not_finite(tmp_path: Path, content: Path) -> None:
    state, update, feed = prepared(tmp_path, content, Brightness(broken=[1]), amp="fp16")
    scale = state.scaler.get_scale()
    assert update(feed.batch(1)).skipped
    assert (state.scaler.get_scale(), state.skipped, state.overflowed) == (scale, 1, 0)


def test_float16_with_a_gradient_that_no_scale_saves_counts_as_not_finite(tmp_path: Path, content: Path) -> None:
    state, update, feed = prepared(tmp_path, content, Brightness(), amp="fp16")
    state.scaler.load_state_dict(state.scaler.state_dict() | {"scale": 4.0})
    state.model[0].weight.register_hook(lambda gradient: gradient * float("inf"))
    assert [update(feed.batch(step)).skipped for step in range(1, 5)] == [False, False, True, True]


def test_the_grid_has_a_row_for_each_mark(tmp_path: Path, content: Path, style: Path) -> None:
    trained(tmp_path, content, style, steps=10)
    assert sorted(file.name for file in tmp_path.glob("results-*.png")) == [
        f"results-{mark:03}.png" for mark in (20, 40, 60, 80, 100)
    ]
    with Image.open(tmp_path / "progress.png") as sheet:
        assert sheet.height == (2 + 5) * 32
        assert sheet.width > 6 * 32


def test_marks_are_where_their_share_of_the_schedule_is_done() -> None:
    for steps in (5, 10, 99, 160_000):
        found = {mark: step for step in range(1, steps + 1) if (mark := mark_of(step, steps))}
        assert found == {mark: math.ceil(steps * mark / 100) for mark in (20, 40, 60, 80, 100)}
    assert [mark_of(step, 2) for step in (1, 2)] == [40, 100]


def test_a_run_does_not_need_paintings(tmp_path: Path, content: Path) -> None:
    assert train(Brightness(), config(tmp_path, steps=5), load([content], SHORT_SIDE), None).finished
    with Image.open(tmp_path / "progress.png") as sheet:
        assert sheet.height == (1 + 5) * 32
