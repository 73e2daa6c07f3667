from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from engine.errors import Cancelled, ControlError, EngineError, NonFinitePicture, TooSmall
from engine.methods import gatys, gatys_descent, gatys_experiments
from engine.methods.gatys_recipe import PRESETS, Recipe, Stage, inversion, pastiche, pre_relu
from engine.methods.protocol import weighted_sum
from engine.networks.vgg import SLIM, VGG19, normalise_activations_, rescale_activations_
from engine.precision import Precision
from tests.engine.pictures import landscape, picture, strokes

QUICK = Recipe(network="slim", pyramid=(Stage(0.5, 12), Stage(1, 8)), content_weight=0.1)
FLAT = replace(QUICK, pyramid=(Stage(1, 15),))


@pytest.fixture(scope="module")
def network() -> VGG19:
    return gatys.load(QUICK, Precision(torch.device("cpu"), torch.float32))


@pytest.fixture(scope="module")
def photo() -> Tensor:
    return picture(landscape(80, 64)).image


@pytest.fixture(scope="module")
def painting() -> Tensor:
    return picture(strokes(96)).image


class Watch:
    def __init__(self, stop_after: int | None = None) -> None:
        self.calls: list[tuple[int, int, float]] = []
        self.shapes: list[tuple[int, ...]] = []
        self.stop_after = stop_after

    def __call__(self, done: int, total: int, preview: Tensor | None = None, loss: float | None = None) -> None:
        assert preview is not None
        assert loss is not None
        self.calls.append((done, total, loss))
        self.shapes.append(tuple(preview.shape))
        if done == self.stop_after:
            raise Cancelled


def style_distance(network: VGG19, image: Tensor, style: dict[str, Tensor], recipe: Recipe) -> float:
    stage = recipe.pyramid[-1]
    return float(gatys.objective(network, recipe, stage, None, style)(image).style)


def test_a_painting_has_more_of_its_style_than_the_photo_and_less_with_every_evaluation(
    network: VGG19, photo: Tensor, painting: Tensor
) -> None:
    style = gatys.read(network, painting, QUICK)
    painted = gatys.paint(network, photo, style, QUICK)
    assert painted.shape == photo.shape
    assert 0 <= painted.min() <= painted.max() <= 1
    before = style_distance(network, photo, style, QUICK)
    after = style_distance(network, painted, style, QUICK)
    assert after < 0.3 * before
    longer = gatys.paint(network, photo, style, QUICK.within(40))
    assert style_distance(network, longer, style, QUICK) < after


