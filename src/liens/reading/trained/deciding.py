"""What the windows of a document say → what the document says: one candidate a triple, one statement a content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from liens.model import Kind, Status
from liens.reading.rules.page import Sentence
from liens.reading.trained.arrays import speech_features
from liens.reading.trained.features import Told as RulesTold
from liens.reading.trained.heads import Told
from liens.reading.trained.labels import RELATIONS, STATUSES, SYMMETRIC
from liens.reading.trained.windows import Place, Window

LEAST = 0.08
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tie that a window may tell, and how likely. `money` and `share` are mentions of the text, `speaker` a name."""

    subject: str
    relation: str
    object: str
    probability: float
    status: Status
    status_probability: float
    evidence: Sentence
    money: Place | None
    share: Place | None
    date: Place | None
    speaker: str | None
    triggers: tuple[tuple[int, int], ...]
    ends: tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that a window may hold: `text[start:end]`, whose words they are, and how likely both are."""

    start: int
    end: int
    speaker: str
    probability: float
    speaker_probability: float


def candidates(window: Window, told: Told) -> Iterator[Candidate]:
    """The ties of a window that are at least `LEAST` likely."""
    names = window.names
    likely = told.relations.copy()
    for relation in (r for r, name in enumerate(RELATIONS) if name in SYMMETRIC):
        both = (likely[..., relation] + likely[..., relation].T) / 2
        likely[..., relation] = np.triu(both, 1)
    likely[range(len(names)), range(len(names))] = 0.0
    found = np.argwhere(likely >= LEAST)
    if not len(found):
        return
    claims = found[:, [0, 2, 1]]
    terms = told.terms(claims)
    values = [[v for v in window.values if v.mention.kind is kind] for kind in (Kind.MONEY, Kind.SHARE)]
    for row, (i, relation, j) in enumerate(claims.tolist()):
        sentence = int(told.mass[i, j].argmax())
        status = int(terms.status[row].argmax())
        speaker = int(terms.speaker[row].argmax())
        yield Candidate(
            names[i],
            RELATIONS[relation],
            names[j],
            float(likely[i, j, relation]),
            STATUSES[status],
            float(terms.status[row, status]),
            window.sentences[sentence][2],
            _pointed(values[0], terms.money[row]),
            _pointed(values[1], terms.share[row]),
            _dated(window, sentence, told.looks[i, j]),
            names[speaker] if speaker < len(names) else None,
            _triggers(window, told.looks[i, j], sentence),
            (_nearest(window.entities[i], sentence), _nearest(window.entities[j], sentence)),
        )


def _pointed(values: Sequence[Place], likely: np.ndarray) -> Place | None:
    chosen = int(likely.argmax())
    return values[chosen] if chosen < len(values) else None


def _dated(window: Window, sentence: int, looks: np.ndarray) -> Place | None:
    """The date of the sentence nearest to the words that the pair looks at."""
    dates = [v for v in window.values if v.mention.kind is Kind.DATE and v.sentence == sentence]
    low, high, _ = window.sentences[sentence]
    centre = low + int(looks[low:high].argmax())
    return min(dates, key=lambda d: (abs(d.start - centre), d.start), default=None)


def _nearest(places: Sequence[Place], sentence: int) -> Place:
    return min(places, key=lambda p: (abs(p.sentence - sentence), p.start))


def _triggers(window: Window, looks: np.ndarray, sentence: int) -> tuple[tuple[int, int], ...]:
    """The words of the sentence, names left out, on which most of the pair's attention rests: places in the text."""
    low, high, _ = window.sentences[sentence]
    free = [t for t in range(low, high) if not window.kinds[t]]
    best = sorted(free, key=lambda t: (-looks[t], t))[:2]
    return tuple((window.pieces[t].start, window.pieces[t].end) for t in sorted(best))


def said(window: Window, told: Told, rules: RulesTold) -> Iterator[Said]:
    """The statements of a window."""
    if not window.entities:
        return
    path = _best_path(told.tags)
    for start, end in _runs(path):
        if end >= len(window.ids) or end - start < 2:
            continue
        speakers = told.speakers((start, end), speech_features(window, (start, end), rules))
        who = int(speakers.argmax())
        yield Said(
            window.pieces[start].start,
            window.pieces[end - 1].end,
            window.names[who],
            float(np.exp(told.tags[start:end, 1:].max(-1)).mean()),
            float(speakers[who]),
        )


def _best_path(tags: np.ndarray) -> list[int]:
    """The likeliest labels (0 outside, 1 first, 2 inside) in which none inside follows one outside."""
    best = tags[0] + np.array([0.0, 0.0, _IMPOSSIBLE])
    back = []
    allowed = np.zeros((3, 3))
    allowed[0, 2] = _IMPOSSIBLE
    for step in tags[1:]:
        value = best[:, None] + allowed
        who = value.argmax(0)
        best = value[who, range(3)] + step
        back.append(who)
    path = [int(best.argmax())]
    for who in reversed(back):
        path.append(int(who[path[-1]]))
    return path[::-1]


def _runs(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for at, tag in enumerate([*path, 0]):
        if start >= 0 and tag != 2:
            yield start, at
            start = -1
        if tag == 1:
            start = at
