"""The cases are those of real authorities, as their documents and the press told them; the words are ours."""

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.docket.cases import Case, Standing
from liens.analysis.docket.findings import Docket, find_docket, select_cases
from liens.codec import encode
from liens.ledger.view import Entry, View
from liens.market import load_market
from liens.model import Kind, SpeechKind, Statement, Status, Terms
from tests.invented import Book

AI = load_market("ai")
CMA = "Competition and Markets Authority"
EC = "European Commission"
CAST = (
    ("Microsoft", Kind.COMPANY, None),
    ("Mistral AI", Kind.COMPANY, None),
    ("OpenAI", Kind.COMPANY, None),
    ("Amazon", Kind.COMPANY, None),
    ("Anthropic", Kind.COMPANY, None),
    ("Alphabet", Kind.COMPANY, None),
    ("Google", Kind.COMPANY, "Alphabet"),
    (CMA, Kind.PUBLIC_BODY, None),
    (EC, Kind.PUBLIC_BODY, None),
    ("DG Competition", Kind.PUBLIC_BODY, EC),
    ("CADE", Kind.PUBLIC_BODY, None),
    ("Harbour Council", Kind.PUBLIC_BODY, None),
    ("Lea Zuber", Kind.PERSON, EC),
    ("Brad Smith", Kind.PERSON, "Microsoft"),
    ("Microsoft–Mistral AI partnership", Kind.DEAL, None),
    ("Mistral-Microsoft agreement", Kind.DEAL, None),
    ("Microsoft–OpenAI partnership", Kind.DEAL, None),
    ("Amazon–Anthropic partnership", Kind.DEAL, None),
    ("purchase of Mistral AI by Microsoft", Kind.DEAL, None),
)
MISTRAL = ("Microsoft", "Mistral AI")
OPENAI = ("Microsoft", "OpenAI")


class Files(Book):
    """A book in which authorities examine deals of this market."""

    def __init__(self) -> None:
        super().__init__()
        for name, kind, parent in CAST:
            self.entity(name, kind, parent=parent)

    def examines(
        self,
        authority: str,
        parties: tuple[str, ...],
        stage: str | None,
        by: str,
        day: str,
        status: Status = Status.ASSERTED,
        **rest: object,
    ) -> Entry:
        """A document of one sentence by the publisher `by`, with its claim."""
        text = str(rest.get("text") or f"{authority}: {stage}, {' and '.join(parties)}.")
        document = self.document(text, by, day)
        named = str(rest.get("named") or f"{parties[0]}–{parties[-1]} partnership")
        object_ = named if len(parties) > 1 else parties[0]
        self.entity(object_, Kind.DEAL if len(parties) > 1 else Kind.COMPANY)
        terms = Terms(stage=stage, date=rest.get("date"))  # type: ignore[arg-type]
        speaker = rest.get("speaker")
        return self.claim(
            document,
            text,
            (authority, "examines", object_),
            status,
            speaker,  # type: ignore[arg-type]
            terms=terms,
            parties=parties if len(parties) > 1 else (),
        )

    def docket(self) -> Docket:
        return find_docket(self.view(), AI)

    def case(self) -> Case:
        (case,) = self.docket().cases
        return case


def words(case: Case) -> list[tuple[str, str | None, bool]]:
    return [(word.phrase, word.rung.stage if word.rung else None, word.beyond) for word in case.reported]


def test_an_authority_s_decision_is_its_outcome() -> None:
    files = Files()
    text = (
        "The CMA has found that the partnership does not qualify for investigation. "
        "Microsoft holds less than 1% of Mistral AI. The Titan supplies Brume."
    )
    document = files.document(text, CMA, "2024-05-17")
    found = files.claim(
        document,
        "The CMA has found that the partnership does not qualify for investigation.",
        (CMA, "examines", "Microsoft–Mistral AI partnership"),
        Status.DENIED,
        parties=MISTRAL,
    )
    stake = files.claim(
        document, "Microsoft holds less than 1% of Mistral AI.", ("Microsoft", "holds_stake_in", "Mistral AI")
    )
    files.claim(document, "The Titan supplies Brume.", ("Titanis", "supplies", "Brume"))
    case = files.case()
    assert case.rung is not None
    assert (case.rung.procedure, case.rung.stage, case.rung.outcome) == ("uk-cma-mergers", "found not to qualify", True)
    assert [fact.source for fact in case.facts] == [found.id, stake.id]
    assert case.facts[1].words == "Microsoft holds less than 1% of Mistral AI."
    assert case.search is None
    assert case.id == "competition-and-markets-authority--microsoft--mistral-ai"


