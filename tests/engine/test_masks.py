import pytest
import torch

from engine import Controls, Gallery, Mask, MaskError, Note, Picture, RegionTooSmall, Style, StyleError, Stylizer
from engine.areas import WHOLE, MomentsOfTiles, Regions
from engine.masks import Division
from engine.methods import METHODS
from engine.networks.vgg import LEVELS
from engine.precision import Precision
from engine.statistics import EPSILON, moments
from engine.tiling import tiles
from tests.engine.families import write_family
from tests.engine.pictures import landscape, picture, strokes

FLOAT32 = Precision(torch.device("cpu"), torch.float32)
PHOTO = picture(landscape(160, 96))


@pytest.fixture(scope="module")
def stylizer(tmp_path_factory: pytest.TempPathFactory) -> Stylizer:
    return Stylizer(weights=write_family(tmp_path_factory.mktemp("weights")), precision=FLOAT32)


@pytest.fixture(params=METHODS)
def styles(request: pytest.FixtureRequest, stylizer: Stylizer) -> tuple[Style, Style]:
    first, second = (stylizer.style(picture(strokes(96, seed)), request.param, f"{seed}") for seed in (1, 7))
    return first, second


def left_part(width: int = 160, height: int = 96, of: int = 160) -> Mask:
    weights = torch.zeros(height, of)
    weights[:, : width // 2] = 1
    return Mask(weights)


def quick(style: Style, **others: object) -> Controls:
    levels = LEVELS if style.method == "wct" else None
    return Controls(iterations=10 if style.method == "gatys" else None, levels=levels, **others)  # type: ignore[arg-type]


def test_a_region_is_painted_and_the_rest_stays(stylizer: Stylizer, styles: tuple[Style, Style]) -> None:
    painted = stylizer.stylize(PHOTO, [(left_part(), styles[0])], quick(styles[0]))
    assert torch.equal(painted.pixels[:, 80:], PHOTO.pixels[:, 80:])
    assert change(painted, slice(0, 80)) > 0.02


def test_regions_have_their_own_styles() -> None:
    stylizer, gallery = Stylizer(precision=FLOAT32), Gallery.load()
    first, second = gallery.style("wave"), gallery.style("prism")
    left, right = left_part(), Mask(1 - left_part().weights)
    both = stylizer.stylize(PHOTO, [(left, first), (right, second)]).image
    alone = [stylizer.stylize(PHOTO, [(mask, style)]).image for mask, style in ((left, first), (right, second))]
    # Beside another style a region looks as it does beside the photo, up to what the networks see across the border.
    for half, other, mine in ((slice(0, 60), *alone[::-1]), (slice(100, 160), *alone)):
        assert float((both - mine)[..., half].abs().mean()) < 0.3 * float((both - other)[..., half].abs().mean())


def test_one_region_of_everything_is_no_region(stylizer: Stylizer, styles: tuple[Style, Style]) -> None:
    everything = Mask(torch.ones(96, 160))
    for strength in (1.0, 0.5):
        controls = quick(styles[0], strength=strength)
        found = stylizer.stylize(PHOTO, [(everything, styles[0])], controls)
        expected = stylizer.stylize(PHOTO, styles[0], controls)
        assert float((found.image - expected.image).abs().max()) < 3 / 255


def test_half_a_mask_is_half_the_style(stylizer: Stylizer, styles: tuple[Style, Style]) -> None:
    everything = Mask(torch.ones(96, 160))
    whole = change(stylizer.stylize(PHOTO, [(everything, styles[0])], quick(styles[0])), slice(None))
    for half in ([(Mask(torch.full((96, 160), 0.5)), styles[0])], [(everything, styles[0]), (everything, None)]):
        assert 0.3 < change(stylizer.stylize(PHOTO, half, quick(styles[0])), slice(None)) / whole < 0.9


def test_a_region_without_a_style_stays_as_it_is(stylizer: Stylizer, styles: tuple[Style, Style]) -> None:
    left, right = left_part(), Mask(1 - left_part().weights)
    painted = stylizer.stylize(PHOTO, [(left, None), (right, styles[0])], quick(styles[0]))
    assert torch.equal(painted.pixels[:, :80], PHOTO.pixels[:, :80])
    assert change(painted, slice(80, 160)) > 0.02


def test_a_small_region_does_not_paint_the_rest(stylizer: Stylizer, styles: tuple[Style, Style]) -> None:
    weights = torch.zeros(96, 160)
    weights[4:8, 4:8] = 1
    rest = Mask(1 - weights)
    controls = quick(styles[0])
    alone = stylizer.stylize(PHOTO, [(rest, styles[0])], controls).image[..., 48:, 80:]
    beside = stylizer.stylize(PHOTO, [(rest, styles[0]), (Mask(weights), styles[1])], controls).image[..., 48:, 80:]
    assert float((alone - beside).abs().mean()) < 0.01


@pytest.mark.parametrize("size", [(3, 3), (40, 30)])
def test_regions_of_tiny_and_of_grey_photos_are_painted(
    stylizer: Stylizer, styles: tuple[Style, Style], size: tuple[int, int]
) -> None:
    grey = Picture.of(torch.full((1, 3, size[1], size[0]), 0.5))
    weights = torch.zeros(size[1], size[0])
    weights[:, : size[0] // 2] = 1
    painted = stylizer.stylize(grey, [(Mask(weights), styles[0])], quick(styles[0]))
    assert painted.pixels.shape == grey.pixels.shape
    assert torch.equal(painted.pixels[:, size[0] // 2 :], grey.pixels[:, size[0] // 2 :])


def test_soft_edges_have_no_seam(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)))
    hard = stylizer.stylize(PHOTO, [(left_part(), style)])
    soft = stylizer.stylize(PHOTO, [(left_part().softened(24), style)])

    def step(painted: Picture) -> float:
        painting = painted.image - PHOTO.image
        return float((painting[..., 80] - painting[..., 79]).abs().mean())

    assert step(soft) < 0.6 * step(hard)


def test_a_region_too_small_takes_the_whole_photos_statistics_and_says_so(stylizer: Stylizer) -> None:
    weights = torch.zeros(96, 160)
    weights[40:44, 60:64] = 1
    style = stylizer.style(picture(strokes(96)))
    notes: list[Note | None] = []
    regions = [(left_part(), None), (Mask(weights), style)]
    stylizer.stylize(PHOTO, regions, on_progress=lambda step: notes.append(step.note))
    assert [note for note in notes if note] == [RegionTooSmall(1)]
    painted = stylizer.stylize(PHOTO, [(Mask(weights), style)])
    expected = stylizer.stylize(PHOTO, style).image[..., 40:44, 60:64]
    assert float((painted.image[..., 40:44, 60:64] - expected).abs().mean()) < 0.1


def test_a_mask_of_another_size_is_refused_with_both_sizes(stylizer: Stylizer) -> None:
    style = stylizer.style(picture(strokes(96)))
    with pytest.raises(MaskError, match="the mask is 96 x 160 pixels and the photo 160 x 96"):
        stylizer.stylize(PHOTO, [(Mask(torch.ones(160, 96)), style)])


def test_regions_without_any_style_or_of_two_methods_are_refused(stylizer: Stylizer) -> None:
    with pytest.raises(StyleError, match="no region has a style"):
        stylizer.stylize(PHOTO, [(left_part(), None)])
    with pytest.raises(MaskError, match="at least one region"):
        stylizer.stylize(PHOTO, [])
    styles = [stylizer.style(picture(strokes(96)), method, method) for method in ("adain", "wct")]
    with pytest.raises(StyleError, match="'wct' and 'adain' are of different methods, wct and adain"):
        stylizer.stylize(PHOTO, [(left_part(), styles[0]), (left_part(), styles[1])])


@pytest.mark.parametrize("weights", [torch.ones(3), torch.full((4, 4), 1.5), torch.full((4, 4), float("nan"))])
def test_what_is_no_mask_is_refused(weights: torch.Tensor) -> None:
    with pytest.raises(MaskError, match="a mask"):
        Mask(weights)


def test_a_mask_is_read_from_brightness_and_opacity() -> None:
    image = torch.zeros(1, 3, 4, 4)
    image[..., :2] = 1
    alpha = torch.ones(1, 1, 4, 4)
    alpha[..., 0] = 0
    assert Mask.from_picture(Picture.of(image)).weights[0].tolist() == pytest.approx([1, 1, 0, 0])
    assert Mask.from_picture(Picture.of(image, alpha)).weights[0].tolist() == pytest.approx([0, 1, 0, 0])


def test_a_softened_mask_keeps_its_place_and_area() -> None:
    soft = left_part().softened(12).weights
    assert float(soft.mean()) == pytest.approx(0.5, abs=0.01)
    assert float(soft[:, 79:81].mean()) == pytest.approx(0.5, abs=0.02)
    assert bool((soft[:, :60] == 1).all())
    assert bool((soft[:, 100:] == 0).all())
    assert bool((soft.diff(dim=1) <= 1e-6).all())
    with pytest.raises(MaskError, match="0 or more"):
        left_part().softened(-1)


def test_shares_of_a_pixel_add_up_to_1() -> None:
    masks = [Mask(torch.full((40, 50), 0.8)), Mask(torch.full((40, 50), 0.7))]
    found, small = Division(masks, (0, 1), 40, 50).regions(17, 23)
    assert not small
    torch.testing.assert_close(found.shares.sum(dim=0), torch.ones(17, 23))
    torch.testing.assert_close(found.shares[0], torch.full((17, 23), 0.8 / 1.5), rtol=1e-3, atol=1e-3)


def test_the_moments_of_regions_are_those_of_their_pixels() -> None:
    features = torch.randn(1, 5, 24, 32, generator=torch.Generator().manual_seed(0)) * 3 + 7
    mask = torch.zeros(24, 32)
    mask[:, :12] = 1
    area = Regions(torch.stack([mask, 1 - mask]), torch.stack([mask, 1 - mask]))
    found = area.moments(features)
    for row, part in enumerate((features[..., :12], features[..., 12:])):
        torch.testing.assert_close(found.mean[row], part.mean(dim=(2, 3))[0, :, None, None], rtol=1e-4, atol=1e-4)
        expected = (part.var(dim=(2, 3), correction=0)[0] + EPSILON).sqrt()
        torch.testing.assert_close(found.std[row, :, 0, 0], expected, rtol=1e-4, atol=1e-4)
    covariances = area.covariances(features)
    for row, part in enumerate((features[..., :12], features[..., 12:])):
        torch.testing.assert_close(
            covariances.matrix[row], torch.cov(part[0].flatten(1).double()), rtol=1e-9, atol=1e-9
        )


def test_the_moments_of_tiles_are_those_of_the_whole() -> None:
    features = torch.randn(2, 5, 48, 80, generator=torch.Generator().manual_seed(0)) * 3 + 7
    gathered = MomentsOfTiles()
    for tile in tiles(48, 80, side=16, halo=0):
        gathered.add(tile.inner.cut(features), WHOLE)
    found, expected = gathered.moments(features), moments(features)
    torch.testing.assert_close(found.mean, expected.mean)
    torch.testing.assert_close(found.std, expected.std, rtol=1e-5, atol=1e-5)


def change(painted: Picture, columns: slice) -> float:
    return float((painted.image - PHOTO.image)[..., columns].abs().mean())
