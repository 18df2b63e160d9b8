"""Who has been named and who has spoken so far: what pronouns and bare quotations fall back on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from liens.reading.rules.folding import BODY, PERSON, PRONOUNS, Token
from liens.reading.rules.words import words

TOPIC_REACH = 25
BOTH = frozenset(("they", "both", "companies", "firms", "groups", "sides", "parties", "partners"))


@dataclass(slots=True)
class Memory:
    """Who has spoken so far: what pronouns, "the spokesman" and bare quotations fall back on."""

    person: str | None = None
    spokesperson: str | None = None
    body: str | None = None
    bodies: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    topic: str | None = None
    author: str | None = None
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
                self.bodies = (name_of(tokens[at]), name_of(tokens[at + 2]))
        if any(token.word in words("speech_documents") or token.word in words("speech_filing") for token in tokens):
            self.author = next((name_of(t) for t in tokens if t.word in (BODY, PERSON)), self.author)

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
        return self.bodies if word in BOTH and len(self.bodies) > 1 else ()

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


def name_of(token: Token) -> str:
    """The name that a token stands for, "" for a plain word."""
    return token.mention.name if token.mention else ""
