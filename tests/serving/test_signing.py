"""Who gets in, and as what."""

from __future__ import annotations

import time

import pytest

from liens.serving.users import users_of
from tests.serving.conftest import Live
from tests.serving.studies import PASSWORD, fields_of, sign_in

EVERYWHERE = ("/", "/ties.html", "/api/ties", "/api/openapi.json", "/review.html", "/decisions.html", "/audit.html")


@pytest.fixture(autouse=True)
def nobody(team_study: Live) -> None:
    team_study.client.cookies.clear()


@pytest.mark.parametrize("address", EVERYWHERE)
def test_nothing_is_shown_to_who_has_not_signed_in(team_study: Live, address: str) -> None:
    answer = team_study.client.get(address)
    assert answer.status_code == (401 if address.startswith("/api/") else 303)
    assert "Voltane" not in answer.text
    tag = {"if-none-match": "*"}
    assert team_study.client.get(address, headers=tag).status_code != 304


@pytest.mark.parametrize(
    ("name", "may"), [("rosa", (200, 403)), ("ben", (200, 403)), ("ana", (200, 403)), ("odile", (200, 200))]
)
def test_roles_read_and_audit(team_study: Live, name: str, may: tuple[int, int]) -> None:
    sign_in(team_study.client, name)
    assert tuple(team_study.client.get(address).status_code for address in ("/ties.html", "/audit.html")) == may
    assert "signed in as" in team_study.client.get("/account.html").text
    has_forms = 'value="accept"' in team_study.client.get(f"/question.html?claim={team_study.claims[0]}").text
    assert has_forms is (name != "rosa")


def test_a_session_is_a_strict_cookie_and_ends(team_study: Live) -> None:
    page = team_study.client.get("/sign-in.html?next=/ties.html%3Fa=b")
    sent = team_study.client.post("/sign-in", data=fields_of(page.text) | {"name": "rosa", "password": PASSWORD})
    assert sent.headers["location"] == "/ties.html?a=b"
    cookie = sent.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Max-Age=43200", "Path=/"))
    token = team_study.client.cookies["liens-0"]
    assert len(token) > 40
    assert token.encode() not in b"".join(path.read_bytes() for path in team_study.folder.glob("users.db*"))
    csrf = fields_of(team_study.client.get("/account.html").text)["csrf"]
    team_study.client.post("/sign-out", data={"csrf": csrf})
    team_study.client.cookies["liens-0"] = token
    assert team_study.client.get("/ties.html").status_code == 303


@pytest.mark.parametrize(
    "onward",
    ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "/\tx", "", "ties.html"],
)
def test_signing_in_leads_nowhere_else(team_study: Live, onward: str) -> None:
    fields = fields_of(team_study.client.get("/sign-in.html", params={"next": onward}).text)
    sent = team_study.client.post("/sign-in", data=fields | {"next": onward, "name": "rosa", "password": PASSWORD})
    assert sent.headers.get("location", "/") == "/"


@pytest.mark.parametrize(("name", "password"), [("rosa", "wrong"), ("nobody", PASSWORD), ("", ""), ("'--", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(team_study: Live, name: str, password: str) -> None:
    fields = fields_of(team_study.client.get("/sign-in.html").text)
    sent = team_study.client.post("/sign-in", data=fields | {"name": name, "password": password})
    assert (sent.status_code, "do not go together" in sent.text) == (401, True)


@pytest.mark.parametrize("address", ["/decide", "/sign-out", "/sign-in"])
@pytest.mark.parametrize("csrf", ["", "x", "é", None])
def test_every_form_needs_its_token(team_study: Live, address: str, csrf: str | None) -> None:
    sign_in(team_study.client, "ben")
    fields = {"verdict": "accept", "claim": team_study.claims[0], "name": "ben", "password": PASSWORD}
    assert (
        team_study.client.post(address, data=fields | ({"csrf": csrf} if csrf is not None else {})).status_code == 403
    )
    assert team_study.client.get("/ties.html").status_code == 200


def test_a_user_who_is_removed_is_out(team_study: Live) -> None:
    with users_of(team_study.folder) as users:
        users.add("temp", users.all()[0].role, PASSWORD)
    sign_in(team_study.client, "temp")
    assert team_study.client.get("/ties.html").status_code == 200
    with users_of(team_study.folder) as users:
        users.remove("temp")
    time.sleep(1.1)
    assert team_study.client.get("/ties.html").status_code == 303


def test_who_tries_often_has_to_wait(team_study: Live) -> None:
    fields = fields_of(team_study.client.get("/sign-in.html").text)
    wrong = fields | {"name": "victim", "password": "wrong"}
    codes = [team_study.client.post("/sign-in", data=wrong).status_code for _ in range(8)]
    assert codes[0] == 401
    assert codes[-1] == 429
    last = team_study.client.post("/sign-in", data=wrong)
    assert int(last.headers["retry-after"]) > 10
