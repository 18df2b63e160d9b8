"""Lines and JSON objects of a stream, one at a time: no more than one of bounded size is held in memory."""

from __future__ import annotations

import json
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

LONGEST = 1_000_000
"""Bytes of one line or one JSON object."""

CHUNK = 65_536
_DECODER = json.JSONDecoder()
_GAPS = " \t\r\n,"


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of a stream that cannot be read: why, and what to do."""

    message: str
    advice: str


Line = tuple[int, str | Fault]
Found = tuple[int, dict[str, Any] | Fault]


def lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of UTF-8 text with their numbers, without their ends; an `Fault` for one that cannot be read."""
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        if len(raw) > LONGEST:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST)
            yield number, Fault(f"the line is longer than {LONGEST:,} bytes", "split it")
            continue
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield number, Fault("the line is not UTF-8", "save the file as UTF-8")


def objects(stream: BinaryIO) -> Iterator[Found]:
    """The JSON objects of a stream, each with the line on which it begins: one object a line, or an array of them.

    In an array that is broken, what follows the break is lost; among lines, only the broken line is.
    """
    head = stream.read(CHUNK)
    stream.seek(0)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"[":
        yield from _of_array(stream)
        return
    for number, line in lines(stream):
        if isinstance(line, Fault):
            yield number, line
        elif line.strip():
            yield number, _object(line)


def _object(line: str) -> dict[str, Any] | Fault:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault(f"not JSON ({str(error)[:80]})", "write one object a line, or an array of objects")
    return value if isinstance(value, dict) else Fault("not a JSON object", "write one object a line")


def _of_array(stream: BinaryIO) -> Iterator[Found]:
    text = _Text(stream)
    text.skip("\ufeff[" + _GAPS)
    while text.rest and text.rest[0] != "]":
        begin = text.line
        value = text.value()
        if isinstance(value, Fault):
            yield begin, value
            return
        yield begin, value if isinstance(value, dict) else Fault("not a JSON object", "write an array of objects")
        text.skip(_GAPS)


class _Text:
    """The part of a stream not yet read, decoded as it is needed; `line` is the line it begins on."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self.rest = ""
        self.line = 1

    def _more(self, size: int) -> bool:
        """Read on; False at the end."""
        raw = self._stream.read(size)
        self.rest += self._decoder.decode(raw, final=not raw)
        return bool(raw)

    def _drop(self, count: int) -> None:
        self.line += self.rest.count("\n", 0, count)
        self.rest = self.rest[count:]

    def skip(self, marks: str) -> None:
        """Pass over `marks`."""
        while True:
            self._drop(len(self.rest) - len(self.rest.lstrip(marks)))
            if self.rest or not self._more(CHUNK):
                return

    def value(self) -> object:
        """The next JSON value; an `Fault` if it is none, or too large."""
        size = CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self.rest)
            except RecursionError:
                return Fault("the object is nested too deep", "flatten it")
            except ValueError as error:
                if len(self.rest) > LONGEST:
                    return Fault(f"no JSON object within {LONGEST:,} characters", "check the file")
                if not self._more(size):
                    return Fault(f"not JSON from here on ({str(error)[:80]})", "mend the file")
                size *= 2
                continue
            self._drop(end)
            return value
