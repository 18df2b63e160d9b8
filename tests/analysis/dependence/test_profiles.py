import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.dependence.profiles import Dependence, Shift, find_profiles, profile_of, profiles_in, shifts_in
from liens.analysis.ties import find_ties
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market.dependence import Grade
from liens.model import Kind, Status, Terms
from tests.analysis.dependence.binding import CLAIMS, SUPPLY, TIDES, Told, bonds_of, says, told, yes
from tests.invented import Book

S = Status
STAKE = ("Colossa", "holds_stake_in", "Voltane")
FUNDS = ("Colossa", "invests_in", "Voltane")


def cells(view: View, on: str | None = None) -> dict[tuple[str, str, str], Dependence]:
    return {(c.start_up, c.channel, c.provider): c for p in find_profiles(view, TIDES, on) for c in p.cells}


def grades(view: View, on: str | None = None) -> dict[tuple[str, str, str], str]:
    return {key: cell.grade.value for key, cell in cells(view, on).items()}


def compute(view: View, on: str | None = None) -> Dependence:
    """Voltane's cell for compute from Colossa."""
    return profile_of("voltane", bonds_of(view), view, TIDES, on).at("compute", "colossa")


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([], Grade.UNKNOWN),
        ([yes(SUPPLY)], Grade.PRESENT),
        ([yes(SUPPLY, what="as its main supplier")], Grade.PRIMARY),
        ([yes(SUPPLY, role="Main\n Supplier")], Grade.PRIMARY),
        ([yes(SUPPLY, what="domain suppliers")], Grade.PRESENT),
        ([yes(SUPPLY, exclusive=True)], Grade.EXCLUSIVE),
        ([yes(SUPPLY, exclusive=False)], Grade.PRESENT),
        ([yes(SUPPLY, exclusive=True), yes(SUPPLY, "2024-02-01")], Grade.EXCLUSIVE),
        ([yes(SUPPLY, exclusive=True), yes(SUPPLY, "2024-02-01", exclusive=False)], Grade.PRESENT),
        ([yes(SUPPLY, exclusive=False), yes(SUPPLY, "2024-02-01", exclusive=True)], Grade.EXCLUSIVE),
        ([yes(SUPPLY, exclusive=True), yes(SUPPLY, exclusive=False)], Grade.EXCLUSIVE),
        ([yes(SUPPLY, what="main supplier"), yes(SUPPLY, "2024-02-01", exclusive=False)], Grade.PRIMARY),
        ([yes(SUPPLY), yes(SUPPLY, "2024-02-01", what="main supplier")], Grade.PRIMARY),
        ([yes(SUPPLY, what="main supplier"), yes(SUPPLY, "2024-02-01")], Grade.PRIMARY),
        ([says(S.PLANNED)], Grade.UNKNOWN),
        ([says(S.ALLEGED)], Grade.UNKNOWN),
        ([says(S.DENIED)], Grade.NONE),
        ([says(S.DENIED), says(S.ALLEGED)], Grade.UNKNOWN),
        ([yes(SUPPLY), says(S.DENIED, published="2024-02-01")], Grade.PRESENT),
        ([yes(SUPPLY), says(S.ENDED, published="2024-02-01")], Grade.NONE),
        ([yes(SUPPLY), says(S.ENDED)], Grade.NONE),
        ([yes(SUPPLY, "2024-03-01"), says(S.ENDED, published="2024-02-01")], Grade.PRESENT),
        ([yes(SUPPLY, exclusive=True), says(S.ENDED), yes(SUPPLY, "2024-02-01")], Grade.PRESENT),
        ([(SUPPLY, "2024-01-01", S.PLANNED, Terms(exclusive=True)), yes(SUPPLY)], Grade.PRESENT),
    ],
)
def test_the_grade_of_a_cell(claims: list[Told], grade: Grade) -> None:
    assert compute(told(*claims)).grade is grade


@pytest.mark.parametrize(
    ("on", "grade"),
    [
        ("2018-12-31", "unknown"),
        ("2019", "present"),
        ("2019-01-01", "present"),
        ("2023-05", "present"),
        ("2023-06-15", "exclusive"),
        ("2024-02-29", "exclusive"),
        ("2024-03-01", "none"),
        (None, "none"),
    ],
)
def test_a_tie_is_in_force_from_its_first_event_to_its_end(on: str | None, grade: str) -> None:
    view = told(
        yes(SUPPLY, "2023-05-20", date="in 2019"),
        yes(SUPPLY, "2023-06-15", exclusive=True),
        says(S.ENDED, published="2024-03-01"),
    )
    assert compute(view, on).grade.value == grade


