import asyncio
import logging
from pathlib import Path

import pytest

from bot.jobs import memory
from bot.jobs.memory import GRACE_S, SUSTAINED_S, MemoryWatch, limit, resident

MOST = 100 * 2**20


class Reading:
    """What the process is said to hold, and what the clock says."""

    def __init__(self, held: int | None) -> None:
        self.held = held
        self.seconds = 0.0

    def watch(self, most: int | None = MOST) -> MemoryWatch:
        return MemoryWatch(most, lambda: self.held, lambda: self.seconds)


def test_what_this_process_holds_is_known() -> None:
    before = resident()
    assert before is not None
    ballast = bytearray(b"x" * 64 * 2**20)
    after = resident()
    assert after is not None
    assert after - before > len(ballast) // 2


def test_a_peak_is_no_leak() -> None:
    reading = Reading(2 * MOST)
    watch = reading.watch()
    assert not watch.look()
    reading.seconds += SUSTAINED_S - 1
    assert not watch.look()
    reading.held = MOST
    assert not watch.look()
    reading.held = 2 * MOST
    reading.seconds += 2
    assert not watch.look()
    reading.seconds += SUSTAINED_S
    assert watch.look()


async def test_who_stays_above_the_limit_is_stopped_once_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(memory, "LOOK_S", 0.001)
    reading, told = Reading(MOST + 2**20), list[float]()
    watch = reading.watch()
    async with watch.watching(told.append):
        await asyncio.sleep(0.05)
        assert told == []
        reading.seconds = SUSTAINED_S
        async with asyncio.timeout(5):
            while True:
                if watch.is_over:
                    break
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
    assert told == [GRACE_S]
    (said,) = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert all(words in said for words in ("100 MB", "now 101 MB", "EASEL_WORKER_MEMORY_MB", "status 75"))


@pytest.mark.parametrize(("held", "most"), [(MOST, MOST), (2 * MOST, None), (None, MOST)])
async def test_otherwise_nobody_is_stopped(held: int | None, most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LOOK_S", 0.001)
    reading, told = Reading(held), list[float]()
    watch = reading.watch(most)
    async with watch.watching(told.append):
        reading.seconds = 2 * SUSTAINED_S
        await asyncio.sleep(0.05)
    assert (told, watch.is_over) == ([], False)


@pytest.mark.parametrize("name", ["memory.max", "memory/memory.limit_in_bytes"])
def test_a_container_has_its_limit(name: str, tmp_path: Path) -> None:
    file = tmp_path / "sys/fs/cgroup" / name
    file.parent.mkdir(parents=True)
    file.write_text(f"{4 * 2**30}\n")
    assert limit(None, tmp_path) == int(0.85 * 4 * 2**30)
    assert limit(500, tmp_path) == 500 * 2**20
    file.write_text("max\n" if name == "memory.max" else f"{2**63 - 4096}\n")
    assert limit(None, tmp_path) is None


def test_outside_of_a_container_there_is_none(tmp_path: Path) -> None:
    assert limit(None, tmp_path) is None
