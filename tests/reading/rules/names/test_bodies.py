import pytest

from liens.market import KnownEntity, Market, Procedure
from liens.model import Document, Kind
from liens.reading.rules.names.finding import read_page


def body(name: str, country: str, *aliases: str, role: str = "authority", parent: str | None = None) -> KnownEntity:
    return KnownEntity(name, Kind.PUBLIC_BODY, role, aliases=aliases, country=country, parent=parent)


ENTITIES = (
    body("European Commission", "EU", "EC"),
    body("DG Competition", "EU", parent="European Commission"),
    body("European Parliament", "EU", role="legislature"),
    body("Bundeskartellamt", "DE", "Federal Cartel Office"),
    body("Bundesnetzagentur", "DE"),
    body("Autorité de la concurrence", "FR"),
    body("Federal Trade Commission", "US", "FTC"),
    body("Department of Justice", "US", role="government"),
    body("CADE", "BR", "Brazilian antitrust authority"),
    body("Competition Bureau", "CA"),
)
LADDERS = tuple(
    Procedure(a, a, a, ()) for a in ("European Commission", "Federal Trade Commission", "Department of Justice")
)
MARKET = Market("test", "Test", ENTITIES, {}, LADDERS, {}, {}, {})


def names(text: str) -> dict[str, str]:
    page = read_page(Document(text, "d"), MARKET)
    return {text[m.span.start : m.span.end]: m.name for m in page.mentions if m.kind is Kind.PUBLIC_BODY}


@pytest.mark.parametrize(
    ("text", "called", "name"),
    [
        ("Germany's cartel office opened a case.", "Germany's cartel office", "Bundeskartellamt"),
        ("Talks with Brazil’s competition authority went on.", "Brazil’s competition authority", "CADE"),
        ("The EU antitrust regulator asked.", "EU antitrust regulator", "European Commission"),
        ("The US antitrust watchdog asked.", "US antitrust watchdog", "US antitrust watchdog"),
        ("Germany's economy ministry asked.", "Germany's economy ministry", "Germany's economy ministry"),
        ("Peru's competition authority asked.", "Peru's competition authority", "Peru's competition authority"),
        ("The competition watchdog will not act. Lawyers told CADE so.", "competition watchdog", "CADE"),
        ("Lawyers told CADE. Then the lawyers told Brazil's authority.", "Brazil's authority", "CADE"),
        (
            "The merger was cleared by CADE. The French authority asked.",
            "French authority",
            "Autorité de la concurrence",
        ),
        ("The French authority asked.", "French authority", "French authority"),
        ("Competition watchdog to act. The FTC and CADE met.", "FTC", "FTC"),
        ("People in Brussels and the EU wait. The Commission is silent.", "Commission", "European Commission"),
        ("In the US people wait. The Commission is silent.", "Commission", "Federal Trade Commission"),
        ("In the US and the EU people wait. The Commission is silent.", "Commission", "Commission"),
        (
            "In Europe people wait. The Baltic Fish Commission met. The Commission left.",
            "Commission",
            "Baltic Fish Commission",
        ),
        ("The Autorité de la concurrence met. The Autorité left.", "Autorité", "Autorité de la concurrence"),
    ],
)
def test_a_body_that_is_called_by_less_than_its_name(text: str, called: str, name: str) -> None:
    assert names(text)[called] == name
