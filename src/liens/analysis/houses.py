"""Who belongs to whom, and who speaks for whom: by the market pack, and by what the claims say of posts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from liens.analysis.dates import claim_date
from liens.analysis.directory import Body, Directory
from liens.ledger.assembling import quick
from liens.ledger.view import Entry, View
from liens.model import Document, Kind, Status

POSTS = ("works_for", "board_of", "founded")
_NAMELESS = re.compile(
    r"(?:an? |the )?(?P<of>.{1,80}?)(?:'s|’s)? (?:spokes(?:person|people|man|woman)|official|officials)$"
    r"|(?:an? |the )?(?:spokes(?:person|people|man|woman)|officials?) (?:for|of|from|at) (?:the )?(?P<for>.{1,80})$",
    re.IGNORECASE,
)


@quick
@dataclass(frozen=True, slots=True)
class Post:
    """What ties a person to an organisation: a claim of one of `POSTS`, or the market pack (`market`) where no claim
    does. `day` is the day by which the claim counts; `role` is in the text's words."""

    organisation: str
    relation: str
    role: str | None = None
    status: Status = Status.ASSERTED
    day: str | None = None
    document: str | None = None
    claim: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class _Held:
    """The claims of one kind of post at one organisation, earliest first, with their days ("" if not known), and the
    last one of each document."""

    posts: tuple[Post, ...]
    days: tuple[str, ...]
    told_by: Mapping[str | None, Post]

    def nearest(self, day: str, document: str | None) -> Post:
        """What `document` says, else the last claim up to `day`, else the first one after it."""
        return self.told_by.get(document) or self.posts[max(bisect_right(self.days, day) - 1, 0)]


@dataclass(frozen=True, slots=True)
class _Career:
    """All claims of one person's posts, their days, and the documents that have them. `found` keeps the posts between
    two of the days, by how many lie before: they are asked for again with every statement."""

    held: tuple[_Held, ...]
    days: tuple[str, ...]
    told_by: frozenset[str | None]
    found: dict[int, tuple[Post, ...]] = field(default_factory=dict, repr=False, compare=False)

    def on(self, day: str, document: str | None) -> tuple[Post, ...]:
        """The posts on `day`, as `document` tells them if it does."""
        if document in self.told_by:
            return self._on(day, document)
        place = bisect_right(self.days, day)
        if place not in self.found:
            self.found[place] = self._on(day, document)
        return self.found[place]

    def _on(self, day: str, document: str | None) -> tuple[Post, ...]:
        nearest = [held.nearest(day, document) for held in self.held]
        return tuple([post for post in nearest if post.status is not Status.ENDED])


@dataclass(frozen=True, slots=True)
class Posts:
    """Everyone's posts: by claims, those of one kind at one organisation together and earliest first, and by the market
    pack. Claims that only deny a post are left out. `houses` keeps for whom each speaks who has such posts."""

    claimed: Mapping[str, _Career]
    directory: Directory
    houses: dict[tuple[str, tuple[tuple[str, str], ...]], frozenset[str]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def on(self, person: str, day: str | None, document: str | None = None) -> tuple[Post, ...]:
        """The posts of `person` on `day`, one for each organisation and relation.

        What the document itself says of them counts first, then the last claim up to that day, then the first one
        after it. A post that had ended by then is left out.
        """
        career = self.claimed.get(person)
        found = career.on(day or "9999", document) if career else ()
        return found or tuple(self._by_pack(person))

    def _by_pack(self, person: str) -> Iterator[Post]:
        """What the market pack knows, and what a nameless voice's own name says ("a Commission spokesperson")."""
        body = self.directory.by_id.get(person)
        if body is None:
            return
        above = [key for key in self.directory.lineage(person) if key != person]
        if body.kind is Kind.PERSON and above:
            yield Post(above[0], "market")
        elif employer := employer_in(body, self.directory):
            yield Post(employer.key, "market", role=body.name)

    def spoken_for(self, speaker: str, posts: Iterable[Post]) -> frozenset[str]:
        """Everyone for whom `speaker` speaks who has these posts: itself, where it works, and the house of each.

        A founder speaks for what they founded unless they work elsewhere; a seat on a board is no office to speak from.
        """
        held = tuple([(post.relation, post.organisation) for post in posts])
        if (speaker, held) not in self.houses:
            self.houses[speaker, held] = self._houses_of(speaker, held)
        return self.houses[speaker, held]

    def _houses_of(self, speaker: str, held: Sequence[tuple[str, str]]) -> frozenset[str]:
        employed = [organisation for relation, organisation in held if relation in ("works_for", "market")]
        founded = [organisation for relation, organisation in held if relation == "founded"]
        ends = (speaker, *(employed or founded))
        return frozenset[str]().union(*map(self.directory.lineage, ends))

    def speaks_for(self, speaker: str, organisation: str, day: str | None, document: str | None = None) -> bool:
        """Whether `speaker` speaks for `organisation` on `day`."""
        return organisation in self.spoken_for(speaker, self.on(speaker, day, document))


def employer_in(body: Body, directory: Directory) -> Body | None:
    """The organisation that a nameless voice is of, by its own name: "Commission spokesperson" → the Commission."""
    match = _NAMELESS.match(body.name)
    return directory.named(match["of"] or match["for"]) if match else None


def build_posts(view: View, directory: Directory) -> Posts:
    """The posts of persons that the claims of `view` tell of."""
    found: dict[str, dict[tuple[str, str], list[Post]]] = {}
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    for entry in view.entries:
        claim = entry.claim
        is_post = claim.relation in POSTS and view.entities[entry.subject].kind is Kind.PERSON
        if is_post and claim.status is not Status.DENIED:
            posts = found.setdefault(entry.subject, {}).setdefault((entry.object, claim.relation), [])
            posts.append(_post(entry, documents))
    return Posts({person: _career(kinds) for person, kinds in found.items()}, directory)


def _post(entry: Entry, documents: Mapping[str, Document]) -> Post:
    document = entry.claim.evidence.document
    when = claim_date(entry, documents.get(document))
    claim = entry.claim
    day = when.first if when else None
    return Post(entry.object, claim.relation, claim.terms.role, claim.status, day, document, entry.id)


def _career(kinds: Mapping[tuple[str, str], list[Post]]) -> _Career:
    held = tuple([_held(posts) for _, posts in sorted(kinds.items())])
    days = sorted({day for one in held for day in one.days})
    return _Career(held, tuple(days), frozenset[str | None]().union(*[one.told_by for one in held]))


def _held(posts: Iterable[Post]) -> _Held:
    ordered = sorted(posts, key=lambda post: (post.day or "", post.claim or ""))
    days = tuple(post.day or "" for post in ordered)
    return _Held(tuple(ordered), days, {post.document: post for post in ordered})