def test_adam_descends_too(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    recipe = replace(FLAT, optimiser="adam", learning_rate=0.02, smoothness=0)
    style = gatys.read(network, painting, recipe)
    watch = Watch()
    gatys.paint(network, photo, style, recipe, report=watch)
    assert [done for done, _, _ in watch.calls] == list(range(1, 16))
    assert watch.calls[-1][2] < 0.6 * watch.calls[0][2]


def test_strength_goes_from_the_photo_to_the_painting(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    style = gatys.read(network, painting, QUICK)
    strengths = (0, 0.02, 0.25, 0.5, 1)
    painted = [gatys.paint(network, photo, style, QUICK, strength) for strength in strengths]
    assert torch.equal(painted[0], photo)
    losses = gatys.objective(network, QUICK, QUICK.pyramid[-1], photo, style)
    changes = [float(losses(image).content) for image in painted]
    assert changes == sorted(changes)
    assert 0 == changes[0] < changes[1] < 0.1 * changes[-1]
    distances = [style_distance(network, image, style, QUICK) for image in painted]
    assert distances == sorted(distances, reverse=True)


def test_own_statistics_change_nothing(network: VGG19, photo: Tensor) -> None:
    recipe = replace(FLAT, content_weight=1)
    own = gatys.read(network, photo, recipe)
    painted = gatys.paint(network, photo, own, recipe)
    assert (painted - photo).abs().max() < 1e-5


def test_every_evaluation_is_reported_at_its_stages_size_and_can_cancel(
    network: VGG19, photo: Tensor, painting: Tensor
) -> None:
    recipe = replace(QUICK, pyramid=(Stage(0.9, 3), Stage(1, 4)))
    style = gatys.read(network, painting, recipe)
    watch = Watch()
    gatys.paint(network, photo, style, recipe, report=watch)
    assert [call[:2] for call in watch.calls] == [(done, 7) for done in range(1, 8)]
    # Nothing smaller than 64 pixels is of use, whatever the scale.
    assert watch.shapes == [(1, 3, 64, 80)] * 7
    assert all(math.isfinite(loss) for _, _, loss in watch.calls)
    stopped = Watch(stop_after=2)
    with pytest.raises(Cancelled):
        gatys.paint(network, photo, style, recipe, report=stopped)
    assert len(stopped.calls) == 2


def test_stages_go_from_coarse_to_fine(network: VGG19, painting: Tensor) -> None:
    recipe = replace(QUICK, pyramid=(Stage(0.5, 2), Stage(1, 1)))
    large = picture(landscape(160, 130)).image
    watch = Watch()
    gatys.paint(network, large, gatys.read(network, painting, recipe), recipe, report=watch)
    assert watch.shapes == [(1, 3, 65, 80), (1, 3, 65, 80), (1, 3, 130, 160)]


def test_the_same_seed_gives_the_same_picture(network: VGG19, painting: Tensor) -> None:
    recipe = replace(QUICK, content={}, start="noise", pyramid=(Stage(1, 5),))
    style = gatys.read(network, painting, recipe)
    first, again = (gatys.synthesise(network, 64, 64, style, recipe) for _ in range(2))
    other = gatys.synthesise(network, 64, 64, style, replace(recipe, seed=1))
    assert torch.equal(first, again)
    assert not torch.allclose(first, other, atol=0.01)


def test_a_texture_from_noise_takes_on_the_statistics(network: VGG19, painting: Tensor) -> None:
    recipe = replace(QUICK, content={}, start="noise", histogram=0.01)
    style = gatys.read(network, painting, recipe)
    woven = gatys.synthesise(network, 72, 90, style, recipe)
    assert woven.shape == (1, 3, 72, 90)
    grams = replace(recipe, histogram=0)
    noise = 0.5 + 0.1 * torch.randn(1, 3, 72, 90, generator=torch.Generator().manual_seed(0))
    assert style_distance(network, woven, style, grams) < 0.1 * style_distance(network, noise, style, grams)


def test_a_photo_comes_back_from_a_shallow_layer(network: VGG19, photo: Tensor) -> None:
    recipe = replace(inversion("relu1_1"), network="slim", total_variation=0.0, pyramid=(Stage(1, 60),))
    found = gatys.invert(network, photo, recipe)
    assert (found - photo).square().mean().sqrt() < 0.02


def test_a_mixture_is_the_weighted_sum(network: VGG19, painting: Tensor) -> None:
    recipe = replace(FLAT, histogram=1.0)
    a = gatys.read(network, painting, recipe)
    b = gatys.read(network, painting.flip(1), recipe)
    mixed = weighted_sum([(a, 0.25), (b, 0.75)])
    halfway = {name: 0.25 * a[name] + 0.75 * b[name] for name in a}
    assert (
        mixed.keys()
        == halfway.keys()
        == {
            *(f"gram relu{level}_1 1" for level in range(1, 6)),
            "quantiles relu1_1 1",
            "quantiles relu4_1 1",
        }
    )
    for name, wanted in halfway.items():
        torch.testing.assert_close(mixed[name], wanted)


def test_max_and_average_pooling_see_different_styles(network: VGG19, painting: Tensor) -> None:
    other = VGG19(SLIM, pooling="max").requires_grad_(False)
    other.load_state_dict(network.state_dict())
    average, most = (gatys.read(net, painting, FLAT) for net in (network, other))
    assert torch.equal(average["gram relu1_1 1"], most["gram relu1_1 1"])
    assert not torch.allclose(average["gram relu2_1 1"], most["gram relu2_1 1"], rtol=0.01)


def test_a_search_that_runs_away_begins_again_from_its_best() -> None:
    start = torch.full((1, 3, 4, 4), 0.5)
    seen: list[float] = []

    def steep(image: Tensor) -> gatys_descent.Loss:
        error = (image - 0.25).square().sum()
        # The second evaluation overflows, as a step too long would.
        total = error * torch.inf if len(seen) == 1 else error
        seen.append(float(error.detach()))
        return gatys_descent.Loss(total, error.detach(), error.detach())

    found = gatys_descent.descend(steep, start, 40, replace(FLAT, smoothness=0.5))
    assert len(seen) > 3
    assert (found - 0.25).abs().max() < 1e-3


def test_what_is_not_finite_never_becomes_a_picture(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    style = gatys.read(network, painting, FLAT)
    broken = photo.clone()
    broken[0, 0, 3, 3] = math.nan
    with pytest.raises(NonFinitePicture):
        gatys.paint(network, broken, style, FLAT)
    damaged = {name: gram * math.nan for name, gram in style.items()}
    with pytest.raises(NonFinitePicture):
        gatys.paint(network, photo, damaged, FLAT)


def test_a_style_of_another_recipe_is_named(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    style = gatys.read(network, painting, FLAT)
    with pytest.raises(EngineError, match=r"no 'gram relu1_1 0\.5'"):
        gatys.paint(network, photo, style, QUICK)


def test_too_small_a_picture_is_refused_before_any_work(network: VGG19, painting: Tensor) -> None:
    style = gatys.read(network, painting, FLAT)
    with pytest.raises(TooSmall):
        gatys.paint(network, torch.rand(1, 3, 31, 64), style, FLAT)
    with pytest.raises(TooSmall):
        gatys.read(network, torch.rand(1, 3, 64, 20), FLAT)


def test_a_texture_has_no_content_and_an_inversion_no_style(network: VGG19, photo: Tensor) -> None:
    with pytest.raises(ValueError, match="texture"):
        gatys.synthesise(network, 64, 64, {}, FLAT)
    with pytest.raises(ValueError, match="inversion"):
        gatys.invert(network, photo, FLAT)


@pytest.mark.parametrize("side", [(32, 200), (45, 33)])
def test_a_grey_photo_and_odd_sizes_are_painted(network: VGG19, painting: Tensor, side: tuple[int, int]) -> None:
    style = gatys.read(network, painting, QUICK)
    painted = gatys.paint(network, torch.full((1, 3, *side), 0.5), style, QUICK)
    assert painted.shape == (1, 3, *side)
    assert torch.isfinite(painted).all()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"content": {"relu9_1": 1.0}}, "relu9_1"),
        ({"style": {"relu1_1": 0.0}}, "above 0"),
        ({"content_weight": -1.0}, "at least 0"),
        ({"total_variation": math.nan}, "finite"),
        ({"histogram_layers": ("pool1",)}, "pool1"),
        ({"pooling": "median"}, "'max', 'average'"),
        ({"optimiser": "sgd"}, "'lbfgs', 'adam'"),
        ({"start": "memory"}, "'photo', 'noise'"),
        ({"learning_rate": 0.0}, "above 0"),
        ({"pyramid": ()}, "end with 1"),
        ({"pyramid": (Stage(1, 5), Stage(0.5, 5))}, "rise"),
        ({"pyramid": (Stage(1, 0),)}, "at least 1 and at most 10000"),
        ({"seed": -1}, "seed is from 0"),
        ({"content": {}, "style": {}}, "nothing to optimise"),
    ],
)
def test_a_setting_out_of_range_names_the_range(change: dict[str, object], said: str) -> None:
    with pytest.raises(ControlError, match=said):
        replace(Recipe(), **change)  # type: ignore[arg-type]


