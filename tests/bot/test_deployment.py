"""The files that deploy Easel: they set nothing that no one reads."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("file", ["compose.yaml", "Dockerfile"])
def test_every_setting_is_one(file: str) -> None:
    named = set(re.findall(r"\bEASEL_[A-Z_]+", (ROOT / file).read_text()))
    assert named
    assert named <= {f"EASEL_{name.upper()}" for name in Settings.model_fields}


def test_nothing_runs_as_root_or_writes_where_it_need_not() -> None:
    dockerfile, compose = (ROOT / "Dockerfile").read_text(), (ROOT / "compose.yaml").read_text()
    users = re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE)
    assert users
    assert all(user.isdigit() and user != "0" for user in users)
    template = compose.partition("services:")[0]
    assert "read_only: true" in template
    assert "cap_drop: [ALL]" in template
