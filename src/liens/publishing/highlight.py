"""A document's text with what was read from it: every piece of evidence marked, every mark reachable by its anchor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

DEEPEST = 24
"""Marks within marks beyond this keep their anchor and lose their colour, so a page grows with its text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]`: a `claim`, a `statement`, an `antecedent` or an `aside`. `anchor` names it in links, `title`
    explains it."""

    start: int
    end: int
    kind: str
    anchor: str = ""
    title: str = ""


def highlight(text: str, marks: Iterable[Mark], pages: Iterable[int] = ()) -> Markup:
    """`text` as HTML. Marks may overlap; one that crosses another's end is closed and taken up again. `pages` are the
    offsets at which pages begin: their numbers are shown there."""
    return Markup("").join(_Writer(text, list(_clip(marks, len(text))), list(pages)).pieces())


def _clip(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    for mark in marks:
        start, end = max(mark.start, 0), min(mark.end, length)
        if start < end:
            yield Mark(start, end, mark.kind, mark.anchor, mark.title)


class _Writer:
    """One pass over the text with the stack of open marks."""

    def __init__(self, text: str, marks: list[Mark], pages: list[int]) -> None:
        self.text = text
        self.opening: dict[int, list[Mark]] = {}
        for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.kind, m.anchor)):
            self.opening.setdefault(mark.start, []).append(mark)
        self.pages = {offset: number for number, offset in enumerate(pages, 1)}
        self.stops = sorted({*self.opening, *(m.end for m in marks), *self.pages, len(text)})
        self.open: list[Mark] = []

    def pieces(self) -> Iterator[Markup]:
        at = 0
        for stop in self.stops:
            yield escape(self.text[at:stop])
            yield from self._close(stop)
            if stop in self.pages:
                yield Markup('<span class="page">page {}</span>').format(self.pages[stop])
            for mark in self.opening.get(stop, ()):
                yield from self._start(mark)
            at = stop

    def _close(self, stop: int) -> Iterator[Markup]:
        """Close what ends here; what was opened inside it and goes on is opened again."""
        ending = next((i for i, mark in enumerate(self.open) if mark.end <= stop), None)
        if ending is None:
            return
        inner = self.open[ending:]
        del self.open[ending:]
        for mark in reversed(inner):
            yield Markup("</span>") if mark.kind == "aside" else Markup("</mark>")
        for mark in inner:
            if mark.end > stop:
                self.open.append(mark)
                yield _tag(mark, again=True)

    def _start(self, mark: Mark) -> Iterator[Markup]:
        if len(self.open) < DEEPEST:
            self.open.append(mark)
            yield _tag(mark)
        elif mark.anchor:
            yield Markup('<span id="{}"></span>').format(mark.anchor)


def _tag(mark: Mark, again: bool = False) -> Markup:
    name = "span" if mark.kind == "aside" else "mark"
    anchor = Markup(' id="{}"').format(mark.anchor) if mark.anchor and not again else Markup("")
    title = Markup(' title="{}"').format(mark.title) if mark.title else Markup("")
    return Markup('<{} class="{}"{}{}>').format(name, mark.kind, anchor, title)
