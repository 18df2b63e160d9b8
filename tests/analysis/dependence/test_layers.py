import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.dependence.layers import Count, LayerUse, Presence, Use, find_layers
from liens.ledger.view import View
from liens.market import KnownEntity
from liens.model import Kind, Status
from tests.analysis.dependence.binding import CLAIMS, SUPPLY, TIDES, Told, says, told, yes
from tests.invented import Book


def example() -> View:
    """Colossa and Titanis supply Voltane, Colossa Cloud alone supplies Brume, Abacus (models) supplies Voltane."""
    book = Book()
    for name, kind, layer, parent in (
        ("Abacus", Kind.COMPANY, "model", None),
        ("Great Model", Kind.PRODUCT, "model", "titanis"),
        ("Colossa Cloud", Kind.COMPANY, "cloud", "colossa"),
    ):
        key = book.entity(name, kind, "unit", parent)
        book.entities[key] = replace(book.entities[key], layer=layer)
    for triple, status in (
        (SUPPLY, Status.ASSERTED),
        (("Titanis", "supplies", "Voltane"), Status.ASSERTED),
        (("Colossa Cloud", "supplies", "Brume"), Status.ASSERTED),
        (("Abacus", "supplies", "Voltane"), Status.ASSERTED),
        (("Colossa", "develops", "Great Model"), Status.ASSERTED),
        (("Titanis", "supplies", "Brume"), Status.PLANNED),
    ):
        words = " ".join(triple)
        book.claim(book.document(words, published="2024-01-01"), words, triple, status)
    return book.view()


def test_who_is_present_in_which_layer_and_what_tells() -> None:
    view = example()
    ids = [entry.id for entry in view.entries]
    found = find_layers(view, TIDES)
    both = ("colossa--supplies--voltane", "colossa-cloud--supplies--brume")
    assert found.actors == ("colossa", "titanis", "abacus")
    assert found.presences == (
        Presence("abacus", "model", ("Abacus",), ("abacus--supplies--voltane",), (ids[3],)),
        Presence("colossa", "cloud", ("Colossa Cloud",), both, (ids[0], ids[2])),
        Presence("colossa", "model", (), ("colossa--develops--great-model",), (ids[4],)),
        Presence("titanis", "cloud", (), ("titanis--supplies--voltane",), (ids[1],)),
        Presence("titanis", "model", ("Great Model",)),
    )


def test_start_ups_are_counted_by_supplier_layer_by_layer() -> None:
    view = example()
    ids = [entry.id for entry in view.entries]
    found = find_layers(view, TIDES)
    assert found.start_ups == ("voltane", "brume")
    assert found.uses[0] == Use("brume", "cloud", "colossa", ("colossa-cloud--supplies--brume",), (ids[2],))
    assert [(use.start_up, use.layer, use.supplier) for use in found.uses[1:]] == [
        ("voltane", "cloud", "colossa"),
        ("voltane", "cloud", "titanis"),
        ("voltane", "model", "abacus"),
    ]
    assert found.counts == (
        LayerUse(
            "cloud",
            ("brume", "voltane"),
            ("brume",),
            (
                Count("colossa", ("brume", "voltane"), ("brume",), 1.0, (ids[2], ids[0])),
                Count("titanis", ("voltane",), (), 0.5, (ids[1],)),
            ),
        ),
        LayerUse("model", ("voltane",), ("voltane",), (Count("abacus", ("voltane",), ("voltane",), 1.0, (ids[3],)),)),
    )


@pytest.mark.parametrize(("on", "suppliers"), [("2023", []), ("2024-01", ["colossa"]), ("2024-02-01", []), (None, [])])
def test_only_ties_in_force_on_the_day_count(on: str | None, suppliers: list[str]) -> None:
    view = told(yes(SUPPLY), says(Status.ENDED, published="2024-02-01"))
    found = find_layers(view, TIDES, on)
    assert [use.supplier for use in found.uses] == suppliers
    assert [presence.actor for presence in found.presences] == suppliers


def test_what_the_market_pack_knows_of_units_that_no_text_names_counts() -> None:
    unit = KnownEntity("Titanis Models", Kind.COMPANY, "unit", "model", parent="Titanis")
    market = replace(TIDES, entities=(*TIDES.entities, unit))
    found = find_layers(told(yes(("Titanis", "invests_in", "Voltane"))), market)
    assert found.presences == (Presence("titanis", "model", ("Titanis Models",)),)
    assert (found.uses, found.counts) == ((), ())


@given(CLAIMS)
def test_the_counts_are_those_of_the_table(claims: list[Told]) -> None:
    found = find_layers(told(*claims), TIDES)
    for layer in found.counts:
        uses = [use for use in found.uses if use.layer == layer.layer]
        assert {use.start_up for use in uses} == set(layer.start_ups) >= set(layer.single)
        assert sum(len(count.start_ups) for count in layer.suppliers) == len(uses)
        assert sorted(s for count in layer.suppliers for s in count.single) == list(layer.single)
        assert all(0 < count.share <= 1 and count.claims for count in layer.suppliers)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_documents_and_claims_changes_nothing(claims: list[Told], chance: random.Random) -> None:
    view = told(*claims)
    entries, documents = list(view.entries), list(view.documents.items())
    chance.shuffle(entries)
    chance.shuffle(documents)
    other = replace(view, entries=tuple(entries), documents=dict(documents))
    assert find_layers(other, TIDES) == find_layers(view, TIDES)
