from pathlib import Path

import pytest
import torch

from engine import CheckpointError, checkpoints

METADATA = checkpoints.Metadata("net", {"channels": [1]}, "recipe", {"seed": 0}, 10, {"total": 0.5}, "d1", "0.1.0")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    tensors = {"weight": torch.randn(3, 4)}
    digest = checkpoints.write("net", tensors, METADATA, tmp_path)
    read, metadata = checkpoints.read("net", tmp_path)
    assert torch.equal(read["weight"], tensors["weight"].half().float())
    assert metadata == METADATA
    assert checkpoints.identity("net", tmp_path) == digest


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    checkpoints.write("net", {"weight": torch.ones(64)}, METADATA, tmp_path)
    file = tmp_path / "net.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    with pytest.raises(CheckpointError, match=r"not the file that manifest\.json describes"):
        checkpoints.read("net", tmp_path)


def test_a_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="python -m training"):
        checkpoints.read("net", tmp_path)
    with pytest.raises(CheckpointError, match="no checkpoint 'net'"):
        checkpoints.identity("net", tmp_path)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30])
def test_weights_that_are_not_finite_in_float16_are_not_written(tmp_path: Path, value: float) -> None:
    with pytest.raises(CheckpointError, match="'weight' is not finite"):
        checkpoints.write("net", {"weight": torch.tensor([value])}, METADATA, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["{", "[1]", "null"])
def test_a_broken_manifest_says_so(tmp_path: Path, content: str) -> None:
    checkpoints.write("net", {"weight": torch.ones(4)}, METADATA, tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(CheckpointError, match=r"manifest\.json cannot be read"):
        checkpoints.read("net", tmp_path)


def test_weights_of_another_shape_of_network_are_refused(tmp_path: Path) -> None:
    checkpoints.write(checkpoints.ENCODER, {"weight": torch.ones(4)}, METADATA, tmp_path)
    with pytest.raises(CheckpointError, match="another version of its network"):
        checkpoints.encoder(tmp_path)


def test_the_shipped_networks_belong_together() -> None:
    encoder, decoder = checkpoints.encoder(), checkpoints.adain_decoder()
    assert encoder.channels[:4] == (16, 32, 64, 128)
    assert not decoder.training
