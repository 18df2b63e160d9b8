"""Answers of the measures: each the measure's own result, with its lists made readable, and `names` for entity ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from liens.analysis.concentration import concentration_index
from liens.analysis.dates import When, read_date
from liens.analysis.deals.changes import changes_between
from liens.analysis.deals.versions import Deal, Held, Version, deals_of, find_deals, stand_on
from liens.analysis.dependence.bonds import find_bonds
from liens.analysis.dependence.layers import Layers, layers_in
from liens.analysis.dependence.profiles import Profile, profiles_in
from liens.analysis.dependence.whatif import ending, find_hinges, without
from liens.analysis.directory import build_directory
from liens.analysis.docket.findings import find_docket, select_cases
from liens.analysis.ownership.findings import ownership_in
from liens.analysis.positions.findings import find_positions, select_positions
from liens.analysis.ties import TermSeen
from liens.answers.study import Answer, Study, beginning, find_entity, several_or_none
from liens.codec import encode
from liens.errors import ConfigError
from liens.publishing.wording import value_in_words
from liens.records import Recorded

LAST_DAY = "9999-12-31"


def docket(study: Study, name: str | None = None) -> Answer:
    """The cases of all authorities, or those of the authority or company called `name`."""
    found = find_docket(study.view, study.market)
    if name is not None:
        found = select_cases(found, find_entity(study.view, name).id)
    cases = [encode(case) | {"stage": case.stage, "first": case.first, "last": case.last} for case in found.cases]
    return _named(encode(found) | {"cases": cases}, study)


def positions(study: Study, name: str | None = None) -> Answer:
    """Who said what about what, or what the entity called `name` said and what was said of it."""
    found = find_positions(study.view, study.market)
    if name is not None:
        found = select_positions(found, find_entity(study.view, name).id)
    return _named(encode(found), study)


def profile(study: Study, name: str | None = None, on: str | None = None) -> Answer:
    """On whom each start-up depends, or the one called `name`; as of the day `on` if given."""
    found = _profiles(study, on)
    if name is not None:
        wanted = find_entity(study.view, name)
        found = tuple(p for p in found if p.start_up == wanted.id)
        if not found:
            raise ConfigError(f"no document tells on whom {wanted.name!r} depends: profiles are made for start-ups")
    return _named({"on": on, "profiles": [encode(each) for each in found]}, study)


def whatif(study: Study, gone: str | None = None, end: str | None = None) -> Answer:
    """Who would lose which known provider if the company called `gone` went, or the tie `end` ended; without either,
    the companies on which start-ups depend without a known alternative.

    Raises:
        ConfigError: both are given, or nobody depends on it.
    """
    if gone and end:
        raise ConfigError("--without and --end are two questions: ask one at a time")
    profiles = _profiles(study)
    if gone:
        return _named(encode(without(find_entity(study.view, gone).id, profiles)), study)
    if end:
        ties = beginning(end, {tie.id: tie for tie in study.ties})
        if len(ties) != 1:
            raise ConfigError(several_or_none(end, [tie.id for tie in ties]))
        return _named(encode(ending(ties[0].id, profiles)), study)
    return _named({"hinges": [encode(hinge) for hinge in find_hinges(profiles)]}, study)


def layers(study: Study, on: str | None = None) -> Answer:
    """Who is present in which layer, and how many start-ups depend on whom there."""
    return _named(encode(_layers(study, on)), study)


def _profiles(study: Study, on: str | None = None) -> tuple[Profile, ...]:
    return profiles_in(find_bonds(study.ties, study.view, study.market), study.view, study.market, on)


def _layers(study: Study, on: str | None = None) -> Layers:
    return layers_in(study.ties, find_bonds(study.ties, study.view, study.market), study.view, study.market, on)


def control(study: Study, given: Recorded, name: str | None = None, on: str | None = None) -> Answer:
    """Who owns and controls whom, as far as documents and the records `given` tell; or only what concerns the entity
    called `name`."""
    found = encode(ownership_in(study.ties, study.view, given.records.holdings, on and _when(on).last))
    if name is not None:
        key = find_entity(study.view, name).id
        found = {part: [each for each in items if key in _ends(each)] for part, items in found.items()}
    answer = _named(found, study)
    return answer | {"names": {**given.names, **answer["names"]}}


def concentration(study: Study, given: Recorded) -> Answer:
    """How many start-ups depend on each supplier, layer by layer; and the index of the market whose shares are
    `given`, with its cells, or None."""
    counts = _layers(study).counts
    holdings = ownership_in(study.ties, study.view, given.records.holdings).holdings
    index = concentration_index(given.records.shares, holdings) if given.records.shares else None
    answer = _named({"layers": [encode(each) for each in counts], "index": encode(index) if index else None}, study)
    return answer | {"names": {**given.names, **answer["names"]}}


def diff(study: Study, since: str, until: str | None = None, name: str | None = None) -> Answer:
    """What changed in the deals, or those of the entity called `name`, from the first day of `since` to the last of
    `until`."""
    first = date.fromisoformat(_when(since).first)
    before, last = (first - timedelta(1)).isoformat(), _when(until).last if until else LAST_DAY
    found = changes_between(_deals(study, name), before, last)
    changes = [
        encode(c) | {"before": _terms(c.before), "after": _terms(c.after), "label": _label(c.relation, study)}
        for c in found
    ]
    return _named({"since": first.isoformat(), "until": until and last, "changes": changes}, study)


def standing(study: Study, name: str, on: str) -> Answer:
    """How each deal of the entity called `name` stood at the end of `on`: what was in force, on which terms; what was
    planned or rumoured; what had ended."""
    day = _when(on).last
    deals = [(deal, stand_on(deal, day)) for deal in _deals(study, name)]
    stands = [
        {
            "deal": deal.id,
            "in_force": [_held(held, study) for held in stand.in_force],
            "open": [_version(version, study) for version in stand.open],
            "ended": [_version(version, study) for version in stand.ended],
        }
        for deal, stand in deals
    ]
    return _named({"entity": encode(find_entity(study.view, name)), "on": day, "deals": stands}, study)


def _held(held: Held, study: Study) -> Answer:
    tie = {"subject": held.subject, "relation": held.relation, "object": held.object}
    since = held.since.first if held.since else None
    more = {"label": _label(held.relation, study), "since": since, "terms": _terms(held.terms)}
    return tie | more | {"claims": list(held.claims)}


def _version(version: Version, study: Study) -> Answer:
    tie = {"subject": version.subject, "relation": version.relation, "object": version.object}
    more = {"label": _label(version.relation, study), "phase": version.phase.title, "since": version.day or None}
    return tie | more | {"terms": _terms(version.terms), "claims": list(version.claims)}


def _terms(terms: Iterable[TermSeen]) -> list[Answer]:
    return [{"term": t.name, "value": value_in_words(t.name, t.value), "claims": list(t.claims)} for t in terms]


def _label(relation: str, study: Study) -> str:
    known = study.market.relations.get(relation)
    return known.label if known else relation


def _deals(study: Study, name: str | None) -> tuple[Deal, ...]:
    directory = build_directory(study.view, study.market)
    deals = find_deals(study.view, study.market, directory)
    return deals if name is None else deals_of(deals, find_entity(study.view, name).id, directory)


def _when(text: str) -> When:
    """The day, month or year that `text` names.

    Raises:
        ConfigError: it names none.
    """
    when = read_date(text)
    if when is None:
        raise ConfigError(f"{text!r} is no date: write it as 2024-05-01, 2024-05 or 2024")
    return when


def _ends(item: Any) -> tuple[object, ...]:
    """The entity ids at the ends of an encoded ownership finding."""
    if isinstance(item, list):
        return tuple(item)
    return tuple(item.get(end) for end in ("holder", "held"))


def _named(data: Answer, study: Study) -> Answer:
    """`data` with `names`: what each entity id in it is called."""
    entities = study.view.entities
    found = sorted({text for text in _texts(data) if text in entities})
    return data | {"names": {key: entities[key].name for key in found}}


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
