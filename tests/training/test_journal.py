import csv
import logging
import sys
from pathlib import Path

import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from training.curves import read_curves, write_curves
from training.journal import FIGURES, Journal, Pace

NUMBERS = dict.fromkeys(FIGURES, 0.25) | {"seconds": 123456.7}


def rows(run: Path) -> list[dict[str, str]]:
    with (run / "losses.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def write(run: Path, steps: range, first: int = 0) -> None:
    with Journal(run, "name", first, 100) as journal:
        for step in steps:
            journal.advance(step)
            journal.write(step, {"total": 1 / step}, NUMBERS)


def test_a_resumed_table_has_no_row_twice(tmp_path: Path) -> None:
    write(tmp_path, range(10, 100, 10))
    write(tmp_path, range(60, 80, 10), first=50)
    assert [int(row["step"]) for row in rows(tmp_path)] == [10, 20, 30, 40, 50, 60, 70]
    assert rows(tmp_path)[0] == {
        "step": "10",
        "total": "0.1",
        "learning_rate": "0.25",
        "gradient": "0.25",
        "images_per_second": "0.25",
        "waited": "0.25",
        "seconds": "123456.7",
    }


def test_rows_beyond_the_resumed_step_go_even_if_none_follows(tmp_path: Path) -> None:
    write(tmp_path, range(10, 100, 10))
    write(tmp_path, range(0), first=50)
    assert [int(row["step"]) for row in rows(tmp_path)] == [10, 20, 30, 40, 50]


def test_a_row_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, range(10, 40, 10))
    table = tmp_path / "losses.csv"
    table.write_text(table.read_text().rstrip()[:-20])
    write(tmp_path, range(40, 50, 10), first=35)
    assert [int(row["step"]) for row in rows(tmp_path)] == [10, 20, 40]


def test_a_loss_that_comes_later_gets_a_column(tmp_path: Path) -> None:
    with Journal(tmp_path, "name", 0, 100) as journal:
        journal.write(10, {"total": 2.0}, NUMBERS)
        journal.write(20, {"total": 1.0, "late": 3.0}, NUMBERS)
    assert [(row["total"], row["late"]) for row in rows(tmp_path)] == [("2", ""), ("1", "3")]
    assert list(rows(tmp_path)[0]) == ["step", "total", "late", *FIGURES]


def test_tensorboard_gets_scalars_and_pictures_and_forgets_what_is_passed_again(tmp_path: Path) -> None:
    write(tmp_path, range(10, 100, 10))
    with Journal(tmp_path, "name", 50, 100) as journal:
        journal.write(60, {"total": 7.0}, NUMBERS)
        journal.picture("samples", 60, torch.rand(3, 8, 8))
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [event.step for event in events.Scalars("losses/total")] == [10, 20, 30, 40, 50, 60]
    assert events.Scalars("losses/total")[-1].value == 7.0
    assert set(events.Tags()["scalars"]) == {"losses/total", *(f"training/{name}" for name in FIGURES)}
    assert [event.step for event in events.Images("samples")] == [60]


def test_without_tensorboard_the_table_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with caplog.at_level(logging.INFO):
        write(tmp_path, range(10, 30, 10))
    assert len(rows(tmp_path)) == 2
    assert "TensorBoard is not installed" in caplog.text


def test_a_silent_journal_leaves_nothing(tmp_path: Path) -> None:
    with Journal(tmp_path, "name", 0, 100, silent=True) as journal:
        journal.advance(1)
        journal.write(1, {"total": 1.0}, NUMBERS)
        journal.picture("samples", 1, torch.rand(3, 8, 8))
    assert not list(tmp_path.iterdir())


class Clock:
    """A feed and a clock in one."""

    waited = 0.0
    now = 100.0


def test_a_pace_leaves_pauses_out(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr("training.journal.time.monotonic", lambda: clock.now)
    pace = Pace(clock)
    assert pace.overall() == (0.0, 0.0)
    clock.now, clock.waited = 102.0, 0.5
    pace.step(8)
    assert pace.lately() == (4.0, 0.25)
    clock.now = 150.0
    pace.go_on()
    clock.now = 154.0
    pace.step(8)
    assert pace.lately() == (2.0, 0.0)
    assert pace.overall() == (16 / 6, 0.5 / 6)


def test_curves_have_a_panel_for_each_loss(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    with Journal(tmp_path, "name", 0, 100) as journal:
        for step in (10, 20, 30, 40):
            losses = {"total": 1 / step, "signed": step - 25, "broken": float("nan") if step == 20 else 1.0, "d": 1.0}
            journal.write(step, losses, NUMBERS)
    assert read_curves(tmp_path / "losses.csv")["broken"] == [(10, 1.0), (30, 1.0), (40, 1.0)]
    drawn: list[Figure] = []
    save = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda self, *more: (drawn.append(self), save(self, *more)))
    write_curves(tmp_path / "losses.csv", tmp_path / "losses.png")
    assert (tmp_path / "losses.png").read_bytes().startswith(b"\x89PNG")
    panels = drawn[0].axes
    assert {panel.get_title(): panel.get_yscale() for panel in panels} == {
        "total": "log",
        "signed": "linear",
        "broken": "log",
        "d": "log",
    }
    assert panels[1].lines[0].get_xydata().tolist() == [[10, -15], [20, -5], [30, 5], [40, 15]]


def test_no_losses_are_no_curves(tmp_path: Path) -> None:
    write_curves(tmp_path / "losses.csv", tmp_path / "losses.png")
    assert not list(tmp_path.iterdir())
