"""A trigger found in a line, bound to the two ends of the tie it tells of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from liens.model import Kind, Mention, Span
from liens.reading.rules.claims.arguments import find_end, gap, settle
from liens.reading.rules.claims.lines import ORGS, Line, is_modifier
from liens.reading.rules.claims.triggers import Hit
from liens.reading.rules.words import words

_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "gets", "got"))
_ARTICLES = frozenset(("a", "an", "the", "its", "their", "his", "her", "this", "any", "no", "'s", "our", "of"))
_VERB_ENDINGS = ("s", "ed", "ing", "t", "d")
_RAISES = frozenset(
    (
        "raised",
        "raises",
        "raising",
        "raise",
        "closed",
        "closes",
        "secured",
        "secures",
        "announced",
        "completed",
        "received",
    )
)
_ROUNDS = frozenset(("round", "financing", "raise", "tranche", "fundraising"))
_RAISED = _ROUNDS | {"M", "funding", "capital", "money", "investment"}
_GENERIC = frozenset(
    ("company", "firm", "group", "start-up", "startup", "organisation", "organization", "maker", "developer")
)
_AFAR = frozenset(("topic", "raiser", "law", "deal", "earlier"))
_DEAL_REACH = 16
_MOST_PARTIES = 3
UNKNOWN_PARTIES = ("?", "?")


class End(NamedTuple):
    """One end of a tie: its names, and its token (-1 if it stands in another sentence)."""

    members: tuple[Mention, ...]
    at: int = -1


@dataclass(frozen=True)
class Tie:
    """A hit with both ends. `parties` are those of a deal that is the object, as far as the line tells them."""

    hit: Hit
    subject: End
    object: End
    parties: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The tokens of the ends that stand in the line."""
        return tuple(e.at for e in (self.subject, self.object) if e.at >= 0)

    @property
    def stretch(self) -> tuple[int, int]:
        """The tokens from the first of phrase and ends to the last, exclusive."""
        return min(self.hit.start, *self.places, self.hit.start), max(
            self.hit.end, *(p + 1 for p in self.places), self.hit.end
        )


class Topics(NamedTuple):
    """What the sentences before were about: a company, and the company of which they said that it raises money."""

    company: Mention | None = None
    last: Mention | None = None
    raiser: Mention | None = None
    law: Mention | None = None


