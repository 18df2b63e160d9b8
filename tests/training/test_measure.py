from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from training.floors import Measured, figures, measure, pin, shortfalls, table_of
from training.holdout import Annotated, corpus_digest, held_out, manifest
from training.measure import all_mistakes, as_data, report
from training.readings import UNIT, digest_of, documents_of, read_all


@pytest.fixture(scope="module")
def documents() -> tuple[Annotated, ...]:
    return held_out()[::12]


@pytest.fixture(scope="module")
def measured(documents: tuple[Annotated, ...]) -> Measured:
    return measure("rules", documents)


def test_the_report_has_every_figure_relation_status_and_genre(
    measured: Measured, documents: tuple[Annotated, ...]
) -> None:
    text = "\n".join(report(measured, documents))
    for limits in figures(measured).values():
        assert all(f"{name} " in text for name in limits)
    assert all(f"  {name} " in text for name in measured.scores.by_relation)
    assert all(f"  {genre} " in text for genre in {d.genre for d in documents})


def test_every_mistake_is_shown_with_its_words(measured: Measured, documents: tuple[Annotated, ...]) -> None:
    text = "\n".join(report(measured, documents, every_mistake=True))
    found = all_mistakes(measured, documents)
    assert len(found) == measured.scores.claims.missed + measured.scores.claims.false
    assert all(f"{m.document}: {m.claim.subject} {m.claim.relation} {m.claim.object}" in text for m in found)


def test_the_report_as_data_counts_alike(measured: Measured, documents: tuple[Annotated, ...]) -> None:
    data = json.loads(json.dumps(as_data(measured, documents)))
    assert sum(genre["claims"]["tp"] for genre in data["per_genre"].values()) == data["claims"]["tp"]
    assert sum(kind["fn"] for kind in data["per_relation"].values()) == data["claims"]["fn"]
    assert sum(part["count"] for part in data["calibration"]) == data["claims"]["tp"] + data["claims"]["fp"]
    assert sum(data["mistakes"].values()) == data["claims"]["fn"] + data["claims"]["fp"]


def test_a_reader_keeps_the_floors_printed_for_it(measured: Measured) -> None:
    assert shortfalls(measured, tomllib.loads(table_of("rules", measured))["rules"]) == []


def test_pinning_names_the_corpus_as_it_is(tmp_path: Path) -> None:
    floors, listing = tmp_path / "floors.toml", tmp_path / "SHA256SUMS"
    floors.write_text('corpus = ""\n\n[rules.floor]\nclaims = 0.1\n')
    assert pin(floors, listing) == corpus_digest()
    assert floors.read_text() == f'corpus = "{corpus_digest()}"\n\n[rules.floor]\nclaims = 0.1\n'
    assert listing.read_text() == manifest()


def test_readings_digest_alike_in_any_order(documents: tuple[Annotated, ...]) -> None:
    there, back = (read_all("rules", documents_of(part)) for part in (documents, documents[::-1]))
    assert digest_of(there) == digest_of(back)
    assert there.characters == sum(len(d.text) for d in documents)
    assert there.seconds_a_unit == pytest.approx(there.seconds / there.characters * UNIT)
