"""What results were made of."""

from pathlib import Path

from engine.commands.ledger import NAME, Ledger


def test_a_result_is_known_as_long_as_it_is_there(tmp_path: Path) -> None:
    file = tmp_path / "day 1" / "ä.png"
    file.parent.mkdir()
    file.write_bytes(b"")
    Ledger(tmp_path).note(file, "one")
    assert Ledger(tmp_path).holds(file, "one")
    assert not Ledger(tmp_path).holds(file, "other")
    Ledger(tmp_path).note(file, "other")
    assert not Ledger(tmp_path).holds(file, "one")
    file.unlink()
    assert not Ledger(tmp_path).holds(file, "other")


def test_a_line_cut_off_by_a_crash_costs_that_result_alone(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a", "b", "c")]
    for file in files:
        file.write_bytes(b"")
    ledger = Ledger(tmp_path)
    for file in files[:2]:
        ledger.note(file, "made")
    content = (tmp_path / NAME).read_bytes()
    (tmp_path / NAME).write_bytes(content[:-5])
    ledger = Ledger(tmp_path)
    assert [ledger.holds(file, "made") for file in files] == [True, False, False]
    ledger.note(files[2], "made")
    assert [Ledger(tmp_path).holds(file, "made") for file in files] == [True, False, True]


def test_a_ledger_that_is_none_is_empty(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'\xff\xfe[1]\n{"file": 1}\nnull\n')
    assert not Ledger(tmp_path).holds(tmp_path / NAME, "made")
