"""Why a job came to nothing, where it was not the engine that said so; a person is told one sentence for each."""

from __future__ import annotations


class JobError(Exception):
    """Base of these."""


class DownloadTooBig(JobError):
    """The Bot API server hands bots no file of more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return f"the file has more than {self.limit} bytes, which Telegram hands no bot"


class FileGone(JobError):
    """Telegram no longer has the file, or never gave it to this bot."""

    def __str__(self) -> str:
        return "Telegram does not have the file any more: it has to be sent again"


class PicturesForbidden(JobError):
    """The chat takes words from the bot, but no pictures."""

    def __str__(self) -> str:
        return "the bot has no right to send pictures to the group: one of its admins has to grant it"


class ResultTooLarge(JobError):
    """Telegram takes no file, or album, as large as the result."""

    def __str__(self) -> str:
        return "the result is larger than Telegram takes from a bot: it has to be asked for at a smaller size"


class StyleGone(JobError):
    """The style was removed after it had been asked for."""

    def __str__(self) -> str:
        return "the style does not exist any more"


class JobHeld(JobError):
    """Painting it has ended a worker as often as is allowed; it is not tried again."""

    def __str__(self) -> str:
        return "painting it stopped the worker twice: the job is held for a maintainer"
