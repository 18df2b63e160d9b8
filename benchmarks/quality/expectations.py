"""What a study must show, as data: each table `[[expect]]` of an `expected.toml` names a test and its arguments.

A test answers None when the study shows it, else what it shows instead. `pair` are two names in either order, and
units count for their group; `values` are full units; `role` and `reported` are looked for within the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.quality.studies import Studied
from liens.analysis.deals.versions import Version, stand_on
from liens.analysis.directory import fold
from liens.analysis.docket.cases import Case
from liens.ledger.view import Entry
from liens.model import Amount, AmountKind

Table = Mapping[str, Any]
Fault = str | None
CLOSE = 0.01


def fault_of(expect: Table, found: Studied) -> Fault:
    """Why `found` does not show what `expect` asks for, None if it does."""
    return TESTS[expect["is"]](expect, found)


def amount(expect: Table, found: Studied) -> Fault:
    """A claim on the pair has this sum (`value`, `currency`, `up_to`), of any kind but a valuation."""
    sums = [a for _, a in _amounts(expect, found)]
    hits = [a for a in sums if _is_near(a.value, expect["value"]) and a.currency == expect["currency"]]
    if any("up_to" not in expect or a.up_to == expect["up_to"] for a in hits):
        return None
    return f"no claim has {expect['value']:,} {expect['currency']}; sums: {_told(sums)}"


def no_amount(expect: Table, found: Studied) -> Fault:
    """No claim on the pair (of `publisher`, if given) has this `value` as an amount of the deal."""
    hits = [
        entry
        for entry, a in _amounts(expect, found)
        if _is_near(a.value, expect["value"]) and expect.get("publisher") in (None, found.publisher(entry))
    ]
    return f"{hits[0].claim.relation} has {expect['value']:,}" if hits else None


def _amounts(expect: Table, found: Studied) -> list[tuple[Entry, Amount]]:
    entries = ((entry, entry.claim.terms.amount) for entry in found.between(expect["pair"]))
    return [(entry, a) for entry, a in entries if a is not None and a.kind is not AmountKind.VALUATION]


def _is_near(one: float, two: float) -> bool:
    return abs(one - two) <= CLOSE * abs(two)


def _told(things: Iterable[object]) -> str:
    return ", ".join(map(str, things)) or "none"


def conflict(expect: Table, found: Studied) -> Fault:
    """The pair is in conflict about `about`; with `values`, each of them is an amount of a camp of its own."""
    hits = _conflicts(expect, found)
    wanted = expect.get("values", ())
    for camps in hits:
        sums = [c.value for c in camps if isinstance(c, Amount)]
        if all(any(_is_near(s, value) for s in sums) for value in wanted):
            return None
    return f"no such conflict about {expect['about']}; {len(hits)} others"


def no_conflict(expect: Table, found: Studied) -> Fault:
    """The pair (anyone, without `pair`) is in no conflict about `about`."""
    hits = _conflicts(expect, found)
    return f"in conflict about {expect['about']}: {_told(hits[0])}" if hits else None


def _conflicts(expect: Table, found: Studied) -> list[list[object]]:
    ends = {tie.id: tie.ends for tie in found.ties}
    return [
        [camp.value for camp in c.camps]
        for c in found.conflicts
        if c.about == expect["about"] and ("pair" not in expect or found.joins(ends[c.tie], *expect["pair"]))
    ]


def claim(expect: Table, found: Studied) -> Fault:
    """Some claim is as given by `subject`, `relation`, `object`, `status`, `speaker` ("": none), `role`, `stake_pct`,
    `exclusive` and `publisher`, as far as they are given."""
    if any(_matches(entry, expect, found) for entry in found.view.entries):
        return None
    return "no such claim"


def no_claim(expect: Table, found: Studied) -> Fault:
    """No claim is as given."""
    return "there is such a claim" if claim(expect, found) is None else None


def _matches(entry: Entry, expect: Table, found: Studied) -> bool:
    said, terms = entry.claim, entry.claim.terms
    return (
        all(found.is_of(getattr(entry, end), expect[end]) for end in ("subject", "object") if end in expect)
        and expect.get("relation", said.relation) == said.relation
        and expect.get("status", said.status) == said.status
        and expect.get("speaker", said.speaker or "") == (said.speaker or "")
        and expect.get("publisher") in (None, found.publisher(entry))
        and expect.get("stake_pct", terms.stake_pct) == terms.stake_pct
        and expect.get("exclusive", terms.exclusive) == terms.exclusive
        and re.search(expect.get("role", ""), terms.role or "", re.IGNORECASE) is not None
    )


def no_tie(expect: Table, found: Studied) -> Fault:
    """The tie has not the status `status`."""
    hits = _ties(expect, found)
    return "the tie has it" if any(tie.status == expect["status"] for tie in hits) else None


def origins(expect: Table, found: Studied) -> Fault:
    """The tie (in either direction) stands on `count` origins."""
    counts = [tie.support.total for tie in _ties(expect, found)]
    return None if counts == [expect["count"]] else f"origins: {_told(counts)}"


def one_origin(expect: Table, found: Studied) -> Fault:
    """The documents of the two `publishers` have one origin."""
    ids = [d.id for d in found.view.documents.values() if d.publisher in expect["publishers"]]
    shared = any(set(ids) <= set(origin.documents) for origin in found.origins.all)
    return None if len(ids) == len(expect["publishers"]) and shared else "they have different origins"


def _ties(expect: Table, found: Studied) -> list[Any]:
    names = {found.entity(expect["subject"]), found.entity(expect["object"])}
    return [tie for tie in found.ties if tie.relation == expect["relation"] and set(tie.ends) == names]


def stake(expect: Table, found: Studied) -> Fault:
    """A claim gives the subject `value` percent of the object."""
    ends = [expect["subject"], expect["object"]]
    shares = [e.claim.terms.stake_pct for e in found.between(ends) if e.claim.terms.stake_pct is not None]
    return None if expect["value"] in shares else f"shares: {_told(shares)}"


def no_stake(expect: Table, found: Studied) -> Fault:
    """No claim has one of `values` as a share held."""
    hits = [e for e in found.view.entries if e.claim.terms.stake_pct in expect["values"]]
    return f"{hits[0].claim.terms.stake_pct} is a stake" if hits else None


def docket(expect: Table, found: Studied) -> Fault:
    """The authority's case about the parties has the recorded `stage`, from `first` to `last`, or the press's word
    `reported` beside it; as far as they are given."""
    cases = _cases(expect, found)
    if any(_stands(case, expect) for case in cases):
        return None
    tracks = [(t.rung.stage, t.first, t.last) for case in cases for t in case.tracks]
    words = [word.phrase for case in cases for word in case.reported]
    return f"recorded: {_told(tracks)}; reported: {_told(words)}" if cases else "no case"


def docket_not(expect: Table, found: Studied) -> Fault:
    """No case about the parties has the `stage` on record, an `outcome`, or anything `recorded`."""
    for case in _cases(expect, found):
        for track in case.tracks:
            told = expect.get("recorded") or (expect.get("outcome") and track.rung.outcome)
            if told or track.rung.stage == expect.get("stage"):
                return f"recorded: {track.rung.stage}"
    return None


def _cases(expect: Table, found: Studied) -> list[Case]:
    parties = expect["parties"]
    return [
        case
        for case in found.docket.cases
        if found.is_of(case.authority, expect["authority"])
        and all(any(found.is_of(end, name) for end in (*case.parties, *case.named)) for name in parties)
    ]


def _stands(case: Case, expect: Table) -> bool:
    tracks = [t for t in case.tracks if "stage" not in expect or t.rung.stage == expect["stage"]]
    dates = [(t.first, t.last) for t in tracks]
    if "stage" in expect and not tracks:
        return False
    if not all(
        any(date[place] == expect[key] for date in dates)
        for place, key in enumerate(("first", "last"))
        if key in expect
    ):
        return False
    return "reported" not in expect or any(expect["reported"] in word.phrase.lower() for word in case.reported)


def phase(expect: Table, found: Studied) -> Fault:
    """A version of the pair's deal is in this `phase`, with this `value` if given."""
    versions = found.versions(expect["pair"])
    if any(_is_phase(version, expect) for version in versions):
        return None
    return f"phases: {_told(version.phase.name for version in versions)}"


