from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.market import KnownEntity, Market
from liens.model import Document, Kind
from liens.reading.rules.names.finding import read_page

ENTITIES = (
    KnownEntity("Grandor", Kind.COMPANY, "large_group", country="US"),
    KnownEntity("Velmora AI", Kind.COMPANY, "start_up", aliases=("Velmora",), country="FR"),
    KnownEntity("Apple", Kind.COMPANY, "large_group", country="US"),
    KnownEntity("European Commission", Kind.PUBLIC_BODY, "authority", aliases=("Commission", "EC"), country="EU"),
    KnownEntity("TalkBox", Kind.PRODUCT, parent="Velmora AI"),
    KnownEntity("mirrorx", Kind.PRODUCT, parent="Grandor"),
)
MARKET = Market("test", "Test", ENTITIES, {}, (), {}, {}, {})
VALUES = {Kind.MONEY, Kind.SHARE, Kind.DATE}


def names(text: str) -> dict[str, str]:
    """What each stretch of `text` that is a name stands for."""
    page = read_page(Document(text, "d"), MARKET)
    described = {a.mention.span for a in page.anaphors}
    return {
        text[m.span.start : m.span.end]: m.name
        for m in page.mentions
        if m.kind not in VALUES and m.span not in described
    }


def kinds(text: str) -> dict[str, Kind]:
    return {m.name: m.kind for m in read_page(Document(text, "d"), MARKET).mentions if m.kind not in VALUES}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Helsinki-based Kvanta Labs bought Perch.", {"Kvanta Labs": "Kvanta Labs", "Perch": "Perch"}),
        ("Spain's Iberluz met Denmark’s Gridsense.", {"Iberluz": "Iberluz", "Gridsense": "Gridsense"}),
        ("It met Velmora's board.", {"Velmora": "Velmora AI"} | {"Velmora": "Velmora"}),
        ("The American Corvane Systems left.", {"Corvane Systems": "Corvane Systems"}),
        (
            "Marchetti & Cie advised the Bank of Ostrava.",
            {"Marchetti & Cie": "Marchetti & Cie", "Bank of Ostrava": "Bank of Ostrava"},
        ),
        ("They use Llama 3.1 and GPT-4.", {"Llama 3.1": "Llama 3.1", "GPT-4": "GPT-4"}),
        ("Talks with Nordwind GmbH failed.", {"Nordwind GmbH": "Nordwind GmbH"}),
        ("In March the Apple deal closed.", {"Apple": "Apple"}),
        ("She ate an apple.", {}),
        ("Ads surprised people. Unsubscribe here. Strictly so.", {}),
        ("Le patron est parti. Ces accords comptent.", {}),
        ("Analysts said so. Meanwhile, talks failed.", {}),
        ("On Monday the French and German governments met in Paris.", {}),
        ("OSLO, March 4 - Perch sold it.", {"Perch": "Perch"}),
        ("The plant near Chemnitz closed.", {}),
        ("Banks run it on mirrorx today.", {"mirrorx": "mirrorx"}),
        ("It raised a Series B round.", {}),
        ("They trust tessera.ai with it. Write to ana@perch.com or see www.perch.com.", {"tessera.ai": "tessera.ai"}),
    ],
)
def test_finds_names(text: str, found: dict[str, str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Perch Systems sold it. Perch gained.", "Perch", "Perch Systems"),
        ("Sanni Ahola left. Ahola had founded it.", "Ahola", "Sanni Ahola"),
        ("Joost van der Weide spoke. De Weide? No: Weide did.", "Weide", "Joost van der Weide"),
        (
            "The Competition and Markets Authority (CMA) met. CMA staff left.",
            "CMA",
            "Competition and Markets Authority",
        ),
        ("The Federal Trade Board acted. Later FTB staff left.", "FTB", "Federal Trade Board"),
        ("The European Commission met. The Commission decided.", "Commission", "European Commission"),
        ("The Nordic Ledger wrote it. The Ledger's report was long.", "Ledger", "Nordic Ledger"),
        ("Banco Ribalta bid. Then Ribalta won.", "Ribalta", "Banco Ribalta"),
        ("Velmora AI grew. Velmora hired.", "Velmora", "Velmora AI"),
    ],
)
def test_short_forms_take_the_fullest_name(text: str, short: str, full: str) -> None:
    assert names(text)[short] == full


