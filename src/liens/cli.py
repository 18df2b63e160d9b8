"""The command line: parse, call, print.

Exit codes: 0 done; 1 done, but with problems (`--strict`); 2 the command cannot be done as given; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from liens import pipeline
from liens.answers import log, measures, ties
from liens.answers.compare import compare as side_by_side
from liens.config import Config, find_study, load_config, write_config
from liens.errors import ConfigError, Error
from liens.interview import Interview
from liens.publishing.written import FORMATS as WRITTEN
from liens.review import VERDICTS, Wish
from liens.serving import people, running
from liens.terminal import console
from liens.terminal import log as draw_log
from liens.terminal import measures as draw_measures
from liens.terminal import ties as draw_ties
from liens.terminal.compare import compare as draw_side_by_side

F = TypeVar("F", bound=Callable[..., Any])

STUDY = Path("study")
DEFAULT = Config(folder=STUDY)


class Commands(click.Group):
    """The commands in the order a person meets them. An `Error` becomes one line and exit code 2; Ctrl-C gives 130."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Error as error:
            console.complain(str(error))
            sys.exit(2)
        except KeyboardInterrupt:
            console.complain("interrupted; run it again and it goes on")
            sys.exit(130)


def examples(*lines: str) -> str:
    """An epilogue that shows how the command is used."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def about_a_study(function: F) -> F:
    """Add `--study` and `--json`, which every query has."""
    function = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")(function)
    return click.option(
        "--study",
        type=click.Path(path_type=Path, file_okay=False),
        help="The study's folder. Default: the nearest above, else ./study.",
    )(function)


def opened(study: Path | None) -> Config:
    return load_config(find_study(study, Path.cwd()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="liens", prog_name="liens")
def main() -> None:
    """Read what the press, companies and authorities publish, and keep a ledger of who is tied to whom, on which terms,
    and who says so."""


@main.command(
    epilog=examples("liens run articles/ -o study/", "liens run report.pdf https://example.org/news", "liens run")
)
@click.argument("inputs", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The study's folder [study].")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything could not be read.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def run(inputs: tuple[str, ...], output: Path | None, strict: bool, quiet: bool, as_json: bool) -> None:
    """Read INPUTS (files, folders, .zip, .jsonl, URLs) and write the study.

    Run it again to read only what is new or changed. Without INPUTS it reads what the study was made from.
    """
    config = pipeline.prepare(output, inputs, Path.cwd())
    with console.watching(quiet or as_json) as progress:
        summary = pipeline.run(config, progress)
    console.summary(summary, config.folder, quiet, as_json)
    sys.exit(1 if strict and summary.problems else 0)


@main.command(epilog=examples("liens extract article.txt", "liens extract - < lines.jsonl > claims.jsonl"))
@click.argument("inputs", nargs=-1, required=True)
@click.option("--reader", default=DEFAULT.reader, show_default=True, help="Who reads.")
@click.option("--market", default=DEFAULT.market, show_default=True, help="The market pack.")
@click.option("--workers", default=0, help="How many processes read; 0: one for each core.")
@click.option("--strict", is_flag=True, help="Exit with 1 if anything could not be read.")
def extract(inputs: tuple[str, ...], reader: str, market: str, workers: int, strict: bool) -> None:
    """Read INPUTS (as for run; - for JSON lines on standard input) and print one JSON line for each document."""
    config = Config(folder=Path.cwd(), reader=reader, market=market, workers=workers)
    failed = console.lines(pipeline.extract(config, inputs, sys.stdin.buffer))
    sys.exit(1 if strict and failed else 0)


@main.command(epilog=examples("liens show", 'liens show "Mistral AI"', "liens show OpenAI --on 2024-05-01 --json"))
@click.argument("name", required=False)
@click.option("--on", help="NAME's deals as they stood on this day (2024-05-01, 2024-05 or 2024).")
@about_a_study
def show(name: str | None, on: str | None, study: Path | None, as_json: bool) -> None:
    """Show the study at a glance, or what is known of NAME: its ties, terms, statements and sources."""
    state = pipeline.consult(opened(study))
    if name is None:
        console.answer(ties.overview(state), draw_ties.overview, as_json)
    elif on is not None:
        console.answer(measures.standing(state, name, on), draw_measures.standing, as_json)
    else:
        console.answer(ties.show(state, name), draw_ties.entity, as_json)


@main.command(epilog=examples("liens why microsoft--invests_in--openai", "liens why 3f2a"))
@click.argument("tie")
@about_a_study
def why(tie: str, study: Path | None, as_json: bool) -> None:
    """Show every claim behind TIE (a tie's or a claim's id, or its beginning) and the sentence behind every claim."""
    console.answer(ties.why(pipeline.consult(opened(study)), tie), draw_ties.why, as_json)


@main.command(epilog=examples('liens compare "Mistral AI" OpenAI', "liens compare OpenAI Anthropic Cohere --json"))
@click.argument("names", nargs=-1, required=True)
@about_a_study
def compare(names: tuple[str, ...], study: Path | None, as_json: bool) -> None:
    """Show two or more entities side by side: what is the same, what differs, what is not known."""
    console.answer(side_by_side(pipeline.consult(opened(study)), names), draw_side_by_side, as_json)


@main.command(
    epilog=examples("liens diff OpenAI --from 2025", "liens diff --since 2026-11-20", "liens diff --since 412 --json")
)
@click.argument("name", required=False)
@click.option("--from", "first", help="In the deals: from this day, month or year on.")
@click.option("--to", "last", help="Up to its end [now].")
@click.option("--since", help="In the ledger: from this day or moment on, or since the state with this revision.")
@click.option("--until", help="Up to the end of this day, or to this state [now].")
@about_a_study
def diff(name: str | None, study: Path | None, as_json: bool, **asked: str | None) -> None:
    """Show what changed, for all or for NAME: in the deals between two days (--from, --to), or in the ledger between
    two of its states (--since, --until): claims added, superseded and decided, and findings that are others now."""
    config = opened(study)
    if asked["since"] and not asked["first"]:
        between = pipeline.consult_between(config, asked["since"], asked["until"])
        console.answer(log.log(between, name), draw_log.log, as_json)
    elif asked["first"] and not asked["since"]:
        found = measures.diff(pipeline.consult(config), asked["first"], asked["last"], name)
        console.answer(found, draw_measures.diff, as_json)
    else:
        raise ConfigError(log.which_states(pipeline.points(config)))


@main.command(epilog=examples("liens docket", 'liens docket "European Commission"', "liens docket OpenAI --json"))
@click.argument("name", required=False)
@about_a_study
def docket(name: str | None, study: Path | None, as_json: bool) -> None:
    """Show authorities' cases: each stage on the authority's own ladder, and what others call it."""
    console.answer(measures.docket(pipeline.consult(opened(study)), name), draw_measures.docket, as_json)


@main.command(epilog=examples("liens positions", 'liens positions "AI Act"', "liens positions Microsoft --json"))
@click.argument("name", required=False)
@about_a_study
def positions(name: str | None, study: Path | None, as_json: bool) -> None:
    """Show who said what about which deal, law or actor, and who lobbies."""
    console.answer(measures.positions(pipeline.consult(opened(study)), name), draw_measures.positions, as_json)


@main.command(epilog=examples("liens profile", 'liens profile "Mistral AI"', "liens profile OpenAI --on 2024"))
@click.argument("name", required=False)
@click.option("--on", help="As it was on this day, month or year.")
@about_a_study
def profile(name: str | None, on: str | None, study: Path | None, as_json: bool) -> None:
    """Show on whom each start-up depends, channel by channel."""
    console.answer(measures.profile(pipeline.consult(opened(study)), name, on), draw_measures.profile, as_json)


@main.command(epilog=examples("liens whatif", "liens whatif --without Microsoft", "liens whatif --end TIE"))
@click.option("--without", "gone", help="A company that would be gone.")
@click.option("--end", help="A tie, by its id, that would end.")
@about_a_study
def whatif(gone: str | None, end: str | None, study: Path | None, as_json: bool) -> None:
    """Show who would lose their only known provider if a company were gone or a tie ended."""
    console.answer(measures.whatif(pipeline.consult(opened(study)), gone, end), draw_measures.whatif, as_json)


@main.command(epilog=examples("liens layers", "liens layers --on 2024-12-31 --json"))
@click.option("--on", help="As it was on this day, month or year.")
@about_a_study
def layers(on: str | None, study: Path | None, as_json: bool) -> None:
    """Show who is present in which layer, and how many start-ups depend on whom there."""
    console.answer(measures.layers(pipeline.consult(opened(study)), on), draw_measures.layers, as_json)


@main.command(epilog=examples("liens control", "liens control OpenAI", "liens control --holdings shares.csv --json"))
@click.argument("name", required=False)
@click.option("--holdings", multiple=True, type=click.Path(path_type=Path), help="Records: CSV, FtM, BODS or GLEIF.")
@click.option("--on", help="As it was on this day.")
@about_a_study
def control(name: str | None, holdings: tuple[Path, ...], on: str | None, study: Path | None, as_json: bool) -> None:
    """Show who owns and controls whom, with the bounds that documents and imported records allow."""
    config = opened(study)
    state = pipeline.consult(config)
    given = pipeline.recorded(config, state.view, holdings)
    console.problems(given.problems)
    console.answer(measures.control(state, given, name, on), draw_measures.control, as_json)


@main.command(epilog=examples("liens concentration", "liens concentration --shares cloud.csv --json"))
@click.option("--shares", type=click.Path(path_type=Path), help="The shares of a market: CSV with firm,percent,source.")
@about_a_study
def concentration(shares: Path | None, study: Path | None, as_json: bool) -> None:
    """Show, layer by layer, how many start-ups depend on each group; with market shares, HHI and MHHI too."""
    config = opened(study)
    state = pipeline.consult(config)
    given = pipeline.recorded(config, state.view, shares=shares)
    console.problems(given.problems)
    console.answer(measures.concentration(state, given), draw_measures.concentration, as_json)


@main.command(epilog=examples("liens review", "liens review --by ana", "liens review --json"))
@click.option("--by", help="Who decides [the user's name].")
@about_a_study
def review(by: str | None, study: Path | None, as_json: bool) -> None:
    """Go through what needs a person's judgement: doubtful names, contested and unsure claims.

    Each question shows the words in their context. Answers are kept as decisions and can be undone.
    """
    config = opened(study)
    if as_json:
        console.answer(ties.review(pipeline.consult(config)), draw_ties.queue, as_json)
    else:
        Interview(config, by).hold()


@main.command(
    epilog=examples(
        "liens decide accept 3f2a9c01 --why 'read the filing'",
        "liens decide correct 3f2a9c01 --set status=planned --set amount=15000000 --set currency=EUR",
        "liens decide merge Mistral 'Mistral AI'",
        "liens decide split 'Phi' 'Phi' --within 77ab0c1d",
        "liens decide undo 90be11f2",
    )
)
@click.argument("verdict", type=click.Choice(list(VERDICTS)))
@click.argument("targets", nargs=-1, required=True)
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="With correct: a field's right value.")
@click.option("--within", help="With merge and split: only in the document with this id.")
@click.option("--why", default="", help="The reason.")
@click.option("--by", help="Who decides [the user's name].")
@about_a_study
def decide(study: Path | None, as_json: bool, **words: Any) -> None:
    """Record one decision.

    TARGETS are a claim's id (accept, reject, correct), two names (merge, split, unsure), or a decision's id (undo).
    """
    decision = pipeline.decide(opened(study), Wish(**words))
    console.answer(decision, console.decided, as_json)


@main.command(epilog=examples("liens export --format csv -o tables/", "liens export --format gexf -o ties.gexf"))
@click.option("-f", "--format", "form", required=True, type=click.Choice(pipeline.FORMATS), help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it [beside the study's pages].")
@about_a_study
def export(form: str, output: Path | None, study: Path | None, as_json: bool) -> None:
    """Write the ledger's claims, ties, entities, statements and documents for other programs."""
    console.answer(pipeline.export(opened(study), form, output), console.exported, as_json)


