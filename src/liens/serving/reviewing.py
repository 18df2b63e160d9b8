"""Review in the browser: the queue, one claim or two names at a time, and the decisions taken.

A form carries the last decision that its page showed. If somebody decided meanwhile, both decisions are kept and who
came later is told what the other decided, when and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from liens.errors import Error
from liens.ledger.corrections import FIELDS
from liens.model import AmountKind, Decision, Status, Verdict, digest
from liens.review import ON_NAMES, VERDICTS
from liens.serving.desk import Log, Told, matter_of_names, review_of
from liens.serving.guard import RefusedError
from liens.serving.service import Service, as_json, need, onward, visit_of
from liens.serving.users import Role

PER_PAGE = 20
LONGEST_WHY = 2_000
LONGEST_VALUE = 500
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a form is about, as the desk knows it (`key`), and the address of its page."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the queue: what it is about, its targets, why it is asked, and its matter."""

    about: str
    targets: list[str]
    why: str
    matter: Matter


class Reviewing:
    """The pages of the review."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._asked: tuple[str, list[Asked]] = ("", [])

    async def queue(self, request: Request) -> Response:
        """What is to be decided, most pressing first."""
        asked = await self._queue()
        settled = await self._settled()
        open_ = [one for one in asked if one.matter.key not in settled]
        number = _page(request, len(open_))
        chosen = open_[number * PER_PAGE : (number + 1) * PER_PAGE]
        decided = [(one.matter, settled[one.matter.key]) for one in asked if one.matter.key in settled]
        shown = {
            "title": "The queue",
            "questions": chosen,
            "claims": await self._claims(chosen),
            "count": len(open_),
            "page": number + 1,
            "pages": -(-len(open_) // PER_PAGE),
            "settled": decided[:PER_PAGE],
            "made": await self._made(request),
        }
        return await self._service.framed(request, "review.html", "review.html", shown)

    async def question(self, request: Request) -> Response:
        """One claim with its context, what others say, what was decided of it, and the forms."""
        id = request.query_params.get("claim", "")
        found = await self._service.asked("claim", id) if _is_id(id) else None
        if found is None:
            raise RefusedError(404, "the study that is shown has no such claim")
        told = await self._service.desk.read(lambda log: log.about(id))
        shown = {
            "title": "A claim to judge",
            "claim": found,
            "review": review_of(told, found["review"]),
            "statuses": tuple(Status),
            "kinds": tuple(AmountKind),
            "fields": {"claim": id},
            **await self._forms(request, told),
        }
        return await self._service.framed(request, "question.html", "question.html", shown)

    async def names(self, request: Request) -> Response:
        """Two names, each in its context, what was decided of them, and the forms."""
        left, right = (_words(request.query_params.get(side, "")) for side in ("left", "right"))
        both = left and right
        told = await self._service.desk.read(lambda log: log.about(names_matter(left, right).key)) if both else ()
        sides = [await self._service.asked("name", name) for name in (left, right)] if both else []
        shown = {
            "title": "Two names",
            "left": left,
            "right": right,
            "sides": sides,
            "fields": {"left": left, "right": right},
            **await self._forms(request, told),
        }
        return await self._service.framed(request, "names.html", "names.html", shown)

    async def decisions(self, request: Request) -> Response:
        """What people decided, the last first."""
        count = await self._service.desk.read(lambda log: log.count)
        number = _page(request, count)
        told = await self._service.desk.read(lambda log: log.latest(number * PER_PAGE, PER_PAGE))
        addresses = await self._service.desk.read(lambda log: {t.decision.id: _address(t.decision, log) for t in told})
        shown = {
            "title": "Decisions",
            "told": told,
            "addresses": addresses,
            "count": count,
            "page": number + 1,
            "pages": -(-count // PER_PAGE),
            "made": await self._made(request),
            "form": token_urlsafe(9),
        }
        return await self._service.framed(request, "decisions.html", "decisions.html", shown)

    async def decide(self, request: Request) -> Response:
        """Keep one decision and lead on: to the next question, or, where somebody decided meanwhile, to what they
        decided."""
        visit = visit_of(request)
        by, fields = need(visit, Role.REVIEWER), visit.fields
        try:
            draft = drafted(fields, by)
            made = await self._service.desk.decide(
                draft, fields.get("seen", ""), fields.get("form") or token_urlsafe(9)
            )
        except Error as error:
            raise RefusedError(422, str(error)) from error
        self._service.users.note(by, f"decided: {made.decision.verdict}", made.decision.id, visit.place)
        told = {"made": made.decision.id, "seen": fields.get("seen", "")}
        if made.between or made.decision.verdict is Verdict.UNDO:
            address = await self._service.desk.read(lambda log: _address(made.decision, log))
        else:
            address = await self._next(fields)
        return onward(f"{address}{'&' if '?' in address else '?'}{urlencode(told)}")

    async def api_questions(self, request: Request) -> Response:
        """The queue as data."""
        asked, settled = await self._queue(), await self._settled()
        items = [
            {"about": one.about, "targets": one.targets, "why": one.why, "decided": settled.get(one.matter.key)}
            for one in asked
        ]
        paged = _paged(request, items)
        paged["items"] = [item | {"decided": _decision(item["decided"])} for item in paged["items"]]
        return as_json({"revision": self._service.study.now.revision, **paged})

    async def api_decisions(self, request: Request) -> Response:
        """What people decided, the last first, as data."""
        told = await self._service.desk.read(lambda log: log.latest(0, log.count))
        items = [{**(_decision(each.decision) or {}), "stands": each.stands} for each in told]
        return as_json({"revision": self._service.study.newest, **_paged(request, items)})

    async def pulse(self, _request: Request) -> Response:
        """Whether anything is new: the revision that is shown, that of the ledger, and how many decisions there are."""
        study = self._service.study
        count = await self._service.desk.read(lambda log: log.count)
        return as_json({"revision": study.now.revision, "ledger": study.newest, "decisions": count})

    async def _queue(self) -> list[Asked]:
        """The questions of the edition of now."""
        tag = self._service.study.now.tag
        if self._asked[0] != tag:
            heads = await self._service.asked("queue", "")
            self._asked = (
                tag,
                [Asked(about, targets, why, matter_of(about, targets)) for about, targets, why in heads],
            )
        return self._asked[1]

    async def _settled(self) -> Mapping[str, Decision]:
        """What people have decided so far, by matter."""
        return await self._service.desk.read(lambda log: log.settled)

    async def _claims(self, asked: Sequence[Asked]) -> Mapping[str, Any]:
        ids = [one.targets[0] for one in asked if one.about == "claim"]
        found: Mapping[str, Any] = await self._service.asked("claims", ",".join(ids)) if ids else {}
        return found

    async def _forms(self, request: Request, told: Sequence[Told]) -> Shown:
        """What every page with forms is given."""
        seen = told[0].decision.id if told else ""
        return {"told": told, "seen": seen, "form": token_urlsafe(9), "made": await self._made(request)}

    async def _made(self, request: Request) -> Shown | None:
        """The decision that whoever asks has just taken, and what others decided meanwhile."""
        visit, query = visit_of(request), request.query_params
        id, seen = query.get("made", ""), query.get("seen", "")
        if visit.session is None or not _is_id(id):
            return None
        by = visit.session.user.name

        def answer(log: Log) -> Shown | None:
            decision = log.get(id)
            if decision is None or decision.by != by:
                return None
            between = [d for d in log.since(log.matter(decision), seen) if d.at < decision.at and d.id != id]
            stands = next((t.stands for t in log.about(log.matter(decision)) if t.decision.id == id), False)
            return {"decision": decision, "between": between, "stands": stands, "address": _address(decision, log)}

        return await self._service.desk.read(answer)

    async def _next(self, fields: Mapping[str, str]) -> str:
        """The page of the question after the one that was decided; of a matter outside the queue its own again."""
        here, settled = _matter(fields), await self._settled()
        matters = [one.matter for one in await self._queue()]
        place = next((n for n, matter in enumerate(matters) if matter.key == here.key), None)
        if place is None:
            return here.address
        following = (*matters[place + 1 :], *matters[:place])
        return next((matter.address for matter in following if matter.key not in settled), "review.html")


def drafted(fields: Mapping[str, str], by: str) -> Any:
    """What makes the decision that a form asks for, when it is told at which moment.

    Raises:
        RefusedError: the form asks for nothing that can be decided.
    """
    verdict, why = VERDICTS.get(fields.get("verdict", "")), fields.get("why", "").strip()
    if verdict is None:
        raise RefusedError(400, "this form says nothing that can be decided")
    if any(len(value) > (LONGEST_WHY if name == "why" else LONGEST_VALUE) for name, value in fields.items()):
        raise RefusedError(400, f"a reason has at most {LONGEST_WHY} characters, any other field {LONGEST_VALUE}")
    if verdict in ON_NAMES:
        targets = tuple(_words(fields.get(side, "")) for side in ("left", "right"))
        within = fields.get("within", "").strip() or None
        if not all(targets):
            raise RefusedError(400, "give two names")
        return lambda at: Decision(verdict, targets, by, at, why, within=within)
    target = fields.get("decision" if verdict is Verdict.UNDO else "claim", "")
    if not _is_id(target):
        raise RefusedError(400, "this form names nothing that can be decided")
    changes = _changes(fields) if verdict is Verdict.CORRECT else ()
    return lambda at: Decision(verdict, (target,), by, at, why, changes)


def _changes(fields: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The fields whose value differs from the one that the page showed."""
    pairs = ((field, fields.get(f"from_{field}", ""), fields.get(f"to_{field}")) for field in FIELDS)
    return tuple((field, new.strip()) for field, old, new in pairs if new is not None and new.strip() != old.strip())


