import subprocess
import sys

import pytest

from bot.jobs.watchdog import Watchdog

_BEGIN = "import time; from bot.jobs.watchdog import Watchdog; dog = Watchdog({seconds})\n"


def run(code: str, seconds: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _BEGIN.format(seconds=seconds) + code]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_work_that_hangs_ends_the_process_and_tells_where() -> None:
    ended = run("with dog.watching():\n    time.sleep(60)", 0.5)
    assert ended.returncode == 1
    assert "Timeout" in ended.stderr
    assert "line 3" in ended.stderr


def test_work_that_ends_in_time_ends_the_watch() -> None:
    assert run("with dog.watching():\n    pass\ntime.sleep(1.5)", 1.0).returncode == 0


def test_signs_of_life_count_the_time_anew() -> None:
    code = "with dog.watching():\n    for _ in range(4):\n        time.sleep(1.1)\n        dog.alive()"
    assert run(code, 3.0).returncode == 0


def test_work_that_others_came_in_between_of_is_watched_on() -> None:
    code = "with dog.watching():\n    with dog.watching():\n        pass\n    dog.alive()\n    time.sleep(60)"
    assert run(code, 0.5).returncode == 1


def test_the_time_is_not_counted_anew_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    monkeypatch.setattr("faulthandler.dump_traceback_later", lambda seconds, exit: counted.append(seconds))
    times = iter((10.0, 10.5, 11.5, 11.5, 12.0))
    dog = Watchdog(60.0, clock=lambda: next(times))
    with dog.watching():
        dog.alive()
        dog.alive()
        dog.alive()
    assert len(counted) == 2
