"""Documents and readings of them, given by their words."""

from __future__ import annotations

from collections.abc import Iterable

from liens.ledger.store import Ledger
from liens.model import (
    Claim,
    Decision,
    Document,
    Kind,
    Mention,
    Problem,
    Reading,
    Reason,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
    Verdict,
)

STORY = "Alder Labs put €2m into Birch AI. Birch AI, says Ada Moor, trains on Alder Labs' chips."
KINDS = {"Ada Moor": Kind.PERSON, "Moor Office": Kind.PUBLIC_BODY}


def document(text: str = STORY, name: str = "a.txt") -> Document:
    return Document(text, name=name, found_at=name)


def span(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(document.id, start, start + len(words))


def claim(
    document: Document,
    words: str,
    triple: tuple[str, str, str],
    *,
    terms: Terms | None = None,
    status: Status = Status.ASSERTED,
    speaker: str | None = None,
    parties: tuple[str, ...] = (),
) -> Claim:
    evidence = span(document, words)
    reason = Reason(Span(document.id, evidence.start, evidence.start + 1), "trigger", "a word")
    return Claim(*triple, evidence, status, speaker, terms or Terms(), parties, 0.75, (reason,))


def read(
    document: Document, claims: Iterable[Claim] = (), reader: str = "rules@1", names: Iterable[str] = (), **rest: object
) -> Reading:
    """A reading with `claims`, and a mention of each of `names` wherever the text has it (of the ends of the claims by
    default)."""
    found = tuple(claims)
    wanted = tuple(names) or tuple(dict.fromkeys(end for c in found for end in (c.subject, c.object)))
    mentions = [
        Mention(Span(document.id, at, at + len(name)), KINDS.get(name, Kind.COMPANY), name)
        for name in wanted
        for at in range(len(document.text))
        if document.text.startswith(name, at)
    ]
    ordered = tuple(sorted(mentions, key=lambda mention: mention.span))
    return Reading(document.id, reader, found, mentions=ordered, **rest)  # type: ignore[arg-type]


INVESTS = ("Alder Labs", "invests_in", "Birch AI")
SUPPLIES = ("Alder Labs", "supplies", "Birch AI")


def story(reader: str = "rules@1") -> tuple[Document, Reading]:
    """The story and a whole reading of it."""
    text = document()
    claims = (
        claim(text, "Alder Labs put €2m into Birch AI", INVESTS, terms=Terms(date="2024", exclusive=True)),
        claim(text, "trains on Alder Labs' chips", SUPPLIES, speaker="Ada Moor", status=Status.ALLEGED),
    )
    said = Statement("Ada Moor", span(text, "trains on"), SpeechKind.INDIRECT, "X", "Alder Labs", Stance.SUPPORTIVE)
    problem = Problem("evidence", "a.txt", "a claim has no proof", "look at it")
    names = ("Alder Labs", "Birch AI", "Ada Moor")
    return text, read(text, claims, reader, names, statements=(said,), problems=(problem,))


def put(ledger: Ledger, document: Document, *readings: Reading, stamp: str = "1") -> None:
    """Record `document` at the place it was found at, with its readings."""
    ledger.record(document.found_at, stamp, [document])
    for reading in readings:
        ledger.add_reading(reading)


def decide(verdict: Verdict, *targets: str, at: int = 1, by: str = "Ana List", **rest: object) -> Decision:
    """A decision taken on day `at` of January."""
    return Decision(verdict, targets, by, f"2024-01-{at:02}T12:00:00Z", **rest)  # type: ignore[arg-type]
