"""Who said what about which deal, law or actor; who answered; who changed their mind; who met whom; who holds what.

The three links are kept apart: what someone *said*, whom they *met*, what they *hold*. That two of them fall on one
day proves nothing, and nothing here is inferred from it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from liens.analysis.dates import claim_date
from liens.analysis.directory import build_directory
from liens.analysis.houses import Posts, build_posts
from liens.analysis.origins import Origins, find_origins
from liens.analysis.positions.lobbying import Lobbying, find_lobbying
from liens.analysis.positions.standpoints import Room, Standpoint, moment
from liens.analysis.positions.targets import Target, TargetKind, build_targets
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.model import Choice, Document, Kind, Stance, Status

HOLDS = ("holds_stake_in", "works_for", "board_of")
MEETS = ("met", "meets")
MOST_SCANNED = 200
"""Statements after one that are looked at for replies to it."""
MOST_REPLIES = 10
"""Replies to one statement that are listed, the first to come first."""
UNDATED = "9999"
"""Comes after every day."""
_Line = tuple[list[int], list[Standpoint]]
"""Standpoints, earliest first, after their places among all that was said."""
_OPPOSITE = {Stance.SUPPORTIVE: Stance.CRITICAL, Stance.CRITICAL: Stance.SUPPORTIVE}


class ReplyKind(Choice):
    """What makes a later statement or claim a reply."""

    OPPOSITE = "opposite"
    """Someone else takes the opposite stance on the same target."""
    ANSWER = "answer"
    """The target itself, or a party to the deal, speaks to criticism of it."""
    DENIAL = "denial"
    """The target itself, or a party to the deal, denies a claim about it."""


@quick
@dataclass(frozen=True, slots=True)
class Reply:
    """To the remark `to`; `by` is the id of a remark, or of a claim where `kind` is a denial."""

    to: str
    by: str
    kind: ReplyKind


@quick
@dataclass(frozen=True, slots=True)
class Change:
    """The speaker took one stance on the target, and another one later: ids of the two remarks."""

    speaker: str
    target: Target
    before: str
    after: str


@quick
@dataclass(frozen=True, slots=True)
class Debate:
    """All that was said of one target, as ids of remarks, earliest first. `origins` counts distinct texts."""

    target: Target
    supportive: tuple[str, ...]
    critical: tuple[str, ...]
    neutral: tuple[str, ...]
    origins: int

    @property
    def remarks(self) -> tuple[str, ...]:
        return (*self.supportive, *self.critical, *self.neutral)


@quick
@dataclass(frozen=True, slots=True, order=True)
class Denial:
    """A claim that a party denies; `day` is `UNDATED` if none is known."""

    day: str
    document: str
    claim: str


@quick
@dataclass(frozen=True, slots=True)
class Link:
    """A claim that ties `subject` to `object` by holding or by meeting; `role` is a post's, `stake_pct` a share's."""

    claim: str
    subject: str
    relation: str
    object: str
    status: Status
    day: str | None
    role: str | None = None
    stake_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Positions:
    """Everything, earliest first. `met` is None where nothing can be known: the market has no such relation."""

    said: tuple[Standpoint, ...]
    debates: tuple[Debate, ...]
    replies: tuple[Reply, ...]
    changes: tuple[Change, ...]
    lobbying: tuple[Lobbying, ...]
    holds: tuple[Link, ...]
    met: tuple[Link, ...] | None = None

    @property
    def assurances(self) -> tuple[Standpoint, ...]:
        """Statements that something has not changed: kept as what was said, not as what is so."""
        return tuple(one for one in self.said if one.assures)


_make_reply, _make_link = maker(Reply), maker(Link)


def find_positions(view: View, market: Market) -> Positions:
    """The positions of `view`."""
    directory = build_directory(view, market)
    origins = find_origins(view.documents.values(), directory)
    return positions_from(view, market, origins, build_posts(view, directory))


@without_collector()
def positions_from(view: View, market: Market, origins: Origins, posts: Posts) -> Positions:
    """`find_positions` for a caller that has the origins and the posts already."""
    directory = posts.directory
    room = Room(view, directory, posts, build_targets(view, directory), origins)
    said = tuple(sorted(map(room.standpoint, view.remarks), key=moment))
    denied = _denials(room)
    groups = [(group, denied.get(group[0].target.key, ())) for group in _by_target(said)]
    places = {one.remark: place for place, one in enumerate(said)}
    meets = [relation for relation in MEETS if relation in market.relations]
    return Positions(
        said=said,
        debates=tuple(_debate(group) for group, _ in groups),
        replies=tuple(reply for group, denials in groups for reply in _replies(group, denials, places, room)),
        changes=tuple(change for group, _ in groups for change in _changes(group)),
        lobbying=find_lobbying(view, said),
        holds=_links(view, HOLDS),
        met=_links(view, meets) if meets else None,
    )


def select_positions(positions: Positions, entity: str) -> Positions:
    """What the entity with id `entity` said, itself or through someone with a post there, and what was said of it, its
    deals or its members' posts and holdings."""

    def is_about(one: Standpoint) -> bool:
        return entity in (one.speaker, *one.target.keys, *(post.organisation for post in one.posts))

    said = tuple(one for one in positions.said if is_about(one))
    remarks = {one.remark for one in said}
    return Positions(
        said=said,
        debates=tuple(d for d in positions.debates if remarks.intersection(d.remarks)),
        replies=tuple(r for r in positions.replies if remarks.intersection((r.to, r.by))),
        changes=tuple(c for c in positions.changes if remarks.intersection((c.before, c.after))),
        lobbying=tuple(one for one in positions.lobbying if entity in (one.lobbyist, one.target, one.by)),
        holds=tuple(link for link in positions.holds if entity in (link.subject, link.object)),
        met=None if positions.met is None else tuple(m for m in positions.met if entity in (m.subject, m.object)),
    )