def test_press_words_do_not_raise_what_the_commission_said() -> None:
    files = Files()
    files.examines(EC, MISTRAL, "analyse", "Politico Europe", "2024-02-27", Status.PLANNED, speaker="Lea Zuber")
    files.examines(EC, MISTRAL, "has initiated an investigation", "Winbuzzer", "2024-02-28")
    files.examines(EC, MISTRAL, "opened a formal investigation", "Cybermaterial", "2024-02-29")
    case = files.case()
    assert case.stage == "informal examination (announced)"
    assert words(case) == [
        ("opened a formal investigation", "formal investigation opened", True),
        ("investigation", "informal examination", False),
    ]
    assert (case.first, case.last) == ("2024-02-27", "2024-02-29")
    assert [step.standing for step in case.steps] == [Standing.QUOTED, Standing.REPORTED, Standing.REPORTED]


def test_not_a_formal_investigation_is_an_examination() -> None:
    files = Files()
    said = "not a formal investigation, but an examination within the framework of a study"
    files.examines(EC, MISTRAL, said, EC, "2024-02-28")
    case = files.case()
    assert case.stage == "informal examination"
    assert [rung.stage for rung in case.steps[0].denies] == ["formal investigation opened"]


def test_cleared_by_the_press_alone_is_not_cleared() -> None:
    files = Files()
    files.examines(CMA, OPENAI, "found not to qualify", CMA, "2025-03-05", Status.DENIED)
    files.examines(CMA, OPENAI, "has been cleared", "DC Brief", "2025-03-05")
    case = files.case()
    assert case.stage == "found not to qualify"
    assert words(case) == [("cleared", "cleared in Phase 1", True)]


def test_the_authority_s_document_counts_before_what_it_is_credited_with() -> None:
    files = Files()
    own = files.examines(CMA, OPENAI, "found not to qualify", CMA, "2025-03-05", Status.DENIED)
    files.examines(CMA, OPENAI, "cleared", "DC Brief", "2025-03-06", speaker=CMA)
    quoted = files.examines(CMA, OPENAI, "did not qualify", "The Courier", "2025-03-07", Status.DENIED, speaker=CMA)
    (track,) = files.case().tracks
    assert (track.rung.stage, track.reached, track.last) == ("found not to qualify", "2025-03-05", "2025-03-07")
    assert track.claims == (own.id, quoted.id)
    assert words(files.case()) == [("cleared", "cleared in Phase 1", True)]


def test_a_vague_word_gives_way_to_its_sentence() -> None:
    files = Files()
    text = "The CMA found that it has no jurisdiction to examine the deal: it does not qualify."
    files.examines(CMA, OPENAI, "found", CMA, "2025-03-05", text=text)
    assert files.case().stage == "found not to qualify"
    files.examines(CMA, OPENAI, "examine", CMA, "2025-03-05", Status.DENIED, text=text + " So.")
    assert [step.phrase for step in files.case().steps] == ["does not qualify"] * 2


def test_a_case_said_to_have_lasted_a_day_keeps_its_fifteen_months() -> None:
    files = Files()
    files.examines(CMA, OPENAI, "invitation to comment", CMA, "2023-12-08")
    files.examines(CMA, OPENAI, "launch of merger inquiry", CMA, "2025-03-04")
    files.examines(CMA, OPENAI, "does not qualify", CMA, "2025-03-05", Status.DENIED)
    files.examines(CMA, OPENAI, "opened and closed within 24 hours", "Computer World", "2025-03-05", Status.ENDED)
    case = files.case()
    (track,) = case.tracks
    assert (track.first, track.last, track.rung.stage) == ("2023-12-08", "2025-03-05", "found not to qualify")
    assert words(case) == [("opened and closed within 24 hours", None, False)]


