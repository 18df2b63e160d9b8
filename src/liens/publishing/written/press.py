"""Typesetting in a process of its own, so that the memory it takes goes back to the system whole.

It is run as a file, not as a module of the package, and so starts in a moment: it reads what is to be typeset from its
standard input as JSON, `{"sources": {NAME: TEXT}, "query": SELECTOR or null, "options": {…}}`, and writes the PDF to
its standard output, or, for a query, the values of the metadata with that label as JSON. Where typst refuses, it ends
with `REFUSED` and says why on its standard error.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import typst

REFUSED = 3


def press(asked: dict[str, Any]) -> bytes:
    """What `asked` is typeset to.

    Raises:
        typst.TypstError: it cannot be.
    """
    sources: Any = {name: text.encode() for name, text in asked["sources"].items()}
    if asked["query"]:
        return typst.query(sources, asked["query"], field="value").encode()
    made: Any = typst.compile(sources, format="pdf", **asked["options"])
    assert isinstance(made, bytes)
    return made


def main() -> None:
    """Typeset what standard input asks for."""
    try:
        sys.stdout.buffer.write(press(json.load(sys.stdin.buffer)))
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
