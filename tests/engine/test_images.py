import gzip
import io
import pickle
import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from PIL import Image, ImageCms
from pillow_heif import from_pillow

from engine import errors, images
from engine.images import Limits, Picture, decode, decode_pixels, encode, inspect

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")


def scene(width: int = 96, height: int = 64) -> Image.Image:
    """A smooth picture, different at each corner, that every codec keeps nearly as it is."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    pixels = np.stack([40 + 180 * x, 60 + 150 * y, 200 - 120 * x * y], axis=-1)
    return Image.fromarray(pixels.round().astype(np.uint8))


def save(image: Image.Image, format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    if format_ == "HEIF":
        from_pillow(image).save(out, quality=95, chroma=444, **options)
    else:
        image.save(out, format_, **options)
    return out.getvalue()


def sample(format_: str, image: Image.Image | None = None) -> bytes:
    options = {"JPEG": {"quality": 95, "subsampling": 0}, "AVIF": {"quality": 95}, "WEBP": {"quality": 95}}
    return save(image or scene(), format_, **options.get(format_, {}))


def pixels(picture: Picture) -> np.ndarray:
    """(H, W, 3), 0 to 255."""
    return picture.image[0].permute(1, 2, 0).numpy() * 255


def difference(picture: Picture, expected: Image.Image) -> float:
    return float(np.abs(pixels(picture) - np.asarray(expected.convert("RGB"), np.float32)).mean())


def exif_of(orientation: int, gps: bool = False) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    if gps:
        exif[0x010F] = "SecretCam"
        exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "E", 4: (4.0, 53.0, 24.0)})
    return exif.tobytes()


# Formats


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_is_read(format_: str) -> None:
    data = sample(format_)
    picture = decode(data)
    header = inspect(data)
    assert (picture.width, picture.height, picture.format) == (96, 64, format_)
    assert (header.width, header.height, header.format, header.frames) == (96, 64, format_, 1)
    assert picture.pixels.dtype == torch.uint8
    assert picture.pixels.shape == (64, 96, 3)
    assert picture.image.dtype == torch.float32
    assert torch.equal(picture.image, picture.pixels.permute(2, 0, 1)[None] / 255)
    assert picture.alpha is None
    assert difference(picture, scene()) < (7 if format_ == "GIF" else 2.5)


@pytest.mark.parametrize(("format_", "tolerance"), [("PNG", 0.26), ("JPEG", 2.0), ("WEBP", 3.0)])
def test_what_is_encoded_can_be_read_again(format_: str, tolerance: float) -> None:
    image = decode(sample("PNG")).image
    data = encode(image, format_)
    again = decode(data)
    assert again.format == format_
    assert (again.image - image).abs().mean() * 255 < tolerance
    assert encode(image, format_) == data


@pytest.mark.parametrize("longest_side", [None, 40])
def test_pixels_are_those_of_the_picture(longest_side: int | None) -> None:
    for data in (sample("JPEG"), save(veiled(), "PNG", exif=exif_of(orientation=6))):
        eight_bit = decode_pixels(data, longest_side=longest_side)
        assert eight_bit.dtype == np.uint8
        assert np.array_equal(eight_bit, pixels(decode(data, longest_side=longest_side)).round())


def test_jpeg_keeps_colour_at_full_resolution() -> None:
    with Image.open(io.BytesIO(encode(decode(sample("PNG")).image))) as file:
        assert {component[1:3] for component in file.layer} == {(1, 1)}


def test_mpo_counts_as_jpeg() -> None:
    data = save(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)], quality=95)
    assert inspect(data).format == "JPEG"
    assert difference(decode(data), scene()) < 2.5


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_an_animation_gives_its_first_frame(format_: str) -> None:
    data = save(scene(), format_, save_all=True, append_images=[Image.new("RGB", (96, 64), "red")])
    assert inspect(data).frames == 2
    assert difference(decode(data), scene()) < 7


@pytest.mark.parametrize(
    ("mode", "formats"),
    [
        ("1", ("PNG", "TIFF", "GIF")),
        ("L", ("PNG", "JPEG", "TIFF", "BMP")),
        ("P", ("PNG", "GIF", "BMP", "TIFF")),
    ],
)
def test_bilevel_grey_and_palette(mode: str, formats: tuple[str, ...]) -> None:
    image = scene().convert(mode)
    for format_ in formats:
        assert difference(decode(sample(format_, image)), image) < 2, format_


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("longest_side", [None, 12])
def test_a_picture_in_strips_is_that_in_one_piece(
    monkeypatch: pytest.MonkeyPatch, orientation: int, longest_side: int | None
) -> None:
    floats = Image.fromarray(np.linspace(-3, 9, 64 * 96, dtype=np.float32).reshape(64, 96))
    grey = Image.fromarray(np.linspace(0, 65535, 64 * 96).astype(np.uint16).reshape(64, 96))
    exif = exif_of(orientation)
    files = [
        save(scene(), "PNG", exif=exif, icc_profile=wide_profile()),
        save(veiled(), "PNG", exif=exif),
        save(scene().convert("P"), "PNG", exif=exif, transparency=3),
        save(scene().convert("1"), "PNG", exif=exif),
        save(scene().convert("CMYK"), "JPEG", exif=exif),
        save(grey, "PNG", exif=exif),
        save(floats, "TIFF"),
    ]
    whole = [decode(data, longest_side=longest_side) for data in files]
    monkeypatch.setattr(images, "_STRIP", 96 * 7)
    for data, expected in zip(files, whole, strict=True):
        striped = decode(data, longest_side=longest_side)
        assert torch.equal(striped.pixels, expected.pixels)
        assert (striped.alpha is None) == (expected.alpha is None)
        if striped.alpha is not None and expected.alpha is not None:
            assert torch.equal(striped.alpha, expected.alpha)
            again = decode(encode(striped, "PNG"), Limits(shortest=1)).alpha
            assert again is not None
            assert torch.equal(again, expected.alpha)


# Orientation


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(format_: str, orientation: int) -> None:
    # What each value says about the stored row 0 and column 0 is in TIFF 6.0, p. 36.
    to_stored: dict[int, Callable[[np.ndarray], np.ndarray]] = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: a.transpose(1, 0, 2)[::-1],
        7: lambda a: a.transpose(1, 0, 2)[::-1, ::-1],
        8: lambda a: a.transpose(1, 0, 2)[:, ::-1],
    }
    stored = Image.fromarray(np.ascontiguousarray(to_stored[orientation](np.asarray(scene()))))
    options: dict[str, object] = {"compression": "tiff_lzw"} if format_ == "TIFF" else {"quality": 95}
    data = save(stored, format_, exif=exif_of(orientation=orientation), **options)
    header = inspect(data)
    assert (header.width, header.height) == (96, 64)
    assert difference(decode(data), scene()) < 3
    assert decode(data, longest_side=48).image.shape[-2:] == (32, 48)


def test_alpha_turns_with_the_picture() -> None:
    data = save(veiled().transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif_of(orientation=6))
    upright, expected = decode(data), decode(sample("PNG", veiled()))
    assert upright.alpha is not None
    assert expected.alpha is not None
    assert torch.equal(upright.alpha, expected.alpha)
    assert torch.equal(upright.image, expected.image)


def test_heic_orientation_is_applied_once() -> None:
    stored = scene().transpose(Image.Transpose.ROTATE_90)  # turned 90 degrees counterclockwise: orientation 6
    data = save(stored, "HEIF", exif=exif_of(orientation=6))
    assert (inspect(data).width, inspect(data).height) == (96, 64)
    assert difference(decode(data), scene()) < 2.5


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_cost_the_picture() -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x05\x01\x12\0\x03\0\0\0\x09\0\xff"
    assert difference(decode(save(scene(), "JPEG", quality=95, exif=exif)), scene()) < 2.5


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_place_and_camera_do_not_leave(format_: str) -> None:
    data = save(scene(), "JPEG", exif=exif_of(orientation=1, gps=True), comment=b"SecretCam")
    with Image.open(io.BytesIO(data)) as file:
        assert file.getexif().get_ifd(0x8825)
    encoded = encode(decode(data), format_)
    with Image.open(io.BytesIO(encoded)) as file:
        file.load()
        assert not file.getexif()
        assert "exif" not in file.info
    assert b"SecretCam" not in encoded
    assert b"Exif" not in encoded


# Colour


def wide_profile() -> bytes:
    """An RGB matrix profile with swapped red and green primaries of sRGB, so that a shift can't be missed."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">L", data[128:132])[0]
    for i in range(count):
        entry = 132 + 12 * i
        swapped = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}.get(bytes(data[entry : entry + 4]))
        if swapped:
            data[entry : entry + 4] = swapped
    return bytes(data)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_the_embedded_profile_is_honoured(format_: str) -> None:
    red, green, blue = scene().split()
    stored = Image.merge("RGB", (green, red, blue))
    data = save(stored, format_, icc_profile=wide_profile(), **({} if format_ == "HEIF" else {"quality": 95}))
    assert difference(decode(data), scene()) < 3
    assert difference(decode(data), stored) > 20


