"""What if a company were gone, or a tie at an end: who would lose which known provider, and how many they would keep.

Nothing is foretold: a loss counts the providers that documents tell of on a day, and nobody's reaction. Taking a
company away never gives a start-up more alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from liens.analysis.dependence.profiles import Dependence, Profile
from liens.errors import ConfigError
from liens.ledger.assembling import quick
from liens.market.dependence import Grade


@quick
@dataclass(frozen=True, slots=True)
class Loss:
    """`start_up` loses the ties `ties` to `provider` in `channel`, which had the grade `grade`; `left` are the known
    providers that it keeps there, `provider` among them if other ties to it go on. `claims` tell what is lost."""

    start_up: str
    channel: str
    provider: str
    grade: Grade
    ties: tuple[str, ...]
    left: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What follows if `removed` (a company's or a tie's id) were gone; those who would keep fewest come first."""

    removed: str
    losses: tuple[Loss, ...]

    @property
    def stranded(self) -> tuple[Loss, ...]:
        """The losses that leave no known provider."""
        return tuple(loss for loss in self.losses if not loss.left)


@quick
@dataclass(frozen=True, slots=True)
class Hinge:
    """Company `provider` in short: `start_ups` have ties in force to it; `only` are the cells (start-up, channel) in
    which no other provider is known."""

    provider: str
    start_ups: tuple[str, ...]
    only: tuple[Dependence, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(claim for cell in self.only for claim in cell.claims))


def without(provider: str, profiles: Iterable[Profile]) -> WhatIf:
    """What follows if the company with id `provider` were gone.

    Raises:
        ConfigError: no start-up has a tie in force to it.
    """
    (found,) = removals([provider], profiles)
    if not found.losses:
        raise ConfigError(f"no start-up is known to depend on {provider!r}: units count for the group that owns them")
    return found


def removals(providers: Iterable[str], profiles: Iterable[Profile]) -> tuple[WhatIf, ...]:
    """What follows if one of the companies with the ids `providers` were gone, for each of them."""
    losses: dict[str, list[Loss]] = {provider: [] for provider in providers}
    for cell, known in _held(profiles):
        if cell.provider in losses:
            losses[cell.provider].append(_loss(cell, cell.ties, _others(cell, known)))
    return tuple(WhatIf(provider, _fewest_left_first(found)) for provider, found in losses.items())


def ending(tie: str, profiles: Iterable[Profile]) -> WhatIf:
    """What follows if the tie with id `tie` came to an end.

    Raises:
        ConfigError: no start-up depends on anyone by that tie.
    """
    found = []
    for cell, known in _held(profiles):
        if tie in cell.ties:
            kept = (cell.provider,) if len(cell.ties) > 1 else ()
            found.append(_loss(cell, (tie,), (*kept, *_others(cell, known))))
    if not found:
        raise ConfigError(f"no start-up is known to depend on anyone by the tie {tie!r}: it may not be in force")
    return WhatIf(tie, _fewest_left_first(found))


def find_hinges(profiles: Sequence[Profile]) -> tuple[Hinge, ...]:
    """Every provider in short, the one that is most often the only one first."""
    users: dict[str, set[str]] = {}
    only: dict[str, list[Dependence]] = {}
    for cell, _ in _held(profiles):
        users.setdefault(cell.provider, set()).add(cell.start_up)
        if not cell.alternatives:
            only.setdefault(cell.provider, []).append(cell)
    hinges = (Hinge(key, tuple(sorted(users[key])), tuple(only.get(key, ()))) for key in users)
    return tuple(sorted(hinges, key=lambda hinge: (-len(hinge.only), -len(hinge.start_ups), hinge.provider)))


def _held(profiles: Iterable[Profile]) -> Iterator[tuple[Dependence, tuple[str, ...]]]:
    """The cells with a tie in force, each with all providers known in its channel."""
    for profile in profiles:
        known = {channel: profile.providers(channel) for channel in profile.channels}
        yield from ((cell, known[cell.channel]) for cell in profile.cells if cell.ties)


def _others(cell: Dependence, known: tuple[str, ...]) -> tuple[str, ...]:
    place = known.index(cell.provider)
    return known[:place] + known[place + 1 :]


def _loss(cell: Dependence, ties: tuple[str, ...], left: tuple[str, ...]) -> Loss:
    return Loss(cell.start_up, cell.channel, cell.provider, cell.grade, ties, left, cell.claims)


def _fewest_left_first(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    return tuple(sorted(losses, key=lambda loss: (len(loss.left), loss.start_up, loss.channel, loss.provider)))
