"""Counts that add up over documents, and the figures they give."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """Right, false and missed. If there was nothing to find and nothing was told, all was right."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Balance) -> Balance:
        return Balance(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return _share(self.right, self.right + self.false, 0.0 if self.missed else 1.0)

    @property
    def recall(self) -> float:
        return _share(self.right, self.right + self.missed, 0.0 if self.false else 1.0)

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `count`; 1.0 of none."""

    right: int = 0
    count: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.right + other.right, self.count + other.count)

    @property
    def share(self) -> float:
        return _share(self.right, self.count, 1.0)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Statements: `found` of the `wanted`, and `right` of the `told`. The two differ where one prediction covers two
    statements, or an optional one."""

    found: Rate = Rate()
    right: Rate = Rate()

    def __add__(self, other: Spoken) -> Spoken:
        return Spoken(self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right.share if self.right.count or not self.found.count else 0.0

    @property
    def recall(self) -> float:
        return self.found.share

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(one: float, other: float) -> float:
    """The harmonic mean of two shares."""
    return 2 * one * other / (one + other) if one + other else 0.0


def _share(part: int, whole: int, of_none: float) -> float:
    return part / whole if whole else of_none