def _by_target(said: Iterable[Standpoint]) -> list[tuple[Standpoint, ...]]:
    """Standpoints on one target together; the targets of which most was said come first."""
    groups: dict[tuple[str, ...], list[Standpoint]] = {}
    for one in said:
        if one.target.kind is not TargetKind.NONE:
            groups.setdefault(one.target.key, []).append(one)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: (-len(groups[key]), key))]


def _debate(group: Sequence[Standpoint]) -> Debate:
    supportive, critical, neutral = (
        tuple(one.remark for one in group if one.stance is stance)
        for stance in (Stance.SUPPORTIVE, Stance.CRITICAL, Stance.NEUTRAL)
    )
    return Debate(_plainest(group), supportive, critical, neutral, len({one.origin for one in group}))


def _plainest(group: Iterable[Standpoint]) -> Target:
    """The target as it was stated, if anyone stated it."""
    return min((one.target for one in group), key=lambda target: (not target.stated, target.name or ""))


def _denials(room: Room) -> dict[tuple[str, ...], tuple[Denial, ...]]:
    """The claims that a party denies, by the target: the deal between the claim's ends, or either end alone."""
    found: dict[tuple[str, ...], list[Denial]] = {}
    for entry in room.view.entries:
        if entry.claim.status is Status.DENIED:
            spoken_for = _spoken_for(entry, room)
            for target in _targets_of(entry, room) if spoken_for else ():
                if not spoken_for.isdisjoint(target.keys):
                    found.setdefault(target.key, []).append(_denial(entry, room.view))
    return {key: tuple(sorted(denials)) for key, denials in found.items()}


def _denial(entry: Entry, view: View) -> Denial:
    when = claim_date(entry, view.documents.get(entry.claim.evidence.document))
    return Denial(when.first if when else UNDATED, entry.claim.evidence.document, entry.id)


def _targets_of(entry: Entry, room: Room) -> Iterator[Target]:
    groups = {room.directory.lineage(end)[-1] for end in entry.parties or (entry.subject, entry.object)}
    if len(groups) > 1:
        yield Target(TargetKind.DEAL, tuple(sorted(groups)))
    yield Target(TargetKind.ACTOR, (entry.subject,))
    is_law = entry.object in room.directory.by_id and room.directory.by_id[entry.object].kind is Kind.LAW
    yield Target(TargetKind.LAW if is_law else TargetKind.ACTOR, (entry.object,))


def _spoken_for(entry: Entry, room: Room) -> frozenset[str]:
    """Everyone for whom the one speaks who says what the claim says."""
    document = room.view.documents.get(entry.claim.evidence.document)
    publisher = room.directory.named(document.publisher) if document else None
    voice = entry.speaker or (publisher.key if publisher else None)
    day = document.published if document else None
    if voice is None:
        return frozenset()
    return room.posts.spoken_for(voice, room.posts.on(voice, day, entry.claim.evidence.document))


