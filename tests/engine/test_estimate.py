import gc
import pickle
import weakref
from dataclasses import replace

import pytest
import torch

from engine import Controls, OutOfMemory
from engine.estimate import COSTS, Pace, Sizes, estimate, fitting, within_memory
from engine.methods import METHODS
from engine.notes import RegionTooSmall, SteppedDown

FULL = Sizes(4000, 1024)
CONTROLS = Controls()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_costs_more_the_more_there_is_to_do(method: str) -> None:
    base = estimate(0.75, FULL, method, CONTROLS)
    larger = estimate(0.75, Sizes(8000, 1024), method, CONTROLS)
    finer = estimate(0.75, Sizes(4000, 4096), method, CONTROLS)
    wider = estimate(1.0, FULL, method, CONTROLS)
    for more in (larger, finer, wider):
        assert more.bytes > base.bytes
        assert more.seconds > base.seconds


def test_below_full_strength_the_photo_is_decoded_too() -> None:
    blended, full = (estimate(0.75, FULL, "wct", Controls(strength)) for strength in (0.5, 1.0))
    assert 1.5 < blended.seconds / full.seconds < 2


def test_tiles_bound_what_the_networks_take() -> None:
    pixels = 4096 * 3072
    assert estimate(0.75, Sizes(64, 4096), "adain", CONTROLS).bytes < COSTS["adain"].bytes * pixels / 2


def test_100_megapixels_are_expected_to_fit_into_two_gigabytes() -> None:
    taken = estimate(0.75, Sizes(11547, 1024), "wct", CONTROLS).bytes
    # The result, and its copy for encoding; the photo and the process are there before.
    assert 0.6e9 < taken < 1.1e9


def test_a_device_of_its_own_holds_no_results() -> None:
    assert estimate(0.75, FULL, "adain", CONTROLS, on_cpu=False).bytes == pytest.approx(310 * 1024 * 768, rel=0.5)


def test_iterations_take_their_time() -> None:
    once, often = (estimate(0.75, FULL, "unheard of", Controls(iterations=n)).seconds for n in (1, 100))
    assert often > 50 * once


def test_a_method_that_was_never_measured_is_taken_for_the_dearest() -> None:
    dearest = max(estimate(0.75, FULL, method, CONTROLS).bytes for method in COSTS)
    assert estimate(0.75, FULL, "unheard of", CONTROLS).bytes == dearest


# Stepping down


def test_what_fits_is_taken_as_wanted() -> None:
    assert fitting(0.75, FULL, "adain", CONTROLS, room=10**10) == (FULL, [])
    assert fitting(0.75, FULL, "adain", CONTROLS, room=None) == (FULL, [])


def test_the_largest_that_fits_is_taken_and_said() -> None:
    half = Sizes(4000, 512)
    # At these sizes the networks, and not the encoder, take the most.
    room = int(estimate(0.75, Sizes(1000, 512), "wct", CONTROLS).bytes / 0.9) + 1
    sizes, notes = fitting(0.75, Sizes(1000, 1024), "wct", CONTROLS, room)
    assert sizes == replace(half, result=1000)
    assert notes == [SteppedDown(1024, 512, notes[0].why)]
    assert "strokes painted at 512 pixels and not at 1024" in str(notes[0])
    assert f"{room / 2**20:.0f} MB available" in str(notes[0])


def test_at_last_the_result_is_made_smaller() -> None:
    room = int(estimate(0.75, Sizes(2000, 256), "adain", CONTROLS).bytes / 0.9) + 1
    sizes, notes = fitting(0.75, FULL, "adain", CONTROLS, room)
    assert sizes == Sizes(2000, 256)
    assert [(note.what, note.wanted, note.painted) for note in notes] == [
        ("strokes", 1024, 256),
        ("result", 4000, 2000),
    ]
    assert "the result has 2000 pixels on its longer side and not 4000" in str(notes[1])


def test_where_nothing_fits_both_numbers_are_named() -> None:
    with pytest.raises(OutOfMemory, match=r"bytes are needed, and 1000 available\): take a smaller photo") as caught:
        fitting(0.75, FULL, "adain", CONTROLS, room=1000)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.needed, again.available) == (caught.value.needed, 1000)


def test_a_small_picture_is_not_stepped_down_below_its_size() -> None:
    assert Sizes(100, 100).smaller() is None
    assert Sizes(4000, 300).smaller() == Sizes(4000, 256)
    assert Sizes(600, 256).smaller() == Sizes(512, 256)


# When it runs out all the same


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes."),
    ],
)
def test_an_attempt_without_memory_is_halved_and_tried_again(error: Exception) -> None:
    tried: list[Sizes] = []
    said: list[SteppedDown] = []

    def attempt(sizes: Sizes) -> str:
        tried.append(sizes)
        if sizes.painted > 300:
            raise error
        return "painted"

    assert within_memory(attempt, FULL, said.append) == "painted"
    assert tried == [FULL, Sizes(4000, 512), Sizes(4000, 256)]
    assert [(note.wanted, note.painted) for note in said] == [(1024, 512), (512, 256)]


def test_where_every_attempt_fails_it_is_out_of_memory() -> None:
    def attempt(sizes: Sizes) -> None:
        raise MemoryError

    with pytest.raises(OutOfMemory, match=r"^out of memory: take a smaller photo"):
        within_memory(attempt, FULL, lambda note: None)


def test_other_errors_are_not_tried_again() -> None:
    tried: list[Sizes] = []

    def attempt(sizes: Sizes) -> None:
        tried.append(sizes)
        raise RuntimeError("shapes cannot be multiplied")

    with pytest.raises(RuntimeError, match="multiplied"):
        within_memory(attempt, FULL, lambda note: None)
    assert tried == [FULL]


def test_what_an_attempt_took_is_given_back_before_the_next() -> None:
    class Features:
        """Stands for tensors that a failed attempt had at hand."""

    alive: list[weakref.ref[Features]] = []

    def attempt(sizes: Sizes) -> int:
        gc.collect()
        held = sum(reference() is not None for reference in alive)
        features = Features()
        alive.append(weakref.ref(features))
        if sizes.painted > 256:
            raise MemoryError
        return held

    assert within_memory(attempt, FULL, lambda note: None) == 0


# Pace


def test_the_first_painting_sets_the_pace_and_later_ones_move_it() -> None:
    pace = Pace()
    assert pace.of(2.0) == 2.0
    pace.learn(1.0, 3.0)
    assert pace.of(2.0) == pytest.approx(6.0)
    for _ in range(300):
        pace.learn(1.0, 0.5)
    assert pace.of(2.0) == pytest.approx(1.0, rel=0.01)


def test_a_clock_that_stood_still_teaches_nothing() -> None:
    pace = Pace()
    pace.learn(1.0, 0.0)
    pace.learn(0.0, 1.0)
    assert pace.of(1.0) == 1.0


def test_notes_are_sentences() -> None:
    assert (
        str(RegionTooSmall(2)) == "region 2 is too small for statistics of its own: it takes those of the whole photo"
    )
