"""What needs a person's judgement, and how a judgement is recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liens.errors import ConfigError
from liens.ledger.corrections import check_changes
from liens.ledger.view import Entry, Review, View
from liens.model import UNSURE_BELOW, Decision, Status, Verdict

VERDICTS = {
    "accept": Verdict.ACCEPT,
    "reject": Verdict.REJECT,
    "correct": Verdict.CORRECT,
    "merge": Verdict.SAME,
    "split": Verdict.DIFFERENT,
    "unsure": Verdict.UNSURE,
    "undo": Verdict.UNDO,
}
"""The words people decide with."""

ON_NAMES = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)


class About(StrEnum):
    """What a question is about."""

    NAMES = "names"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide. `targets` are two names or a claim's id; `claims` show the matter in its context."""

    about: About
    targets: tuple[str, ...]
    why: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide, in their own words: a key of `VERDICTS`, ids or names, FIELD=VALUE changes."""

    verdict: str
    targets: tuple[str, ...]
    changes: tuple[str, ...] = ()
    within: str | None = None
    why: str = ""
    by: str | None = None


def questions(view: View) -> tuple[Question, ...]:
    """The queue: denied claims that others assert first, then doubtful names, then the claims least sure of."""
    open_entries = [entry for entry in view.entries if entry.review is Review.OPEN]
    contested = _contested(open_entries)
    unsure = [e for e in open_entries if e.claim.confidence < UNSURE_BELOW and e.id not in contested]
    unsure.sort(key=lambda e: (e.claim.confidence, e.id))
    uses = _first_uses(view.entries, {name for d in view.doubts for name in (d.left, d.right)})
    return (
        *(Question(About.CLAIM, (key,), "one document denies what another says", (key,)) for key in contested),
        *(Question(About.NAMES, (d.left, d.right), d.why, _showing(uses, (d.left, d.right))) for d in view.doubts),
        *(Question(About.CLAIM, (e.id,), f"confidence {e.claim.confidence:.2f}", (e.id,)) for e in unsure),
    )


def _contested(entries: Sequence[Entry]) -> list[str]:
    """Claims of which others say the contrary."""
    by_tie: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        by_tie.setdefault((entry.subject, entry.claim.relation, entry.object), []).append(entry)
    both = [group for group in by_tie.values() if len({e.claim.status is Status.DENIED for e in group}) == 2]
    return [entry.id for group in both for entry in group]


def _first_uses(entries: Sequence[Entry], names: Collection[str]) -> Mapping[str, str]:
    """For each of `names` the first claim that uses it."""
    found: dict[str, str] = {}
    for entry in entries if names else ():
        for name in (entry.claim.subject, entry.claim.object):
            if name in names:
                found.setdefault(name, entry.id)
    return found


def _showing(uses: Mapping[str, str], names: tuple[str, str]) -> tuple[str, ...]:
    """For each name a claim that uses it."""
    return tuple(dict.fromkeys(uses[name] for name in names if name in uses))


def decide(view: View, wish: Wish, by: str, at: str) -> Decision:
    """The decision that `wish` asks for, signed `by` at ISO time `at`.

    Raises:
        ConfigError: the wrong number of targets, an id that is unknown or not the only one, or a change that cannot be.
    """
    verdict = VERDICTS[wish.verdict]
    count = 2 if verdict in ON_NAMES else 1
    if len(wish.targets) != count:
        what = "two names" if count == 2 else "one id"
        raise ConfigError(f"{wish.verdict} takes {what}: you gave {len(wish.targets)}")
    if wish.changes and verdict is not Verdict.CORRECT:
        raise ConfigError("--set goes with correct: leave it out, or say correct")
    if wish.within and verdict not in ON_NAMES:
        raise ConfigError("--within goes with merge, split and unsure: leave it out")
    if verdict in ON_NAMES:
        targets = tuple(" ".join(name.split()) for name in wish.targets)
        within = one_id(wish.within, view.documents, "document") if wish.within else None
        return Decision(verdict, targets, by, at, wish.why, within=within)
    known = {d.id: d for d in view.decisions} if verdict is Verdict.UNDO else _entries(view)
    target = one_id(wish.targets[0], known, "decision" if verdict is Verdict.UNDO else "claim")
    changes = tuple(_change(text) for text in wish.changes)
    if verdict is Verdict.CORRECT:
        check_changes(changes)
    return Decision(verdict, (target,), by, at, wish.why, changes)


def one_id(beginning: str, known: Mapping[str, object], what: str) -> str:
    """The one id in `known` that is or begins with `beginning`.

    Raises:
        ConfigError: there is none, or several.
    """
    found = [beginning] if beginning in known else [key for key in known if key.startswith(beginning)]
    if len(found) == 1 and beginning:
        return found[0]
    if not found:
        raise ConfigError(f"no {what} has the id {beginning!r}: `liens why` and `liens review` show the ids")
    raise ConfigError(f"{len(found)} {what}s have an id that begins with {beginning!r}: give more of it")


def _entries(view: View) -> dict[str, Entry]:
    return {entry.id: entry for entry in (*view.entries, *view.rejected)}


def _change(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals:
        raise ConfigError(f"--set takes FIELD=VALUE: {text!r} has no =")
    return field.strip(), value.strip()
