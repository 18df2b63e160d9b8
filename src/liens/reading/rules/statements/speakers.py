"""Whose words they are: the noun phrase before a speech verb, and whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liens.reading.rules.statements.folding import BODY, OUTLET, PERSON, PRONOUNS, QUOTE, Token
from liens.reading.rules.statements.memory import Memory, name_of
from liens.reading.rules.words import table, words

NAMED = (PERSON, BODY)
OF = frozenset(("of", "at", "for", "from", "with", "to", "in"))
FINITE = words("speech_finite")
STOPS = frozenset((",", ".", ";", ":", "(", ")", "–", "—", "-", "!", "?", QUOTE, '"', "”", "“", "[", "]", "…"))
PARTICLES = frozenset(
    ("van", "der", "den", "de", "la", "le", "von", "zu", "el", "al", "bin", "da", "dos", "del", "di", "du", "ter")
)
DEFINITE = frozenset(("the", "its", "their", "his", "her", "this"))
JOINS = frozenset(("and", "&", "or"))
REACH = 14


@dataclass(frozen=True, slots=True)
class Subject:
    """The speakers' names, and the tokens `start` to `end` that name them."""

    names: tuple[str, ...]
    start: int
    end: int


def subject_before(tokens: Sequence[Token], verb: int, low: int, memory: Memory) -> Subject | None:
    """The subject that stands before the verb at `verb`, not looking before token `low`."""
    at = _skip_back(tokens, verb - 1, low)
    if at < low:
        return None
    if tokens[at].word == "," or tokens[at].word == ")":
        return _before_insertion(tokens, at, low, memory)
    if tokens[at].word in ("who", "which") and at - 1 >= low:
        return _before_relative(tokens, at, low, memory)
    return _phrase_ending(tokens, at, low, memory)


