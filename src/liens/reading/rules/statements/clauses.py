"""Reporting clauses: a speech verb with its subject and venue, or "according to" with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from liens.reading.rules.statements.folding import OUTLET, PERSON, PRODUCT, QUOTE, Token
from liens.reading.rules.statements.inversion import subject_after
from liens.reading.rules.statements.memory import Memory
from liens.reading.rules.statements.speakers import DEFINITE, FINITE, NAMED, STOPS, Subject, subject_before
from liens.reading.rules.statements.speech import LINKS, Cue, find_cues
from liens.reading.rules.statements.venues import LEADS, find_occasion, find_venue
from liens.reading.rules.words import words

BEFORE_INVERSION = frozenset((",", QUOTE, "—", "–", "-", "”", '"', "!", "?", "…"))
TIME_OPENERS = words("speech_time") - {"the", "this", "of", "days", "years", "weeks", "months"}
WEAK = frozenset(("object", "to", "for", "as", "of", "against", "on", "about", "with", "from"))
LEADING = words("speech_prepositions") | TIME_OPENERS | {"of"}
ENDING = words("speech_prepositions") | {"that", QUOTE}
CIRCUMSTANCES = frozenset(("when", "while", "without"))
GOVERNING = frozenset(("at", "with", "by", "against", "via", "between", "under", "from", "what"))
NOBODY = frozenset(("neither", "nor", "nobody", "none"))
DENIALS = frozenset(("deny", "doubt"))
PASSED_ON = frozenset(("seen", "reviewed", "obtained", "released", "published", "viewed", "cited"))
DESCRIPTION = 5
NO_OBJECT = frozenset(("itself", "himself", "herself", "themselves", "off", "back", "up", "down", "in", "to", "out"))
DIRECT = frozenset(("quote", "colon"))
THAT_REACH = 16
LINK_REACH = 12
CLAUSE_REACH = 25
FEWEST = 4
INSERTED = 8
PRONOUNS = frozenset(("he", "she", "it", "they", "there", "we", "i", "you"))
VENUE_REACH = 30
LONGEST_WAIT = 120
PLEADINGS = frozenset(("complaint", "lawsuit", "suit", "petition"))
APART = frozenset((",", ";", "and", "but", "while", "–", "—", "(", ".", QUOTE))


@dataclass(frozen=True, slots=True)
class Reporting:
    """A reporting clause: tokens `start` to `end`, its speakers, and where its complement begins (None: it stands
    before the clause, or in quotation marks around it). `venue` is where the text (from, to) says where."""

    names: tuple[str, ...]
    start: int
    end: int
    complement: int | None = None
    complement_is_clause: bool = False
    venue: tuple[int, int] | None = None
    lemma: str = ""
    frame: str = ""
    subject: tuple[int, int] = (0, 0)


def find_reporting(tokens: Sequence[Token], memory: Memory) -> list[Reporting]:
    """The reporting clauses of a line, in order, none overlapping another."""
    found: list[Reporting] = []
    low = 0
    for cue in find_cues(tokens):
        source = "source" in cue.verb.takes
        reporting = _source(tokens, cue, memory) if source else _clause(tokens, cue, low, found, memory)
        if reporting is None or not reporting.names or (found and _embedded(tokens, found[-1], reporting)):
            continue
        if found and reporting.start < found[-1].end:
            if found[-1].frame in WEAK:
                found.pop()
            else:
                reporting = replace(reporting, start=cue.start)
        venue = _venue(tokens, cue, reporting, low)
        place = (tokens[venue[0]].start, tokens[venue[1] - 1].end) if venue else None
        found.append(replace(reporting, venue=place))
        low = low if reporting.frame in WEAK else reporting.end
    return found


def _embedded(tokens: Sequence[Token], outer: Reporting, inner: Reporting) -> bool:
    """Whether `inner` is a mere phrase within what `outer` reports: `said that it needed “…”`."""
    inside = outer.complement is not None and outer.complement_is_clause and outer.frame not in WEAK
    slight = inner.frame in WEAK | {"quoted"} or inner.lemma.startswith(("be ", "have "))
    return inside and slight and tokens[inner.start - 1].word not in APART


def _venue(tokens: Sequence[Token], cue: Cue, reporting: Reporting, low: int) -> tuple[int, int] | None:
    """What is named as venue after the verb, else after the subject, else before the subject."""
    if "told" in cue.verb.takes:
        told = _past_addressee(tokens, cue.end)
        if told > cue.end:
            return cue.end, told
    first, last = reporting.subject
    if reporting.frame == "inverted":
        return find_venue(tokens, cue.end, first) or find_occasion(tokens, last, _until_quote(tokens, last))
    if "source" in cue.verb.takes:
        return None
    if reporting.frame in WEAK:
        own = find_occasion(tokens, cue.end, _until_quote(tokens, cue.end))
    else:
        own = find_venue(tokens, cue.end, reporting.complement or _until_quote(tokens, cue.end))
    if own or first < low:
        return own
    if any(token.word in words("speech_documents") for token in tokens[first:last]):
        return first, last
    leads_in = first > low and (tokens[low].word in LEADS or tokens[first - 1].word == ",")
    return find_occasion(tokens, low if leads_in else first, cue.start)


def _until_quote(tokens: Sequence[Token], at: int) -> int:
    """Where the search for a venue that follows a reporting clause ends."""
    high = min(len(tokens), at + VENUE_REACH)
    return next((i for i in range(at, high) if tokens[i].word in (QUOTE, ";", ".")), high)


def _source(tokens: Sequence[Token], cue: Cue, memory: Memory) -> Reporting | None:
    subject = _written(tokens, cue, memory) or subject_after(tokens, cue.end, len(tokens), memory, strict=False)
    following = tokens[cue.end].word if cue.end < len(tokens) else ""
    passed_on = (
        any(t.word == OUTLET or t.word in PASSED_ON for t in tokens[cue.end : subject.end]) if subject else False
    )
    if not subject or following == "which" or passed_on:
        return None
    after = subject.end
    if all(t.word in STOPS - {QUOTE} or t.word in ("and", "but") for t in tokens[: cue.start]) and after < len(tokens):
        comma = next((i for i in range(after, min(after + 25, len(tokens))) if tokens[i].word == ","), None)
        if comma is not None:
            return Reporting(subject.names, cue.start, comma, comma + 1, True, lemma=cue.verb.lemma, frame="source")
    return Reporting(subject.names, cue.start, after, lemma=cue.verb.lemma, frame="source")


def _written(tokens: Sequence[Token], cue: Cue, memory: Memory) -> Subject | None:
    """Who brought the suit after `according to the complaint`."""
    at = cue.end + 1
    definite = at < len(tokens) and tokens[cue.end].word in DEFINITE
    if not definite or memory.author is None or tokens[at].word not in PLEADINGS:
        return None
    return Subject((memory.author,), cue.end, at + 1)


def _clause(
    tokens: Sequence[Token], cue: Cue, low: int, found: Sequence[Reporting], memory: Memory
) -> Reporting | None:
    lemma = cue.verb.lemma
    if _may_be_inverted(tokens, cue):
        subject = subject_after(tokens, cue.end, len(tokens), memory)
        if subject and (lemma != "so" or subject.end >= len(tokens) or tokens[subject.end].word in STOPS):
            named = (subject.start, subject.end)
            return Reporting(subject.names, cue.start, subject.end, lemma=lemma, frame="inverted", subject=named)
    subject = _subject(tokens, cue, low, found, memory)
    if not subject:
        return None
    end, named = _end_of_clause(tokens, cue), (subject.start, subject.end)
    start = min(subject.start, cue.start)
    if end >= len(tokens) or (tokens[end].word in STOPS - {QUOTE, ":"} and not _quote_at(tokens, end)):
        if _may_follow(tokens, cue, start):
            return Reporting(subject.names, start, end, lemma=lemma, frame="after", subject=named)
        return None
    complement = _complement(tokens, cue, end)
    aside = (cue.start > 0 and tokens[cue.start - 1].word == "which") or _names_only(tokens, subject, cue)
    if complement is None or (complement[1] == "object" and aside):
        speech = complement is None and _quoted_before(tokens, start) and cue.verb.takes & {"quote", "that", "clause"}
        return Reporting(subject.names, start, cue.end, lemma=lemma, frame="after", subject=named) if speech else None
    at, frame = complement
    if frame == "that" and lemma in DENIALS:
        at = cue.start
    return Reporting(subject.names, start, cue.end, at, frame not in DIRECT, None, lemma, frame, named)


def _may_be_inverted(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the subject may stand after the verb: `“…” asked P`, `…, said P`."""
    near = [t.word for t in tokens[max(0, cue.start - 3) : cue.start]]
    if cue.verb.form == "participle" or not near or near[-1] not in BEFORE_INVERSION:
        return False
    if "told" in cue.verb.takes:
        return False
    return QUOTE in near or (near[-1] == "," and bool(cue.verb.takes & {"clause", "after"}))


