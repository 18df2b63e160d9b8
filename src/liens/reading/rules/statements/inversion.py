"""The subject of an inverted reporting clause: `“…” said the Dutch P`, `…, argues Q`, `told Reuters P`."""

from __future__ import annotations

from collections.abc import Sequence

from liens.reading.rules.statements.folding import BODY, OUTLET, PERSON, Token
from liens.reading.rules.statements.memory import Memory, name_of
from liens.reading.rules.statements.speakers import FINITE, OF, REACH, STOPS, Subject, modified, unnamed
from liens.reading.rules.words import table, words

AFTER_NAME = words("speech_prepositions") | frozenset(
    ("when", "while", "as", "and", "who", "last", "this", "yesterday")
)
AFTER_NAME |= words("speech_time")


def subject_after(tokens: Sequence[Token], at: int, high: int, memory: Memory, strict: bool = True) -> Subject | None:
    """The subject of an inverted clause (`said …`), whose noun phrase or venue begins at `at`; if `strict`, only one
    after which the clause ends."""
    passive = strict and at < high and tokens[at].word == "by"
    start = high if passive else _skip_venues(tokens, at, high)
    meant = memory.meant_by(tokens[start].word) if start < high else ()
    if meant:
        ends = not strict or _ends_phrase(tokens, start, high)
        return Subject(meant, start, start + 1) if ends else None
    headed = False
    for here in range(start, min(high, start + REACH)):
        word = tokens[here].word
        if word == PERSON and not _owns(tokens, here, high):
            return _accept(tokens, here, start, high, strict)
        if word == BODY and not _leads_on(tokens, here, start, high):
            return _accept_body(tokens, here, start, high, strict and not headed)
        if word in table("speech_roles") and _ends_at(tokens, here, high):
            return unnamed(tokens, here, start, memory)
        if (
            word in FINITE
            or word == "that"
            or (word in STOPS and not (here > start and _name_follows(tokens, here, start, high)))
        ):
            return None
        headed = headed or word == ","
    return None


def _ends_at(tokens: Sequence[Token], role: int, high: int) -> bool:
    """Whether the noun phrase ends with the role at `role`: no name comes after it."""
    following = tokens[role + 1].word if role + 1 < high else "."
    ends = following in STOPS or following in words("speech_prepositions") - OF
    return ends and not _name_follows(tokens, role + 1, role, high)


def _owns(tokens: Sequence[Token], at: int, high: int) -> bool:
    return at + 1 < high and tokens[at + 1].word == "'s"


def _leads_on(tokens: Sequence[Token], here: int, start: int, high: int) -> bool:
    """A body's name that modifies the person or role named after it (`Acme's chief, P`, `the head of Acme, P`)."""
    if _owns(tokens, here, high):
        return True
    for on in range(here + 1, min(high, here + 10)):
        word = tokens[on].word
        if word == PERSON or (word in table("speech_roles") and on - here < 5):
            return True
        if word == ",":
            headed = any(token.word in OF for token in tokens[start:here])
            return (on - here > 1 or headed) and _name_follows(tokens, on, start, high)
        if word in STOPS or word in FINITE or word in words("speech_prepositions") - {"of", "for", "at"}:
            return False
    return False


def _name_follows(tokens: Sequence[Token], at: int, start: int, high: int) -> bool:
    """`, P` or `, the senator P` at the comma `at`; any name after a phrase with a head (`Acme's chief, P`)."""
    if at >= high or tokens[at].word != ",":
        return False
    headed = any(token.word in OF or token.word == "'s" for token in tokens[start:at])
    for on in range(at + 1, min(high, at + 5)):
        if tokens[on].word == PERSON or (headed and tokens[on].word == BODY):
            return True
        if tokens[on].word in STOPS or tokens[on].word in FINITE or tokens[on].mention:
            return False
    return False


def _ends_phrase(tokens: Sequence[Token], at: int, high: int) -> bool:
    following = tokens[at + 1].word if at + 1 < high else "."
    return following in STOPS or following in AFTER_NAME


def _accept(tokens: Sequence[Token], here: int, start: int, high: int, strict: bool) -> Subject | None:
    if strict and not _ends_phrase(tokens, here, high):
        return None
    names = [name_of(tokens[here])]
    end = here + 1
    while end + 1 < high and tokens[end].word in ("and", "&") and tokens[end + 1].word == tokens[here].word:
        names.append(name_of(tokens[end + 1]))
        end += 2
    return Subject(tuple(dict.fromkeys(names)), start, end)


def _accept_body(tokens: Sequence[Token], here: int, start: int, high: int, strict: bool) -> Subject | None:
    headed = modified(tokens, here, start)
    if headed:
        return Subject(headed.names, start, here + 1)
    comma = max((i for i in range(start, here) if tokens[i].word == ","), default=start)
    if any(t.word in OF for t in tokens[comma:here]):
        return None
    return _accept(tokens, here, start, high, strict)


def _skip_venues(tokens: Sequence[Token], at: int, high: int) -> int:
    """Past an addressee or medium between verb and subject (`told Reuters the Dutch P`, `got angry on X P`)."""
    if at < high and tokens[at].word == OUTLET:
        at += 1
    while at + 1 < high and tokens[at].word in words("speech_prepositions"):
        at += 1
        if tokens[at].mention:
            at += 1
            continue
        while at < high and tokens[at].word not in STOPS and not tokens[at].mention:
            if tokens[at].word in words("speech_determiners") and tokens[at - 1].word not in words(
                "speech_prepositions"
            ):
                break
            at += 1
        if at < high and tokens[at].mention and tokens[at - 1].word in OF:
            at += 1
    return at
