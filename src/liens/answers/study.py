"""What a question is about: the study, and who or what a person means by a name or by the beginning of an id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from liens.analysis.conflicts import Conflict, conflicts_in
from liens.analysis.directory import build_directory, fold
from liens.analysis.origins import find_origins
from liens.analysis.ties import Tie, ties_from
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market import Market
from liens.model import Entity

Answer = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Study:
    """What a query is about: the view, its market, and what follows from the two."""

    view: View
    market: Market
    ties: tuple[Tie, ...]
    conflicts: tuple[Conflict, ...]


def study_of(view: View, market: Market) -> Study:
    """Everything the queries need of `view`, measured once."""
    directory = build_directory(view, market)
    ties = ties_from(view, market, find_origins(view.documents.values(), directory), directory)
    return Study(view, market, ties, conflicts_in(ties, view))


def find_entity(view: View, name: str) -> Entity:
    """The entity that is called `name`, or the only one whose name or id begins with it.

    Raises:
        ConfigError: none or several; the message names those that come close.
    """
    wanted = fold(name)
    called: dict[str, set[str]] = {}
    for entity in view.entities.values():
        for each in (entity.id, entity.name, *entity.names):
            called.setdefault(fold(each), set()).add(entity.id)
    ids = called.get(wanted) or {i for each, found in called.items() if each.startswith(wanted) for i in found}
    if len(ids) == 1:
        return view.entities[next(iter(ids))]
    close = sorted(view.entities[i].name for i in ids)
    if not close:
        close = sorted({view.entities[i].name for each in get_close_matches(wanted, called, 3) for i in called[each]})
    raise ConfigError(several_or_none(name, close))


def several_or_none(asked: str, close: Sequence[str]) -> str:
    if not close:
        return f"the study has nothing called {asked!r}: `liens show` lists what it has"
    some = ", ".join(repr(each) for each in close[:6])
    return f"the study has no one {asked!r}: did you mean {some}?"


def beginning(handle: str, things: Mapping[str, T]) -> list[T]:
    """The thing with the id `handle`, else all whose id begins with it."""
    if handle in things:
        return [things[handle]]
    return [thing for key, thing in things.items() if key.startswith(handle)]
