"""Reading takes time in proportion to a text's length, whatever it repeats."""

import gc
from collections.abc import Callable
from time import process_time

import pytest

from liens.market import load_market
from liens.model import Document
from liens.reading.rules import Rules
from liens.reading.rules.names.finding import read_page

SHORT = 4_000
TIMES = 4
SLOWER = 7
SECONDS = 1.5
NOISE = 0.01

REPEATED = {
    "capitals": "Aaa Bbb ",
    "letters": "a ",
    "one letter": "A",
    "initials": "A.",
    "known names": "OpenAI-Microsoft ",
    "joined names": "Aaa-Bbb",
    "names in brackets": "Aa (Ab) ",
    "heads": "Bank of ",
    "topics": "Competition and ",
    "titles": "Chief Executive ",
    "places": "the French German ",
    "descriptions": "Perch grew. The company said it. ",
    "people": "Anna Bell said he ",
    "relatives": "Acme, which, ",
    "sums": "1,000,000 $ ",
    "thousands": " 000",
    "ranges": "5-",
    "percentages": "5% ",
    "dates": "4 March ",
    "stops": ".",
    "ellipses": "…",
    "exclamations": "A!",
    "openers": "(",
    "marks": '"',
    "curly marks": "“",
    "apostrophes": "'",
    "quoted letters": '"a ',
    "cells": "a\t",
    "bars": "|",
    "lines": "a\n",
    "bullets": "- a\n",
    "spaces": " ",
    "combining": "e\u0301",
}


def repeat(piece: str) -> Callable[[int], str]:
    return lambda size: "x" + piece * (size // len(piece)) + "x"


MADE: dict[str, Callable[[int], str]] = {
    "sums, then signs": lambda n: "1,000,000 " * (n // 20) + "$ " * (n // 4),
    "marks, verbs, capitals": lambda n: '"' * (n // 5) + " said " * (n // 15) + "A " * (n // 10) + "(" * (n // 5),
    "many names": lambda n: " ".join(f"Nom{i} Sys{i} said it." for i in range(n // 22)),
    "one first name": lambda n: " ".join(f"Nom Sys{i} said it." for i in range(n // 20)),
    "one surname": lambda n: " ".join(f"Nom{i} Sys said it." for i in range(n // 20)),
    "titles of names": lambda n: (
        "Nom Said Much. " * (n // 30) + " ".join(f"It met Nom Sys{i}." for i in range(n // 36))
    ),
}
TEXTS = {name: repeat(piece) for name, piece in REPEATED.items()} | MADE


def seconds(read: Callable[[Document], object], text: str) -> float:
    """The least of three times, for another process may have slowed one of them; what the collector would do meanwhile
    depends on all that was tested before."""
    document, times = Document(text, name="hostile"), []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = process_time()
            read(document)
            times.append(process_time() - start)
    finally:
        gc.enable()
    return min(times)


@pytest.mark.parametrize("made", TEXTS.values(), ids=TEXTS)
def test_a_text_that_is_four_times_as_long_takes_no_more_than_in_proportion(made: Callable[[int], str]) -> None:
    market = load_market()
    short, long = (seconds(lambda d: read_page(d, market), made(size)) for size in (SHORT, SHORT * TIMES))
    assert long < SLOWER * max(short, NOISE)
    assert long < SECONDS


@pytest.mark.parametrize("name", ["capitals", "marks, verbs, capitals", "sums, then signs", "descriptions", "stops"])
def test_the_whole_reading_takes_no_more_than_in_proportion(name: str) -> None:
    rules = Rules(load_market())
    short, long = (seconds(rules.read, TEXTS[name](size)) for size in (SHORT, SHORT * TIMES))
    assert long < SLOWER * max(short, NOISE)


def test_a_long_sentence_of_names_is_read() -> None:
    page = read_page(Document("Aaa Bbb " * 10_000, name="long"), load_market())
    assert len(page.sentences) == 1
    assert len(page.mentions) > 1_000
