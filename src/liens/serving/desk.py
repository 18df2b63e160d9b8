"""Where decisions are taken: the one thread that holds the ledger open, and what people have decided so far.

A decision is written in a transaction that first reads what others decided of the same matter, so of two who decide at
once the later is always told; both are kept, and the later counts. It is answered only when it is written.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from liens.ledger.clusters import PAIRS, is_matcher, nodes_of, standing
from liens.ledger.store import Ledger
from liens.ledger.view import Review
from liens.model import Decision, Verdict

T = TypeVar("T")
FRESH_SECONDS = 0.5
"""How long the log is taken for complete. What is decided at this desk is in it at once, what is elsewhere soon."""
MOST_FORMS = 10_000
"""Forms whose outcome is remembered, so that one sent twice decides once."""
REVIEWS = {Verdict.ACCEPT: Review.ACCEPTED, Verdict.REJECT: Review.REJECTED, Verdict.CORRECT: Review.CORRECTED}


@dataclass(frozen=True, slots=True)
class Told:
    """A decision, and whether it stands."""

    decision: Decision
    stands: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A decision that was kept, and what others decided of the same matter since its form was shown."""

    decision: Decision
    between: tuple[Decision, ...] = ()


@dataclass
class Log:
    """Every decision, by the matter it is about: a claim's id, or a pair of names. An undo is about the matter of the
    decision that it undoes."""

    row: int = 0
    _all: dict[str, Decision] = field(default_factory=dict)
    _matters: dict[str, str] = field(default_factory=dict)
    _by_matter: dict[str, list[Decision]] = field(default_factory=dict)
    _people: list[Decision] = field(default_factory=list)
    _standing: frozenset[str] | None = None
    _settled: Mapping[str, Decision] | None = None

    def add(self, rows: Iterable[tuple[int, Decision]]) -> None:
        for row, decision in rows:
            self.row = row
            self._all[decision.id] = decision
            matter = self._matters[decision.id] = self.matter(decision)
            self._by_matter.setdefault(matter, []).append(decision)
            if not is_matcher(decision.by):
                self._people.append(decision)
            self._standing = self._settled = None

    def matter(self, decision: Decision) -> str:
        """What a decision is about."""
        if decision.verdict is Verdict.UNDO:
            return self._matters.get(decision.targets[0], decision.targets[0])
        return matter_of_names(decision) if decision.verdict in PAIRS else decision.targets[0]

    def get(self, id: str) -> Decision | None:
        return self._all.get(id)

    def about(self, matter: str) -> tuple[Told, ...]:
        """What was decided of `matter`, the last first."""
        return tuple(self._told(decision) for decision in reversed(self._by_matter.get(matter, ())))

    def last(self, matter: str) -> str:
        """The id of the last decision about `matter`, "" if there is none: the state that a form is made on."""
        found = self._by_matter.get(matter)
        return found[-1].id if found else ""

    def since(self, matter: str, seen: str) -> tuple[Decision, ...]:
        """The decisions about `matter` that came after the one with id `seen`."""
        found = self._by_matter.get(matter, [])
        places = [place for place, decision in enumerate(found) if decision.id == seen]
        return tuple(found[places[0] + 1 :] if places else found)

    def latest(self, first: int, most: int) -> tuple[Told, ...]:
        """What people decided, the last first."""
        chosen = self._people[::-1][first : first + most]
        return tuple(self._told(decision) for decision in chosen)

    @property
    def count(self) -> int:
        """How many decisions people took."""
        return len(self._people)

    @property
    def settled(self) -> Mapping[str, Decision]:
        """Of every matter that people have decided the decision that counts."""
        if self._settled is None:
            counts = (d for d in self._people if d.verdict is not Verdict.UNDO and self._told(d).stands)
            self._settled = {self._matters[decision.id]: decision for decision in counts}
        return self._settled

    def _told(self, decision: Decision) -> Told:
        if self._standing is None:
            self._standing = frozenset(decision.id for decision in standing(self._all.values()))
        return Told(decision, decision.id in self._standing)


def matter_of_names(decision: Decision) -> str:
    """The matter of a verdict on two names, whichever comes first."""
    return "\x1f".join(part for node in nodes_of(decision) for part in node)


class Desk:
    """The ledger, open on a thread of its own. The log is added to there, and read anywhere under a lock."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.clerk = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._ledger: Ledger | None = None
        self._log = Log()
        self._reading = threading.Lock()
        self._caught_up = -FRESH_SECONDS
        self._forms: OrderedDict[str, Made] = OrderedDict()

    async def close(self) -> None:
        await self._run(self._close)
        self.clerk.shutdown()

    def _close(self) -> None:
        if self._ledger is not None:
            self._ledger.close()

    def revision(self) -> int:
        """The ledger's revision; to be called on `clerk`."""
        return self._open.revision

    async def read(self, question: Callable[[Log], T]) -> T:
        """What the log says now."""

        if time.monotonic() - self._caught_up > FRESH_SECONDS:
            await self._run(self._catch_up)
        with self._reading:
            return question(self._log)

    async def decide(self, make: Callable[[str], Decision], seen: str, form: str) -> Made:
        """Keep the decision that `make` makes at an ISO time. `seen` is the last decision about its matter that its
        form showed, `form` names the form: one that comes again gives what it gave before.

        Raises:
            LedgerError: the decision cannot be.
        """
        return await self._run(lambda: self._decide(make, seen, form))

    def _decide(self, make: Callable[[str], Decision], seen: str, form: str) -> Made:
        if form in self._forms:
            return self._forms[form]
        with self._open.batch():
            self._catch_up()
            decision = make(datetime.now(UTC).isoformat(timespec="microseconds"))
            made = Made(decision, self._log.since(self._log.matter(decision), seen))
            self._open.decide(decision)
        self._catch_up()
        self._forms[form] = made
        while len(self._forms) > MOST_FORMS:
            self._forms.popitem(last=False)
        return made

    def _catch_up(self) -> None:
        new = self._open.decisions_after(self._log.row)
        with self._reading:
            self._log.add(new)
        self._caught_up = time.monotonic()

    @property
    def _open(self) -> Ledger:
        if self._ledger is None:
            self._ledger = Ledger.open(self._address)
        return self._ledger

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.clerk, work)


def review_of(told: Sequence[Told], otherwise: str) -> str:
    """How a claim is judged: by the log where that tells of it, else as the edition has it (`otherwise`)."""
    judged = [each for each in told if each.decision.verdict in REVIEWS]
    if not judged:
        return otherwise
    return next((REVIEWS[each.decision.verdict] for each in judged if each.stands), Review.OPEN)
