import shutil
import socket
from pathlib import Path

from bot.local_playground import free_port, token_of


def test_a_taken_port_is_passed_over() -> None:

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port


def test_a_new_playground_is_a_new_bot(tmp_path: Path) -> None:
    # Its updates count from 1 again; as the old bot's they would pass for handled.
    folder = tmp_path / "playground"
    folder.mkdir()
    first = token_of(folder)
    assert token_of(folder) == first
    shutil.rmtree(folder)
    folder.mkdir()
    assert token_of(folder).partition(":")[0] != first.partition(":")[0]
