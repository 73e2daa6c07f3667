"""The database's clock, by which leases run: workers on several machines have clocks that differ."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.storage.moments import UtcDateTime


class FromNow(FunctionElement[Any]):
    """The moment so many seconds from now, or ago if they are negative."""

    type = UtcDateTime()
    inherit_cache = True

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(literal(seconds, Float()))


@compiles(FromNow, "postgresql")
def _postgresql(moment: FromNow, compiler: SQLCompiler, **options: Any) -> str:
    return f"now() + make_interval(secs => {compiler.process(moment.clauses, **options)})"


@compiles(FromNow, "sqlite")
def _sqlite(moment: FromNow, compiler: SQLCompiler, **options: Any) -> str:
    # As SQLAlchemy writes times there, to the millisecond that SQLite knows.
    seconds = compiler.process(moment.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', printf('%+f seconds', {seconds}))"
