"""The engine as the bot calls it, with the shipped weights."""

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from bot.jobs import painter as module
from bot.jobs.commission import Commission
from bot.jobs.painted import Painted
from bot.jobs.painter import GalleryStyle, Kind, LearntStyle, Painter, SampledStyle
from bot.jobs.sizes import FILE_SIDE, PHOTO_SIDE
from bot.limits.file_limits import TELEGRAM, FileLimits
from bot.look import Look, Share
from bot.pictures import path
from engine import (
    Cancelled,
    Controls,
    EngineError,
    FileTooLarge,
    Limits,
    Picture,
    PictureError,
    Progress,
    Request,
    SteppedDown,
    Style,
    StyleError,
    Stylizer,
)
from engine.estimate import COSTS
from tests.bot.drawing import encoded, landscape
from tests.bot.stand_in import picture, size_of

IRIS, WAVE, INK, GOLD = (GalleryStyle(name) for name in ("iris", "wave", "ink", "gold"))
ONE = Look((Share("gallery:iris"),))
PHOTO = encoded(landscape(192, 144), "PNG")


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter()


def look(count: int = 1, **changes: object) -> Look:
    """A look of so many styles, in equal parts."""
    return Look(tuple(Share(f"style {number}") for number in range(count)), **changes)  # type: ignore[arg-type]


def pixels(painted: Painted) -> NDArray[np.float64]:
    return np.asarray(Image.open(io.BytesIO(painted.data)).convert("RGB"), np.float64)


def apart(one: Painted, other: Painted) -> float:
    """The mean absolute difference of two pictures, 0 to 255."""
    return float(np.abs(pixels(one) - pixels(other)).mean())


def colour(painted: Painted) -> NDArray[np.float64]:
    return pixels(painted).mean(axis=(0, 1))


