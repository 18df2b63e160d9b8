"""The stages of a run: gather, read, resolve, publish. The CLI and every engine call these.

Each stage takes up where the ledger stands, so a run that was killed goes on where it was.
"""

from __future__ import annotations

import getpass
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from liens import plugins
from liens.answers.log import Between, find_point
from liens.answers.study import Study, study_of
from liens.codec import as_extract, encode
from liens.config import Config, find_study, is_study, load_config, write_config
from liens.engines import ReadOne
from liens.engines.local import LocalEngine
from liens.errors import ConfigError, SourceError
from liens.interchange.bods_out import write_bods
from liens.interchange.ftm_out import write_ftm
from liens.ledger.store import Ledger
from liens.ledger.view import Point, View
from liens.market import Market, load_market
from liens.model import Document, Problem, Reading
from liens.publishing import publish
from liens.publishing.exports import FORMATS as TABLES_AND_GRAPHS
from liens.publishing.exports import export_view
from liens.publishing.report import Report, build_report
from liens.publishing.written import place_for, write_study
from liens.publishing.written.compose import compose
from liens.reading import Reader
from liens.reading.evidence import prove
from liens.records import Recorded, read_records
from liens.resolving import resolve
from liens.review import Wish, questions
from liens.review import decide as decision_for
from liens.sources import Source
from liens.sources.jsonl import read_lines
from liens.sources.locate import open_source

Found = Document | Problem

STDIN = "-"
INTERCHANGE: Mapping[str, Callable[[View, Market, Path], object]] = {"ftm": write_ftm, "bods": write_bods}
ONE_FILE = {
    **{name: f.file for name, f in TABLES_AND_GRAPHS.items() if f.file},
    "ftm": "ftm.jsonl",
    "bods": "bods.json",
}
FORMATS = (*TABLES_AND_GRAPHS, *INTERCHANGE)
"""What `export` writes; `ONE_FILE` names the file of those that write one."""
READ_BATCH = 64
"""Readings written in one transaction; a kill loses at most these, and the next run reads them again."""
FEW, SHORT = 8, 50_000
"""Up to this many documents of up to so many characters are read in this process: starting others, where time is
bounded, would take longer."""


class Progress(Protocol):
    """Someone who watches. `stage` opens a stage of `total` steps (None: unknown), `step` counts one of them."""

    def stage(self, name: str, total: int | None) -> None: ...

    def step(self, what: str) -> None: ...


class Silence:
    """Nobody watches."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing."""

    def step(self, what: str) -> None:
        """Nothing."""


@dataclass(slots=True)
class Gathered:
    """What gathering did: places found, documents new to the ledger, places unchanged since they were last read."""

    found: int = 0
    added: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, and where the study stands after it. `unread` documents failed; `problems` are those in force."""

    gathered: Gathered
    read: int
    documents: int
    claims: int
    statements: int
    entities: int
    ties: int
    conflicts: int
    questions: int
    problems: tuple[Problem, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The summary for programs."""
        return asdict(replace(self, problems=())) | {"problems": [encode(p) for p in self.problems]}

    def next_step(self, folder: Path) -> str:
        """What a person would do next."""
        if not self.documents:
            return "liens run FOLDER with articles in it: nothing could be read"
        return f"liens open {folder}" + (
            f", then liens review ({self.questions} questions wait)" * bool(self.questions)
        )


def prepare(output: Path | None, inputs: tuple[str, ...], here: Path) -> Config:
    """The settings of the run that a person asked for; a new study's folder gets its `liens.toml`.

    Raises:
        ConfigError: there is nothing to read, or `output` is a folder of something else.
        SourceError: one of `inputs` does not exist.
    """
    if not inputs and output is None:
        output = find_study(None, here)
    folder = output or here / "study"
    if folder.is_dir() and any(folder.iterdir()) and not is_study(folder):
        raise ConfigError(f"{folder} is not empty and holds no study: choose another folder with --output")
    config = load_config(folder)
    sources = absolute(inputs, here) or tuple(_from_study(source, folder) for source in config.sources)
    if not sources:
        raise ConfigError("nothing to read: name files, folders or URLs, or set sources in liens.toml")
    for source in absolute(inputs, here):
        open_source(source)
    kept = tuple(_to_study(source, folder) for source in sources)
    write_config(replace(config, sources=kept))
    return replace(config, sources=sources)


def absolute(inputs: tuple[str, ...], here: Path) -> tuple[str, ...]:
    """`inputs` with paths as seen from anywhere; URLs as they are."""
    return tuple(i if "://" in i or i == STDIN else os.path.normpath(here / i) for i in inputs)


def _from_study(source: str, folder: Path) -> str:
    return source if "://" in source else os.path.normpath(folder.resolve() / source)


