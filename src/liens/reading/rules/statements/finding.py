"""Page → statements: who says what, where, about whom, in which tone.

A line's reporting clauses are found first (speech verbs with their subjects, "according to"); what stands between them
is then given to the one it belongs to. Quotations without a reporting clause continue the last speaker's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from liens.market import Market
from liens.model import Kind, Span, SpeechKind, Statement
from liens.reading.rules.page import Page
from liens.reading.rules.statements.clauses import WEAK, Reporting, find_reporting
from liens.reading.rules.statements.folding import BODY, DASHES, PERSON, QUOTE, Line, Token, fold
from liens.reading.rules.statements.interviews import find_answers
from liens.reading.rules.statements.inversion import subject_after
from liens.reading.rules.statements.memory import Memory
from liens.reading.rules.statements.routine import is_routine
from liens.reading.rules.statements.speakers import FINITE, STOPS
from liens.reading.rules.statements.stance import judge, mentions_between
from liens.reading.rules.statements.transcripts import find_turns
from liens.reading.rules.statements.venues import find_occasion

LEADING = frozenset(("and", "but", "that", "so", "or", "then", "yet"))
PARTIES = frozenset((Kind.COMPANY, Kind.OTHER_ORG, Kind.PUBLIC_BODY, Kind.PRODUCT, Kind.PERSON, Kind.MONEY))
CONNECTIVES = frozenset(("and", "but", "that", "so", "or", "while", "then", "yet", "whereas", "as", "because"))
BREAKS = frozenset((",", ":", ";", "."))
SHORT = 3
FEWEST_WORDS = 3
LEAD_REACH = 30
PREDICATE_REACH = 7
ECHO_REACH = 10
PLACE_REACH = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before its target is known."""

    names: tuple[str, ...]
    start: int
    end: int
    kind: SpeechKind
    venue: tuple[int, int] | None = None
    lemma: str = ""
    frame: str = ""


@dataclass(slots=True)
class Course:
    """How far the reading of a page has come: the line before, what it stated, who has been named, where people were
    last said to speak, and whether the line after may sign a quotation."""

    memory: Memory = field(default_factory=Memory)
    line: Line | None = None
    drafts: tuple[Draft, ...] = ()
    signed_next: bool = False
    place: tuple[int, int] | None = None

    def continues(self, line: Line) -> bool:
        """Whether `line` is in the paragraph of the line before."""
        return self.line is not None and self.line.paragraph == line.paragraph

    def move_on(self, line: Line, drafts: tuple[Draft, ...]) -> None:
        self.memory.note(line.tokens)
        for draft in drafts:
            self.memory.spoke(draft.names)
        if drafts or not self.continues(line):
            self.place = None
        self.place = self.place if drafts else _place(line.tokens) or self.place
        self.line, self.drafts = line, drafts


def find_statements(page: Page, market: Market) -> tuple[Statement, ...]:  # noqa: ARG001 - one shape for all rules
    """The statements of the page's own text, in the order of their contents; several speakers of the same words make
    a statement each. `market` is not consulted: speech is the same in every market."""
    lines = fold(page)
    found: list[Statement] = []
    for draft in [*_without_echoes(page, list(_spoken(lines))), *_turns(page, lines)]:
        if _routine(page, draft):
            continue
        found.extend(_statements(page, draft))
    return tuple(sorted(dict.fromkeys(found), key=lambda s: (s.content, s.speaker)))


def _routine(page: Page, draft: Draft) -> bool:
    """Whether the draft only repeats a claim: a body's news of its deal with someone whom it names."""
    if draft.kind is not SpeechKind.INDIRECT:
        return False
    inside = [m for m in mentions_between(page.mentions, draft.start, draft.end) if m.kind in PARTIES]
    bodies = (m for m in inside[:2] if m.name in draft.names and m.kind is not Kind.PERSON)
    own = next((m.span.end - draft.start for m in bodies), 0)
    text = page.document.text[draft.start : draft.end]
    return is_routine(text, draft.lemma, own) and not {m.name for m in inside}.issubset(draft.names)


