"""Annotated documents with other names: the same words about nobody that a reader could know.

Each word of each annotated name becomes an invented one, all through a document the same, except the words that say
what a name is the name of ("Capital", "Commission"). Descriptions stay. Annotations follow their texts.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from liens.reading.rules.words import words
from training.holdout import Annotated, load_corpus
from training.scoring.names import LEGAL_FORMS, SHARED_WORDS

INVENTED = Path(__file__).with_name("invented_names.toml")
DESCRIBED_TYPES = frozenset(("authority", "law", "other"))
"""Entities whose names are often made of common words alone."""

_WORD = re.compile(r"[^\W\d_]+")
_NO_NAME_BEFORE = frozenset(("a", "an", "its", "his", "her", "their", "our", "this", "that"))
_PRONOUN = re.compile(r"\b(?:she|her|hers|he|his|him)\b", re.IGNORECASE)
_JOINING = frozenset(("of", "and", "for", "on", "in", "to", "the", "de", "des", "du", "la", "le", "von", "van", "der"))
_LONGEST_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` of the old text becomes `words`."""

    start: int
    end: int
    words: str


def renamed(document: Annotated) -> Annotated:
    """`document` with other names in text and annotation."""
    chosen = _Renamer(document, common_words())
    edits = tuple(chosen.edits(document.text))
    moved = _Moved(document.text, edits)
    gold = {
        "id": document.id,
        "entities": [_entity(e, chosen) for e in document.gold["entities"]],
        "claims": [_claim(c, chosen, moved) for c in document.gold["claims"]],
        "statements": [_statement(s, chosen, moved) for s in document.gold["statements"]],
    }
    return replace(document, text=moved.text, gold=gold)


@cache
def invented_names() -> Mapping[str, Sequence[str]]:
    """The lists titles, women, men, surnames and words."""
    return tomllib.loads(INVENTED.read_text(encoding="utf-8"))


@cache
def common_words() -> frozenset[str]:
    """The words that the corpus also writes small: they say what is named and not who."""
    texts = (document.text for document in load_corpus())
    small = frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())
    return small.union(LEGAL_FORMS, SHARED_WORDS, invented_names()["titles"])