def test_a_unit_is_not_its_owner() -> None:
    found = names("Brandauer Ventures, the venture arm of Brandauer, joined. Brandauer makes cars.")
    assert found == {"Brandauer Ventures": "Brandauer Ventures", "Brandauer": "Brandauer"}


@pytest.mark.parametrize("joint", ["-", "–", "/", " and "])
def test_the_parties_of_a_deal_are_mentions_of_their_own(joint: str) -> None:
    text = f"Velmora AI met Grandor. The Grandor{joint}Velmora AI partnership began."
    found = [m.name for m in read_page(Document(text, "d"), MARKET).mentions]
    assert found == ["Velmora AI", "Grandor", "Grandor", "Velmora AI"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Nordwind GmbH said so.", "Nordwind GmbH", Kind.COMPANY),
        ("The chip designer Kvanta said so.", "Kvanta", Kind.COMPANY),
        ("It makes a controller called Halla.", "Halla", Kind.PRODUCT),
        ("Its Prism model is cheap.", "Prism", Kind.PRODUCT),
        ("Chief executive Aleida Kuiper left.", "Aleida Kuiper", Kind.PERSON),
        ("Its chairman, Erkko Salmola, left.", "Erkko Salmola", Kind.PERSON),
        ("Dr. Ezrin Lindel of Oslo left.", "Ezrin Lindel", Kind.PERSON),
        ("Grandor Chief Executive Ingra Solbak left.", "Ingra Solbak", Kind.PERSON),
        ("The Ministry of the Economy acted.", "Ministry of the Economy", Kind.PUBLIC_BODY),
        ("The Cloud Switching Act applies.", "Cloud Switching Act", Kind.LAW),
        ("The University of Tarrant sued.", "University of Tarrant", Kind.OTHER_ORG),
        ("She told the newspaper Dagens Kapital.", "Dagens Kapital", Kind.OUTLET),
        ("The think tank Lodestar wrote it.", "Lodestar", Kind.OTHER_ORG),
        ("France opposed the rules.", "France", Kind.PUBLIC_BODY),
        ("He asked Germany's cartel office.", "Germany's cartel office", Kind.PUBLIC_BODY),
    ],
)
def test_tells_the_kind(text: str, name: str, kind: Kind) -> None:
    assert kinds(text)[name] is kind


def test_headlines_in_capitals_name_only_what_the_text_names() -> None:
    title = "Perch Systems To Buy Rival Gridsense In Record Deal"
    text = f"{title}\n\nPerch Systems said on Monday it would buy Gridsense. It paid."
    page = read_page(Document(text, "d"), MARKET)
    found = [m.name for m in page.mentions if m.span.end <= len(title)]
    assert found == ["Perch Systems", "Gridsense"]


def test_mentions_are_sorted_and_apart() -> None:
    text = "Perch paid $5m for 20% of Velmora on 3 May 2024; its founder, Ana Tamm, stayed."
    page = read_page(Document(text, "d"), MARKET)
    assert [(text[m.span.start : m.span.end], m.kind) for m in page.mentions] == [
        ("Perch", Kind.COMPANY),
        ("$5m", Kind.MONEY),
        ("20%", Kind.SHARE),
        ("Velmora", Kind.COMPANY),
        ("3 May 2024", Kind.DATE),
        ("its", Kind.COMPANY),
        ("Ana Tamm", Kind.PERSON),
    ]


PIECES = "Perch Velmora AI the The it , . and of's - Inc. $5m 20% He ( ) “ ” said Ana Tamm CMA"


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=40))
def test_any_text_gives_a_well_formed_page(parts: list[str]) -> None:
    text = " ".join(parts)
    page = read_page(Document(text, "d"), MARKET)
    spans = [m.span for m in page.mentions]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {a.mention for a in page.anaphors} <= set(page.mentions)
    assert page == read_page(Document(text, "d"), MARKET)
