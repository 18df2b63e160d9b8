"""Many nouns fast: what makes a view of 100,000 claims, and all that is measured of it, a matter of seconds.

The `__init__` of a frozen dataclass goes round its own lock for every field, two microseconds and more for each noun.
`quick` gives a noun one that does not; a `maker` makes a quick noun in half of that time again, where a measure makes
one for every claim; `assemble` makes many from columns in the same way.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, Generic, ParamSpec, TypeVar

Fields = ParamSpec("Fields")
Noun = TypeVar("Noun")
Value = TypeVar("Value")
_BECOME = object.__dict__["__class__"].__set__


def quick(noun: type[Noun]) -> type[Noun]:
    """`noun`, a frozen and slotted dataclass with plain defaults, that is made in a third of the time.

    While its fields are set, each new noun is of a class below its own, with the same slots and no lock.

    Raises:
        TypeError: a field has a factory or is no argument.
    """
    own = fields(noun)  # type: ignore[arg-type]
    if odd := [f.name for f in own if f.default_factory is not MISSING or not f.init]:
        raise TypeError(f"{noun.__name__}: fields with plain defaults alone are made quickly, not {', '.join(odd)}")
    made = _written(noun, "def __init__(self, {fields}):", ["become(self, unlocked)"], "self")
    made.__annotations__, made.__qualname__ = noun.__init__.__annotations__, noun.__init__.__qualname__
    noun.__init__ = made  # type: ignore[method-assign]
    return noun


def maker(noun: Callable[Fields, Noun]) -> Callable[Fields, Noun]:
    """A function that makes what `noun`, a quick one, makes of the same arguments.

    Python makes an object and calls its `__init__` in two steps, each with all arguments: a function alone takes half
    of the time.
    """
    make: Callable[Fields, Noun] = _written(noun, "def make({fields}):", ["made = unlocked()"], "made")
    return make


def _written(noun: Any, head: str, begin: list[str], name: str, bare: bool = False) -> Any:
    """The function that sets the fields of `name`, a noun while it is of the class without a lock; a `bare` one has no
    defaults, and the noun does not check itself."""
    own = fields(noun)
    defaults = {} if bare else {f"default_{f.name}": f.default for f in own if f.default is not MISSING}
    given = (f"{f.name}=default_{f.name}" if f"default_{f.name}" in defaults else f.name for f in own)
    lines = [head.format(fields=", ".join(given)), *begin]
    lines += [f"{name}.{f.name} = {f.name}" for f in own]
    lines += [f"{name}.__class__ = noun"]
    lines += [f"{name}.__post_init__()"] * (hasattr(noun, "__post_init__") and not bare)
    lines += [f"return {name}"] * (name != "self")
    plain = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    unlocked = type(noun.__name__, (noun,), {"__slots__": (), **plain})
    room: dict[str, Any] = {"become": _BECOME, "unlocked": unlocked, "noun": noun, **defaults}
    exec("\n    ".join(lines), room)
    return room[lines[0][4 : lines[0].index("(")]]


def assemble(noun: type[Noun], count: int, **columns: Iterable[Any]) -> list[Noun]:
    """`count` nouns of the slotted dataclass `noun`, each field from its column. `__post_init__` is not called: every
    field, derived or not, must have a column, of the right types, with `count` values.

    Raises:
        TypeError: a column is lacking, or is too short.
    """
    names = [f.name for f in fields(noun)]  # type: ignore[arg-type]
    if lacking := {*names} ^ set(columns):
        raise TypeError(f"{noun.__name__}: one column for each field is wanted: {', '.join(sorted(lacking))}")
    made = list(map(_bare_maker(noun), *[columns[name] for name in names]))  # type: ignore[arg-type]
    if len(made) != count:
        raise TypeError(f"{noun.__name__}: the columns give {len(made)} nouns where {count} are wanted")
    return made


@cache
def _bare_maker(noun: Any) -> Callable[..., Any]:
    """A maker that wants every field and checks nothing."""
    make: Callable[..., Any] = _written(noun, "def make({fields}):", ["made = unlocked()"], "made", bare=True)
    return make


class Memo(dict[Any, Any], Generic[Value]):
    """Values made once for each distinct key, and shared: `map(memo.__getitem__, column)`. None stays None."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        super().__init__({None: None})
        self._make = make

    def __missing__(self, key: Any) -> Value:
        value = self[key] = self._make(key)
        return value

    def all(self, column: Iterable[Any]) -> Iterator[Value]:
        return map(self.__getitem__, column)


@contextmanager
def without_collector() -> Iterator[None]:
    """The cycle collector off: it would walk all nouns again and again while they are made, and they hold no cycles.

    At the end they pass into its oldest generation (which is what freezing and unfreezing do), else it would walk them
    all as soon as it is on again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
