import pytest

from liens.analysis.compare import Likeness, compare
from liens.errors import ConfigError
from liens.model import Status
from tests.invented import MARKET, Book


def book() -> Book:
    made = Book()
    document = made.document("They are tied.")
    told = (
        ("Colossa", "invests_in", "Voltane", Status.ASSERTED),
        ("Colossa", "invests_in", "Brume", Status.ASSERTED),
        ("Colossa", "supplies", "Voltane", Status.ASSERTED),
        ("Titanis", "supplies", "Brume", Status.PLANNED),
        ("Titanis", "distributes", "Brume", Status.ASSERTED),
        ("Titanis", "distributes", "Voltane", Status.DENIED),
        ("Voltane", "partners_with", "Colossa", Status.ASSERTED),
        ("Titanis", "partners_with", "Brume", Status.ASSERTED),
    )
    for subject, relation, object_, status in told:
        made.claim(document, "They are tied", (subject, relation, object_), status)
    return made


def test_compare() -> None:
    found = compare(book().view(), MARKET, ["voltane", "brume"])
    assert [(row.channel, row.label, row.likeness, [side.others for side in row.sides]) for row in found.rows] == [
        ("compute", "is supplied by", Likeness.DIFFERENT, [("colossa",), ("titanis",)]),
        ("distribution", "is distributed by", Likeness.UNKNOWN, [(), ("titanis",)]),
        ("funding", "is funded by", Likeness.SAME, [("colossa",), ("colossa",)]),
        ("technology", "partners with", Likeness.DIFFERENT, [("colossa",), ("titanis",)]),
    ]
    assert found.rows[0].sides[0].ties == ("colossa--supplies--voltane",)


@pytest.mark.parametrize(
    ("entities", "message"), [(["voltane"], "two entities or more"), (["voltane", "nobody"], "no entity 'nobody'")]
)
def test_what_cannot_be_compared(entities: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        compare(book().view(), MARKET, entities)
