import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.handles import LONGEST, handles, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mistral AI", "mistral-ai"),
        ("Autorité de la concurrence", "autorite-de-la-concurrence"),
        ("A–B partnership", "ab-partnership"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("深度求索", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("name", ["深度求索", "con", "COM1", "x" * 500, "", "."])
def test_a_name_that_makes_no_safe_slug_gets_the_digest_of_its_id(name: str) -> None:
    assert handles({"id-1": name})["id-1"].rsplit("-", 1)[1].isalnum()
    assert handles({"id-1": name}) != {"id-1": slug(name)}


def test_names_with_one_slug_are_told_apart() -> None:
    found = handles({"a": "Acme", "b": "ACME!", "c": "Bolt"})
    assert found["c"] == "bolt"
    assert found["a"].startswith("acme-")
    assert found["a"] != found["b"]


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=90), max_size=12))
def test_handles_are_distinct_safe_and_independent_of_order(names: dict[str, str]) -> None:
    found = handles(names)
    assert len(set(found.values())) == len(names)
    assert all(
        set(h) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and 0 < len(h) <= LONGEST + 9 for h in found.values()
    )
    assert found == handles(dict(reversed(names.items())))
