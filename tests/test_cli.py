import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from liens.cli import main
from liens.config import load_config
from liens.pipeline import FORMATS, points
from liens.publishing.written import FORMATS as WRITTEN
from liens.terminal import console

FUNDED = """---
title: Borvik Capital backs Aldane AI
publisher: The Example Courier
published: 2025-03-04
url: https://courier.example/borvik
---
Borvik Capital invested 5 million euros in Aldane AI. "We are proud of this partnership," said Ada Quill, chief
executive of Aldane AI.

Corvo Systems holds a 10% stake in Borvik Capital.
"""
BOUGHT = """---
title: Corvo buys Aldane AI
publisher: The Other Example
published: 2025-03-05
---
Corvo Systems acquired Aldane AI in February 2025. Aldane AI competes with Zelfi Labs.

Corvo Systems does not hold a stake in Borvik Capital.
"""


def call(*words: str | Path, stdin: str | None = None, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(w) for w in words], input=stdin, catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def answer(*words: str | Path) -> Any:
    return json.loads(call(*words, "--json").stdout)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which no line is broken."""
    monkeypatch.setattr(console.out, "width", 250)
    monkeypatch.setattr(console.err, "width", 250)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.md").write_text(FUNDED)
    (folder / "b.md").write_text(BOUGHT)
    return folder


@pytest.fixture
def study(articles: Path, tmp_path: Path) -> Path:
    """A study read by the rules: these tests are about what the commands do with what was read."""
    folder = tmp_path / "study"
    call("init", folder, "--source", articles)
    settings = folder / "liens.toml"
    settings.write_text(settings.read_text().replace('reader = "trained"', 'reader = "rules"'))
    call("run", "-o", folder, "--quiet")
    return folder


def claim_of(study: Path, relation: str) -> dict[str, Any]:
    ties = [t for t in answer("show", "Aldane AI", "--study", study)["ties"] if t["relation"] == relation]
    (claim,) = answer("why", ties[0]["id"], "--study", study)["claims"]
    return dict(claim)


def test_run_says_what_it_did_where_the_study_is_and_what_is_next(articles: Path, tmp_path: Path) -> None:
    said = call("run", articles, "-o", tmp_path / "study").output
    assert "2 new documents" in said
    assert "index.html" in said
    assert "Next: liens open" in said
    assert (tmp_path / "study" / "index.html").is_file()


def test_a_second_run_reads_only_what_is_new_or_changed(study: Path, articles: Path) -> None:
    again = answer("run", articles, "-o", study)
    assert (again["gathered"]["unchanged"], again["gathered"]["added"], again["read"]) == (2, 0, 0)
    (articles / "a.md").write_text(FUNDED.replace("5 million", "6 million"))
    (articles / "c.txt").write_text("Tamur Group licenses its models to Aldane AI.")
    third = answer("run", "-o", study)
    assert (third["gathered"]["unchanged"], third["gathered"]["added"], third["read"]) == (1, 2, 2)
    assert third["documents"] == 3
    amounts = [t["value"] for tie in answer("show", "Borvik Capital", "--study", study)["ties"] for t in tie["terms"]]
    assert "EUR 6 million" in amounts
    assert "EUR 5 million" not in amounts


def test_diff_tells_what_the_ledger_learnt_between_two_runs(study: Path, articles: Path) -> None:
    assert "Nothing was added" in call("diff", "--since", revision(study), "--study", study).output
    first = revision(study)
    (articles / "a.md").write_text(FUNDED.replace("5 million", "6 million"))
    (articles / "c.txt").write_text("Tamur Group licenses its models to Aldane AI.")
    call("run", "-o", study, "--quiet")
    told = answer("diff", "--since", first, "--study", study)
    assert len(told["documents"]["added"]) == 2
    assert any("Tamur Group licenses to Aldane AI" in claim["says"] for claim in told["claims"]["added"])
    assert all(claim["successors"] for claim in told["claims"]["superseded"])
    turned = {(one["measure"], one["about"]): (one["before"], one["after"]) for one in told["findings"]}
    assert turned["term", "invests_in, amount"] == ("5,000,000 EUR, equity", "6,000,000 EUR, equity")
    drawn = call("diff", "Borvik Capital", "--since", first, "--until", revision(study), "--study", study).output
    assert "5,000,000 EUR, equity → 6,000,000 EUR, equity" in drawn
    assert "Tamur" not in drawn
    assert (
        "turn them round" in call("diff", "--since", revision(study), "--until", first, "--study", study, code=2).stderr
    )


def revision(study: Path) -> str:
    """That of the state that was noted last."""
    return str(points(load_config(study))[-1].revision)


def test_every_claim_leads_to_its_words(study: Path) -> None:
    claim = claim_of(study, "invests_in")
    assert claim["evidence"]["text"].startswith("Borvik Capital invested 5 million euros")
    assert claim["source"]["publisher"] == "The Example Courier"
    assert "EUR 5 million" in claim["terms"].values()


def test_show_finds_an_entity_by_the_beginning_of_its_name(study: Path) -> None:
    assert answer("show", "borvik", "--study", study)["entity"]["name"] == "Borvik Capital"


def test_what_is_not_there_is_told_in_one_line(study: Path) -> None:
    said = call("show", "Aldan AI", "--study", study, code=2).stderr
    assert "did you mean 'Aldane AI'?" in said
    assert "Traceback" not in said
    assert "nothing called 'x--y'" in call("why", "x--y", "--study", study, code=2).stderr


def test_compare_tells_unknown_from_none(study: Path) -> None:
    rows = answer("compare", "Borvik Capital", "Corvo Systems", "--study", study)["rows"]
    assert rows
    assert {row["likeness"] for row in rows} == {"unknown"}


@pytest.mark.parametrize("words", [("show",), ("show", "Aldane AI"), ("compare", "Borvik Capital", "Corvo Systems")])
def test_the_same_answers_are_drawn_for_people(study: Path, words: tuple[str, ...]) -> None:
    drawn = call(*words, "--study", study).output
    assert "Corvo Systems" in " ".join(drawn.split())


def test_decisions_change_the_answer_survive_a_run_and_can_be_undone(study: Path) -> None:
    claim = claim_of(study, "invests_in")["id"]
    call("decide", "correct", claim, "--set", "status=planned", "--why", "read it", "--by", "ana", "--study", study)
    assert claim_of(study, "invests_in")["status"] == "planned"
    kept = answer("decide", "reject", claim, "--by", "ana", "--study", study)
    call("run", "-o", study, "--quiet")
    relations = {t["relation"] for t in answer("show", "Aldane AI", "--study", study)["ties"]}
    assert "invests_in" not in relations
    call("decide", "undo", kept["id"], "--study", study)
    assert claim_of(study, "invests_in")["status"] == "planned"


def test_merging_makes_one_entity_of_two(study: Path) -> None:
    call("decide", "merge", "Corvo Systems", "Zelfi Labs", "--study", study)
    assert "Zelfi Labs" in answer("show", "Corvo Systems", "--study", study)["entity"]["names"]


def test_review_asks_keeps_and_undoes(study: Path) -> None:
    before = answer("review", "--study", study)["questions"]
    assert before
    keys = "a\nlooks right\n" + "u\n" + "a\n\n" + "q\n"
    said = call("review", "--by", "ana", "--study", study, stdin=keys).output
    assert "1 decision kept" in said
    after = answer("review", "--study", study)
    assert len(after["questions"]) < len(before)
    assert {d["by"] for d in after["decisions"]} >= {"ana"}


@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_what_it_says(study: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out-{form}"
    path = Path(answer("export", "--format", form, "-o", target, "--study", study)["path"])
    written = [path] if path.is_file() else list(path.iterdir())
    assert written
    assert all(file.stat().st_size for file in written)


@pytest.mark.parametrize("form", WRITTEN)
def test_publish_writes_the_study_as_one_document(study: Path, form: str) -> None:
    done = answer("publish", "--format", form, "--study", study)
    assert Path(done["path"]).parent == study
    assert all(Path(each).stat().st_size for each in done["files"])
    before = Path(done["path"]).read_bytes()
    call("publish", "--format", form, "--study", study)
    assert Path(done["path"]).read_bytes() == before


def test_publish_overwrites_no_folder(study: Path) -> None:
    assert "is a folder" in call("publish", "--format", "pdf", "-o", study, "--study", study, code=2).stderr


def test_extract_is_a_filter(tmp_path: Path) -> None:
    lines = [
        {"id": "one", "text": "Borvik Capital invested 5 million euros in Aldane AI."},
        {"id": "two", "text": "The museum opens at nine."},
    ]
    stdin = "\n".join(json.dumps(line) for line in lines) + "\nnot json\n"
    said = [json.loads(line) for line in call("extract", "-", stdin=stdin).stdout.splitlines()]
    assert [line["id"] for line in said[:2]] == ["one", "two"]
    (claim,) = said[0]["claims"]
    assert (claim["subject"], claim["relation"], claim["object"]) == ("Borvik Capital", "invests_in", "Aldane AI")
    assert claim["qualifiers"]["amount"]["value"] == 5_000_000
    assert claim["evidence"]["text"] == lines[0]["text"][claim["evidence"]["start"] : claim["evidence"]["end"]]
    assert said[1]["claims"] == []
    assert "line 3" in said[2]["problems"][0]["where"]
    call("extract", "-", "--strict", stdin=stdin, code=1)


def test_strict_makes_problems_count(articles: Path, tmp_path: Path) -> None:
    (articles / "broken.pdf").write_bytes(b"%PDF-1.7 nothing of the kind")
    summary = answer("run", articles, "-o", tmp_path / "s")
    assert summary["documents"] == 2
    assert [Path(p["where"]).name for p in summary["problems"]] == ["broken.pdf"]
    call("run", articles, "-o", tmp_path / "s", "--strict", code=1)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "nowhere"), "no such file or folder"),
        (("run",), "liens run"),
        (("show",), "no study"),
        (("open",), "no study"),
        (("extract", "--reader", "ruls", "-"), "did you mean 'rules'"),
        (("extract", "--market", "moon", "-"), "no market pack 'moon'"),
    ],
)
def test_mistakes_get_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*words, stdin='{"text": "x"}', code=2)
    assert message in result.stderr
    assert not (tmp_path / "study").exists()


def test_a_folder_of_something_else_is_left_alone(articles: Path) -> None:
    assert "holds no study" in call("run", articles, "-o", articles, code=2).stderr


def test_init_writes_settings_that_run_follows(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    call("init", folder, "--source", articles)
    assert load_config(folder).sources == ("../articles",) or load_config(folder).sources == (str(articles),)
    assert answer("run", "-o", folder)["documents"] == 2


def test_every_command_has_help_with_examples() -> None:
    for name, command in main.commands.items():
        said = call(name, "--help").output
        assert "Examples:" in said, name
        assert command.help, name


def test_it_runs_as_a_module_and_says_its_version() -> None:
    words = [sys.executable, "-m", "liens", "--version"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.startswith("liens, version")


MARKET = """---
title: The ties of Mistral AI
publisher: The Example Courier
published: 2024-03-01
---
Microsoft invested 15 million euros in Mistral AI on 26 February 2024. Microsoft supplies Mistral AI with computing
power. Mistral AI's models are distributed by Amazon.

