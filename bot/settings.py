"""Every setting, typed, from the environment: `EASEL_` and the field's name in capitals."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """The settings; with none given, Easel runs with its playground and keeps all it knows under `var/`."""

    model_config = SettingsConfigDict(env_prefix="EASEL_", env_ignore_empty=True, frozen=True)

    telegram_token: SecretStr | None = Field(default=None, description="Token from @BotFather; without it, playground.")
    telegram_api_url: str | None = Field(
        default=None, description="Address of a Bot API server of one's own; without it, Telegram's."
    )
    telegram_files: Path | None = Field(
        default=None,
        description="That server's own folder as seen from here, if it runs with --local: for files of up to 2 GB.",
    )
    public_url: str | None = Field(
        default=None,
        description="https address at which Telegram reaches the bot; with it webhook, else long polling.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="What Telegram proves itself with; without it, derived from the token.",
    )
    web_host: str = Field(default="0.0.0.0", description="Interface on which the webhook and /healthz listen.")
    web_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the webhook (8080) and /healthz (off, unless set)."
    )
    worker_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of a worker's own /healthz and /metrics; off, unless set."
    )

    data_dir: Path = Field(default=Path("var"), description="Folder of the database and the playground.")
    database_url: str = Field(
        default_factory=lambda fields: f"sqlite+aiosqlite:///{fields['data_dir'] / 'easel.db'}",
        description="SQLAlchemy URL with an asynchronous driver; without it, SQLite in the data folder.",
    )
    playground_port: int = Field(default=8081, ge=1, le=65535, description="First port that the playground tries.")
    open_browser: bool = Field(default=True, description="Open the playground's page when started from a terminal.")

    concurrent_chats: int = Field(default=64, ge=1, description="How many chats are answered at the same time.")
    jobs_in_flight: int | None = Field(
        default=None,
        ge=1,
        description="Jobs that a worker has at hand, painted or on their way; without it 4, or enough for its card.",
    )
    worker_memory_mb: int | None = Field(
        default=None,
        ge=256,
        description="Above so much memory a worker ends and starts anew; without it, most of its container's.",
    )
    admins: Annotated[frozenset[int], NoDecode] = Field(
        default=frozenset(), description="Telegram ids, with commas between, of those whom /admin obeys."
    )
    storage_chat: int | None = Field(
        default=None, description="Chat in which pictures for inline answers are kept; without it, only earlier ones."
    )
    quiz_folder: Path | None = Field(
        default=None, description="Folder of paintings by hand for /quiz; without it, there is no quiz."
    )
    jobs_per_minute: int = Field(default=30, ge=1, description="Wishes of one person that are taken a minute.")
    jobs_per_day: int = Field(default=500, ge=1, description="Wishes of one person that are taken in 24 hours.")
    presets_per_person: int = Field(default=50, ge=1, description="Presets that one person may keep.")
    styles_per_person: int = Field(default=50, ge=1, description="Styles of their own that one person may keep.")

    embedded_worker: bool = Field(
        default=True, description="Run a worker as a child of the bot; off where workers run by themselves."
    )
    lease_seconds: float = Field(
        default=30.0, gt=0, description="After how long a silent process's updates and jobs are taken up by others."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    messages_per_second: int = Field(
        default=30, ge=2, description="What Telegram allows the bot in all; its processes and workers share it."
    )
    bot_processes: int = Field(
        default=1, ge=1, description="How many processes of the bot there are; several need a webhook and PostgreSQL."
    )
    workers: int = Field(default=1, ge=1, description="How many workers there are.")
    sentry_dsn: SecretStr | None = Field(
        default=None, description="Where errors are reported to, besides the log; needs `uv sync --extra sentry`."
    )

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        ids = [part.strip() for part in given.split(",") if part.strip()]
        if not all(part.isdigit() for part in ids):
            raise ValueError("ids are numbers with commas between, such as 1234567,2345678; @userinfobot tells yours")
        return frozenset(int(part) for part in ids)

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().partition(":")[0].isdigit():
            raise ValueError("a token looks like 123456:ABC-DEF, get one from @BotFather")
        return token

    @field_validator("telegram_files")
    @classmethod
    def _are_of_a_server(cls, folder: Path | None, info: ValidationInfo) -> Path | None:
        if folder is not None and info.data.get("telegram_api_url") is None:
            raise ValueError("only a Bot API server of one's own has such a folder: set EASEL_TELEGRAM_API_URL, too")
        return folder

    @field_validator("bot_processes")
    @classmethod
    def _can_be_several(cls, count: int, info: ValidationInfo) -> int:
        if count == 1:
            return count
        if info.data.get("public_url") is None:
            raise ValueError("Telegram lets one process alone fetch updates: several need a webhook, EASEL_PUBLIC_URL")
        if str(info.data.get("database_url")).startswith("sqlite"):
            raise ValueError("several processes cannot share SQLite: set EASEL_DATABASE_URL to PostgreSQL")
        return count

    @field_validator("webhook_secret")
    @classmethod
    def _fits_a_header(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("Telegram allows 1 to 256 letters, digits, _ and -")
        return secret

    @property
    def token(self) -> str:
        """The bot's token; empty if there is none."""
        return self.telegram_token.get_secret_value() if self.telegram_token else ""

    @property
    def bot_id(self) -> int:
        """The bot's id, which is the first half of its token."""
        return int(self.token.partition(":")[0])

    def for_playground(self, url: str, token: str, storage_chat: int) -> Settings:
        """Return these settings, but for a bot that talks to the playground at `url`, and keeps pictures there."""
        return self.model_copy(
            update={
                "telegram_token": SecretStr(token),
                "telegram_api_url": url,
                "telegram_files": None,
                "public_url": None,
                "storage_chat": storage_chat,
            }
        )

    def for_children(self) -> dict[str, str]:
        """Return what child processes need in their environment besides our own."""
        # They have our own environment, too, in which a folder may be that does not count beside the playground.
        files = "" if self.telegram_files is None else str(self.telegram_files)
        environment = {"EASEL_TELEGRAM_TOKEN": self.token, "EASEL_TELEGRAM_FILES": files}
        if self.telegram_api_url is not None:
            environment["EASEL_TELEGRAM_API_URL"] = self.telegram_api_url
        return environment

    @property
    def webhook_token(self) -> str:
        """The secret that Telegram sends along with each update."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.token.encode(), b"easel webhook", hashlib.sha256).hexdigest()


def from_environment() -> Settings:
    """Return the settings, or end the process with one line for each that cannot be right."""
    try:
        return Settings()
    except ValidationError as error:
        raise SystemExit("\n".join(problems_of(error))) from None


def problems_of(error: ValidationError) -> list[str]:
    """Return one line for each setting that cannot be right; none of them repeats what was given."""
    # A default that depends on a setting that is wrong is not wrong itself.
    problems = [one for one in error.errors() if one["type"] != "default_factory_not_called"]
    return [f"EASEL_{str(one['loc'][0]).upper()}: {one['msg'].removeprefix('Value error, ')}" for one in problems]