def test_an_administrative_procedure_called_a_purchase_is_one_case() -> None:
    files = Files()
    files.examines("CADE", MISTRAL, "administrative procedure", "CADE", "2024-08-22")
    called = "purchase of Mistral AI by Microsoft"
    files.examines("CADE", MISTRAL, "investigates purchase", "Pledge Times", "2024-08-22", named=called)
    case = files.case()
    assert case.stage == "administrative procedure"
    assert words(case) == [("investigates purchase", "administrative procedure", False)]
    assert called in case.names


def test_one_authority_s_outcome_answers_nothing_elsewhere() -> None:
    files = Files()
    files.examines(CMA, MISTRAL, "does not qualify", CMA, "2024-05-17", Status.DENIED)
    files.examines(EC, MISTRAL, "will analyse", EC, "2024-02-27", Status.PLANNED)
    files.examines(EC, ("Mistral AI",), "asked to look into the lobbying", "Euronews", "2024-03-06", Status.PLANNED)
    docket = files.docket()
    assert [(case.authority, case.parties, bool(case.outcomes)) for case in docket.cases] == [
        ("competition-and-markets-authority", ("microsoft", "mistral-ai"), True),
        ("european-commission", ("microsoft", "mistral-ai"), False),
        ("european-commission", ("mistral-ai",), False),
    ]
    assert dict(docket.matrix.shared) == {
        ("microsoft", "mistral-ai"): (
            "european-commission--microsoft--mistral-ai",
            "competition-and-markets-authority--microsoft--mistral-ai",
        )
    }
    assert docket.matrix.authorities == ("european-commission", "competition-and-markets-authority")
    assert docket.matrix.cells[1] == ("european-commission--mistral-ai", None)


def test_no_decision_found_says_what_was_searched() -> None:
    files = Files()
    own = files.examines(EC, MISTRAL, "analyse", EC, "2024-02-27")
    spoken = files.document("The EU Commission has been silent since, and so has Mistral AI.", published="2024-06-01")
    files.document("The Commissioner met MistralX.", published="2024-07-01")
    case = files.case()
    assert case.search is not None
    assert (case.search.as_of, case.search.documents) == ("2024-07-01", 3)
    assert case.search.mentioning == 2
    assert case.search.latest == (spoken.id, own.claim.evidence.document)


@pytest.mark.parametrize(
    ("steps", "stage"),
    [
        ([("in-depth investigation", Status.PLANNED), ("pre-notification", Status.ASSERTED)], "pre-notification"),
        ([("in-depth investigation", Status.PLANNED)], "Phase II (announced)"),
        ([("in-depth investigation", Status.DENIED)], "said not to be: Phase II"),
        ([("phase i", Status.ENDED)], "Phase I (ended)"),
        ([("phase i", Status.ASSERTED), ("pre-notification", Status.ASSERTED)], "Phase I"),
        ([("sat on its hands", Status.ASSERTED)], "stage not recognised: 'sat on its hands'"),
        ([("no jurisdiction", Status.DENIED)], "no concentration or no jurisdiction"),
        ([("approved", Status.DENIED)], "said not to be: cleared"),
        ([("approved", Status.ASSERTED), ("phase ii", Status.ASSERTED)], "cleared"),
        ([("cleared", Status.ASSERTED), ("conditionally approved", Status.ASSERTED)], "cleared with commitments"),
    ],
)
def test_the_recorded_stage(steps: list[tuple[str, Status]], stage: str) -> None:
    files = Files()
    for number, (said, status) in enumerate(steps):
        files.examines(EC, MISTRAL, said, EC, f"2024-0{number + 1}-01", status)
    assert files.case().stage == stage


