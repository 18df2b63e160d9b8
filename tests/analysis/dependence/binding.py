"""The invented market with a rule table, and books of claims about who depends on whom in it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from hypothesis import strategies as st

from liens.analysis.dependence.bonds import Bond, find_bonds
from liens.analysis.ties import find_ties
from liens.ledger.view import View
from liens.market import Relation
from liens.market.dependence import Words, read_table
from liens.model import Kind, Status, Terms
from tests.invented import MARKET, Book

RELATIONS = {
    **MARKET.relations,
    "holds_stake_in": Relation("holds_stake_in", "holds a stake in", "is held by", channel="funding"),
    "licenses_to": Relation("licenses_to", "licenses to", "has a licence from", channel="technology"),
    "develops": Relation("develops", "develops", "is developed by"),
}
TABLE = """
never = ["authority"]
[[rule]]
relation = "supplies"
dependent = "object"
grade = "present"
why = "supplies it"
[[rule]]
relation = "supplies"
dependent = "object"
grade = "primary"
words = ["main supplier", "right of first refusal"]
why = "is its main supplier"
[[rule]]
relation = "supplies"
dependent = "object"
grade = "exclusive"
exclusive = true
why = "is its only supplier"
[[rule]]
relation = "supplies"
dependent = "object"
grade = "present"
channel = "technology"
layers = ["model"]
why = "supplies it with models"
[[rule]]
relation = "distributes"
dependent = "object"
grade = "present"
[[rule]]
relation = "invests_in"
dependent = "object"
grade = "present"
[[rule]]
relation = "holds_stake_in"
dependent = "object"
grade = "present"
[[rule]]
relation = "holds_stake_in"
dependent = "object"
grade = "primary"
stake_above = 25
[[rule]]
relation = "partners_with"
dependent = "both"
grade = "present"
[[rule]]
relation = "licenses_to"
dependent = "subject"
grade = "exclusive"
exclusive = true
[none]
compute = ["supplies"]
funding = ["invests_in", "holds_stake_in"]
technology = ["licenses_to"]
[[presence]]
relation = "supplies"
actor = "subject"
of = "subject"
layer = "cloud"
depends = true
[[presence]]
relation = "develops"
actor = "subject"
of = "object"
layer = "model"
"""
LAYERS = {"cloud": "Cloud", "model": "Models"}
WORDS = Words({r.name: r.channel for r in RELATIONS.values()}, MARKET.channels, LAYERS, ("authority",))
TIDES = replace(
    MARKET,
    relations=MappingProxyType(RELATIONS),
    layers=MappingProxyType(LAYERS),
    dependency=read_table(tomllib.loads(TABLE), WORDS),
)
SUPPLY = ("Colossa", "supplies", "Voltane")
Told = tuple[tuple[str, str, str], str | None, Status, Terms]


def bonds_of(view: View) -> tuple[Bond, ...]:
    return find_bonds(find_ties(view, TIDES), view, TIDES)


def told(*claims: Told) -> View:
    """A view in which each claim (triple, day of publication, status, terms) stands in a document of its own."""
    book = Book()
    book.entity("Abacus", Kind.COMPANY, "start_up")
    for number, (triple, published, status, terms) in enumerate(claims):
        document = book.document(f"Text {number} says it.", f"Paper {number % 3}", published)
        book.claim(document, "says it", triple, status, terms=terms)
    return book.view()


def yes(triple: tuple[str, str, str], published: str | None = "2024-01-01", **terms: object) -> Told:
    return (triple, published, Status.ASSERTED, Terms(**terms))  # type: ignore[arg-type]


def says(status: Status, triple: tuple[str, str, str] = SUPPLY, published: str | None = "2024-01-01") -> Told:
    return (triple, published, status, Terms())


def _claim(ends: Sequence[str], relation: str, month: int | None, status: Status, exclusive: bool | None) -> Told:
    day = f"2024-{month:02}-01" if month else None
    return ((ends[0], relation, ends[1]), day, status, Terms(exclusive=exclusive))


COMPANIES = ("Voltane", "Brume", "Colossa", "Colossa Cloud", "Titanis", "Abacus", "Ada Quill", "Markets Board")
CLAIMS = st.lists(
    st.builds(
        _claim,
        st.permutations(COMPANIES),
        st.sampled_from(("supplies", "invests_in", "holds_stake_in", "partners_with", "licenses_to", "distributes")),
        st.none() | st.integers(1, 6),
        st.sampled_from(Status),
        st.sampled_from((None, None, True, False)),
    ),
    max_size=25,
)
