"""What a document has spoken of up to a point: the ground on which descriptions and pronouns are resolved.

Salience follows the centering account of local coherence (Grosz, Joshi and Weinstein, "Centering", Computational
Linguistics 21(2), 1995): subjects before others, recent mentions before old ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from liens.reading.rules.names.fitting import is_investor
from liens.reading.rules.names.linking import Portrait
from liens.reading.rules.page import Sentence

_NOT_SUBJECT = re.compile(
    r"\b(?:of|by|to|with|for|in|from|at|against|between|on|than|as|via|into|over|about"
    r"|like) (?:the )?$"
)
_SUBJECT_VERB = re.compile(
    r"(?:, [^,.;]{2,80},)? (?:has|have|had|is|was|will|would|can|could|may|might|said|says|did|does"
    r"|also|[a-z]+s|[a-z]+ed)\b"
)
_PREAMBLE = re.compile(
    r"(?:According to|At|For|In|With|Under|After|Like|Unlike|Alongside|From|By|As|On|Since) [^,]{1,60}, (?:the )?$"
)
_QUOTE = re.compile(r"[“«„][^“”«»„]{2,1500}?[”»“]|\"[^\"\n]{2,1500}\"")
_LONGEST_PREAMBLE = 90
_REACH = 150
_SUBJECT, _OPENER, _DECAY, _MARGIN = 3.0, 2.0, 0.9, 1.7


@dataclass(frozen=True, slots=True)
class Event:
    """A point at which an entity is spoken of; `subject` if it is probably the subject of its clause."""

    start: int
    end: int
    who: int
    sentence: int
    subject: bool


class Scene:
    """What has been spoken of so far in a document."""

    def __init__(self, text: str, sentences: tuple[Sentence, ...], portraits: list[Portrait]) -> None:
        self.text, self.sentences, self.portraits = text, sentences, portraits
        self.events: list[Event] = []
        self._last: dict[int, Event] = {}
        self.epithets: dict[tuple[str, ...], int] = {}
        self.quotes = [m.span() for m in _QUOTE.finditer(text)]
        self._starts = [s.start for s in sentences]

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def add(self, start: int, end: int, who: int) -> None:
        """Note that `text[start:end]` speaks of the entity `who`."""
        sentence = self.sentence_at(start)
        opening = self.sentences[sentence].start
        first = not self.events or self.events[-1].sentence != sentence
        if not first and start - opening <= _LONGEST_PREAMBLE:
            first = _PREAMBLE.match(self.text, opening, start) is not None
        subject = first or (
            _SUBJECT_VERB.match(self.text, end) is not None
            and not _NOT_SUBJECT.search(self.text, max(opening, start - 12), start)
        )
        event = Event(start, end, who, sentence, subject)
        self.events.append(event)
        self._last[who] = event

    def back(self, sentence: int, fits: Callable[[Portrait], bool]) -> list[Event]:
        """The events of a sentence, not too far back, whose entities fit."""
        found: list[Event] = []
        for event in islice(reversed(self.events), _REACH):
            if event.sentence < sentence:
                break
            if event.sentence == sentence and fits(self.portraits[event.who]):
                found.append(event)
        return found[::-1]

    def last(self, who: int) -> Event:
        """The last event of an entity that has been spoken of."""
        return self._last[who]

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that holds `offset`."""
        at = bisect_right(self.quotes, (offset, len(self.text))) - 1
        return self.quotes[at] if at >= 0 and self.quotes[at][1] > offset else None

    def recent(self) -> list[int]:
        """The entities spoken of not too long ago, in order of appearance."""
        return list(dict.fromkeys(e.who for e in self.events[-_REACH:]))

    def was_named(self, who: int) -> bool:
        """Whether the entity has been spoken of."""
        return who in self._last

    def most_salient(self, at: int, whos: list[int]) -> int | None:
        """Of several entities, the most salient at offset `at`; None if two are nearly as salient. Subjects count
        more, old mentions less; the entity that the document opened with stays in mind."""
        sentence = self.sentence_at(at)
        salience = dict.fromkeys(whos, 0.0)
        opener = next((e.who for e in self.events[:_REACH] if e.subject and e.who in salience), whos[0])
        salience[opener] += _OPENER
        for event in self.events[-_REACH:]:
            if event.who in salience:
                weight = _SUBJECT if event.subject else 1.0
                salience[event.who] += weight * _DECAY ** (sentence - event.sentence)
        for who in whos:
            if is_investor(self.portraits[who]):
                salience[who] *= 0.3
        first, second = sorted(whos, key=lambda who: -salience[who])[:2]
        return first if salience[first] >= _MARGIN * salience[second] else None
