"""What the windows of a document say → what the document says: one candidate a triple, one statement a content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from liens.model import Kind, Statement, Status
from liens.reading.rules.page import Sentence
from liens.reading.trained.arrays import SPOKESPERSON, speech_features, tokens_within
from liens.reading.trained.features import Told as RulesTold
from liens.reading.trained.heads import Told
from liens.reading.trained.labels import RELATIONS, STATUSES, SYMMETRIC
from liens.reading.trained.windows import Place, Window

LEAST = 0.02
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A tie that a window may tell, and how likely. `money` and `share` are the likeliest mentions for its sum and
    share, with how likely they are; `speaker` is a name; `told` if the rules tell it too."""

    subject: str
    relation: str
    object: str
    probability: float
    status: Status
    status_probability: float
    evidence: Sentence
    money: Place | None
    money_probability: float
    share: Place | None
    share_probability: float
    date: Place | None
    speaker: str | None
    triggers: tuple[tuple[int, int], ...]
    ends: tuple[Place, Place]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that a window may hold: `text[start:end]`, whose words they are, how likely both are, and the
    rules' statement of it if it is theirs."""

    start: int
    end: int
    speaker: str
    probability: float
    speaker_probability: float
    heard: Statement | None = None

    @property
    def likelihood(self) -> float:
        return self.probability * self.speaker_probability


def candidates(window: Window, told: Told, rules: RulesTold) -> Iterator[Candidate]:
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
            *_pointed(values[0], terms.money[row]),
            *_pointed(values[1], terms.share[row]),
            _dated(window, sentence, told.looks[i, j]),
            names[speaker] if speaker < len(names) else None,
            _triggers(window, told.looks[i, j], sentence),
            (_nearest(window.entities[i], sentence), _nearest(window.entities[j], sentence)),
            any(number == relation for number, _, _ in rules.claims.get((names[i], names[j]), ())),
        )


def _pointed(values: Sequence[Place], likely: np.ndarray) -> tuple[Place | None, float]:
    """The likeliest of `values`, and how likely it is."""
    if not values:
        return None, 0.0
    chosen = int(likely[:-1].argmax())
    return values[chosen], float(likely[chosen])


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
    """The statements of a window: those that the tags draw, and those that the rules heard, each as likely as the tags
    and the speakers' scores make it."""
    if not window.entities:
        return
    for start, end in _runs(_best_path(told.tags)):
        if end < len(window.ids) and end - start > 1:
            yield _said(window, told, rules, (start, end))
    for statement in rules.statements:
        inside = tokens_within(window, statement.content.start, statement.content.end)
        if len(inside) > 1 and _speaker(statement) in window.names and inside.stop < len(window.ids):
            yield _said(window, told, rules, (inside.start, inside.stop), statement)


def _speaker(statement: Statement) -> str:
    return statement.speaker.removesuffix(SPOKESPERSON)


def borne_out(statements: Sequence[Statement], found: Iterable[Said], least: float) -> list[Statement]:
    """The rules' `statements`, less those that every window finds less likely than `least`."""
    best: dict[Statement, float] = {}
    for one in found:
        if one.heard is not None:
            best[one.heard] = max(one.likelihood, best.get(one.heard, 0.0))
    return [s for s in statements if best.get(s, 1.0) >= least]


def apart(found: Iterable[Said], taken: Sequence[Statement], least: float) -> list[Said]:
    """The tags' own statements that are as likely as `least`, by place: none overlaps another or one `taken`."""
    kept: list[Said] = []
    likely = (s for s in found if s.heard is None and s.likelihood >= least)
    spans = [(t.content.start, t.content.end) for t in taken]
    for one in sorted(likely, key=lambda s: (-s.likelihood, s.start, s.speaker)):
        if all(one.end <= start or one.start >= end for start, end in spans):
            kept.append(one)
            spans.append((one.start, one.end))
    return sorted(kept, key=lambda s: s.start)


def _said(window: Window, told: Told, rules: RulesTold, span: tuple[int, int], heard: Statement | None = None) -> Said:
    """The content in tokens `span`, said by whom the rules `heard` or by the likeliest entity."""
    start, end = span
    speakers = told.speakers(span, speech_features(window, span, rules))
    who = window.names.index(_speaker(heard)) if heard else int(speakers.argmax())
    inside = float(np.exp(told.tags[start:end, 1:].max(-1)).mean())
    bounds = window.pieces[start].start, window.pieces[end - 1].end
    return Said(*bounds, window.names[who], inside, float(speakers[who]), heard)


def _best_path(tags: np.ndarray) -> list[int]:
    """The likeliest labels (0 outside, 1 first, 2 inside) in which none inside follows one outside (Viterbi)."""
    outside, first, inside = (float(x) for x in tags[0])
    best = (outside, first, inside + _IMPOSSIBLE)
    back: list[tuple[int, int, int]] = []
    for outside, first, inside in tags[1:].tolist():
        any_ = max(range(3), key=best.__getitem__)
        opened = 1 if best[1] >= best[2] else 2
        back.append((any_, any_, opened))
        best = (best[any_] + outside, best[any_] + first, best[opened] + inside)
    path = [max(range(3), key=best.__getitem__)]
    for who in reversed(back):
        path.append(who[path[-1]])
    return path[::-1]


def _runs(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for at, tag in enumerate([*path, 0]):
        if start >= 0 and tag != 2:
            yield start, at
            start = -1
        if tag == 1:
            start = at
