"""Where the ends of a tie stand: places named in the trigger files, found by shallow clause analysis.

    subject   the subject of the clause (skips insertions, prepositional phrases, objects of other verbs; a relative
              pronoun stands for the name before it)
    poss      the possessor right before the phrase ("X's new …")
    before    the name right before ("X-backed", "X CEO")
    after     the name right after
    head      the name that the phrase describes ("Y, …"; "Y, a lab …")
    right     the direct object
    near      the nearest name to the left
    other words are prepositions: the name after the first of them to the right ("in into")

Each finder takes the line and the bounds of the phrase and gives the index of a token or None. The shape of the walk
to the subject follows the habits of pattern-based extractors such as ReVerb (Fader, Soderland and Etzioni 2011).
"""

from __future__ import annotations

from liens.reading.rules.claims.lines import COMMAS, PRODUCT, Line, is_modifier
from liens.reading.rules.words import words

_REACH = 26
_DESCRIPTION = 12
_NEAR = 6
_HARD = frozenset((".", ";", ":", "?", "!"))
_PRONOUNS = frozenset(("which", "who", "that", "whom"))


def find_end(line: Line, places: tuple[str, ...], start: int, end: int, marks: str) -> int | None:
    """The token at the first of `places` that holds a name with one of `marks`; the phrase is `start` to `end`."""
    for place in places:
        finder = _FINDERS.get(place)
        if finder:
            found = finder(line, start, end, marks)
        else:
            found = after_preposition(line, end, marks, frozenset(place.split()))
        if found is not None:
            return found
    return None


def subject(line: Line, start: int, _end: int, marks: str) -> int | None:
    """The subject of the clause whose verb begins at `start`."""
    texts, inserted = line.texts, line.inserted
    inside = inserted[start] if start < len(texts) else False
    for at in range(start - 1, max(-1, start - 1 - _REACH * 2), -1):
        text = texts[at]
        if text in (";", ":") and at < start - 1:
            return None
        if inserted[at] and not inside:
            continue
        if text in _PRONOUNS and _is_relative(line, at):
            return head(line, at, at, marks)
        if text in marks and text.isupper() and opens_clause(line, at):
            return at
    return None


def _is_relative(line: Line, at: int) -> bool:
    """Whether the pronoun at `at` stands for a name: "that" does not after a verb of saying."""
    texts = line.texts
    if texts[at] != "that":
        return True
    return at > 0 and texts[at - 1] not in words("claim_verbs") and texts[at - 1] not in COMMAS


def opens_clause(line: Line, at: int) -> bool:
    """Whether the name at `at` can be a subject: only modifiers stand between it and where a clause may begin."""
    texts = line.texts
    if at + 1 < len(texts) and texts[at + 1] == "'s":
        return False
    before = at - 1
    while before >= 0 and at - before < 9 and _modifies(texts, before):
        before -= 1
    return (
        before < 0
        or texts[before] in words("claim_boundaries")
        or texts[before] in COMMAS
        or texts[before] in (".", ";", ":", "T")
    )


def _modifies(texts: tuple[str, ...], at: int) -> bool:
    text = texts[at]
    if text.isupper() and text != "T":
        return at + 1 < len(texts) and texts[at + 1] in ("'s", "-")
    return text not in words("claim_boundaries") and text != "T" and is_modifier(text)


def poss(line: Line, start: int, _end: int, marks: str) -> int | None:
    """The possessor whose "'s" stands before `start`, with up to five modifiers between."""
    texts = line.texts
    for at in range(start - 1, max(-1, start - 7), -1):
        if texts[at] == "'s":
            return at - 1 if at > 0 and texts[at - 1] in marks and texts[at - 1].isupper() else None
        if not is_modifier(texts[at]) and not texts[at].endswith("ed") and texts[at] not in ("M", "S"):
            return None
    return None


def before(line: Line, start: int, _end: int, marks: str) -> int | None:
    """The name right before the phrase, with up to two modifiers or a hyphen between."""
    texts = line.texts
    for at in range(start - 1, max(-1, start - 4), -1):
        if texts[at].isupper():
            return at if texts[at] in marks else None
        if not (is_modifier(texts[at]) or texts[at] == "-"):
            return None
    return None


def head(line: Line, start: int, _end: int, marks: str) -> int | None:
    """The nearest name to the left that what begins at `start` describes; a product only if there is no other."""
    if _is_object(line, start):
        return None
    found = _head(line, start, marks.replace(PRODUCT, ""))
    return _head(line, start, marks) if found is None else found


def _is_object(line: Line, start: int) -> bool:
    """Whether the noun phrase of the word at `start` is the object of a preposition ("in the maker of Y"), so that it
    describes no name before it."""
    texts, at = line.texts, start - 1
    while at >= 0 and start - at < 6 and is_modifier(texts[at]):
        at -= 1
    return (
        0 <= at < start - 1 and texts[at] in words("claim_prepositions") and texts[at] not in ("as", "after", "before")
    )


