"""Claims, terms and sums in words that say no more than the claim does.

A sentence names who says so and how sure they are: a plan is told as a plan, an allegation as an allegation. Sentences
are made of `Part`s, so that pages can link the names and a terminal can print them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from operator import attrgetter

from liens.ledger.assembling import quick
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Amount, AmountKind, Document, Kind, Status, Terms


@quick
@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence; the name of entity `entity` where there is one."""

    text: str
    entity: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Term:
    """A term in words: `label` "Equity", `text` "up to USD 4 billion"."""

    label: str
    text: str


OWN_VOICE = {
    Status.ASSERTED: " reports that ",
    Status.PLANNED: " reports a plan: ",
    Status.ALLEGED: " reports an allegation: ",
    Status.DENIED: " reports a denial that ",
    Status.ENDED: " reports as ended: ",
}
SPEAKER = {
    Status.ASSERTED: " says that ",
    Status.PLANNED: " says that this is planned: ",
    Status.ALLEGED: " alleges that ",
    Status.DENIED: " denies that ",
    Status.ENDED: " says that this has ended: ",
}
AMOUNTS = {
    AmountKind.EQUITY: "Equity",
    AmountKind.CONVERTIBLE: "Convertible",
    AmountKind.DEBT: "Debt",
    AmountKind.PRICE: "Price",
    AmountKind.CREDITS: "Credits",
    AmountKind.SPEND: "Spending",
    AmountKind.LICENCE_FEE: "Licence fee",
    AmountKind.PACKAGE: "Package",
    AmountKind.FINE: "Fine",
    AmountKind.REVENUE_SHARE: "Revenue share",
    AmountKind.VALUATION: "Valuation (not an amount of the deal)",
    AmountKind.UNKNOWN: "Amount",
}
LABELS = {
    "stake_pct": "Stake",
    "date": "Date",
    "exclusive": "Exclusivity",
    "what": "What",
    "role": "Role",
    "instrument": "Instrument",
    "stage": "Stage",
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
TERMS = tuple(f.name for f in fields(Terms))
TERM_VALUES = attrgetter(*TERMS)
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def sentence(entry: Entry, view: View, market: Market) -> tuple[Part, ...]:
    """What the claim says, who says it and in which document's words."""
    document = view.documents[entry.claim.evidence.document]
    publisher = Part(document_name(document))
    relation = market.relations.get(entry.claim.relation)
    fact = (
        _name(entry.subject, view),
        Part(f" {relation.label if relation else entry.claim.relation.replace('_', ' ')} "),
        _name(entry.object, view),
    )
    if entry.speaker is None:
        return (publisher, Part(OWN_VOICE[entry.claim.status]), *fact, Part("."))
    speaker = _name(entry.speaker, view)
    outlet = view.entities[entry.speaker].kind is Kind.OUTLET
    lead = (OWN_VOICE if outlet else SPEAKER)[entry.claim.status]
    by = () if speaker.text == publisher.text else (Part(", according to "), publisher)
    return (speaker, Part(lead), *fact, *by, Part("."))


def _name(entity: str, view: View) -> Part:
    return Part(view.entities[entity].name, entity)


def document_name(document: Document) -> str:
    """Who speaks where a document speaks for itself: its publisher, else its title or name in quotation marks."""
    return document.publisher or f"“{document.title or document.name}”"


def plain(parts: tuple[Part, ...]) -> str:
    """The sentence without its links."""
    return "".join(part.text for part in parts)


def terms_in_words(terms: Terms) -> tuple[Term, ...]:
    """The terms that are given, in the order of their fields."""
    pairs = zip(TERMS, TERM_VALUES(terms), strict=True)
    return tuple(term_in_words(name, value) for name, value in pairs if value is not None)


def term_in_words(name: str, value: object) -> Term:
    """Field `name` of `Terms` with its value."""
    label = AMOUNTS[value.kind] if isinstance(value, Amount) else LABELS.get(name, name)
    return Term(label, value_in_words(name, value))


def value_in_words(name: str, value: object) -> str:
    """A value of `Terms`, of a camp of a conflict or of a finding."""
    if isinstance(value, Amount):
        return amount_in_words(value)
    if isinstance(value, bool):
        return "exclusive" if value else "not exclusive"
    if isinstance(value, float):
        return f"{value:.6g} %" if name == "stake_pct" else f"{value:.6g}"
    return str(value)


def amount_in_words(amount: Amount) -> str:
    """ "up to USD 4 billion", "EUR 8 million to 12 million"; the currency by its code, as a sign would be ambiguous."""
    bound = "up to " if amount.up_to else ""
    unit = f"{amount.currency} " if amount.currency else ""
    upper = f" to {_number(amount.upper)}" if amount.upper is not None else ""
    unnamed = "" if amount.currency else " (currency not named)"
    return f"{bound}{unit}{_number(amount.value)}{upper}{unnamed}"


def printable(text: str) -> str:
    """`text` with a replacement character for whatever neither HTML nor XML can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _number(value: float) -> str:
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{value / scale:,.6g} {word}"
    return f"{value:,.2f}".removesuffix(".00")
