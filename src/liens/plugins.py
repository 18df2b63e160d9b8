"""Plugins by entry point: `liens.readers` (a class called with a `Market`), `liens.matchers` and `liens.exporters`.

Built-in ones are declared in this project's own `pyproject.toml` and load the same way as anyone else's.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import Any

from liens.errors import PluginError


def names(group: str) -> tuple[str, ...]:
    """The plugins of `liens.<group>`, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=f"liens.{group}")}))


def load(group: str, name: str) -> Callable[..., Any]:
    """The plugin called `name` of `liens.<group>`.

    Raises:
        PluginError: there is none of that name, or it cannot be imported.
    """
    for point in entry_points(group=f"liens.{group}", name=name):
        try:
            return point.load()  # type: ignore[no-any-return]
        except (ImportError, AttributeError) as error:
            raise PluginError(f"{group[:-1]} {name!r} cannot be loaded: {error}: install what it needs") from error
    known = names(group)
    close = get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known) or 'none'}"
    raise PluginError(f"no {group[:-1]} {name!r}: {hint}")
