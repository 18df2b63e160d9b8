"""The little language of trigger phrases, compiled to regular expressions over `Line.flat`.

A phrase is a row of elements parted by spaces:

    word          that word                       a|b          one of these words
    stem*         any word with that beginning    word?        may be missing (any element may end in ?)
    ..3           up to three words, sums, shares or dates
    %3            up to three words of one noun phrase
    ~3            up to three words, names or commas
    <S> <O>       the claim's subject and object, modifiers included; <S:org> one that is also of that kind
    <org> <per> <name> <money> <share> <date> <product> <outlet> <company> <body> <law>  a name of a kind
    @list         an entry of lexicon/claim_<list>.txt
    !name         no name follows within two words

The words that a phrase cannot do without are its anchors: a line that holds none of them is never searched for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from liens.reading.rules.claims.lines import BREAK, NAMES, ORGS
from liens.reading.rules.words import words

_GAPS = {"..": f"(?:[^ A-Z,.;:]+|[MST]|[{ORGS}P] 's) ", "%": f"[^ A-Z,.;:{BREAK}]+ ", "~": "[^ .;:]+ "}
_DESCRIBED = f"(?:(?:[^ A-Z,.;:{BREAK}]+ ){{0,3}}?(?:maker|developer|creator|owner|parent|operator) of{BREAK}? )?"
_GAP = re.compile(r"(\.\.|%|~)(\d+)")
_KINDS = {
    "org": ORGS,
    "per": "P",
    "name": NAMES,
    "money": "M",
    "share": "S",
    "date": "T",
    "product": "D",
    "outlet": "U",
    "company": "C",
    "body": "B",
    "law": "L",
}


@dataclass(frozen=True)
class Phrase:
    """A compiled phrase. `anchors` are whole words, or beginnings that end in `*`; empty if it has none. `needs` are,
    for each element that must be there, the words and marks of which it is one."""

    source: str
    anchors: frozenset[str]
    needs: tuple[frozenset[str], ...] = ()

    def fits(self, texts: frozenset[str]) -> bool:
        """Whether `texts` hold one of the words or marks of every element that must be there."""
        return not any(map(texts.isdisjoint, self.needs))

    def may_stand_among(self, texts: frozenset[str]) -> bool:
        """Whether one of the anchors is a text, as far as that can be looked up."""
        return self.is_loose or not self.anchors.isdisjoint(texts)

    @cached_property
    def is_loose(self) -> bool:
        """Whether an anchor is only the beginning of a word."""
        return any(a.endswith("*") for a in self.anchors)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first holds an anchor: most texts need few of a market's phrases."""
        return re.compile(self.source)


def compile_phrase(phrase: str, subject: str = NAMES, object_: str = NAMES) -> Phrase:
    """`phrase` as a pattern; `subject` and `object_` are the marks that <S> and <O> may have.

    Raises:
        ValueError: an element that is none of the language.
    """
    elements = _with_modifiers(phrase.split())
    kinds = {**_KINDS, "S": subject, "O": object_}
    body = "".join(_element(e, kinds) for e in elements)
    return Phrase("(?<= )" + body, _anchors(elements), tuple(_needs(elements, kinds)))


def _with_modifiers(elements: list[str]) -> list[str]:
    """`elements` with room for modifiers before each end that follows a word."""
    found: list[str] = []
    for element in elements:
        if element[:2] in ("<S", "<O") and found and found[-1][0] not in "%<-":
            found += ["+", "%4"]
        found.append(element)
    return found


def _element(element: str, kinds: dict[str, str]) -> str:
    if element.endswith("?") and len(element) > 1:
        return f"(?:{_element(element[:-1], kinds)})?"
    if element == "+":
        return _DESCRIBED
    gap = _GAP.fullmatch(element)
    if gap:
        return f"(?:{_GAPS[gap[1]]}){{0,{gap[2]}}}?"
    if element == "!name":
        return f"(?!(?:[^ A-Z,.;:{BREAK}]+ ){{0,2}}[{NAMES}] )"
    if element.startswith("@"):
        return f"(?P<{element[1:]}>(?:{_entries(element[1:])}) )"
    return "(?:" + "|".join(_name(w[1:-1], kinds) if w[0] == "<" else _word(w) for w in element.split("|")) + ") "


def _name(kind: str, kinds: dict[str, str]) -> str:
    marks, end = _marks(kind, kinds), kind.partition(":")[0]
    return f"(?P<{end}>[{marks}])" if end in ("S", "O") else f"[{marks}]"


def _marks(kind: str, kinds: dict[str, str]) -> str:
    """The marks that a name of `kind` ("org", "S:org") may have."""
    kind, _, limit = kind.partition(":")
    if kind not in kinds or (limit and limit not in kinds):
        raise ValueError(f"unknown name <{kind}>")
    return "".join(m for m in kinds[kind] if m in kinds[limit]) if limit else kinds[kind]


def _word(word: str) -> str:
    return re.escape(word[:-1]) + "[^ A-Z]*" if word.endswith("*") and len(word) > 1 else f"{re.escape(word)}{BREAK}?"


def _entries(name: str) -> str:
    return "|".join(" ".join(map(_word, e.split())) for e in sorted(words(f"claim_{name}"), key=lambda e: (-len(e), e)))


def _needs(elements: list[str], kinds: dict[str, str]) -> Iterator[frozenset[str]]:
    """The words and marks of each element that must be there, as far as they can be looked up."""
    for element in elements:
        if element[0] in ".~%!+@" or (element.endswith("?") and len(element) > 1) or {"*", ","} & set(element):
            continue
        options = set[str]()
        for word in element.split("|"):
            options.update(_marks(word[1:-1], kinds) if word[0] == "<" else (word,))
        yield frozenset(options)


def _anchors(elements: list[str]) -> frozenset[str]:
    """The alternatives of the longest element that must be there, so that they are rare."""
    best: frozenset[str] = frozenset()
    for element in elements:
        if element.endswith("?") or "<" in element or element[0] in ".~%!+" or not any(c.isalpha() for c in element):
            continue
        if element.startswith("@"):
            found = frozenset(e.split()[0] for e in words(f"claim_{element[1:]}"))
        else:
            found = frozenset(element.split("|"))
        if min(map(len, found)) > min(map(len, best), default=0):
            best = found
    return best
