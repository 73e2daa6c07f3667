from pathlib import Path

import pytest
import torch

from engine import memory
from engine.memory import available, is_out_of_memory

CPU = torch.device("cpu")
MEGABYTE = 2**20


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "kept", lambda: 0)


def machine(root: Path, free: int, groups: str = "") -> Path:
    write(root / "proc/meminfo", f"MemTotal: 9 kB\nMemFree: 1 kB\nMemAvailable: {free * 1024} kB\nBuffers: 3 kB\n")
    write(root / "proc/self/cgroup", groups)
    return root


def write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def limit(folder: Path, most: str, used: int, cached: int) -> None:
    write(folder / "memory.max", f"{most}\n")
    write(folder / "memory.current", f"{used * MEGABYTE}\n")
    write(folder / "memory.stat", f"anon 7\ninactive_file {cached * MEGABYTE}\nactive_file 9\n")


def test_a_free_machine_has_what_it_says(tmp_path: Path) -> None:
    assert available(CPU, machine(tmp_path, 700)) == 700 * MEGABYTE


def test_a_machine_that_says_nothing_has_no_limit(tmp_path: Path) -> None:
    assert available(CPU, tmp_path) is None


def test_what_was_freed_and_kept_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "kept", lambda: 5)
    assert available(CPU, machine(tmp_path, 700)) == 700 * MEGABYTE + 5


@pytest.mark.parametrize("tight", ["outer", "inner", "machine"])
def test_the_tightest_of_the_machine_and_its_groups_counts(tmp_path: Path, tight: str) -> None:
    machine(tmp_path, 120 if tight == "machine" else 700, "0::/outer/inner\n")
    mount = tmp_path / "sys/fs/cgroup"
    limit(mount / "outer", str((400 if tight == "outer" else 900) * MEGABYTE), used=300, cached=50)
    limit(mount / "outer/inner", str((300 if tight == "inner" else 800) * MEGABYTE), used=100, cached=0)
    assert available(CPU, tmp_path) == {"outer": 150, "inner": 200, "machine": 120}[tight] * MEGABYTE


def test_a_group_without_a_limit_has_none(tmp_path: Path) -> None:
    machine(tmp_path, 700, "0::/outer\n")
    limit(tmp_path / "sys/fs/cgroup/outer", "max", used=300, cached=0)
    assert available(CPU, tmp_path) == 700 * MEGABYTE


def test_in_a_container_the_own_group_is_the_outermost(tmp_path: Path) -> None:
    machine(tmp_path, 700, "3:cpu:/pod/x\n4:memory:/pod/x\n0::/\n")
    folder = tmp_path / "sys/fs/cgroup/memory"
    write(folder / "memory.limit_in_bytes", str(256 * MEGABYTE))
    write(folder / "memory.usage_in_bytes", str(200 * MEGABYTE))
    write(folder / "memory.stat", f"inactive_file 1\ntotal_inactive_file {20 * MEGABYTE}\n")
    assert available(CPU, tmp_path) == 76 * MEGABYTE


def test_a_group_above_its_limit_leaves_nothing(tmp_path: Path) -> None:
    machine(tmp_path, 700, "0::/\n")
    limit(tmp_path / "sys/fs/cgroup", str(100 * MEGABYTE), used=130, cached=0)
    assert available(CPU, tmp_path) == 0


def test_this_machine_says_how_much_it_has() -> None:
    found = available(CPU)
    assert found is None or found > 0


def test_a_real_failure_to_allocate_is_told_from_other_errors() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**58, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"))
    assert is_out_of_memory(RuntimeError("could not create a primitive"))
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"))
    assert not is_out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    assert not is_out_of_memory(ValueError("cannot allocate"))
