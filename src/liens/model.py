"""The nouns: frozen all the way down, standard library only.

A `Document` is read into a `Reading` (claims, statements, mentions, problems). The ledger keeps readings and the
`Decision`s of people and matchers; everything else is derived from the two. Offsets are code points of
`Document.text`, half open: `text[span.start:span.end]`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Choice(StrEnum):
    """One of a few words; in a set or dict it is the string that it equals."""

    __hash__ = str.__hash__


class Status(Choice):
    """How the document presents a relation. Definition order is `annotation.md`'s precedence, weakest first."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    ALLEGED = "alleged"
    DENIED = "denied"
    ENDED = "ended"


class Kind(Choice):
    """What a mention refers to."""

    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    PERSON = "person"
    PRODUCT = "product"
    LAW = "law"
    OTHER_ORG = "other_org"
    OUTLET = "outlet"
    DEAL = "deal"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"


class AmountKind(Choice):
    """What a sum of money is. Sums of different kinds are never added; a valuation is never a deal amount."""

    EQUITY = "equity"
    CONVERTIBLE = "convertible"
    DEBT = "debt"
    PRICE = "price"
    CREDITS = "credits"
    SPEND = "spend"
    LICENCE_FEE = "licence_fee"
    PACKAGE = "package"
    FINE = "fine"
    REVENUE_SHARE = "revenue_share"
    VALUATION = "valuation"
    UNKNOWN = "unknown"


class SpeechKind(Choice):
    """How the words of a statement are given: quoted, reported, or reported with quoted parts."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Stance(Choice):
    """The speaker's attitude towards the statement's target."""

    SUPPORTIVE = "supportive"
    CRITICAL = "critical"
    NEUTRAL = "neutral"


class Verdict(Choice):
    """What a decision says. The first three judge a pair of names, the next three a claim, `undo` another decision."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"


def digest(*parts: object) -> str:
    """Sixteen hex digits that identify `parts`; None and "" differ, and no two lists of parts run together."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]` of the document with id `document`."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """An expected failure: what stage met it, where (file, URL, document), what happened and what to do."""

    stage: str
    where: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A stretch of a document that is not its own text: teaser, caption, read_also, share, paywall, boilerplate."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read.

    `name` is how its source calls it (a JSON line's id, else the file's name); `found_at` is where it came from (path,
    URL, `archive.zip!member`, `lines.jsonl#id`). `read_share` is the share of the text that could be read: 1.0 whole,
    None when a paywall hides an unknown part. `pages` are the offsets at which the pages of a PDF begin. `sketch` is
    the MinHash signature of the document's own text, empty if it is too short for one. `credits` names the outlets and
    bodies that the document says it took its news from.
    """

    text: str
    name: str
    found_at: str = ""
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    read_share: float | None = 1.0
    asides: tuple[Aside, ...] = ()
    pages: tuple[int, ...] = ()
    credits: tuple[str, ...] = ()
    sketch: bytes = b""
    id: str = field(init=False)

    def __post_init__(self) -> None:
        identity = digest(self.text, self.title, self.publisher, self.published, self.url)
        object.__setattr__(self, "id", identity)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text and what it refers to: `name` is the fullest name its document uses for it."""

    span: Span
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in full units of an ISO 4217 currency (None if the text names none). `upper` closes a range."""

    value: float
    currency: str | None
    kind: AmountKind = AmountKind.UNKNOWN
    up_to: bool = False
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What the text says of a relation's terms; a field is None where it says nothing. `stake_pct` is 0–100.

    `date` is the day, month or year of the event that the claim is about: in the text's own words if they name the
    year, else ("on Monday", "last March") in ISO form as the document's day of publication tells it, else in the
    text's words. `what`, `role`, `instrument` and `stage` are the text's words.
    """

    amount: Amount | None = None
    stake_pct: float | None = None
    date: str | None = None
    exclusive: bool | None = None
    what: str | None = None
    role: str | None = None
    instrument: str | None = None
    stage: str | None = None


UNSURE_BELOW = 0.5
"""Claims of a lower confidence were read unsurely: people are asked about them."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a reader made a claim: words of the text and what they told (`trigger`, `antecedent`, `status`…)."""

    span: Span
    role: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """That a relation holds, held, will, may or does not hold between two named ends, as one document presents it.

    `speaker` is whom the document credits for it, None for the document's own voice. For a relation to a deal,
    `object_parties` are the deal's parties.
    """

    subject: str
    relation: str
    object: str
    evidence: Span
    status: Status = Status.ASSERTED
    speaker: str | None = None
    terms: Terms = Terms()
    object_parties: tuple[str, ...] = ()
    confidence: float = 0.5
    reasons: tuple[Reason, ...] = ()

    @property
    def id(self) -> str:
        """Stable over readings: the same words read the same way keep their id, whichever reader read them."""
        amount = self.terms.amount.value if self.terms.amount else None
        return digest(self.subject, self.relation, self.object, self.status, self.speaker, amount, self.evidence)


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of a named speaker: `content` spans them without the outer quotation marks."""

    speaker: str
    content: Span
    kind: SpeechKind
    venue: str | None = None
    target: str | None = None
    stance: Stance = Stance.NEUTRAL

    @property
    def id(self) -> str:
        return digest(self.speaker, self.content)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader (`name@version`) made of one document: written whole or not at all."""

    document: str
    reader: str
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement that outlives every rebuild: dated, signed, undone only by a later decision.

    `targets` are two names (same, different, unsure), one claim id (accept, reject, correct) or one decision id
    (undo). `changes` are the corrected fields of a claim as (field, value) pairs. `within` limits a verdict on names to
    one document.
    """

    verdict: Verdict
    targets: tuple[str, ...]
    by: str
    at: str
    why: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    within: str | None = None

    @property
    def id(self) -> str:
        return digest(self.verdict, self.targets, self.by, self.at, self.changes, self.within)


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, body, person… as the ledger knows it: a cluster of names. `role`, `layer` and `parent` come from the
    market pack where it knows the entity."""

    id: str
    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    role: str | None = None
    layer: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a measure found; `claims` are the ids it rests on, `value` is JSON-able and frozen."""

    measure: str
    subject: str
    value: object
    claims: tuple[str, ...] = ()
