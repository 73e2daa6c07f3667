import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from engine.errors import ControlError
from training.options import add_options, read_options
from training.recipes.protocol import Config


@dataclass(frozen=True, kw_only=True)
class Everything(Config):
    mode: Literal["fast", "good"] = field(default="good", metadata={"help": "100 % of one"})
    levels: tuple[int, ...] = (1, 2)
    fine: bool = True
    start_from: Path | None = None


def parse(*arguments: str) -> Everything:
    parser = argparse.ArgumentParser()
    add_options(parser, Everything)
    return read_options(Everything, vars(parser.parse_args(["--content", "a", "--style", "b", *arguments])))


def test_without_options_a_config_has_its_defaults() -> None:
    assert parse() == Everything(content=(Path("a"),), style=(Path("b"),))


def test_each_kind_of_field_is_read() -> None:
    given = ["--content", "a", "c", "--mode", "fast", "--levels", "3", "4", "--no-fine", "--compile"]
    config = parse(
        *given, "--minutes", "1.5", "--start-from", "there", "--validation-content", "v", "--batch-size", "4"
    )
    assert config.content == (Path("a"), Path("c"))
    assert config.validation_content == (Path("v"),)
    assert (config.mode, config.levels, config.fine, config.compile) == ("fast", (3, 4), False, True)
    assert (config.minutes, config.start_from, config.batch_size) == (1.5, Path("there"), 4)
    hash(config)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--mode", "slow"], "invalid choice: 'slow'"),
        (["--amp", "int8"], "invalid choice: 'int8'"),
        (["--steps", "many"], "invalid int value: 'many'"),
        (["--levels"], "expected at least one argument"),
    ],
)
def test_what_no_field_can_hold_is_refused(given: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(*given)
    assert said in capsys.readouterr().err


def test_ranges_are_the_configs_own() -> None:
    with pytest.raises(ControlError, match="crop is a multiple"):
        parse("--crop", "100")


def test_help_shows_defaults_and_choices(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("--help")
    shown = " ".join(capsys.readouterr().out.split())
    assert "100 % of one [good]" in shown
    assert "{fast,good}" in shown
    assert "--fine, --no-fine" in shown
    assert "torch.compile [off]" in shown


def test_only_some_fields_may_become_options() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser, Everything, only=("steps", "seed"))
    assert vars(parser.parse_args(["--steps", "3"])) == {"steps": 3, "seed": 0}