def _may_follow(tokens: Sequence[Token], cue: Cue, start: int) -> bool:
    """Whether a reporting clause without complement follows its words: `…, she said`, `“…” she asked`."""
    if start and tokens[start - 1].word == "as":
        start -= 1
    before = tokens[start - 1].word if start else ""
    if _quoted_before(tokens, start):
        return bool(cue.verb.takes & {"quote", "that", "clause"})
    return before in (",", "—", "–") and bool(cue.verb.takes & {"clause", "after"})


def _quoted_before(tokens: Sequence[Token], start: int) -> bool:
    return start > 0 and QUOTE in (tokens[start - 1].word, tokens[start - 2].word if start > 1 else "")


def _quote_at(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at].word in (",", ":", "-", "–", "—") and tokens[at + 1].word == QUOTE


def _subject(tokens: Sequence[Token], cue: Cue, low: int, found: Sequence[Reporting], memory: Memory) -> Subject | None:
    before = tokens[cue.start - 1].word if cue.start else "."
    if cue.verb.form == "participle" and before == PERSON:
        own = subject_before(tokens, cue.start, low, memory)
        if own and own.start and tokens[own.start - 1].word == ",":
            return own
    if cue.verb.form == "participle" or before in ("and", "but", "or"):
        if found:
            return Subject(found[-1].names, cue.start, cue.start)
        names = _first_subject(tokens, cue.start, memory)
        return Subject(names, cue.start, cue.start) if names else None
    subject = subject_before(tokens, cue.start, low, memory) or _party(tokens, cue)
    if cue.verb.lemma.startswith("be ") and tokens[cue.start - 1].word == "it":
        return None
    if subject and not NOBODY.isdisjoint(t.word for t in tokens[max(0, subject.start - 1) : subject.end]):
        return None
    return subject


