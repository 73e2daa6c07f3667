import dataclasses
import json
import pickle

import pytest
import torch
from safetensors.torch import load, save

from engine import ControlError, Style, StyleError
from engine.metadata import METADATA_KEY, described
from engine.style import Provenance


def style(name: str, value: float, encoder: str = "e1", levels: tuple[int, ...] = (1, 4), channels: int = 2) -> Style:
    means = {f"mean{level}": torch.full((channels,), value) for level in levels}
    deviations = {f"std{level}": torch.full((channels,), 2 * value) for level in levels}
    return Style("adain", means | deviations, name, f"credit of {name}", Provenance(encoder, levels, 320))


def wct(name: str, value: float) -> Style:
    tensors = {"mean3": torch.full((2,), value), "colouring3": value * torch.eye(2)}
    return Style("wct", tensors, name, "", Provenance("e1", (3,), 320))


def vae(name: str, *code: float, network: str = "v1") -> Style:
    tensors = {"mean": torch.tensor(code), "log_variance": torch.zeros(len(code))}
    return Style("vae", tensors, name, "", Provenance("e1", (1, 2, 3, 4), 320, network))


def test_a_saved_style_comes_back_the_same() -> None:
    for saved in (style("wave", 0.5), wct("wave", 0.5), vae("wave", 0.5, 1.0)):
        for loaded in (Style.from_bytes(saved.to_bytes()), pickle.loads(pickle.dumps(saved))):
            assert_equal(loaded, saved)


def assert_equal(loaded: Style, saved: Style) -> None:
    assert (loaded.method, loaded.name, loaded.credit, loaded.provenance) == (
        saved.method,
        saved.name,
        saved.credit,
        saved.provenance,
    )
    assert all(torch.equal(loaded.tensors[key], saved.tensors[key]) for key in saved.tensors)


def test_a_symmetric_matrix_is_saved_as_one_half() -> None:
    numbers = torch.randn(64, 64, generator=torch.Generator().manual_seed(0))
    sizes = []
    for matrix in (numbers, numbers + numbers.T):
        tensors = {"mean3": torch.zeros(64), "colouring3": matrix}
        saved = Style("wct", tensors, "wave", "", Provenance("e1", (3,), 320))
        content = saved.to_bytes()
        assert_equal(Style.from_bytes(content), saved)
        assert Style.from_bytes(content).to_bytes() == content
        sizes.append(len(content))
    assert sizes[1] < 0.6 * sizes[0]


@pytest.mark.parametrize("halved", [["mean3"], ["colouring4"], 3])
def test_a_half_that_is_none_is_refused(halved: object) -> None:
    content = wct("wave", 0.5).to_bytes()
    said = described(content) | {"halved": halved}
    with pytest.raises(StyleError, match="not a saved style"):
        Style.from_bytes(save(load(content), {METADATA_KEY: json.dumps(said)}))


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff" * 64, style("wave", 1).to_bytes()[:-3]])
def test_bytes_that_are_no_style_are_refused(content: bytes) -> None:
    with pytest.raises(StyleError, match="not a saved style"):
        Style.from_bytes(content)


def test_a_mixture_is_the_weighted_mean() -> None:
    mixed = Style.mix([(style("a", 1.0), 3), (style("b", 2.0), 1)])
    assert mixed.tensors["mean1"].tolist() == [1.25, 1.25]
    assert mixed.tensors["std4"].tolist() == [2.5, 2.5]
    assert mixed.name == "a 75% + b 25%"


def test_styles_of_different_encoders_do_not_mix() -> None:
    with pytest.raises(StyleError, match="'b' and 'a'"):
        Style.mix([(style("a", 1), 1), (style("b", 1, encoder="e2"), 1)])


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_weights_are_positive(weight: float) -> None:
    with pytest.raises(StyleError, match="greater than 0"):
        Style.mix([(style("a", 1), weight)])


def test_styles_of_different_levels_do_not_mix() -> None:
    with pytest.raises(StyleError, match="levels"):
        Style.mix([(style("a", 1), 1), (style("b", 1, levels=(1,)), 1)])


def test_styles_of_different_methods_or_networks_do_not_mix() -> None:
    with pytest.raises(StyleError, match="'b' and 'a' are of different methods, wct and adain: read both"):
        Style.mix([(style("a", 1), 1), (wct("b", 1), 1)])
    with pytest.raises(StyleError, match="'b' and 'a' are codes of different networks"):
        Style.mix([(vae("a", 1), 1), (vae("b", 1, network="v2"), 1)])
    with pytest.raises(StyleError, match="different shapes"):
        Style.mix([(style("a", 1), 1), (style("b", 1, channels=3), 1)])