@main.command(epilog=examples("liens publish --format pdf", "liens publish --format docx -o market-study.docx"))
@click.option("-f", "--format", "form", required=True, type=click.Choice(WRITTEN), help="What to write.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write [in the study's folder].")
@about_a_study
def publish(form: str, output: Path | None, study: Path | None, as_json: bool) -> None:
    """Write the study as one document: findings with numbered citations, and every cited sentence with its source."""
    with console.watching(as_json) as progress:
        done = pipeline.publish_written(opened(study), form, output, progress)
    console.answer(done, console.exported, as_json)


@main.command("open", epilog=examples("liens open study/", "liens open"))
@click.argument("study", required=False, type=click.Path(path_type=Path, file_okay=False))
def open_(study: Path | None) -> None:
    """Open the study in the browser."""
    page = find_study(study, Path.cwd()) / "index.html"
    if not page.is_file():
        raise ConfigError(f"{page} is not there yet: write it with `liens run`")
    console.browse(page)


@main.command(
    epilog=examples(
        "liens serve", "liens serve --port 8080", "liens serve --host 0.0.0.0 --certificate cert.pem --key key.pem"
    )
)
@click.option("--study", type=click.Path(path_type=Path, file_okay=False), help="The study's folder.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, help="The port; 0: any that is free.")
@click.option("--allow-host", "names", multiple=True, help="A further name by which browsers reach this server.")
@click.option("--rate", default=50.0, show_default=True, help="Requests a second for each client; 0: any number.")
@click.option("--certificate", type=click.Path(path_type=Path, exists=True), help="For https: a certificate (PEM).")
@click.option("--key", type=click.Path(path_type=Path, exists=True), help="Its private key (PEM).")
def serve(study: Path | None, **place: Any) -> None:
    """Show the study in browsers, with review and an API, and keep it up with the ledger.

    Without users it is shown to this machine alone and can only be read. After `liens user add` people sign in.
    """
    config = opened(study)
    console.making()
    running.serve(config, running.Place(**place), console.serving)


@main.command(
    epilog=examples(
        "liens user add ana --role reviewer",
        "liens user list",
        "liens user role ana --role admin",
        "liens user password ana",
        "liens user remove ana",
    )
)
@click.argument("action", type=click.Choice(people.ACTIONS))
@click.argument("name", required=False)
@click.option("--role", type=click.Choice(people.ROLES), help="What they may do; each role includes those before.")
@click.option("--stdin", is_flag=True, help="Read the password from standard input.")
@about_a_study
def user(action: str, name: str | None, role: str | None, stdin: bool, study: Path | None, as_json: bool) -> None:
    """Say who may sign in to the live study: readers read, reviewers also judge, admins also see who did what."""
    password = console.password(stdin) if action in people.WITH_PASSWORD else None
    console.answer(people.act(opened(study).folder, action, name, role, password), console.people, as_json)


@main.command(epilog=examples("liens init", "liens init study/ --source articles/"))
@click.argument("folder", default=STUDY, type=click.Path(path_type=Path, file_okay=False))
@click.option("--source", "sources", multiple=True, help="What the study reads: a file, folder, archive or URL.")
def init(folder: Path, sources: tuple[str, ...]) -> None:
    """Make a study's folder with a commented liens.toml. (`run` needs no init.)"""
    there = (folder / "liens.toml").exists()
    path = write_config(Config(folder=folder, sources=pipeline.absolute(sources, Path.cwd())))
    console.initialised(path, there)