def _replies(
    group: Sequence[Standpoint], denials: Sequence[Denial], places: Mapping[str, int], room: Room
) -> Iterator[Reply]:
    """The replies to each statement of `group`, which is earliest first; `places` are those of remarks among all."""
    parties, refused = group[0].target.keys, _refusals(denials)
    sides = {stance: _line([one for one in group if one.stance is stance], places) for stance in _OPPOSITE}
    insiders = {one.remark for one in group if _is_party(one, parties, room)}
    answers = _line([one for one in group if one.stance is not Stance.CRITICAL and one.remark in insiders], places)
    for one in group:
        if one.stance not in _OPPOSITE:
            continue
        attacked = one.stance is Stance.CRITICAL and one.remark not in insiders
        place = places[one.remark]
        kinds = dict.fromkeys(_after(one, place, answers) if attacked else (), ReplyKind.ANSWER)
        for by in _after(one, place, sides[_OPPOSITE[one.stance]]):
            kinds.setdefault(by, ReplyKind.OPPOSITE)
        for by in refused.after(one) if attacked else ():
            kinds.setdefault(by, ReplyKind.DENIAL)
        yield from [_make_reply(one.remark, by, kind) for by, kind in kinds.items()]


def _is_party(one: Standpoint, parties: Iterable[str], room: Room) -> bool:
    return not room.posts.spoken_for(one.speaker, one.posts).isdisjoint(parties)


def _line(others: list[Standpoint], places: Mapping[str, int]) -> _Line:
    return [places[other.remark] for other in others], others


def _after(one: Standpoint, place: int, line: _Line) -> Iterable[str]:
    """The remarks of others after `one`: further down in its document, or on a later day; the first words of each."""
    start = bisect_right(line[0], place)
    found: dict[str, str] = {}
    for other in line[1][start : start + MOST_SCANNED]:
        is_later = other.document == one.document or (one.day is not None and (other.day or "") > one.day)
        if is_later and other.speaker != one.speaker:
            found.setdefault(other.speaker, other.remark)
            if len(found) == MOST_REPLIES:
                break
    return found.values()


@dataclass(frozen=True, slots=True)
class _Refusals:
    """The denials of one target in their order, their days, and the places of each document's among them."""

    denials: Sequence[Denial]
    days: Sequence[str]
    told_in: Mapping[str, Sequence[int]]

    def after(self, one: Standpoint) -> list[str]:
        """The first claims that deny it in the document of `one`, or on a later day."""
        begin = len(self.days) if one.day is None else bisect_right(self.days, one.day)
        end = max(begin, bisect_left(self.days, UNDATED))
        beside = self.told_in.get(one.document, ())
        later = range(begin, min(end, begin + MOST_REPLIES))
        if not beside:
            return [self.denials[place].claim for place in later]
        places = (*[n for n in beside if n < begin], *later, *[n for n in beside if n >= end])
        return [self.denials[place].claim for place in places[:MOST_REPLIES]]


def _refusals(denials: Sequence[Denial]) -> _Refusals:
    told_in: dict[str, list[int]] = {}
    for place, denial in enumerate(denials):
        told_in.setdefault(denial.document, []).append(place)
    return _Refusals(denials, [denial.day for denial in denials], told_in)


def _changes(group: Iterable[Standpoint]) -> Iterator[Change]:
    """Where a speaker's stance on a target is another than on the last day before; neutral words change nothing."""
    last: dict[str, Standpoint] = {}
    for one in group:
        if one.stance is Stance.NEUTRAL or one.day is None:
            continue
        before = last.get(one.speaker)
        if before is not None and before.stance is not one.stance and (before.day or "") < one.day:
            yield Change(one.speaker, one.target, before.remark, one.remark)
        last[one.speaker] = one


def _links(view: View, relations: Collection[str]) -> tuple[Link, ...]:
    documents = dict(view.documents)  # asked in half of the time that a read-only view of it takes
    links = [_link(entry, documents) for entry in view.entries if entry.claim.relation in relations]
    return tuple(sorted(links, key=lambda link: (link.subject, link.object, link.day or "9999", link.claim)))


def _link(entry: Entry, documents: Mapping[str, Document]) -> Link:
    when = claim_date(entry, documents.get(entry.claim.evidence.document))
    day, claim = when.first if when else None, entry.claim
    subject, object, terms = entry.subject, entry.object, claim.terms
    return _make_link(entry.id, subject, claim.relation, object, claim.status, day, terms.role, terms.stake_pct)
