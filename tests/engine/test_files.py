import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from engine import errors, files, images
from engine.files import Rationed, opened
from engine.images import Limits, decode, decode_pixels, inspect
from tests.engine.test_images import FORMATS, sample, save, scene


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_on_the_disk_is_read_as_its_bytes_are(format_: str, tmp_path: Path) -> None:
    file = tmp_path / "photo"
    file.write_bytes(sample(format_))
    for longest_side in (None, 40):
        by_path, by_bytes = decode(file, longest_side=longest_side), decode(sample(format_), longest_side=longest_side)
        assert np.array_equal(by_path.pixels.numpy(), by_bytes.pixels.numpy())
        assert np.array_equal(decode_pixels(file, longest_side=longest_side), by_bytes.pixels.numpy())
    assert inspect(file) == inspect(sample(format_))


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "jpeg"])
def test_every_kind_of_tiff_is_read_from_the_disk(compression: str | None, tmp_path: Path) -> None:
    data = save(scene(), "TIFF", compression=compression)
    file = tmp_path / "scan.tiff"
    file.write_bytes(data)
    assert np.array_equal(decode(file).pixels.numpy(), decode(data).pixels.numpy())


def test_what_is_wrong_with_a_file_on_the_disk_is_told_as_of_bytes(tmp_path: Path) -> None:
    file = tmp_path / "photo"
    file.touch()
    with pytest.raises(errors.EmptyFile):
        decode(file)
    file.write_bytes(sample("PNG"))
    with pytest.raises(errors.FileTooLarge) as caught:
        inspect(file, Limits(bytes=100))
    assert (caught.value.size, caught.value.limit) == (len(sample("PNG")), 100)
    file.write_bytes(sample("JPEG")[:-400])
    with pytest.raises(errors.PictureDamaged):
        decode(file)
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(errors.NotAPicture):
        decode(file)
    with pytest.raises(FileNotFoundError):
        decode(tmp_path / "gone")


@pytest.mark.parametrize("longest_side", [None, 40])
def test_no_file_stays_open(longest_side: int | None, tmp_path: Path) -> None:
    file = tmp_path / "photo"
    before = len(os.listdir("/proc/self/fd"))
    for format_ in FORMATS:
        file.write_bytes(sample(format_))
        decode(file, longest_side=longest_side)
        file.write_bytes(sample(format_)[:60])
        with pytest.raises(errors.PictureDamaged):
            decode(file, longest_side=longest_side)
    assert len(os.listdir("/proc/self/fd")) == before


def sparse(file: Path, data: bytes, size: int) -> Path:
    """Lengthen a file by nothing, which takes no room on the disk."""
    file.write_bytes(data)
    os.truncate(file, size)
    return file


@pytest.mark.parametrize("format_", FORMATS)
def test_of_a_file_of_2_gigabytes_no_more_is_read_than_the_picture(format_: str, tmp_path: Path) -> None:
    file = sparse(tmp_path / "photo", sample(format_), 2_000_000_000)
    if format_ in ("WEBP", "HEIF", "AVIF"):
        with pytest.raises(errors.FileTooLarge) as caught:
            decode(file, Limits(bytes=2_000_000_000))
        assert caught.value.limit == 256 * 2**20
    else:
        picture = decode(file, Limits(bytes=2_000_000_000))
        assert np.array_equal(picture.pixels.numpy(), decode(sample(format_)).pixels.numpy())


def test_what_stands_before_a_picture_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    remark = PngImagePlugin.PngInfo()
    # A kind of chunk that nobody knows, so that what it holds means nothing.
    remark.add(b"eaSl", bytes(200_000))
    data = save(scene(), "PNG", pnginfo=remark)
    assert decode(data).width == 96
    monkeypatch.setattr(images, "_MOST_BESIDES", 100_000)
    with pytest.raises(errors.PictureDamaged, match="more than 100000 bytes besides the picture"):
        decode(data)
    at_the_end = data.index(b"IDAT") - 4, data.index(b"eaSl") - 4
    head, chunk, rest = data[: at_the_end[1]], data[at_the_end[1] : at_the_end[0]], data[at_the_end[0] :]
    with pytest.raises(errors.PictureDamaged, match="besides the picture"):
        decode(head + rest[:-12] + chunk + rest[-12:])
    # The picture itself does not count.
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8))
    assert decode(save(noise, "PNG")).width == 300


def test_layers_of_a_drawing_program_are_allowed_in_a_tiff(monkeypatch: pytest.MonkeyPatch) -> None:
    data = save(scene(), "TIFF", tiffinfo={37724: bytes(200_000)})
    monkeypatch.setattr(images, "_MOST_BESIDES", 100_000)
    assert decode(data).width == 96
    monkeypatch.setattr(images, "_MOST_BEFORE", {"TIFF": 100_000})
    with pytest.raises(errors.PictureDamaged, match="besides the picture"):
        decode(data)


def test_a_jpeg_of_nothing_but_segments_is_given_up() -> None:
    remark = b"\xff\xfe\x00\x02"
    data = sample("JPEG")
    assert decode(data[:2] + remark * 1000 + data[2:]).width == 96
    with pytest.raises(errors.PictureDamaged, match="more than 100000 segments"):
        decode(data[:2] + remark * 100_000 + data[2:])


def test_a_ration_is_for_all_reads_together() -> None:
    stream = Rationed(io.BytesIO(bytes(100)), 60)
    assert len(stream.read(50)) == 50
    with pytest.raises(errors.PictureDamaged, match="more than 60 bytes"):
        stream.read(20)
    stream = Rationed(io.BytesIO(bytes(100)), 60)
    with pytest.raises(errors.PictureDamaged):
        stream.read()
    stream = Rationed(io.BytesIO(bytes(60)), 60)
    assert len(stream.read()) == 60
    stream.seek(0)
    stream.allow(60)
    assert len(stream.read(-1)) == 60


def test_opening_shows_the_same_from_memory_and_from_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "some"
    file.write_bytes(b"something")
    for source in (b"something", file):
        with opened(source, 9, 4) as shown:
            assert (shown.size, shown.head, shown.stream.read()) == (9, b"some", b"something")


def test_what_is_read_in_countless_pieces_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    remarks = PngImagePlugin.PngInfo()
    for _ in range(300):
        remarks.add(b"eaSl", b"")
    data = save(scene(), "PNG", pnginfo=remarks)
    assert decode(data).width == 96
    monkeypatch.setattr(files, "MOST_READS", 500)
    assert decode(sample("PNG")).width == 96
    with pytest.raises(errors.PictureDamaged, match="more than 500 pieces"):
        decode(data)


def test_exif_of_megabytes_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    sideways = Image.Exif()
    sideways[0x112] = 6
    data = save(scene(), "WEBP", exif=sideways.tobytes())
    assert (inspect(data).width, inspect(data).height) == (64, 96)
    monkeypatch.setattr(images, "_MOST_EXIF", 10)
    assert (inspect(data).width, inspect(data).height) == (96, 64)
    assert decode(data).width == 96
