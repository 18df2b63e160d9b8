"""The connection to the ledger's database: SQLite by path, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from liens.errors import LedgerError
from liens.ledger.migrations import is_current, migrate

WAIT_SECONDS = 60
"""How long a writer waits for another before it gives up."""
LOCK = 0x11E45
"""The PostgreSQL advisory lock that writers of a ledger take in turn, so that commits keep the order of row numbers."""


class Database:
    """Transactions on one ledger. Writers take turns; a reader sees one moment of the ledger."""

    def __init__(self, address: str | Path) -> None:
        """Raises LedgerError: there is no such database, it is not a ledger, or it is newer than this program."""
        self._url = _url(address)
        self._is_file = self._url.get_backend_name() == "sqlite"
        self._where = self._url.database if self._is_file else self._url.render_as_string()
        self._engine = self._open()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or not at all."""
        with self._transaction(writes=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the ledger as it is now, whatever others write meanwhile."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def _transaction(self, writes: bool) -> Iterator[Connection]:
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(**_options(self._url, writes))
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            raise LedgerError(f"{self._where}: {_line(error)}: check that the ledger can be reached") from error

    def _open(self) -> Engine:
        try:
            if self._is_file and self._url.database:
                Path(self._url.database).parent.mkdir(parents=True, exist_ok=True)
            self._engine = _engine(self._url)
            with self.reading() as connection:
                is_ready = is_current(connection)
            if not is_ready:
                with self.writing() as connection:
                    migrate(connection)
        except OSError as error:
            raise LedgerError(f"{self._where}: {error.strerror}: choose a folder that can be written") from error
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise LedgerError(f"{error}: install liens[postgres], or use a SQLite file") from error
        return self._engine


def _url(address: str | Path) -> URL:
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise LedgerError("the ledger's address is not a URL: write postgresql://user@host/database") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerError(f"a ledger cannot be kept in {url.get_backend_name()}: use SQLite or PostgreSQL")
    return url.set(drivername="postgresql+psycopg") if url.get_backend_name() == "postgresql" else url


def _options(url: URL, writes: bool) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        return {"isolation_level": "READ COMMITTED" if writes else "REPEATABLE READ"}
    return {"liens_writes": writes}


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: a transaction that starts as a reader cannot wait to become a writer.
        writes = connection.get_execution_options().get("liens_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
