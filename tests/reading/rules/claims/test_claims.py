"""Claims: which ties a text tells of. Each row is a text and the ties read from it.

Names are invented: Acme, Borea, Cirrus and Dorado are companies, people have two words, Ledger is an outlet.
"""

from __future__ import annotations

import re
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.market import Market, load_market
from liens.model import AmountKind, Claim, Document, Kind, Mention, Span, SpeechKind, Statement, Status
from liens.reading.rules import Rules
from liens.reading.rules.claims.finding import find_claims
from liens.reading.rules.page import Page
from liens.reading.rules.sentences import split_sentences
from liens.reading.rules.values.dates import find_dates
from liens.reading.rules.values.money import find_money

KINDS = {
    "Acme": Kind.COMPANY,
    "Borea": Kind.COMPANY,
    "Cirrus": Kind.COMPANY,
    "Dorado": Kind.COMPANY,
    "Open Grid": Kind.OTHER_ORG,
    "Trade Council": Kind.PUBLIC_BODY,
    "European Parliament": Kind.PUBLIC_BODY,
    "Model Act": Kind.LAW,
    "Ledger": Kind.OUTLET,
    "Pixie": Kind.PRODUCT,
    "Ada Lind": Kind.PERSON,
    "Bo Marr": Kind.PERSON,
}
NAMES = re.compile("|".join(KINDS))


@pytest.fixture(scope="module")
def market() -> Market:
    return load_market("ai")


def page(text: str) -> Page:
    """A page whose mentions are the names of `KINDS`, sums, shares and dates."""
    document = Document(text=text, name="test", language="en")
    found = [(m.start(), m.end(), KINDS[m.group()]) for m in NAMES.finditer(text)]
    found += [(m.start, m.end, Kind.MONEY) for m in find_money(text, "en")]
    found += [(m.start(), m.end(), Kind.SHARE) for m in re.finditer(r"\d+(?:\.\d+)? percent", text)]
    found += [(d.start, d.end, Kind.DATE) for d in find_dates(text)]
    mentions = tuple(Mention(Span(document.id, a, b), kind, text[a:b]) for a, b, kind in sorted(found))
    return Page(document, split_sentences(document), mentions)


def read(text: str, market: Market, *statements: Statement) -> tuple[Claim, ...]:
    return find_claims(page(text), statements, market)


