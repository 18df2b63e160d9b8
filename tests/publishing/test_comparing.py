import pytest

from liens.analysis.compare import Likeness, Point, Row, Side, Topic
from liens.market.dependence import Grade
from liens.model import Amount, AmountKind, Stance, Status
from liens.publishing.comparing import point_in_words, row_in_words, why_in_words
from tests.invented import MARKET


def name(key: str) -> str:
    return key.title()


def row(topic: Topic, likeness: Likeness, *points: tuple[Point, ...], **rest: str) -> Row:
    label = rest.pop("label", "compute")
    sides = tuple(Side(entity, told) for entity, told in zip(("voltane", "brume", "nacre"), points, strict=False))
    return Row(topic, "compute", label, likeness, sides, **rest)


def grade(other: str, value: Grade, note: str = "") -> Point:
    return Point((other,), value, ("c1",), value is not Grade.UNKNOWN, note=note)


def stance(*values: Stance) -> tuple[Point, ...]:
    return tuple(Point(("ada",), value, ("r1",)) for value in values)


BILLION = Amount(1e9, "EUR", AmountKind.EQUITY)
ONLY, SOME, OPEN = Grade.EXCLUSIVE, Grade.PRESENT, Grade.UNKNOWN


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            row(
                Topic.DEPENDENCE,
                Likeness.DIFFERENT,
                (grade("colossa", ONLY),),
                (grade("colossa", SOME), grade("titanis", SOME)),
            ),
            "different: Colossa exclusive for Voltane, present for Brume; told only of Brume: Titanis (present)",
        ),
        (
            row(Topic.DEPENDENCE, Likeness.SAME, (grade("colossa", SOME),), (grade("colossa", SOME),)),
            "same: alike as far as told: Colossa present",
        ),
        (
            row(Topic.DEPENDENCE, Likeness.UNKNOWN, (), (grade("colossa", OPEN),)),
            "unknown: of Brume nothing settled is told; no document tells of a dependence of Voltane in compute",
        ),
        (
            row(
                Topic.DEPENDENCE,
                Likeness.DIFFERENT,
                (grade("colossa", SOME),),
                (grade("colossa", SOME),),
                (grade("titanis", SOME),),
            ),
            "different: alike as far as told: Colossa present for Voltane and Brume; nobody in common as far as told: "
            "Voltane and Nacre, Brume and Nacre; told only of Nacre: Titanis (present)",
        ),
        (
            row(
                Topic.TERMS,
                Likeness.UNKNOWN,
                (Point(("colossa",), BILLION, ("c1",)),),
                (),
                label="is funded by",
                term="amount: equity",
            ),
            "unknown: Voltane: EUR 1 billion (Colossa); nothing is told of Brume",
        ),
        (
            row(
                Topic.AUTHORITIES,
                Likeness.UNKNOWN,
                (Point(("colossa",), "cleared", ("c1",), day="2024-03-01"),),
                (Point((), "as reported by the press: cleared", ("c2",), known=False),),
                about="board",
            ),
            "unknown: Voltane: cleared (Colossa, 2024-03-01); of Brume no stage is known by the authority’s own word",
        ),
        (
            row(
                Topic.STATEMENTS,
                Likeness.DIFFERENT,
                stance(Stance.CRITICAL, Stance.NEUTRAL),
                stance(Stance.SUPPORTIVE),
            ),
            "different: Voltane more critical than supportive (1 critical, 1 neutral); Brume supportive (1)",
        ),
    ],
)
def test_why(asked: Row, why: str) -> None:
    assert why_in_words(asked, name, MARKET) == why


@pytest.mark.parametrize(
    ("asked", "point", "title", "words"),
    [
        (row(Topic.DEPENDENCE, Likeness.SAME), grade("colossa", ONLY, "alone"), "Compute", "Colossa exclusive (alone)"),
        (
            row(Topic.TIES, Likeness.SAME, label="is funded by"),
            Point(("colossa",), Status.ASSERTED, ("c1",), day="2024-03-01", note="late 2022"),
            "is funded by",
            "Colossa in force (dated late 2022)",
        ),
        (
            row(Topic.TIES, Likeness.SAME, label="is funded by"),
            Point(("colossa",), Status.ALLEGED, ("c1",), False, "2024-03-01"),
            "is funded by",
            "Colossa only alleged (told 2024-03-01)",
        ),
        (
            row(Topic.TERMS, Likeness.SAME, label="is supplied by", term="exclusive"),
            Point(("colossa",), False, ("c1",)),
            "is supplied by: Exclusivity",
            "not exclusive (Colossa)",
        ),
        (
            row(Topic.CHANGES, Likeness.SAME),
            Point(("colossa",), "unknown to present", ("c1",), day="2024-03-01"),
            "changes of dependence",
            "2024-03-01: Colossa unknown to present",
        ),
    ],
)
def test_rows_and_points_in_words(asked: Row, point: Point, title: str, words: str) -> None:
    assert (row_in_words(asked, name, MARKET), point_in_words(asked, point, name)) == (title, words)