def test_a_linear_grey_profile_brightens() -> None:
    """A GRAY profile with gamma 1: half of the light is 188 in sRGB."""

    def tag(kind: bytes, body: bytes) -> bytes:
        return kind + bytes(4) + body

    bodies = {
        b"desc": tag(b"desc", struct.pack(">L", 2) + b"g\0" + bytes(78)),
        b"wtpt": tag(b"XYZ ", struct.pack(">3l", 63190, 65536, 54061)),
        b"kTRC": tag(b"curv", struct.pack(">L", 0)),
    }
    offset, table, rest = 132 + 12 * len(bodies), b"", b""
    for name, body in bodies.items():
        body += bytes(-len(body) % 4)
        table += name + struct.pack(">LL", offset + len(rest), len(body))
        rest += body
    header = struct.pack(
        ">L4sL4s4s4s12s4s",
        offset + len(rest),
        bytes(4),
        0x02400000,
        b"mntr",
        b"GRAY",
        b"XYZ ",
        struct.pack(">6H", 2024, 1, 1, 0, 0, 0),
        b"acsp",
    )
    header += bytes(68 - len(header)) + struct.pack(">3L", 63190, 65536, 54061)
    profile = header + bytes(128 - len(header)) + struct.pack(">L", len(bodies)) + table + rest
    data = save(Image.new("L", (32, 32), 128), "PNG", icc_profile=profile)
    assert pixels(decode(data)) == pytest.approx(188, abs=1.5)


