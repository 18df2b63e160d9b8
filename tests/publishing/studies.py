"""A small whole study, a hostile one, and a reader of pages that knows nothing of how they were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

from liens.ledger.view import View
from liens.market import Procedure, Relation, Stage, load_market
from liens.market.dependence import Words, read_table
from liens.model import Amount, AmountKind, Aside, Kind, Problem, Status, Terms
from tests.invented import MARKET, Book, sketch

RULES = {
    "rule": [
        {"relation": "supplies", "dependent": "object", "grade": "present", "why": "supplies it"},
        {"relation": "supplies", "dependent": "object", "grade": "exclusive", "exclusive": True, "why": "it alone may"},
        {"relation": "invests_in", "dependent": "object", "grade": "present", "why": "has put money into it"},
    ],
    "none": {"compute": ["supplies"]},
    "presence": [{"relation": "supplies", "actor": "subject", "layer": "cloud", "depends": True}],
}
_RELATIONS = {
    **MARKET.relations,
    "holds_stake_in": Relation("holds_stake_in", "holds a stake in", "is partly owned by"),
}
_WORDS = Words({name: r.channel for name, r in _RELATIONS.items()}, MARKET.channels, MARKET.layers, MARKET.roles)
FULL_MARKET = replace(
    MARKET,
    relations=_RELATIONS,
    phases=load_market("ai").phases,
    dependency=read_table(RULES, _WORDS),
    procedures=(
        Procedure(
            "tides",
            "Markets Board",
            "Markets Board: control of mergers",
            (
                Stage("preliminary look", 0, phrases=("probe", "looks into")),
                Stage("full review", 1, phrases=("full review",)),
                Stage("cleared", 2, outcome=True, phrases=("cleared",)),
            ),
        ),
    ),
)
EVIL = "<script>alert('x')</script>\"'&{{ 7 * 7 }}"


def small_study() -> Book:
    """Two reports of one investment, a denial, an examination, a half-read document, a statement and a problem."""
    book = Book()
    news = "Colossa invests 2 billion euros in Voltane.\n\nVoltane denies it. “We stay free”, says Ada Quill.\n\n"
    wire = news + "Read also: tides."
    first = book.document(
        wire,
        "Evening Wire",
        "2024-02-26",
        title="Colossa backs Voltane",
        url="https://wire.example/1?a=b&c=d",
        sketch=sketch(1),
        asides=(Aside(wire.index("Read also"), len(wire), "read_also"),),
    )
    copy = book.document(wire + " (Copy)", "The Courier", "2024-02-27", sketch=sketch(1, 0.9, other=1))
    deal = ("Colossa", "invests_in", "Voltane")
    money = Terms(amount=Amount(2e9, "EUR", AmountKind.EQUITY), exclusive=True)
    for document in (first, copy):
        book.claim(document, "Colossa invests 2 billion euros in Voltane", deal, terms=money)
    book.claim(first, "Voltane denies it", deal, Status.DENIED, "Voltane")
    book.say(first, "We stay free", "Ada Quill", target="Voltane")
    half = book.document("The board looks into it. It is said that…", "Markets Board", "2024-03-01", read_share=0.48)
    book.claim(
        half,
        "The board looks into it",
        ("Markets Board", "examines", "Colossa–Voltane partnership"),
        parties=("Colossa", "Voltane"),
        terms=Terms(stage="preliminary look"),
    )
    rumour = book.document("Titanis is said to plan an investment of 3 billion dollars.", None, None, read_share=None)
    book.claim(rumour, "Titanis is said to plan", ("Titanis", "invests_in", "Brume"), Status.ALLEGED, "Evening Wire")
    book.claim(rumour, "an investment of 3 billion dollars", ("Colossa", "invests_in", "Voltane"), Status.PLANNED)
    book.problems.append(
        Problem("reading", "/home/ann/papers/broken.pdf", "the file is encrypted", "remove the password")
    )
    return book


def hostile_study() -> View:
    """Names, titles, texts and addresses that try to be markup, paths, formulas or scripts."""
    book = Book()
    names = [
        EVIL,
        "=HYPERLINK(1)",
        "../../../etc/passwd",
        "\u202egnirts\u202c",
        "A" * 5000,
        "nul\x00\x1b[31m",
        "<b>",
        "名" * 80,
    ]
    for name in names:
        book.entity(name, Kind.COMPANY, "start_up")
    text = f"{EVIL} & more </p></main> \u202e\ud800\x00 " * 3
    for number, name in enumerate(names):
        document = book.document(
            f"{number} {text}",
            publisher=name,
            published='2024-01-01"><i>',
            title=EVIL,
            author=EVIL,
            language='en"><script>',
            url=("javascript:alert(1)", "data:text/html,x", 'https://ok.example/" onload=x', "file:///etc/passwd")[
                number % 4
            ],
            credits=(EVIL,),
            asides=(Aside(5, 20, EVIL), Aside(10, 10**9, "x")),
        )
        terms = Terms(what=EVIL, role=EVIL, date=EVIL, amount=Amount(1e300, EVIL))
        book.claim(document, f"{number} <script>", (name, "invests_in", names[number - 1]), speaker=EVIL, terms=terms)
        book.claim(document, "script>alert", (name, EVIL, "Colossa"), Status.DENIED, parties=(names[number - 1],))
        book.say(document, "more </p>", name, target=EVIL)
    book.problems.append(Problem(EVIL, EVIL, EVIL, EVIL))
    return replace(book.view())


TOLD: tuple[tuple[str, str, tuple[str, str, str], Status, Terms], ...] = (
    (
        "2024-01-10",
        "Colossa is in talks to back Voltane",
        ("Colossa", "invests_in", "Voltane"),
        Status.PLANNED,
        Terms(),
    ),
    (
        "2024-03-01",
        "Colossa has invested 2 million in Voltane",
        ("Colossa", "invests_in", "Voltane"),
        Status.ASSERTED,
        Terms(amount=Amount(2e6, "EUR", AmountKind.EQUITY)),
    ),
    (
        "2024-03-02",
        "Colossa supplies Voltane, and nobody else may",
        ("Colossa", "supplies", "Voltane"),
        Status.ASSERTED,
        Terms(exclusive=True),
    ),
    ("2024-03-03", "Titanis supplies Brume", ("Titanis", "supplies", "Brume"), Status.ASSERTED, Terms()),
    ("2024-03-04", "Colossa supplies Brume", ("Colossa", "supplies", "Brume"), Status.ASSERTED, Terms()),
    (
        "2024-04-01",
        "Titanis holds 60 % of Brume",
        ("Titanis", "holds_stake_in", "Brume"),
        Status.ASSERTED,
        Terms(stake_pct=60.0),
    ),
    (
        "2024-04-02",
        "Colossa holds shares of Voltane",
        ("Colossa", "holds_stake_in", "Voltane"),
        Status.ASSERTED,
        Terms(),
    ),
    ("2024-06-01", "Titanis will fund Brume", ("Titanis", "invests_in", "Brume"), Status.PLANNED, Terms()),
    ("2024-09-01", "Colossa no longer supplies Brume", ("Colossa", "supplies", "Brume"), Status.ENDED, Terms()),
)


def full_study() -> Book:
    """For `FULL_MARKET`: a deal from talks to closing, a cleared case and one that only the press tells of, holdings,
    lobbying and opposite views of one law."""
    book = Book()
    for number, (day, words, triple, status, terms) in enumerate(TOLD):
        document = book.document(f"{number}. {words}.", f"Paper {number}", day)
        book.claim(document, words, triple, status, terms=terms)
    own = book.document("The deal of Colossa and Voltane is cleared.", "Markets Board", "2024-05-01")
    deal = ("Markets Board", "examines", "Colossa–Voltane partnership")
    book.claim(own, "is cleared", deal, parties=("Colossa", "Voltane"), terms=Terms(stage="cleared"))
    press = book.document("A probe into Titanis goes on.", "Le Phare", "2024-05-02")
    book.claim(press, "A probe into Titanis", ("Markets Board", "examines", "Titanis"), terms=Terms(stage="probe"))
    act = book.document(
        "“It kills us”, says Ada Quill of the Model Act. Open Ledger Fund lobbies against the Model Act.",
        "The Courier",
        "2024-05-03",
    )
    book.say(act, "It kills us", "Ada Quill", target="Model Act")
    book.claim(act, "lobbies against the Model Act", ("Open Ledger Fund", "lobbies", "Model Act"))
    return book


@dataclass
class Parsed(HTMLParser):
    """A page: its anchors, links, headings and tags; `broken` are tags that were closed out of order."""

    ids: list[str] = field(default_factory=list)
    links: list[dict[str, str | None]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    text: str = ""
    _open: list[str] = field(default_factory=list)

    VOID = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(given)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(html: str) -> Parsed:
    parsed = Parsed()
    parsed.feed(str(html))
    parsed.close()
    return parsed


def pages(folder: Path) -> Iterator[tuple[Path, Parsed]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, parse(path.read_text(encoding="utf-8"))
