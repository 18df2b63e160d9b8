"""What is found on a short way is what the long way finds."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import pairwise, product

import pytest

from liens.analysis import ties
from liens.analysis.deals.phases import build_phasebook
from liens.analysis.dependence import profiles
from liens.analysis.dependence.bonds import Bond, Word, course, state_on
from liens.analysis.docket.searches import _words as words_in
from liens.analysis.origins import Support
from liens.analysis.positions import findings
from liens.analysis.positions.standpoints import Hand, Standpoint
from liens.analysis.positions.targets import Target, TargetKind
from liens.ledger.view import Entry
from liens.market import load_market
from liens.market.dependence import Grade
from liens.model import Amount, Document, SpeechKind, Stance, Status, Terms
from tests.invented import Book

PACK = load_market("ai")
_SIGNS_OR_SPACES = re.compile("[\\s.,;:!?()“”–—…/]+")
TRIPLE = ("Colossa", "invests_in", "Voltane")


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("terms", [Terms(), Terms(date="March 2024", stake_pct=3.0, exclusive=False)])
def test_a_tie_of_one_claim(status: Status, terms: Terms) -> None:
    book = Book()
    book.claim(book.document("It put money in", "Paper", "2024-05-01"), "It put money in", TRIPLE, status, terms=terms)
    view = book.view()
    (entry,) = view.entries
    key = (entry.subject, TRIPLE[1], entry.object)
    ((when, _),) = dated = ties._dated([entry], view.documents)
    assert ties._lone_tie(key, "a--b", entry, when, Support()) == ties._tie(key, "a--b", dated, Support())


def test_the_terms_of_one_claim_are_all_its_terms() -> None:
    values = (Amount(1e6, "EUR"), 5.0, "May 2024", False, "cloud", "supplier", "warrant", "opened")
    told = dict(zip(ties.TERMS, values, strict=True))
    book = Book()
    document = book.document("It put money in", "Paper", "2024-05-01")
    book.claim(document, "It put money in", TRIPLE, terms=Terms(**told))  # type: ignore[arg-type]
    (entry,) = book.view().entries
    assert [(term.name, term.value, term.claims) for term in ties.terms_in(entry)] == [
        (name, value, (entry.id,)) for name, value in told.items()
    ]


@pytest.mark.parametrize("word", [Word("2024-01-01", "c", Status.ASSERTED, grade, "why") for grade in Grade])
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("needed", [(), ("supplies",), ("supplies", "distributes")])
def test_a_cell_of_one_claim(word: Word, status: Status, needed: tuple[str, ...]) -> None:
    if status is not Status.ASSERTED:
        word = replace(word, status=status, grade=Grade.UNKNOWN, why="")
    bond = Bond("tie", "supplies", "a", "compute", "b", None, (word,))
    state = state_on(bond, None)
    market = replace(PACK, dependency=replace(PACK.dependency, none={"compute": needed}))
    cell = ("a", "compute", "b")
    if state.claims:
        short = profiles._lone_cell(cell, bond, state, 3, needed)
        grade = profiles._grade([(bond.relation, state.grade)], needed)
        side = profiles._SIDES.get(state.grade, "ties")
        assert (short.grade, getattr(short, side), short.claims) == (grade, ("tie",), ("c",))
        assert (short.why, short.alternatives) == (state.why if grade is state.grade else "", 3 - (side == "ties"))
    (turn,) = course(bond)
    after = profiles._grade([(bond.relation, turn.grade)], needed)
    shifts = list(profiles._shifts(cell, [bond], market))
    assert [(s.day, s.before, s.after, s.claims) for s in shifts] == (
        [] if after is Grade.UNKNOWN else [("2024-01-01", Grade.UNKNOWN, after, ("c",))]
    )


def textbook(sentence: str, status: Status) -> tuple[set[str], bool]:
    """The longest phrases that stand as whole words in `sentence` for `status`, and whether it makes a further deal."""
    text = f" {' '.join(_SIGNS_OR_SPACES.sub(' ', sentence.casefold()).split())} "
    told = [(phrase, phase) for phase in PACK.phases.all for phrase in phase.phrases]
    fit = [phrase for phrase, phase in told if f" {phrase} " in text and status in phase.statuses]
    longest = max(map(len, fit), default=0)
    return {phrase for phrase in fit if len(phrase) == longest}, any(f" {one} " in text for one in PACK.phases.anew)


def test_phases_are_those_of_a_search_for_every_phrase() -> None:
    """Sentences of phrases, plain words and signs by chance; none of the words negates."""
    chance = random.Random(7)
    phrases = [phrase for phase in PACK.phases.all for phrase in phase.phrases] + list(PACK.phases.anew)
    phrases = [phrase for phrase in phrases if not {"not", "no", "never", "pas", "nicht"} & set(phrase.split())]
    rest = ["Colossa", "money,", "the", "(again)", "deal…", "Straße", "İstanbul", "“terms”"]
    book = build_phasebook(PACK.phases)
    for _ in range(400):
        sentence = " ".join(chance.choice((chance.choice(phrases), chance.choice(rest))) for _ in range(9))
        status = chance.choice([status for status in Status if status is not Status.DENIED])
        entry, document = told(sentence, status)
        found, anew = textbook(sentence, status)
        tells = book.tell(entry, document)
        assert tells.phrase in found if found else tells.phrase is None, sentence
        assert tells.anew is anew, sentence


def told(sentence: str, status: Status) -> tuple[Entry, Document]:
    book = Book()
    document = book.document(f"Ä. {sentence}", "Paper", "2024-05-01")
    book.claim(document, sentence, TRIPLE, status)
    view = book.view()
    (entry,) = view.entries
    return entry, view.documents[entry.claim.evidence.document]


def test_the_words_of_a_text_are_those_that_a_pattern_finds() -> None:
    every = "".join(map(chr, [*range(0x3000), *range(0xFF00, 0x10000), 0x1F600]))
    text = "".join(one + two for one, two in pairwise(every))
    assert words_in(text) == re.findall(r"\w+", text)


def test_denials_are_found_as_by_looking_at_each() -> None:
    chance = random.Random(5)
    days = ("2024-01-01", "2024-02-01", "2024-03-01", "9999", "9999-12-31")
    for _ in range(200):
        told = [(chance.choice(days), chance.choice("abc"), str(n)) for n in range(chance.randrange(30))]
        denials = sorted(findings.Denial(*each) for each in told)
        for day, document in product((None, "2023-01-01", *days), "abcd"):
            one = said_on(day, document)
            later = [
                d.claim
                for d in denials
                if d.document == document or (day is not None and day < d.day < findings.UNDATED)
            ]
            assert findings._refusals(denials).after(one) == later[: findings.MOST_REPLIES]


def said_on(day: str | None, document: str) -> Standpoint:
    return Standpoint(
        remark="r",
        document=document,
        start=0,
        speaker="s",
        posts=(),
        target=Target(TargetKind.NONE),
        stance=Stance.CRITICAL,
        kind=SpeechKind.DIRECT,
        venue=None,
        hand=Hand.FIRST,
        via=None,
        day=day,
        words="",
        assures=False,
        origin="o",
    )