class TestPaint:
    def test_a_photo_is_painted_as_large_as_telegram_shows_it(self, painter: Painter) -> None:
        small = painter.paint(picture(320, 240), ONE, [IRIS], "photo")
        assert (small.width, small.height) == size_of(small.data) == (320, 240)
        large = painter.paint(picture(1600, 1200), ONE, [IRIS], "photo")
        assert max(size_of(large.data)) == PHOTO_SIDE
        asked = painter.paint(picture(1600, 1200), look(side=200), [IRIS], "photo")
        assert size_of(asked.data) == (200, 150)

    def test_a_file_keeps_its_size_and_its_transparency(self, painter: Painter) -> None:
        assert FILE_SIDE > 1600
        large = painter.paint(picture(1600, 1200), ONE, [IRIS], "file")
        assert (large.format, size_of(large.data)) == ("JPEG", (1600, 1200))

        veiled = encoded(Image.new("RGBA", (64, 64), (0, 128, 128, 90)), "PNG")
        clear = painter.paint(veiled, ONE, [IRIS], "file")
        assert clear.format == "PNG"
        assert Image.open(io.BytesIO(clear.data)).getchannel("A").getextrema() == (90, 90)
        assert painter.paint(veiled, ONE, [IRIS], "photo").format == "JPEG"

    def test_transparency_does_not_make_a_file_larger_than_the_server_takes(self) -> None:
        image = landscape(192, 144)
        image.putalpha(90)
        veiled = encoded(image, "PNG")
        as_png = Painter().paint(veiled, ONE, [IRIS], "file")
        just_enough, too_little = (FileLimits(TELEGRAM.download, len(as_png.data) - less) for less in (0, 1))
        assert Painter(just_enough).paint(veiled, ONE, [IRIS], "file") == as_png
        painter = Painter(too_little)
        smaller = painter.paint(veiled, ONE, [IRIS], "file")
        assert smaller.format == "WEBP"
        assert len(smaller.data) < len(as_png.data)
        shown = Image.open(io.BytesIO(smaller.data))
        assert (shown.format, shown.size) == ("WEBP", (192, 144))
        assert shown.getchannel("A").getextrema() == (90, 90)
        (together,) = painter.paint_many([Commission(veiled, ONE, [IRIS], "file")])
        assert together == smaller

    @pytest.mark.parametrize("kind", ["photo", "file"])
    def test_a_file_on_the_disk_is_painted_as_its_bytes_are(self, painter: Painter, kind: Kind, tmp_path: Path) -> None:
        file = tmp_path / "photo"
        file.write_bytes(PHOTO)
        from_memory = painter.paint(PHOTO, ONE, [IRIS], kind)
        assert painter.paint(file, ONE, [IRIS], kind) == from_memory
        # As another one by the same name.
        file.write_bytes(encoded(landscape(144, 192), "PNG"))
        os.utime(file, ns=(1, 1))
        assert size_of(painter.paint(file, ONE, [IRIS], kind).data) == (144, 192)
        assert painter.learn(file, "adain") == painter.learn(file.read_bytes(), "adain")

    def test_files_are_read_up_to_what_the_server_hands_over(self, tmp_path: Path) -> None:
        file = tmp_path / "photo"
        file.write_bytes(PHOTO)
        with pytest.raises(FileTooLarge):
            Painter(FileLimits(len(PHOTO) - 1, TELEGRAM.upload)).paint(file, ONE, [IRIS], "photo")
        Painter(FileLimits(len(PHOTO), TELEGRAM.upload)).paint(file, ONE, [IRIS], "photo")

    def test_a_sticker_is_as_telegram_wants_it(self, painter: Painter) -> None:
        image = landscape(300, 200).convert("RGBA")
        image.paste((0, 0, 0, 0), (0, 0, 150, 200))
        painted = painter.paint(encoded(image, "WEBP"), ONE, [IRIS], "sticker")
        assert (painted.format, painted.width, painted.height) == ("WEBP", 512, 341)
        shown = Image.open(io.BytesIO(painted.data))
        assert shown.size == (512, 341)
        alpha = shown.convert("RGBA").getchannel("A")
        assert (alpha.getpixel((100, 100)), alpha.getpixel((400, 100))) == (0, 255)

    def test_a_looks_controls_reach_the_engine(self, painter: Painter) -> None:
        photo = picture(96, 96, "orangered")
        untouched = colour(painter.paint(photo, look(strength=0.0), [IRIS], "photo"))
        assert untouched == pytest.approx((255, 69, 0), abs=3)
        styled = colour(painter.paint(photo, ONE, [IRIS], "photo"))
        kept = colour(painter.paint(photo, look(colours="luminance"), [IRIS], "photo"))
        assert styled != pytest.approx(untouched, abs=20)
        assert kept != pytest.approx(styled, abs=5)

    def test_a_method_paints_with_what_it_has_and_leaves_the_rest_out(self, painter: Painter) -> None:
        adain = look(levels=(4,), iterations=3)
        assert apart(painter.paint(PHOTO, adain, [IRIS], "photo"), painter.paint(PHOTO, ONE, [IRIS], "photo")) == 0
        all_levels, fourth = (look(method="wct", levels=levels, iterations=3) for levels in (None, (4,)))
        assert apart(*(painter.paint(PHOTO, each, [IRIS], "photo") for each in (all_levels, fourth))) > 3

    def test_styles_are_mixed_by_their_weights(self, painter: Painter) -> None:
        pure = [painter.paint(PHOTO, look(), [style], "photo") for style in (IRIS, GOLD)]
        shares = [Look((Share("a", weights[0]), Share("b", weights[1]))) for weights in ((3, 1), (1, 3))]
        mixed = [painter.paint(PHOTO, each, [IRIS, GOLD], "photo") for each in shares]
        assert 1 < apart(mixed[0], pure[0]) < apart(mixed[1], pure[0])
        assert 1 < apart(mixed[1], pure[1]) < apart(mixed[0], pure[1])

    def test_sources_and_shares_are_as_many(self, painter: Painter) -> None:
        with pytest.raises(ValueError, match="zip"):
            painter.paint(PHOTO, look(2), [IRIS], "photo")
        with pytest.raises(StyleError):
            painter.paint(PHOTO, look(0), [], "photo")

    def test_a_variation_is_related_to_its_style_but_different(self, painter: Painter) -> None:
        plain, first, again, second = (
            painter.paint(PHOTO, look(method="vae", variation=number), [IRIS], "photo") for number in (0, 1, 1, 2)
        )
        stranger = painter.paint(PHOTO, look(method="vae"), [SampledStyle(1)], "photo")
        assert apart(first, again) == 0
        assert min(apart(first, plain), apart(second, plain), apart(first, second)) > 2
        assert apart(first, plain) < apart(stranger, plain)
        adain = painter.paint(PHOTO, look(variation=1), [IRIS], "photo")
        assert apart(adain, painter.paint(PHOTO, ONE, [IRIS], "photo")) == 0, "others have no variations"

    def test_a_sampled_style_is_the_same_for_the_same_seed(self, painter: Painter) -> None:
        first, again, other = (
            painter.paint(PHOTO, look(method="vae"), [SampledStyle(seed)], "photo") for seed in (1, 1, 2)
        )
        assert apart(first, again) == 0
        assert apart(first, other) > 3

    def test_what_the_engine_does_otherwise_than_asked_comes_along(
        self, painter: Painter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = SteppedDown(1024, 512, "no memory")
        told: list[Progress] = []

        def stylize(
            self: Stylizer,
            photo: Picture,
            style: Style,
            controls: Controls,
            on_progress: Callable[[Progress], None],
            cancelled: object,
        ) -> Picture:
            for progress in (Progress(0, 1, note=note), Progress(1, 1)):
                on_progress(progress)
            return photo

        assert painter.paint(picture(96, 96), ONE, [IRIS], "photo").notes == ()
        monkeypatch.setattr(Stylizer, "stylize", stylize)
        assert painter.paint(picture(96, 96), ONE, [IRIS], "photo", told.append).notes == (note,)
        assert told == [Progress(0, 1, note=note), Progress(1, 1)]

    def test_it_stops_when_it_is_told_to(self, painter: Painter) -> None:
        with pytest.raises(Cancelled):
            painter.paint(PHOTO, ONE, [IRIS], "photo", cancelled=lambda: True)

    def test_a_photo_that_is_painted_again_is_not_decoded_again(
        self, painter: Painter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        photo, decoded = picture(100, 80, "khaki"), list[int | None]()

        def decode(data: bytes, limits: Limits, longest_side: int) -> Picture:
            decoded.append(longest_side)
            return original(data, limits, longest_side)

        original = module.decode
        monkeypatch.setattr(module, "decode", decode)
        first = painter.paint(photo, ONE, [IRIS], "photo")
        painter.paint(photo, look(strength=0.5), [WAVE], "photo")
        again = painter.paint(photo, ONE, [IRIS], "photo")
        assert decoded == [PHOTO_SIDE]
        assert first.data == again.data
        painter.paint(photo, look(side=64), [IRIS], "photo")
        painter.paint(picture(100, 80, "navy"), ONE, [IRIS], "photo")
        assert decoded == [PHOTO_SIDE, 64, PHOTO_SIDE]

    def test_what_cannot_be_painted_is_refused_by_name(self, painter: Painter) -> None:
        with pytest.raises(PictureError):
            painter.paint(b"%PDF-1.7", ONE, [IRIS], "photo")
        with pytest.raises(StyleError):
            painter.paint(picture(), ONE, [LearntStyle(1, "adain", b"damaged")], "photo")
        with pytest.raises(StyleError, match="no style 'irs'"):
            painter.paint(picture(), ONE, [GalleryStyle("irs")], "photo")
        with pytest.raises(StyleError, match="different methods"):
            painter.paint(picture(), look(2), [IRIS, SampledStyle(1)], "photo")


class TestLearn:
    @pytest.mark.parametrize("method", ["adain", "wct", "vae", "gatys"])
    def test_what_is_learnt_from_a_painting_can_be_painted_with(self, painter: Painter, method: str) -> None:
        statistics = painter.learn(picture(200, 150, "gold"), method)
        quick = look(method=method, side=64, iterations=2)
        painted = painter.paint(PHOTO, quick, [LearntStyle(1, method, statistics)], "photo")
        assert (painted.width, painted.height) == (64, 48)

    def test_a_style_that_was_learnt_anew_is_the_new_one(self, painter: Painter) -> None:
        before, after = (painter.learn(encoded(landscape()), "adain"), painter.learn(picture(colour="gold"), "adain"))
        painted = [painter.paint(PHOTO, ONE, [LearntStyle(1, "adain", each)], "photo") for each in (before, after)]
        assert apart(*painted) > 3

    def test_bytes_that_are_no_picture_are_refused(self, painter: Painter) -> None:
        with pytest.raises(PictureError):
            painter.learn(b"", "adain")
        with pytest.raises(StyleError, match="unknown method 'oil'"):
            painter.learn(picture(), "oil")


def test_the_gallery_says_what_it_has(painter: Painter) -> None:
    assert "Hokusai" in painter.credit("wave")
    assert {"adain", "wct", "vae"} <= set(painter.methods_of("wave"))
    for ask in (painter.credit, painter.methods_of):
        with pytest.raises(KeyError):
            ask("nobody's")


class TestEstimate:
    def test_it_goes_by_size_method_and_iterations(self, painter: Painter) -> None:
        adain, wct, gatys = (
            painter.estimate(1280, 960, look(method=each), "photo") for each in ("adain", "wct", "gatys")
        )
        assert 0 < adain < wct < gatys
        assert painter.estimate(320, 240, ONE, "photo") < adain
        assert painter.estimate(12800, 9600, ONE, "photo") == pytest.approx(adain), "it is reduced before"
        assert painter.estimate(1280, 960, look(method="gatys", iterations=4), "photo") < 0.3 * gatys

    def test_where_the_slow_method_would_take_minutes_it_paints_smaller(self) -> None:
        fresh, slow = Painter(), look(method="gatys")
        quickly = fresh.estimate(1280, 1280, slow, "photo")
        assert quickly < module.SLOW_SECONDS
        more = int(COSTS["gatys"].iterations * module.SLOW_SECONDS / quickly * 1.5)
        longer = fresh.estimate(1280, 1280, look(method="gatys", iterations=more), "photo")
        assert 0.6 * module.SLOW_SECONDS < longer <= module.SLOW_SECONDS
        endless = fresh.estimate(1280, 1280, look(method="gatys", iterations=10_000), "photo")
        assert endless > module.SLOW_SECONDS, "there is a smallest size"


class TestSheet:
    def test_each_style_has_its_cell(self, painter: Painter) -> None:
        sources = [IRIS, WAVE, INK, GOLD]
        drawn = painter.sheet(PHOTO, ONE, sources, 1, None)
        assert (drawn.format, drawn.width) == ("JPEG", 1280)
        assert size_of(drawn.data) == (drawn.width, drawn.height)
        means = [cell_colour(drawn, 2, 2, place) for place in range(4)]
        for style, mean in zip(sources, means, strict=True):
            alone = colour(painter.paint(PHOTO, ONE, [style], "photo"))
            distances = [float(np.abs(alone - each).mean()) for each in means]
            assert np.argmin(distances) == sources.index(style)
            assert mean == pytest.approx(alone, abs=25)

    def test_a_style_that_fails_leaves_a_plain_cell(self, painter: Painter) -> None:
        good = painter.sheet(PHOTO, ONE, [IRIS, WAVE, INK, GOLD], 1, None)
        damaged = LearntStyle(7, "adain", b"damaged")
        other_encoder = LearntStyle(8, "adain", of_another_encoder(painter))
        bad = painter.sheet(PHOTO, ONE, [IRIS, damaged, other_encoder, GOLD], 1, None)
        assert size_of(bad.data) == size_of(good.data)
        assert cell_colour(bad, 2, 2, 0) == pytest.approx(cell_colour(good, 2, 2, 0), abs=1)
        assert cell_colour(bad, 2, 2, 3) == pytest.approx(cell_colour(good, 2, 2, 3), abs=1)
        for place in (1, 2):
            assert cell_spread(bad, 2, 2, place) < 3 < cell_spread(good, 2, 2, place)

    def test_a_sheet_of_failures_says_why(self, painter: Painter) -> None:
        with pytest.raises(StyleError):
            painter.sheet(PHOTO, ONE, [GalleryStyle("nobody's"), LearntStyle(7, "adain", b"damaged")], 1, None)

    def test_styles_of_several_kinds_are_on_one_sheet(self, painter: Painter) -> None:
        learnt = LearntStyle(1, "adain", painter.learn(picture(), "adain"))
        drawn = painter.sheet(PHOTO, ONE, [IRIS, learnt, SampledStyle(3)], 1, 2)
        assert drawn.width == 1280

    @pytest.mark.parametrize(("size", "aspect"), [((160, 120), 4 / 3), ((90, 160), 3 / 4), ((300, 60), 4 / 3)])
    def test_cells_have_the_photos_aspect_within_bounds(
        self, painter: Painter, size: tuple[int, int], aspect: float
    ) -> None:
        drawn = painter.sheet(picture(*size), ONE, [IRIS], 1, None)
        assert drawn.width / drawn.height == pytest.approx(aspect, rel=0.02)

    def test_of_the_slow_method_a_sheet_shows_the_quick_one(self, painter: Painter) -> None:
        slow, quick = (painter.sheet(PHOTO, look(method=method), [IRIS], 1, None) for method in ("gatys", "adain"))
        assert slow.data == quick.data

    def test_its_strength_is_the_looks(self, painter: Painter) -> None:
        faint = painter.sheet(PHOTO, look(strength=0.0), [IRIS, WAVE], 1, None)
        assert cell_colour(faint, 2, 1, 0) == pytest.approx(cell_colour(faint, 2, 1, 1), abs=2)

    def test_it_stops_when_it_is_told_to(self, painter: Painter) -> None:
        with pytest.raises(Cancelled):
            painter.sheet(PHOTO, ONE, [IRIS, WAVE], 1, None, lambda: True)

    def test_too_many_or_no_styles_are_refused(self, painter: Painter) -> None:
        for count in (0, 17):
            with pytest.raises(ValueError, match="1 to 16"):
                painter.sheet(PHOTO, ONE, [IRIS] * count, 1, None)


class TestStrip:
    @pytest.mark.parametrize("sources", [[IRIS, GOLD], [IRIS, GOLD, INK], [IRIS, GOLD, INK, WAVE]])
    def test_it_leads_from_the_first_style_to_the_last(self, painter: Painter, sources: list[GalleryStyle]) -> None:
        drawn = painter.strip(PHOTO, look(len(sources)), sources)
        assert (drawn.format, drawn.width) == ("JPEG", 1280)
        shown = np.split(pixels(drawn), [drawn.height // 3, 2 * drawn.height // 3])
        first, last = shown[0][:, : drawn.width // 2], shown[2][:, drawn.width // 2 :]
        ends = [colour(painter.paint(PHOTO, ONE, [each], "photo")) for each in (sources[0], sources[-1])]
        for mean, own, other in ((first, *ends), (last, *reversed(ends))):
            to_own, to_other = (float(np.abs(mean.mean(axis=(0, 1)) - end).mean()) for end in (own, other))
            assert to_own < to_other

    def test_a_stop_that_is_tapped_is_painted_as_it_was_shown(
        self, painter: Painter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown: list[Style] = []
        tapped: list[Style] = []
        many, one = Stylizer.stylize_many, Stylizer.stylize

        def stylize_many(self: Stylizer, requests: Sequence[Request], *rest: Any) -> list[Picture | EngineError]:
            shown.extend(request.style for request in requests if isinstance(request.style, Style))
            return many(self, requests, *rest)

        def stylize(self: Stylizer, photo: Picture, style: Style, *rest: Any) -> Picture:
            tapped.append(style)
            return one(self, photo, style, *rest)

        monkeypatch.setattr(Stylizer, "stylize_many", stylize_many)
        painter.strip(PHOTO, look(2, method="vae", variation=3), [IRIS, GOLD])
        monkeypatch.setattr(Stylizer, "stylize", stylize)
        shares = tuple(Share(f"style {number}", weight) for number, weight in enumerate(path.path(2)[2]))
        painter.paint(PHOTO, Look(shares, "vae", variation=3), [IRIS, GOLD], "photo")
        assert torch.equal(shown[2].tensors["mean"], tapped[0].tensors["mean"])

    def test_one_style_is_no_strip(self, painter: Painter) -> None:
        with pytest.raises(ValueError, match="2 to 4"):
            painter.strip(PHOTO, ONE, [IRIS])

    def test_a_style_of_another_method_is_refused(self, painter: Painter) -> None:
        with pytest.raises(StyleError, match="different methods"):
            painter.strip(PHOTO, look(2), [IRIS, SampledStyle(1)])


class TestFilm:
    @pytest.mark.parametrize("sources", [[IRIS, GOLD], [IRIS, GOLD, INK]])
    def test_it_goes_from_style_to_style_and_back(self, painter: Painter, sources: list[GalleryStyle]) -> None:
        made = painter.film(PHOTO, look(len(sources)), sources)
        assert (made.format, made.width, made.height) == ("MP4", 192, 144)
        shown = frames(made)
        assert len(shown) / 24 == pytest.approx(4)
        for number, style in enumerate(sources):
            alone = colour(painter.paint(PHOTO, ONE, [style], "photo"))
            assert shown[number * len(shown) // len(sources)].mean(axis=(0, 1)) == pytest.approx(alone, abs=4)
        steps = [float(np.abs(one - other).mean()) for one, other in zip(shown, [*shown[1:], shown[0]], strict=True)]
        assert steps[-1] < 1.5 * max(steps[:-1]), "the loop has no jump"

    def test_it_is_no_larger_than_a_phone_needs_and_its_sides_are_even(
        self, painter: Painter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "FILM_SECONDS", 0.0)
        made = painter.film(picture(1000, 667), look(2), [IRIS, GOLD])
        assert (made.width, made.height) == (640, 426)
        assert frames(made)[0].shape == (426, 640, 3)
        assert len(made.data) < 2_000_000

    def test_where_there_is_no_time_fewer_frames_are_painted(
        self, painter: Painter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counts: list[int] = []
        original = Stylizer.stylize_many

        def stylize_many(
            self: Stylizer, requests: Sequence[Request], cancelled: Callable[[], bool] | None = None
        ) -> list[Picture | EngineError]:
            counts.append(len(requests))
            return original(self, requests, cancelled)

        monkeypatch.setattr(Stylizer, "stylize_many", stylize_many)
        monkeypatch.setattr(module, "FILM_SECONDS", 1e9)
        painter.film(picture(64, 64), look(2), [IRIS, GOLD])
        assert counts == [7, 6, 12], "what was painted is not painted again"
        monkeypatch.setattr(module, "FILM_SECONDS", 0.0)
        assert len(frames(painter.film(picture(64, 64), look(2), [IRIS, GOLD]))) == 96
        assert counts[3:] == [7]

    def test_it_stops_when_it_is_told_to_be_it_painting_or_encoding(self, painter: Painter) -> None:
        with pytest.raises(Cancelled):
            painter.film(PHOTO, look(2), [IRIS, GOLD], lambda: True)
        with pytest.raises(Cancelled):
            list(module._until([np.zeros((2, 2, 3), np.uint8)], lambda: True))

    def test_what_cannot_be_painted_is_refused(self, painter: Painter) -> None:
        with pytest.raises(ValueError, match="2 to 4"):
            painter.film(PHOTO, ONE, [IRIS])
        other = LearntStyle(8, "adain", of_another_encoder(painter))
        with pytest.raises(StyleError, match="different encoders"):
            painter.film(PHOTO, look(2), [IRIS, other])
        with pytest.raises(StyleError):
            painter.film(PHOTO, look(2), [other, other])


def frames(made: Painted) -> list[NDArray[np.float64]]:
    with av.open(io.BytesIO(made.data)) as container:
        return [frame.to_ndarray(format="rgb24").astype(np.float64) for frame in container.decode(video=0)]


def cell(drawn: Painted, columns: int, rows: int, place: int) -> NDArray[np.float64]:
    """The middle of a cell, without number and frame."""
    row, column = divmod(place, columns)
    height, width = drawn.height / rows, drawn.width / columns
    return pixels(drawn)[
        round((row + 0.25) * height) : round((row + 0.75) * height),
        round((column + 0.2) * width) : round((column + 0.8) * width),
    ]


def cell_colour(drawn: Painted, columns: int, rows: int, place: int) -> NDArray[np.float64]:
    return cell(drawn, columns, rows, place).mean(axis=(0, 1))


def cell_spread(drawn: Painted, columns: int, rows: int, place: int) -> float:
    return float(cell(drawn, columns, rows, place).std(axis=(0, 1)).max())


def of_another_encoder(painter: Painter) -> bytes:
    """A style whose statistics another encoder made."""
    statistics = painter.learn(picture(), "adain")
    assert painter.encoder.encode() in statistics
    return statistics.replace(painter.encoder.encode(), b"0" * len(painter.encoder))
