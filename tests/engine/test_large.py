"""Photos larger than they are painted, at a small scale: here strokes are painted at 160 pixels."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

from engine import Controls, Note, OutOfMemory, Picture, Progress, Style, Stylizer, memory, stylizer
from engine.detail import resized
from engine.notes import SteppedDown
from tests.engine.pictures import landscape, picture, strokes
from training.evaluation.ruler import ssim

PHOTO = picture(landscape(640, 480))


@pytest.fixture(scope="module")
def engine() -> Stylizer:
    return Stylizer("cpu")


@pytest.fixture(scope="module", params=["adain", "wct"])
def style(engine: Stylizer, request: pytest.FixtureRequest) -> Style:
    return engine.style(picture(strokes(160)), request.param)


@pytest.fixture(autouse=True)
def painted_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stylizer, "PAINTED_AT", 160)


def test_the_full_size_has_the_structure_of_the_preview(engine: Stylizer, style: Style) -> None:
    full = engine.stylize(PHOTO, style)
    preview = engine.stylize(PHOTO, style, Controls(longest_side=160))
    assert (full.width, full.height) == (640, 480)
    assert ssim(resized(full, 120, 160).image, preview.image) > 0.8


@pytest.mark.parametrize("longest_side", [None, 400])
@pytest.mark.parametrize("keep_colours", ["luminance", "histogram"])
def test_a_photo_is_never_held_whole_in_float32(
    monkeypatch: pytest.MonkeyPatch, engine: Stylizer, style: Style, longest_side: int | None, keep_colours: str
) -> None:
    whole = vars(Picture)["image"]

    def small_only(picture: Picture) -> object:
        assert picture.width <= 160
        return whole.fget(picture)

    with monkeypatch.context() as patched:
        patched.setattr(Picture, "image", property(small_only))
        painted = engine.stylize(PHOTO, style, Controls(0.5, keep_colours, longest_side))  # type: ignore[arg-type]
    assert painted.width == (longest_side or 640)
    assert float((painted.image - resized(PHOTO, painted.height, painted.width).image).abs().mean()) > 0.01


# Memory


class Room:
    """Memory of which a painting may take so much."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        monkeypatch.setattr(memory, "available", lambda device: room)
        self.notes: list[Note] = []

    def watch(self, progress: Progress) -> None:
        if progress.note is not None:
            self.notes.append(progress.note)


def test_where_memory_is_short_the_painting_is_stepped_down_with_a_note(
    monkeypatch: pytest.MonkeyPatch, engine: Stylizer, style: Style
) -> None:
    # Below 256 pixels nothing is stepped down.
    monkeypatch.setattr(stylizer, "PAINTED_AT", 600)
    room = Room(monkeypatch, int(engine.estimate((640, 480), style.method).bytes))
    painted = engine.stylize(PHOTO, style, on_progress=room.watch)
    assert (painted.width, painted.height) == (640, 480)
    (note,) = room.notes
    assert isinstance(note, SteppedDown)
    assert (note.wanted, note.painted, note.what) == (600, 300, "strokes")
    monkeypatch.setattr(stylizer, "PAINTED_AT", 300)
    assert torch.equal(engine.stylize(PHOTO, style).pixels, painted.pixels)


def test_without_any_room_nothing_is_begun(monkeypatch: pytest.MonkeyPatch, engine: Stylizer, style: Style) -> None:
    room = Room(monkeypatch, 1000)
    monkeypatch.setattr(engine, "_paint", None)
    with pytest.raises(OutOfMemory, match="1000 available"):
        engine.stylize(PHOTO, style, on_progress=room.watch)
    assert room.notes == []


def test_memory_that_runs_out_all_the_same_costs_a_retry_at_half_the_size(
    monkeypatch: pytest.MonkeyPatch, engine: Stylizer, style: Style
) -> None:
    monkeypatch.setattr(stylizer, "PAINTED_AT", 600)
    room = Room(monkeypatch, 10**12)
    sizes: list[int] = []
    paint = engine._paint

    def scarce(images: torch.Tensor, *rest: object) -> torch.Tensor:
        sizes.append(images.shape[-1])
        if images.shape[-1] > 400:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nSee documentation")
        return paint(images, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_paint", scarce)
    painted = engine.stylize(PHOTO, style, on_progress=room.watch)
    assert (painted.width, painted.height) == (640, 480)
    assert sizes == [600, 300]
    assert room.notes == [SteppedDown(600, 300, "CUDA out of memory. Tried to allocate 2 GiB.")]


# Estimates


def test_the_seconds_estimated_come_to_be_those_that_it_takes(
    monkeypatch: pytest.MonkeyPatch, style: Style, engine: Stylizer
) -> None:
    fresh = Stylizer("cpu")
    told = fresh.estimate((640, 480), style.method).seconds
    clock = iter([100.0, 107.0])
    monkeypatch.setattr(stylizer, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    fresh.stylize(PHOTO, style)
    learnt = fresh.estimate((640, 480), style.method)
    assert learnt.seconds == pytest.approx(7.0)
    assert learnt.seconds > 10 * told
    assert learnt.bytes == engine.estimate((640, 480), style.method).bytes
    assert fresh.estimate((6400, 4800), style.method).bytes > learnt.bytes