def test_a_case_is_open_again_after_a_dated_step() -> None:
    files = Files()
    files.examines(EC, MISTRAL, "approved", EC, "2024-03-01")
    files.examines(EC, MISTRAL, "phase i", EC, "2025-06-02", date="1 June 2025")
    assert files.case().stage == "Phase I"


def test_ladders_are_kept_apart() -> None:
    files = Files()
    files.examines(EC, OPENAI, "no concentration", EC, "2024-06-28")
    files.examines(EC, OPENAI, "follow-up request for information", EC, "2024-06-28")
    files.examines(EC, OPENAI, "is examining", "The Courier", "2024-07-01")
    case = files.case()
    assert {(track.rung.procedure, track.rung.stage) for track in case.tracks} == {
        ("ec-mergers", "no concentration or no jurisdiction"),
        ("ec-markets", "follow-up request for information"),
    }
    assert words(case) == [("examining", "informal examination", False)]


@pytest.mark.parametrize(
    ("by", "speaker", "standing"),
    [
        (EC, None, Standing.DOCUMENT),
        ("DG Competition", None, Standing.DOCUMENT),
        ("Politico Europe", EC, Standing.QUOTED),
        ("Politico Europe", "Lea Zuber", Standing.QUOTED),
        ("Politico Europe", "Brad Smith", Standing.REPORTED),
        ("Politico Europe", None, Standing.REPORTED),
        (CMA, None, Standing.REPORTED),
        (EC, "Brad Smith", Standing.REPORTED),
        ("Microsoft", "Brad Smith", Standing.REPORTED),
    ],
)
def test_whose_word_it_is(by: str, speaker: str | None, standing: Standing) -> None:
    files = Files()
    files.examines(EC, MISTRAL, "formal investigation", by, "2024-02-27", speaker=speaker)
    assert files.case().steps[0].standing is standing
    assert (files.case().rung is None) is (standing is Standing.REPORTED)


def test_words_within_what_a_spokesperson_says_are_quoted() -> None:
    files = Files()
    text = "The Commission will analyse the agreement, said Lea Zuber."
    document = files.document(text, "Politico Europe", "2024-02-27")
    deal = "Microsoft–Mistral AI partnership"
    files.claim(document, text, (EC, "examines", deal), Status.PLANNED, parties=MISTRAL)
    said = files.say(document, "will analyse the agreement", "Lea Zuber")
    assert files.case().steps[0].standing is Standing.QUOTED
    elsewhere = Statement("Lea Zuber", replace(said.statement.content, start=40, end=45), SpeechKind.DIRECT)
    files.remarks = [replace(said, statement=elsewhere)]
    assert files.case().steps[0].standing is Standing.REPORTED


def test_a_spokesperson_whose_post_has_ended_moves_nothing() -> None:
    files = Files()
    files.entity("Ada Quill", Kind.PERSON)
    document = files.document("Ada Quill, formerly of the Commission.", published="2023-01-01")
    files.claim(document, "Ada Quill", ("Ada Quill", "works_for", EC), Status.ENDED)
    files.examines(EC, MISTRAL, "formal investigation", "The Courier", "2024-02-27", speaker="Ada Quill")
    assert files.case().steps[0].standing is Standing.REPORTED


def test_units_stand_for_their_group_and_names_of_deals_for_their_parties() -> None:
    files = Files()
    files.examines(CMA, ("Google", "Anthropic"), "phase 1", CMA, "2024-10-24")
    files.examines(CMA, ("Alphabet", "Anthropic"), "does not qualify", CMA, "2024-11-19", Status.DENIED)
    document = files.document("The CMA has a say on the Google–Anthropic partnership.", CMA, "2024-11-20")
    files.claim(document, "The CMA has a say", (CMA, "examines", "Google–Anthropic partnership"))
    case = files.case()
    assert case.parties == ("alphabet", "anthropic")
    assert len(case.steps) == 3
    assert select_cases(files.docket(), "google").cases == (case,)