def _before_relative(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """The antecedent of `who` or `which` at `at`: one name, the head if an insertion stands between."""
    back = at - 2 if tokens[at - 1].word == "," else at - 1
    if back < low:
        return None
    if tokens[at].word == "who" and tokens[at - 1].word == "," and tokens[back].word != PERSON:
        headed = _before_insertion(tokens, at - 1, low, memory)
        if headed:
            return headed
    subject = _phrase_ending(tokens, back, low, memory)
    return Subject(subject.names[-1:], subject.start, subject.end) if subject else None


def _skip_back(tokens: Sequence[Token], at: int, low: int) -> int:
    """The last token of the subject: adverbs, auxiliaries and dates between it and the verb are passed over."""
    between = words("speech_between")
    while at >= low and (tokens[at].word in between or tokens[at].word.endswith("ly") or tokens[at].word.isdigit()):
        alone = tokens[at].word == "both" and (at == low or tokens[at - 1].word in STOPS)
        if tokens[at].mention or alone:
            break
        at -= 1
        if at > low and tokens[at].word == "," and tokens[at + 1].word in ("however", "too", "meanwhile", "though"):
            at -= 1
    return at


def _before_insertion(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """The head of `head, insertion,` or `head (insertion)`; `at` is the comma or bracket that closes it."""
    if tokens[at].word == ")":
        back = _opening_bracket(tokens, at, low) - 1
        return _phrase_ending(tokens, back, low, memory) if back >= low else None
    inner = at - 1
    if tokens[inner].word == ")" and inner > low:
        inner = _opening_bracket(tokens, inner, low) - 1
    if inner >= low and tokens[inner].word in NAMED and _stands_alone(tokens, inner, low):
        return _with_post(tokens, _phrase_ending(tokens, inner, low, memory), low)
    for opening in range(inner, max(low, inner - 40), -1):
        if tokens[opening].word == ",":
            head = opening - 1
            if tokens[opening + 1].word == PERSON and tokens[opening + 2].word in OF:
                return Subject((name_of(tokens[opening + 1]),), _phrase_start(tokens, opening, low), at + 1)
            if tokens[head].word == ")":
                head = _opening_bracket(tokens, head, low) - 1
            if head >= low and _nameable(tokens[head].word) and _begins_insertion(tokens, opening + 1, head):
                return _phrase_ending(tokens, head, low, memory)
    return _phrase_ending(tokens, inner, low, memory) if inner >= low and tokens[inner].word == PERSON else None


def _with_post(tokens: Sequence[Token], subject: Subject | None, low: int) -> Subject | None:
    """The subject with the post that stands before its name: `its president, P,`."""
    if subject is None or subject.start - 1 <= low or tokens[subject.start - 1].word != ",":
        return subject
    start = _phrase_start(tokens, subject.start - 1, low)
    post = any(token.word in words("speech_posts") for token in tokens[start : subject.start])
    return Subject(subject.names, start, subject.end) if post else subject


def _stands_alone(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Whether the noun phrase that ends in the name at `at` is set off on its left, by something other than a name."""
    start = at if tokens[at].word == PERSON else _phrase_start(tokens, at, low)
    if start == low or tokens[start - 1].word == QUOTE:
        return True
    if tokens[start - 1].word not in STOPS:
        return False
    return tokens[at].word == PERSON or start - 1 == low or not _nameable(tokens[start - 2].word)


def _begins_insertion(tokens: Sequence[Token], at: int, head: int) -> bool:
    word, mention, named = tokens[at].word, tokens[at].mention, tokens[head].mention
    same = mention is not None and named is not None and mention.name == named.name
    return same or word == BODY or word in words("speech_insertions") or word.endswith(("ing", "ed"))


def _nameable(word: str) -> bool:
    return word in NAMED or word in PRONOUNS or word in table("speech_roles") or word in words("speech_documents")


def _opening_bracket(tokens: Sequence[Token], at: int, low: int) -> int:
    while at > low and tokens[at].word != "(":
        at -= 1
    return at


def _phrase_ending(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """The subject whose last token is at `at`."""
    token = tokens[at]
    if token.word in NAMED and token.mention:
        return modified(tokens, at, low) or _coordinated(tokens, at, low)
    meant = memory.meant_by(token.word)
    if meant:
        return Subject(meant, at, at + 1)
    if token.word in table("speech_roles"):
        return unnamed(tokens, at, low, memory)
    if token.word in words("speech_documents") | words("speech_views"):
        return _document(tokens, at, low, memory)
    return (
        _described(tokens, at, low, memory)
        or _placed(tokens, at, low, memory)
        or _owned(tokens, at, low)
        or _unlisted(tokens, at, low)
    )


def _document(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`the agency's complaint`, `the report`: the body or person whose document it is."""
    start = _phrase_start(tokens, at, low)
    for token in reversed(tokens[start:at]):
        if token.word in NAMED:
            return Subject((name_of(token),), start, at + 1)
    known = memory.author and tokens[at].word in words("speech_documents") and tokens[start].word in DEFINITE
    return Subject((memory.author or "",), start, at + 1) if known else None


def _described(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`the Boston drug maker`: a body named before, where the page does not say which."""
    start = _phrase_start(tokens, at, low)
    name = memory.described(tokens[at].word)
    definite = start < at and tokens[start].word in ("the", "this") and not any(t.mention for t in tokens[start:at])
    owned = start > low and tokens[start - 1].word in OF
    return Subject((name,), start, at + 1) if name and definite and not owned else None


def _owned(tokens: Sequence[Token], at: int, low: int) -> Subject | None:
    """`body's works council`: a part of a body that has no name of its own."""
    for back in range(at, max(low, at - 3), -1):
        if tokens[back].word == "'s" and back < at and tokens[back - 1].word == BODY:
            part = " ".join(t.surface for t in tokens[back + 1 : at + 1])
            return Subject((f"{name_of(tokens[back - 1])} {part}",), back - 1, at + 1)
        if not tokens[back].surface.islower():
            return None
    return None


def _placed(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`name in Place`, `name of the Renew group`, `a spokesman for the Dutch company`: the head before the words."""
    back = at
    while back > low and at - back < 5 and tokens[back].word not in OF - {"to", "with"}:
        if tokens[back].word in STOPS or tokens[back].word in FINITE:
            return None
        back -= 1
    if not low < back < at or tokens[back].word not in OF - {"to", "with"}:
        return None
    head = tokens[back - 1].word
    if head in NAMED:
        return _phrase_ending(tokens, back - 1, low, memory)
    return unnamed(tokens, back - 1, low, memory) if head in table("speech_roles") else None


def _unlisted(tokens: Sequence[Token], at: int, low: int) -> Subject | None:
    """A name that is not among the page's mentions: two capitalised words or more before the verb."""
    start = at + 1
    while start > low and (tokens[start - 1].capital or (start <= at and tokens[start - 1].word in PARTICLES)):
        start -= 1
    while start <= at and not tokens[start].capital:
        start += 1
    while start <= at and tokens[start].word in words("speech_determiners"):
        start += 1
    if at + 1 - start < 2 or tokens[at].word == "i":
        return None
    return Subject((" ".join(t.surface for t in tokens[start : at + 1]),), start, at + 1)


def modified(tokens: Sequence[Token], at: int, low: int) -> Subject | None:
    """`person of body`, `spokesman for body`: the head stands before the body's name."""
    if tokens[at].word != BODY:
        return None
    for back in range(at - 1, max(low - 1, at - 9), -1):
        word = tokens[back].word
        if word in OF and back > low:
            head = tokens[back - 1]
            if head.word == PERSON or (head.word == BODY and word == "of"):
                return Subject((name_of(head),), back - 1, at + 1)
            unlisted = _unlisted(tokens, back - 1, low)
            if unlisted:
                return Subject(unlisted.names, unlisted.start, at + 1)
            role = table("speech_roles").get(head.word)
            if role or _is_class(tokens, back - 1) or _is_thing(tokens, back):
                names = (f"{name_of(tokens[at])} {role}",) if role else ()
                return Subject(names, _phrase_start(tokens, back - 1, low), at + 1)
            continue
        if word in STOPS or word == OUTLET or word in ("that", "and", "but", "which", "who"):
            return None
    return None


def _is_class(tokens: Sequence[Token], at: int) -> bool:
    """People without names before `of body`: `employees of Acme`, `small providers in France`."""
    token = tokens[at]
    common = token.surface.islower() or (at == 0 and bool(token.surface))
    return common and token.word.endswith("s") and not token.word.endswith(("ss", "us", "is"))


def _is_thing(tokens: Sequence[Token], of: int) -> bool:
    """A common noun before `of body` that cannot speak: `the value of Acme suggests`."""
    word = tokens[of - 1].word
    return tokens[of].word == "of" and tokens[of - 1].surface.islower() and word in words("speech_things")


def _coordinated(tokens: Sequence[Token], at: int, low: int) -> Subject:
    names, start = [name_of(tokens[at])], at
    while (before := _joined_before(tokens, start, low, len(names))) is not None:
        start = before
        names.insert(0, name_of(tokens[start]))
    return Subject(tuple(dict.fromkeys(names)), _phrase_start(tokens, start, low), at + 1)


def _joined_before(tokens: Sequence[Token], at: int, low: int, found: int) -> int | None:
    """The name that is joined to the one at `at`: `X and Y`, `X and the rival Y`; commas only in a longer list."""
    back = at - 1
    while back > low and at - back < 5 and tokens[back].surface.islower() and tokens[back].word not in JOINS:
        back -= 1
    joins = back > low and (tokens[back].word in JOINS or (tokens[back].word == "," and found > 1))
    return back - 1 if joins and tokens[back - 1].word == tokens[at].word else None


def unnamed(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`a body spokesman`, `the company's lawyer`, `the spokesman`."""
    role = table("speech_roles")[tokens[at].word]
    start = _phrase_start(tokens, at, low)
    for back in range(at - 1, max(low - 1, at - 6), -1):
        if tokens[back].word == BODY or (tokens[back].mention and back == at - 1):
            return Subject((f"{name_of(tokens[back])} {role}",), min(start, back), at + 1)
        if tokens[back].word in STOPS or tokens[back].word in NAMED:
            break
    if at > start and tokens[at - 1].capital and tokens[at - 1].word not in words("speech_determiners"):
        return Subject((f"{tokens[at - 1].surface} {role}",), start, at + 1)
    if role == "spokesperson":
        name = memory.spokesperson or (f"{memory.body} spokesperson" if memory.body else None)
        return Subject((name,), start, at + 1) if name else None
    if tokens[start].word == "the" and memory.person:
        return Subject((memory.person,), start, at + 1)
    return None


def _joins_roles(tokens: Sequence[Token], at: int, low: int) -> bool:
    """Whether the `and` at `at` joins the posts of one person: `co-founder and chief executive P`."""
    if at <= low or at + 1 >= len(tokens):
        return False
    before, after = tokens[at - 1], tokens[at + 1]
    return before.word in words("speech_posts") and after.surface.islower()


def _phrase_start(tokens: Sequence[Token], at: int, low: int) -> int:
    """Back over the words that belong to the noun phrase around `at`: `the Dutch`, `its co-founder`, `body's chief`."""
    start = at
    for back in range(at - 1, max(low - 1, at - REACH), -1):
        word = tokens[back].word
        if word in STOPS or word in words("speech_prepositions") or word in ("that", "but", "or", "because"):
            break
        if word == "and" and not _joins_roles(tokens, back, low):
            break
        start = back
        if word in words("speech_determiners"):
            break
    return start
