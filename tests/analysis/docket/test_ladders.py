import pytest

from liens.analysis.directory import build_directory
from liens.analysis.docket.ladders import build_ladders
from liens.ledger.view import View
from liens.market import load_market

AI = load_market("ai")
NOBODY = View(revision=0, documents={}, entities={}, entries=(), remarks=())
LADDERS = build_ladders(AI, build_directory(NOBODY, AI))
EC, CMA, DOJ = (
    f"name:{name}" for name in ("European Commission", "Competition and Markets Authority", "Department of Justice")
)


@pytest.mark.parametrize(
    ("authority", "words", "stage", "denies"),
    [
        (EC, "it would look into the partnership", "informal examination", ()),
        (EC, "a Formal  Investigation", "formal investigation opened", ()),
        (EC, "this is not a formal investigation", None, ("formal investigation opened",)),
        (EC, "hasn't opened a formal investigation", None, ("formal investigation opened",)),
        (
            EC,
            "an examination rather than a formal investigation",
            "informal examination",
            ("formal investigation opened",),
        ),
        (EC, "phase ii after phase i", "Phase II", ()),
        (EC, "reinvestigations, proceduress", None, ()),
        (CMA, "does not qualify for investigation under the merger rules", "found not to qualify", ()),
        (CMA, "it has cleared, at Phase 1, the hiring", "cleared in Phase 1", ()),
        (CMA, "the report", None, ()),
        (CMA, "report", "report", ()),
        (CMA, "joint statement", "joint statement", ()),
        (CMA, "", None, ()),
        (DOJ, "sued to block", "complaint", ()),
        ("name:DG Competition", "formal investigation", "formal investigation opened", ()),
        ("name:Voltane", "formal investigation", None, ()),
    ],
)
def test_the_longest_phrase_that_is_not_negated(
    authority: str, words: str, stage: str | None, denies: tuple[str, ...]
) -> None:
    found = LADDERS.find(authority, words)
    assert (found.rung.stage if found.rung else None) == stage
    assert tuple(rung.stage for rung in found.denies) == denies


def test_every_phrase_of_the_pack_finds_its_stage_or_a_longer_phrase_s() -> None:
    for procedure in AI.procedures:
        for stage in procedure.stages:
            for phrase in stage.phrases:
                found = LADDERS.find(f"name:{procedure.authority}", f"we say: {phrase}!")
                assert found.rung is not None, phrase
                assert (found.rung.stage == stage.name) or len(found.phrase or "") >= len(phrase), phrase


def test_long_words_are_bounded() -> None:
    assert LADDERS.find(EC, "investigation " * 100_000).phrase == "investigation"
