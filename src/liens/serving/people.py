"""What `liens user` does: adding, changing and removing those who may sign in."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from liens.errors import ConfigError
from liens.serving.users import Role, Users, users_of

ACTIONS = ("add", "list", "role", "password", "remove")
ROLES = tuple(role.value for role in Role)
WITH_PASSWORD = frozenset({"add", "password"})


def act(folder: Path, action: str, name: str | None, role: str | None, password: str | None) -> dict[str, Any]:
    """Do `action` to the user called `name`; → the users there are then.

    Raises:
        ConfigError: something is missing, or cannot be.
    """
    with users_of(folder) as users:
        if action != "list":
            if name is None:
                raise ConfigError(f"{action} whom? give a name: `liens user {action} NAME`")
            _change(users, action, name, role, password or "")
        return {"did": action, "name": name, "users": [asdict(user) for user in users.all()]}


def _change(users: Users, action: str, name: str, role: str | None, password: str) -> None:
    if action == "password":
        users.set_password(name, password)
    elif action == "remove":
        users.remove(name)
    elif role is None:
        raise ConfigError(f"say what {name} may do: --role {', '.join(ROLES)}")
    elif action == "add":
        users.add(name, Role(role), password)
    else:
        users.set_role(name, Role(role))