ASML holds an 11% stake in Mistral AI. The European Commission is examining the partnership between Microsoft and
Mistral AI.

"The deal raises serious concerns for competition," said the European Commission.

Mistral AI lobbied against the AI Act, according to the Open Markets Institute.
"""


@pytest.fixture
def market(tmp_path: Path) -> Path:
    (tmp_path / "market.md").write_text(MARKET)
    folder = tmp_path / "study"
    call("run", tmp_path / "market.md", "-o", folder, "--quiet")
    return folder


@pytest.mark.parametrize(
    ("words", "part", "drawn"),
    [
        (("docket",), "cases", "European Commission"),
        (("docket", "Microsoft"), "cases", "Mistral AI"),
        (("positions",), "said", "critical"),
        (("positions", "European Commission"), "said", "critical"),
        (("profile",), "profiles", "Mistral AI depends on"),
        (("profile", "Mistral AI", "--on", "2024-12"), "profiles", "compute"),
        (("whatif",), "hinges", "Microsoft"),
        (("whatif", "--without", "Microsoft"), "losses", "no known provider"),
        (("whatif", "--end", "microsoft--supplies--mistral-ai"), "losses", "compute"),
        (("layers",), "presences", "Microsoft"),
        (("control",), "stakes", "ASML"),
        (("control", "Mistral AI"), "stakes", "11.0%"),
        (("concentration",), "layers", "No index is shown"),
        (("diff", "--from", "2024-01-01"), "changes", "Microsoft"),
        (("diff", "Mistral AI", "--from", "2024-01", "--to", "2024-12"), "changes", "began"),
        (("show", "Mistral AI", "--on", "2024-12-31"), "deals", "in force"),
    ],
)
def test_each_measure_answers_and_is_drawn(market: Path, words: tuple[str, ...], part: str, drawn: str) -> None:
    assert answer(*words, "--study", market)[part]
    assert drawn in call(*words, "--study", market).output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("profile", "Microsoft"), "profiles are made for start-ups"),
        (("whatif", "--without", "Microsoft", "--end", "x"), "ask one at a time"),
        (("diff", "--from", "yesterday"), "'yesterday' is no date"),
        (("diff",), "say between which days (--from, --to) or since which state"),
        (("diff", "--from", "2024", "--since", "2024"), "say between which days"),
        (("diff", "--since", "1999"), "no state of the ledger was noted before 1999"),
        (("docket", "Nobody"), "nothing called 'Nobody'"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(market: Path, words: tuple[str, ...], message: str) -> None:
    assert message in call(*words, "--study", market, code=2).stderr


def test_control_takes_records_beside_the_documents(market: Path, tmp_path: Path) -> None:
    (tmp_path / "holdings.csv").write_text("holder,held,percent\nBorvik Capital,ASML,60\n")
    found = answer("control", "--holdings", tmp_path / "holdings.csv", "--study", market)
    names = {(found["names"][c["holder"]], found["names"][c["held"]]) for c in found["control"] if c["certain"]}
    assert ("Borvik Capital", "ASML") in names
    (tmp_path / "broken.csv").write_bytes(b"\x00\x01")
    said = call("control", "--holdings", tmp_path / "broken.csv", "--study", market)
    assert "broken.csv" in said.stderr


def test_concentration_takes_market_shares_and_common_owners(market: Path, tmp_path: Path) -> None:
    (tmp_path / "shares.csv").write_text("firm,percent,source\nMicrosoft,50,a register\nAmazon,50,a register\n")
    found = answer("concentration", "--shares", tmp_path / "shares.csv", "--study", market)
    assert found["index"]["hhi"] == [5000.0, 5000.0]
    assert "HHI 5,000" in call("concentration", "--shares", tmp_path / "shares.csv", "--study", market).output
    (tmp_path / "shares.csv").write_text("firm,percent\nMicrosoft,80\nAmazon,80\n")
    said = call("concentration", "--shares", tmp_path / "shares.csv", "--study", market).stderr
    assert "sum to more than 1" in said
