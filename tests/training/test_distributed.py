import json
import socket
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from engine.errors import ControlError
from tests.training.brightness import Troubled, command, config
from training.data import SHORT_SIDE, load
from training.distributed import Processes, joined
from training.loop import train

CPU = torch.device("cpu")
TIMEOUT = 120


def test_two_processes_do_what_one_with_their_batch_does(tmp_path: Path, content: Path, style: Path) -> None:
    changes = {"content": (content,), "style": (style,), "batch_size": 8}
    alone = config(tmp_path / "one" / "troubled", **changes)
    shared = config(tmp_path / "two" / "troubled", accumulate=2, **changes)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    by_torchrun = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    processes = [command("troubled", shared, RANK=rank, LOCAL_RANK=rank, **by_torchrun) for rank in "01"]
    try:
        said = [process.communicate(timeout=TIMEOUT)[1] for process in processes]
    finally:
        for process in processes:
            process.kill()
    assert [process.returncode for process in processes] == [0, 0], said
    assert "stopped at step 6 of 8" in said[0]
    assert "stopped at" not in said[1]

    outcome = train(Troubled(alone, CPU), alone, load([content], SHORT_SIDE), load([style], SHORT_SIDE))
    assert (outcome.step, outcome.skipped) == (6, 1)
    files = [run.run / "state.safetensors" for run in (alone, shared)]
    one, two = map(load_file, files)
    assert one.keys() == two.keys()
    for key, value in one.items():
        torch.testing.assert_close(two[key], value, rtol=1e-4, atol=1e-6)
    with safe_open(files[1], "pt") as saved:
        run = json.loads(saved.metadata()["run"])
    assert (run["step"], run["skipped"]) == (6, 1)
    assert run["losses"] == pytest.approx(outcome.losses, rel=1e-4)


@pytest.mark.parametrize(
    ("size", "count", "accumulate", "multiple"), [(8, 2, 4, 16), (6, 2, 1, 4), (7, 1, 1, 2), (2, 1, 2, 4)]
)
def test_a_batch_that_does_not_divide_into_even_parts_is_refused(
    size: int, count: int, accumulate: int, multiple: int, tmp_path: Path
) -> None:
    with pytest.raises(ControlError, match=f"batch of {size} .* {count} processes .* {accumulate} .* of {multiple}$"):
        Processes(CPU, 0, count).share(config(tmp_path, batch_size=size, accumulate=accumulate))


def test_the_shares_of_all_processes_are_the_whole_batch(tmp_path: Path) -> None:
    chosen = config(tmp_path, batch_size=24, accumulate=2)
    assert [Processes(CPU, rank, 3).share(chosen) for rank in range(3)] == [(0, 8), (8, 8), (16, 8)]


def test_without_torchrun_a_process_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with joined("cpu") as processes:
        assert processes == Processes(CPU, 0, 1)
        assert processes.leads
        assert processes.agree(3)


def test_several_processes_do_not_share_one_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(ControlError, match="under torchrun"), joined("cuda:0"):
        pass
