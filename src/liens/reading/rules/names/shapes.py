"""Stretches of text that look like names: runs of capitalised words, with the small words that join them.

Nothing here knows what a name refers to. A run is cut at possessives ("Spain's Iberluz"), at titles ("Norrfjord Chief
Executive Ingrid Solbakken") and at places that stand before a name ("the American Corvane Systems").
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from liens.reading.rules.page import Sentence
from liens.reading.rules.words import either, table, words

_UPPER = "".join(c for c in map(chr, range(sys.maxunicode)) if c.isupper() and ord(c) < 0x530)
_U = f"[{_UPPER}]"
_HYPHENED = "|".join(sorted(words("hyphen_tails")))
_DOMAIN = r"\.(?=(?:com|ai|io|org|net|eu|fr|de|co|tv|tech)\b)"
_LEGAL = "(?:S\\.p\\.A\\.|S\\.r\\.l\\.|S\\.à r\\.l\\.|Sp\\. z o\\.o\\.)"
_TOKEN = re.compile(
    rf"(?<![\w@#])(?<!//)(?<!\.\w\w/)(?<!\.\w\w\w/)(?:{_LEGAL}|(?:{_U}\.){{2,6}}(?!\w)|{_U}\.(?= ?{_U})"
    rf"|(?:{_U}|[a-z]{{1,2}}{_U}|\d{{1,3}}(?:\.(?={_U}{{2}})|{_U}))\w*+"
    rf"(?:(?:[&+·]|[-’'.](?={_U}|\d)|-(?!(?:{_HYPHENED})\b)(?=[a-z]{{2,4}}(?!\w))|{_DOMAIN})\w++)*+"
    r"(?:\+(?!\w))?(?:(?<=Inc|orp|Ltd|ros|Cie)\.|(?<=\bCo)\.(?= ))?)"
)
_COUNTED = (
    r"%|per ?cent|million|billion|bn|euros?|dollars|people|employees|years?|months?|days?|weeks?|times|others?|percent"
    r"|points?|countries|companies|staff|hours|units|sites|shares|tonnes|MW|GW|km|of\b"
)
_NUMBER = re.compile(rf"[ -](\d{{1,3}}(?:\.\d{{1,2}})?[A-Za-z]{{0,2}})(?![\w%]|[.,:]\d| ?(?:{_COUNTED}))")
_LONGEST, _WIDEST = 14, 160
_GAP = re.compile(r"(?:[ \u00a0]|\n(?!\n)|, (?=(?:Inc|LLC|Ltd|L\.L\.C|S\.A|N\.V|GmbH|PBC|LP|AG)\b))")
_PARTICLES = re.compile(rf" (?:(?:{either(words('particles'))}) ){{1,3}}| (?:d|l|dell|all)['’]| & | \+ ")
_OF = re.compile(r" (of|for|on)(?: the)? ")
_AND = (" and ", " & ", ", ")
_TITLES = words("roles")
_ARTICLES = frozenset({"The", "A", "An", "Le", "La", "Les", "Der", "Die", "Das"})
_ENGLISH_ARTICLES = frozenset({"The", "A", "An"})


@dataclass(frozen=True, slots=True)
class Token:
    """A capitalised word. `gap` is the text between it and the token before it in its run."""

    start: int
    end: int
    text: str
    gap: str = ""
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A run that may be a name. `initial`: it opens a sentence, so its capital says little. `title`: a title before it
    ("Ms", "Chief Executive"). `place`: a place or nationality before it. `sentence`: index of its sentence."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    sentence: int
    initial: bool = False
    title: str = ""
    place: str = ""

    def part(self, low: int, high: int, *, initial: bool) -> Shape:
        """The run of its tokens `low` to `high`."""
        tokens = self.tokens[low:high]
        start, end = tokens[0].start, tokens[-1].end
        text = self.text[start - self.start : end - self.start]
        return Shape(start, end, text, tokens, self.sentence, initial, self.title, self.place)


def find_shapes(text: str, sentences: tuple[Sentence, ...]) -> Iterator[Shape]:
    """The runs of each sentence, in order."""
    for index, sentence in enumerate(sentences):
        for run in _runs(text, sentence):
            yield from _cut(text, sentence, index, run)


def tokens_in(text: str, start: int, end: int) -> Iterator[Token]:
    """The capitalised words of a stretch."""
    for match in _TOKEN.finditer(text, start, end):
        stop = match.end()
        number = _NUMBER.match(text, stop) if stop < end else None
        if number is not None and number.end() <= end and _takes_number(match.group(0)):
            stop = number.end()
        yield Token(match.start(), stop, text[match.start() : stop], possessive=_is_possessive(text, stop))


def _takes_number(word: str) -> bool:
    return (
        word not in words("not_names")
        and word not in table("nations+cities")
        and word not in _ARTICLES
        and word.lower() not in words("common")
    )


def _is_possessive(text: str, end: int) -> bool:
    if text[end : end + 1] not in {"'", "’"}:
        return False
    after = text[end + 1 : end + 3]
    return (after[:1] == "s" and not after[1:].isalnum()) or (
        text[end - 1] == "s" and not after[:1].isalnum() and after[:1] == " "
    )


def _runs(text: str, sentence: Sentence) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens_in(text, sentence.start, sentence.end):
        gap = text[run[-1].end : token.start] if run else ""
        if run and len(run) < _LONGEST and _joins(run, gap, token):
            run.append(Token(token.start, token.end, token.text, gap, token.possessive))
            continue
        if run:
            yield run
        run = [token]
    if run:
        yield run


def _joins(run: list[Token], gap: str, token: Token) -> bool:
    last = run[-1]
    if len(gap) > 12:
        return False
    if last.possessive:
        return gap[:1] in "'’" and gap[-1:] == " " and _joins_owner(last.text, gap, token.text)
    if _GAP.fullmatch(gap):
        return True
    if _PARTICLES.fullmatch(gap):
        return last.text not in table("nations+cities") and last.text not in words("not_names")
    preposition = _OF.fullmatch(gap)
    if preposition is not None:
        return last.text.split("-")[-1] in _BY_PREPOSITION[preposition[1]] and not last.text.isdigit()
    return gap in _AND and _joins_topics(run, gap, token)


def _joins_owner(owner: str, gap: str, owned: str) -> bool:
    """ "People's Model", "Machinists' Federation": a plural or an ordinary word owns what is no name by itself."""
    if gap[1] == " " and table("heads").get(owned) == "other_org":
        return True
    return _is_ordinary(owner) and _is_ordinary(owned)


def _is_ordinary(word: str) -> bool:
    return word.lower() in words("common") and not _is_initial_word(word)


def _is_initial_word(word: str) -> bool:
    return word in words("openers") or word in words("descriptors")


_BY_PREPOSITION = {p: words(f"joiners_{p}") for p in ("of", "for", "on")}


def _joins_topics(run: list[Token], gap: str, token: Token) -> bool:
    """ "Competition and Markets Authority", "Authority for Consumers and Markets"."""
    topics = words("topics")
    if token.text not in topics:
        return False
    if any(t.gap.startswith((" of", " for")) for t in run):
        return run[-1].text in topics or gap == " and "
    return run[-1].text in topics and gap != ", "


def _cut(text: str, sentence: Sentence, index: int, run: list[Token]) -> Iterator[Shape]:
    """The names of one run: cut at titles, then freed of what stands before and after the name."""
    title = ""
    for part, before in _at_titles(run):
        title = before or title
        shape = _freed(text, sentence, index, part, title)
        if shape is not None:
            yield shape
        title = ""


def _at_titles(run: list[Token]) -> Iterator[tuple[list[Token], str]]:
    """The stretches of a run between titles, each with the title before it."""
    part: list[Token] = []
    title = ""
    at = 0
    while at < len(run):
        stop = at
        while stop < len(run) and run[stop].text in _TITLES and (stop == at or run[stop].gap in {" ", "\u00a0", "\n"}):
            stop += 1
        if stop > at and _is_title(run, at, stop):
            if part:
                yield part, title
            part, title = [], " ".join(t.text for t in run[at:stop])
            at = stop
        else:
            part.append(run[at])
            at += 1
    if part:
        yield part, title


def _is_title(run: list[Token], at: int, stop: int) -> bool:
    if stop < len(run) and run[stop].gap.startswith((" of", " for")):
        return False
    names = [t.text for t in run[at:stop]]
    pairs = {f"{one} {two}" for one, two in pairwise(names)}
    return any(n not in words("weak_titles") for n in names) or bool(pairs & words("double_titles"))


def _freed(text: str, sentence: Sentence, index: int, part: list[Token], title: str) -> Shape | None:
    initial = _opens(text, sentence, part[0].start)
    title = title or _abbreviated_title(text, sentence, part[0].start)
    place = ""
    while part:
        first = part[0].text
        if (
            first in _ENGLISH_ARTICLES
            or (initial and _is_initial_word(first) and len(part) > 1)
            or (first in words("calendar") and not _is_outlet(part))
        ):
            part = part[1:]
        elif len(part) > 1 and _is_place_before(part):
            place = _place_words(part)
            part = part[_place_length(part) :]
        else:
            break
    while part and (part[-1].text in words("calendar") or part[-1].text in _ENGLISH_ARTICLES):
        part = part[:-1]
    if not part or part[-1].end - part[0].start > _WIDEST:
        return None
    opening = _opens(text, sentence, part[0].start) or (initial and place == "" and not title)
    start, end = part[0].start, part[-1].end
    return Shape(start, end, text[start:end].replace("\n", " "), tuple(part), index, opening, title, place)


def _is_outlet(part: list[Token]) -> bool:
    """ "Sunday Ledger": a day that begins an outlet's name."""
    return len(part) == 2 and table("heads").get(part[1].text) == "outlet"


