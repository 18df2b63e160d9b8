"""What language a text is in."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SHORTEST = 40
SAMPLE = 2_000
_BEGINNING = 300
LANGUAGES = "ar bg cs da de el en es et fi fr ga he hi hr hu is it ja ko lt lv mt nb nl pl pt ro ru sk sl sv tr uk zh"


def language(text: str) -> str | None:
    """The ISO 639-1 code of `text`'s language among `LANGUAGES`; None if it is too short to tell."""
    sample = text[:SAMPLE].strip()
    if sum(c.isalpha() for c in sample[:_BEGINNING]) < SHORTEST:
        return None
    code: str = _identifier().classify(sample)[0]
    return code


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels)
    identifier.set_languages([code for code in LANGUAGES.split() if code in known])
    return identifier