def ties(text: str, market: Market) -> set[str]:
    return {f"{c.subject} {c.relation} {c.object}" for c in read(text, market)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme has invested in Borea.", {"Acme invests_in Borea"}),
        ("Acme and Cirrus have invested $3 million in Borea.", {"Acme invests_in Borea", "Cirrus invests_in Borea"}),
        ("The start-up, in which Acme has invested, is called Borea.", set()),
        ("Borea, in which Acme has invested $3 million, makes chips.", {"Acme invests_in Borea"}),
        ("Borea raised $20 million in May from investors including Acme and Cirrus.",
         {"Acme invests_in Borea", "Cirrus invests_in Borea"}),
        ("Borea raised $20 million. The round was led by Acme.", {"Acme invests_in Borea"}),
        ("Acme owns 12 percent of Borea.", {"Acme holds_stake_in Borea"}),
        ("Acme has agreed to acquire the chip designer Borea.", {"Acme acquires Borea"}),
        ("Borea was acquired by Acme in 2020.", {"Acme acquires Borea"}),
        ("Acme's takeover of Borea is off.", {"Acme acquires Borea"}),
        ("Borea is a unit of Acme.", {"Borea subsidiary_of Acme"}),
        ("Acme-owned Borea grew.", {"Borea subsidiary_of Acme"}),
        ("Acme has formed a partnership with Borea.", {"Acme partners_with Borea"}),
        ("Acme's deals with Borea and Cirrus are old.", {"Acme partners_with Borea", "Acme partners_with Cirrus"}),
        ("The alliance between Acme and Borea is old.", {"Acme partners_with Borea"}),
        ("Acme supplies chips to Borea.", {"Acme supplies Borea"}),
        ("Borea rents servers from Acme.", {"Acme supplies Borea"}),
        ("Acme is the exclusive distributor of Borea.", {"Acme distributes Borea"}),
        ("Acme licensed its models to Borea.", {"Acme licenses_to Borea"}),
        ("Borea was founded in 2019 by Dr. Ada Lind and Bo Marr.", {"Ada Lind founded Borea", "Bo Marr founded Borea"}),
        ("Acme chief executive Ada Lind spoke.", {"Ada Lind works_for Acme"}),
        ("Ada Lind, head of research at Acme, spoke.", {"Ada Lind works_for Acme"}),
        ("Ada Lind sits on the board of Acme.", {"Ada Lind board_of Acme"}),
        ("Acme sued Borea in May.", {"Acme sues Borea"}),
        ("Acme has lobbied the Trade Council.", {"Acme lobbies Trade Council"}),
        ("Acme competes with Borea and with Cirrus.", {"Acme competes_with Borea", "Acme competes_with Cirrus"}),
        ("Acme launched Pixie.", {"Acme develops Pixie"}),
        ("The Trade Council is investigating Acme.", {"Trade Council examines Acme"}),
        ("Acme said that the weather was fine and thanked Borea.", set()),
        ("Acme and Borea were both named in the report.", set()),
    ],
)  # fmt: skip
def test_ties(text: str, expected: set[str], market: Market) -> None:
    assert ties(text, market) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Acme acquired Borea.", Status.ASSERTED),
        ("Acme has agreed to acquire Borea.", Status.PLANNED),
        ("Acme will invest in Borea.", Status.PLANNED),
        ("Acme has reportedly invested in Borea.", Status.ALLEGED),
        ("Acme has not invested in Borea.", Status.DENIED),
        ("Acme denied plans to invest in Borea.", Status.DENIED),
        ("Former Acme chief executive Ada Lind spoke.", Status.ENDED),
        ("The Trade Council cleared Acme.", Status.ENDED),
        ("Acme will continue to supply chips to Borea.", Status.ASSERTED),
        ("Acme had a partnership with Borea. It lapsed in May.", Status.ENDED),
        ("Acme has agreed to acquire Borea. The deal was later called off.", Status.ENDED),
        ("Acme acquired Borea. It rained.", Status.ASSERTED),
        ("Acme drops its alliance with Borea.", Status.ENDED),
        ("The Trade Council cleared Acme's takeover of Borea.", Status.PLANNED),
        ("Ada Lind, who ran Acme until May, spoke.", Status.ENDED),
    ],
)
def test_status(text: str, status: Status, market: Market) -> None:
    assert [c.status for c in read(text, market) if c.relation != "examines" or "takeover" not in text] == [status]


def test_a_relative_pronoun_stands_for_the_name_before_it(market: Market) -> None:
    assert ties("Borea, which competes with Acme, supplies chips to Cirrus.", market) == {
        "Borea competes_with Acme",
        "Borea supplies Cirrus",
    }


def test_relative_clauses_in_a_row_describe_the_same_name(market: Market) -> None:
    text = "It hit Borea, in which Acme has invested 11 billion euros, and of which Acme is the exclusive distributor."
    assert {(c.relation, c.subject, c.object, c.terms.exclusive) for c in read(text, market)} == {
        ("invests_in", "Acme", "Borea", None),
        ("distributes", "Acme", "Borea", True),
    }


def test_terms_are_those_of_the_tie(market: Market) -> None:
    (claim,) = read("Acme invested up to $3 million in Borea, at a valuation of $40 million.", market)
    assert claim.terms.amount is not None
    assert (claim.terms.amount.value, claim.terms.amount.currency) == (3e6, "USD")
    assert (claim.terms.amount.kind, claim.terms.amount.up_to) == (AmountKind.EQUITY, True)


def test_a_sum_told_of_several_is_no_ones(market: Market) -> None:
    assert [c.terms.amount for c in read("Acme and Cirrus invested $3 million in Borea.", market)] == [None, None]


@pytest.mark.parametrize(
    ("text", "exclusive"),
    [
        ("Acme is the exclusive distributor of Borea.", True),
        ("Acme is a non-exclusive distributor of Borea.", False),
        ("Acme is a distributor of Borea.", None),
    ],
)
def test_exclusivity(text: str, exclusive: bool | None, market: Market) -> None:
    assert [c.terms.exclusive for c in read(text, market)] == [exclusive]


