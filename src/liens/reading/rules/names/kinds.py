"""The kind of a name, from its own words and from what the document says around it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from liens.model import Kind
from liens.reading.rules.words import table, words

Vote = tuple[Kind, float]
_KINDS = tuple(Kind)
_ORGANISED = frozenset({Kind.COMPANY, Kind.PUBLIC_BODY, Kind.OTHER_ORG, Kind.OUTLET})


def kind_of(name: str, votes: Iterable[Vote]) -> Kind:
    """The kind with most votes; `votes` are those of its settings, the name's own words are counted here."""
    totals: dict[Kind, float] = {}
    for kind, weight in (*own_votes(name), *votes):
        totals[kind] = totals.get(kind, 0.0) + weight
    best = max(totals.values())
    return next(k for k in _KINDS if totals.get(k) == best)


@lru_cache(maxsize=4096)
def own_votes(name: str) -> tuple[Vote, ...]:
    """What a name's own words say: legal form, head word, given name, digits."""
    return tuple(_own_votes(name))


def _own_votes(name: str) -> list[Vote]:
    parts = name.split()
    head = head_kind(parts)
    if len(parts) > 1 and parts[-1].strip(",") in words("legal_forms"):
        return [(Kind.COMPANY, 8.0)]
    if name in words("country_names") or _is_central_bank(name):
        return [(Kind.PUBLIC_BODY, 5.0)]
    if head is not None:
        return [(head, 5.0 if head is not Kind.COMPANY else 3.5)]
    if looks_like_person(parts):
        return [(Kind.PERSON, 4.0)]
    numbered = any(c.isdigit() for c in parts[-1]) and name[:1].isalpha()
    return [(Kind.COMPANY, 1.0), *([(Kind.PRODUCT, 2.5)] if numbered else [])]


def _is_central_bank(name: str) -> bool:
    return name.startswith("Central Bank") or (name.startswith("Bank of ") and name[8:] in table("nations"))


def head_kind(parts: list[str]) -> Kind | None:
    """The kind told by the head word: the last before "of", "for", "on" or "de", else the last of all."""
    for at, part in enumerate(parts):
        if at and part in {"of", "for", "on", "de", "des", "du", "della", "voor", "für", "pour"}:
            kind = table("heads").get(parts[at - 1])
            return Kind(kind) if kind else None
    kind = table("heads").get(parts[-1]) if len(parts) > 1 else _LONE_HEADS.get(parts[0])
    if kind is None and len(parts) == 1:
        return _by_ending(parts[0])
    return Kind(kind) if kind else None


def _by_ending(word: str) -> Kind | None:
    """The kind of a lone compound: "Affärsbladet", "Belastingdienst", "Bundesnetzagentur"."""
    lowered = word.lower()
    for kind, endings in _ENDINGS.items():
        if len(lowered) > 8 and lowered.endswith(endings):
            return kind
    return None


_LONE_HEADS = {k: v for k, v in table("heads").items() if v in {"public_body", "law"}}
_ENDINGS = {
    Kind.OUTLET: ("bladet", "zeitung", "tidning", "tidningen", "blatt", "dagblad", "krant", "kurier"),
    Kind.PUBLIC_BODY: (
        "kartellamt",
        "dienst",
        "agentur",
        "ministerium",
        "ministerie",
        "verket",
        "styrelsen",
        "tilsynet",
    ),
    Kind.OTHER_ORG: ("verband", "stiftung", "bond", "forbund", "förbund"),
}


def looks_like_person(parts: list[str]) -> bool:
    """A given name or title and one to three further words, none of them an ordinary or an organisation's word."""
    titled = parts[0] in words("honorifics")
    if not 2 <= len(parts) <= 5 or not (titled or parts[0].split("-")[0] in words("given_names")):
        return len(parts) in {2, 3} and len(parts[0]) == 2 and parts[0][1] == "." and parts[-1].isalpha()
    last = parts[-1]
    if (
        "&" in parts
        or "and" in parts
        or last in table("heads")
        or last in words("legal_forms")
        or any(c.isdigit() for c in last)
    ):
        return False
    return not last.isupper()


def is_organised(kind: Kind) -> bool:
    """Whether the kind is an organisation of some sort."""
    return kind in _ORGANISED