def test_a_claim_of_which_no_day_is_known_counts_on_every_day() -> None:
    view = told(yes(SUPPLY, None))
    assert compute(view, "1999").grade is Grade.PRESENT
    assert shifts_in(bonds_of(view), TIDES) == ()


def test_a_customer_depends_on_its_supplier_and_not_the_other_way_round() -> None:
    view = told(yes(("Voltane", "supplies", "Colossa")), yes(("Brume", "supplies", "Voltane")))
    assert grades(view) == {("voltane", "compute", "brume"): "present"}


def test_partners_that_are_both_young_depend_on_each_other() -> None:
    view = told(yes(("Voltane", "partners_with", "Brume")))
    assert grades(view) == {
        ("voltane", "technology", "brume"): "present",
        ("brume", "technology", "voltane"): "present",
    }


def test_an_exclusive_licence_binds_who_gives_it_and_its_plain_denial_says_nothing() -> None:
    licence = ("Voltane", "licenses_to", "Colossa")
    assert grades(told(yes(licence))) == grades(told(says(S.DENIED, licence))) == {}
    assert grades(told(yes(licence, exclusive=True))) == {("voltane", "technology", "colossa"): "exclusive"}


def test_an_exclusive_licence_that_no_longer_is_one_binds_nobody() -> None:
    licence = ("Voltane", "licenses_to", "Colossa")
    view = told(yes(licence, exclusive=True), yes(licence, "2024-02-01", exclusive=False))
    assert grades(view) == {}
    assert grades(view, "2024-01-15") == {("voltane", "technology", "colossa"): "exclusive"}
    assert [shift.after.value for shift in shifts_in(bonds_of(view), TIDES)] == ["exclusive", "unknown"]


def test_units_and_their_people_count_for_their_group() -> None:
    view = told(
        yes(SUPPLY),
        yes(("Colossa Cloud", "supplies", "Voltane")),
        yes(("Titanis", "supplies", "Voltane")),
    )
    found = cells(view)
    assert {key[2]: (len(cell.ties), cell.alternatives) for key, cell in found.items()} == {
        "colossa": (2, 1),
        "titanis": (1, 1),
    }


def test_a_founder_of_the_start_up_is_no_provider_and_no_start_up() -> None:
    assert grades(told(yes(("Ada Quill", "invests_in", "Voltane")), yes(("Colossa", "invests_in", "Ada Quill")))) == {}


def test_nobody_depends_on_an_authority() -> None:
    assert grades(told(yes(("Markets Board", "partners_with", "Voltane")))) == {}


def test_a_start_up_that_a_group_owns_stays_one_and_depends_on_its_owner() -> None:
    book = Book()
    book.entity("Abacus", Kind.COMPANY, "start_up", parent="Titanis")
    document = book.document("Titanis supplies Abacus; Abacus supplies Voltane.")
    book.claim(document, "supplies Abacus", ("Titanis", "supplies", "Abacus"))
    book.claim(document, "supplies Voltane", ("Abacus", "supplies", "Voltane"))
    assert set(grades(book.view())) == {("abacus", "compute", "titanis"), ("voltane", "compute", "titanis")}


def test_what_a_model_maker_supplies_is_technology() -> None:
    book = Book()
    key = book.entity("Abacus")
    book.entities[key] = replace(book.entities[key], layer="model")
    book.claim(book.document("Abacus supplies Voltane."), "supplies", ("Abacus", "supplies", "Voltane"))
    assert grades(book.view()) == {("voltane", "technology", "abacus"): "present"}


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([says(S.DENIED, STAKE)], Grade.UNKNOWN),
        ([says(S.DENIED, STAKE), says(S.DENIED, FUNDS)], Grade.NONE),
        ([says(S.DENIED, STAKE), yes(FUNDS)], Grade.PRESENT),
        ([says(S.DENIED, STAKE), says(S.PLANNED, FUNDS)], Grade.UNKNOWN),
        ([yes(STAKE, stake_pct=25.0)], Grade.PRESENT),
        ([yes(STAKE, stake_pct=25.1)], Grade.PRIMARY),
    ],
)
def test_none_takes_a_denial_of_every_relation_of_the_channel(claims: list[Told], grade: Grade) -> None:
    view = told(*claims)
    cell = profile_of("voltane", bonds_of(view), view, TIDES).at("funding", "colossa")
    assert cell.grade is grade
    assert len(cell.ties) + len(cell.absent) + len(cell.pending) == len(claims)


