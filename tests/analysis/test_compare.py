import random
from dataclasses import replace

import pytest

from liens.analysis.compare import Likeness, Point, Row, Side, Topic, compare, prevailing
from liens.errors import ConfigError
from liens.market.dependence import Grade
from liens.model import Amount, AmountKind, Stance, Status, Terms
from tests.invented import MARKET, Book
from tests.publishing.studies import FULL_MARKET


def book() -> Book:
    made = Book()
    document = made.document("They are tied.")
    told = (
        ("Colossa", "invests_in", "Voltane", Status.ASSERTED),
        ("Colossa", "invests_in", "Brume", Status.ASSERTED),
        ("Colossa", "supplies", "Voltane", Status.ASSERTED),
        ("Titanis", "supplies", "Brume", Status.ASSERTED),
        ("Titanis", "distributes", "Brume", Status.ASSERTED),
        ("Titanis", "distributes", "Voltane", Status.DENIED),
        ("Voltane", "partners_with", "Colossa", Status.ASSERTED),
        ("Titanis", "partners_with", "Brume", Status.PLANNED),
        ("Voltane", "partners_with", "Brume", Status.ASSERTED),
    )
    for subject, relation, object_, status in told:
        made.claim(document, "They are tied", (subject, relation, object_), status)
    return made


def rows(book: Book, topic: Topic, market: object = None) -> list[Row]:
    found = compare(book.view(), market or FULL_MARKET, ["voltane", "brume"])  # type: ignore[arg-type]
    return [row for row in found.rows if row.topic is topic]


def told(row: Row) -> list[list[tuple[str, ...]]]:
    return [[(*point.others, str(point.value)) for point in side.points] for side in row.sides]


def test_ties_side_by_side() -> None:
    assert [(row.channel, row.label, row.likeness, told(row)) for row in rows(book(), Topic.TIES, MARKET)] == [
        (
            "compute",
            "is supplied by",
            Likeness.DIFFERENT,
            [[("colossa", "asserted")], [("titanis", "asserted")]],
        ),
        (
            "distribution",
            "is distributed by",
            Likeness.DIFFERENT,
            [[("titanis", "denied")], [("titanis", "asserted")]],
        ),
        ("funding", "is funded by", Likeness.SAME, [[("colossa", "asserted")], [("colossa", "asserted")]]),
        (
            "technology",
            "partners with",
            Likeness.UNKNOWN,
            [[("colossa", "asserted")], [("titanis", "planned")]],
        ),
    ]


def test_every_channel_is_a_row_and_an_untold_one_is_unknown() -> None:
    found = [row for row in rows(book(), Topic.DEPENDENCE) if row.about is None]
    assert [(row.channel, row.likeness) for row in found] == [
        ("compute", Likeness.DIFFERENT),
        ("distribution", Likeness.UNKNOWN),
        ("funding", Likeness.SAME),
        ("technology", Likeness.UNKNOWN),
    ]
    assert all(point.claims for row in found for side in row.sides for point in side.points)


def test_a_company_of_which_nothing_is_told_for_one_is_unknown() -> None:
    found = [row for row in rows(book(), Topic.DEPENDENCE) if row.about and row.channel == "compute"]
    assert [(row.about, row.likeness, row.is_detail) for row in found] == [
        ("colossa", Likeness.UNKNOWN, True),
        ("titanis", Likeness.UNKNOWN, True),
    ]


def test_one_more_known_provider_makes_no_difference() -> None:
    made = Book()
    document = made.document("They are tied.")
    for ends in (("Colossa", "Voltane"), ("Colossa", "Brume"), ("Titanis", "Brume")):
        made.claim(document, "They are tied", (ends[0], "supplies", ends[1]))
    assert rows(made, Topic.DEPENDENCE)[0].likeness is Likeness.UNKNOWN


@pytest.mark.parametrize(
    ("one", "two", "likeness"),
    [
        (("Colossa", Status.ASSERTED), ("Titanis", Status.ASSERTED), Likeness.DIFFERENT),
        (("Colossa", Status.DENIED), ("Titanis", Status.ASSERTED), Likeness.UNKNOWN),
        (("Colossa", Status.DENIED), ("Titanis", Status.ENDED), Likeness.UNKNOWN),
        (("Colossa", Status.DENIED), ("Colossa", Status.ASSERTED), Likeness.DIFFERENT),
        (("Colossa", Status.DENIED), ("Colossa", Status.DENIED), Likeness.SAME),
        (("Colossa", Status.PLANNED), ("Colossa", Status.PLANNED), Likeness.UNKNOWN),
    ],
)
def test_a_denial_differs_from_a_tie_with_the_same_company_alone(
    one: tuple[str, Status], two: tuple[str, Status], likeness: Likeness
) -> None:
    made = Book()
    document = made.document("They are tied.")
    for (company, status), start_up in ((one, "Voltane"), (two, "Brume")):
        made.claim(document, "They are tied", (company, "supplies", start_up), status)
    (row,) = rows(made, Topic.TIES)
    assert row.likeness is likeness


