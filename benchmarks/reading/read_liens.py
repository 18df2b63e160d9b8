"""One of our readers, as the first argument names it, with every word held against the text."""

from __future__ import annotations

import sys

from benchmarks.reading.protocol import Told, serve
from liens.codec import as_extract
from liens.model import Document
from liens.pipeline import read_and_prove


def main() -> None:
    reader = read_and_prove(sys.argv[1], "ai")

    def read(text: str) -> Told:
        document = Document(text, name="", language="en")
        told = as_extract(document, reader(document))
        return {"claims": told["claims"], "statements": told["statements"]}

    serve(read)


if __name__ == "__main__":
    main()