def _head(line: Line, start: int, marks: str) -> int | None:
    texts, commas, steps = line.texts, 0, 0
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        text = texts[at]
        if text in _HARD or commas > 2 or steps > _DESCRIPTION:
            return None
        aside = line.inserted[at] and not line.inserted[min(start, len(texts) - 1)]
        if aside or (line.bracketed[at] and not line.bracketed[start - 1]):
            continue
        steps += 1
        if text.isupper() and text in marks and not (at + 1 < len(texts) and texts[at + 1] == "'s"):
            return at
        commas += text in COMMAS
    return None


def near(line: Line, start: int, _end: int, marks: str) -> int | None:
    """The nearest name to the left in the sentence, whatever stands between."""
    for at in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if line.texts[at] in marks and line.texts[at].isupper():
            return at
        if line.texts[at] in _HARD:
            return None
    return None


def after(line: Line, _start: int, end: int, marks: str) -> int | None:
    """The name right after the phrase, with up to four modifiers between."""
    return _named(line, end, marks, 5)


def right(line: Line, _start: int, end: int, marks: str) -> int | None:
    """The direct object: the first name after the verb, with no preposition before it."""
    texts = line.texts
    for at in range(end, min(end + 9, len(texts))):
        text = texts[at]
        if text.isupper():
            if text in marks:
                return settle(line, at, marks)
            if text not in "MST" and not _modifies(texts, at):
                return None
        elif not (is_modifier(text) or _apposed(line, end, at, marks)):
            return None
    return None


def _apposed(line: Line, begin: int, at: int, marks: str) -> bool:
    """Whether the comma at `at` stands between a description begun at `begin` and its name ("another firm, X")."""
    texts = line.texts
    owned = begin > 0 and texts[begin - 1] == "'s"
    if texts[at] != "," or at - begin < 2 - owned or at + 1 >= len(texts) or texts[at + 1] not in marks:
        return False
    return at + 2 >= len(texts) or texts[at + 2] not in words("claim_verbs") | words("claim_auxiliaries")


def settle(line: Line, at: int, marks: str) -> int:
    """The name at `at`, or the one further on that it possesses or describes ("X's unit Y", "X engineers Y" is Y)."""
    texts, begin = line.texts, at + 1
    if begin < len(texts) and texts[begin] == "'s":
        begin += 1
    further = _named(line, begin, marks, 4)
    return at if further is None else further


def _named(line: Line, begin: int, marks: str, reach: int) -> int | None:
    texts = line.texts
    for at in range(begin, min(begin + reach, len(texts))):
        text = texts[at]
        if text.isupper():
            if text in marks:
                return at
            if not _modifies(texts, at):
                return None
        elif not (is_modifier(text) or _lists(texts, at) or _apposed(line, begin, at, marks)):
            return None
    return None


def _lists(texts: tuple[str, ...], at: int) -> bool:
    """Whether the word at `at` opens examples ("such as", "including")."""
    return texts[at] in ("including", "like") or texts[at] == "such" or (texts[at] == "as" and texts[at - 1] == "such")


def after_preposition(line: Line, end: int, marks: str, prepositions: frozenset[str]) -> int | None:
    """The name after the first of `prepositions` to the right of `end`, within the clause."""
    texts, commas = line.texts, 0
    for at in range(end, min(end + _REACH, len(texts))):
        text = texts[at]
        if text in _HARD or commas > 2:
            return None
        if text in prepositions:
            found = _named(line, at + 1, marks, 8)
            if found is not None:
                return settle(line, found, marks)
        elif text in ("while", "whereas", "because", "although", "but"):
            return None
        commas += text in COMMAS
    return None


def gap(line: Line, place: int, marks: str, places: tuple[str, ...]) -> int | None:
    """The name that a relative clause with the subject at `place` leaves out ("Y, which X bought"; "Y, in which X
    invested"): `places` must allow the preposition before the pronoun, if there is one."""
    texts, at = line.texts, place - 1
    while at >= 0 and place - at < 7 and is_modifier(texts[at]):
        at -= 1
    if at < 1 or texts[at] not in _PRONOUNS or (texts[at] == "that" and not _is_relative(line, at)):
        return None
    before_ = texts[at - 1]
    if before_ in words("claim_prepositions") and not any(before_ in p.split() for p in places):
        return None
    found = head(line, at, at, marks)
    names = {m.name for m in line.tokens[place].members}
    while found is not None and names.intersection(m.name for m in line.tokens[found].members):
        found = head(line, found, found, marks)
    return found


_FINDERS = {
    "subject": subject,
    "poss": poss,
    "before": before,
    "head": head,
    "near": near,
    "after": after,
    "right": right,
}
