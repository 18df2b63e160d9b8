"""Deciding in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from liens.ledger.store import Ledger
from liens.model import Decision, Verdict
from tests.publishing.studies import EVIL, parse
from tests.serving.conftest import Live
from tests.serving.studies import fields_of, sign_in


@pytest.fixture
def live(team_study: Live) -> Live:
    return team_study


def decisions(folder: Path) -> list[Decision]:
    with Ledger.open(folder / "ledger.db") as ledger:
        return [d for d in ledger.decisions() if not d.by.startswith("names@")]


def form(live: Live, address: str, number: int = 0) -> dict[str, str]:
    page = live.client.get(address)
    assert page.status_code == 200, page.text
    return fields_of(page.text, number)


def text(live: Live, address: str) -> str:
    return " ".join(parse(live.client.get(f"/{address.lstrip('/')}").text).text.split())


def test_a_claim_is_accepted_signed_dated_and_undone(live: Live) -> None:
    sign_in(live.client, "ben")
    claim = live.claims[0]
    page = text(live, f"question.html?claim={claim}")
    assert "Voltane says that Colossa has invested" in page
    assert "Colossa has not invested in Voltane" in page, "what others say of the tie stands beside it"
    sent = live.client.post(
        "/decide", data=form(live, f"/question.html?claim={claim}") | {"verdict": "accept", "why": EVIL}
    )
    assert sent.status_code == 303
    kept = decisions(live.folder)[-1]
    assert (kept.verdict, kept.targets, kept.by, kept.why) == (Verdict.ACCEPT, (claim,), "ben", EVIL)
    told = text(live, sent.headers["location"])
    assert "Yours: accept by ben" in told
    assert EVIL in told
    assert "It is accepted by now" in text(live, f"question.html?claim={claim}")
    assert "accept by ben" in text(live, "review.html"), "who looks at the queue sees it before the study is made anew"
    undo = next(
        fields
        for number in range(5)
        if (fields := form(live, f"/question.html?claim={claim}", number)).get("decision") == kept.id
    )
    sent = live.client.post("/decide", data=undo)
    assert sent.headers["location"].startswith(f"question.html?claim={claim}")
    assert decisions(live.folder)[-1].verdict is Verdict.UNDO
    assert "It is open by now" in text(live, f"question.html?claim={claim}")


def test_who_decides_later_is_told_and_nothing_is_lost(live: Live) -> None:
    claim = live.claims[1]
    sign_in(live.client, "ben")
    of_ben = form(live, f"/question.html?claim={claim}")
    bens = dict(live.client.cookies)
    sign_in(live.client, "ana")
    of_ana = form(live, f"/question.html?claim={claim}")
    first = live.client.post("/decide", data=of_ana | {"verdict": "reject", "why": "the filing says no"})
    assert f"claim={claim}" not in first.headers["location"], "nobody decided before her: on to the next question"
    live.client.cookies.clear()
    live.client.cookies.update(bens)
    second = live.client.post("/decide", data=of_ben | {"verdict": "accept"})
    assert second.headers["location"].startswith(f"question.html?claim={claim}")
    told = text(live, second.headers["location"])
    assert "Somebody else decided while you did" in told
    assert "reject by ana" in told
    assert "the filing says no" in told
    assert [(d.verdict, d.by) for d in decisions(live.folder)[-2:]] == [
        (Verdict.REJECT, "ana"),
        (Verdict.ACCEPT, "ben"),
    ]
    sign_in(live.client, "ana")
    assert "It is accepted by now" in text(live, f"question.html?claim={claim}"), "the later counts, and she sees it"


def test_a_form_that_is_sent_twice_decides_once(live: Live) -> None:
    sign_in(live.client, "ben")
    fields = form(live, f"/question.html?claim={live.claims[2]}") | {"verdict": "accept"}
    before = len(decisions(live.folder))
    first, second = (live.client.post("/decide", data=fields).headers["location"] for _ in range(2))
    assert first == second
    assert len(decisions(live.folder)) == before + 1


def test_a_correction_keeps_what_was_changed_alone(live: Live) -> None:
    sign_in(live.client, "ben")
    fields = form(live, f"/question.html?claim={live.claims[3]}", 1)
    assert fields["verdict"] == "correct"
    changed = {
        "to_status": "planned",
        "to_amount": "15000000",
        "to_currency": "EUR",
        "to_subject": fields["from_subject"],
    }
    live.client.post("/decide", data=fields | changed | {"why": "read it"})
    assert decisions(live.folder)[-1].changes == (("status", "planned"), ("amount", "15000000"), ("currency", "EUR"))
    nothing = live.client.post("/decide", data=form(live, f"/question.html?claim={live.claims[3]}", 1))
    assert (nothing.status_code, "needs a change" in nothing.text) == (422, True)


def test_names_are_merged_and_split(live: Live) -> None:
    sign_in(live.client, "ana")
    address = "/names.html?left=Titanis&right=Titanis+Group"
    live.client.post("/decide", data=form(live, address) | {"verdict": "merge", "why": "one register number"})
    assert decisions(live.folder)[-1].targets == ("Titanis", "Titanis Group")
    other_way = form(live, "/names.html?left=Titanis+Group&right=Titanis")
    assert other_way["seen"] == decisions(live.folder)[-1].id, "the matter is the same whichever name comes first"
    live.client.post("/decide", data=other_way | {"verdict": "split", "within": "0123456789abcdef"})
    assert decisions(live.folder)[-1].verdict is Verdict.SAME, "there is no such document"


@pytest.mark.parametrize(
    ("name", "fields", "status"),
    [
        ("rosa", {"verdict": "accept", "claim": "CLAIM"}, 403),
        ("ben", {"verdict": "accept", "claim": "0" * 16}, 422),
        ("ben", {"verdict": "accept", "claim": "../../x"}, 400),
        ("ben", {"verdict": "accept"}, 400),
        ("ben", {"verdict": "eat", "claim": "CLAIM"}, 400),
        ("ben", {"verdict": "accept", "claim": "CLAIM", "why": "x" * 2001}, 400),
        ("ben", {"verdict": "merge", "left": " ", "right": "Titanis"}, 400),
        ("ben", {"verdict": "correct", "claim": "CLAIM", "from_status": "", "to_status": "eaten"}, 422),
        ("ben", {"verdict": "undo", "decision": "f" * 16}, 422),
    ],
)
def test_what_cannot_be_decided_is_refused(live: Live, name: str, fields: dict[str, str], status: int) -> None:
    sign_in(live.client, name)
    csrf = form(live, "/account.html")["csrf"]
    before = decisions(live.folder)
    given = {key: live.claims[0] if value == "CLAIM" else value for key, value in fields.items()}
    assert live.client.post("/decide", data={"csrf": csrf, "form": "x", "seen": ""} | given).status_code == status
    assert decisions(live.folder) == before


def test_an_admin_sees_who_did_what(live: Live) -> None:
    sign_in(live.client, "ben")
    fields = form(live, f"/question.html?claim={live.claims[0]}") | {"verdict": "reject", "why": "a rumour"}
    live.client.post("/decide", data=fields)
    assert live.client.get("/audit.html").status_code == 403
    sign_in(live.client, "odile")
    page = text(live, "audit.html")
    assert "decided: reject" in page
    assert "a rumour" in page
    assert "user added" in page
    assert "a rumour" in text(live, "decisions.html")
    assert live.client.get("/api/decisions").json()["items"][0]["why"] == "a rumour"