def _to_study(source: str, folder: Path) -> str:
    """A source as the study's `liens.toml` names it: relative, so that the two can be moved together."""
    return source if "://" in source else os.path.relpath(source, folder.resolve())


def make_reader(name: str, market: str) -> Reader:
    """The reader plugin `name`, for the market pack `market`."""
    reader: Reader = plugins.load("readers", name)(load_market(market))
    return reader


def read_and_prove(name: str, market: str) -> ReadOne:
    """What a worker runs: read a document, then hold every word against it."""
    reader = make_reader(name, market)
    return lambda document: prove(document, reader.read(document))


def run(config: Config, progress: Progress | None = None) -> Summary:
    """Gather the sources, read what is new, resolve names and write the study into its folder."""
    begin = time.monotonic()
    watch = progress or Silence()
    market = load_market(config.market_name)
    with Ledger.open(config.ledger_address) as ledger:
        gathered = gather(ledger, config.sources, watch)
        read = read_new(ledger, config, watch)
        watch.stage("resolving names", None)
        reader = make_reader(config.reader, config.market_name).id
        resolve(ledger, market, reader)
        view = ledger.view(reader, market)
        watch.stage("writing the study", None)
        given = recorded(config, view)
        report = publish(view, market, config.folder, given.records)
        ledger.note(_now())
    return _summary(report, (view, given.problems), gathered, read, time.monotonic() - begin)


def _summary(
    report: Report, state: tuple[View, tuple[Problem, ...]], gathered: Gathered, read: int, seconds: float
) -> Summary:
    view, of_records = state
    return Summary(
        gathered=gathered,
        read=read,
        documents=len(report.sources),
        claims=len(report.claims),
        statements=len(report.statements),
        entities=len(report.entities),
        ties=len(report.ties),
        conflicts=len(report.conflicts),
        questions=len(questions(view)),
        problems=(*report.problems, *of_records),
        seconds=seconds,
    )


def gather(ledger: Ledger, sources: Iterable[str], watch: Progress) -> Gathered:
    """Bring what is new or changed at `sources` into the ledger; a source that is gone is a problem."""
    gathered = Gathered()
    watch.stage("gathering", None)
    for name in sources:
        try:
            source = open_source(name)
        except SourceError as error:
            ledger.add_problem(Problem("sources", name, str(error), error.advice))
        else:
            _gather(ledger, source, gathered, watch)
    return gathered


def _gather(ledger: Ledger, source: Source, gathered: Gathered, watch: Progress) -> None:
    for item in source.find():
        if isinstance(item, Problem):
            ledger.add_problem(item)
            continue
        gathered.found += 1
        if ledger.stamp_of(item.where) == item.stamp:
            gathered.unchanged += 1
        else:
            gathered.added += ledger.record(item.where, item.stamp, source.get(item))
        watch.step(item.where)


def read_new(ledger: Ledger, config: Config, watch: Progress) -> int:
    """Read every live document that the study's reader has not read; → how many were."""
    unread = ledger.unread(make_reader(config.reader, config.market_name).id)
    watch.stage("reading", len(unread))
    results = _readings(config, (ledger.document(key) for key in unread))
    return sum(_keep(ledger, batch, watch) for batch in iter(lambda: list(islice(results, READ_BATCH)), []))


def _keep(ledger: Ledger, batch: list[tuple[Found, Reading | Problem]], watch: Progress) -> int:
    """Write a batch of readings in one transaction; → how many documents were read."""
    read = 0
    with ledger.batch():
        for document, result in batch:
            if isinstance(document, Document) and isinstance(result, Reading):
                ledger.add_reading(result)
                read += 1
            elif isinstance(document, Document) and isinstance(result, Problem):
                ledger.add_reading_problem(result, document.id)
            watch.step(document.name if isinstance(document, Document) else document.where)
    return read


def extract(config: Config, inputs: tuple[str, ...], stdin: BinaryIO) -> Iterator[dict[str, Any]]:
    """What the reader makes of each document of `inputs`, in their order; `-` is JSON lines on `stdin`. No ledger."""
    things = chain.from_iterable(_things(name, stdin) for name in absolute(inputs, Path.cwd()))
    for thing, result in _readings(config, things):
        if isinstance(thing, Problem):
            yield as_extract(Document("", name=thing.where), Reading("", "", problems=(thing,)))
        elif isinstance(result, Problem):
            yield as_extract(thing, Reading(thing.id, "", problems=(result,)))
        else:
            yield as_extract(thing, result)


def _things(name: str, stdin: BinaryIO) -> Iterator[Found]:
    if name == STDIN:
        yield from read_lines(stdin, "standard input")
        return
    source = open_source(name)
    for item in source.find():
        if isinstance(item, Problem):
            yield item
        else:
            yield from source.get(item)