def test_role_and_share_are_in_the_terms(market: Market) -> None:
    (post,) = read("Ada Lind, head of research at Acme, spoke.", market)
    (stake,) = read("Acme owns 12.5 percent of Borea.", market)
    assert (post.terms.role, stake.terms.stake_pct) == ("head", 12.5)


def test_a_deal_is_named_by_its_parties(market: Market) -> None:
    text = "Acme has formed a partnership with Borea. The Trade Council is looking into the partnership."
    (claim,) = (c for c in read(text, market) if c.relation == "examines")
    assert (claim.object, claim.object_parties) == ("Acme–Borea partnership", ("Acme", "Borea"))


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The Trade Council is examining Acme closely.", "is examining Acme closely"),
        ("The Trade Council opened an inquiry into Acme, people said.", "opened an inquiry into Acme"),
        ("The Trade Council found that the deal between Acme and Borea does not qualify for investigation.",
         "does not qualify for investigation"),
        ("The Trade Council said on Monday that it has cleared the deal between Acme and Borea.",
         "has cleared the deal between Acme and Borea"),
    ],
)  # fmt: skip
def test_a_stage_is_the_whole_phrase(text: str, stage: str, market: Market) -> None:
    assert [c.terms.stage for c in read(text, market) if c.relation == "examines"] == [stage]


def test_the_parties_of_a_deal_belong_to_different_houses(market: Market) -> None:
    text = (
        "The Trade Council has examined the deal between Acme, the owner of Borea, and Cirrus. Borea is a unit of Acme."
    )
    assert [c.object_parties for c in read(text, market) if c.relation == "examines"] == [("Acme", "Cirrus")]


def test_the_parties_of_a_deal_that_nothing_names_are_the_companies_named_most(market: Market) -> None:
    text = "Acme spoke to Borea. Borea likes Acme. The Trade Council is examining the transaction."
    assert [c.object_parties for c in read(text, market) if c.relation == "examines"] == [("Acme", "Borea")]


def test_an_authority_does_no_business_where_it_examines(market: Market) -> None:
    text = "The Trade Council is examining Acme. It rained. Acme competes with the Trade Council."
    assert ties(text, market) == {"Trade Council examines Acme"}


def test_an_examination_is_over_once_a_sentence_closes_it(market: Market) -> None:
    text = "The Trade Council is examining Acme. In May the Trade Council closed its case against Acme."
    assert [c.status for c in read(text, market) if c.relation == "examines"] == [Status.ENDED]


def test_sums_that_differ_are_transactions_of_their_own(market: Market) -> None:
    text = "Acme invested $3 million in Borea. In 2023 Acme invested $9 million in Borea. Acme has invested in Borea."
    amounts = [c.terms.amount.value for c in read(text, market) if c.terms.amount]
    assert (amounts, len(read(text, market))) == ([3e6, 9e6], 2)


def test_a_sum_told_of_each_is_that_of_all(market: Market) -> None:
    claims = read("Acme and Cirrus invested $3 million each in Borea.", market)
    assert [c.terms.amount.value for c in claims if c.terms.amount] == [3e6, 3e6]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Acme acquired Borea in May 2021.", "May 2021"),
        ("Acme acquired Borea on Monday.", "2024-02-26"),
        ("On Monday the Ledger reported that Acme acquired Borea.", None),
    ],
)
def test_a_date_is_that_of_the_event(text: str, date: str | None, market: Market) -> None:
    read_ = replace(page(text).document, published="2024-02-27")
    dated = replace(page(text), document=read_)
    assert [c.terms.date for c in find_claims(dated, (), market) if c.relation == "acquires"] == [date]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Borea raised money from Acme, which took 12 percent.", "Acme holds_stake_in Borea"),
        ("Ada Lind, who founded Borea, sued the company.", "Ada Lind sues Borea"),
        ("Acme took a non-exclusive licence to Borea's models.", "Borea licenses_to Acme"),
        ("Founded in 2019 by Ada Lind and Bo Marr, Borea makes chips.", "Ada Lind founded Borea"),
    ],
)
def test_ends_further_away(text: str, expected: str, market: Market) -> None:
    assert expected in ties(text, market)


