import dataclasses
import itertools
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from training.data import DataError, Held, Hold, Pictures, load
from training.feed import Feed
from training.recipes.protocol import Batch, Config

CPU = torch.device("cpu")
CONFIG = Config(batch_size=8, crop=32, zoom=2.0, seed=3, workers=2)


class Source(Pictures):
    """One picture, and `drawn` told of each draw, in the worker's thread."""

    names = ("square",)
    digest = ""
    unreadable = 0

    def __init__(self, drawn: Callable[[], None]) -> None:
        self._drawn = drawn

    def __len__(self) -> int:
        return 1

    def __getitem__(self, index: int) -> Tensor:
        self._drawn()
        return torch.zeros(3, 40, 40, dtype=torch.uint8)


def config(**changes: object) -> Config:
    return dataclasses.replace(CONFIG, **changes)  # type: ignore[arg-type]


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("feed")]


def same(ours: Batch, theirs: Batch) -> bool:
    assert ours.paintings is not None
    assert theirs.paintings is not None
    return torch.equal(ours.photos, theirs.photos) and torch.equal(ours.paintings, theirs.paintings)


def test_a_batch_is_float_in_0_to_1_and_channels_last(content: Path, style: Path) -> None:
    batch = Feed(load([content], 64), load([style], 64), CONFIG, CPU).batch(5)
    assert (batch.step, batch.first, batch.seed) == (5, 0, 3)
    for crops in (batch.photos, batch.paintings):
        assert crops is not None
        assert crops.shape == (8, 3, 32, 32)
        assert crops.dtype == torch.float32
        assert crops.is_contiguous(memory_format=torch.channels_last)
        assert 0 <= crops.min() < crops.max() <= 1
    assert not torch.equal(batch.photos, batch.paintings)  # type: ignore[arg-type]
    assert Feed(load([content], 64), None, CONFIG, CPU).batch(5).paintings is None


@pytest.mark.parametrize("hold", ["memory", "disk", "device"])
def test_prepared_ahead_or_at_once_the_batches_are_the_same(content: Path, style: Path, hold: Hold) -> None:
    feed = Feed(load([content], 64, hold=hold), load([style], 64, hold=hold), CONFIG, CPU)
    ahead = list(feed.batches(range(3, 10)))
    assert [batch.step for batch in ahead] == list(range(3, 10))
    assert all(same(batch, feed.batch(batch.step)) for batch in ahead)
    assert all(batch.photos.is_contiguous(memory_format=torch.channels_last) for batch in ahead)


def test_memory_and_disk_give_the_same_crops_and_the_device_to_a_level(content: Path, style: Path) -> None:
    memory, disk, device = (
        Feed(load([content], 64, hold=hold), load([style], 64, hold=hold), CONFIG, CPU).batch(1)
        for hold in ("memory", "disk", "device")
    )
    assert same(memory, disk)
    assert (device.photos - memory.photos).abs().max() <= 2.01 / 255


@pytest.mark.parametrize("hold", ["memory", "disk"])
def test_unreadable_files_change_nothing_for_the_other_ways_to_hold(content: Path, tmp_path: Path, hold: Hold) -> None:
    for file in content.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for index in (0, 5, 6, 11):
        (tmp_path / f"photo-{index:02}.png").write_bytes(b"broken")
    pictures = load([tmp_path], 64, hold=hold)
    feed = Feed(pictures, pictures, CONFIG, CPU)
    reference = Feed(load([tmp_path], 64), load([tmp_path], 64), CONFIG, CPU)
    for batch in feed.batches(range(6)):
        assert same(batch, reference.batch(batch.step))
    assert pictures.unreadable == 4


@pytest.mark.parametrize("hold", ["memory", "disk", "device"])
def test_two_processes_see_what_one_does(content: Path, style: Path, hold: Hold) -> None:
    photos, paintings = load([content], 64, hold=hold), load([style], 64, hold=hold)
    whole = Feed(photos, paintings, CONFIG, CPU)
    halves = [Feed(photos, paintings, CONFIG, CPU, first, 4) for first in (0, 4)]
    for one, left, right in zip(*(feed.batches(range(1, 4)) for feed in (whole, *halves)), strict=True):
        assert (one.first, left.first, right.first) == (0, 0, 4)
        assert len(left.photos) == len(right.photos) == 4
        assert left.paintings is not None
        assert right.paintings is not None
        photos_of_both = torch.cat([left.photos, right.photos])
        paintings_of_both = torch.cat([left.paintings, right.paintings])
        assert same(one, dataclasses.replace(one, photos=photos_of_both, paintings=paintings_of_both))
    # A batch of another size on the way, such as the first six crops for the samples.
    assert torch.equal(halves[1].batch(2, first=0, count=6).photos, whole.batch(2).photos[:6])


def test_closed_early_no_thread_is_left_and_little_was_prepared(content: Path) -> None:
    draws: list[str] = []
    feed = Feed(Source(lambda: draws.append(threading.current_thread().name)), None, CONFIG, CPU)
    batches = feed.batches(range(1000))
    next(batches)
    assert threads()
    batches.close()
    assert threads() == []
    assert all(name.startswith("feed") for name in draws)
    assert 8 <= len(draws) <= 8 * (CONFIG.workers + 2)


def test_an_error_in_a_worker_surfaces_after_the_batches_before_it() -> None:
    draws = itertools.count()

    def fail() -> None:
        if next(draws) >= 8 * 2:
            raise DataError("the disk is gone")

    batches = Feed(Source(fail), None, config(workers=1), CPU).batches(range(5, 100))
    assert [next(batches).step, next(batches).step] == [5, 6]
    with pytest.raises(DataError, match="the disk is gone"):
        next(batches)
    assert threads() == []


def test_an_error_of_the_consumer_stops_the_threads() -> None:
    batches = Feed(Source(lambda: None), None, CONFIG, CPU).batches(range(1000))
    next(batches)
    with pytest.raises(KeyboardInterrupt):
        batches.throw(KeyboardInterrupt)
    assert threads() == []


def test_no_steps_no_batches() -> None:
    assert list(Feed(Source(lambda: None), None, CONFIG, CPU).batches(range(4, 4))) == []


def test_the_time_waited_is_that_of_pictures_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that only draws advance: the first step's are held back until the consumer waits for them."""
    asked, second_drawn = threading.Event(), threading.Event()
    now = 0.0
    draws = 0

    def draw() -> None:
        nonlocal now, draws
        asked.wait(60)
        now += 1
        draws += 1
        if draws == 2 * 4:
            second_drawn.set()

    def clock() -> float:
        if not asked.is_set():
            asked.set()
            return 0.0
        return now

    monkeypatch.setattr("training.feed.monotonic", clock)
    feed = Feed(Source(draw), None, config(workers=1, batch_size=4), CPU)
    batches = feed.batches(range(2))
    next(batches)
    assert feed.waited >= 4
    assert second_drawn.wait(60)
    before = feed.waited
    next(batches)
    assert feed.waited == before
    batches.close()


def test_held_pictures_need_no_draw_of_their_own() -> None:
    pictures = Held(("a", "b"), (torch.zeros(3, 9, 9), torch.ones(3, 9, 9)), "")
    random = np.random.default_rng(0)
    assert {float(pictures.draw(random).mean()) for _ in range(20)} == {0.0, 1.0}