def _readings(config: Config, things: Iterable[Found]) -> Iterator[tuple[Found, Reading | Problem]]:
    """Each document with what the reader made of it; a problem stands for itself. The order is that of `things`."""
    stream = iter(things)
    first = list(islice(stream, FEW + 1))
    here = len(first) <= FEW and all(len(t.text) <= SHORT for t in first if isinstance(t, Document))
    engine = LocalEngine(config.worker_count, here=here)
    waiting: deque[Found] = deque()

    def documents() -> Iterator[Document]:
        for thing in chain(first, stream):
            waiting.append(thing)
            if isinstance(thing, Document):
                yield thing

    def problems() -> Iterator[tuple[Found, Problem]]:
        while waiting and isinstance(waiting[0], Problem):
            problem = waiting.popleft()
            assert isinstance(problem, Problem)
            yield problem, problem

    for result in engine.map(partial(read_and_prove, config.reader, config.market_name), documents()):
        yield from problems()
        yield waiting.popleft(), result
    yield from problems()


def consult(config: Config) -> Study:
    """The study as the ledger has it now, for a query."""
    with Ledger.open(config.ledger_address) as ledger:
        return study_of(_view(ledger, config), load_market(config.market_name))


def consult_between(config: Config, since: str, until: str | None) -> Between:
    """The study as it was at the state of the ledger that `since` names, and at `until` or now.

    Raises:
        ConfigError: the ledger noted no such state, or the second comes before the first.
    """
    reader, market = make_reader(config.reader, config.market_name).id, load_market(config.market_name)
    with Ledger.open(config.ledger_address) as ledger:
        points = ledger.points()
        first, last = find_point(points, since, opens=True), until and find_point(points, until, opens=False)
        if last and last.revision < first.revision:
            raise ConfigError(f"the state {last.revision} comes before the state {first.revision}: turn them round")
        before = ledger.view_at(first, reader, market)
        after = ledger.view_at(last, reader, market) if last else ledger.view(reader, market)
    return Between(study_of(before, market), study_of(after, market), first, last or None)


def points(config: Config) -> tuple[Point, ...]:
    """The states of the ledger that were noted, earliest first."""
    with Ledger.open(config.ledger_address) as ledger:
        return ledger.points()


def _view(ledger: Ledger, config: Config) -> View:
    return ledger.view(make_reader(config.reader, config.market_name).id, load_market(config.market_name))


def decide(config: Config, wish: Wish) -> dict[str, Any]:
    """Keep the decision that `wish` asks for; → it, with its id."""
    with Ledger.open(config.ledger_address) as ledger:
        decision = decision_for(_view(ledger, config), wish, wish.by or _user(), _now())
        ledger.decide(decision)
    return encode(decision) | {"id": decision.id}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _user() -> str:
    """The name a decision is signed with where none is given.

    Raises:
        ConfigError: the system has no name for the user.
    """
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise ConfigError("the system does not say who you are: sign with --by NAME") from error


def recorded(config: Config, view: View, holdings: Sequence[Path] = (), shares: Path | None = None) -> Recorded:
    """The records that the study's settings name, with more `holdings`, and `shares` in the place of the settings'."""
    own = config.folder / config.shares if config.shares else None
    paths = (*(config.folder / each for each in config.holdings), *holdings)
    return read_records(view, load_market(config.market_name), paths, shares or own)


def export(config: Config, form: str, output: Path | None) -> dict[str, Any]:
    """Write the study in the format `form`; → where it is. An `output` without a suffix is a folder."""
    market = load_market(config.market_name)
    target = output or config.folder / "exports" / ("" if form in ONE_FILE else form)
    with Ledger.open(config.ledger_address) as ledger:
        view = _view(ledger, config)
    if form not in INTERCHANGE:
        return {"format": form, "path": str(export_view(view, market, form, target))}
    target = target if target.suffix else target / ONE_FILE[form]
    target.parent.mkdir(parents=True, exist_ok=True)
    INTERCHANGE[form](view, market, target)
    return {"format": form, "path": str(target)}


def publish_written(config: Config, form: str, output: Path | None, watch: Progress) -> dict[str, Any]:
    """Write the study as one document in the format `form`; → where it is, and its files."""
    place = place_for(form, config.folder, output)
    market = load_market(config.market_name)
    watch.stage("reading the ledger", None)
    with Ledger.open(config.ledger_address) as ledger:
        view = _view(ledger, config)
    watch.stage("measuring", None)
    given = recorded(config, view)
    report = build_report(view, market, given.records)
    failed = (replace(problem, where=Path(problem.where).name) for problem in given.problems)
    report = replace(report, problems=(*report.problems, *failed))
    watch.stage(f"writing {form}", None)
    files = write_study(compose(report, view, market), form, place)
    return {"format": form, "path": str(place), "files": [str(path) for path in files]}
