"""Whose words they are: the noun phrase before or after a speech verb, and the people it may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from liens.reading.rules.folding import BODY, OUTLET, PERSON, PRONOUNS, QUOTE, Token
from liens.reading.rules.words import table, words

NAMED = (PERSON, BODY)
OF = frozenset(("of", "at", "for", "from", "with", "to", "in"))
FINITE = words("speech_finite")
STOPS = frozenset((",", ".", ";", ":", "(", ")", "–", "—", "-", "!", "?", QUOTE, '"', "”", "“", "[", "]", "…"))
AFTER_NAME = words("speech_prepositions") | frozenset(
    ("when", "while", "as", "and", "who", "last", "this", "yesterday")
)
AFTER_NAME |= words("speech_time")
PARTICLES = frozenset(
    ("van", "der", "den", "de", "la", "le", "von", "zu", "el", "al", "bin", "da", "dos", "del", "di", "du", "ter")
)
REACH = 14
TOPIC_REACH = 25


@dataclass(frozen=True, slots=True)
class Subject:
    """The speakers' names, and the tokens `start` to `end` that name them."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class Memory:
    """Who has spoken so far: what pronouns, "the spokesman" and bare quotations fall back on."""

    person: str | None = None
    spokesperson: str | None = None
    body: str | None = None
    bodies: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    topic: str | None = None
    people: set[str] = field(default_factory=set)

    def note(self, tokens: Sequence[Token]) -> None:
        """Remember the people and bodies that a line names; the first person that is no one's object is its topic."""
        for at, token in enumerate(tokens):
            if (
                token.word == PERSON
                and token.mention
                and not token.pronoun
                and not self._oblique(tokens, at)
                and at < TOPIC_REACH
            ):
                self.topic = token.mention.name
                break
        for token in tokens:
            if token.word == PERSON and token.mention:
                self.person = token.mention.name
                self.people.add(token.mention.name)
            elif token.word == BODY and token.mention:
                self.body = token.mention.name
        for at in range(len(tokens) - 2):
            if tokens[at + 1].word == "and" and tokens[at].word == tokens[at + 2].word == BODY:
                self.bodies = (_name(tokens[at]), _name(tokens[at + 2]))

    @staticmethod
    def _oblique(tokens: Sequence[Token], at: int) -> bool:
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        return after == "'s" or (at > 0 and tokens[at - 1].word in words("speech_prepositions"))

    def meant_by(self, word: str) -> tuple[str, ...]:
        """Whom a pronoun stands for that the page does not explain."""
        if word in PRONOUNS:
            name = self.topic or self.person
            return (name,) if name else ()
        if word == "it" and self.body:
            return (self.body,)
        return self.bodies if word in ("they", "both") and len(self.bodies) > 1 else ()

    def resolved(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens of a line with "he" and "she" standing for the topic of the lines before."""
        found, seen = list(tokens), False
        for at, token in enumerate(tokens):
            if token.word == PERSON and token.pronoun and self.topic and token.mention and not seen:
                found[at] = replace(token, mention=replace(token.mention, name=self.topic))
            seen = seen or (token.word == PERSON and not token.pronoun)
        return tuple(found)

    def spoke(self, names: tuple[str, ...]) -> None:
        """Remember who spoke last."""
        self.last = names
        if names[0] in self.people:
            self.topic = names[0]
        if names[0].endswith(" spokesperson"):
            self.spokesperson = names[0]


def subject_before(tokens: Sequence[Token], verb: int, low: int, memory: Memory) -> Subject | None:
    """The subject that stands before the verb at `verb`, not looking before token `low`."""
    at = _skip_back(tokens, verb - 1, low)
    if at < low:
        return None
    if tokens[at].word == "," or tokens[at].word == ")":
        return _before_insertion(tokens, at, low, memory)
    if tokens[at].word in ("who", "which") and at - 1 >= low:
        back = at - 2 if tokens[at - 1].word == "," else at - 1
        return _phrase_ending(tokens, back, low, memory) if back >= low else None
    return _phrase_ending(tokens, at, low, memory)


def _skip_back(tokens: Sequence[Token], at: int, low: int) -> int:
    """The last token of the subject: adverbs, auxiliaries and dates between it and the verb are passed over."""
    between = words("speech_between")
    while at >= low and (tokens[at].word in between or tokens[at].word.endswith("ly") or tokens[at].word.isdigit()):
        if tokens[at].mention:
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
    if tokens[at - 1].word == ")" and at - 1 > low:
        inner = _opening_bracket(tokens, at - 1, low) - 1
    else:
        inner = at - 1
    if inner >= low and tokens[inner].word in NAMED and _stands_alone(tokens, inner, low):
        return _phrase_ending(tokens, inner, low, memory)
    for opening in range(inner, max(low, inner - 40), -1):
        if tokens[opening].word == ",":
            head = opening - 1
            if tokens[head].word == ")":
                head = _opening_bracket(tokens, head, low) - 1
            if head >= low and _nameable(tokens[head].word) and _begins_insertion(tokens, opening + 1, head):
                return _phrase_ending(tokens, head, low, memory)
    return None


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
    return word in NAMED or word in PRONOUNS or word in table("speech_roles")


def _opening_bracket(tokens: Sequence[Token], at: int, low: int) -> int:
    while at > low and tokens[at].word != "(":
        at -= 1
    return at


def _phrase_ending(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """The subject whose last token is at `at`."""
    token = tokens[at]
    if token.word in NAMED and token.mention:
        return _modified(tokens, at, low) or _coordinated(tokens, at, low)
    meant = memory.meant_by(token.word)
    if meant:
        return Subject(meant, at, at + 1)
    if token.word in table("speech_roles"):
        return _unnamed(tokens, at, low, memory)
    return _placed(tokens, at, low, memory) or _owned(tokens, at, low) or _unlisted(tokens, at, low)


def _owned(tokens: Sequence[Token], at: int, low: int) -> Subject | None:
    """`body's works council`: a part of a body that has no name of its own."""
    for back in range(at, max(low, at - 3), -1):
        if tokens[back].word == "'s" and back < at and tokens[back - 1].word == BODY:
            part = " ".join(t.surface for t in tokens[back + 1 : at + 1])
            return Subject((f"{_name(tokens[back - 1])} {part}",), back - 1, at + 1)
        if not tokens[back].surface.islower():
            return None
    return None


def _placed(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`name in Place`: the head before the place."""
    back = at
    while back > low and tokens[back].capital:
        back -= 1
    if back < at and back > low and tokens[back].word in ("in", "of", "from") and tokens[back - 1].word in NAMED:
        return _phrase_ending(tokens, back - 1, low, memory)
    return None


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


def _modified(tokens: Sequence[Token], at: int, low: int) -> Subject | None:
    """`person of body`, `spokesman for body`: the head stands before the body's name."""
    if tokens[at].word != BODY:
        return None
    for back in range(at - 1, max(low - 1, at - 9), -1):
        word = tokens[back].word
        if word in OF and back > low:
            head = tokens[back - 1]
            if head.word == PERSON and head.mention:
                return Subject((head.mention.name,), back - 1, at + 1)
            role = table("speech_roles").get(head.word)
            if role:
                return Subject((f"{_name(tokens[at])} {role}",), _phrase_start(tokens, back - 1, low), at + 1)
            continue
        if word in STOPS or word == OUTLET or word in ("that", "and", "but", "which", "who"):
            return None
    return None


def _coordinated(tokens: Sequence[Token], at: int, low: int) -> Subject:
    names, start = [_name(tokens[at])], at
    while (
        start - 2 >= low
        and tokens[start - 1].word in ("and", ",", "&", "or")
        and tokens[start - 2].word == tokens[at].word
    ):
        if tokens[start - 1].word == "," and len(names) < 2:
            break
        start -= 2
        names.insert(0, _name(tokens[start]))
    return Subject(tuple(dict.fromkeys(names)), _phrase_start(tokens, start, low), at + 1)


def _unnamed(tokens: Sequence[Token], at: int, low: int, memory: Memory) -> Subject | None:
    """`a body spokesman`, `the company's lawyer`, `the spokesman`."""
    role = table("speech_roles")[tokens[at].word]
    start = _phrase_start(tokens, at, low)
    for back in range(at - 1, max(low - 1, at - 6), -1):
        if tokens[back].word == BODY:
            return Subject((f"{_name(tokens[back])} {role}",), min(start, back), at + 1)
        if tokens[back].word in STOPS or tokens[back].word in NAMED:
            break
    if at > start and tokens[at - 1].capital:
        return Subject((f"{tokens[at - 1].surface} {role}",), start, at + 1)
    if role == "spokesperson":
        name = memory.spokesperson or (f"{memory.body} spokesperson" if memory.body else None)
        return Subject((name,), start, at + 1) if name else None
    if tokens[start].word == "the" and memory.person:
        return Subject((memory.person,), start, at + 1)
    return None


def _phrase_start(tokens: Sequence[Token], at: int, low: int) -> int:
    """Back over the words that belong to the noun phrase around `at`: `the Dutch`, `its co-founder`, `body's chief`."""
    start = at
    for back in range(at - 1, max(low - 1, at - REACH), -1):
        word = tokens[back].word
        if word in STOPS or word in words("speech_prepositions") or word in ("that", "and", "but", "or", "because"):
            break
        start = back
        if word in words("speech_determiners"):
            break
    return start


def subject_after(tokens: Sequence[Token], at: int, high: int, memory: Memory, strict: bool = True) -> Subject | None:
    """The subject of an inverted clause (`said …`), whose noun phrase or venue begins at `at`; if `strict`, only one
    after which the clause ends."""
    start = _skip_venues(tokens, at, high)
    for here in range(start, min(high, start + REACH)):
        word = tokens[here].word
        if word == PERSON:
            return _accept(tokens, here, start, high, strict)
        if word == BODY and not _leads_on(tokens, here, high):
            return _accept_body(tokens, here, start, high, strict)
        if here == start and memory.meant_by(word):
            return Subject(memory.meant_by(word), here, here + 1)
        if word in table("speech_roles") and (here + 1 >= high or tokens[here + 1].word not in OF):
            following = tokens[here + 1].word if here + 1 < high else "."
            if following in STOPS and not _name_follows(tokens, here + 1, high):
                return _unnamed(tokens, here, start, memory)
        if word in FINITE or (
            word in STOPS and not (word == "," and here > start and _name_follows(tokens, here, high))
        ):
            return None
    return None


def _leads_on(tokens: Sequence[Token], here: int, high: int) -> bool:
    """A body's name that modifies the person or role named after it (`Acme's chief, P`, `Acme chief P`)."""
    for on in range(here + 1, min(high, here + 10)):
        word = tokens[on].word
        if word == PERSON or (word in table("speech_roles") and on - here < 5):
            return True
        if word == ",":
            return _name_follows(tokens, on, high) and on - here > 1
        if word in STOPS or word in FINITE or word in words("speech_prepositions") - {"of", "for", "at"}:
            return False
    return False


def _name_follows(tokens: Sequence[Token], at: int, high: int) -> bool:
    """`, P` or `, the senator P` at the comma `at`."""
    for on in range(at + 1, min(high, at + 5)):
        if tokens[on].word == PERSON:
            return True
        if tokens[on].word in STOPS or tokens[on].word in FINITE or tokens[on].mention:
            return False
    return False


def _accept(tokens: Sequence[Token], here: int, start: int, high: int, strict: bool) -> Subject | None:
    following = tokens[here + 1].word if here + 1 < high else "."
    if strict and not (following in STOPS or following in AFTER_NAME):
        return None
    names = [_name(tokens[here])]
    end = here + 1
    while end + 1 < high and tokens[end].word in ("and", "&") and tokens[end + 1].word == tokens[here].word:
        names.append(_name(tokens[end + 1]))
        end += 2
    return Subject(tuple(dict.fromkeys(names)), start, end)


def _accept_body(tokens: Sequence[Token], here: int, start: int, high: int, strict: bool) -> Subject | None:
    headed = _modified(tokens, here, start)
    if headed:
        return Subject(headed.names, start, here + 1)
    if any(t.word in OF for t in tokens[start:here]):
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


def _name(token: Token) -> str:
    return token.mention.name if token.mention else ""
