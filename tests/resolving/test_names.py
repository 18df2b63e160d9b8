"""Which names the matcher `names` makes one, which it leaves to a person, and which it never touches."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest

from liens.ledger.view import NameUse
from liens.market import KnownEntity, Market
from liens.model import Kind, Verdict
from liens.resolving.forms import form_of, is_abbreviation
from liens.resolving.names import Names

PACK = Market(
    "m",
    "M",
    (
        KnownEntity("Amazon", Kind.COMPANY, aliases=("Amazon.com", "AMZN")),
        KnownEntity("Amazon Web Services", Kind.COMPANY, aliases=("AWS",), parent="Amazon"),
        KnownEntity("Inflection AI", Kind.COMPANY),
        KnownEntity("Reflection AI", Kind.COMPANY),
        KnownEntity("Competition and Markets Authority", Kind.PUBLIC_BODY, aliases=("CMA",)),
        KnownEntity("Arthur Mensch", Kind.PERSON),
    ),
    {},
    (),
    {},
    {},
    {},
)
KINDS = {
    "p": Kind.PERSON,
    "c": Kind.COMPANY,
    "b": Kind.PUBLIC_BODY,
    "d": Kind.DEAL,
    "m": Kind.PRODUCT,
    "o": Kind.OUTLET,
}


def use(line: str) -> NameUse:
    """`c Alder Labs = ALDER, Alder` : a company, in one text by that name and in one by each of the others."""
    kind, _, rest = line.partition(" ")
    name, _, others = rest.partition(" = ")
    surfaces = (name, *(other for other in others.split(", ") if other))
    return NameUse(name, KINDS[kind], tuple((surface, 1) for surface in surfaces))


def match(lines: Iterable[str]) -> dict[Verdict, set[frozenset[str]]]:
    found: dict[Verdict, set[frozenset[str]]] = {verdict: set() for verdict in Verdict}
    for proposal in Names(PACK).match([use(line) for line in lines]):
        found[proposal.verdict].add(frozenset({proposal.left, proposal.right}))
    return found


@pytest.mark.parametrize(
    "lines",
    [
        ["c Alder Labs", "c Alder Labs Inc."],
        ["c Alder Labs", "c The Alder Labs"],
        ["c Alder Labs", "c Alder Labs’"],
        ["c Alder Labs' ", "c ALDER-LABS S.A.S."],
        ["c Société Aldère", "c Societe Aldere SA"],
        ["c Alder & Co", "c Alder"],
        ["c DeepAlder", "c Deep Alder"],
        ["c Alder", "o Alder Ltd"],
        ["c Amazon.com", "c Amazon"],
        ["c AWS", "c Amazon Web Services"],
        ["b Moor Trade Office = MTO", "b MTO"],
        ["b Moor Trade Office = M.T.O.", "b M.T.O."],
        ["b Office of Moor and Fen Trade = OMFT", "b OMFT"],
        ["p Mr Arthur Mensch", "p Arthur Mensch"],
        ["d Alder–Birch deal", "d Birch–Alder deal"],
    ],
)
def test_one_entity(lines: list[str]) -> None:
    found = match(lines)
    assert len(found[Verdict.SAME]) == 1
    assert not found[Verdict.UNSURE]


@pytest.mark.parametrize(
    "lines",
    [
        ["c Mistrel", "c Mistrel AI"],
        ["c Mistrel AI = Mistrel", "c Mistrel"],
        ["c Aldermann Systems", "c Aldermans Systems"],
        ["p A. Moor", "p Ada Moor"],
        ["p Moor", "p Ada Moor"],
        ["p Ann Drew", "p Anndrew"],
        ["c Alder Group", "c Alder Group Cloud"],
        ["b Moor Trade Office = MTO", "b MTO", "b Main Tax Office = MTO"],
    ],
)
def test_a_question_for_a_person(lines: list[str]) -> None:
    found = match(lines)
    assert found[Verdict.UNSURE]
    assert not found[Verdict.SAME]


@pytest.mark.parametrize(
    "lines",
    [
        ["c Inflection AI", "c Reflection AI"],
        ["c News Corp", "o Fox News"],
        ["c News Corp", "c News"],
        ["c Amazon", "c Amazon Web Services"],
        ["p Ada Moor", "p Alan Moor"],
        ["p Ada Moor", "c Ada Moor Ltd"],
        ["m Alder", "c Alder"],
        ["c Bank AI", "c Data AI"],
        ["d Alder–Birch deal", "d Alder–Birch merger"],
    ],
)
def test_nothing_to_ask(lines: list[str]) -> None:
    found = match(lines)
    assert not found[Verdict.SAME]
    assert not found[Verdict.UNSURE]


def test_a_name_of_the_pack_alone_is_joined_to_its_entity() -> None:
    assert match(["c AMZN"])[Verdict.SAME] == {frozenset({"AMZN", "Amazon"})}


def test_a_likeness_never_joins_two_entities_of_the_pack() -> None:
    """`AWS` is both an alias of the pack and said by a text to abbreviate another company's name."""
    found = match(["c AWS", "c Amazon = AWS"])
    assert found[Verdict.SAME] == {frozenset({"AWS", "Amazon Web Services"})}


def test_order_does_not_matter_and_work_grows_with_the_number_of_names() -> None:
    heads = [a + b for a in ("Al", "Bir", "Cor", "Dal", "El", "Fen") for b in ("der", "ch", "vex", "mak", "rra", "wyn")]
    lines = [f"c {x}{y} {z}" for x in heads for y in ("a", "eo", "iu", "on") for z in heads]
    begin = time.process_time()
    forward = list(Names(PACK).match([use(line) for line in lines]))
    assert time.process_time() - begin < 8
    assert list(Names(PACK).match([use(line) for line in reversed(lines)])) == forward


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("The Information", Kind.OUTLET, "the information"),
        ("News Corp", Kind.COMPANY, "news corp"),
        ("Alder's", Kind.COMPANY, "alder"),
        ("U.S. Trade Office", Kind.PUBLIC_BODY, "us trade office"),
        ("L.L.C.", Kind.COMPANY, "llc"),
        ("Dr. Ada Moor", Kind.PERSON, "ada moor"),
        ("The Alder Act", Kind.LAW, "alder act"),
        ("!!!", Kind.COMPANY, ""),
    ],
)
def test_forms(name: str, kind: Kind, form: str) -> None:
    assert " ".join(form_of(name, kind)) == form


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("CMA", "Competition and Markets Authority", True),
        ("DoJ", "Department of Justice", True),
        ("cma", "Competition and Markets Authority", False),
        ("Alder", "Alder Labs", False),
        ("A", "Alder", False),
    ],
)
def test_abbreviations(short: str, name: str, expected: bool) -> None:
    assert is_abbreviation(short, name) is expected