def _names_only(tokens: Sequence[Token], subject: Subject, cue: Cue) -> bool:
    """Whether the verb says nothing of its object but its name: `a unit at Acme called Nova`, `what it called “…”`."""
    before = tokens[subject.start - 1].word if subject.start else ""
    return (before in GOVERNING or tokens[subject.start].word == "what") and cue.start == subject.end


def _party(tokens: Sequence[Token], cue: Cue) -> Subject | None:
    """An outlet or a product's maker that speaks for itself, rather than as the source of a report."""
    at = cue.start - 1
    while at > 0 and tokens[at].word in words("speech_between"):
        at -= 1
    token = tokens[at]
    if at < 0 or token.mention is None:
        return None
    if token.word == PRODUCT or (token.word == OUTLET and cue.verb.lemma not in words("speech_reporting")):
        return Subject((token.mention.name,), at, at + 1)
    return None


def _first_subject(tokens: Sequence[Token], end: int, memory: Memory) -> tuple[str, ...]:
    """The first name of the line that neither owns something nor follows a preposition, or the body it describes."""
    definite = bool(tokens) and tokens[0].word == "the"
    for at, token in enumerate(tokens[: min(end, LONGEST_WAIT)]):
        described = memory.described(token.word) if definite and 0 < at < DESCRIPTION else None
        if described:
            return (described,)
        if token.word in (*NAMED, OUTLET) and token.mention:
            owns = at + 1 < end and tokens[at + 1].word == "'s"
            if not owns and not (at and tokens[at - 1].word in words("speech_prepositions")):
                return (token.mention.name,)
    return ()


def _end_of_clause(tokens: Sequence[Token], cue: Cue) -> int:
    """Past what may stand between verb and complement: addressee, medium, time."""
    at = cue.end
    high = len(tokens)
    if "told" in cue.verb.takes:
        at = _past_addressee(tokens, at)
    mark = at
    while at < high and at - mark < THAT_REACH:
        word = tokens[at].word
        if word == "," and (inserted := _past_insertion(tokens, at)):
            return inserted
        if word in ("that", QUOTE, ":") or word in STOPS:
            return at
        if word in FINITE:
            break
        if (at == mark and word not in LEADING) or _is_infinitive(tokens, at):
            return mark
        at += 1
    if at >= high:
        return at
    return _past_time(tokens, mark)


def _is_infinitive(tokens: Sequence[Token], at: int) -> bool:
    """Whether an infinitive begins at `at`, rather than an addressee: `agreed to buy`, not `said to reporters`."""
    if tokens[at].word != "to" or at + 2 >= len(tokens):
        return False
    verb, following = tokens[at + 1], tokens[at + 2]
    plain = verb.surface.islower() and verb.word not in words("speech_determiners") | words("speech_addressees")
    goes_on = following.word in words("speech_determiners") | words("speech_prepositions")
    return plain and (following.mention is not None or goes_on)


def _past_insertion(tokens: Sequence[Token], at: int) -> int | None:
    """The "that" after a short insertion: `found, however, that`."""
    for on in range(at + 1, min(at + INSERTED, len(tokens) - 1)):
        if tokens[on].word == "," and tokens[on + 1].word == "that":
            return on + 1
    return None


