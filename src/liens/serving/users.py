"""Who may see and judge the live study: users, their sessions, and a log of what they did, in one small SQLite file.

Passwords are kept as argon2id hashes, session tokens as SHA-256 digests: the file lets nobody in. It is readable by its
owner alone and is no part of the ledger, so that a ledger can be handed on without it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from liens.errors import ConfigError
from liens.ledger.clusters import is_matcher
from liens.model import Choice

FILE = "users.db"
SESSION_SECONDS = 12 * 3600.0
SHORTEST, LONGEST = 10, 1000
"""Characters of a password."""
NAME = re.compile(r"[\w][\w.@+-]{0,63}")
TABLES = """
CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, hash TEXT NOT NULL, role TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (token BLOB PRIMARY KEY, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    csrf TEXT NOT NULL, until REAL NOT NULL);
CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
    about TEXT NOT NULL, place TEXT NOT NULL);
"""
HASHER = PasswordHasher()


class Role(Choice):
    """What a user may do: read; read and judge; read, judge and see who did what."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    def may(self, needed: Role) -> bool:
        """Whether this role includes `needed`."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class User:
    """A user without the password."""

    name: str
    role: Role
    since: str


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in. `csrf` is the token that each of their forms carries."""

    user: User
    csrf: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done: `about` a user, a decision or an address, from `place`."""

    at: str
    who: str
    what: str
    about: str
    place: str


class Users:
    """The users of one study. The file is made when the first user is added."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._open: sqlite3.Connection | None = None

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    # Users

    def all(self) -> tuple[User, ...]:
        """The users by name."""
        if not self._path.exists():
            return ()
        rows = self._connection.execute("SELECT name, role, since FROM users ORDER BY name")
        return tuple(User(name, Role(role), since) for name, role, since in rows)

    @property
    def any(self) -> bool:
        """Whether there is one: then nobody sees the study without signing in."""
        return self._path.exists() and self._one("SELECT 1 FROM users LIMIT 1") is not None

    def add(self, name: str, role: Role, password: str) -> None:
        """Raises ConfigError: the name or password cannot be, or the name is taken."""
        check_name(name)
        check_password(password)
        if self._path.exists() and self._known(name):
            raise ConfigError(f"there is a user {name!r} already: choose another name, or change the password or role")
        row = (name, HASHER.hash(password), role.value, _now())
        with self._writing() as connection:
            connection.execute("INSERT INTO users VALUES (?, ?, ?, ?)", row)
            connection.execute(*_event("command line", "user added", f"{name} ({role.value})", ""))

    def remove(self, name: str) -> None:
        """Remove a user and end their sessions. Raises ConfigError: there is none of that name."""
        self._change(name, "user removed", ("DELETE FROM users WHERE name = ?", (name,)))

    def set_role(self, name: str, role: Role) -> None:
        """Raises ConfigError: there is no such user."""
        update = ("UPDATE users SET role = ? WHERE name = ?", (role.value, name))
        self._change(name, f"role set to {role.value}", update)

    def set_password(self, name: str, password: str) -> None:
        """Set a user's password and end their sessions.

        Raises:
            ConfigError: there is no such user, or the password cannot be.
        """
        check_password(password)
        update = ("UPDATE users SET hash = ? WHERE name = ?", (HASHER.hash(password), name))
        self._change(name, "password set", update)

    def _change(self, name: str, what: str, update: tuple[str, tuple[str, ...]]) -> None:
        if not self._path.exists() or not self._known(name):
            raise ConfigError(f"there is no user {name!r}: `liens user list` shows who there is")
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE user = ?", (name,))
            connection.execute(*update)
            connection.execute(*_event("command line", what, name, ""))

    def _known(self, name: str) -> bool:
        return self._one("SELECT 1 FROM users WHERE name = ?", name) is not None

    # Sessions

    def hash_of(self, name: str) -> str | None:
        """The hash of a user's password, None if there is no such user."""
        row = self._one("SELECT hash FROM users WHERE name = ?", name) if self._path.exists() else None
        return str(row[0]) if row else None

    def sign_in(self, name: str, place: str) -> str:
        """Begin a session of a user whose password was right; → its token, which is kept nowhere."""
        token = secrets.token_urlsafe(32)
        now = time.time()
        row = (_digest(token), name, secrets.token_urlsafe(32), now + SESSION_SECONDS)
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE until < ?", (now,))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row)
            connection.execute(*_event(name, "signed in", "", place))
        return token

    def session(self, token: str) -> Session | None:
        """Whose session this is, None if it is nobody's or has ended."""
        if not self._path.exists():
            return None
        row = self._one(
            "SELECT name, role, since, csrf FROM sessions JOIN users ON name = user WHERE token = ? AND until > ?",
            _digest(token),
            time.time(),
        )
        return Session(User(row[0], Role(row[1]), row[2]), row[3]) if row else None

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._writing() as connection:
            connection.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))

    # The log

    def note(self, who: str, what: str, about: str, place: str) -> None:
        """Add a line to the log."""
        with self._writing() as connection:
            connection.execute(*_event(who, what, about, place))

    def events(self, most: int, before: int | None = None) -> tuple[tuple[int, Event], ...]:
        """The latest lines of the log with their numbers, the last first; those before number `before` if given."""
        if not self._path.exists():
            return ()
        query = "SELECT id, at, who, what, about, place FROM events WHERE id < ? ORDER BY id DESC LIMIT ?"
        rows = self._connection.execute(query, (before or 2**62, most))
        return tuple((row[0], Event(*row[1:])) for row in rows)

    # The file

    def _one(self, query: str, *values: object) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._connection.execute(query, values).fetchone()
        return row

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
        except sqlite3.OperationalError as error:
            raise ConfigError(f"{self._path}: {error}: try again, or look at who may write it") from error

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = _connect(self._path)
        return self._open


def _connect(path: Path) -> sqlite3.Connection:
    try:
        if not path.exists():
            path.touch(mode=0o600)
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(TABLES)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"{path}: {error}: it should be a file of `liens user` that you may write") from error
    return connection


def check_name(name: str) -> None:
    """Raises ConfigError: nobody can be called so, or a decision signed so would pass for a matcher's."""
    if NAME.fullmatch(name) is None or is_matcher(name):
        raise ConfigError(f"{name!r} cannot be a user's name: use up to 64 letters, digits and . @ + - _")


def check_password(password: str) -> None:
    """Raises ConfigError: it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ConfigError(f"a password has {SHORTEST} to {LONGEST} characters: this one has {len(password)}")


@cache
def _nobody() -> str:
    """What a password is held against where there is no such user, so that an answer takes as long as for one."""
    return HASHER.hash(secrets.token_hex(16))


def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` is the one whose hash is `kept`. It takes a tenth of a second and may run in any thread."""
    try:
        return HASHER.verify(kept or _nobody(), password[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _event(who: str, what: str, about: str, place: str) -> tuple[str, tuple[str, ...]]:
    """The statement that adds a line to the log."""
    return "INSERT INTO events (at, who, what, about, place) VALUES (?, ?, ?, ?, ?)", (_now(), who, what, about, place)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def users_of(folder: Path) -> Iterator[Users]:
    """The users of the study in `folder`, for one command."""
    with closing(Users(folder)) as users:
        yield users