def test_a_company_named_beside_its_deal_is_about_the_deal() -> None:
    files = Files()
    text = "The Commission is examining the partnership of Microsoft and Mistral AI. It fined Microsoft."
    document = files.document(text, EC, "2024-02-27")
    first, second = text.split(". ")
    files.claim(document, first, (EC, "examines", "Microsoft–Mistral AI partnership"), parties=MISTRAL)
    files.claim(document, "The Commission is examining", (EC, "examines", "Microsoft"))
    files.claim(document, second, (EC, "examines", "Microsoft"), terms=Terms(stage="fined"))
    assert [(case.parties, case.stage) for case in files.docket().cases] == [
        (("microsoft",), "infringement decision"),
        (("microsoft", "mistral-ai"), "informal examination"),
    ]


def test_an_authority_without_a_ladder_keeps_the_words() -> None:
    files = Files()
    files.examines("Harbour Council", ("Mistral AI",), "summoned", "Harbour Council", "2024-01-01")
    assert files.case().stage == "stage not recognised: 'summoned'"


def test_select_by_authority_and_by_party() -> None:
    files = Files()
    files.examines(CMA, MISTRAL, "does not qualify", CMA, "2024-05-17", Status.DENIED)
    files.examines(EC, OPENAI, "analyse", EC, "2024-02-27")
    docket = files.docket()
    by_authority, by_party = (select_cases(docket, key) for key in ("european-commission", "mistral-ai"))
    assert [case.authority for case in by_authority.cases] == ["european-commission"]
    assert by_authority.ladders == (("ec-markets", "European Commission: examination of markets"),)
    assert [case.parties for case in by_party.cases] == [("microsoft", "mistral-ai")]
    assert by_party.matrix.cells == (("competition-and-markets-authority--microsoft--mistral-ai",),)


STAGES = ("analyse", "formal investigation", "not a formal investigation", "approved", "no jurisdiction", "hm", None)
CLAIM = st.tuples(
    st.sampled_from((CMA, EC, "DG Competition", "CADE")),
    st.sampled_from((MISTRAL, OPENAI, ("Google", "Anthropic"), ("Alphabet", "Anthropic"), ("Microsoft",))),
    st.sampled_from(STAGES),
    st.sampled_from((CMA, EC, "The Courier")),
    st.sampled_from(("2024-01-01", "2024-02-02", "2025-03-03")),
    st.sampled_from(tuple(Status)),
)


def shuffled(view: View, seed: int) -> View:
    order = random.Random(seed)
    documents = list(view.documents.items())
    entities = list(view.entities.items())
    entries, remarks = list(view.entries), list(view.remarks)
    for part in (documents, entities, entries, remarks):
        order.shuffle(part)
    return replace(
        view, documents=dict(documents), entities=dict(entities), entries=tuple(entries), remarks=tuple(remarks)
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(CLAIM, max_size=8), st.integers(0, 1000))
def test_order_changes_nothing_and_every_claim_is_in_a_case(claims: list[tuple[str, ...]], seed: int) -> None:
    files = Files()
    for authority, parties, stage, by, day, status in claims:
        files.examines(authority, parties, stage, by, day, status)  # type: ignore[arg-type]
    docket = files.docket()
    assert json.dumps(encode(docket)) == json.dumps(encode(find_docket(shuffled(files.view(), seed), AI)))
    assert {claim for case in docket.cases for claim in case.claims} == {entry.id for entry in files.entries}


@settings(max_examples=25, deadline=None)
@given(st.lists(CLAIM, max_size=6), st.lists(CLAIM, max_size=6))
def test_the_press_never_moves_a_case(claims: list[tuple[str, ...]], press: list[tuple[str, ...]]) -> None:
    files = Files()
    for authority, parties, stage, by, day, status in claims:
        files.examines(authority, parties, stage, by, day, status)  # type: ignore[arg-type]
    recorded = {case.id: case.tracks for case in files.docket().cases}
    for number, (authority, parties, stage, _, day, status) in enumerate(press):
        files.examines(authority, parties, stage, f"Paper {number}", day, status)  # type: ignore[arg-type]
    after = {case.id: case.tracks for case in files.docket().cases}
    assert {id: after[id] for id in recorded} == recorded
    assert all(not after[id] for id in after.keys() - recorded.keys())
