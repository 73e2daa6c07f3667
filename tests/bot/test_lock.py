import subprocess
import sys
from pathlib import Path

from bot.lock import ProcessLock, prefix_of_names

HOLDER = """
import sys, time
from pathlib import Path
from bot.lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
time.sleep(60)
"""


def test_a_lock_is_free_again_as_soon_as_its_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "easel.lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        assert not ProcessLock(path).take()
        holder.kill()
    lock = ProcessLock(path)
    assert lock.take()
    assert not ProcessLock(path).take()
    lock.give_back()
    again = ProcessLock(path)
    assert again.take()
    again.give_back()


def test_a_folder_is_one_place_by_whichever_path(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "one")
    place = prefix_of_names(tmp_path / "one")
    assert place == prefix_of_names(tmp_path / "link")
    assert place != prefix_of_names(tmp_path / "two")
    assert len(place) <= 34


def test_another_folder_at_the_same_path_is_another_place(tmp_path: Path) -> None:
    # As in two containers.
    folder = tmp_path / "var"
    place = prefix_of_names(folder)
    folder.rename(tmp_path / "before")
    assert prefix_of_names(folder) != place
