"""The reference facts of 128 deals: in each column, at least as many as `FLOORS` agree. A floor is never lowered."""

import pytest

from benchmarks.quality.deals import COLUMNS, DEALS, Agreement, compare, lines, reference, whole_study

FLOORS = {"parties": 118, "kind": 106, "amount": 45, "exclusivity": 3, "status": 103, "conflicts": 92}


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return compare(reference(), whole_study())


@pytest.mark.parametrize("column", COLUMNS)
def test_agreement_does_not_fall(agreement: Agreement, column: str) -> None:
    (agree,) = [agree for name, _, agree in agreement.columns if name == column]
    assert agree >= FLOORS[column], "\n".join(lines(agreement))


def test_each_deal_is_compared_and_each_document_is_of_one() -> None:
    rows = reference()
    assert len({row["id"] for row in rows}) == len(rows) >= 60
    assert {path.stem for path in (DEALS / "documents").glob("*.md")} <= {row["id"] for row in rows}
