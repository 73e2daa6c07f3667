import os

import pytest

from bot.__main__ import main


def test_a_worker_waits_without_spinning_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EASEL_TELEGRAM_TOKEN", raising=False)
    for said, heeded in ((None, "passive"), ("active", "active")):
        monkeypatch.setenv("OMP_WAIT_POLICY", said or "")
        if said is None:
            monkeypatch.delenv("OMP_WAIT_POLICY")
        # Without a token it ends at once.
        assert main(["worker"]) == 2
        assert os.environ["OMP_WAIT_POLICY"] == heeded
