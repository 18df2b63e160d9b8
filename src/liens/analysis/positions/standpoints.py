"""Who said it, in what post, about what, where — and how the words came to the document that has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from liens.analysis.dates import read_date
from liens.analysis.directory import Directory
from liens.analysis.houses import Post, Posts
from liens.analysis.origins import Origins
from liens.analysis.positions.targets import Target, Targets
from liens.ledger.assembling import maker, quick
from liens.ledger.view import Remark, View
from liens.model import Choice, Document, Kind, SpeechKind, Stance

NEARBY = 160
"""Characters around the words in which an outlet that the document credits is taken to be credited for them."""
_UNCHANGED = re.compile(
    r"\b(?:(?:has|have|had) (?:not|never) changed|(?:hasn|haven|hadn)['’]t changed|nothing (?:\w+ ){0,2}has changed"
    r"|(?:is|are|was|remains?|stays?) unchanged|no change (?:of|in|to)|(?:does|did|will) not change"
    r"|(?:remains?|stays?) independent|n['’]a pas changé|n['’]ont pas changé|reste(?:nt)? inchangée?s?"
    r"|nicht geändert|unverändert)",
    re.IGNORECASE,
)


class Hand(Choice):
    """How words reached the document."""

    OWN = "own"
    """The speaker, or the organisation they speak for, published the document."""
    FIRST = "first"
    """The document gives the words without crediting another outlet for them."""
    RELAYED = "relayed"
    """The document credits another outlet for the words, or is a copy of another's text."""


@quick
@dataclass(frozen=True, slots=True)
class Standpoint:
    """One statement.

    `start` is the place of the words in the document, `day` that of its publication. `speaker` is an entity id, `posts`
    are what ties the speaker to organisations on that day. `via` names the outlet that the words were relayed from.
    `assures`: the words say that something has not changed. `origin` is the same for copies of one text.
    """

    remark: str
    document: str
    start: int
    speaker: str
    posts: tuple[Post, ...]
    target: Target
    stance: Stance
    kind: SpeechKind
    venue: str | None
    hand: Hand
    via: str | None
    day: str | None
    words: str
    assures: bool
    origin: str


_make_standpoint = maker(Standpoint)


@dataclass(frozen=True, slots=True)
class Room:
    """What is needed to place a remark; made once for a view."""

    view: View
    directory: Directory
    posts: Posts
    targets: Targets
    origins: Origins

    def standpoint(self, remark: Remark) -> Standpoint:
        """The remark, placed."""
        statement = remark.statement
        place = statement.content
        document = self.view.documents[place.document]
        words = document.text[place.start : place.end]
        when = read_date(document.published)
        day = when.first if when else None
        posts = self.posts.on(remark.speaker, day, document.id)
        hand, via = self._hand(remark, document, posts)
        return _make_standpoint(
            remark.id,
            document.id,
            place.start,
            remark.speaker,
            posts,
            self.targets.of(remark),
            statement.stance,
            statement.kind,
            statement.venue,
            hand,
            via,
            day,
            " ".join(words.split()),
            _assures(words[:2000]),
            self.origins.of[document.id].documents[0],
        )

    def _hand(self, remark: Remark, document: Document, posts: Iterable[Post]) -> tuple[Hand, str | None]:
        publisher = self.directory.named(document.publisher)
        if publisher is not None:
            is_unit = remark.speaker in self.directory.lineage(publisher.key)
            if is_unit or publisher.key in self.posts.spoken_for(remark.speaker, posts):
                return Hand.OWN, None
        own = (document.publisher, publisher.name if publisher else None)
        credited = self._credited(remark, document)
        if credited is not None and credited not in own:
            return Hand.RELAYED, credited
        origin = self.origins.of[document.id]
        if len(origin.documents) > 1 and origin.name not in own:
            return Hand.RELAYED, origin.name
        return Hand.FIRST, None

    def _credited(self, remark: Remark, document: Document) -> str | None:
        """The outlet that the venue names, else one that the document credits right beside the words."""
        if venue := remark.statement.venue:
            named = (self.directory.named(venue), *self.targets.namesakes.find(venue))
            if outlets := [body.name for body in named if body and body.kind is Kind.OUTLET]:
                return outlets[0]
        if not document.credits:
            return None
        span = remark.statement.content
        around = document.text[max(0, span.start - NEARBY) : span.start] + document.text[span.end : span.end + NEARBY]
        return next((name for name in document.credits if name and name in around and self._is_outlet(name)), None)

    def _is_outlet(self, name: str) -> bool:
        body = self.directory.named(name)
        return body is None or body.kind is Kind.OUTLET


def _assures(words: str) -> bool:
    """Whether `_UNCHANGED` is in `words`; one of the stems is in whatever it finds."""
    small = words.lower()
    has_stem = "chang" in small or "independent" in small or "ändert" in small
    return has_stem and _UNCHANGED.search(words) is not None


def moment(standpoint: Standpoint) -> tuple[str, str, int, str]:
    """When it was said, as a key to sort by: by day, then by place; the undated come last."""
    return (standpoint.day or "9999", standpoint.document, standpoint.start, standpoint.remark)