@pytest.mark.parametrize("profile", [b"nonsense" * 40, wide_profile()[:300]])
def test_a_broken_profile_is_ignored_with_a_log_line(profile: bytes, caplog: pytest.LogCaptureFixture) -> None:
    data = save(scene(), "PNG", icc_profile=profile)
    assert difference(decode(data), scene()) < 0.01
    assert "profile" in caplog.text


def test_a_grey_picture_with_a_profile_for_colour(caplog: pytest.LogCaptureFixture) -> None:
    grey = scene().convert("L")
    assert difference(decode(save(grey, "PNG", icc_profile=wide_profile())), grey) < 1
    assert not caplog.records


def test_cmyk() -> None:
    for format_ in ("JPEG", "TIFF"):
        data = sample(format_, scene().convert("CMYK"))
        assert difference(decode(data), scene()) < 3, format_


def test_grey_of_16_bits_keeps_its_range() -> None:
    gradient = np.tile(np.linspace(0, 65535, 256).round().astype(np.uint16), (32, 1))
    for format_ in ("PNG", "TIFF"):
        decoded = pixels(decode(save(Image.fromarray(gradient), format_)))
        np.testing.assert_allclose(decoded[:, :, 0], gradient / 257, atol=0.51)


def png(width: int, height: int, depth: int, colour: int, rows: bytes, *extra: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    header = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), *extra, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*parts) for parts in chunks)


