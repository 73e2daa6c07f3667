from __future__ import annotations

from pathlib import Path

import pytest

from engine import CheckpointError, checkpoints, levels_of_wct, usual_levels


def test_the_levels_are_those_of_the_inverters() -> None:
    assert levels_of_wct() == tuple(sorted(checkpoints.wct_inverters()))


@pytest.mark.parametrize("content", [None, b"", b"not a checkpoint at all"])
def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "wct.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"wct\.safetensors"):
        levels_of_wct(file)


@pytest.mark.parametrize(
    ("there", "usual"), [((1, 2, 3, 4, 5), (1, 2, 3, 4)), ((1, 3), (1, 3)), ((3, 5), (3,)), ((5,), (5,))]
)
def test_the_largest_shapes_are_painted_only_when_asked_for(there: tuple[int, ...], usual: tuple[int, ...]) -> None:
    assert usual_levels(there) == usual
