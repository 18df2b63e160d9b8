"""Transcripts: lines that begin with a speaker's name and a colon, each followed by what that speaker says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from liens.reading.rules.statements.folding import BODY, PERSON, QUOTE, Line, Token

LABEL_REACH = 16
FEWEST_TURNS = 2
ANONYMOUS = frozenset(("question", "operator", "q", "analyst", "moderator", "host", "interviewer", "reporter"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What `speaker` says in one paragraph: `text[start:end]`; `asks` if it ends as a question."""

    speaker: str
    start: int
    end: int
    asks: bool = False


def find_turns(lines: Sequence[Line]) -> list[Turn]:
    """The paragraphs of a transcript that named people speak; none if fewer than two lines are labelled."""
    labels = [label for label in (_label(line.tokens) for line in lines) if label]
    if len(labels) < FEWEST_TURNS or not any(speaker for speaker, _ in labels):
        return []
    return [turn for turn in _turns(lines) if not turn.asks]


def _label(tokens: Sequence[Token]) -> tuple[str, int] | None:
    """The speaker ("" if unnamed) and the token after the colon of a line that begins with a label."""
    colon = next((i for i, t in enumerate(tokens[:LABEL_REACH]) if t.word == ":"), None)
    if not colon or (colon + 1 < len(tokens) and tokens[colon + 1].word == QUOTE):
        return None
    first = tokens[0]
    if first.word == PERSON and first.mention and (colon == 1 or tokens[1].word in (",", "(")):
        return first.mention.name, colon + 1
    return ("", colon + 1) if first.word in ANONYMOUS or (first.word == BODY and colon == 1) else None


def _turns(lines: Sequence[Line]) -> Iterator[Turn]:
    speaker, paragraph, start, end, asks = "", -1, 0, 0, False
    for line in lines:
        label = _label(line.tokens)
        if label or line.paragraph != paragraph:
            if speaker and end > start:
                yield Turn(speaker, start, end, asks)
            speaker = label[0] if label else speaker
            paragraph = line.paragraph
            after = label[1] if label else 0
            start = line.tokens[after].start if after < len(line.tokens) else line.end
        end = line.end
        asks = bool(line.tokens) and line.tokens[-1].word == "?"
    if speaker and end > start:
        yield Turn(speaker, start, end, asks)
