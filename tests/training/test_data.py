import gzip
import io
import logging
import struct
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from training import data, memory
from training.data import DataError, Held, OnDevice, OnDisk, Unreadable, centre_crop, load, read_files

HOLDS = ("memory", "disk", "device")


def pack(folder: Path, shard: Path) -> Path:
    with tarfile.open(shard, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.add(file, file.name)
    return shard


def png_header(width: int, height: int) -> bytes:
    """A PNG of so many black pixels that has none."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.fixture
def damaged(content: Path, tmp_path: Path) -> Path:
    """Two good pictures among eight bad ones, and what is no picture file at all."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    good = (content / "photo-00.png").read_bytes()
    jpeg = io.BytesIO()
    Image.open(content / "photo-11.png").save(jpeg, "JPEG")
    (folder / "a.png").write_bytes(b"")
    (folder / "b.png").write_bytes(good)
    (folder / "c.png").write_bytes(good[: len(good) // 2])
    (folder / "d.jpg").write_bytes(jpeg.getvalue()[: len(jpeg.getvalue()) // 2])
    (folder / "e.jpg").write_bytes(b"no picture")
    (folder / "f.png").write_bytes(png_header(100_000, 100_000))
    Image.new("RGB", (15, 40)).save(folder / "g.png")
    (folder / "h.jpg").symlink_to(folder / "nowhere.jpg")
    (folder / "i.jpg").write_bytes(jpeg.getvalue())
    (folder / "j.png").write_bytes(good[:20])
    (folder / "k.png").mkdir()
    (folder / "notes.txt").write_text("not even named like one")
    return folder


@pytest.mark.parametrize("hold", HOLDS)
def test_folders_and_shards_hold_the_same_pictures(content: Path, tmp_path: Path, hold: data.Hold) -> None:
    shard = pack(content, tmp_path / "photos.tar")
    reference, others = load([content], 64), [load([content], 64, hold=hold), load([shard], 64, hold=hold)]
    for pictures in others:
        assert len(pictures) == 12
        assert tuple(pictures.names) == tuple(reference.names)
        assert pictures.digest == reference.digest
        assert all(torch.equal(pictures[index], reference[index]) for index in range(12))
    assert reference[0].shape == (3, 64, 80)
    assert reference[0].dtype == torch.uint8


@pytest.mark.parametrize("hold", HOLDS)
def test_sources_mix(content: Path, style: Path, tmp_path: Path, hold: data.Hold) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    Image.open(content / "photo-03.png").save(tmp_path / "deep" / "er" / "UPPER.JPG", "JPEG")
    shard = pack(style, tmp_path / "paintings.tar")
    pictures = load([tmp_path / "deep", shard, content / "photo-05.png"], 64, hold=hold)
    assert list(pictures.names) == [
        "er/UPPER.JPG",
        *(f"painting-{index:02}.png" for index in range(12)),
        "photo-05.png",
    ]
    assert torch.equal(pictures[13], load([content], 64)[5])
    assert pictures.unreadable == 0


def test_files_are_read_as_they_are(content: Path, tmp_path: Path) -> None:
    expected = {file.name: file.read_bytes() for file in content.iterdir()}
    assert dict(read_files([content])) == expected
    assert dict(read_files([pack(content, tmp_path / "photos.tar")])) == expected


def test_the_digest_tells_sets_apart(content: Path, tmp_path: Path) -> None:
    digests = {load([content], 64).digest, load([content / "photo-00.png"], 64).digest}
    (tmp_path / "a.bmp").write_bytes(bitmap := _saved(Image.new("RGB", (20, 20)), "BMP"))
    digests.add(load([tmp_path], 64).digest)
    (tmp_path / "a.bmp").write_bytes(bitmap[:-1] + b"\x01")
    digests.add(load([tmp_path], 64).digest)
    assert len(digests) == 4
    assert all(len(digest) == 16 for digest in digests)


@pytest.mark.parametrize("hold", HOLDS)
def test_a_long_short_side_is_reduced_and_a_short_one_left(content: Path, hold: data.Hold) -> None:
    pictures = load([content], 70, hold=hold)
    assert {min(pictures[index].shape[1:]) for index in range(12)} == {64, 66, 68, 70}


@pytest.mark.parametrize("hold", ["memory", "device"])
def test_unreadable_files_are_left_out_and_counted(damaged: Path, hold: data.Hold) -> None:
    pictures = load([damaged], 64, hold=hold)
    assert tuple(pictures.names) == ("b.png", "i.jpg")
    assert (len(pictures), pictures.unreadable) == (2, 8)


def test_unreadable_files_on_disk_are_counted_and_logged_once(damaged: Path, caplog: pytest.LogCaptureFixture) -> None:
    pictures = load([damaged], 64, at_least=2, hold="disk")
    for _ in range(2):
        for index, name in enumerate(pictures.names):
            if name in ("b.png", "i.jpg"):
                assert pictures[index].shape[0] == 3
            else:
                with pytest.raises(Unreadable, match=name):
                    pictures[index]
    assert pictures.unreadable == 8
    warned = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert sorted(line.split()[0] for line in warned) == [f"{c}.{'jpg' if c in 'deh' else 'png'}" for c in "acdefghj"]


def test_draws_are_the_same_from_memory_and_from_disk_with_files_unreadable(damaged: Path) -> None:
    held, on_disk = load([damaged], 64), load([damaged], 64, hold="disk")
    ours, theirs = np.random.default_rng(0), np.random.default_rng(0)
    for _ in range(20):
        assert torch.equal(held.draw(ours), on_disk.draw(theirs))
    assert ours.random() == theirs.random()


def test_a_file_that_goes_while_a_run_lasts_is_left_out(content: Path, tmp_path: Path) -> None:
    for file in sorted(content.iterdir())[:3]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    pictures = load([tmp_path], 64, hold="disk")
    for name in ("photo-00.png", "photo-02.png"):
        (tmp_path / name).unlink()
    random = np.random.default_rng(0)
    assert {tuple(pictures.draw(random).shape) for _ in range(20)} == {(3, 64, 81)}
    assert pictures.unreadable == 2
    (tmp_path / "photo-01.png").unlink()
    with pytest.raises(DataError, match=r"in a row hit unreadable files \(3 of 3"):
        pictures.draw(random)


@pytest.mark.parametrize("hold", HOLDS)
def test_a_set_too_small_says_how_small(content: Path, damaged: Path, tmp_path: Path, hold: data.Hold) -> None:
    with pytest.raises(DataError, match=r"content.*: 12 readable pictures, and at least 13 are needed"):
        load([content], 64, at_least=13, hold=hold)
    with pytest.raises(DataError, match=r"2 readable pictures \(8 more were unreadable\), and at least 3 are needed"):
        load([damaged], 64, at_least=3, hold=hold)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="empty: 0 readable pictures, and at least 1 "):
        load([tmp_path / "empty"], 64, hold=hold)


def test_a_source_that_is_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nowhere: no such file or folder"):
        load([tmp_path / "nowhere"], 64)
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(DataError, match=r"notes\.txt: neither a folder, nor a tar shard, nor a picture"):
        load([tmp_path / "notes.txt"], 64)


CUTS: dict[str, Callable[[bytes], bytes]] = {
    "within a picture": lambda shard: shard[:3000],
    "within the last picture": lambda shard: shard[: len(shard.rstrip(b"\0")) - 100],
    "after a picture": lambda shard: shard[: shard.index(b"photo-06.png")],
    "within a header": lambda shard: shard[: shard.index(b"photo-06.png") + 300],
    "a header overwritten": lambda shard: shard.replace(b"photo-06.png", b"photo-6.jpeg"),
    "empty": lambda shard: b"",
    "no tar": lambda shard: b"no tar" * 1000,
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_damaged_shard_is_named(content: Path, tmp_path: Path, cut: str) -> None:
    shard = pack(content, tmp_path / "photos.tar")
    shard.write_bytes(CUTS[cut](shard.read_bytes()))
    with pytest.raises(DataError, match=r"photos\.tar: the tar shard is damaged or cut off"):
        load([shard], 64)


def test_a_compressed_shard_is_to_be_unpacked(content: Path, tmp_path: Path) -> None:
    shard = tmp_path / "photos.tar.gz"
    shard.write_bytes(gzip.compress(pack(content, tmp_path / "photos.tar").read_bytes()))
    with pytest.raises(DataError, match=r"photos\.tar\.gz: a compressed tar .* unpack it"):
        load([shard], 64)


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def _halves(mode: str, first: object, second: object, size: tuple[int, int] = (40, 20)) -> Image.Image:
    """The left half in one colour, the right in another."""
    image = Image.new(mode, size, first)  # type: ignore[arg-type]
    image.paste(second, (size[0] // 2, 0, *size))  # type: ignore[arg-type]
    return image


def _turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = _halves("RGB", "red", "blue").transpose(Image.Transpose.ROTATE_90)
    return _saved(stored, "PNG", exif=exif.tobytes())


RED, BLUE, GREY = (255, 0, 0), (0, 0, 255), (128, 128, 128)
KINDS: dict[str, tuple[bytes, tuple[int, ...], tuple[int, ...]]] = {
    "turned.png": (_turned(), RED, BLUE),
    "clear.png": (_saved(_halves("RGBA", (255, 0, 0, 255), (255, 0, 0, 0)), "PNG"), RED, (255, 255, 255)),
    "veiled.webp": (_saved(_halves("RGBA", (0, 0, 0, 127), (0, 0, 255, 255)), "WEBP", lossless=True), GREY, BLUE),
    "grey.png": (_saved(_halves("L", 0, 128), "PNG"), (0, 0, 0), GREY),
    "deep.png": (_saved(_halves("I;16", 0, 65535), "PNG"), (0, 0, 0), (255, 255, 255)),
    "palette.png": (_saved(_halves("RGB", RED, BLUE).convert("P"), "PNG"), RED, BLUE),
    "print.jpg": (_saved(_halves("CMYK", (0, 255, 255, 0), (255, 255, 0, 0)), "JPEG", quality=95), RED, BLUE),
    "moving.gif": (
        _saved(_halves("RGB", RED, BLUE), "GIF", save_all=True, append_images=[Image.new("RGB", (40, 20))]),
        RED,
        BLUE,
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_becomes_rgb(tmp_path: Path, name: str) -> None:
    content, left, right = KINDS[name]
    (tmp_path / name).write_bytes(content)
    pixels = load([tmp_path], 64)[0].int()
    assert pixels.shape == (3, 20, 40)
    for x, colour in ((4, left), (35, right)):
        assert (pixels[:, 10, x] - torch.tensor(colour)).abs().max() <= 3


def test_auto_takes_memory_where_there_is_room_and_else_the_disk(
    content: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    pictures = load([content], 64)
    needed = sum(pictures[index].numel() for index in range(12))
    # A side is rounded to whole pixels, which the estimate leaves out.
    monkeypatch.setattr(memory, "available", lambda: round(2.05 * needed))
    assert type(load([content], 64, hold="auto")) is Held
    assert "hold = memory" in caplog.text
    monkeypatch.setattr(memory, "available", lambda: round(1.95 * needed))
    assert isinstance(load([content], 64, hold="auto"), OnDisk)
    assert "12 files, about 0.00 GiB decoded (room: memory: 50% of 0.0 GiB): hold = disk" in caplog.text


def test_auto_takes_the_device_where_that_is_cuda_with_room(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = data.list_files([content])
    cuda = torch.device("cuda")
    monkeypatch.setattr(memory, "available", lambda: 2**40)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (2**30, 2**33))
    assert data._choose(files, 64, cuda, "photos") == "device"
    assert data._choose(files, 64, torch.device("cpu"), "photos") == "memory"
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (2**10, 2**33))
    assert data._choose(files, 64, cuda, "photos") == "memory"


def test_the_device_may_be_the_cpu(content: Path) -> None:
    assert isinstance(load([content], 64, hold="device", device=torch.device("cpu")), OnDevice)


@pytest.mark.parametrize("shape", [(3, 10, 40), (3, 64, 40), (3, 32, 32)])
def test_the_centre_is_cut_out(shape: tuple[int, int, int]) -> None:
    assert centre_crop(torch.rand(shape), 32).shape == (3, 32, 32)
