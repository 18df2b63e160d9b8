"""Deals as objects: their names and parties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liens.model import Claim

DEALISH = ("acquires", "partners_with", "invests_in", "holds_stake_in", "hires_from", "licenses_to")
_DASH = re.compile(r"\s*[–—/-]\s*")
_NOUNS = {"merger": "merger", "partnership": "partnership", "alliance": "alliance", "investment": "investment"}


def name_deal(parties: tuple[str, ...], noun: str) -> str:
    """What the deal between `parties` is called; `noun` is the text's own word for it."""
    return f"{parties[0]}–{parties[1]} {_NOUNS.get(noun, 'deal')}"


def parties_of(claim: Claim, names: Iterable[str], pairs: Sequence[Claim]) -> tuple[str, ...]:
    """The two parties of the deal that is the object of `claim`: those it names, else those of the document's
    nearest tie (of `pairs`) that a deal can make."""
    known = [p for p in claim.object_parties if p != "?"]
    if not claim.object_parties:
        known = _named(claim.object, names)
    if len(known) == 2:
        return tuple(known)
    others = [p for p in pairs if claim.subject not in (p.subject, p.object)]
    fitting = [p for p in others if not known or known[0] in (p.subject, p.object)]
    if not fitting:
        return tuple(known)
    best = min(
        fitting, key=lambda p: (p.evidence.start > claim.evidence.start, abs(p.evidence.start - claim.evidence.start))
    )
    return (best.subject, best.object)


def _named(deal: str, names: Iterable[str]) -> list[str]:
    """The names that a deal's own name holds ("Adobe–Figma deal"), in its order."""
    found = [(deal.find(n), -len(n), n) for n in names if n in deal]
    kept: list[tuple[int, str]] = []
    for at, _, name in sorted(found):
        if all(at >= start + len(held) for start, held in kept):
            kept.append((at, name))
    return [name for _, name in kept][:2]
