from dataclasses import replace

import pytest

from liens.model import Amount, Claim, Document, Kind, Mention, Reading, Reason, Span, SpeechKind, Statement, Terms
from liens.reading.evidence import prove

DOCUMENT = Document("Zürich: Aldane AG  bought\nBorvik for €2m, said Ada Quill.", name="a.txt", found_at="/in/a.txt")
WHOLE = Span(DOCUMENT.id, 0, len(DOCUMENT.text))
CLAIM = Claim("Aldane AG", "acquires", "Borvik", WHOLE, speaker="Ada Quill")
STATEMENT = Statement("Ada Quill", WHOLE, SpeechKind.INDIRECT)


def reading(*claims: Claim, statements: tuple[Statement, ...] = (), mentions: tuple[Mention, ...] = ()) -> Reading:
    return Reading(DOCUMENT.id, "fake@1", claims, statements, mentions)


def test_what_the_text_bears_out_stays() -> None:
    good = reading(CLAIM, statements=(STATEMENT,), mentions=(Mention(WHOLE, Kind.COMPANY, "Aldane AG"),))
    assert prove(DOCUMENT, good) == good


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (replace(CLAIM, evidence=Span("other", 0, 3)), "in another document"),
        (replace(CLAIM, evidence=Span(DOCUMENT.id, 0, 10_000)), "outside the text"),
        (replace(CLAIM, evidence=Span(DOCUMENT.id, 5, 5)), "outside the text"),
        (replace(CLAIM, evidence=Span(DOCUMENT.id, -2, 5)), "outside the text"),
        (replace(CLAIM, evidence=Span(DOCUMENT.id, 17, 19)), "blank"),
        (replace(CLAIM, reasons=(Reason(Span(DOCUMENT.id, 0, 999), "trigger"),)), "outside the text"),
        (replace(CLAIM, subject="Microsoft"), "'Microsoft' is not in the text"),
        (replace(CLAIM, object="Microsoft"), "'Microsoft' is not in the text"),
        (replace(CLAIM, object="Borvik deal", object_parties=("Borvik", "Nobody")), "'Nobody' is not in the text"),
        (replace(CLAIM, speaker="Reuters"), "'Reuters' is not in the text"),
        (replace(CLAIM, object="Aldane AG"), "two ends are the same"),
        (replace(CLAIM, terms=Terms(stake_pct=250)), "not a share"),
        (replace(CLAIM, terms=Terms(amount=Amount(float("nan"), "EUR"))), "not an amount"),
        (replace(CLAIM, terms=Terms(amount=Amount(-1, "EUR"))), "not an amount"),
        (replace(CLAIM, confidence=1.5), "not within 0–1"),
    ],
)
def test_a_claim_that_cannot_be_proved_becomes_a_problem(claim: Claim, reason: str) -> None:
    proved = prove(DOCUMENT, reading(claim, CLAIM))
    assert proved.claims == (CLAIM,)
    (problem,) = proved.problems
    assert problem.stage == "evidence"
    assert problem.where == "/in/a.txt"
    assert reason in problem.message


def test_statements_and_mentions_are_held_against_the_text_too() -> None:
    proved = prove(
        DOCUMENT,
        reading(
            statements=tuple(
                replace(STATEMENT, speaker=name)
                for name in ("Nobody", "Aldane AG spokesperson", "Aldane AG bought", "Aldane AG lawyers")
            ),
            mentions=(Mention(Span(DOCUMENT.id, 9, 9), Kind.COMPANY, "x"),),
        ),
    )
    assert [s.speaker for s in proved.statements] == ["Aldane AG spokesperson", "Aldane AG bought"]
    assert proved.mentions == ()
    assert len(proved.problems) == 3


def test_names_are_found_whatever_their_spacing_and_case() -> None:
    odd = replace(CLAIM, subject="aldane\u00a0AG")
    assert prove(DOCUMENT, reading(odd)).claims == (odd,)


def test_a_name_that_a_mention_stands_for_is_proved_by_the_mention() -> None:
    described = replace(CLAIM, subject="Borvik Holding")
    seat = DOCUMENT.text.index("Borvik")
    mention = Mention(Span(DOCUMENT.id, seat, seat + 6), Kind.COMPANY, "Borvik Holding")
    assert prove(DOCUMENT, reading(described, mentions=(mention,))).claims == (described,)
    nowhere = replace(mention, span=Span(DOCUMENT.id, 900, 906))
    assert prove(DOCUMENT, reading(described, mentions=(nowhere,))).claims == ()
