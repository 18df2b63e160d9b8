"""Routine announcements: a body's own deal, told without a view of it. They repeat a claim and state nothing more."""

from __future__ import annotations

import re
from functools import lru_cache

from liens.reading.rules.words import either, words

ANNOUNCING = frozenset(
    ("say", "announce", "confirm", "report", "inform", "communicate", "disclose", "declare", "state")
)
ITSELF = re.compile(r"(?:it|they|the (?:company|group|firm|start-up|two|two companies|companies)|both)\b")
VIEWED = re.compile(
    r"\b(?:not|never|no|neither|nor|if|because|unless|but|although|despite|only|too)\b|n['’]t\b|[?!“\"]"
)
LONGEST = 120


def is_routine(content: str, lemma: str, past_name: int = 0) -> bool:
    """Whether `content`, reported with the verb `lemma`, is a body's bare news of its deal: `it would invest …`. The
    body's own name, where it stands for "it", ends at `past_name`."""
    subject = _subject_end(content) or past_name
    dealing = bool(subject) and bool(_dealing().match(content, subject))
    return dealing and lemma in ANNOUNCING and not VIEWED.search(content, 0, LONGEST)


def _subject_end(content: str) -> int:
    match = ITSELF.match(content)
    return match.end() if match else 0


@lru_cache(maxsize=1)
def _dealing() -> re.Pattern[str]:
    return re.compile(
        r" (?:\w+ly )?"
        r"(?:(?:would|will|had|has|have|is|was|were|are|plans|planned|intends|intended|expects|expected|wants|agreed|also"
        r"|to|now|then|recently|already|jointly|been) ){1,5}"
        rf"(?:{either(words('speech_dealing'))})\b"
    )
