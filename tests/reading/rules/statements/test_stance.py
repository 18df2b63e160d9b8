"""Stance and target: the tone of the words, turned round by negations, and what they are about."""

from __future__ import annotations

import pytest

from liens.model import Document, Kind, Mention, Span
from liens.reading.rules.page import Page
from liens.reading.rules.statements.stance import judge

KINDS = {"Acme–Borea deal": Kind.DEAL, "Acme": Kind.COMPANY, "Borea": Kind.COMPANY, "Chips Act": Kind.LAW}


def judged(text: str, lemma: str = "say", before: str = "") -> tuple[str | None, str]:
    document = Document(text=before + text, name="test")
    mentions: list[Mention] = []
    for name, kind in KINDS.items():
        at = document.text.find(name)
        if at >= 0 and not any(m.span.start <= at < m.span.end for m in mentions):
            mentions.append(Mention(Span(document.id, at, at + len(name)), kind, name))
    page = Page(document, (), tuple(sorted(mentions, key=lambda m: m.span)))
    return judge(page, Span(document.id, len(before), len(document.text)), "Ada Lind", lemma)


@pytest.mark.parametrize(
    ("text", "lemma", "stance"),
    [
        ("the takeover would harm competition", "say", "critical"),
        ("the takeover would not harm competition", "say", "supportive"),
        ("the takeover is a great opportunity", "say", "supportive"),
        ("the takeover isn't a good idea", "say", "critical"),
        ("the takeover closes in May", "say", "neutral"),
        ("the takeover closes in May", "welcome", "supportive"),
        ("the takeover closes in May", "denounce", "critical"),
        ("creative interpretations of it", "regret", "critical"),
        ("the accusations are baseless", "say", "critical"),
        ("the suit is without merit", "say", "critical"),
        ("the takeover closes in May", "deny", "neutral"),
        ("the takeover is a risk", "announce", "neutral"),
        ("the takeover closes in May", "argue", "critical"),
        ("to water down the Chips Act was a mistake", "say", "supportive"),
        ("the Chips Act is a mistake", "say", "critical"),
        ("the takeover is good for all", "argue", "supportive"),
        ("the takeover is not small. it is a great step", "say", "supportive"),
        ("it has great products", "say", "neutral"),
    ],
)
def test_stance(text: str, lemma: str, stance: str) -> None:
    assert judged(text, lemma)[1] == stance


def test_what_leads_up_to_neutral_words_gives_their_tone() -> None:
    assert judged("We date before we marry", before="Ada Lind dismissed the criticism. “")[1] == "critical"


def test_a_quotation_keeps_its_tone_whatever_verb_reports_it() -> None:
    verbs = ("say", "warn", "welcome")
    assert {judged("This is a great step", verb, before="“")[1] for verb in verbs} == {"supportive"}


@pytest.mark.parametrize(
    ("text", "before", "target"),
    [
        ("Borea is too large", "", "Borea"),
        ("Borea knows the Chips Act", "", "Chips Act"),
        ("the deal closes in May", "The Acme–Borea deal is new. ", "Acme–Borea deal"),
        ("they harm everybody", "Borea is large. ", "Borea"),
        ("they meet in May", "Borea is large. ", None),
        ("nobody knows", "", None),
        ("the contract ended in May", "Borea is large. ", "Borea"),
    ],
)
def test_target(text: str, before: str, target: str | None) -> None:
    assert judged(text, before=before)[0] == target
