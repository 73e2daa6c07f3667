import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from tests.benchmarks.own_postgresql import OwnPostgreSQL, ServerMissingError, StopMode
from tests.databases import execute


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgreSQL]:
    with ExitStack() as stack:
        try:
            own = stack.enter_context(OwnPostgreSQL())
        except ServerMissingError as error:
            (pytest.fail if os.environ.get("EASEL_TESTS_INSIST") == "1" else pytest.skip)(str(error))
        yield own


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_what_was_committed_is_there_after_a_restart(server: OwnPostgreSQL, mode: StopMode) -> None:
    url = make_url(server.url)
    asyncio.run(execute(url, f"CREATE TABLE {mode} ()"))
    server.restart(mode)
    asyncio.run(execute(url, f"DROP TABLE {mode}"))


def test_a_server_that_is_stopped_does_not_answer(server: OwnPostgreSQL) -> None:
    server.stop("fast")
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(execute(make_url(server.url), "SELECT 1"))
    server.start()
    with pytest.raises(asyncpg.PostgresError, match="nothing"):
        asyncio.run(execute(make_url(server.url), "SELECT * FROM nothing"))