def test_16_bits_with_a_transparent_colour() -> None:
    ramp = np.zeros((16, 32, 3), ">u2")
    ramp[:, :, 0] = np.linspace(0, 65535, 32)
    rows = b"".join(b"\0" + row.tobytes() for row in ramp)
    opaque = decode(png(32, 16, 16, 2, rows))
    np.testing.assert_allclose(pixels(opaque)[:, :, 0], ramp[:, :, 0] / 257, atol=1.01)
    keyed = decode(png(32, 16, 16, 2, rows, (b"tRNS", ramp[0, 10].tobytes())))
    assert keyed.alpha is not None
    assert [x for x in range(32) if keyed.alpha[0, x] == 0] == [10]
    grey = b"".join(b"\0" + row.tobytes() for row in ramp[:, :, 0])
    keyed = decode(png(32, 16, 16, 0, grey, (b"tRNS", ramp[0, 10, :1].tobytes())))
    assert keyed.alpha is not None
    assert [x for x in range(32) if keyed.alpha[0, x] == 0] == [10]
    assert pixels(keyed)[0, 10] == pytest.approx(255)


def grey_tiff(width: int, height: int, bits: int, photometric: int, strip: bytes) -> bytes:
    """An uncompressed little-endian TIFF of one strip."""
    tags = {256: width, 257: height, 258: bits, 259: 1, 262: photometric, 273: 0, 277: 1, 278: height}
    tags[279] = len(strip)
    tags[273] = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHLL", tag, 4, 1, value) for tag, value in tags.items())
    return b"II*\0" + struct.pack("<LH", 8, len(tags)) + entries + bytes(4) + strip


def test_grey_of_12_bits_and_grey_counted_from_white() -> None:
    ramp = np.tile(np.linspace(0, 4095, 64).astype(np.uint16), (32, 1))
    left, right = ramp[:, 0::2], ramp[:, 1::2]
    packed = np.stack([left >> 4, (left & 15) << 4 | right >> 8, right & 255], axis=-1).astype(np.uint8)
    decoded = pixels(decode(grey_tiff(64, 32, 12, 1, packed.tobytes())))
    np.testing.assert_allclose(decoded[:, :, 0], ramp / 4095 * 255, atol=0.51)
    decoded = pixels(decode(grey_tiff(64, 32, 16, 0, (ramp * 16).tobytes())))
    np.testing.assert_allclose(decoded[:, :, 0], 255 - ramp * 16 / 257, atol=0.51)


def test_numbers_in_a_tiff_become_grey() -> None:
    ramp = np.tile(np.linspace(0, 1, 64, dtype=np.float32), (32, 1))
    for values in (ramp, ramp * 255, ramp * 65535, ramp * 7e6 - 2e6, (ramp * 2e9).astype(np.int32)):
        decoded = pixels(decode(save(Image.fromarray(values), "TIFF")))
        np.testing.assert_allclose(decoded[:, :, 1], ramp * 255, atol=0.6)
    ramp[0, 0] = np.nan
    assert np.isfinite(pixels(decode(save(Image.fromarray(ramp), "TIFF")))).all()


# Alpha


def veiled() -> Image.Image:
    image = scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return image