def _past_time(tokens: Sequence[Token], at: int) -> int:
    start = at
    if at < len(tokens) and (tokens[at].word in TIME_OPENERS or tokens[at].word in ("on", "in")):
        at += 1
        while at < len(tokens) and (
            tokens[at].word in words("speech_time") - {"the", "this"} or tokens[at].word.isdigit()
        ):
            at += 1
        return at if at > start + 1 or tokens[start].word not in ("on", "in") else start
    return at


def _past_addressee(tokens: Sequence[Token], at: int) -> int:
    """Past who is told something; `at` itself if nobody is."""
    if at < len(tokens) and tokens[at].mention:
        return _past_nouns(tokens, at + 1)
    if at < len(tokens) and tokens[at].word in words("speech_addressees"):
        return at + 1
    if at >= len(tokens) or not tokens[at].word.isalpha():
        return at
    for on in range(at + 1, min(at + 9, len(tokens))):
        word = tokens[on].word
        if tokens[on].mention or word in words("speech_addressees"):
            return on + 1
        if word in ENDING or word in STOPS or word in FINITE or word in PRONOUNS or word in ("the", "its"):
            return on
    return at


def _past_nouns(tokens: Sequence[Token], at: int) -> int:
    """Past the common nouns after a name (`told the Lyon city council`), if the phrase ends with them."""
    on = at
    while on < min(at + 4, len(tokens)) and tokens[on].surface.islower() and tokens[on].word not in ENDING:
        on += 1
    return on if on >= len(tokens) or tokens[on].word in ENDING or tokens[on].word in STOPS else at


def _complement(tokens: Sequence[Token], cue: Cue, at: int) -> tuple[int, str] | None:
    """Where the reported matter begins, and in which frame."""
    takes, word = cue.verb.takes, tokens[at].word
    if "view" in takes:
        return cue.end, "that"
    if word == QUOTE or _quote_at(tokens, at):
        speech = word != QUOTE or takes & {"clause", "that", "quote"}
        return at + (word != QUOTE), "quote" if speech else "quoted"
    if word == ":":
        return (at + 1, "colon") if at + 2 < len(tokens) else None
    return _clause_complement(tokens, takes, at) or _phrase_complement(tokens, cue)


def _clause_complement(tokens: Sequence[Token], takes: frozenset[str], at: int) -> tuple[int, str] | None:
    word, following = tokens[at].word, tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word == "that" and takes & {"that", "clause"}:
        return None if following in FINITE else (at + 1, "that")
    if "clause" in takes and _is_clause(tokens, at):
        return at, "clause"
    infinitive = word == "to" and following in ("have", "be")
    if (infinitive or (word == "having" and "object" not in takes)) and takes & {"that", "clause"}:
        return at, "that"
    return None


def _phrase_complement(tokens: Sequence[Token], cue: Cue) -> tuple[int, str] | None:
    takes = cue.verb.takes
    near = tokens[cue.end : cue.end + (2 if "that" in takes and "whom" not in takes else LINK_REACH)]
    if "whom" in takes and near and near[0].word == "to":
        return None
    for link in sorted(takes & LINKS):
        for offset, token in enumerate(near):
            if token.word in STOPS:
                break
            if token.word == link:
                return cue.end + offset + (0 if link == "to" else 1), link
    if "quoted" in takes and any(t.word == QUOTE for t in tokens[cue.end : cue.end + LINK_REACH]):
        return cue.end, "quoted"
    apart = bool(near) and near[0].word in NO_OBJECT
    return (cue.start, "object") if "object" in takes and not apart else None


def _like_a_verb(before: Token, token: Token) -> bool:
    """A word with the ending of a present, unless it is counted: `300 million euros`."""
    word = token.surface
    counted = before.word.isdigit() or before.word in ("million", "billion", "thousand", "hundred")
    return word.islower() and word.endswith("s") and not word.endswith(("'s", "ss", "us", "is", "as")) and not counted


def _is_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause begins at `at`: a noun phrase first, then a verb (or words enough to hold one)."""
    region = tokens[at : at + CLAUSE_REACH]
    if region[0].word in words("speech_prepositions") or region[0].word in CIRCUMSTANCES:
        return False
    stop = next((i for i, t in enumerate(region) if t.word in (".", ";")), len(region))
    if any(t.word in FINITE or t.word == QUOTE or (t.word.endswith("ed") and not t.mention) for t in region[:stop]):
        return True
    opens = region[0].mention is not None or region[0].word in words("speech_determiners")
    if region[0].word in PRONOUNS:
        return stop >= FEWEST and region[1].word not in words("speech_prepositions") | {"as"}
    return opens and stop >= FEWEST and any(_like_a_verb(region[i - 1], region[i]) for i in range(1, stop))
