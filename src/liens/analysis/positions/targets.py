"""What a statement is about: a deal, a law or an actor, by the names that its words give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from liens.analysis.directory import Body, Directory
from liens.analysis.positions.namesakes import Namesakes, build_namesakes
from liens.ledger.assembling import quick
from liens.ledger.view import Remark, View
from liens.model import Choice, Kind

DEAL_RELATIONS = ("partners_with", "invests_in", "acquires", "examines")
"""Relations that tell which deal a document is about, the one that says most plainly first."""
_DEAL = re.compile(
    r"\b(?:partnership|alliance|agreement|deal|tie-up|merger|investment|acquisition|takeover|contract|collaboration"
    r"|partenariat|accord|rachat|Partnerschaft|Vereinbarung|Übernahme)s?\b",
    re.IGNORECASE,
)
_DASHED = re.compile(r"[^\W\d_]\s?[-–—/]\s?[A-Z]")
ACTORS = frozenset({Kind.COMPANY, Kind.PUBLIC_BODY, Kind.PERSON, Kind.OTHER_ORG, Kind.PRODUCT, Kind.OUTLET})
PARTIES = frozenset({Kind.COMPANY, Kind.OTHER_ORG})


class TargetKind(Choice):
    """What a target is. `TEXT` is a target that names nobody known, `NONE` one that the reader did not find."""

    DEAL = "deal"
    LAW = "law"
    ACTOR = "actor"
    TEXT = "text"
    NONE = "none"


@quick
@dataclass(frozen=True, slots=True)
class Target:
    """What a statement judges.

    `keys` are entity ids, or `name:…` for what only the market pack knows: a deal's parties (groups, as in the docket),
    laws, actors. `name` is how to call it. `stated`: the reader found the target; else it follows from the words
    themselves, or from the one deal that their document is about.
    """

    kind: TargetKind
    keys: tuple[str, ...] = ()
    name: str | None = None
    stated: bool = True

    @property
    def key(self) -> tuple[str, ...]:
        """The same for targets that are one."""
        return (self.kind, *(self.keys or (" ".join((self.name or "").casefold().split()),)))


@dataclass(frozen=True, slots=True)
class Targets:
    """Finds targets. `deals` has the parties of the deal that a document is about, if it is about one alone; `known`
    keeps what was found for a target's words, and for those that speak of a deal in a document about that one."""

    view: View
    directory: Directory
    namesakes: Namesakes
    deals: Mapping[str, tuple[str, ...]]
    known: dict[tuple[str, tuple[str, ...] | None], Target] = field(default_factory=dict, repr=False, compare=False)

    def of(self, remark: Remark) -> Target:
        """The target of a remark: as the reader found it, else by what the words name."""
        statement = remark.statement
        if statement.target:
            is_deal = _DEAL.search(statement.target) is not None
            key = (statement.target, self.deals.get(statement.content.document) if is_deal else None)
            if key not in self.known:
                self.known[key] = self.named(*key)
            return self.known[key]
        document = self.view.documents.get(statement.content.document)
        words = document.text[statement.content.start : statement.content.end] if document else ""
        guess = self.named(words, self.deals.get(statement.content.document))
        if guess.kind is TargetKind.LAW or (guess.kind is TargetKind.DEAL and len(guess.keys) == 2):
            return replace(guess, stated=False)
        return Target(TargetKind.NONE, stated=False)

    def named(self, text: str, only: tuple[str, ...] | None) -> Target:
        """What `text` names, in a document about the deal of the parties `only`: a law before a deal before actors."""
        bodies = self.namesakes.find(text)
        if laws := [body for body in bodies if body.kind is Kind.LAW]:
            return Target(TargetKind.LAW, _keys(laws), _called(laws))
        is_deal = _DEAL.search(text) is not None
        parties = _groups((body for body in bodies if body.kind in PARTIES), self.directory)
        if len(parties) > 1 and (is_deal or _DASHED.search(text)):
            return self._deal(body.key for body in parties)
        if is_deal and only and all(body.key in only for body in parties):
            return self._deal(only)
        if actors := [body for body in bodies if body.kind in ACTORS]:
            return Target(TargetKind.ACTOR, _keys(actors), _called(actors))
        return Target(TargetKind.TEXT, name=" ".join(text.split()))

    def _deal(self, parties: Iterable[str]) -> Target:
        keys = tuple(sorted(parties))
        names = [self.directory.by_id[key].name if key in self.directory.by_id else key[5:] for key in keys]
        return Target(TargetKind.DEAL, keys, f"{'–'.join(names)} deal")


def _keys(bodies: Iterable[Body]) -> tuple[str, ...]:
    return tuple(sorted(body.key for body in bodies))


def _called(bodies: Iterable[Body]) -> str:
    return ", ".join(body.name for body in sorted(bodies, key=lambda body: body.key))


def _groups(bodies: Iterable[Body], directory: Directory) -> tuple[Body, ...]:
    """Each body's group once; the bodies themselves where they are all of one group."""
    own = {body.key: body for body in bodies}
    groups: dict[str, Body] = {}
    for body in own.values():
        top = directory.lineage(body.key)[-1]
        above = directory.by_id.get(top) or directory.named(top.removeprefix("name:")) or body
        groups.setdefault(above.key, above)
    return tuple((groups if len(groups) > 1 else own).values())


def build_targets(view: View, directory: Directory) -> Targets:
    """The finder of targets for `view`."""
    return Targets(view, directory, build_namesakes(directory), _deals(view, directory))


def _deals(view: View, directory: Directory) -> dict[str, tuple[str, ...]]:
    """For each document with remarks, the parties of the one deal that it tells of by the plainest relation it has."""
    wanted = {remark.statement.content.document for remark in view.remarks}
    tops = {key: directory.lineage(key)[-1] for key in view.entities}
    ranks = {relation: rank for rank, relation in enumerate(DEAL_RELATIONS)}
    found: dict[str, tuple[int, set[tuple[str, ...]]]] = {}
    for entry in view.entries:
        rank = ranks.get(entry.claim.relation)
        document = entry.claim.evidence.document
        if rank is None or document not in wanted:
            continue
        ends = entry.parties if entry.claim.relation == "examines" else (entry.subject, entry.object)
        groups = {tops[end] for end in ends}
        if len(groups) == 2:
            plainest, deals = found.setdefault(document, (rank, set()))
            if rank < plainest:
                found[document] = rank, {tuple(sorted(groups))}
            elif rank == plainest:
                deals.add(tuple(sorted(groups)))
    return {document: next(iter(deals)) for document, (_, deals) in found.items() if len(deals) == 1}
