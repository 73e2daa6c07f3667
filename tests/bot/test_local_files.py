from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.local_files import FilesUnseen, LocalFiles, is_local_path

TOKEN = "4242:secret"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The server's folder, with one file of the bot's."""
    photo = tmp_path / "server" / TOKEN / "photos" / "file_1.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"photo")
    return tmp_path / "server"


def test_a_file_is_found_wherever_the_server_thinks_that_it_is(folder: Path) -> None:
    files = LocalFiles(folder, TOKEN)
    for place in ("/var/lib/telegram-bot-api", "/srv/bot api/files", str(folder)):
        assert files.find(f"{place}/{TOKEN}/photos/file_1.jpg").read_bytes() == b"photo"


@pytest.mark.parametrize("name", ["photos/file_2.jpg", "photos", "photos/file_1.jpg/more"])
def test_what_is_not_there_is_a_fault_that_names_cause_and_remedy_and_no_token(folder: Path, name: str) -> None:
    with pytest.raises(FilesUnseen) as caught:
        LocalFiles(folder, TOKEN).find(f"/var/lib/telegram-bot-api/{TOKEN}/{name}")
    assert f"/var/lib/telegram-bot-api/TOKEN/{name}" in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "EASEL_TELEGRAM_FILES" in str(caught.value)
    assert "secret" not in str(caught.value)
    # It is tried again, and all goes on when it is mended.
    assert isinstance(caught.value, NetworkError)


def test_a_server_that_does_not_run_locally_is_a_fault_too(folder: Path) -> None:
    with pytest.raises(FilesUnseen, match="unset EASEL_TELEGRAM_FILES"):
        LocalFiles(folder, TOKEN).find("photos/file_1.jpg")


def test_no_path_leads_out_of_the_servers_folder(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("hush")
    (folder / TOKEN / "link").symlink_to(folder.parent / "secret.txt")
    files = LocalFiles(folder, TOKEN)
    for name in ("../../secret.txt", "link", "photos/../../../secret.txt"):
        with pytest.raises(FilesUnseen):
            files.find(f"/server/{TOKEN}/{name}")


def test_paths_of_the_disk_and_of_addresses_are_told_apart() -> None:
    assert is_local_path("/var/lib/telegram-bot-api/1:a/photos/file_1.jpg")
    assert not is_local_path("photos/file_1.jpg")
    assert not is_local_path("")
