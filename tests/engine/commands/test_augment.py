"""Randomly stylized copies of a data set."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from engine import Picture, Request, Stylizer, decode
from engine.__main__ import main
from engine.commands.ledger import NAME
from tests.engine.pictures import landscape, strokes


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Two labels; one file is no picture."""
    folder = tmp_path / "data"
    for name, width in (("dog/1.png", 32), ("dog/2.webp", 40), ("cat/1.png", 32)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        landscape(width, 32).save(folder / name, lossless=True)
    return folder


@pytest.fixture
def paintings(tmp_path: Path) -> Path:
    folder = tmp_path / "paintings"
    folder.mkdir()
    for seed in range(3):
        strokes(48, seed=seed).save(folder / f"{seed}.png")
    return folder


@pytest.fixture
def augmented(dataset: Path, paintings: Path, weights: Path) -> Callable[..., dict[str, bytes]]:
    """Run the command; what is in the folder afterwards."""

    def augmented(out: str, *options: str, status: int = 0) -> dict[str, bytes]:
        target = dataset.with_name(out)
        command = ["augment", str(dataset), str(target), "--style", str(paintings), "--weights", str(weights)]
        assert main([*command, *options]) == status
        files = (file for file in target.rglob("*") if file.is_file() and file.name != NAME)
        return {file.relative_to(target).as_posix(): file.read_bytes() for file in files}

    return augmented


def difference(some: dict[str, bytes], others: dict[str, bytes]) -> float:
    """The largest of any pixel, in [0, 1]."""
    assert some.keys() == others.keys()
    return max(float((decode(copy).image - decode(others[name]).image).abs().max()) for name, copy in some.items())


def test_labels_sizes_and_names_are_kept(augmented: Callable[..., dict[str, bytes]]) -> None:
    copies = augmented("out", "--per-image", "2")
    assert sorted(copies) == [
        "cat/1-styled1.png",
        "cat/1-styled2.png",
        "dog/1-styled1.png",
        "dog/1-styled2.png",
        "dog/2-styled1.webp",
        "dog/2-styled2.webp",
    ]
    sizes = {name: (decode(copy).width, decode(copy).height) for name, copy in copies.items()}
    assert sizes["dog/2-styled1.webp"] == (40, 32)
    assert sizes["cat/1-styled2.png"] == (32, 32)
    # The same picture under two labels, and two copies of each: all are different.
    assert len(set(copies.values())) == 6


def test_the_seed_decides_and_nothing_else_does(dataset: Path, augmented: Callable[..., dict[str, bytes]]) -> None:
    one, other = augmented("one"), augmented("other", "--seed", "1")
    alone = augmented("alone", "--batch", "1")
    assert augmented("same", "--batch", "1") == alone
    # Numbers that are added in another order, but no other style or strength.
    assert difference(alone, one) < 4 / 255
    assert all(difference({name: copy}, {name: other[name]}) > 16 / 255 for name, copy in one.items())
    landscape(32, 32).save(dataset / "cat" / "0.png")
    more = augmented("more", "--per-image", "2", "--batch", "1")
    assert {name: more[name] for name in one} == alone


def test_unreadable_files_are_skipped_and_counted(
    dataset: Path, augmented: Callable[..., dict[str, bytes]], said: Callable[[], str]
) -> None:
    (dataset / "cat" / "broken.jpg").write_bytes(b"no picture")
    (dataset / "cat" / "notes.txt").write_text("no picture either")
    assert len(augmented("out", status=1)) == 3
    shown = said()
    assert "3 copies of 3 pictures written" in shown
    assert "1 of 4 failed: cat/broken.jpg" in shown


def test_a_run_that_was_cut_off_goes_on(
    augmented: Callable[..., dict[str, bytes]], monkeypatch: pytest.MonkeyPatch, said: Callable[[], str]
) -> None:
    whole = augmented("whole", "--batch", "1")
    painted: list[int] = []
    stylize_many = Stylizer.stylize_many

    def cut_off(self: Stylizer, requests: Sequence[Request], *rest: object) -> list[Picture]:
        painted.append(len(requests))
        if len(painted) == 3:
            raise KeyboardInterrupt
        return stylize_many(self, requests, *rest)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(Stylizer, "stylize_many", cut_off)
    assert len(augmented("out", "--batch", "1", status=130)) == 2
    assert augmented("out", "--batch", "1") == whole
    assert painted == [1, 1, 1, 1]
    assert "2 were there before" in said()
    augmented("out")
    assert painted == [1, 1, 1, 1]
    augmented("out", "--again")
    assert painted[4:] == [3]


def test_one_strength_is_that_of_all(dataset: Path, augmented: Callable[..., dict[str, bytes]]) -> None:
    copies = augmented("out", "--strength", "0")
    for name in ("cat/1", "dog/1"):
        original = decode((dataset / f"{name}.png").read_bytes())
        assert (decode(copies[f"{name}-styled1.png"]).image == original.image).all()


def test_all_of_the_gallery_is_chosen_from(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[str] = []

    def stylize_many(self: Stylizer, requests: Sequence[Request]) -> list[Picture]:
        for request in requests:
            chosen.append(request.style.name)  # type: ignore[union-attr]
            assert 0.3 <= request.controls.strength <= 1
        return [request.photo for request in requests]

    monkeypatch.setattr(Stylizer, "stylize_many", stylize_many)
    assert main(["augment", str(dataset), str(dataset.with_name("out")), "--per-image", "40"]) == 0
    assert len(set(chosen)) >= 15


def test_a_mistake_says_what_would_be_right(dataset: Path, tmp_path: Path, refused: Callable[..., str]) -> None:
    out = tmp_path / "out"
    assert "is no folder" in refused("augment", tmp_path / "nowhere", out)
    assert "name a folder outside it" in refused("augment", dataset, dataset / "out")
    assert "name a folder outside it" in refused("augment", dataset, dataset)
    assert "--per-image is at least 1" in refused("augment", dataset, out, "--per-image", "0")
    assert "--batch is at least 1" in refused("augment", dataset, out, "--batch", "0")
    assert "the lesser first" in refused("augment", dataset, out, "--strength", "1", "0.3")
    assert "strength is from 0 to 1" in refused("augment", dataset, out, "--strength", "0.3", "2")
    assert "from and to, got 3" in refused("augment", dataset, out, "--strength", "0", "0.5", "1")
    assert "did you mean wave" in refused("augment", dataset, out, "--style", "wawe")
    assert not out.exists()
