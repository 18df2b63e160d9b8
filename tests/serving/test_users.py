from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from liens.errors import ConfigError
from liens.serving.people import act
from liens.serving.users import SESSION_SECONDS, Role, Users, is_right, users_of

PASSWORD = "a long enough password"


def test_no_file_is_made_before_the_first_user(tmp_path: Path) -> None:
    with users_of(tmp_path) as users:
        assert not users.any
        assert users.all() == ()
        assert users.session("x") is None
        assert users.hash_of("ana") is None
        assert users.events(5) == ()
        with pytest.raises(ConfigError, match="no user 'ana'"):
            users.remove("ana")
    assert list(tmp_path.iterdir()) == []


def test_a_user_is_added_known_changed_and_removed(tmp_path: Path) -> None:
    with users_of(tmp_path) as users:
        users.add("ana", Role.REVIEWER, PASSWORD)
        assert is_right(PASSWORD, users.hash_of("ana"))
        assert not is_right(PASSWORD + "x", users.hash_of("ana"))
        assert not is_right(PASSWORD, users.hash_of("ben"))
        assert stat.S_IMODE((tmp_path / "users.db").stat().st_mode) == 0o600
        assert PASSWORD.encode() not in (tmp_path / "users.db").read_bytes()
        token = users.sign_in("ana", "10.0.0.1")
        session = users.session(token)
        assert session is not None
        assert (session.user.name, session.user.role) == ("ana", Role.REVIEWER)
        users.set_role("ana", Role.ADMIN)
        assert users.session(token) is None, "a new role begins with a new session"
        token = users.sign_in("ana", "10.0.0.1")
        users.set_password("ana", PASSWORD + "!")
        assert users.session(token) is None
        users.remove("ana")
        assert not users.any
        told = [event.what for _, event in users.events(9)]
        assert told == ["user removed", "password set", "signed in", "role set to admin", "signed in", "user added"]


def test_a_session_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with users_of(tmp_path) as users:
        users.add("ana", Role.READER, PASSWORD)
        token = users.sign_in("ana", "")
        assert users.session(token) is not None
        later = time.time() + SESSION_SECONDS + 1
        monkeypatch.setattr(time, "time", lambda: later)
        assert users.session(token) is None


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("", PASSWORD, "cannot be a user's name"),
        ("a b", PASSWORD, "cannot be"),
        ("a/../b", PASSWORD, "cannot be"),
        ("<b>", PASSWORD, "cannot be"),
        ("names@1", PASSWORD, "cannot be"),
        ("a" * 65, PASSWORD, "cannot be"),
        ("ana", "short", "10 to 1000 characters"),
        ("ana", "x" * 1001, "10 to 1000"),
        ("taken", PASSWORD, "already"),
    ],
)
def test_what_cannot_be_a_user(tmp_path: Path, name: str, password: str, message: str) -> None:
    with users_of(tmp_path) as users:
        users.add("taken", Role.READER, PASSWORD)
        with pytest.raises(ConfigError, match=message):
            users.add(name, Role.READER, password)


@pytest.mark.parametrize("name", ["ana", "Ana.Quill", "ana@example.org", "éva-2", "名"])
def test_what_can_be_a_name(tmp_path: Path, name: str) -> None:
    with users_of(tmp_path) as users:
        users.add(name, Role.READER, PASSWORD)
        assert [user.name for user in users.all()] == [name]


def test_roles_include_those_before() -> None:
    order = (Role.READER, Role.REVIEWER, Role.ADMIN)
    assert [[has.may(needed) for needed in order] for has in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "users.db").write_text("this is no database, but long enough to look at it as one")
    with pytest.raises(ConfigError, match=r"users\.db"):
        _ = Users(tmp_path).any


@pytest.mark.parametrize(
    ("action", "name", "role", "message"),
    [
        ("add", None, "reader", "give a name"),
        ("add", "ana", None, "--role"),
        ("role", "ana", None, "--role"),
        ("role", "ana", "admin", "no user"),
        ("password", "ana", None, "no user"),
        ("remove", "ana", None, "no user"),
    ],
)
def test_the_command_says_what_is_missing(
    tmp_path: Path, action: str, name: str | None, role: str | None, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        act(tmp_path, action, name, role, PASSWORD)


def test_the_command_adds_lists_and_removes(tmp_path: Path) -> None:
    act(tmp_path, "add", "ana", "reader", PASSWORD)
    act(tmp_path, "role", "ana", "admin", None)
    act(tmp_path, "password", "ana", None, PASSWORD)
    assert [(u["name"], u["role"]) for u in act(tmp_path, "list", None, None, None)["users"]] == [("ana", "admin")]
    assert act(tmp_path, "remove", "ana", None, None)["users"] == []
