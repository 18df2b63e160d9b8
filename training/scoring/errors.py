"""What kinds of mistakes a reader makes: each missed group of claims and each false claim is of one kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liens.model import Document
from liens.reading.rules.page import Sentence
from liens.reading.rules.sentences import split_sentences
from training.scoring.matching import Group, strength
from training.scoring.names import Names, words_of
from training.scoring.outcome import Outcome
from training.scoring.sheets import Claim


class Kind(StrEnum):
    """Missed: `OTHERWISE` the pair was told with another relation or direction; else by the annotated evidence:
    `APART` no sentence of it has both ends, `ANAPHOR` an end is there only as a description or pronoun, `WORDING` both
    ends are named in a sentence. False: `RELATION` or `DIRECTION` of an annotated pair is wrong; `UNTIED` no annotated
    claim ties the two; `UNKNOWN` an end is no annotated entity."""

    OTHERWISE = "missed: told with another relation or direction"
    APART = "missed: ends in different sentences"
    ANAPHOR = "missed: an end is a description or pronoun"
    WORDING = "missed: both ends named in one sentence"
    RELATION = "false: another relation ties the two"
    DIRECTION = "false: the wrong way round"
    UNTIED = "false: no relation ties the two"
    UNKNOWN = "false: an end is no annotated name"


@dataclass(frozen=True, slots=True)
class Mistake:
    """`claim` is the annotation's if it was missed, the reader's if it is false."""

    kind: Kind
    document: str
    claim: Claim


_PRONOUN = re.compile(
    r"\b(?:he|she|it|they|we|who|which|him|her|them|us|his|hers|its|their|our|whose|I|my)\b", re.IGNORECASE
)
_BEFORE_DESCRIPTIONS = frozenset(("the", "a", "an", "its", "his", "her", "their", "our"))

Forms = tuple[str, ...]
"""The name of an entity and the other mentions that are annotated for it."""


def mistakes(outcome: Outcome, text: str) -> list[Mistake]:
    """The mistakes in one document, whose text is `text`."""
    names, at = Names(outcome.annotated.entities), outcome.annotated.id
    sentences = split_sentences(Document(text, name=""))
    missed = [
        Mistake(_missed(names, outcome, group, list(_around(group[0].evidence, text, sentences))), at, group[0])
        for group in outcome.claims.missed
    ]
    annotated = outcome.annotated.claims
    return missed + [Mistake(_false(names, annotated, claim), at, claim) for claim in outcome.claims.false]


def _around(evidence: str, text: str, sentences: Sequence[Sentence]) -> Iterator[str]:
    """The sentences that `evidence` lies in."""
    start = text.find(evidence)
    end = start + len(evidence)
    return (text[s.start : s.end] for s in sentences if start >= 0 and s.start < end and start < s.end)


def _missed(names: Names, outcome: Outcome, group: Group, around: Sequence[str]) -> Kind:
    told = ((claim, one) for claim in group for one in outcome.claims.false)
    if any(strength(names, claim, one, typed=False) for claim, one in told):
        return Kind.OTHERWISE
    claim = group[0]
    ends = [_forms(name, outcome.annotated.entities) for name in (claim.subject, (*claim.parties, claim.object)[0])]
    if any(_named(ends[0], s) and _named(ends[1], s) for s in around):
        return Kind.WORDING
    return Kind.ANAPHOR if any(_meant(ends, s) for s in around) else Kind.APART


def _false(names: Names, annotated: Sequence[Claim], told: Claim) -> Kind:
    tied = [claim for claim in annotated if strength(names, claim, told, typed=False)]
    if any(claim.relation == told.relation for claim in tied):
        return Kind.DIRECTION
    if tied:
        return Kind.RELATION
    return Kind.UNTIED if names.known(told.subject) and names.known(told.object) else Kind.UNKNOWN


def _named(forms: Forms, sentence: str) -> bool:
    return any(_is_in(form, sentence) for form in forms if _is_name(form))


def _meant(ends: Sequence[Forms], sentence: str) -> bool:
    """Whether each end is there by name or description; a pronoun may stand for one of them."""
    lacking = [forms for forms in ends if not any(_is_in(form, sentence) for form in forms)]
    return not lacking or (len(lacking) == 1 and bool(_PRONOUN.search(sentence)))


def _forms(name: str, entities: Sequence[Forms]) -> Forms:
    return name, *next((forms for forms in entities if words_of(forms[0]) == words_of(name)), ())


def _is_name(form: str) -> bool:
    """Whether `form` begins like a name and not like a description."""
    return not form[:1].islower() and form.partition(" ")[0].casefold() not in _BEFORE_DESCRIPTIONS


def _is_in(form: str, sentence: str) -> bool:
    return bool(form) and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", sentence) is not None
