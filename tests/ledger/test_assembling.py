"""Nouns made fast are the nouns that dataclasses make."""

from __future__ import annotations

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from liens.ledger.assembling import Memo, assemble, maker, quick


@dataclass(frozen=True, slots=True)
class Plain:
    """Someone at a place."""

    name: str
    place: tuple[int, ...] = ()
    note: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    """Someone at a place."""

    name: str
    place: tuple[int, ...] = ()
    note: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Checked:
    """A share."""

    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(self.share)


def test_a_quick_noun_is_like_one_made_by_its_dataclass() -> None:
    for arguments, named in ((("Ada",), {}), (("Ada", (1, 2)), {"note": "x"}), ((), {"note": "", "name": "Bo"})):
        made, like = Quick(*arguments, **named), Plain(*arguments, **named)  # type: ignore[arg-type]
        assert type(made) is Quick
        assert repr(made) == repr(like).replace("Plain", "Quick")
        assert made == Quick(like.name, like.place, like.note)
        assert hash(made) == hash(like)
        assert inspect.signature(Quick) == inspect.signature(Plain)


def test_a_maker_makes_the_noun() -> None:
    make = maker(Quick)
    for arguments, named in ((("Ada",), {}), (("Ada", (1, 2)), {"note": "x"}), ((), {"note": "", "name": "Bo"})):
        made = make(*arguments, **named)  # type: ignore[arg-type]
        assert type(made) is Quick
        assert made == Quick(*arguments, **named)  # type: ignore[arg-type]
        assert pickle.loads(pickle.dumps(made)) == made
        with pytest.raises(FrozenInstanceError):
            made.name = "Bo"  # type: ignore[misc]
    with pytest.raises(TypeError):
        make()  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="2"):
        maker(Checked)(2)


def test_a_quick_noun_is_frozen_and_can_be_copied() -> None:
    made = Quick("Ada", (1,))
    with pytest.raises(FrozenInstanceError):
        made.name = "Bo"  # type: ignore[misc]
    assert replace(made, note="x") == Quick("Ada", (1,), "x")
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == made


@pytest.mark.parametrize("named", [{}, {"place": ()}, {"name": "Ada", "nickname": "A"}])
def test_a_quick_noun_wants_the_same_arguments(named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Quick(**named)  # type: ignore[arg-type]


def test_what_a_noun_checks_of_itself_is_checked() -> None:
    assert Checked(0.5).share == 0.5
    with pytest.raises(ValueError, match="2"):
        Checked(2)


def test_only_plain_fields_are_made_quickly() -> None:
    @dataclass(frozen=True, slots=True)
    class Made:
        all: list[int] = field(default_factory=list)
        id: str = field(init=False, default="")

    with pytest.raises(TypeError, match="all, id"):
        quick(Made)


def test_columns_make_the_same_nouns() -> None:
    made = assemble(Quick, 2, name=["Ada", "Bo"], place=[(1,), ()], note=[None, "x"])
    assert made == [Quick("Ada", (1,)), Quick("Bo", (), "x")]
    with pytest.raises(TypeError, match="note"):
        assemble(Quick, 1, name=["Ada"], place=[()])
    with pytest.raises(TypeError, match="2 are wanted"):
        assemble(Quick, 2, name=["Ada"], place=[()], note=[None])


def test_a_memo_makes_each_value_once() -> None:
    asked: list[str] = []
    memo = Memo[str](lambda key: asked.append(key) or key.upper())  # type: ignore[func-returns-value]
    assert list(memo.all(["a", None, "b", "a"])) == ["A", None, "B", "A"]
    assert asked == ["a", "b"]
