"""Who lobbies on which law or authority, in which direction, and according to whom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from liens.analysis.dates import claim_date
from liens.analysis.positions.standpoints import Standpoint
from liens.ledger.assembling import quick
from liens.ledger.view import Entry, View
from liens.model import Choice, Stance, Status

LOBBIES = "lobbies"
LONGEST = 1000


class Direction(Choice):
    """Where the lobbying pulls. `LIGHTER` and `STRICTER` are for a law with fewer or with more duties."""

    FOR = "for"
    AGAINST = "against"
    LIGHTER = "lighter"
    STRICTER = "stricter"
    UNKNOWN = "unknown"


_CUES = {
    Direction.LIGHTER: (
        "lighter|lighten|lightened|lightening|looser|loosen|loosened|loosening|soften|softened|softening|weaken",
        "weakened|weakening|water down|watered down|watering down|dilute|diluted|cut back|cutting back|exempt|exempted",
        "exemption|exemptions|carve-out|eliminate the rules|fewer duties|fewer obligations|fewer rules|less regulation",
        "innovation-friendly|alléger|allègement|assouplir|abschwächen",
    ),
    Direction.STRICTER: (
        "stricter|tougher|tighten|tightened|tightening|strengthen|strengthened|strengthening|stronger rules",
        "stronger duties|stronger obligations|stronger safeguards|more regulation|renforcer|verschärfen",
    ),
    Direction.AGAINST: (
        "against|oppose|opposed|opposes|opposing|opposition|block|blocked|blocking|reject|rejected|contre|gegen",
    ),
    Direction.FOR: (
        "in favour of|in favor of|support|supported|supporting|supports|push for|pushed for|pushing for|call for",
        "called for|calling for|calls for|en faveur|für",
    ),
}
_PATTERNS = {way: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for way, words in _CUES.items()}


@quick
@dataclass(frozen=True, slots=True)
class Lobbying:
    """One claim that `lobbyist` lobbies on `target` (entity ids).

    `direction` follows from the text's words; where they say nothing, from what the lobbyist said of the same law, and
    then `remarks` has those statements. `according_to` is the name of whoever says so; `by` is their entity id, None
    for the document's own voice.
    """

    claim: str
    lobbyist: str
    target: str
    direction: Direction
    status: Status
    according_to: str | None
    by: str | None
    day: str | None
    words: str
    remarks: tuple[str, ...] = ()


def find_lobbying(view: View, said: Sequence[Standpoint]) -> tuple[Lobbying, ...]:
    """Every claim of lobbying, earliest first. `said` are the standpoints of the same view."""
    entries = [entry for entry in view.entries if entry.claim.relation == LOBBIES]
    stances: dict[tuple[str, str], list[Standpoint]] = {(entry.subject, entry.object): [] for entry in entries}
    for standpoint in said if entries else ():
        if standpoint.stance is not Stance.NEUTRAL:
            for speaker in dict.fromkeys((standpoint.speaker, *(post.organisation for post in standpoint.posts))):
                for pair in product((speaker,), standpoint.target.keys):
                    if pair in stances:
                        stances[pair].append(standpoint)
    found = [_lobbying(entry, view, stances[entry.subject, entry.object]) for entry in entries]
    return tuple(sorted(found, key=lambda one: (one.day or "9999", one.lobbyist, one.target, one.claim)))


def _lobbying(entry: Entry, view: View, said: Sequence[Standpoint]) -> Lobbying:
    evidence = entry.claim.evidence
    document = view.documents.get(evidence.document)
    words = " ".join(document.text[evidence.start : evidence.end].split()) if document else ""
    when = claim_date(entry, document)
    direction = direction_of(" ".join(filter(None, (words, entry.claim.terms.what))))
    by_stance = _by_stance(said) if direction is Direction.UNKNOWN else Direction.UNKNOWN
    speaker = view.entities.get(entry.speaker) if entry.speaker else None
    return Lobbying(
        claim=entry.id,
        lobbyist=entry.subject,
        target=entry.object,
        direction=by_stance if direction is Direction.UNKNOWN else direction,
        status=entry.claim.status,
        according_to=speaker.name if speaker else document.publisher if document else None,
        by=entry.speaker,
        day=when.first if when else None,
        words=words,
        remarks=tuple(one.remark for one in said) if by_stance is not Direction.UNKNOWN else (),
    )


def direction_of(words: str) -> Direction:
    """The direction that `words` name; what makes a law lighter or stricter is more exact than for or against."""
    return next((way for way, pattern in _PATTERNS.items() if pattern.search(words[:LONGEST])), Direction.UNKNOWN)


def _by_stance(said: Iterable[Standpoint]) -> Direction:
    """For or against, where all that was said of it agrees."""
    stances = {standpoint.stance for standpoint in said}
    if len(stances) != 1:
        return Direction.UNKNOWN
    return Direction.FOR if stances == {Stance.SUPPORTIVE} else Direction.AGAINST
