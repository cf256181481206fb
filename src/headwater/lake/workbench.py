"""A throw-away engine for files that are not in the lake yet.

Sources check supplied files with it and pipelines compare staged files with it. It holds nothing
after it is closed, reaches for no network, and spills to a folder it is given.
"""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from headwater.core.errors import LakeError, LakeFullError


class Workbench:
    """Arrow tables in, SQL run over them, Arrow tables out."""

    def __init__(
        self, *, threads: int = 2, memory_limit: str = "1GB", scratch: Path | None = None
    ) -> None:
        spill = tempfile.mkdtemp(prefix="headwater-", dir=scratch)
        # Runs when the workbench is closed, forgotten with its thread, or the process ends.
        self._sweep = weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        settings: dict[str, Any] = {
            "threads": threads,
            "memory_limit": memory_limit,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # Without one the engine would spill into the folder the command was started in.
            "temp_directory": spill,
        }
        self._engine = duckdb.connect(config=settings)
        self._engine.execute("SET TimeZone = 'UTC'")

    def lay_out(self, name: str, table: Any) -> None:
        """Let SQL see an Arrow table under a name."""
        self._engine.register(name, table)

    def run(self, sql: str) -> None:
        """Run a statement that answers nothing."""
        with _plain_errors():
            self._engine.execute(sql)

    def ask(self, sql: str) -> Any:
        """The answer to a query as an Arrow table."""
        with _plain_errors():
            return self._engine.sql(sql).to_arrow_table()

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()
        self._sweep()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn the engine's words for no room into ours; leave every other error as it is."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise LakeError(
            "The files need more memory or scratch space than there is. Nothing was changed. "
            "Free some space, or load fewer files at once."
        ) from error
    except duckdb.IOException as error:
        if "No space left" in str(error):
            raise LakeFullError(lake="scratch space") from error
        raise


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A column or table name as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'
