import tarfile
from pathlib import Path

import pytest
import torch
from PIL import Image

from training.data import Crops, DataError, Pictures, centre_crop, load


def test_folders_and_shards_hold_the_same_pictures(content: Path, tmp_path: Path) -> None:
    shard = tmp_path / "photos.tar"
    with tarfile.open(shard, "w") as archive:
        for file in sorted(content.iterdir()):
            archive.add(file, file.name)
    from_folder, from_shard = load([content], 64), load([shard], 64)
    assert from_folder.names == from_shard.names
    assert from_folder.digest == from_shard.digest
    assert all(torch.equal(a, b) for a, b in zip(from_folder.pixels, from_shard.pixels, strict=True))


def test_a_long_short_side_is_reduced_and_a_short_one_left(content: Path) -> None:
    pictures = load([content], 70)
    assert {min(p.shape[1:]) for p in pictures.pixels} == {64, 66, 68, 70}


def test_broken_files_are_counted_and_left_out(content: Path, tmp_path: Path) -> None:
    good = (content / "photo-00.png").read_bytes()
    (tmp_path / "a.png").write_bytes(good)
    (tmp_path / "b.png").write_bytes(good[: len(good) // 2])
    (tmp_path / "c.jpg").write_bytes(b"no picture")
    (tmp_path / "d.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("not even named like one")
    pictures = load([tmp_path], 64)
    assert pictures.names == ("a.png",)
    assert pictures.unreadable == 3


def test_a_shard_cut_off_is_named(content: Path, tmp_path: Path) -> None:
    shard = tmp_path / "photos.tar"
    with tarfile.open(shard, "w") as archive:
        for file in sorted(content.iterdir()):
            archive.add(file, file.name)
    shard.write_bytes(shard.read_bytes()[:3000])
    with pytest.raises(DataError, match=r"photos\.tar: the tar shard is damaged"):
        load([shard], 64)


def test_a_picture_beyond_pillows_limit_is_left_out(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 80 * 64 // 2)
    (tmp_path / "large.png").write_bytes((content / "photo-11.png").read_bytes())
    assert load([tmp_path], 64, at_least=0).unreadable == 1


def test_a_set_too_small_says_how_small(content: Path) -> None:
    with pytest.raises(DataError, match="12 readable pictures, and at least 13"):
        load([content], 64, at_least=13)


def test_a_source_that_is_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere: neither a folder"):
        load([tmp_path / "nowhere"], 64)


def crops(content: Path, seed: int = 0, stream: int = 0) -> Crops:
    return Crops(load([content], 64), size=32, zoom=2.0, seed=seed, stream=stream)


def test_what_a_step_sees_depends_on_seed_step_and_index_alone(content: Path) -> None:
    whole = crops(content).batch(7, 8)
    halves = torch.cat([crops(content).batch(7, 4), crops(content).batch(7, 4, first=4)])
    assert torch.equal(whole, halves)
    assert whole.shape == (8, 3, 32, 32)
    assert whole.dtype == torch.uint8
    for other in (crops(content).batch(8, 8), crops(content, seed=1).batch(7, 8), crops(content, stream=1).batch(7, 8)):
        assert not torch.equal(whole, other)


def test_pictures_smaller_than_a_crop_are_enlarged() -> None:
    tiny = Pictures(("tiny",), (torch.zeros(3, 10, 20, dtype=torch.uint8),), "")
    assert Crops(tiny, size=32, zoom=2.0, seed=0, stream=0).batch(0, 2).shape == (2, 3, 32, 32)


@pytest.mark.parametrize("shape", [(3, 10, 40), (3, 64, 40), (3, 32, 32)])
def test_the_centre_is_cut_out(shape: tuple[int, int, int]) -> None:
    assert centre_crop(torch.rand(shape), 32).shape == (3, 32, 32)
