"""Which names of one document are one entity, and the fullest name of each.

Short forms join the longer name they abbreviate: "Mistral" → "Mistral AI", "Suleyman" → "Mustafa Suleyman", "CMA" →
"Competition and Markets Authority". Units stay apart from their owners: "Brandauer Ventures" is not "Brandauer".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from liens.market import KnownEntity
from liens.model import Kind
from liens.reading.rules.names.context import UNSAID, Setting
from liens.reading.rules.names.kinds import head_kind, kind_of, looks_like_person
from liens.reading.rules.words import either, table, words


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands in the text; `doubtful` if its capitals may be those of a
    title, `located` if the words around it speak of a place."""

    start: int
    end: int
    text: str
    sentence: int
    setting: Setting = UNSAID
    title: str = ""
    place: str = ""
    known: KnownEntity | None = None
    doubtful: bool = False
    located: bool = False


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity of one document: its fullest name, all forms used for it, the nouns, words and places by
    which the text describes it."""

    name: str
    kind: Kind
    forms: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    known: KnownEntity | None = None


@dataclass(slots=True)
class _Form:
    """One way of writing a name, with all the places where it is written so."""

    text: str
    parts: tuple[str, ...]
    named: list[Named] = field(default_factory=list)
    person: bool | None = None

    @property
    def known(self) -> KnownEntity | None:
        return next((n.known for n in self.named if n.known), None)

    @property
    def first(self) -> int:
        return min((n.start for n in self.named if not n.doubtful), default=self.named[0].start)

    def is_person(self) -> bool:
        if self.person is None:
            self.person = self._is_person()
        return self.person

    def _is_person(self) -> bool:
        if self.known is not None:
            return self.known.kind is Kind.PERSON
        if looks_like_person(list(self.parts)):
            return True
        votes = [v for n in self.named[:_ALIKE] for v in n.setting.votes]
        votes += [(Kind.PERSON, 5.0) for n in self.named if n.title]
        return kind_of(self.text, votes) is Kind.PERSON


_BRACKET = re.compile(r"\s?[\(\[][\"“']?(?:the |now |or |formerly |hereinafter )?[\"“']?")
_OWNED = re.compile(rf"\b(?:{either(words('part_words'))})\b")
_ALIKE = 64
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "on", "de", "des", "du", "la", "et", "in", "to", "&"})


def link(named: list[Named], text: str) -> tuple[list[Portrait], list[int]]:
    """The entities of a document and, for each of `named`, the index of its entity."""
    forms, of = _forms(named)
    union = _Union(len(forms))
    _join_known(forms, union)
    _join_brackets(named, of, union, text)
    _join_initials(forms, union)
    _join_short(forms, union, text)
    groups: dict[int, list[int]] = {}
    for index in range(len(forms)):
        groups.setdefault(union.root(index), []).append(index)
    order = {root: place for place, root in enumerate(groups)}
    with_persons = _beside_persons(named, of, text)
    portraits = [
        _portrait([forms[i] for i in members], any(i in with_persons for i in members)) for members in groups.values()
    ]
    return portraits, [order[union.root(i)] for i in of]


class _Union:
    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._parent[high] = low


def bare(name: str) -> str:
    """A name without a leading article and its legal form."""
    parts = name.replace(",", "").split()
    if len(parts) > 1 and parts[0] in {"The", "the"}:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in words("legal_forms"):
        parts = parts[:-1]
    return " ".join(parts)


def _forms(named: list[Named]) -> tuple[list[_Form], list[int]]:
    forms: dict[str, int] = {}
    listed: list[_Form] = []
    of = []
    for one in named:
        key = bare(one.text)
        if key not in forms:
            forms[key] = len(listed)
            listed.append(_Form(key, tuple(key.split())))
        listed[forms[key]].named.append(one)
        of.append(forms[key])
    return listed, of


def _join_known(forms: list[_Form], union: _Union) -> None:
    first: dict[str, int] = {}
    for index, form in enumerate(forms):
        if form.known is not None:
            union.join(first.setdefault(form.known.name, index), index)


def _join_brackets(named: list[Named], of: list[int], union: _Union, text: str) -> None:
    """ "Competition and Markets Authority (CMA)", "CMA (Competition and Markets Authority)"."""
    for at in range(len(named) - 1):
        one, two = named[at], named[at + 1]
        gap = text[one.end : two.start]
        if len(gap) < 14 and _BRACKET.fullmatch(gap) and text[two.end : two.end + 2].strip("\"”'")[:1] in {")", "]"}:
            long, short = (one.text, two.text) if len(one.text) > len(two.text) else (two.text, one.text)
            if _abbreviates(short, long) and not (one.known and two.known):
                union.join(of[at], of[at + 1])


def _abbreviates(short: str, long: str) -> bool:
    if long.casefold().startswith(short.casefold()):
        return True
    letters = "".join(c for c in short if c.isalnum()).upper()
    if not short.isupper() or not 2 <= len(letters) <= 8:
        return False
    initials = iter("".join(c for c in long.upper() if c.isalnum()))
    return long[:1].upper() == letters[0] and all(letter in initials for letter in letters)


def _initials(parts: tuple[str, ...]) -> str:
    return "".join(p[0] for p in parts if p not in _SMALL_WORDS and p[0].isalnum()).upper()


def _join_initials(forms: list[_Form], union: _Union) -> None:
    long: dict[str, list[int]] = {}
    for index, form in enumerate(forms):
        if len(form.parts) >= 3:
            long.setdefault(_initials(form.parts), []).append(index)
    for index, form in enumerate(forms):
        matches = long.get(form.text, []) if form.text.isupper() and len(form.parts) == 1 else []
        if len({union.root(m) for m in matches}) == 1 and not form.known:
            union.join(matches[0], index)


def _join_short(forms: list[_Form], union: _Union, text: str) -> None:
    by_first: dict[str, list[int]] = {}
    by_last: dict[str, list[int]] = {}
    for index, form in enumerate(forms):
        if len(form.parts) > 1:
            by_first.setdefault(form.parts[0].casefold(), []).append(index)
            by_last.setdefault(form.parts[-1].casefold(), []).append(index)
    for index, short in enumerate(forms):
        starts = by_first.get(short.parts[0].casefold(), [])[:_ALIKE]
        ends = by_last.get(short.parts[-1].casefold(), [])[:_ALIKE]
        longer = [i for i in starts if _is_head_form(short, forms[i], text)]
        longer += [i for i in ends if i not in longer and _is_tail_form(short, forms[i])]
        _join_one(index, longer, forms, union)


def _join_one(index: int, longer: list[int], forms: list[_Form], union: _Union) -> None:
    roots = {union.root(i) for i in longer}
    if not roots:
        return
    if len(roots) > 1:
        bodies = [
            i for i in longer if head_kind(list(forms[i].parts)) is Kind.PUBLIC_BODY and len(forms[index].parts) == 1
        ]
        earlier = [i for i in bodies if forms[i].first <= forms[index].first]
        if len(bodies) != len(longer) or not earlier:
            return
        longer = [max(earlier, key=lambda i: forms[i].first)]
    union.join(longer[0], index)


def _is_head_form(short: _Form, long: _Form, text: str) -> bool:
    """Whether `short` is how the text abbreviates `long` by its first words."""
    size = len(short.parts)
    if size >= len(long.parts) or [p.casefold() for p in long.parts[:size]] != [p.casefold() for p in short.parts]:
        return False
    if long.is_person():
        return size == 1 and short.parts[0] in words("given_names") and not short.known and _after(long, short)
    if short.parts[-1] in words("joiners_of") and long.parts[size] in _SMALL_WORDS:
        return head_kind(list(long.parts)) is Kind.PUBLIC_BODY
    if (
        short.text in table("nations+cities")
        or (short.known and long.known)
        or any(c.isdigit() for c in long.parts[-1])
    ):
        return False
    extra = long.parts[size:]
    if not any(p in words("unit_heads") for p in extra) and not (short.known and not _is_filler(extra)):
        return True
    return not short.known and _after(long, short) and not _is_owner(short, long, text)


def _is_filler(extra: tuple[str, ...]) -> bool:
    return all(
        p in words("legal_forms") or p in {"AI", "Group", "Holdings", "Technologies", "Platforms", "Holding"}
        for p in extra
    )


def _after(long: _Form, short: _Form) -> bool:
    return all(n.start > long.named[0].start or n.doubtful for n in short.named)


def _is_owner(short: _Form, long: _Form, text: str) -> bool:
    """Whether the text speaks of `long` as a part of `short`: "Brandauer Ventures, the venture arm of Brandauer"."""
    for one in long.named[:4]:
        for other in short.named[:6]:
            low, high = sorted((one, other), key=lambda n: n.start)
            if (
                high.start - low.end < 60
                and high.sentence == low.sentence
                and _OWNED.search(text, max(0, low.start - 40), high.start)
            ):
                return True
    return False


def _is_tail_form(short: _Form, long: _Form) -> bool:
    """Whether `short` is how texts abbreviate `long` by its last words: surnames, "the Commission", "the Ledger"."""
    size = len(short.parts)
    if size >= len(long.parts) or [p.casefold() for p in long.parts[-size:]] != [p.casefold() for p in short.parts]:
        return False
    if short.known and short.known.kind is not Kind.PUBLIC_BODY:
        return False
    kind = head_kind(list(long.parts))
    if kind in {Kind.PUBLIC_BODY, Kind.OUTLET, Kind.OTHER_ORG, Kind.LAW}:
        return True
    if size == len(long.parts) - 1 and long.parts[0] in words("leading_heads"):
        return not short.known and _after(long, short)
    return kind is not Kind.COMPANY and (long.is_person() or (size == 1 and _acts_as_surname(short, long)))


def _acts_as_surname(short: _Form, long: _Form) -> bool:
    return len(long.parts) in {2, 3} and not long.known and _after(long, short)


def _beside_persons(named: list[Named], of: list[int], text: str) -> set[int]:
    """The forms that stand beside a person's name, as in "founded by Quim Vilaseca and Berta Oms"."""
    found: set[int] = set()
    persons = [looks_like_person(n.text.split()) or bool(n.title) for n in named]
    for at in range(len(named) - 1):
        if persons[at] != persons[at + 1] and text[named[at].end : named[at + 1].start] == " and ":
            found.add(of[at] if persons[at + 1] else of[at + 1])
    return found