def test_every_preset_is_valid_and_evaluations_are_shared_out() -> None:
    for name, preset in PRESETS.items():
        recipe = preset()
        for total in (1, 2, 3, 50, 10_000):
            assert recipe.within(total).evaluations == total, name
            assert recipe.within(total).pyramid[-1].scale == 1
    with pytest.raises(ControlError, match="at most 10000"):
        Recipe().within(10_001)


def test_other_peoples_settings_are_converted(photo: Tensor, painting: Tensor) -> None:
    """The losses as those codes have them, on the features that they would see, against our weights."""
    torch.manual_seed(3)
    network = VGG19((64, 128, 256, 512, 512), "zeros", "average").requires_grad_(False)
    recipe = pre_relu()
    stage = recipe.pyramid[-1]
    style = gatys.read(network, painting, recipe)
    found = gatys.objective(network, recipe, stage, photo, style)(painting.flip(2)[..., :64, :80])
    louder = 255 * 0.226

    def seen(image: Tensor) -> dict[str, Tensor]:
        return {name: f / louder for name, f in network.layers(image, recipe.style_layers).items()}

    image, there, here = seen(painting.flip(2)[..., :64, :80]), seen(painting), seen(photo)
    theirs = 1e-7 * torch.nn.functional.mse_loss(image["conv5_1"], here["conv5_1"])
    for name in recipe.style_layers:
        grams = [f[0].flatten(1) @ f[0].flatten(1).T / f[0].numel() for f in (image[name], there[name])]
        theirs = theirs + torch.nn.functional.mse_loss(*grams) / 5
    torch.testing.assert_close(found.total, theirs, rtol=1e-4, atol=0)
    assert pastiche().evaluations == 500


