"""What the ledger has learnt between two of its states: claims, decisions, and which findings are others for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from liens.analysis.dates import read_date
from liens.analysis.deals.changes import ChangeLog, Names, log_between, state_of
from liens.analysis.record import Line, Turned, lines_of, turned_between
from liens.answers.study import Answer, Study, find_entity
from liens.codec import encode
from liens.errors import ConfigError
from liens.ledger.view import Entry, Point, View
from liens.model import Entity, Span
from liens.publishing.wording import plain, sentence

SHOWN = 8
"""Points that a message names, the latest."""


@dataclass(frozen=True, slots=True)
class Between:
    """Two states of one ledger, and the points at which they were noted; `until` is None for the ledger as of now."""

    before: Study
    after: Study
    since: Point
    until: Point | None = None


def find_point(points: Sequence[Point], text: str, opens: bool) -> Point:
    """The point that `text` names: by its revision, or as the last one by a moment or day. A day that `opens` the time
    asked about belongs to it: the last point before it counts.

    Raises:
        ConfigError: there is none, or `text` is neither; the message names the latest points.
    """
    by_revision = [point for point in points if str(point.revision) == text.strip()]
    if by_revision:
        return by_revision[-1]
    limit = _limit(text, opens)
    if limit is None:
        raise ConfigError(f"{text!r} is no revision, day or moment of this ledger: {_listed(points)}")
    past = [point for point in points if datetime.fromisoformat(point.at) <= limit]
    if not past:
        raise ConfigError(f"no state of the ledger was noted {'before' if opens else 'by'} {text}: {_listed(points)}")
    return past[-1]


def _limit(text: str, opens: bool) -> datetime | None:
    """The last moment that counts; one without a zone is UTC. None if `text` names none."""
    if ":" in text:
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    when = read_date(text)
    if when is None:
        return None
    midnight = datetime.combine(datetime.fromisoformat(when.first if opens else when.last), time(), UTC)
    return (midnight if opens else midnight + timedelta(1)) - timedelta.resolution


def _listed(points: Sequence[Point]) -> str:
    if not points:
        return "`liens run` notes one whenever it has added something, and has noted none so far"
    some = ", ".join(f"{point.revision} ({point.at[:16].replace('T', ' ')})" for point in points[-SHOWN:])
    return f"the states noted are {some}"


def which_states(points: Sequence[Point]) -> str:
    """What there is to ask about, for whoever asked for nothing."""
    return f"say between which days (--from, --to) or since which state of the ledger (--since): {_listed(points)}"


def log(asked: Between, name: str | None = None) -> Answer:
    """What the ledger has learnt, or what of it concerns the entity called `name`: documents that came and went, claims
    added, superseded and decided, names joined and parted, and findings that are others now.

    Raises:
        ConfigError: neither state has anyone called `name`.
    """
    old, new = asked.before, asked.after
    changed = log_between(state_of(old.view, old.ties), state_of(new.view, new.ties))
    about = _about(asked, name) if name is not None else None
    turned = turned_between(_lines(old), _lines(new))
    return {
        "since": {"revision": asked.since.revision, "at": asked.since.at},
        "until": {"revision": new.view.revision, "at": asked.until.at if asked.until else None},
        "documents": _documents(changed, asked) if about is None else {"added": [], "gone": []},
        "claims": _claims(changed, asked, about),
        "decisions": _decisions(changed, new.view) if about is None else [],
        "joined": _taken(changed.joined, about),
        "parted": _taken(changed.parted, about),
        "findings": [_finding(one, asked) for one in turned if about is None or about.id in one.ends],
    }


def _about(asked: Between, name: str) -> Entity:
    try:
        return find_entity(asked.after.view, name)
    except ConfigError:
        return find_entity(asked.before.view, name)


def _lines(study: Study) -> tuple[Line, ...]:
    return lines_of(study.view, study.market, study.ties, study.conflicts)


def _documents(changed: ChangeLog, asked: Between) -> Answer:
    old, new = asked.before.view.documents, asked.after.view.documents
    return {
        "added": [{"id": id, "title": new[id].title or new[id].name} for id in changed.documents_added],
        "gone": [{"id": id, "title": old[id].title or old[id].name} for id in changed.documents_gone],
    }


def _claims(changed: ChangeLog, asked: Between, about: Entity | None) -> Answer:
    old, new = _entries(asked.before.view), _entries(asked.after.view)
    added = [new[id] for id in changed.claims_added]
    gone = [old[id] for id in changed.claims_gone if _concerns(old[id], about)]
    judged = [(new[id], before, after) for id, before, after in changed.judged if _concerns(new[id], about)]
    return {
        "added": [_claim(entry, asked.after) for entry in added if _concerns(entry, about)],
        "superseded": [_claim(entry, asked.before) | _succession(entry, added, asked) for entry in gone],
        "decided": [
            _claim(entry, asked.after) | {"before": before, "after": after, "by": _judges(entry, asked)}
            for entry, before, after in judged
        ],
    }


def _entries(view: View) -> dict[str, Entry]:
    return {entry.id: entry for entry in (*view.entries, *view.rejected)}


def _concerns(entry: Entry, about: Entity | None) -> bool:
    return about is None or about.id in (entry.subject, entry.object, entry.speaker, *entry.parties)


def _claim(entry: Entry, study: Study) -> Answer:
    return {
        "id": entry.id,
        "says": plain(sentence(entry, study.view, study.market)),
        "status": entry.claim.status,
        "review": entry.review,
        "document": entry.claim.evidence.document,
    }


def _succession(entry: Entry, added: Iterable[Entry], asked: Between) -> Answer:
    """Why a claim is no more, and which of the claims `added` stand in its place."""
    same = [one for one in added if one.claim.relation == entry.claim.relation]
    place = entry.claim.evidence
    if place.document in asked.after.view.documents:
        return _succeeded("its document was read anew", (e for e in same if _overlap(place, e.claim.evidence)))
    found_at = asked.before.view.documents[place.document].found_at
    later = {id for id, document in asked.after.view.documents.items() if document.found_at == found_at}
    alike = (e for e in same if e.claim.evidence.document in later and _ends(e) == _ends(entry))
    return _succeeded("its document was changed" if later else "its document is gone", alike)


def _succeeded(why: str, by: Iterable[Entry]) -> Answer:
    return {"why": why, "successors": [entry.id for entry in by]}


def _ends(entry: Entry) -> tuple[str, str]:
    return entry.subject, entry.object


def _overlap(one: Span, two: Span) -> bool:
    return one.document == two.document and one.start < two.end and two.start < one.end


def _judges(entry: Entry, asked: Between) -> list[Answer]:
    """The decisions about a claim that came in between."""
    known = {decision.id for decision in asked.before.view.decisions}
    fresh = (decision for decision in asked.after.view.decisions if decision.id not in known)
    return [encode(d) | {"id": d.id} for d in fresh if entry.id in d.targets]


def _decisions(changed: ChangeLog, view: View) -> list[Answer]:
    added = set(changed.decisions_added)
    return [encode(decision) | {"id": decision.id} for decision in view.decisions if decision.id in added]


def _taken(taken: Iterable[Names], about: Entity | None) -> list[Answer]:
    return [{"entity": one, "names": list(names)} for one, names in taken if about is None or one == about.name]


def _finding(one: Turned, asked: Between) -> Answer:
    told = {"measure": one.measure, "ends": list(one.ends), "names": list(_called(one.ends, asked))}
    return told | {"about": one.about, "before": one.before, "after": one.after, "claims": list(one.claims)}


def _called(ends: Iterable[str], asked: Between) -> Iterator[str]:
    for end in ends:
        entity = asked.after.view.entities.get(end) or asked.before.view.entities.get(end)
        yield entity.name if entity else end.removeprefix("name:")