_SHORT_TITLE = re.compile(r"\b(Dr|Mr|Mrs|Ms|Mx|Prof|Hon|Sen|Rep|Gov|Mme|Rev|Messrs)\. ?$")


def _abbreviated_title(text: str, sentence: Sentence, start: int) -> str:
    match = _SHORT_TITLE.search(text, max(sentence.start, start - 8), start)
    return match[1] if match else ""


def _place_length(part: list[Token]) -> int:
    return 2 if len(part) > 2 and f"{part[0].text} {part[1].text}" in table("nations+cities") else 1


def _place_words(part: list[Token]) -> str:
    return " ".join(t.text for t in part[: _place_length(part)])


def _is_place_before(part: list[Token]) -> bool:
    """Whether the run begins with a place that is no part of the name: what follows is no ordinary word ("American
    Corvane", not "American Newspaper League", "Bank of …" or "European Commission")."""
    length = _place_length(part)
    if _place_words(part) not in table("nations+cities") or len(part) <= length or part[length].gap.strip():
        return False
    follower = part[length].text
    return (
        follower.lower() not in words("common")
        and follower not in table("heads")
        and follower not in words("topics")
        and follower not in words("legal_forms")
    )


def _opens(text: str, sentence: Sentence, start: int) -> bool:
    """Whether what starts here has its capital because it opens a sentence, a quotation or a bracket."""
    if start == sentence.start:
        return True
    before = text[max(sentence.start, start - 2) : start]
    return before[-1:] in '"“‘«(*[' or before in {": ", "- ", "– ", "— ", ". ", "» ", "“ ", "« ", "? ", "! "}