def test_the_grid_has_a_row_for_each_set_of_layers_and_a_column_for_each_ratio(
    network: VGG19, photo: Tensor, painting: Tensor
) -> None:
    recipe = replace(QUICK, style=dict.fromkeys(("relu1_1", "relu2_1"), 0.5), pyramid=(Stage(1, 6),))
    watch = Watch()
    grid = gatys_experiments.ratio_grid(network, photo, painting, recipe, (0.1, 1000.0), watch)
    assert grid.layers == (("relu1_1",), ("relu1_1", "relu2_1"))
    assert [call[:2] for call in watch.calls] == [(done, 24) for done in range(1, 25)]
    assert grid.sheet().shape == (1, 3, 2 * (64 + 8), 2 * (80 + 8))
    for little, much in grid.rows:
        assert (much - photo).square().mean() < (little - photo).square().mean()
    style = gatys.read(network, painting, recipe)
    torch.testing.assert_close(
        grid.rows[1][0], gatys.paint(network, photo, style, replace(recipe, content_weight=recipe.content_weight / 10))
    )
    with pytest.raises(ControlError, match="above 0"):
        gatys_experiments.ratio_grid(network, photo, painting, recipe, (0.0,))


def test_the_loss_curve_has_a_point_for_every_evaluation(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    style = gatys.read(network, painting, FLAT)
    painted, points = gatys_experiments.loss_curve(network, photo, style, FLAT)
    assert torch.equal(painted, gatys.paint(network, photo, style, FLAT))
    assert [point.evaluation for point in points] == list(range(1, 16))
    assert points[0].content < 1e-9
    assert points[-1].total < 0.5 * points[0].total
    for point in points:
        assert point.total == pytest.approx(point.content + point.style, rel=1e-5)
    lines = gatys_experiments.table(points).splitlines()
    assert lines[0] == "evaluation,seconds,total,content,style"
    assert float(lines[-1].split(",")[2]) == pytest.approx(points[-1].total, rel=1e-5)
    drawing = gatys_experiments.drawing(points, 320, 200)
    assert drawing.size == (320, 200)
    # The style's curve, in its colour, is higher at the left than at the right.
    pixels = [(x, y) for x in range(45, 210) for y in range(200) if drawing.getpixel((x, y)) == (192, 64, 32)]
    assert min(pixels)[1] < max(pixels)[1]
    with pytest.raises(ValueError, match="two points"):
        gatys_experiments.drawing(points[:1])


def test_regions_take_each_their_own_style(network: VGG19, photo: Tensor, painting: Tensor) -> None:
    left = torch.zeros(64, 80)
    left[:, :40] = 1
    measured = torch.stack([left, 1 - left])
    own, other = gatys.read(network, photo, FLAT), gatys.read(network, painting, FLAT)
    both = gatys.paint(network, photo, [other, other], FLAT, measured=measured)
    styles = [other, own]
    recipe = replace(FLAT, content_weight=3.0)
    change = (gatys.paint(network, photo, styles, recipe, measured=measured) - photo).abs().mean(dim=(0, 1))
    assert change[:, :36].mean() > 2 * change[:, 44:].mean()
    assert (both - photo).abs()[..., 44:].mean() > 0.03
    with pytest.raises(ValueError, match="without histograms"):
        gatys.paint(network, photo, styles, replace(FLAT, histogram=1.0), measured=measured)


def test_a_gram_of_a_region_is_that_of_its_pixels(network: VGG19, painting: Tensor) -> None:
    inside = torch.zeros(96, 96)
    inside[:48] = 1
    features = network.layers(painting, ("relu1_1",))["relu1_1"]
    torch.testing.assert_close(gatys._gram(features, inside), gatys._gram(features[:, :, :48], None))


def test_layers_are_those_of_the_levels_and_before_their_relu(network: VGG19, painting: Tensor) -> None:
    levels = VGG19(SLIM, pooling="average").requires_grad_(False)
    levels.load_state_dict(network.state_dict())
    by_level = levels(painting)
    found = network.layers(painting, ("conv3_1", "relu3_1", "relu4_1", "conv1_2"))
    torch.testing.assert_close(found["relu4_1"], by_level[4])
    torch.testing.assert_close(found["relu3_1"], by_level[3])
    assert torch.equal(found["conv3_1"].relu(), found["relu3_1"])
    assert found["conv3_1"].min() < 0
    with pytest.raises(ValueError, match="relu9_1"):
        network.layers(painting, ("relu9_1",))


def test_activations_are_rescaled_as_they_were_normalised(painting: Tensor) -> None:
    torch.manual_seed(2)
    first = VGG19((4, 4, 8, 8, 8)).requires_grad_(False)
    second = VGG19((4, 4, 8, 8, 8)).requires_grad_(False)
    second.load_state_dict(first.state_dict())
    rescale_activations_(second, normalise_activations_(first, painting))
    for level, expected in first(painting).items():
        torch.testing.assert_close(second(painting)[level], expected)
    with pytest.raises(ValueError, match="one divisor for each"):
        rescale_activations_(second, [torch.ones(4)])
