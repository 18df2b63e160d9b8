"""Which outlets and bodies a document says it took its news from ("told Reuters", "first reported by Bloomberg").

The names and the words of crediting are data (`phrases/outlets.toml`). A name counts only beside such words, in
brackets ("(AFP)") or as a line's signature ("— AFP", "Source: …"); a name that is not known counts if it has the shape
of an outlet's ("told the Keswick Herald", "the newsletter Cathode Weekly wrote").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from liens.sources.text.phrases import load

_WORD = re.compile(r"[^\W\d_][\w]*")
_WINDOW = 80
_MOST = 2_000
_NAME = r"[A-ZÀ-Þ][\w&’'-]{0,30}(?:\s(?:(?:of|de|del|della|des|du|the|and|für)\s)?[A-ZÀ-Þ][\w&’'-]{0,30}){0,4}"
_FOLLOWING = re.compile(rf"\s(?P<name>{_NAME})")
_PRECEDING = re.compile(rf"(?P<name>{_NAME})$")
_ARTICLE = r"(?:the\s|la\s|le\s|les\s|l['’]|der\s|die\s|das\s|dem\s|el\s|al\s|il\s|lo\s|o\s|a\s|het\s|de\s)?"
_LEADING = re.compile(
    r"^(?:(?:(?:On|Last|This)\s[A-Z][a-z]{2,5}day|The|On|In|At|But|And|As|An|By|For|From|To|When|While|After|Last|This)"
    r"\s(?:the\s)?)+"
)
_SOURCE = re.compile(
    r"^(?:source|quelle|fuente|fonte|bron|źródło|källa|kilde) ?: ?"
    r"(?P<name>\w[\w&’'.-]{0,30}(?: [\w&’'.-]{1,30}){0,4})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED_BEFORE = re.compile(
    r"(?:\(\s?|^[—–-]{1,2}\s?|[.!?”\"»]\s[—–-]{1,2}\s?|^\(?with\s|\(avec\s|\(mit\s|\(con\s|\(met\s)$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED_AFTER = re.compile(r"\s?(?:\)|\.?\s*$|/\w+\s?\))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name at `text[start:end]`; `noun` if a word for an outlet stands before it, where `start` then is."""

    start: int
    end: int
    name: str


def credits(text: str, publisher: str | None = None, author: str | None = None) -> tuple[str, ...]:
    """The names that `text` credits, each once, in the order of the first credit; its own publisher is left out, and an
    author that is a known outlet ("Reuters") goes first.

    Only the first 2,000 mentions of outlets are looked at.
    """
    own = _usual(publisher or "").casefold()
    found = [(c.start, c.name) for c in islice(_candidates(text), _MOST) if _credited(text, c)]
    found += [(match.start(), match["name"].strip()) for match in _SOURCE.finditer(text)]
    signed = [_usual(author)] if author and _usual(author) in _outlets() else []
    names = dict.fromkeys(signed + [name for _, name in sorted(found)])
    return tuple(name for name in names if name.casefold() != own)


def _usual(name: str) -> str:
    """The name under which an outlet is kept, if `name` is one of its names; else `name` as it is."""
    first = _WORD.match(name)
    return dict(_names().get(first[0] if first else "", ())).get(name, name)


def _candidates(text: str) -> Iterator[_Candidate]:
    known, nouns, endings = _names(), frozenset(load("outlets")["nouns"]), frozenset(load("outlets")["endings"])
    done = 0
    for match in _WORD.finditer(text):
        if match.start() < done:
            continue
        found = _known(text, match, known) or _shaped(text, match, nouns, endings)
        if found:
            done = found.end
            yield found


def _known(text: str, word: re.Match[str], known: dict[str, list[tuple[str, str]]]) -> _Candidate | None:
    for form, name in known.get(word[0], ()):
        end = word.start() + len(form)
        if text.startswith(form, word.start()) and not text[end : end + 1].isalnum():
            return _Candidate(word.start(), end, name)
    return None


def _shaped(text: str, word: re.Match[str], nouns: frozenset[str], endings: frozenset[str]) -> _Candidate | None:
    if word[0] in nouns and (match := _FOLLOWING.match(text, word.end(), word.end() + _WINDOW)):
        return _Candidate(word.start(), match.end(), match["name"])
    if word[0] in endings:
        window = text[max(0, word.start() - _WINDOW) : word.end()]
        match = _PRECEDING.search(window)
        name = _LEADING.sub("", match["name"]) if match else ""
        if " " in name:
            return _Candidate(word.end() - len(name), word.end(), name)
    return None


def _credited(text: str, candidate: _Candidate) -> bool:
    before = text[max(0, candidate.start - _WINDOW) : candidate.start]
    after = text[candidate.end : candidate.end + _WINDOW]
    lead, follow = _cues()
    if lead.search(before) or follow.match(after):
        return True
    return bool(_SIGNED_BEFORE.search(before) and _SIGNED_AFTER.match(after))


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load("outlets")
    adjectives = r"(?:[\w-]{2,20}\s){0,2}"
    before = rf"\b(?:{'|'.join(table['before'])})\s{_ARTICLE}(?:{adjectives})$"
    after = rf",?\s(?:{'|'.join(table['after'])})\b"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


@cache
def _outlets() -> frozenset[str]:
    return frozenset(name for forms in _names().values() for _, name in forms)


@cache
def _names() -> dict[str, list[tuple[str, str]]]:
    """First word → (form, name), longest form first."""
    names: dict[str, list[tuple[str, str]]] = {}
    for row in load("outlets")["outlets"]:
        forms = row.split("|")
        for form in forms:
            first = _WORD.match(form)
            names.setdefault(first[0] if first else form, []).append((form, forms[0]))
    return {first: sorted(forms, key=lambda f: -len(f[0])) for first, forms in names.items()}
