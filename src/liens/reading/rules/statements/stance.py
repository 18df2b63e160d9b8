"""What a statement is about, and whether it speaks for or against it.

The target is a name or deal in the statement's own words, else the one that the sentence before was about. The stance
counts words of either tone, turned round by a negation shortly before (Taboada et al., "Lexicon-based methods for
sentiment analysis", 2011, in its simplest form), on top of the tone of the speech verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from liens.model import Kind, Mention, Span, Stance
from liens.reading.rules.page import Page
from liens.reading.rules.words import table

WORD = re.compile(r"n['’]t\b|\w+?(?=n['’]t\b)|\w+(?:-\w+)*|[.!?;](?=\s)")
DEAL_NOUN = re.compile(
    r"\b(?:the|this|that|their|its) (?:\w+ )?"
    r"(?:deal|merger|agreement|partnership|takeover|acquisition|transaction|alliance|investment|purchase|sale)\b",
    re.IGNORECASE,
)
MEANT = re.compile(
    r"\b(?:the|this|these|such) (?:offer|bid|bill|act|law|rules?|plan|proposal|decision|contract|complaint|lawsuit|suit"
    r"|project|tool|settlement|ruling|probe|inquiry|clause|investment|merger|takeover|deal|agreement)s?\b",
    re.IGNORECASE,
)
OF_ITSELF = re.compile(r"(?:it|its|he|she|they|their|we|our|i|the (?:company|group|firm|start-up))\b", re.IGNORECASE)
# Whoever blames the weakening of a law is for the law, unless they ask for it.
DILUTING = re.compile(r"\b(?:water\w* down|cut\w* back|dilut\w+|eliminat\w+|hollow\w* out)\b", re.IGNORECASE)
DEMANDING = re.compile(r"\b(?:should|must|needs? to|ought to|has to|have to)\b", re.IGNORECASE)
MARKS = tuple('“"«„‘')
TARGETS = frozenset((Kind.COMPANY, Kind.PUBLIC_BODY, Kind.OTHER_ORG, Kind.LAW, Kind.DEAL, Kind.PRODUCT, Kind.PERSON))
WEIGHED = (Kind.DEAL, Kind.LAW)
ENDS = frozenset(".!?;")
TURNED = 8
VERB_WEIGHT = 2
CLEAR = 2
SETTING = 80
LOOK_BACK = 400
DEAL_REACH = 4_000
LONGEST = 4000


def judge(page: Page, content: Span, speaker: str, lemma: str) -> tuple[str | None, Stance]:
    """The target of the words at `content`, said with the verb `lemma`, and the speaker's stance towards it."""
    text = page.document.text[content.start : min(content.end, content.start + LONGEST)]
    tone = _tone(WORD.findall(text.lower().replace("’", "'")))
    stance = _stance(tone, page.document.text, content.start, lemma)
    inside = mentions_between(page.mentions, content.start, content.end)
    target = _salient(inside, speaker)
    if target is None and DEAL_NOUN.search(text):
        target = _last_deal(mentions_between(page.mentions, content.start - DEAL_REACH, content.start))
    if target is None and stance is Stance.SUPPORTIVE and OF_ITSELF.match(text):
        stance = Stance.NEUTRAL
    if target is None and (stance is not Stance.NEUTRAL or MEANT.search(text)):
        end = _before_speaker(page, content.start, speaker)
        before = mentions_between(page.mentions, content.start - LOOK_BACK, end)[::-1]
        target = _salient([m for m in before if m.kind is not Kind.PERSON and not _aside(page, m)], speaker)
    if stance is Stance.CRITICAL and DILUTING.search(text) and not DEMANDING.search(text):
        near = mentions_between(page.mentions, content.start - DEAL_REACH, content.start + LONGEST)
        law = any(m.kind is Kind.LAW and m.name == target for m in near)
        stance = Stance.SUPPORTIVE if law else stance
    return target, stance


def _before_speaker(page: Page, at: int, speaker: str) -> int:
    """Where the sentence around `at` begins if it names a person as the speaker, for then it names their employer too;
    else `at`."""
    before = bisect_right(page.sentences, at, key=lambda sentence: sentence.start)
    start = page.sentences[before - 1].start if before else at
    person = any(m.kind is Kind.PERSON and m.name == speaker for m in mentions_between(page.mentions, start, at))
    return start if person else at


def _stance(tone: int, text: str, start: int, lemma: str) -> Stance:
    """What the `tone` of the words and the verb come to. Verbs that pass on facts need a clear tone; where words and
    verb have none, what leads up to the words may: `P was less pleased. “…”`. A quotation's own words come before its
    verb, so that it gets the same stance in every report of it."""
    side = table("stance_verbs").get(lemma, "")
    if side == "factual":
        tone = tone if abs(tone) >= CLEAR else 0
    else:
        verb = VERB_WEIGHT * {"supportive": 1, "critical": -1}.get(side, 0)
        quoted = text.endswith(MARKS, 0, start)
        tone = tone or verb if quoted else tone + verb
        tone = tone or (-1 if side == "leaning" else 0)
        tone = tone or _tone(_words(text, max(0, start - SETTING), start))
    return Stance.SUPPORTIVE if tone > 0 else Stance.CRITICAL if tone < 0 else Stance.NEUTRAL


def _words(text: str, start: int, end: int) -> list[str]:
    """The words of `text[start:end]` that are in the last paragraph of it."""
    start = max(start, text.rfind("\n", start, end) + 1)
    return WORD.findall(text[start:end].lower().replace("’", "'"))


def mentions_between(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """The mentions that begin in `text[start:end]`."""
    first = bisect_left(mentions, start, key=lambda m: m.span.start)
    return mentions[first : bisect_left(mentions, end, key=lambda m: m.span.start)]


def _salient(mentions: Sequence[Mention], speaker: str) -> str | None:
    """The first deal or law, else the first other name that is not the speaker's."""
    others = [m for m in mentions if m.kind in TARGETS and not speaker.startswith(m.name)]
    weighed = [m for m in others if m.kind in WEIGHED]
    return (weighed or others)[0].name if others else None


def _aside(page: Page, mention: Mention) -> bool:
    """Whether a mention stands outside the document's own text."""
    asides = page.document.asides
    at = bisect_right(asides, mention.span.start, key=lambda aside: aside.start) - 1
    return at >= 0 and mention.span.start < asides[at].end


def _last_deal(mentions: Sequence[Mention]) -> str | None:
    return next((m.name for m in reversed(mentions) if m.kind is Kind.DEAL), None)


def _tone(words: Sequence[str]) -> int:
    total = 0
    turning_at = -TURNED - 1
    for at, word in enumerate(words):
        tone = _word_tone(word)
        if tone in ("turning", "resetting") or word in ENDS:
            turning_at = at if tone == "turning" else -TURNED - 1
        elif tone:
            sign = 1 if tone == "supportive" else -1
            total += -sign if at - turning_at <= TURNED else sign
    return total


@lru_cache(maxsize=4096)
def _word_tone(word: str) -> str | None:
    tones = table("stance_words")
    if word in tones:
        return tones[word]
    for length in range(len(word), 2, -1):
        stem = tones.get(word[:length] + "*")
        if stem:
            return stem
    return None
