import dataclasses

import pytest
import torch

from engine import Style, StyleError
from engine.statistics import Moments


def style(name: str, value: float, encoder: str = "e1") -> Style:
    levels = {level: Moments(torch.full((1, 2, 1, 1), value), torch.full((1, 2, 1, 1), 2 * value)) for level in (1, 4)}
    return Style.of_moments(levels, name, f"credit of {name}", encoder, 320)


def test_a_saved_style_comes_back_the_same() -> None:
    saved = style("wave", 0.5)
    loaded = Style.from_bytes(saved.to_bytes())
    assert (loaded.method, loaded.name, loaded.credit, loaded.provenance) == (
        saved.method,
        saved.name,
        saved.credit,
        saved.provenance,
    )
    assert all(torch.equal(loaded.tensors[key], saved.tensors[key]) for key in saved.tensors)


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
    one = style("a", 1)
    fewer = Style.of_moments({1: one.moments()[1]}, "b", "", "e1", 320)
    with pytest.raises(StyleError, match="levels"):
        Style.mix([(one, 1), (fewer, 1)])


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
