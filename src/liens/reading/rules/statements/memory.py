"""Who has been named and who has spoken so far: what pronouns and bare quotations fall back on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from liens.model import Kind
from liens.reading.rules.statements.folding import BODY, PERSON, PRONOUNS, Token
from liens.reading.rules.words import table, words

NAMED = frozenset((PERSON, BODY))
OPENING = 14
TOPIC_REACH = 25
AUTHORING = words("speech_documents") | words("speech_filing")
BOTH = frozenset(("they", "both", "companies", "firms", "groups", "sides", "parties", "partners"))


@dataclass(slots=True)
class Memory:
    """Who has spoken so far: what pronouns, "the spokesman" and bare quotations fall back on."""

    person: str | None = None
    spokesperson: str | None = None
    body: str | None = None
    pair: tuple[str, ...] = ()
    pair_kind: str = BODY
    last: tuple[str, ...] = ()
    topic: str | None = None
    unclear: str | None = None
    named_person: bool = False
    author: str | None = None
    bodies: dict[Kind, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)

    def note(self, tokens: Sequence[Token]) -> None:
        """Remember the people and bodies that a line names; the first person that is no one's object is its topic."""
        self.unclear = None
        named = [at for at, token in enumerate(tokens) if token.mention is not None and token.word in NAMED]
        people = [at for at in named if tokens[at].word == PERSON]
        self.named_person = bool(people)
        goes_on = bool(tokens) and (tokens[0].pronoun or tokens[0].word in PRONOUNS)
        topics = (at for at in people if not tokens[at].pronoun and at < TOPIC_REACH and not self._oblique(tokens, at))
        first = None if goes_on and self.topic else next(topics, None)
        self.topic = self.topic if first is None else name_of(tokens[first])
        self.people.update(name_of(tokens[at]) for at in people)
        self.person = name_of(tokens[people[-1]]) if people else self.person
        bodies = [at for at in named if tokens[at].word == BODY]
        ranked = sorted(bodies, key=lambda at: (not self._oblique(tokens, at), -at))
        self.body = name_of(tokens[ranked[-1]]) if bodies else self.body
        for at in ranked:
            mention = tokens[at].mention
            if mention:
                self.bodies[mention.kind] = mention.name
        for one, other in pairwise(named):
            if other - one == 2 and tokens[one + 1].word == "and" and tokens[one].word == tokens[other].word:
                self.pair = (name_of(tokens[one]), name_of(tokens[other]))
                self.pair_kind = tokens[one].word
        if named and not AUTHORING.isdisjoint(token.word for token in tokens):
            self.author = name_of(tokens[named[0]])

    @staticmethod
    def _oblique(tokens: Sequence[Token], at: int) -> bool:
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        return after == "'s" or (at > 0 and tokens[at - 1].word in words("speech_prepositions"))

    def meant_by(self, word: str) -> tuple[str, ...]:
        """Whom a pronoun stands for that the page does not explain."""
        if word in PRONOUNS:
            name = self.unclear or self.topic or self.person
            return (name,) if name else ()
        if word == "it" and self.body:
            return (self.body,)
        return self.pair if word in (BOTH if self.pair_kind == BODY else ("they", "both")) else ()

    def described(self, noun: str) -> str | None:
        """The body that a line before named and that `the company`, `the regulator` may mean; None if there is none."""
        kind = table("speech_described").get(noun)
        return self.bodies.get(Kind(kind)) if kind else None

    def resolved(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens of a line with "he" and "she" standing for the topic of the lines before."""
        tokens = self._own_writer(tokens)
        topic = self.unclear or self.topic
        if topic is None or not any(token.pronoun for token in tokens):
            return tuple(tokens)
        found, seen = list(tokens), False
        for at, token in enumerate(tokens):
            if token.word == PERSON and token.pronoun and token.mention and not seen:
                found[at] = token._replace(mention=replace(token.mention, name=topic))
            seen = seen or (token.word == PERSON and not token.pronoun)
        return tuple(found)

    def _own_writer(self, tokens: Sequence[Token]) -> Sequence[Token]:
        """`In a letter to Acme it …`: "it" is the body that the lines before are about, not the one written to."""
        if not tokens or tokens[0].word != "in":
            return tokens
        bodies = [i for i, token in enumerate(tokens[:OPENING]) if token.word == BODY]
        at = next((i for i in bodies if tokens[i].end - tokens[i].start == len("it") < len(name_of(tokens[i]))), 0)
        if name_of(tokens[at]) not in {name_of(tokens[i]) for i in bodies if i < at}:
            return tokens
        plain = tokens[at]._replace(word="it", mention=None)
        return (*tokens[:at], plain, *tokens[at + 1 :])

    def _like_a_person(self, name: str) -> bool:
        """A name of two or three capitalised words, after a line that names no other person."""
        parts = name.split()
        return not self.named_person and len(parts) in (2, 3) and all(p[0].isupper() and p.isalpha() for p in parts)

    def spoke(self, names: tuple[str, ...]) -> None:
        """Remember who spoke last."""
        self.last = names
        person = names[0] in self.people
        self.topic = names[0] if person else self.topic
        self.unclear = names[0] if not person and len(names) == 1 and self._like_a_person(names[0]) else None
        if names[0].endswith(" spokesperson"):
            self.spokesperson = names[0]


def name_of(token: Token) -> str:
    """The name that a token stands for, "" for a plain word."""
    return token.mention.name if token.mention else ""
