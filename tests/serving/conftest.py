from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from liens.serving import users
from tests.serving.studies import add_people, make_study, served


@dataclass(frozen=True)
class Live:
    """A served study: its folder, the ids of its claims, and a browser."""

    folder: Path
    claims: list[str]
    client: TestClient


@pytest.fixture(scope="package", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes that take no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="package", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds or makes this user's key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="package")
def open_study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Served without users."""
    folder = tmp_path_factory.mktemp("open")
    claims = make_study(folder)
    with served(folder) as client:
        yield Live(folder, claims, client)


@pytest.fixture(scope="package")
def team_study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Served to people who sign in."""
    folder = tmp_path_factory.mktemp("team")
    claims = make_study(folder)
    add_people(folder)
    with served(folder) as client:
        yield Live(folder, claims, client)
