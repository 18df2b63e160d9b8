"""What a statement is about and whether it speaks for or against it."""

from __future__ import annotations

from liens.model import Span, Stance
from liens.reading.rules.page import Page


def judge(page: Page, content: Span, speaker: str, lemma: str) -> tuple[str | None, Stance]:
    """The target of the words at `content`, and the speaker's stance towards it."""
    return None, Stance.NEUTRAL
