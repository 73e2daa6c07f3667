from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.limits.file_limits import LOCAL, TELEGRAM, file_limits
from bot.settings import Settings


def test_with_nothing_set_everything_is_kept_in_one_folder() -> None:
    settings = Settings()
    assert settings.telegram_token is None
    assert settings.database_url == f"sqlite+aiosqlite:///{Path('var') / 'easel.db'}"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_TOKEN", "123:abc")
    monkeypatch.setenv("EASEL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("EASEL_PUBLIC_URL", "")
    settings = Settings()
    assert (settings.bot_id, settings.token) == (123, "123:abc")
    assert str(tmp_path) in settings.database_url
    assert settings.public_url is None, "an empty variable is one that is not set"


def test_a_database_of_ones_own_takes_the_place_of_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_DATABASE_URL", "postgresql+psycopg://easel@db/easel")
    assert Settings().database_url == "postgresql+psycopg://easel@db/easel"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "my-token"),
        ("WEBHOOK_SECRET", "spaces are not allowed"),
        ("PLAYGROUND_PORT", "0"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_what_cannot_be_right_is_refused_at_the_start(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"EASEL_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_TOKEN", "123:abcdef")
    monkeypatch.setenv("EASEL_WEBHOOK_SECRET", "hush")
    assert "abcdef" not in repr(Settings())
    assert "hush" not in str(Settings())


def test_the_webhooks_secret_stays_the_same_and_does_not_tell_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_TOKEN", "123:abcdef")
    secret = Settings().webhook_token
    assert secret == Settings().webhook_token
    assert "abcdef" not in secret
    monkeypatch.setenv("EASEL_TELEGRAM_TOKEN", "123:other")
    assert Settings().webhook_token != secret
    monkeypatch.setenv("EASEL_WEBHOOK_SECRET", "hush")
    assert Settings().webhook_token == "hush"


def test_a_bot_at_the_playground_keeps_its_pictures_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_STORAGE_CHAT", "-100123")
    settings = Settings().for_playground("http://127.0.0.1:8081", "1:playground", -100456)
    assert (settings.telegram_api_url, settings.bot_id, settings.storage_chat) == ("http://127.0.0.1:8081", 1, -100456)


def test_files_on_a_shared_disk_come_from_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_FILES", "/var/lib/telegram-bot-api")
    with pytest.raises(ValidationError, match="EASEL_TELEGRAM_API_URL"):
        Settings()
    monkeypatch.setenv("EASEL_TELEGRAM_API_URL", "http://bot-api:8081")
    settings = Settings()
    assert file_limits(settings) == LOCAL
    assert settings.for_children()["EASEL_TELEGRAM_FILES"] == "/var/lib/telegram-bot-api"


def test_at_the_playground_no_disk_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_TELEGRAM_FILES", "/var/lib/telegram-bot-api")
    monkeypatch.setenv("EASEL_TELEGRAM_API_URL", "http://bot-api:8081")
    settings = Settings().for_playground("http://127.0.0.1:8081", "1:playground", -100456)
    assert file_limits(settings) == TELEGRAM
    # A child has our environment, too.
    for name, value in settings.for_children().items():
        monkeypatch.setenv(name, value)
    assert Settings().telegram_files is None


def test_several_processes_of_the_bot_need_a_webhook_and_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_BOT_PROCESSES", "2")
    with pytest.raises(ValidationError, match="EASEL_PUBLIC_URL"):
        Settings()
    monkeypatch.setenv("EASEL_PUBLIC_URL", "https://easel.test")
    with pytest.raises(ValidationError, match="EASEL_DATABASE_URL"):
        Settings()
    monkeypatch.setenv("EASEL_DATABASE_URL", "postgresql+asyncpg://easel@db/easel")
    assert Settings().bot_processes == 2
