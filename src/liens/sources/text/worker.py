"""The parser process: reads one request after another from its standard input and answers on its standard output.

A request is a line of JSON (`format`, `size`, `charset`) and `size` bytes. An answer is its length (8 bytes, big
endian) and JSON: `{"extract": …}`, or `{"error": …, "advice": …, "fatal": bool}`; after a fatal one the process ends.
The process bounds its own memory and time (see `Limits`), writes no file, and ends when its input does: it outlives
neither its parent nor a file that it cannot get through.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

from liens.errors import SourceError
from liens.sources.limits import Limits
from liens.sources.text.extract import Extract, to_json
from liens.sources.text.formats import Format

DEEPEST = 3_000
BROKEN = "try to open it, and save it again in another format"


def main() -> None:
    """Serve until the input ends. The limits come as JSON in the first argument."""
    limits = Limits(**json.loads(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _bound(limits.memory)
    sys.setrecursionlimit(DEEPEST)
    for line in iter(sys.stdin.buffer.readline, b""):
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + 1)
        answer = _answer(json.loads(line), sys.stdin.buffer, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        encoded = json.dumps(answer).encode("ascii")
        answers.write(len(encoded).to_bytes(8, "big") + encoded)
        answers.flush()
        if answer.get("fatal"):
            return


def _bound(memory: int) -> None:
    """Limit memory, and forbid core dumps and the writing of files, as far as the system can."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def _answer(request: dict[str, Any], stream: BinaryIO, limits: Limits) -> dict[str, Any]:
    """The answer to one request; nothing that a parser raises ends the process, but for a want of memory."""
    try:
        data = stream.read(request["size"])
        return {"extract": to_json(parse(Format(request["format"]), data, request["charset"], limits))}
    except SourceError as error:
        return {"error": str(error), "advice": error.advice}
    except RecursionError:
        return {"error": "it is nested too deeply", "advice": BROKEN}
    except MemoryError:
        return {"error": "memory", "fatal": True}
    except Exception as error:  # noqa: BLE001 - the edge: a parser of hostile files may raise anything
        return {"error": f"it could not be parsed ({type(error).__name__})", "advice": BROKEN}


def parse(kind: Format, data: bytes, charset: str | None, limits: Limits) -> Extract:
    """What the parser for `kind` makes of `data`; each parser is imported when it is first needed.

    Raises:
        SourceError: the data are not as they should be.
    """
    if kind is Format.HTML:
        from liens.sources.text.hypertext import parse_html  # noqa: PLC0415

        return parse_html(data, charset)
    if kind is Format.PDF:
        from liens.sources.text.pdf import parse_pdf  # noqa: PLC0415

        return parse_pdf(data, limits.pages)
    if kind is Format.DOCX:
        from liens.sources.text.word import parse_docx  # noqa: PLC0415

        return parse_docx(data, limits)
    from liens.sources.text.mail import parse_eml  # noqa: PLC0415

    return parse_eml(data)


if __name__ == "__main__":
    main()