def _portrait(forms: list[_Form], beside_person: bool) -> Portrait:
    named = [n for f in forms for n in f.named]
    known = next((f.known for f in forms if f.known), None)
    longest = max(named, key=lambda n: (len(n.text.split()), not n.doubtful, len(n.text), -n.start)).text
    name = longest.removeprefix("The ") if " " in longest.removeprefix("The ") else longest
    if known is not None and len(name) <= len(known.name) and name != known.name and name in table("heads"):
        name = known.name
    votes = [v for n in named for v in n.setting.votes]
    votes += [(Kind.PERSON, 5.0) for n in named if n.title]
    if _has_surname(forms):
        votes.append((Kind.PERSON, 3.0))
    if beside_person and len(name.split()) in {2, 3} and head_kind(name.split()) is None:
        votes.append((Kind.PERSON, 1.0))
    kind = known.kind if known is not None else kind_of(bare(name), votes)
    return Portrait(
        name=name,
        kind=kind,
        forms=tuple(dict.fromkeys(f.text for f in forms)),
        nouns=tuple(dict.fromkeys(x for n in named for x in n.setting.nouns)),
        words=tuple(dict.fromkeys(x for n in named for x in n.setting.words)),
        places=tuple(dict.fromkeys([x for n in named for x in n.setting.places] + [n.place for n in named if n.place])),
        titles=tuple(dict.fromkeys(n.title for n in named if n.title)),
        known=known,
    )


def _has_surname(forms: list[_Form]) -> bool:
    """Whether a name of two or three words is later cut to its last: persons are, companies are cut to the first."""
    long = [f for f in forms if len(f.parts) in {2, 3}]
    short = {f.text.casefold() for f in forms if len(f.parts) == 1}
    return any(f.parts[-1].casefold() in short and head_kind(list(f.parts)) is None for f in long)
