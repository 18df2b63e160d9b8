"""Interviews: questions and answers without the speaker's name, told from the turn of question marks and "I"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liens.reading.rules.statements.folding import PERSON, QUOTE, Line
from liens.reading.rules.statements.transcripts import Turn

FEWEST_QUESTIONS = 3
LONGEST_QUESTION = 300
SHARE_PERSONAL = 0.3
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|me|myself)\b")
ANSWER_LABEL = re.compile(r"A(?:nswer)?\s*[:.]\s+")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the text as it was typed: `text[start:end]`, and whether a blank line stands before it."""

    text: str
    start: int
    end: int
    after_blank: bool
    quoted: bool


def find_answers(text: str, lines: Sequence[Line]) -> list[Turn]:
    """What the person interviewed answers; nothing unless the text asks three questions and answers as "I"."""
    rows = _rows(text, lines)
    if sum(row.text.endswith("?") for row in rows) < FEWEST_QUESTIONS:
        return []
    answers = list(_answers(rows))
    personal = sum(bool(FIRST_PERSON.search(answer.text)) for answer in answers)
    speaker = _interviewed(lines, answers)
    if speaker is None or len(answers) < FEWEST_QUESTIONS or personal < SHARE_PERSONAL * len(answers):
        return []
    return [Turn(speaker, start, row.end) for row, start in ((a, _after_label(a)) for a in answers) if not row.quoted]


def _rows(text: str, lines: Sequence[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for line in lines:
        gap = text[rows[-1].end : line.start] if rows else ""
        quoted = bool(line.tokens) and line.tokens[0].word == QUOTE
        if rows and "\n" not in gap:
            last = rows[-1]
            rows[-1] = _Row(text[last.start : line.end], last.start, line.end, last.after_blank, last.quoted)
        else:
            rows.append(_Row(text[line.start : line.end], line.start, line.end, gap.count("\n") > 1, quoted))
    return rows


def _interviewed(lines: Sequence[Line], answers: Sequence[_Row]) -> str | None:
    """The person whom the text names most often outside the answers and least within them, the first of equals."""
    names: Counter[str] = Counter()
    for line in lines:
        within = any(row.start <= line.start < row.end for row in answers)
        names.update({t.mention.name: -1 if within else 1 for t in line.tokens if t.word == PERSON and t.mention})
    likely = [name for name, count in names.items() if count > 0]
    return max(likely, key=lambda name: names[name]) if likely else None


def _answers(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows that answer the row before: labelled, the second of a pair, or after a short question."""
    paired = sum(_pairs(rows, at) and rows[at - 1].text.endswith("?") for at in range(1, len(rows))) >= FEWEST_QUESTIONS
    labelled = sum(bool(ANSWER_LABEL.match(row.text)) for row in rows) >= FEWEST_QUESTIONS
    for at in range(1, len(rows)):
        asked = rows[at - 1].text.endswith("?") and len(rows[at - 1].text) <= LONGEST_QUESTION
        if labelled:
            answers = bool(ANSWER_LABEL.match(rows[at].text))
        else:
            answers = _pairs(rows, at) if paired else asked and not rows[at].text.endswith("?")
        if answers:
            yield rows[at]


def _pairs(rows: Sequence[_Row], at: int) -> bool:
    """Whether the row at `at` is the second of a block of two."""
    alone_after = at + 1 >= len(rows) or rows[at + 1].after_blank
    return rows[at - 1].after_blank and not rows[at].after_blank and alone_after


def _after_label(row: _Row) -> int:
    label = ANSWER_LABEL.match(row.text)
    return row.start + (label.end() if label else 0)