def test_a_noun_is_no_verb(market: Market) -> None:
    assert "Acme licenses_to Borea" not in ties("Acme took a non-exclusive licence to Borea's models.", market)


def test_crowded_texts_take_time_in_proportion_to_their_length(market: Market) -> None:
    def seconds(repeats: int) -> float:
        crowded = page("Acme invested $3 million in Borea. The Trade Council is examining the deal. " * repeats)
        begin = process_time()
        find_claims(crowded, (), market)
        return process_time() - begin

    seconds(10)
    assert seconds(800) < 40 * seconds(100)


def test_a_stage_that_the_text_corrects_is_the_corrected_one(market: Market) -> None:
    text = "The Trade Council will look into Acme. This is not a formal investigation, but an examination."
    assert [c.terms.stage for c in read(text, market) if c.relation == "examines"] == ["an examination"]


def test_words_may_imply_an_entity_that_the_document_names(market: Market) -> None:
    assert ties("Ada Lind, an MEP, spoke.", market) == set()
    text = "Ada Lind, an MEP, spoke. The European Parliament will vote."
    assert ties(text, market) == {"Ada Lind works_for European Parliament"}


def test_a_move_from_one_company_to_another_is_a_hiring(market: Market) -> None:
    assert "Borea hires_from Acme" in ties("Ada Lind left Acme and joined Borea.", market)


def test_the_speaker_of_the_statement_that_holds_a_claim_is_credited(market: Market) -> None:
    text = "Acme has invested in Borea, Ada Lind said."
    document = page(text).document
    statement = Statement("Ada Lind", Span(document.id, 0, text.index(",")), SpeechKind.INDIRECT)
    assert [c.speaker for c in read(text, market, statement)] == ["Ada Lind"]
    assert [c.speaker for c in read("Acme has invested in Borea.", market)] == [None]


@pytest.mark.parametrize(
    "text", ["Acme has invested in Borea, according to Ledger.", "Ledger reported that Acme has invested in Borea."]
)
def test_an_outlet_is_credited(text: str, market: Market) -> None:
    assert [c.speaker for c in read(text, market)] == ["Ledger"]


def test_two_sources_that_contradict_each_other_are_two_claims(market: Market) -> None:
    text = "According to Ledger, Acme has reportedly invested in Borea.\n\nAcme has not invested in Borea."
    assert {(c.status, c.speaker) for c in read(text, market)} == {
        (Status.ALLEGED, "Ledger"),
        (Status.DENIED, None),
    }


def test_evidence_and_reasons_are_places_in_the_text(market: Market) -> None:
    text = "It rained. Acme has reportedly invested in Borea."
    (claim,) = read(text, market)
    assert text[claim.evidence.start : claim.evidence.end] == "Acme has reportedly invested in Borea."
    assert {r.role: text[r.span.start : r.span.end] for r in claim.reasons} == {
        "trigger": "invested",
        "status": "reportedly",
    }


PIECES = st.sampled_from(
    ["Acme", "Borea", "Ada Lind", "Trade Council", "invested in", "acquired", ",", "which", "and", "the", "(", ")",
     "'s", "$3 million", "board of", "sued", ".", "12 percent", "was founded by", "partnership with", "“", "”", "—"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_text_gives_claims_between_two_of_its_names(market: Market, pieces: list[str]) -> None:
    text = " ".join(pieces)
    for claim in read(text, market):
        assert claim.subject != claim.object
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(text)
        assert 0.25 <= claim.confidence <= 1
    assert read(text, market) == read(text, market)


@pytest.mark.parametrize(
    ("published", "status"), [("2026-05-21", "asserted"), ("2030-01-01", "ended"), (None, "ended")]
)
def test_a_last_day_that_was_yet_to_come_ends_nothing(published: str | None, status: str) -> None:
    text = "Borvik Systems leases computing capacity to Aldane AI until May 2029."
    document = Document(text, name="a.txt", published=published)
    claims = Rules(load_market()).read(document).claims
    assert {c.status.value for c in claims if c.relation == "supplies"} == {status}