def _without_echoes(page: Page, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Leave out pull quotes: quotations without a verb whose words stand in a longer one nearby."""
    text = page.document.text
    for at, draft in enumerate(drafts):
        near = drafts[max(0, at - ECHO_REACH) : at + ECHO_REACH]
        echo = any(d.frame and text[draft.start : draft.end] in text[d.start : d.end] for d in near)
        if draft.frame or not echo:
            yield draft


def _spoken(lines: Sequence[Line]) -> Iterator[Draft]:
    course = Course()
    for line, following in zip_longest(lines, lines[1:]):
        course.signed_next = following is not None and following.dashed
        drafts = () if line.heading and not line.dashed else _in_place(tuple(_read(line, course)), line, course)
        yield from drafts
        course.move_on(line, drafts)


def _in_place(drafts: tuple[Draft, ...], line: Line, course: Course) -> tuple[Draft, ...]:
    """A speaker who goes on in the same paragraph does so in the same place, unless another is named."""
    placed: list[Draft] = []
    before = course.drafts[-1] if course.drafts and course.continues(line) else None
    for draft in drafts:
        venue = before.venue if before and before.names == draft.names else course.place
        placed.append(draft if draft.venue else replace(draft, venue=venue))
        before = placed[-1]
    return tuple(placed)


def _place(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where a line that states nothing itself says that its people spoke: `P gave a talk at the Lyon fair.`"""
    venue = find_occasion(tokens, 0, min(len(tokens), PLACE_REACH))
    return (tokens[venue[0]].start, tokens[venue[1] - 1].end) if venue else None


def _turns(page: Page, lines: Sequence[Line]) -> Iterator[Draft]:
    for turn in find_turns(lines) or find_answers(page.document.text, lines):
        yield Draft((turn.speaker,), turn.start, turn.end, SpeechKind.DIRECT)


def _statements(page: Page, draft: Draft) -> Iterator[Statement]:
    content = Span(page.document.id, draft.start, draft.end)
    venue = page.document.text[draft.venue[0] : draft.venue[1]] if draft.venue else None
    for name in draft.names:
        target, stance = judge(page, content, name, draft.lemma)
        yield Statement(name, content, draft.kind, venue, target, stance)


def _read(line: Line, course: Course) -> Iterator[Draft]:
    tokens = course.memory.resolved(line.tokens)
    reportings = find_reporting(tokens, course.memory)
    done, drafts = 0, []
    for index, reporting in enumerate(reportings):
        limit = reportings[index + 1].start if index + 1 < len(reportings) else len(tokens)
        for first, last in _regions(tokens, reporting, done, limit):
            made = list(_drafts(tokens, first, last, reporting))
            drafts += made
            done = max(done, last if made else 0)
        done = max(done, reporting.end)
    yield from drafts or _without_verb(line, course)


def _regions(tokens: Sequence[Token], reporting: Reporting, low: int, limit: int) -> Iterator[tuple[int, int]]:
    """The stretches of tokens that the reporting clause reports."""
    if reporting.complement is not None:
        yield reporting.complement, limit
        return
    left, right = _trimmed(tokens, low, reporting.start), _trimmed(tokens, reporting.end, limit)
    if _inserted(tokens, reporting) and not _has_quote(tokens, *left) and left[0] < left[1]:
        yield left[0], right[1]
    elif _has_quote(tokens, *left):
        yield left
        if right[0] < right[1] and tokens[right[0]].word == QUOTE:
            yield right
    elif right[1] - right[0] > left[1] - left[0] and _goes_on(tokens, reporting.end, right):
        yield right
    elif left[1] - left[0] > SHORT and (reporting.lemma == "say" or _has_verb(tokens[left[0] : left[1]])):
        yield left


def _inserted(tokens: Sequence[Token], reporting: Reporting) -> bool:
    """Whether the reporting clause stands between a subject and its verb: `hackers, it said, would not wait`."""
    first, last = reporting.start, reporting.end
    around = first > 0 and last + 1 < len(tokens) and tokens[first - 1].word == tokens[last].word == ","
    return around and tokens[last + 1].word in FINITE


def _has_quote(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any(t.word == QUOTE for t in tokens[first:last])


def _has_verb(tokens: Sequence[Token]) -> bool:
    return any(t.word in FINITE or (t.word.endswith(("ed", "s")) and t.surface.islower()) for t in tokens)


def _goes_on(tokens: Sequence[Token], at: int, right: tuple[int, int]) -> bool:
    """Whether the reported clause goes on after a reporting clause put into it: `In 2022, he says, the board was …`."""
    region = tokens[right[0] : right[1]]
    inserted = at < len(tokens) and tokens[at].word in BREAKS
    participle = bool(region) and region[0].word.endswith("ing")
    return inserted and not participle and any(t.word in FINITE or t.word == QUOTE for t in region)


def _trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    while first < last and (tokens[first].word in STOPS - {QUOTE} or tokens[first].word in LEADING):
        first += 1
    while last > first and (tokens[last - 1].word in STOPS - {QUOTE, ")"} or tokens[last - 1].word in CONNECTIVES):
        last -= 1
    return first, last


def _drafts(tokens: Sequence[Token], first: int, last: int, reporting: Reporting) -> Iterator[Draft]:
    first, last = _trimmed(tokens, first, last)
    region = tokens[first:last]
    quotes = [t for t in region if t.word == QUOTE]
    words = [t for t in region if t.word not in STOPS and t.word not in CONNECTIVES]
    if not quotes:
        if len(words) >= (2 if reporting.frame in WEAK else FEWEST_WORDS):
            yield _draft(reporting, region[0].start, region[-1].end, SpeechKind.INDIRECT)
    elif not words or (region[0].word == QUOTE and not reporting.complement_is_clause):
        yield from (_quoted(reporting, t) for t in (quotes[:1] if words else quotes))
    else:
        yield _draft(reporting, region[0].start, region[-1].end, SpeechKind.MIXED)


def _quoted(reporting: Reporting, token: Token) -> Draft:
    assert token.quotation is not None
    return _draft(reporting, token.quotation.inner_start, token.quotation.inner_end, SpeechKind.DIRECT)


def _draft(reporting: Reporting, start: int, end: int, kind: SpeechKind) -> Draft:
    return Draft(reporting.names, start, end, kind, reporting.venue, reporting.lemma, reporting.frame)


def _without_verb(line: Line, course: Course) -> Iterator[Draft]:
    """Quotations that no verb reports: signed, after a colon, or alone after words of the same speaker."""
    tokens = line.tokens
    at = next((i for i, t in enumerate(tokens) if t.word == QUOTE), None)
    if at is None:
        yield from _signed(line, course)
        return
    words = [t for t in tokens[at + 1 :] if t.word not in STOPS]
    if at + 2 < len(tokens) and tokens[at + 1].word in DASHES and tokens[at + 2].word in (PERSON, BODY):
        names = _first_named(tokens[at:])
    elif all(t.word in STOPS for t in tokens[:at]) and not words and not course.signed_next:
        names = _continuing(tokens[at], line, course)
    elif at and tokens[at - 1].word in (PERSON, BODY) and at < PREDICATE_REACH and not words:
        names = _first_named(tokens[at - 1 : at])
    elif at and tokens[at - 1].word == "," and tokens[0].word == "for" and at < LEAD_REACH:
        names = _first_named(tokens[:at])
    elif at and tokens[at - 1].word == ":" and at < LEAD_REACH:
        subject = subject_after(tokens, 0, at - 1, course.memory, strict=False)
        names = subject.names if subject else _first_named(tokens[:at]) or course.memory.last
    else:
        return
    if names:
        reporting = Reporting(names, 0, 0)
        yield from (_quoted(reporting, t) for t in tokens[at:] if t.word == QUOTE)


def _signed(line: Line, course: Course) -> Iterator[Draft]:
    """The quotation of the line before, which this line signs: `— the minister P`."""
    before = course.line.tokens if course.line else ()
    alone = len(before) > 0 and before[0].word == QUOTE and all(t.word in STOPS for t in before)
    if alone and not course.drafts and line.dashed:
        names = _first_named(line.tokens[:PREDICATE_REACH])
        if names:
            yield _quoted(Reporting(names, 0, 0), before[0])


def _continuing(token: Token, line: Line, course: Course) -> tuple[str, ...]:
    """The speaker of a quotation that stands alone: the last one's, else the person whom the line before is about."""
    carried = token.quotation is not None and token.quotation.carried
    last_was_quoted = bool(course.drafts) and course.drafts[-1].kind is SpeechKind.DIRECT
    asked = course.line is not None and course.line.tokens[-1:] and course.line.tokens[-1].word == "?"
    if carried or last_was_quoted or asked or (course.drafts and course.continues(line)):
        return course.memory.last
    if course.line and course.continues(line):
        topic = course.memory.topic
        here = [t.mention.name for t in course.line.tokens if t.word == PERSON and t.mention]
        return (topic,) if topic and (not here or topic in here) else _first_named(course.line.tokens)
    return ()


def _first_named(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The first person that the tokens name, else the first body."""
    for symbol in (PERSON, BODY):
        for token in tokens:
            if token.word == symbol and token.mention:
                return (token.mention.name,)
    return ()
