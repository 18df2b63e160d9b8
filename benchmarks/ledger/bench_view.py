"""How long a fresh process takes from nothing to the view of a ledger of 100,000 claims, and how much memory.

    python benchmarks/ledger/bench_view.py [--claims N] [--keep LEDGER.db]

Makes a ledger of invented names (10 claims, 4 statements and 72 mentions a document of about 4,000 characters, a third
of them beyond Latin-1, two reasons a claim, terms on two claims of three, 500 decisions), then starts one process that
imports `liens`, opens the ledger and builds the view. Prints one JSON line: seconds in all, seconds of opening and view
alone, processor seconds (what the others would be on a machine with nothing else to do), peak memory (resident, of the
whole process), and what the view holds. Exit code 1 if the view takes over 2 s or 400 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from liens.ledger.store import Ledger
from liens.model import (
    Amount,
    AmountKind,
    Claim,
    Decision,
    Document,
    Kind,
    Mention,
    Reading,
    Reason,
    Span,
    SpeechKind,
    Statement,
    Status,
    Terms,
    Verdict,
)

CLAIMS = 100_000
CLAIMS_A_DOCUMENT = 10
BATCH = 500
BOUND_SECONDS = 2.0
BOUND_MEGABYTES = 400

MEASURED = """
import sys, time, resource, json
begin = time.perf_counter()
from liens.ledger.store import Ledger
from liens.market import load_market
market = load_market("ai")
ready = time.perf_counter()
with Ledger.open(sys.argv[1]) as ledger:
    view = ledger.view("rules@1", market)
end = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": round(end - begin, 2), "view_seconds": round(end - ready, 2),
    "processor_seconds": round(time.process_time(), 2), "megabytes": round(peak),
    "entries": len(view.entries), "documents": len(view.documents), "entities": len(view.entities),
    "remarks": len(view.remarks), "decisions": len(view.decisions)}))
"""


def main() -> int:
    """0 if the bounds hold, else 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--keep", type=Path, help="make the ledger here and leave it, or use the one that is here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "ledger.db"
        if not path.exists():
            begin = time.perf_counter()
            make_ledger(path, options.claims)
            size = path.stat().st_size / 2**20
            seconds = time.perf_counter() - begin
            print(f"made {options.claims} claims in {seconds:.1f} s, {size:.0f} MiB", file=sys.stderr)
        result = json.loads(subprocess.check_output([sys.executable, "-c", MEASURED, str(path)], text=True))
    print(json.dumps(result))
    return int(result["view_seconds"] > BOUND_SECONDS or result["megabytes"] > BOUND_MEGABYTES)


