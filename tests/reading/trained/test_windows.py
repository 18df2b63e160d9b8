"""Windows: every sentence is read, and two neighbours always stand in one window together."""

from __future__ import annotations

from pathlib import Path

import pytest

from liens.market import load_market
from liens.model import Aside, Document, Kind
from liens.reading.rules.names.finding import read_page
from liens.reading.rules.page import Page
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weights import WEIGHTS
from liens.reading.trained.windows import ANAPHOR, MOST_ENTITIES, MOST_TOKENS, Window, draw_windows

STORY = "Ostrava Labs bought Kelpie GmbH for 20 million euros on 3 May 2024. The start-up is based in Graz. "


def page_of(text: str, asides: tuple[Aside, ...] = ()) -> Page:
    return read_page(Document(text, "story", asides=asides), load_market())


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(Path(WEIGHTS) / "tokenizer.json")


def windows(text: str, pieces: Pieces) -> list[Window]:
    return list(draw_windows(page_of(text), pieces))


def test_pieces_stand_where_their_words_stand(pieces: Pieces) -> None:
    text = "Čapek’s robots, naïve “AI”: 1,5 %"
    found = pieces.cut(text, 8, len(text))
    assert [text[p.start : p.end] for p in found][:4] == ["robots", ",", "naive".replace("i", "ï"), "“"]
    assert all(8 <= p.start < p.end <= len(text) for p in found)


def test_a_short_text_is_one_window(pieces: Pieces) -> None:
    (window,) = windows(STORY, pieces)
    assert window.names[:2] == ("Ostrava Labs", "Kelpie GmbH")
    assert [v.mention.kind for v in window.values] == [Kind.MONEY, Kind.DATE]
    assert len(window.ids) == len(window.kinds) == len(window.slots) == len(window.pieces)
    assert (window.ids[0], window.ids[-1]) == (Pieces.FIRST, Pieces.LAST)


def test_places_point_at_the_mention(pieces: Pieces) -> None:
    (window,) = windows(STORY, pieces)
    for entity in (*window.entities, *[(v,) for v in window.values]):
        for place in entity:
            inside = window.pieces[place.start : place.end]
            assert inside[0].start == place.mention.span.start
            assert inside[-1].end == place.mention.span.end


def test_a_description_shares_its_entity_and_is_marked(pieces: Pieces) -> None:
    (window,) = windows(STORY, pieces)
    described = [p for entity in window.entities for p in entity if p.anaphor]
    assert described
    assert all(set(window.kinds[p.start : p.end]) == {ANAPHOR} for p in described)


@pytest.mark.parametrize("sentences", [1, 12, 60, 300])
def test_neighbours_stand_together_somewhere(pieces: Pieces, sentences: int) -> None:
    text = " ".join(
        f"Company Number{n} Inc. sold its shop to Buyer Number{n + 1} Ltd in the spring." for n in range(sentences)
    )
    page = page_of(text)
    drawn = list(draw_windows(page, pieces))
    assert all(len(w.ids) <= MOST_TOKENS + 2 for w in drawn)
    together = {
        (a.start, b.start) for w in drawn for (_, _, a), (_, _, b) in zip(w.sentences, w.sentences[1:], strict=False)
    }
    assert {(a.start, b.start) for a, b in zip(page.sentences, page.sentences[1:], strict=False)} <= together


def test_a_sentence_longer_than_a_window_is_cut(pieces: Pieces) -> None:
    drawn = windows("Ostrava Labs bought " + "very " * 1200 + "many shares of Kelpie GmbH.", pieces)
    assert len(drawn) > 2
    assert sum(len(w.ids) - 2 for w in drawn) >= 1200


def test_asides_are_not_read(pieces: Pieces) -> None:
    text = STORY + "\n\nRead also: Zubrin Corp sues Ferrax."
    at = text.index("Read also")
    page = page_of(text, (Aside(at, len(text), "read_also"),))
    assert all("Zubrin Corp" not in w.names for w in draw_windows(page, pieces))


def test_a_crowd_of_names_is_bounded(pieces: Pieces) -> None:
    text = ", ".join(f"Xanto{chr(97 + n // 26)}{chr(97 + n % 26)} Inc" for n in range(90)) + " signed the letter."
    assert all(len(w.entities) <= MOST_ENTITIES for w in windows(text, pieces))


def test_nothing_gives_no_window(pieces: Pieces) -> None:
    assert windows("", pieces) == []
