import os
import time
from collections.abc import Callable
from functools import partial

import pytest

from liens.engines import ReadOne
from liens.engines.local import LocalEngine
from liens.errors import PluginError, ReaderError
from liens.model import Document, Problem, Reading


def reader() -> ReadOne:
    """A fake reader that does what the text says."""
    return act


def act(document: Document) -> Reading:
    match document.text:
        case "die":
            os._exit(9)
        case "hang":
            time.sleep(600)
        case "refuse":
            raise ReaderError("will not read this", "ask again")
        case "bug":
            raise ZeroDivisionError("oops")
    return Reading(document.id, "fake@1")


def documents(*texts: str) -> list[Document]:
    return [Document(text, name=f"{n}.txt") for n, text in enumerate(texts)]


def outcome(result: Reading | Problem) -> str:
    return "read" if isinstance(result, Reading) else result.message


def run(engine: LocalEngine, make: Callable[[], ReadOne], texts: list[str]) -> list[str]:
    return [outcome(r) for r in engine.map(make, documents(*texts))]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_order_and_results_do_not_depend_on_the_workers(workers: int) -> None:
    texts = [f"text {n}" for n in range(70)]
    results = list(LocalEngine(workers).map(reader, documents(*texts)))
    assert [r.document for r in results if isinstance(r, Reading)] == [d.id for d in documents(*texts)]


@pytest.mark.parametrize("engine", [LocalEngine(1), LocalEngine(2), LocalEngine(here=True)])
def test_a_refusal_and_a_bug_cost_one_document(engine: LocalEngine) -> None:
    said = run(engine, reader, ["fine", "refuse", "bug", "fine"])
    assert said[0] == said[3] == "read"
    assert said[1] == "will not read this"
    assert said[2].startswith("ZeroDivisionError in act")


def test_a_document_that_kills_or_hangs_its_worker_is_the_only_one_lost() -> None:
    texts = ["fine"] * 5 + ["die"] + ["fine"] * 20 + ["hang"] + ["fine"] * 10
    said = run(LocalEngine(2, seconds=0.2), reader, texts)
    assert [n for n, s in enumerate(said) if s != "read"] == [5, 26]
    assert "crashes" in said[5]


def broken() -> ReadOne:
    raise ImportError("no such model")


def test_a_reader_that_cannot_start_stops_the_run_with_its_reason() -> None:
    with pytest.raises(PluginError, match="the reader cannot start: no such model"):
        run(LocalEngine(2), broken, ["fine"] * 40)


def test_nothing_is_asked_of_an_engine_without_documents() -> None:
    assert run(LocalEngine(2), partial(pytest.fail, "no worker should start"), []) == []