class Focus:
    """Follows which company a text is about: the one that it has named most so far, of several the one named first."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._order: dict[str, int] = {}
        self._best: Mention | None = None
        self.last: Mention | None = None

    def after(self, line: Line) -> Mention | None:
        """The company in focus once `line` is read."""
        for mention in (m for token in line.tokens for m in token.members):
            if mention.kind in (Kind.COMPANY, Kind.OTHER_ORG):
                self.last = mention
                self._counts[mention.name] = self._counts.get(mention.name, 0) + 1
                self._order.setdefault(mention.name, len(self._order))
                if self._best is None or self._rank(mention.name) >= self._rank(self._best.name):
                    self._best = mention
        return self._best

    def _rank(self, name: str) -> tuple[int, int]:
        return self._counts[name], -self._order[name]


def raiser_of(line: Line) -> Mention | None:
    """The company of which `line` says that it raises money ("X raised 20 million", "X's round")."""
    for at, text in enumerate(line.texts):
        found = None
        if text in _RAISES and _RAISED.intersection(line.texts[at : at + 9]):
            found = find_end(line, ("subject", "head"), at, at + 1, "CO")
        elif text in _ROUNDS:
            found = find_end(line, ("poss",), at, at + 1, "CO")
        if found is not None:
            return line.tokens[found].members[0]
    return None


def bind(hit: Hit, topics: Topics) -> Tie | None:
    """The tie of `hit`, or None if an end is missing; `topics` are what the sentences before were about."""
    if _misleads(hit):
        return None
    subject, object_ = _passive(hit) if hit.trigger.verb and _is_passive(hit) else _active(hit, topics)
    if subject is None or object_ is None:
        return None
    if isinstance(object_, Tie):
        return object_
    if subject.members == object_.members and not (hit.trigger.relation.symmetric and len(subject.members) > 1):
        return None
    tie = Tie(hit, subject, object_)
    low, high = tie.stretch
    return None if hit.trigger.unless.intersection(hit.line.texts[max(0, min(low, hit.start - 2)) : high]) else tie


def _misleads(hit: Hit) -> bool:
    """Whether the words around the phrase show that it does not tell of the tie."""
    if hit.trigger.verb and _is_noun(hit.line, hit.start):
        return True
    if hit.trigger.relation.name == "subsidiary_of" and _ends_in_possessor(hit):
        return True
    return hit.trigger.subject[:1] == ("subject",) and _is_gerund(hit.line, hit.start)


def _is_noun(line: Line, at: int) -> bool:
    """Whether what may be a verb at `at` is a noun: right after an article, or a bare form soon after one ("a
    non-exclusive licence", but not "the companies license")."""
    texts = line.texts
    if at and texts[at - 1] in _ARTICLES:
        return True
    if texts[at].endswith(_VERB_ENDINGS) or (at and texts[at - 1].endswith("s")):
        return False
    before = at - 1
    while before >= 0 and at - before < 4 and is_modifier(texts[before]) and texts[before] not in _ARTICLES:
        before -= 1
    return 0 <= before < at - 1 and texts[before] in _ARTICLES


def _ends_in_possessor(hit: Hit) -> bool:
    """Whether the phrase ends in a name that only possesses what is meant ("controls Y's policy")."""
    return hit.end - 1 in (hit.subject, hit.object) and hit.line.texts[hit.end : hit.end + 1] == ("'s",)


def _is_gerund(line: Line, at: int) -> bool:
    """Whether the word at `at` is a noun made of a verb ("the lobbying on the law"), which has no subject."""
    return at > 0 and line.texts[at].endswith("ing") and line.texts[at - 1] in ("the", "this", "such", "of", "about")


def _active(hit: Hit, topics: Topics) -> tuple[End | None, End | Tie | None]:
    trigger = hit.trigger
    subject = _end(hit, hit.subject, trigger.subject, trigger.subject_marks, topics)
    if "same" in trigger.object:
        return subject, subject
    if trigger.deal and hit.object is None and subject is not None:
        deal = _deal(hit, subject)
        if deal:
            return subject, deal
    near = tuple(p for p in trigger.object if p not in _AFAR and p[0] != "=")
    object_ = _end(hit, hit.object, near, trigger.object_marks, topics)
    if object_ is None and subject is not None and 0 <= subject.at < hit.start:
        object_ = _at(hit.line, gap(hit.line, subject.at, trigger.object_marks, trigger.object))
    afar = tuple(p for p in trigger.object if p in _AFAR or p[0] == "=")
    if object_ is None and subject is not None and {"right", "topic"}.intersection(trigger.object):
        object_ = _described(hit, subject, topics)
    return subject, object_ or _end(hit, None, afar, trigger.object_marks, topics)


def _described(hit: Hit, subject: End, topics: Topics) -> End | None:
    """What "the company" after a verb stands for: the last other company of the line before it, else the topic."""
    texts = hit.line.texts[hit.end : hit.end + 4]
    texts = texts[texts[:1] in (("of",), ("in",)) :][:3]
    if not (texts[:1] in (("the",), ("this",)) and (texts[1:2] + texts[2:3])[:1] and _GENERIC.intersection(texts[1:3])):
        return None
    names = {m.name for m in subject.members}
    for at in range(hit.start - 1, -1, -1):
        token = hit.line.tokens[at]
        if (
            token.text in hit.trigger.object_marks
            and token.text in ORGS
            and names.isdisjoint(m.name for m in token.members)
        ):
            return End(token.members, at)
    companies = [m for m in (topics.last, topics.company) if m is not None and m.name not in names]
    return End((companies[0],)) if companies else None


def _end(hit: Hit, held: int | None, places: tuple[str, ...], marks: str, topics: Topics) -> End | None:
    if held is not None:
        return _at(hit.line, settle(hit.line, held, marks) if held == hit.end - 1 else held)
    near = tuple(p for p in places if p not in _AFAR and p[0] != "=")
    found = _at(hit.line, find_end(hit.line, near, hit.start, hit.end, marks))
    if found is None and "law" in places:
        found = _first(hit, "L", marks) or (End((topics.law,)) if topics.law else _first(hit, "B", marks))
    if found is None and "earlier" in places:
        found = _at(hit.line, _earlier(hit, marks))
    for place, company in (("raiser", topics.raiser or topics.company), ("topic", topics.company)):
        if found is None and place in places and company is not None:
            found = End((company,))
    return found or next((_implied(hit, p[1:]) for p in places if p[0] == "="), None)


def _earlier(hit: Hit, marks: str) -> int | None:
    """The first organisation of the line, if a relative clause about another one holds the phrase ("A raised money from
    B, which took a tenth")."""
    line = hit.line
    pronoun = next(
        (i for i in range(hit.start - 1, max(-1, hit.start - 5), -1) if line.texts[i] in ("which", "who")), None
    )
    if pronoun is None:
        return None
    orgs = [i for i in range(pronoun) if line.texts[i] in ORGS and line.texts[i] in marks]
    return orgs[0] if len(orgs) > 1 and orgs[0] + 1 < pronoun and line.texts[orgs[0] + 1] != "'s" else None


def _implied(hit: Hit, name: str) -> End:
    """The entity called `name`, which the words of the phrase imply."""
    first, last = hit.line.tokens[hit.start], hit.line.tokens[hit.end - 1]
    document = next(m.span.document for t in hit.line.tokens for m in t.members)
    return End((Mention(Span(document, first.start, last.end), Kind.PUBLIC_BODY, name),))


def _first(hit: Hit, mark: str, marks: str) -> End | None:
    """The name with `mark` nearest to the phrase and outside it, if `marks` allow it."""
    inside = range(hit.start, hit.end)
    places = [i for i, t in enumerate(hit.line.texts) if t == mark and mark in marks and i not in inside]
    return _at(hit.line, min(places, key=lambda i: (abs(i - hit.start), i), default=None))


def _at(line: Line, at: int | None) -> End | None:
    return None if at is None else End(line.tokens[at].members, at)


def _is_passive(hit: Hit) -> bool:
    texts = hit.line.texts
    if not texts[hit.end - 1].endswith(("ed", "en", "t", "n", "ld", "d")):
        return False
    if "by" in texts[hit.end : hit.end + 3]:
        return not any(t in ("has", "have", "had") for t in texts[max(0, hit.start - 2) : hit.start])
    return any(t in _BE for t in texts[max(0, hit.start - 3) : hit.start])


def _passive(hit: Hit) -> tuple[End | None, End | Tie | None]:
    trigger, line = hit.trigger, hit.line
    agent = _at(line, find_end(line, ("by",), hit.start, hit.end, trigger.subject_marks))
    finite = any(t in _BE for t in line.texts[max(0, hit.start - 4) : hit.start])
    places = ("subject", "head") if finite else ("head",)
    if trigger.deal and agent is not None:
        noun = next(
            (i for i in range(hit.start - 1, max(-1, hit.start - 12), -1) if line.texts[i] in words("claim_deals")),
            None,
        )
        if noun is not None:
            return agent, _unnamed_deal(hit, agent, noun, [])
    return agent, _at(line, find_end(line, places, hit.start, hit.end, trigger.object_marks))


def _deal(hit: Hit, subject: End) -> Tie | None:
    """The tie to a deal that the line names or describes right of the phrase ("the partnership between A and B")."""
    line, noun, orgs = hit.line, None, list[Mention]()
    for at in range(hit.end, min(hit.end + _DEAL_REACH, len(line.tokens))):
        token = line.tokens[at]
        if token.text == "K":
            return Tie(hit, subject, End(token.members, at))
        if token.text in (".", ";", ":"):
            break
        if token.text in words("claim_deals"):
            noun = noun or at
        elif token.text in ORGS and token.text != "B":
            orgs += token.members
    return None if noun is None else _unnamed_deal(hit, subject, noun, orgs)


def _unnamed_deal(hit: Hit, subject: End, noun: int, parties: list[Mention]) -> Tie:
    """The tie to the deal that the token `noun` speaks of, with the parties that are known so far."""
    token, document = hit.line.tokens[noun], subject.members[0].span.document
    deal = Mention(Span(document, token.start, token.end), Kind.DEAL, token.text)
    known = tuple(m.name for m in parties[:_MOST_PARTIES])
    known = (*known, *UNKNOWN_PARTIES)[: max(2, len(known))]
    return Tie(hit, subject, End((deal,), noun), known)
