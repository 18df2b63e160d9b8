"""Shares of a company in text: "a 49 per cent stake", "one third of the capital", "a minority stake"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from liens.reading.rules.words import either, words


@dataclass(frozen=True, slots=True)
class Share:
    """`text[start:end]` names a share; `pct` is 0–100, None where the words give no number ("a minority stake")."""

    start: int
    end: int
    pct: float | None


_PERCENT = re.compile(
    r"(?P<digits>\d(?<![\w.,].)\d{0,2}(?:[.,]\d{1,4})?)(?: ?[-–] ?\d{1,3}(?:[.,]\d+)?)?"
    r"(?: ?%|[ -]per ?cent\b(?!age point)"
    r"|[ -]pct\b|[ -]percent\b| Prozent\b| pour cent\b| por ciento\b| per cento\b)(?! ?points?)"
)
_FRACTION = re.compile(
    r"\b(?P<words>(?:a|one)[ -](?:third|quarter|fifth|tenth)|two[ -]thirds|three[ -]quarters|half)\b"
)
_FRACTIONS = {
    "third": 100 / 3, "thirds": 200 / 3, "quarter": 25.0, "quarters": 75.0, "fifth": 20.0, "tenth": 10.0, "half": 50.0
}  # fmt: skip
_OWNED_AFTER = re.compile(
    r" (?:stake|share|holding|interest|shareholding)s?\b| of (?:the |its |their |his |her |all )?(?:\w+ ){0,2}"
    r"(?:shares|capital|equity|stock|company|voting|votes|business|group|firm|start-?up|joint venture|venture)\b"
)
_OWNED_BEFORE = re.compile(
    r"\b(?:owns?|owned|owning|holds?|held|holding|stake of|share of|bought|buys?|acquired?|sold|sells?|controls?) "
    r"(?:about |around |nearly |almost |roughly |just |over |under |a little )*$"
)
_NAMELESS = re.compile(
    r"\b(?:minority|majority|controlling|small|significant|substantial) (?:stake|shareholding|holding|interest)\b"
)
_CHANGED = re.compile(
    rf"\b(?:{either(words('change_words'))})(?: by| of| to)?"
    r"(?: about| around| nearly| almost| more than| some| roughly)? $"
)


def find_shares(text: str) -> tuple[Share, ...]:
    """Every share of `text` in order. Percentages by which something rose or fell are left out; fractions count only
    beside words of ownership."""
    found = [
        Share(m.start(), m.end(), float(m["digits"].replace(",", ".")))
        for m in _PERCENT.finditer(text)
        if not _CHANGED.search(text, max(0, m.start() - 32), m.start())
    ]
    for match in _FRACTION.finditer(text):
        low = max(0, match.start() - 40)
        if _OWNED_AFTER.match(text, match.end()) or _OWNED_BEFORE.search(text, low, match.start()):
            pct = _FRACTIONS[re.split("[ -]", match["words"])[-1]]
            found.append(Share(match.start(), match.end(), round(pct, 2)))
    found += [Share(m.start(), m.end(), None) for m in _NAMELESS.finditer(text)]
    return tuple(sorted((s for s in found if s.pct is None or s.pct <= 100), key=lambda s: s.start))
