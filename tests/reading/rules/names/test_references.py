import pytest

from liens.market import KnownEntity, Market
from liens.model import Document, Kind
from liens.reading.rules.names.finding import read_page

ENTITIES = (
    KnownEntity("Grandor", Kind.COMPANY, "large_group", country="US"),
    KnownEntity("Velmora AI", Kind.COMPANY, "start_up", aliases=("Velmora",), country="FR"),
    KnownEntity("Openlark", Kind.COMPANY, "start_up", country="US"),
    KnownEntity("TalkBox", Kind.PRODUCT, parent="Openlark"),
    KnownEntity("European Commission", Kind.PUBLIC_BODY, "authority", country="EU"),
)
MARKET = Market("test", "Test", ENTITIES, {}, (), {}, {}, {})


def resolved(text: str) -> dict[str, str]:
    page = read_page(Document(text, "d"), MARKET)
    return {text[a.mention.span.start : a.mention.span.end]: a.mention.name for a in page.anaphors}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Velmora AI and Grandor signed. The American giant pays.", "The American giant", "Grandor"),
        ("Velmora AI and Grandor signed. The young company gains.", "The young company", "Velmora AI"),
        ("Velmora AI met Grandor. The French start-up won.", "The French start-up", "Velmora AI"),
        ("Openlark met Grandor. The TalkBox maker won.", "maker", "Openlark"),
        ("Openlark met Grandor. The parent company of the TalkBox service won.", "The parent company", "Openlark"),
        ("The chip designer Kvanta met the bank Ostrel. The chip designer left.", "The chip designer", "Kvanta"),
        ("Helsinki-based Kvanta met Oslo-based Perch. The Helsinki company left.", "The Helsinki company", "Kvanta"),
        ("Kvanta, a Lyon start-up, met Perch, an Oslo bank. The bank left.", "The bank", "Perch"),
        ("The European Commission met Grandor. The authority will decide.", "The authority", "European Commission"),
        ("The senator Ana Tamm met Grandor. The senator left.", "The senator", "Ana Tamm"),
        ('Sund Kraft ASA ("the Group") met Perch. The Group left.', "The Group", "Sund Kraft ASA"),
    ],
)
def test_descriptions(text: str, words: str, name: str) -> None:
    assert resolved(text)[words] == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Perch says it grew.", "it", "Perch"),
        ("Perch grew. It hired staff of Kvanta.", "It", "Perch"),
        ("Velmora met Grandor. Its founder left.", "Its", "Velmora"),
        ("Ana Tamm met Grandor. She left.", "She", "Ana Tamm"),
        ("Peter Tamm met Ana Lind. She left.", "She", "Ana Lind"),
        ("Perch, which makes chips, grew.", "which", "Perch"),
        ("Ana Tamm, who left Perch, spoke.", "who", "Ana Tamm"),
    ],
)
def test_pronouns(text: str, words: str, name: str) -> None:
    assert resolved(text)[words] == name


@pytest.mark.parametrize(
    "text",
    [
        "The company grew.",
        "Perch grew. It is clear that prices rise.",
        "Perch and Kvanta signed. The two companies agreed.",
        "Perch grew. The company board met.",
        "Perch grew. The combined company will move.",
        "Perch grew. The chip designer Kvanta left.",
        "Velmora AI grew. The German giant fell.",
        "Perch grew. The company that Kvanta sued fell.",
        "Ana Tamm spoke. He left.",
    ],
)
def test_what_is_doubtful_stays_unresolved(text: str) -> None:
    assert resolved(text) == {}


def test_a_quotation_does_not_speak_of_its_speaker() -> None:
    text = "It was wrong, wrote Peter Tamm. “Velmora AI joins Grandor. He is no longer independent.”"
    assert resolved(text)["He"] == "Velmora AI"


def test_an_anaphor_says_where_its_antecedent_stands() -> None:
    text = "Perch grew. It hired."
    (anaphor,) = read_page(Document(text, "d"), MARKET).anaphors
    assert (text[anaphor.why.span.start : anaphor.why.span.end], anaphor.why.role) == ("Perch", "antecedent")
