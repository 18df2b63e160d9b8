"""Where a text quotes: every style of marks, nested, split over paragraphs, unmatched.

Marks lie about their direction (straight marks have none, translated texts turn them round, apostrophes look like
closing ones), so what a mark does is decided by its shape *and* by the blanks around it. A mark without a partner
never reaches beyond its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FAMILY = dict.fromkeys('“”„‟"', "double") | dict.fromkeys("«»‹›", "angled") | dict.fromkeys("‘’‚'", "single")
FAMILY |= {"''": "double", "``": "double"}
OPENING = frozenset("“„‟«‹‘‚") | {"``"}
CLOSING = frozenset("”»›’") | {"''"}
MARK = re.compile(r"''|``|[“”„‟\"«»‹›‘’‚']")
# Where an unclosed quotation gives way to its reporting clause: `… of the Act. he wrote`.
REPORTING = re.compile(r"[.,!?…]\s+(?=(?:he|she|it|they)\s+\w+(?:ed|es|ote|aid|ays|ells|old)\b)")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
LOOKAHEAD = 60
DEEPEST = 6
INDENT = 20


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text[start:end]` with its marks, `text[inner_start:inner_end]` without; not `closed` if its end was guessed.
    `carried` if it goes on from the paragraph before, which left it open."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    carried: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    text: str
    family: str
    start: int
    end: int
    before: str
    after: str

    @property
    def may_open(self) -> bool:
        return not self.before or self.before.isspace() or self.before in "([{—–-/" or self.before in FAMILY

    @property
    def may_close(self) -> bool:
        return not self.after.isalnum()


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Quotation, ...]:
    """The outermost quotations of each of the `paragraphs` (start, end), in order, none overlapping another."""
    found: list[Quotation] = []
    open_family: str | None = None
    for start, end in paragraphs:
        marks = [_mark(text, m, start, end) for m in MARK.finditer(text, start, end)]
        carried = bool(marks) and marks[0].family == open_family and not text[start : marks[0].start].strip()
        quotations, open_family = _pair(text, marks, (start, end))
        if carried and quotations:
            first = quotations[0]
            quotations[0] = Quotation(
                first.start, first.end, first.inner_start, first.inner_end, first.closed, carried=True
            )
        found.extend(quotations)
    return tuple(found)


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark:
    before = text[match.start() - 1] if match.start() > start else ""
    after = text[match.end()] if match.end() < end else ""
    return _Mark(match.group(), FAMILY[match.group()], match.start(), match.end(), before, after)


def _pair(text: str, marks: list[_Mark], bounds: tuple[int, int]) -> tuple[list[Quotation], str | None]:
    """The paragraph's quotations, and the family of the one that it leaves open at its end."""
    found: list[Quotation] = []
    stack: list[_Mark] = []
    for index, mark in enumerate(marks):
        level = _closes(stack, mark, marks, index)
        if level is not None:
            opener = stack[level]
            del stack[level:]
            if not stack:
                found.append(_quotation(text, opener.start, mark.end, opener.end, mark.start))
        elif _opens(stack, mark, marks, index):
            if len(stack) == DEEPEST or (stack and stack[-1].text == mark.text == '"'):
                found.extend(_unclosed(text, stack[0], (bounds[0], mark.start)))
                stack.clear()
            stack.append(mark)
    if not stack:
        return found, None
    rest = list(_unclosed(text, stack[0], bounds))
    reaches_end = bool(rest) and rest[0].end == bounds[1]
    return found + rest, stack[0].family if reaches_end else None


def _closes(stack: list[_Mark], mark: _Mark, marks: list[_Mark], index: int) -> int | None:
    """The place in the stack of the mark that this one closes, or None."""
    levels = [i for i, opener in enumerate(stack) if opener.family == mark.family]
    if not levels:
        return 0 if _closes_another_style(stack, mark, marks, index) else None
    if not mark.may_close and mark.text != "»":
        return None
    opener = stack[levels[-1]]
    blank_before = not mark.before or mark.before.isspace()
    if mark.text in OPENING and not _reversed(opener, mark):
        return levels[-1] if mark.text == "“" and opener.text in "„”" and mark.may_close else None
    if mark.family == "single" and (blank_before or _possessive(mark, marks, index)):
        return None
    if mark.text == '"' and blank_before and not mark.after.isspace() and mark.after:
        return None
    return levels[-1]


def _closes_another_style(stack: list[_Mark], mark: _Mark, marks: list[_Mark], index: int) -> bool:
    """`«so"`: a closing mark of another style, where none of the right style follows."""
    if not stack or mark.family == "single" or stack[0].family == "single" or mark.text in OPENING:
        return False
    later = marks[index + 1 : index + LOOKAHEAD]
    return mark.may_close and not mark.before.isspace() and all(m.family != stack[0].family for m in later)


def _reversed(opener: _Mark, mark: _Mark) -> bool:
    """Marks turned round: `»so«`, `” so “`."""
    return (opener.text in "»›" and mark.text in "«‹") or (opener.text == "”" and mark.text == "“")


def _possessive(mark: _Mark, marks: list[_Mark], index: int) -> bool:
    """An apostrophe inside single marks (`the firms' plans`): a better closing mark follows."""
    if mark.before != "s" or mark.after != " ":
        return False
    for later in marks[index + 1 : index + LOOKAHEAD]:
        if later.family == "single":
            if later.may_open and not later.may_close:
                return False
            if later.may_close and not later.before.isspace():
                return True
    return False


def _opens(stack: list[_Mark], mark: _Mark, marks: list[_Mark], index: int) -> bool:
    if mark.family == "single":
        return mark.text != "’" and mark.may_open and mark.after.isalnum() and _is_closed_later(marks, index)
    if mark.text in OPENING:
        return True
    if mark.text in CLOSING:
        return not stack and mark.may_open
    return mark.may_open or not stack


def _is_closed_later(marks: list[_Mark], index: int) -> bool:
    closers = "’" if marks[index].text in "‘‚" else "'"
    later = (m for m in marks[index + 1 : index + LOOKAHEAD] if m.family == "single")
    return any((m.text in closers or m.text == "’") and m.may_close and not m.before.isspace() for m in later)


def _unclosed(text: str, opener: _Mark, bounds: tuple[int, int]) -> Iterator[Quotation]:
    """What an unclosed mark quotes: up to its reporting clause, else to the end of the paragraph that it begins,
    else to the end of its sentence."""
    if opener.family == "single":
        return
    start, limit = opener.end, bounds[1]
    reporting = REPORTING.search(text, start, limit)
    if reporting:
        end = reporting.start() + 1
    elif opener.start - bounds[0] <= INDENT and not text[bounds[0] : opener.start].strip():
        end = limit
    else:
        stop = SENTENCE_END.search(text, start, limit)
        end = stop.end() if stop else limit
    yield _quotation(text, opener.start, end, start, end, closed=False)


def _quotation(text: str, start: int, end: int, inner_start: int, inner_end: int, closed: bool = True) -> Quotation:
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and (text[inner_end - 1].isspace() or text[inner_end - 1] == ","):
        inner_end -= 1
    return Quotation(start, end, inner_start, inner_end, closed)
