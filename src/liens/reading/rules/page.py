"""A document as the rules see it: sentences, and the mentions found in them."""

from __future__ import annotations

from dataclasses import dataclass

from liens.model import Document, Mention, Reason


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]`, trimmed. `paragraph` counts from 0; `aside` if the sentence is not the document's own text;
    `heading` for titles and subheads."""

    start: int
    end: int
    paragraph: int
    aside: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A description or pronoun ("the American giant", "it") that stands for the entity of `mention`; `why` says how
    the antecedent was chosen."""

    mention: Mention
    why: Reason


@dataclass(frozen=True, slots=True)
class Page:
    """What every rule reads. `mentions` (names, money, shares, dates and resolved anaphors; sorted by start, not
    overlapping) carry the fullest name of their entity in the document; `anaphors` explains those that are
    descriptions or pronouns."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    anaphors: tuple[Anaphor, ...] = ()