def test_a_profile_tells_groups_from_others_and_names_all_its_claims() -> None:
    view = told(yes(SUPPLY, exclusive=True), yes(("Brume", "supplies", "Voltane")), yes(FUNDS, "2024-02-01"))
    profile = profile_of("voltane", bonds_of(view), view, TIDES)
    assert (profile.groups, profile.others) == (("colossa",), ("brume",))
    assert profile.providers("compute") == ("colossa", "brume")
    assert profile.at("distribution", "titanis") == Dependence("voltane", "distribution", "titanis")
    assert profile.at("compute", "titanis").alternatives == 2
    assert {claim for cell in profile.cells for claim in cell.claims} == {entry.id for entry in view.entries}


def test_independence_over_time() -> None:
    view = told(
        says(S.PLANNED, published="2023-01-01"),
        yes(SUPPLY, "2023-02-01"),
        yes(("Colossa Cloud", "supplies", "Voltane"), "2023-03-01", exclusive=True),
        yes(("Colossa Cloud", "supplies", "Voltane"), "2023-03-02"),
        says(S.ENDED, ("Colossa Cloud", "supplies", "Voltane"), "2023-04-01"),
        says(S.ENDED, SUPPLY, "2023-05-01"),
    )
    ids = [entry.id for entry in view.entries]
    cell = ("voltane", "compute", "colossa")
    assert shifts_in(bonds_of(view), TIDES) == (
        Shift("2023-02-01", *cell, Grade.UNKNOWN, Grade.PRESENT, (ids[1],)),
        Shift("2023-03-01", *cell, Grade.PRESENT, Grade.EXCLUSIVE, (ids[2],)),
        Shift("2023-04-01", *cell, Grade.EXCLUSIVE, Grade.PRESENT, (ids[4],)),
        Shift("2023-05-01", *cell, Grade.PRESENT, Grade.NONE, (ids[5],)),
    )


@given(CLAIMS)
def test_what_is_in_force_now_is_what_the_ties_assert(claims: list[Told]) -> None:
    view = told(*claims)
    ties = {tie.id: tie for tie in find_ties(view, TIDES)}
    for cell in cells(view).values():
        plain = [tie for tie in cell.ties if ties[tie].relation != "licenses_to"]
        assert all(ties[tie].status is Status.ASSERTED for tie in plain)
        assert all(ties[tie].status in (Status.ENDED, Status.DENIED) for tie in cell.absent)
        assert not set(cell.ties) & {*cell.absent, *cell.pending}
        assert (cell.grade.rank >= Grade.PRESENT.rank) == bool(cell.ties)
        assert set(cell.claims) <= {claim for tie in ties.values() for claim in tie.claims}


@given(CLAIMS, st.integers(1, 7))
def test_the_changes_lead_to_the_profile_of_every_day(claims: list[Told], month: int) -> None:
    view = told(*(claim for claim in claims if claim[1]))
    day = f"2024-{month:02}-15"
    reached: dict[tuple[str, str, str], Grade] = {}
    for shift in shifts_in(bonds_of(view), TIDES):
        key = (shift.start_up, shift.channel, shift.provider)
        assert reached.get(key, Grade.UNKNOWN) is shift.before is not shift.after
        if shift.day <= day:
            reached[key] = shift.after
        else:
            break
    shown = {key: cell.grade for key, cell in cells(view, day).items()}
    assert {k: g for k, g in shown.items() if g is not Grade.UNKNOWN} == {
        k: g for k, g in reached.items() if g is not Grade.UNKNOWN
    }


@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_documents_and_claims_changes_nothing(claims: list[Told], chance: random.Random) -> None:
    view = told(*claims)
    entries, documents = list(view.entries), list(view.documents.items())
    chance.shuffle(entries)
    chance.shuffle(documents)
    other = replace(view, entries=tuple(entries), documents=dict(documents))
    assert find_profiles(other, TIDES) == find_profiles(view, TIDES)
    assert shifts_in(bonds_of(other), TIDES) == shifts_in(bonds_of(view), TIDES)


def test_what_cannot_be_asked_is_told() -> None:
    view = told(yes(SUPPLY))
    with pytest.raises(ConfigError, match="'Colossa' is no start-up of this market: give it the role"):
        profile_of("colossa", bonds_of(view), view, TIDES)
    with pytest.raises(ConfigError, match="'nobody' is no start-up"):
        profile_of("nobody", bonds_of(view), view, TIDES)
    with pytest.raises(ConfigError, match="'soon' is no date: write it like 2024-05-01, 2024-05 or 2024"):
        profiles_in(bonds_of(view), view, TIDES, "soon")
    assert profile_of("brume", bonds_of(view), view, TIDES).cells == ()
