"""What the pages on dependence show: profiles side by side and one by one, what-if, layers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from liens.analysis.dependence.profiles import Dependence, Profile, Shift
from liens.market.dependence import Grade
from liens.publishing.charts import MOST_COLUMNS, grade_mark, layer_chart, profile_matrix
from liens.publishing.site import Site
from liens.publishing.timeline import Event, draw_timeline

Shown = dict[str, Any]
SIDE_BY_SIDE = 6
"""Companies in one table of the page that puts the start-ups side by side."""
GRADES = {
    Grade.EXCLUSIVE: "exclusive",
    Grade.PRIMARY: "primary",
    Grade.PRESENT: "present",
    Grade.UNKNOWN: "not known: planned or alleged only",
    Grade.NONE: "none, by what is said",
}
SHAPES = {
    Grade.EXCLUSIVE: "full",
    Grade.PRIMARY: "thick",
    Grade.PRESENT: "open",
    Grade.UNKNOWN: "dashed",
    Grade.NONE: "square",
}
"""The shape that a grade has on a timeline."""


def profiles_page(site: Site) -> Shown:
    """All profiles in one drawing and in tables of a few companies each."""
    profiles = site.report.measures.profiles
    columns = _columns(profiles)[:MOST_COLUMNS]
    cells: dict[tuple[str, str], list[Dependence]] = {(p.start_up, key): [] for p in profiles for key in columns}
    for profile in profiles:
        for cell in profile.cells:
            if (cell.start_up, cell.provider) in cells:
                cells[cell.start_up, cell.provider].append(cell)
    return {
        "profiles": profiles,
        "columns": _columns(profiles),
        "channels": tuple(site.market.channels),
        "cells": cells,
        "blocks": _blocks(columns, site),
        "marks": legend(site),
        "picture": profile_matrix(profiles, columns, site.name, site.addresses.entities),
    }


def _columns(profiles: Iterable[Profile]) -> list[str]:
    """The providers, those of most start-ups first."""
    users: Counter[str] = Counter()
    cells: Counter[str] = Counter()
    for profile in profiles:
        users.update({cell.provider for cell in profile.cells})
        cells.update(cell.provider for cell in profile.cells)
    return sorted(users, key=lambda key: (-users[key], -cells[key], key))


def _blocks(columns: Sequence[str], site: Site) -> list[tuple[str, Sequence[str]]]:
    groups = [columns[at : at + SIDE_BY_SIDE] for at in range(0, len(columns), SIDE_BY_SIDE)]
    return [(", ".join(site.name(key)[:40] for key in keys), keys) for keys in groups]


def legend(site: Site) -> tuple[list[tuple[str, Markup]], list[Markup]]:
    """The marks of the grades, in the first channel's colour, and one mark for each channel."""
    shapes = [(title, grade_mark(grade, 99, 6, 6)) for grade, title in GRADES.items()]
    return shapes, [grade_mark(Grade.PRIMARY, place, 6, 6) for place, _ in enumerate(site.market.channels)]


def whatif_page(site: Site) -> Shown:
    """Every provider in short, and each large group in full."""
    measures = site.report.measures
    return {
        "hinges": measures.hinges,
        "spare": [hinge for hinge in measures.hinges if not hinge.only],
        "large": {gone.removed: gone for gone in measures.removals},
        "anchors": {gone.removed: f"without-{number}" for number, gone in enumerate(measures.removals, 1)},
    }


def layers_page(site: Site) -> Shown:
    """The matrix of companies and layers, and the counts."""
    layers = site.report.measures.layers
    return {
        "layers": layers,
        "present": {(presence.actor, presence.layer): presence for presence in layers.presences},
        "breadth": Counter(presence.actor for presence in layers.presences),
        "picture": layer_chart(layers.counts, site.market.layers, site.name),
    }


def profile_part(start_up: str, profile: Profile | None, shifts: Sequence[Shift], site: Site) -> Shown:
    """What the page of a start-up shows of its dependence, None as its profile if nothing is known of it."""
    events = [_event(number, shift, site) for number, shift in enumerate(shifts, 1)]
    order = {title: place for place, title in enumerate(site.market.channels.values())}
    events.sort(key=lambda event: order[event.lane])
    title = f"Changes in the dependence of {site.name(start_up)[:80]}"
    return {
        "profile": profile,
        "shapes": [(shape, GRADES[grade]) for grade, shape in SHAPES.items()],
        "at": {(cell.channel, cell.provider): cell for cell in profile.cells} if profile else {},
        "shifts": shifts,
        "shift_picture": draw_timeline(events, title),
    }


def _event(number: int, shift: Shift, site: Site) -> Event:
    words = f"{site.name(shift.provider)}: {shift.before} to {shift.after}"
    return Event(number, shift.day, site.market.channels[shift.channel], SHAPES[shift.after], words, f"shift-{number}")


def by_start_up(site: Site) -> Mapping[str, tuple[Profile, list[Shift]]]:
    """Profile and shifts of each start-up."""
    found: dict[str, tuple[Profile, list[Shift]]] = {p.start_up: (p, []) for p in site.report.measures.profiles}
    for shift in site.report.measures.shifts:
        if shift.start_up in found:
            found[shift.start_up][1].append(shift)
    return found