def phase_not(expect: Table, found: Studied) -> Fault:
    """No version of the pair's deal is in this `phase`, with this `value` if given."""
    return "there is such a version" if phase(expect, found) is None else None


def _is_phase(version: Version, expect: Table) -> bool:
    sums = [term.value.value for term in version.amounts if isinstance(term.value, Amount)]
    has = "value" not in expect or any(_is_near(each, expect["value"]) for each in sums)
    return version.phase.name == expect["phase"] and has


def not_in_force(expect: Table, found: Studied) -> Fault:
    """Nothing of `relation` holds between the pair on the day `on`."""
    held = [held for deal in found.deals for held in stand_on(deal, expect["on"]).in_force]
    hits = [h for h in held if found.joins((h.subject, h.object), *expect["pair"])]
    return "it is in force" if any(each.relation == expect["relation"] for each in hits) else None


def remark(expect: Table, found: Studied) -> Fault:
    """At least `count` (1) statements are by `speaker`."""
    speaker = found.entity(expect["speaker"])
    said = [r for r in found.view.remarks if r.speaker == speaker]
    return None if len(said) >= expect.get("count", 1) else f"{len(said)} statements"


def kept_apart(expect: Table, found: Studied) -> Fault:
    """No two of `names` are one entity."""
    wanted = set(map(fold, expect["names"]))
    for entity in found.view.entities.values():
        if len(wanted & set(map(fold, (entity.name, *entity.names)))) > 1:
            return f"{entity.name} is both"
    return None


def no_self_tie(expect: Table, found: Studied) -> Fault:
    """None of `names` is tied to itself."""
    loops = [
        e
        for e in found.view.entries
        if any(found.is_of(e.subject, n) and found.is_of(e.object, n) for n in expect["names"])
    ]
    loops = [e for e in loops if e.claim.relation in found.market.phases.relations]
    return f"{loops[0].claim.relation} itself" if loops else None


TESTS: Mapping[str, Callable[[Table, Studied], Fault]] = {
    test.__name__: test
    for test in (
        amount, no_amount, conflict, no_conflict, claim, no_claim, no_tie, origins, one_origin, stake, no_stake, docket,
        docket_not, phase, phase_not, not_in_force, remark, kept_apart, no_self_tie,
    )
}  # fmt: skip
