"""A small ledger to serve, and clients who have signed in."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from liens.config import Config
from liens.ledger.store import Ledger
from liens.model import Claim, Decision, Document, Kind, Mention, Reading, Span, SpeechKind, Statement, Status, Verdict
from liens.serving.app import build_app, build_service
from liens.serving.guard import LOOPBACK, Rules
from liens.serving.users import Role, users_of
from tests.publishing.studies import EVIL

PASSWORD = "a long enough password"
PEOPLE = {"rosa": Role.READER, "ben": Role.REVIEWER, "ana": Role.REVIEWER, "odile": Role.ADMIN}
READER = "rules@1"
SECONDS = 90.0
"""The most that anything may take here."""
TEXTS = (
    "Voltane says that Colossa has invested 2 billion euros in Voltane.",
    "Colossa has not invested in Voltane, its spokeswoman said.",
    "Perhaps Titanis supplies Brume with chips.",
    f"Titanis Group buys {EVIL} whole.",
)
TRIPLES = (
    ("Colossa", "invests_in", "Voltane", Status.ASSERTED, 0.9),
    ("Colossa", "invests_in", "Voltane", Status.DENIED, 0.9),
    ("Titanis", "supplies", "Brume", Status.ALLEGED, 0.2),
    ("Titanis Group", "acquires", EVIL, Status.ASSERTED, 0.8),
)


def reading(number: int, text: str, triple: tuple[str, str, str, Status, float]) -> tuple[Document, Reading]:
    """A document and what was read of it: a claim, and a statement of its first two words."""
    document = Document(
        text, name=f"{number}.txt", title=EVIL if EVIL in text else f"Article {number}", publisher="Wire"
    )
    subject, relation, object_, status, confidence = triple
    whole = Span(document.id, 0, len(text))
    claim = Claim(subject, relation, object_, whole, status, confidence=confidence)
    start = text.find(subject)
    named = Span(document.id, max(start, 0), max(start, 0) + len(subject))
    said = Statement(subject, Span(document.id, 0, 7), SpeechKind.INDIRECT)
    mentions = (Mention(named, Kind.COMPANY, subject),)
    return document, Reading(document.id, READER, (claim,), (said,), mentions)


def add(folder: Path, number: int, text: str, triple: tuple[str, str, str, Status, float]) -> str:
    """Bring a document into the ledger; → the id of its claim."""
    document, read = reading(number, text, triple)
    with Ledger.open(folder / "ledger.db") as ledger, ledger.batch():
        ledger.add_document(document, document.name)
        ledger.add_reading(read)
    return read.claims[0].id


def make_study(folder: Path) -> list[str]:
    """A study of four documents, and a doubt about two names; → the ids of the claims."""
    claims = [add(folder, n, text, triple) for n, (text, triple) in enumerate(zip(TEXTS, TRIPLES, strict=True))]
    doubt = Decision(
        Verdict.UNSURE, ("Titanis", "Titanis Group"), "names@1", "2026-01-01T00:00:00", "one holds the other"
    )
    with Ledger.open(folder / "ledger.db") as ledger:
        ledger.decide(doubt)
    return claims


def add_people(folder: Path) -> None:
    with users_of(folder) as users:
        for name, role in PEOPLE.items():
            users.add(name, role, PASSWORD)


@contextmanager
def served(folder: Path, rules: Rules | None = None) -> Iterator[TestClient]:
    """A client of the study in `folder`, who has not signed in."""
    rules = rules or Rules(names=LOOPBACK | {"testserver"}, rate=0)
    app = build_app(build_service(Config(folder), rules))
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


@contextmanager
def process(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`liens serve`, and its address once it answers."""
    command = [sys.executable, "-m", "liens", "serve", "--study", str(folder), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            assert running.stdout is not None
            told = ""
            while not (found := re.search(r"http://\S+/", told)):
                line = running.stdout.readline()
                assert line, told
                told += line
            yield running, found[0]
        finally:
            with suppress(ProcessLookupError):
                running.kill()


def fields_of(html: str, number: int = 0) -> dict[str, str]:
    """The hidden fields of the form with this number on a page."""
    form = re.findall(r"<form method=\"post\".*?</form>", html, re.DOTALL)[number]
    return {n: unescape(v) for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def sign_in(client: TestClient, name: str, password: str = PASSWORD) -> None:
    """Let the client be somebody else from now on."""
    client.cookies.clear()
    page = client.get("/sign-in.html")
    sent = client.post("/sign-in", data=fields_of(page.text) | {"name": name, "password": password})
    assert sent.status_code == 303, sent.text
