"""The review at the terminal: one question after another, each answered with one key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import click

from liens import pipeline
from liens.answers import ties
from liens.config import Config
from liens.errors import Error
from liens.review import Wish
from liens.terminal import console
from liens.terminal import ties as draw

KEYS = {
    "claim": "[a]ccept  [r]eject  [c]orrect  [s]kip  [u]ndo  [q]uit",
    "names": "[a]ccept: they are one  [r]eject: they are two  [s]kip  [u]ndo  [q]uit",
}
WORDS = {"claim": {"a": "accept", "r": "reject", "c": "correct"}, "names": {"a": "merge", "r": "split"}}

Ask = Callable[[str], str]


@dataclass(slots=True)
class Interview:
    """One sitting. `ask` shows a prompt and gives the answer. A decision is in the ledger before the next question."""

    config: Config
    by: str | None
    ask: Ask = field(default=lambda prompt: str(click.prompt(prompt, default="", show_default=False)))

    def hold(self) -> None:
        """Ask until the queue is through or the person quits."""
        asked = ties.review(pipeline.consult(self.config))["questions"]
        kept: list[tuple[int, str]] = []
        place = 0
        while 0 <= place < len(asked):
            draw.question(asked[place])
            console.out.print(f"[dim]{place + 1} of {len(asked)}[/]  {console.safe(KEYS[asked[place]['about']])}")
            key = self.ask(">").strip().lower()[:1]
            if key == "q":
                break
            place = self._undo(kept, place) if key == "u" else place + self._answer(asked[place], key, kept, place)
        console.out.print(
            f"{console.counted(len(kept), 'decision')} kept. Next: [bold]liens run[/] writes them into the pages"
        )

    def _answer(self, question: dict[str, Any], key: str, kept: list[tuple[int, str]], place: int) -> int:
        """Keep the decision that `key` stands for; → how many questions to go on."""
        if key == "s":
            return 1
        verdict = WORDS[question["about"]].get(key)
        if verdict is None:
            console.complain(f"no {key!r} here")
            return 0
        changes = tuple(self._changes()) if verdict == "correct" else ()
        why = self.ask("why (empty: no reason)").strip()
        wish = Wish(verdict, tuple(question["targets"]), changes=changes, why=why, by=self.by)
        try:
            kept.append((place, pipeline.decide(self.config, wish)["id"]))
        except Error as error:
            console.complain(str(error))
            return 0
        return 1

    def _changes(self) -> Iterator[str]:
        """FIELD=VALUE lines until an empty one."""
        while line := self.ask("field=value (empty: done)").strip():
            yield line

    def _undo(self, kept: list[tuple[int, str]], place: int) -> int:
        """Take back the last decision of this sitting; → the place of its question."""
        if not kept:
            console.complain("nothing was decided in this sitting; `liens decide undo` takes back earlier decisions")
            return place
        place, decision = kept.pop()
        pipeline.decide(self.config, Wish("undo", (decision,), by=self.by))
        return place