def matter_of(about: str, targets: Sequence[str]) -> Matter:
    """The matter of a question of the queue."""
    return claim_matter(targets[0]) if about == "claim" else names_matter(*targets)


def claim_matter(id: str) -> Matter:
    return Matter(id, f"question.html?{urlencode({'claim': id})}")


def names_matter(left: str, right: str) -> Matter:
    key = matter_of_names(Decision(Verdict.SAME, (left, right), "", ""))
    return Matter(key, f"names.html?{urlencode({'left': left, 'right': right})}")


def _matter(fields: Mapping[str, str]) -> Matter:
    if "claim" in fields:
        return claim_matter(fields["claim"])
    return names_matter(_words(fields.get("left", "")), _words(fields.get("right", "")))


def _address(decision: Decision, log: Log) -> str:
    """The page of what a decision is about."""
    root: Decision | None = decision
    while root is not None and root.verdict is Verdict.UNDO:
        root = log.get(root.targets[0])
    if root is None:
        return "decisions.html"
    return (names_matter(*root.targets) if root.verdict in ON_NAMES else claim_matter(root.targets[0])).address


def _decision(decision: Decision | None) -> Shown | None:
    if decision is None:
        return None
    told = {"id": decision.id, "verdict": decision.verdict, "targets": decision.targets, "by": decision.by}
    return told | {"at": decision.at, "why": decision.why, "changes": decision.changes, "within": decision.within}


def _page(request: Request, count: int) -> int:
    """The number of the page that is asked for, from 0, within `count` things."""
    asked = request.query_params.get("page", "1")
    number = int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    return max(0, min(number, (count - 1) // PER_PAGE))


def _paged(request: Request, items: Sequence[Shown]) -> Shown:
    """A page of `items`."""
    number = _page(request, len(items))
    begin = number * PER_PAGE
    more = f"{request.url.path}?page={number + 2}" if begin + PER_PAGE < len(items) else None
    shown = items[begin : begin + PER_PAGE]
    return {"total": len(items), "page": number + 1, "per_page": PER_PAGE, "next": more, "items": shown}


def _words(name: str) -> str:
    return " ".join(name.split())[:LONGEST_VALUE]


def _is_id(text: str) -> bool:
    return len(text) == len(digest()) and all(c in "0123456789abcdef" for c in text)