def test_the_grade_of_one_company_differs() -> None:
    made = Book()
    document = made.document("They are tied.", published="2024-01-02")
    only = Terms(exclusive=True)
    made.claim(document, "They are tied", ("Colossa", "supplies", "Voltane"), terms=only)
    made.claim(document, "They are tied", ("Colossa", "supplies", "Brume"))
    row = rows(made, Topic.DEPENDENCE)[0]
    assert (row.likeness, [side.points[0].value for side in row.sides]) == (
        Likeness.DIFFERENT,
        [Grade.EXCLUSIVE, Grade.PRESENT],
    )
    changes = rows(made, Topic.CHANGES)
    assert told(changes[0]) == [[("colossa", "unknown to exclusive")], [("colossa", "unknown to present")]]


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (Amount(1e9, "EUR", AmountKind.EQUITY), Amount(1e9, "EUR", AmountKind.EQUITY), [("equity", Likeness.SAME)]),
        (
            Amount(1e9, "EUR", AmountKind.EQUITY),
            Amount(2e9, "EUR", AmountKind.EQUITY),
            [("equity", Likeness.DIFFERENT)],
        ),
        (
            Amount(1e9, "EUR", AmountKind.EQUITY),
            Amount(1e9, "EUR", AmountKind.VALUATION),
            [("equity", Likeness.UNKNOWN), ("valuation", Likeness.UNKNOWN)],
        ),
    ],
)
def test_sums_are_compared_kind_by_kind(one: Amount, two: Amount, expected: list[tuple[str, Likeness]]) -> None:
    made = Book()
    document = made.document("They are tied.")
    for amount, name in ((one, "Voltane"), (two, "Brume")):
        made.claim(document, "They are tied", ("Colossa", "invests_in", name), terms=Terms(amount=amount))
    found = [(row.term or "", row.likeness) for row in rows(made, Topic.TERMS)]
    assert found == [(f"amount: {kind}", likeness) for kind, likeness in expected]


def examined(stage: str, publisher: str = "Markets Board") -> Book:
    made = Book()
    own = made.document("The board cleared it. It opens a full review.", "Markets Board", "2024-03-01")
    made.claim(
        own,
        "The board cleared it",
        ("Markets Board", "examines", "Colossa–Voltane partnership"),
        parties=("Colossa", "Voltane"),
        terms=Terms(stage="cleared"),
    )
    made.entity("Colossa–Brume partnership")
    other = made.document(f"Of the other: {stage}.", publisher, "2024-03-02")
    made.claim(
        other,
        stage,
        ("Markets Board", "examines", "Colossa–Brume partnership"),
        parties=("Colossa", "Brume"),
        terms=Terms(stage=stage),
    )
    return made


@pytest.mark.parametrize(
    ("made", "likeness"),
    [
        (examined("cleared"), Likeness.SAME),
        (examined("full review"), Likeness.DIFFERENT),
        (examined("cleared", "The Courier"), Likeness.UNKNOWN),
    ],
)
def test_outcomes_count_by_the_authoritys_own_word(made: Book, likeness: Likeness) -> None:
    (row,) = rows(made, Topic.AUTHORITIES)
    assert (row.about, row.likeness) == ("markets-board", likeness)


def test_statements_about_each_and_those_that_set_them_side_by_side() -> None:
    made = Book()
    text = (
        "Brume: “It is captured”. Voltane: “Better than Brume”. Brume is not Voltane. “The two cases differ”. “Calm”."
    )
    document = made.document(text)
    made.say(document, "It is captured", "Open Ledger Fund", "Brume")
    made.say(document, "Better than Brume", "Ada Quill", "Voltane")
    made.say(document, "The two cases differ", "Voltane")
    made.say(document, "Calm", "Voltane")
    found = compare(made.view(), MARKET, ["voltane", "brume"])
    assert [one.words for one in found.setting] == ["Better than Brume", "The two cases differ"]
    (row,) = [row for row in found.rows if row.topic is Topic.STATEMENTS and row.about is None]
    assert [[point.note for point in side.points] for side in row.sides] == [["Better than Brume"], ["It is captured"]]


@pytest.mark.parametrize(
    ("stances", "expected"),
    [("", "neutral"), ("nn", "neutral"), ("cnns", "divided"), ("ccs", "critical"), ("sn", "supportive")],
)
def test_prevailing(stances: str, expected: str) -> None:
    letters = {"n": Stance.NEUTRAL, "c": Stance.CRITICAL, "s": Stance.SUPPORTIVE}
    assert prevailing([Point((), letters[letter], ()) for letter in stances]) == expected


def test_the_order_of_documents_changes_nothing() -> None:
    made = book()
    made.entries += examined("full review").entries
    made.documents |= examined("full review").documents
    made.entity("Colossa–Brume partnership")
    view = made.view()
    expected = compare(view, FULL_MARKET, ["voltane", "brume"])
    for seed in range(10):
        mixed = random.Random(seed)
        documents = mixed.sample(list(view.documents.items()), len(view.documents))
        entries = tuple(mixed.sample(view.entries, len(view.entries)))
        assert compare(
            replace(view, documents=dict(documents), entries=entries), FULL_MARKET, ["voltane", "brume"]
        ) == (expected)


def test_the_order_of_entities_changes_their_places_alone() -> None:
    one = compare(book().view(), FULL_MARKET, ["voltane", "brume"])
    two = compare(book().view(), FULL_MARKET, ["brume", "voltane"])
    turned = tuple(replace(row, sides=row.sides[::-1]) for row in two.rows)
    assert turned == one.rows


def test_only_known_points_are_told() -> None:
    known, rumoured = Point(("colossa",), "asserted", ("c1",)), Point(("colossa",), "alleged", ("c2",), known=False)
    assert Side("voltane", (known, rumoured)).told == (known,)


@pytest.mark.parametrize(
    ("entities", "message"),
    [
        (["voltane"], "two entities or more"),
        (["voltane", "voltane"], "two entities or more"),
        (["voltane", "nobody"], "no entity 'nobody'"),
    ],
)
def test_what_cannot_be_compared(entities: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        compare(book().view(), MARKET, entities)