def test_wct_mixes_means_and_colouring_matrices() -> None:
    mixed = Style.mix([(wct("a", 1.0), 3), (wct("b", 2.0), 1)])
    assert mixed.tensors["mean3"].tolist() == [1.25, 1.25]
    assert mixed.tensors["colouring3"].tolist() == [[1.25, 0], [0, 1.25]]


def test_two_codes_mix_along_the_arc_and_more_in_the_middle() -> None:
    a, b, c, d = (vae(name, *row) for name, row in zip("abcd", torch.eye(4).tolist(), strict=True))
    two = Style.mix([(a, 1), (b, 1)])
    torch.testing.assert_close(two.tensors["mean"], torch.tensor([0.5**0.5, 0.5**0.5, 0, 0]))
    four = Style.mix([(a, 1), (b, 1), (c, 1), (d, 1)])
    assert four.tensors["mean"].tolist() == [0.25] * 4
    nearly = Style.mix([(a, 1), (b, 1e-9)])
    torch.testing.assert_close(nearly.tensors["mean"], a.tensors["mean"])


def test_a_variation_is_the_style_at_0_and_forgets_it_at_1() -> None:
    numbers = torch.randn(256, generator=torch.Generator().manual_seed(0))
    code = vae("a", *numbers.tolist())
    assert torch.equal(code.vary(0, seed=1).tensors["mean"], code.tensors["mean"])
    near, far = (torch.corrcoef(torch.stack([numbers, code.vary(a, 1).tensors["mean"]]))[0, 1] for a in (0.3, 1.0))
    assert near > 0.85
    assert abs(far) < 0.3
    assert torch.equal(code.vary(0.5, 7).tensors["mean"], code.vary(0.5, 7).tensors["mean"])
    assert not torch.equal(code.vary(0.5, 7).tensors["mean"], code.vary(0.5, 8).tensors["mean"])


def test_variations_have_limits() -> None:
    for amount in (-0.1, 1.1, float("nan")):
        with pytest.raises(ControlError, match="amount is from 0 to 1"):
            vae("a", 1).vary(amount, seed=0)
    with pytest.raises(ControlError, match="seed is from 0"):
        vae("a", 1).vary(0.5, seed=-1)
    with pytest.raises(StyleError, match="read the painting with vae"):
        style("a", 1).vary(0.5, seed=0)


@pytest.mark.parametrize(
    ("method", "tensors", "said"),
    [
        ("wct", {"mean3": torch.ones(2), "colouring3": torch.ones(2, 3)}, r"'colouring3' of shape \(2, 3\)"),
        ("wct", {"mean3": torch.ones(2)}, r"holds \['mean3'\]"),
        ("vae", {"mean": torch.ones(2), "log_variance": torch.ones(3)}, r"'log_variance' of shape \(3,\)"),
        ("adain", {"mean3": torch.ones(2), "std3": torch.ones(2, 1)}, r"'std3' of shape \(2, 1\)"),
        ("magic", {}, "unknown method 'magic'; there are: adain, wct, vae"),
    ],
)
def test_a_method_knows_what_its_styles_hold(method: str, tensors: dict[str, torch.Tensor], said: str) -> None:
    with pytest.raises(StyleError, match=said):
        Style(method, tensors, "s", "", Provenance("e1", (3,), 320))


def test_a_level_that_no_encoder_has_is_refused() -> None:
    with pytest.raises(StyleError, match="level 9, and levels are 1 to 5"):
        style("a", 1, levels=(9,))


def test_weights_without_a_sum_are_refused() -> None:
    with pytest.raises(StyleError, match="infinity"):
        Style.mix([(style("a", 1), 1e308), (style("b", 1), 1e308)])


def test_statistics_must_be_those_that_the_levels_promise() -> None:
    whole = style("a", 1)
    with pytest.raises(StyleError, match="'std4'"):
        dataclasses.replace(whole, tensors={key: whole.tensors[key] for key in ("mean1", "std1", "mean4")})


def test_styles_can_be_compared_and_be_keys() -> None:
    first, second = style("a", 1), style("a", 1)
    assert first == first
    assert len({first: 1, second: 2}) == 2


def test_a_mixture_of_nothing_is_refused() -> None:
    with pytest.raises(StyleError, match="at least one"):
        Style.mix([])


def test_statistics_that_are_not_finite_are_refused() -> None:
    with pytest.raises(StyleError, match="'mean1' is not finite"):
        style("a", float("nan"))


def test_a_style_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        style("a", 1).tensors["mean1"] = torch.zeros(2)  # type: ignore[index]
