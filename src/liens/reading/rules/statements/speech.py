"""Speech verbs: which words of a line report speech, and what they may report it with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from liens.reading.rules.statements.folding import QUOTE, Token
from liens.reading.rules.words import LEXICON, table, words

AFTER_QUOTATION = frozenset((QUOTE, ","))
VOWELS = "aeiou"
LINKS = frozenset(("to", "of", "for", "against", "as", "on", "about", "with", "from"))
BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
BETWEEN_BE = frozenset(("also", "not", "now", "then", "already", "once"))
NOUN_BEFORE = frozenset(("the", "a", "an", "its", "his", "their", "of", "by", "in", "this", "no", "for", "any"))


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a speech verb: `lemma`, what it `takes` (see the lexicon), the words that must `follow`, and which
    form it is: plain, present, past, participle."""

    lemma: str
    takes: frozenset[str]
    follow: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A speech verb in a line: tokens `start` to `end`."""

    start: int
    end: int
    verb: Verb


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """The speech verbs of a line, in order, except those that report no speech (declined to say, was told)."""
    cues: list[Cue] = []
    verbs = _verbs()
    for at, token in enumerate(tokens):
        if token.word in verbs and (not cues or at >= cues[-1].end):
            cue = _longest(tokens, at, verbs[token.word])
            if cue and _speaks(tokens, cue):
                cues.append(cue)
        elif at and tokens[at - 1].word in AFTER_QUOTATION and _follows_quotation(tokens, at):
            cues.append(Cue(at, at + 1, Verb(token.word, frozenset(("quote",)), (), "past")))
    return cues


def _follows_quotation(tokens: Sequence[Token], at: int) -> bool:
    """A verb of any meaning after a quotation (`“…”, sentenced its founder`): only a subject makes it a speech verb."""
    quoted = tokens[at - 1].word == QUOTE or (at > 1 and tokens[at - 2].word == QUOTE)
    word = tokens[at].surface
    return quoted and len(word) > 4 and word.islower() and word.endswith(("ed", "es", "s"))


def _longest(tokens: Sequence[Token], at: int, verbs: Sequence[Verb]) -> Cue | None:
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    for verb in verbs:
        if verb.follow and verb.follow[0] != following:
            continue
        end = at + 1 + len(verb.follow)
        if tuple(t.word for t in tokens[at + 1 : end]) == verb.follow:
            return Cue(at, end, verb)
    return None


def _speaks(tokens: Sequence[Token], cue: Cue) -> bool:
    before = [t.word for t in tokens[max(0, cue.start - 4) : cue.start]]
    near = before[-1] if before else ""
    if near == "to":
        return before[-2:-1] in (["on"], ["continued"], ["quick"])
    following = tokens[cue.end].word if cue.end < len(tokens) else ""
    if cue.verb.form == "plain" and following in words("speech_finite"):
        return False
    if cue.verb.lemma == "back" and cue.verb.form == "plain":
        return False
    if near in NOUN_BEFORE or (cue.verb.form == "past" and _after_be(before)):
        return False
    adverb = near.endswith("ly") or near in BETWEEN_BE or near in ("yet", "even", "ever", "have")
    return not any(word in words("speech_refusing") for word in before[-2 if adverb else -1 :])


def _after_be(before: Sequence[str]) -> bool:
    for word in reversed(before):
        if word in BE:
            return True
        if not (word.endswith("ly") or word in BETWEEN_BE):
            return False
    return False


@lru_cache(maxsize=1)
def _verbs() -> Mapping[str, tuple[Verb, ...]]:
    """Every form of every speech verb by its first word; those that need more words come first."""
    takes: dict[str, set[str]] = {}
    for line in (LEXICON / "speech_verbs.txt").read_text(encoding="utf-8").splitlines():
        frames, colon, entries = line.partition(":")
        if colon and not line.startswith("#"):
            for entry in entries.split(","):
                takes.setdefault(entry.strip(), set()).update(frames.split())
    found: dict[str, list[Verb]] = {}
    for lemma, frames_of in sorted(takes.items()):
        first, *follow = lemma.split()
        for form, word in _forms(first):
            found.setdefault(word, []).append(Verb(lemma, frozenset(frames_of), tuple(follow), form))
    return {word: tuple(sorted(verbs, key=lambda v: -len(v.follow))) for word, verbs in found.items()}


def _forms(plain: str) -> Iterator[tuple[str, str]]:
    irregular = table("speech_irregular")
    given = [form for form, lemma in irregular.items() if lemma == plain]
    yield "plain", plain
    if given:
        for word in given:
            if word != plain:
                yield _form_of(word, plain), word
        if len(given) == 1 or plain in given:
            yield "past", plain
        return
    stem = plain[:-1] if plain.endswith("e") else plain
    if plain.endswith("y") and plain[-2] not in VOWELS:
        yield "present", plain[:-1] + "ies"
        yield "past", plain[:-1] + "ied"
    else:
        yield "present", plain + ("es" if plain.endswith(("s", "sh", "ch", "x", "z")) else "s")
        yield "past", stem + "ed"
    yield "participle", stem + "ing"


def _form_of(word: str, plain: str) -> str:
    if word.endswith("ing"):
        return "participle"
    return "present" if word in (plain + "s", plain + "es") else "past"