def make_ledger(path: Path, claims: int) -> None:
    chance = random.Random(7)
    names = list(invented_names(chance, 8_000))
    with Ledger.open(path) as ledger:
        for first in range(0, claims // CLAIMS_A_DOCUMENT, BATCH):
            with ledger.batch():
                for number in range(first, min(first + BATCH, claims // CLAIMS_A_DOCUMENT)):
                    add_document(ledger, chance, names, number)
        add_decisions(ledger, chance)


def invented_names(chance: random.Random, count: int) -> Iterator[str]:
    heads = [
        "Al",
        "Bir",
        "Cor",
        "Dal",
        "El",
        "Fen",
        "Gar",
        "Hol",
        "Is",
        "Jun",
        "Kel",
        "Lor",
        "Mer",
        "Nor",
        "Os",
        "Pel",
        "Qui",
        "Ros",
        "Sal",
        "Tor",
        "Ul",
        "Ver",
        "Wes",
        "Yl",
        "Zan",
    ]
    middles = ["a", "e", "i", "o", "u", "ia", "eo", "an", "en", "in", "on", "ar", "er", "or", "al", "el", "il", "ol"]
    tails = ["der", "ch", "lum", "ton", "vex", "nis", "rra", "dos", "mak", "pul", "sta", "trix", "vane", "wyn", "zor"]
    forms = ("", "", " AI", " Labs", " Group", " Ltd", " Systems", " Holdings")
    seen: set[str] = set()
    while len(seen) < count:
        name = chance.choice(heads) + chance.choice(middles) + chance.choice(tails) + chance.choice(forms)
        if chance.random() < 0.7:
            name = chance.choice(heads) + chance.choice(tails) + " " + name
        if name not in seen:
            seen.add(name)
            yield name


def add_document(ledger: Ledger, chance: random.Random, names: list[str], number: int) -> None:
    cast = chance.sample(names, 8)
    text, spots, sentences = write_story(chance, cast, number)
    document = Document(
        text=text,
        name=f"{number}.txt",
        found_at=f"articles/{number}.txt",
        title=f"Story {number}",
        publisher=f"Outlet {number % 300}",
        published=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
        language="en",
        sketch=chance.randbytes(256),
    )
    ledger.record(document.found_at, "1", [document])
    spans = [Span(document.id, start, end) for start, end in sentences]
    claims = tuple(invented_claim(chance, cast, spans[n * 3], n) for n in range(CLAIMS_A_DOCUMENT))
    statements = tuple(Statement(cast[n], spans[n * 3 + 1], SpeechKind.DIRECT, "X", cast[n + 1]) for n in range(4))
    mentions = tuple(Mention(Span(document.id, start, end), Kind.COMPANY, name) for name, start, end in spots)
    ledger.add_reading(Reading(document.id, "rules@1", claims, statements, mentions))


def write_story(
    chance: random.Random, cast: list[str], number: int
) -> tuple[str, list[tuple[str, int, int]], list[tuple[int, int]]]:
    """A text, where it has which name, and where its sentences are. A name is cut short one time in three."""
    wide = "\u2019" if chance.random() < 0.33 else "'"
    text, spots, sentences = f"{number}. ", [], []
    for _ in range(36):
        begin = len(text)
        for words in (" put 40 million euros into ", f", which it{wide}d partnered with before, people said in May. "):
            name = chance.choice(cast)
            surface = name.split()[0] if chance.random() < 0.33 else name
            spots.append((name, len(text), len(text) + len(surface)))
            text += surface + words
        sentences.append((begin, len(text) - 1))
    return text, spots, sentences


def invented_claim(chance: random.Random, cast: list[str], evidence: Span, number: int) -> Claim:
    relation = chance.choice(("invests_in", "partners_with", "supplies", "develops", "competes_with", "works_for"))
    amount = Amount(chance.randint(1, 900) * 1e6, "EUR", AmountKind.EQUITY, up_to=chance.random() < 0.1)
    terms = (Terms(), Terms(date=f"{chance.randint(1, 28)} May 2024"), Terms(amount=amount, what="shares"))[number % 3]
    reasons = (
        Reason(Span(evidence.document, evidence.start + 4, evidence.start + 9), "trigger", relation),
        Reason(Span(evidence.document, evidence.start + 20, evidence.start + 31), "subject", "the nearest name before"),
    )
    subject, object = chance.sample(cast, 2)
    status = chance.choice(tuple(Status))
    speaker = chance.choice((None, None, cast[0]))
    return Claim(subject, relation, object, evidence, status, speaker, terms, (), 0.5 + number / 20, reasons)


def add_decisions(ledger: Ledger, chance: random.Random) -> None:
    entries = chance.sample(ledger.view().entries, 250)
    names = [use.name for use in chance.sample(ledger.names(), 500)]
    with ledger.batch():
        for n, entry in enumerate(entries):
            at = f"2024-06-01T10:{n // 60:02}:{n % 60:02}Z"
            verdict = (Verdict.ACCEPT, Verdict.REJECT)[n % 2]
            ledger.decide(Decision(verdict, (entry.id,), "Ada Moor", at))
            ledger.decide(Decision(Verdict.SAME, (names[2 * n], names[2 * n + 1]), "names@1", at))


if __name__ == "__main__":
    sys.exit(main())