@pytest.mark.parametrize("format_", ["PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_alpha_is_composited_over_white_and_kept(format_: str) -> None:
    options = {"WEBP": {"lossless": True, "exact": True}, "AVIF": {"quality": 95}}.get(format_, {})
    picture = decode(save(veiled(), format_, **options))
    expected = Image.alpha_composite(Image.new("RGBA", (96, 64), "white"), veiled())
    assert difference(picture, expected) < 2.5
    assert picture.alpha is not None
    assert picture.alpha.shape == (64, 96)
    np.testing.assert_allclose(picture.alpha.numpy(), np.asarray(veiled().getchannel("A")), rtol=0, atol=5)


def test_alpha_comes_back_in_png_and_webp_but_not_in_jpeg() -> None:
    picture = decode(sample("PNG", veiled()))
    painted = picture.with_image(torch.full((1, 3, 128, 192), 0.25))
    assert painted.alpha is not None
    assert painted.alpha.shape == (128, 192)
    for format_ in ("PNG", "WEBP"):
        again = decode(encode(painted, format_))
        assert again.alpha is not None
        assert int((again.alpha.int() - painted.alpha.int()).abs().max()) < 5
    assert decode(encode(painted, "JPEG")).alpha is None


@pytest.mark.parametrize("mode", ["P", "LA", "L", "1"])
def test_transparency_of_palette_and_grey(mode: str) -> None:
    disc = Image.new("L", (64, 64), 0)
    disc.paste(255, (16, 16, 48, 48))
    if mode == "LA":
        data = save(Image.merge("LA", (Image.new("L", (64, 64), 90), disc)), "PNG")
    else:
        image = disc.convert(mode)
        data = save(image, "GIF" if mode == "P" else "PNG", transparency=0)
    picture = decode(data)
    assert picture.alpha is not None
    np.testing.assert_array_equal(picture.alpha.numpy(), np.asarray(disc))
    assert pixels(picture)[0, 0] == pytest.approx(255)


# Size


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_longest_side_shrinks_without_aliasing(format_: str) -> None:
    stripes = np.zeros((480, 640, 3), np.uint8)
    stripes[:, ::2] = 255
    small = decode(sample(format_, Image.fromarray(stripes)), longest_side=64)
    assert (small.width, small.height) == (64, 48)
    assert pixels(small)[4:-4, 4:-4] == pytest.approx(127.5, abs=6)
    picture = decode(sample(format_, scene(640, 480)), longest_side=64)
    assert difference(picture, scene(640, 480).resize((64, 48), Image.Resampling.BOX)) < 2.5


def test_the_fast_way_through_a_large_jpeg_is_as_sharp_as_the_slow_one() -> None:
    blocks = np.random.default_rng(2).integers(0, 256, (30, 40, 3), np.uint8).repeat(16, 0).repeat(16, 1)
    data = sample("JPEG", Image.fromarray(blocks))
    for side in (40, 100, 200):
        size = (side, side * 3 // 4)
        expected = Image.open(io.BytesIO(data)).resize(size, Image.Resampling.LANCZOS)
        assert difference(decode(data, longest_side=side), expected) < 3


def test_longest_side_never_enlarges() -> None:
    assert decode(sample("JPEG"), longest_side=4000).image.shape[-2:] == (64, 96)
    with pytest.raises(ValueError, match="longest_side"):
        decode(sample("JPEG"), longest_side=0)


# What is refused


def tgs() -> bytes:
    return gzip.compress(b'{"tgs":1,"v":"5.5.2","fr":60,"layers":[]}')


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", sample("JPEG"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
        (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(64), "video"),
        (b"\0\0\0\x14ftypqt  \0\0\x02\0qt  " + bytes(64), "video"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(64), "webm"),
        (b"RIFF\x24\0\0\0AVI LIST" + bytes(64), "video"),
        (b"RIFF\x24\0\0\0WAVEfmt " + bytes(64), "audio"),
        (tgs(), "animated sticker"),
        (gzip.compress(b"a letter"), "archive"),
        (zipped(), "zip"),
        ("Привет, вот моё фото".encode(), "text"),
        (b"BMW is a make of car", "text"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"8BPS\0\x01" + bytes(64), "unsupported picture"),
        (bytes(range(256)), "unknown"),
        (b"\0", "unknown"),
    ],
)
def test_other_files_are_named(data: bytes, kind: str) -> None:
    for read in (inspect, decode):
        with pytest.raises(errors.NotAPicture) as caught:
            read(data)
        assert caught.value.kind == kind


def test_formats_that_pillow_knows_but_we_do_not_are_refused() -> None:
    for format_ in ("PPM", "TGA", "ICO", "PCX", "SGI", "JPEG2000", "EPS"):
        with pytest.raises(errors.NotAPicture):
            decode(save(scene(), format_))


def test_empty() -> None:
    with pytest.raises(errors.EmptyFile, match="send it again"):
        decode(b"")


def test_25_megabytes() -> None:
    with pytest.raises(errors.FileTooLarge) as caught:
        decode(sample("JPEG") + bytes(25 * 2**20))
    assert caught.value.size > 25 * 2**20
    assert caught.value.limit == 20 * 2**20


@pytest.mark.parametrize("format_", FORMATS)
def test_cut_off(format_: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (96, 96, 3), np.uint8)
    data = sample(format_, Image.fromarray(noise))
    for part in (0.9, 0.5, 0.1):
        with pytest.raises(errors.PictureDamaged) as caught:
            decode(data[: int(len(data) * part)])
        assert caught.value.reason
    assert caught.value.__cause__ is not None or format_ == "WEBP"


def test_1_by_5000() -> None:
    for size in ((1, 5000), (5000, 1), (20, 401)):
        with pytest.raises(errors.TooNarrow) as caught:
            decode(save(Image.new("RGB", size), "PNG"))
        assert (caught.value.width, caught.value.height, caught.value.limit) == (*size, 20)
    assert decode(save(Image.new("RGB", (20, 400)), "PNG")).height == 400


def test_sizes_are_told_as_a_person_sees_them() -> None:
    with pytest.raises(errors.TooSmall) as caught:
        decode(save(Image.new("RGB", (15, 40)), "JPEG", exif=exif_of(orientation=6)))
    assert (caught.value.width, caught.value.height, caught.value.minimum) == (40, 15, 16)


def bomb(format_: str) -> bytes:
    """A file of a few bytes whose header promises about 30000 x 30000 pixels."""
    if format_ == "PNG":
        return png(30_000, 30_000, 8, 2, b"")
    data = bytearray(sample(format_))
    if format_ == "JPEG":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", 30_000, 30_000)
    elif format_ == "GIF":
        data[6:10] = struct.pack("<HH", 30_000, 30_000)
    elif format_ == "BMP":
        data[18:26] = struct.pack("<ll", 30_000, 30_000)
    elif format_ == "WEBP":
        body = b"VP8X" + struct.pack("<LL", 10, 0) + struct.pack("<L", 29_999)[:3] * 2 + bytes(data[12:])
        data = bytearray(b"RIFF" + struct.pack("<L", len(body) + 4) + b"WEBP" + body)
    elif format_ == "TIFF":
        ifd = struct.unpack("<L", data[4:8])[0]
        for i in range(struct.unpack("<H", data[ifd : ifd + 2])[0]):
            entry = ifd + 2 + 12 * i
            if struct.unpack("<H", data[entry : entry + 2])[0] in (256, 257):
                data[entry + 2 : entry + 12] = struct.pack("<HLL", 4, 1, 30_000)
    else:
        at = data.index(b"ispe") + 8
        data[at : at + 8] = struct.pack(">LL", 30_000, 30_000)
    return bytes(data)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_bomb_is_refused_by_its_header(format_: str) -> None:
    data = bomb(format_)
    tracemalloc.start()
    try:
        with pytest.raises((errors.TooManyPixels, errors.PictureDamaged)) as caught:
            decode(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * 2**20
    if format_ not in ("HEIF", "AVIF"):  # whose libraries refuse such a size themselves
        assert isinstance(caught.value, errors.TooManyPixels)
        assert (caught.value.width, caught.value.height) == (30_000, 30_000)
        # Of WebP's pixels each takes more memory.
        assert caught.value.limit == (80_000_000 if format_ == "WEBP" else Limits().pixels)


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    data = save(scene(), "JPEG", progressive=True)
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(errors.PictureDamaged, match="scans"):
        decode(data[:-2] + last_scan * 200 + data[-2:])


def test_a_large_jpeg_of_many_scans_is_refused_before_it_is_decoded() -> None:
    data = save(Image.new("L", (8000, 8000)), "JPEG", progressive=True)
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    with pytest.raises(errors.PictureDamaged, match="scans of 8000 x 8000"):
        inspect(data[:-2] + last_scan * 60 + data[-2:])
    assert inspect(data).width == 8000


def test_a_png_stuffed_with_text_is_refused() -> None:
    note = (b"zTXt", b"note\0\0" + zlib.compress(bytes(40 * 2**20)))
    with pytest.raises(errors.PictureDamaged):
        decode(png(32, 32, 8, 0, bytes(33 * 32), note))


def test_a_tiff_with_absurd_tags_is_refused() -> None:
    data = bytearray(sample("TIFF"))
    ifd = struct.unpack("<L", data[4:8])[0]
    for i in range(struct.unpack("<H", data[ifd : ifd + 2])[0]):
        entry = ifd + 2 + 12 * i
        if struct.unpack("<H", data[entry : entry + 2])[0] in (258, 277):  # bits and samples per pixel
            data[entry + 2 : entry + 12] = struct.pack("<HLL", 4, 1, 4_000_000_000)
    with pytest.raises(errors.PictureDamaged):
        decode(bytes(data))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.filterwarnings("ignore")
def test_mutated_bytes_give_a_picture_or_a_picture_error(format_: str) -> None:
    # Pillow's warnings are ignored, since as errors they would hide what the decoders do in production.
    rng = random.Random(f"mutations of {format_}")
    exif = exif_of(orientation=6)
    options = {} if format_ in ("GIF", "BMP") else {"exif": exif, "icc_profile": wide_profile()}
    originals = [save(scene(24, 20), format_, **options), save(scene(24, 20).convert("L"), format_)]
    refused = 0
    for _ in range(60):
        data = bytearray(rng.choice(originals))
        for _ in range(rng.choice((1, 2, 8, 40))):
            # Half of all mutations hit the header, where they do the most.
            at = rng.randrange(min(len(data), 200) if rng.random() < 0.5 else len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    data[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
                case 2:
                    del data[at : at + rng.randrange(1, 20)]
                case _:
                    data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 20)))
        try:
            picture = decode(bytes(data), Limits(pixels=1_000_000), longest_side=rng.choice((None, 16)))
        except errors.PictureError:
            refused += 1
        else:
            assert bool(torch.isfinite(picture.image).all())
    assert 0 < refused < 60


def test_errors_travel_between_processes() -> None:
    error = pickle.loads(pickle.dumps(errors.TooNarrow(1, 5000, 20.0)))
    assert isinstance(error, errors.TooNarrow)
    assert (error.width, error.height, error.limit) == (1, 5000, 20.0)


# What leaves


def test_a_picture_with_nan_never_leaves() -> None:
    image = torch.rand(1, 3, 32, 32)
    image[0, 0, 0, :2] = torch.tensor([torch.nan, torch.inf])
    with pytest.raises(errors.NonFinitePicture) as caught:
        encode(image, "PNG")
    assert caught.value.count == 2


def test_values_outside_the_range_are_clamped() -> None:
    image = torch.linspace(-1, 2, 3 * 32 * 32).reshape(1, 3, 32, 32)
    assert torch.equal(decode(encode(image, "PNG")).image, (image.clamp(0, 1) * 255).round() / 255)


def test_a_picture_of_a_tensor_is_rounded() -> None:
    image, alpha = torch.rand(1, 3, 20, 30), torch.rand(1, 1, 20, 30)
    picture = Picture.of(image, alpha)
    assert picture.alpha is not None
    assert float((picture.image - image).abs().max()) <= 0.5001 / 255
    assert float((picture.alpha / 255 - alpha[0, 0]).abs().max()) <= 0.5001 / 255
    assert torch.equal(Picture.of(picture.image).pixels, picture.pixels)
    with pytest.raises(errors.NonFinitePicture):
        Picture.of(image / 0)
    with pytest.raises(ValueError, match="it must be"):
        Picture.of(image[0])
    with pytest.raises(ValueError, match="it must be"):
        Picture.of(image, alpha[..., 1:])


def test_nonsense_asked_of_encode_is_a_value_error() -> None:
    image = torch.zeros(1, 3, 16, 16)
    for call in (
        lambda: encode(image[0]),
        lambda: encode(image, "TIFF"),  # type: ignore[arg-type]
        lambda: encode(image, quality=0),
        lambda: encode(torch.zeros(1, 3, 16, 16_384), "WEBP"),
    ):
        with pytest.raises(ValueError, match=r"must be|holds"):
            call()


def test_threads_do_not_disturb_each_other() -> None:
    files = [sample(format_, veiled()) for format_ in ("PNG", "WEBP", "HEIF", "AVIF")] * 4
    files += [save(scene(), "JPEG", icc_profile=wide_profile())] * 8

    def repaint(data: bytes) -> bytes:
        return encode(decode(data, longest_side=50), "PNG")

    alone = [repaint(data) for data in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(repaint, files)) == alone
