"""The numbered steps lead to the tables that the program knows; an older ledger takes them, a newer one is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from liens.errors import LedgerError
from liens.ledger import migrations, schema
from liens.ledger.database import Database
from liens.ledger.store import Ledger
from tests.ledger.stories import put, story

NEWEST = len(list(migrations.STEPS.glob("*.sql")))


def test_the_steps_make_the_tables_of_the_schema(address: str) -> None:
    database = Database(address)
    with database.reading() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == set(schema.metadata.tables)
        for name, table in schema.metadata.tables.items():
            columns = {c["name"]: (_family(c["type"]), c["nullable"]) for c in found.get_columns(name)}
            assert columns == {c.name: (_family(c.type), bool(c.nullable)) for c in table.columns}, name
            assert found.get_pk_constraint(name)["constrained_columns"] == [c.name for c in table.primary_key], name
            assert {_index(i) for i in found.get_indexes(name)} == {
                (i.name, tuple(c.name for c in i.columns), bool(i.unique)) for i in table.indexes
            }, name
            keys = {(k["constrained_columns"][0], k["referred_table"]) for k in found.get_foreign_keys(name)}
            assert keys == {(k.parent.name, k.column.table.name) for k in table.foreign_keys}, name
    database.close()


def _family(kind: Any) -> str:
    """The kind of a column, whatever its database calls it."""
    name = str(kind).split("(")[0]
    return {"DOUBLE PRECISION": "FLOAT", "BYTEA": "BLOB"}.get(name, name) if name != "NullType" else name


def _index(index: Any) -> tuple[str, tuple[str, ...], bool]:
    return index["name"], tuple(index["column_names"]), bool(index["unique"])


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of steps as a later release could have it."""
    folder = tmp_path / "steps"
    shutil.copytree(migrations.STEPS, folder, ignore=shutil.ignore_patterns("*.py*"))
    (folder / f"{NEWEST + 1:04}_notes.sql").write_text(
        "-- A later step.\nCREATE TABLE notes (\n  id {key},\n  body {bytes}\n);\n"
    )
    return folder


def test_an_older_ledger_is_migrated_with_what_it_holds(address: str, steps: Path) -> None:
    whole, reading = story()
    with Ledger.open(address) as ledger:
        put(ledger, whole, reading)
    database = Database(address)
    with database.writing() as connection:
        assert not migrations.is_current(connection, steps)
        assert migrations.migrate(connection, steps) == NEWEST + 1
        assert migrations.is_current(connection, steps)
        assert "notes" in inspect(connection).get_table_names()
        assert connection.scalar(text("SELECT count(*) FROM claims")) == len(reading.claims)
    database.close()


def test_a_step_that_fails_leaves_the_ledger_as_it_was(address: str, steps: Path) -> None:
    (steps / f"{NEWEST + 2:04}_broken.sql").write_text("CREATE TABLE more (id {key});\nCREATE NONSENSE;\n")
    database = Database(address)
    with pytest.raises(LedgerError), database.writing() as connection:
        migrations.migrate(connection, steps)
    with database.reading() as connection:
        assert migrations.is_current(connection)
        assert not {"notes", "more"} & set(inspect(connection).get_table_names())
    database.close()


def test_a_newer_ledger_is_refused(address: str, steps: Path) -> None:
    database = Database(address)
    with database.writing() as connection:
        migrations.migrate(connection, steps)
    database.close()
    said = f"the ledger has version {NEWEST + 1}, this liens knows {NEWEST}: install a newer liens"
    with pytest.raises(LedgerError, match=said):
        Ledger.open(address)


def test_a_database_of_another_program_is_refused(address: str) -> None:
    database = Database(address)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE schema_versions"))
    database.close()
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(address)
