"""Answers about ties: the study at a glance, an entity, the claims behind a tie, the queue."""

from __future__ import annotations

from collections import Counter

from liens.analysis.conflicts import Conflict
from liens.analysis.coverage import coverage_of
from liens.analysis.directory import fold
from liens.analysis.ties import Tie
from liens.answers.study import Answer, Study, beginning, find_entity, several_or_none
from liens.codec import encode
from liens.errors import ConfigError
from liens.ledger.view import Entry, Remark
from liens.model import Document, Entity
from liens.publishing.wording import plain, sentence, terms_in_words, value_in_words
from liens.review import questions

CONTEXT = 160
"""Characters shown around a claim's evidence."""


def overview(study: Study) -> Answer:
    """The study at a glance: counts, the best supported ties, what is disputed, what is not known."""
    view = study.view
    coverage = coverage_of(study.ties, view, study.market)
    return {
        "market": study.market.title,
        "revision": view.revision,
        "documents": len(view.documents),
        "half_read": len(coverage.half_read),
        "claims": len(view.entries),
        "statements": len(view.remarks),
        "entities": len({end for tie in study.ties for end in tie.ends}),
        "ties": [_tie(tie, study) for tie in study.ties[:20]],
        "tie_count": len(study.ties),
        "conflicts": [_conflict(c, study) for c in study.conflicts[:10]],
        "conflict_count": len(study.conflicts),
        "gaps": len(coverage.gaps),
        "questions": len(questions(view)),
        "problems": [encode(p) for p in view.problems],
    }


def show(study: Study, name: str) -> Answer:
    """All that is known of the entity called `name`."""
    entity = find_entity(study.view, name)
    ties = [tie for tie in study.ties if entity.id in tie.ends]
    claims = {claim for tie in ties for claim in tie.claims}
    about = {fold(n) for n in (entity.name, *entity.names)}
    return {
        "entity": _entity(entity),
        "ties": [_tie(tie, study) for tie in ties],
        "conflicts": [_conflict(c, study) for c in study.conflicts if claims.intersection(c.claims)],
        "statements_by": [_remark(r, study) for r in study.view.remarks if r.speaker == entity.id],
        "statements_about": [
            _remark(r, study) for r in study.view.remarks if r.statement.target and fold(r.statement.target) in about
        ],
        "sources": _sources(claims, study),
    }


def why(study: Study, handle: str) -> Answer:
    """Every claim behind the tie, or the one claim, whose id is or begins with `handle`."""
    ties = beginning(handle, {tie.id: tie for tie in study.ties})
    entries = {entry.id: entry for entry in (*study.view.entries, *study.view.rejected)}
    found = [] if ties else beginning(handle, entries)
    if len(ties) + len(found) != 1:
        raise ConfigError(several_or_none(handle, [t.id for t in ties] or [e.id for e in found]))
    if found:
        return {"tie": None, "claims": [in_context(found[0], study)], "conflicts": []}
    tie = ties[0]
    return {
        "tie": _tie(tie, study),
        "claims": [in_context(entries[claim], study) for claim in tie.claims],
        "conflicts": [_conflict(c, study) for c in study.conflicts if set(tie.claims).intersection(c.claims)],
    }


def review(study: Study) -> Answer:
    """The review queue, most pressing first."""
    entries = {entry.id: entry for entry in study.view.entries}
    return {
        "questions": [
            {
                "about": question.about,
                "targets": list(question.targets),
                "why": question.why,
                "claims": [in_context(entries[claim], study) for claim in question.claims],
            }
            for question in questions(study.view)
        ],
        "decisions": [encode(d) | {"id": d.id} for d in study.view.decisions],
        "orphans": [encode(d) | {"id": d.id} for d in study.view.orphans],
    }


def _entity(entity: Entity) -> Answer:
    return encode(entity)


def _tie(tie: Tie, study: Study) -> Answer:
    names = study.view.entities
    relation = study.market.relations.get(tie.relation)
    contested = {conflict.tie for conflict in study.conflicts}
    return {
        "id": tie.id,
        "subject": names[tie.subject].name,
        "relation": tie.relation,
        "label": relation.label if relation else tie.relation,
        "channel": relation.channel if relation else None,
        "object": names[tie.object].name,
        "status": tie.status,
        "first": tie.first,
        "last": tie.last,
        "terms": [
            {"term": t.name, "value": value_in_words(t.name, t.value), "claims": list(t.claims)} for t in tie.terms
        ],
        "origins": encode(tie.support) | {"total": tie.support.total},
        "conflict": tie.id in contested,
        "claims": list(tie.claims),
    }


def in_context(entry: Entry, study: Study) -> Answer:
    """A claim with its words, what stands around them, and where they come from."""
    claim, document = entry.claim, study.view.documents[entry.claim.evidence.document]
    start, end = claim.evidence.start, claim.evidence.end
    return {
        "id": entry.id,
        "says": plain(sentence(entry, study.view, study.market)),
        "status": claim.status,
        "speaker": claim.speaker,
        "terms": {t.label: t.text for t in terms_in_words(claim.terms)},
        "confidence": claim.confidence,
        "review": entry.review,
        "reader": entry.reader,
        "evidence": {"start": start, "end": end, "text": document.text[start:end]},
        "before": _before(document.text, start),
        "after": _after(document.text, end),
        "because": [
            {"role": r.role, "words": document.text[r.span.start : r.span.end], "note": r.note} for r in claim.reasons
        ],
        "source": _source(document),
    }


def _before(text: str, start: int) -> str:
    """The text before `start`, from a whole word on where there are blanks."""
    found = text[max(0, start - CONTEXT) : start]
    if start <= CONTEXT:
        return found
    return "…" + (found.partition(" ")[2].lstrip() or found)


def _after(text: str, end: int) -> str:
    """The text after `end`, up to a whole word where there are blanks."""
    found = text[end : end + CONTEXT]
    if end + CONTEXT >= len(text):
        return found
    return (found.rpartition(" ")[0].rstrip() or found) + "…"


def _source(document: Document) -> Answer:
    return {
        "document": document.id,
        "title": document.title or document.name,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "found_at": document.found_at,
        "read_share": document.read_share,
    }


def _sources(claims: set[str], study: Study) -> list[Answer]:
    counts = Counter(e.claim.evidence.document for e in study.view.entries if e.id in claims)
    return [
        _source(study.view.documents[d]) | {"claims": n} for d, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    ]


def _remark(remark: Remark, study: Study) -> Answer:
    statement = remark.statement
    document = study.view.documents[statement.content.document]
    return {
        "speaker": study.view.entities[remark.speaker].name,
        "content": document.text[statement.content.start : statement.content.end],
        "kind": statement.kind,
        "venue": statement.venue,
        "target": statement.target,
        "stance": statement.stance,
        "source": _source(document),
    }


def _conflict(conflict: Conflict, study: Study) -> Answer:
    names, documents = study.view.entities, study.view.documents
    return {
        "tie": conflict.tie,
        "about": conflict.about,
        "camps": [
            {
                "value": value_in_words(conflict.about, camp.value),
                "positions": [
                    {
                        "claim": p.claim,
                        "who": names[p.speaker].name if p.speaker else documents[p.document].publisher,
                        "date": p.date,
                        "source": _source(documents[p.document])["title"],
                    }
                    for p in camp.positions
                ],
            }
            for camp in conflict.camps
        ],
    }
