from pathlib import Path

import pytest

from training import memory


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with 8000 KiB available, and no container."""
    (tmp_path / "meminfo").write_text("MemTotal:       16000 kB\nMemAvailable:    8000 kB\n")
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_CGROUP", tmp_path)
    monkeypatch.delenv("LOCAL_WORLD_SIZE", raising=False)
    return tmp_path


def limit(system: Path, most: str) -> None:
    (system / "memory.max").write_text(f"{most}\n")
    (system / "memory.current").write_text("1000000\n")
    (system / "memory.stat").write_text("anon 400000\ninactive_file 600000\n")


def test_the_machine_says_what_is_available(system: Path) -> None:
    assert memory.available() == 8000 * 1024


def test_a_container_may_have_less(system: Path) -> None:
    limit(system, "3000000")
    assert memory.available() == 2_600_000
    limit(system, "max")
    assert memory.available() == 8000 * 1024


def test_processes_on_one_machine_share(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "4")
    assert memory.available() == 2000 * 1024


def test_a_system_that_does_not_say_has_some(system: Path) -> None:
    (system / "meminfo").unlink()
    assert memory.available() >= 2**30