@dataclass
class _Renamer:
    """The other names of one document. `forms` are its names as they are written → as they will be."""

    document: Annotated
    common: frozenset[str]
    words: dict[str, str] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.document.id)
        self._pools = {kind: self._shuffled(names) for kind, names in invented_names().items()}
        entities = [e for e in self.document.gold["entities"] if e["type"] != "deal"]
        for entity in sorted(entities, key=lambda e: e["type"] != "person"):
            self._take_name(entity)
        for entity in entities:
            self._take_mentions(entity)
        longest_first = sorted(self.forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")

    def edits(self, text: str) -> Iterator[Edit]:
        return (Edit(m.start(), m.end(), self.forms[m[0]]) for m in self._pattern.finditer(text))

    def rename(self, name: str) -> str:
        return self._pattern.sub(lambda m: self.forms[m[0]], name)

    def _shuffled(self, names: Sequence[str]) -> list[str]:
        return self._dice.sample(names, len(names))

    def _take_name(self, entity: Mapping[str, Any]) -> None:
        full = without_article(entity["name"])
        if full not in self.forms and (is_name(full) or (entity["type"] == "company" and full.isalpha())):
            self.forms[full] = self._other_name(entity["type"], full)

    def _take_mentions(self, entity: Mapping[str, Any]) -> None:
        """Acronyms last, since they may be the initials of another form."""
        full = without_article(entity["name"])
        forms = [form for form in map(without_article, entity.get("mentions", ())) if is_name(form)]
        for form in sorted(forms, key=_is_acronym):
            if form not in self.forms:
                other = self._initials(form, [full, *forms]) or self._other_mention(entity["type"], full, form)
                self.forms[form] = other

    def _initials(self, form: str, forms: Sequence[str]) -> str | None:
        """The initials of the longer form that `form` are the initials of."""
        longer = (f for f in forms if _is_acronym(form) and f in self.forms and initials(f) == form)
        return next((initials(self.forms[f]) for f in longer), None)

    def _other_name(self, kind: str, form: str) -> str:
        """Of a full name the first word always changes, unless it is one of those that may be made of common words."""
        found = list(_WORD.finditer(form))
        first = 0 if kind in DESCRIBED_TYPES else 1
        other = self._changed(form, found[:first] + [m for m in found[first:] if self._is_own(m[0])], kind)
        return f"{self._fresh('words')} {form}" if other == form else other

    def _other_mention(self, kind: str, full: str, form: str) -> str:
        """Of another mention those words change that names have; if none does, all that are no common words."""
        if full in self.forms and full in form:
            return form.replace(full, self.forms[full])
        found = list(_WORD.finditer(form))
        shared = [m for m in found if m[0].casefold() in self.words and (m[0] in full or self._is_own(m[0]))]
        return self._changed(form, shared or [m for m in found if self._is_own(m[0])], kind)

    def _is_own(self, word: str) -> bool:
        """Whether `word` says who is meant and not what."""
        return len(word) > 1 and not word.islower() and word.casefold() not in self.common

    def _changed(self, form: str, changed: Sequence[re.Match[str]], kind: str) -> str:
        given = form.find(" ")
        edits = [Edit(m.start(), m.end(), self._word(m[0], kind, m.start() < given)) for m in changed]
        return _Moved(form, edits).text

    def _word(self, word: str, kind: str, given: bool) -> str:
        """The word that stands for `word`, in like letters."""
        key = word.casefold()
        if key not in self.words:
            self.words[key] = self._fresh(self._pool(word, kind, given))
        other = self.words[key]
        if _is_acronym(word):
            return other[: len(word)].upper()
        if word.isupper() or word.islower():
            return other.upper() if word.isupper() else other.lower()
        return f"{other}AI" if word.endswith("AI") else other

    def _pool(self, word: str, kind: str, given: bool) -> str:
        if kind != "person":
            return "words"
        if not given:
            return "surnames"
        return "women" if _is_she(word, self.document.text) else "men"

    def _fresh(self, pool: str) -> str:
        """The next name of the pool that the document does not have itself."""
        names = self._pools[pool] or self._pools["words"]
        while names[-1] in self.document.text:
            names.pop()
        return names.pop()


def without_article(form: str) -> str:
    return form.removeprefix("The ").removeprefix("the ")


def is_name(form: str) -> bool:
    """Whether `form` (without its article) is a name and not a description: nothing but joining words is small."""
    first, *rest = form.split() or [""]
    small = {word for word in rest if word.islower()}
    return not first.islower() and first.casefold() not in _NO_NAME_BEFORE and small <= _JOINING


def initials(name: str) -> str:
    """The first letters of the capitalised words."""
    return "".join(word[0] for word in _WORD.findall(name) if word[0].isupper())


def _is_acronym(word: str) -> bool:
    return word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM


def _is_she(given: str, text: str) -> bool:
    """Whether a given name is a woman's: by the lexicon, else by the first pronouns after it."""
    if given in words("female_names"):
        return True
    after = [_PRONOUN.search(text, m.end(), m.end() + 200) for m in re.finditer(rf"\b{re.escape(given)}\b", text)]
    said = [m[0].casefold() in ("she", "her", "hers") for m in after if m]
    return sum(said) * 2 > len(said)


class _Moved:
    """A text with its edits, and where its stretches go."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self._old, self._edits = text, tuple(edits)
        parts, at = [], 0
        for edit in self._edits:
            parts += [text[at : edit.start], edit.words]
            at = edit.end
        self.text = "".join([*parts, text[at:]])

    def stretch(self, words: str) -> str:
        """What becomes of `words`, a stretch of the old text; a name cut by its edge is taken whole."""
        start = self._old.find(words)
        if start < 0:
            return words
        return self.text[self._there(start, end=False) : self._there(start + len(words), end=True)]

    def _there(self, at: int, *, end: bool) -> int:
        shift = 0
        for edit in self._edits:
            if edit.end <= at:
                shift += len(edit.words) - (edit.end - edit.start)
            elif edit.start < at:
                return edit.start + shift + (len(edit.words) if end else 0)
        return at + shift


def _entity(entity: Mapping[str, Any], chosen: _Renamer) -> dict[str, Any]:
    mentions = [chosen.rename(m) for m in entity.get("mentions", ())]
    return {**entity, "name": chosen.rename(entity["name"]), "mentions": mentions}


def _claim(claim: Mapping[str, Any], chosen: _Renamer, moved: _Moved) -> dict[str, Any]:
    source = claim["attributed_to"]
    parties = [chosen.rename(p) for p in claim.get("object_parties") or ()]
    return {
        **claim,
        "subject": chosen.rename(claim["subject"]),
        "object": chosen.rename(claim["object"]),
        "attributed_to": chosen.rename(source) if source else source,
        "evidence": moved.stretch(claim["evidence"]),
        **({"object_parties": parties} if parties else {}),
    }


def _statement(statement: Mapping[str, Any], chosen: _Renamer, moved: _Moved) -> dict[str, Any]:
    venue = statement["venue"]
    return {
        **statement,
        "speaker": chosen.rename(statement["speaker"]),
        "quote_or_content": moved.stretch(statement["quote_or_content"]),
        "venue": chosen.rename(venue) if venue else venue,
    }
