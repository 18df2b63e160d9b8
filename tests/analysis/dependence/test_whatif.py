from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.dependence.profiles import Profile, profiles_in
from liens.analysis.dependence.whatif import ending, find_hinges, without
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.model import Status
from tests.analysis.dependence.binding import CLAIMS, SUPPLY, TIDES, Told, bonds_of, says, told, yes

HOUSES = {"colossa": {"colossa", "colossa-cloud"}, "voltane": {"voltane", "ada-quill"}}
CLOUD = ("Colossa Cloud", "supplies", "Voltane")


def profiles_of(view: View) -> tuple[Profile, ...]:
    return profiles_in(bonds_of(view), view, TIDES)


def kept(profiles: tuple[Profile, ...]) -> dict[tuple[str, str], set[str]]:
    """Start-up and channel → the providers known to it."""
    return {(p.start_up, channel): set(p.providers(channel)) for p in profiles for channel in p.channels}


EXAMPLE = told(
    yes(SUPPLY),
    yes(CLOUD),
    yes(("Colossa", "invests_in", "Voltane")),
    yes(("Titanis", "supplies", "Voltane")),
    yes(("Colossa", "supplies", "Brume"), exclusive=True),
    says(Status.PLANNED, ("Titanis", "supplies", "Brume")),
    says(Status.ENDED, ("Colossa", "distributes", "Brume")),
)
IDS = [entry.id for entry in EXAMPLE.entries]


def test_without_a_group_who_loses_what_and_who_keeps_how_many() -> None:
    lost = without("colossa", profiles_of(EXAMPLE))
    assert [(loss.start_up, loss.channel, loss.grade.value, loss.left, loss.claims) for loss in lost.losses] == [
        ("brume", "compute", "exclusive", (), (IDS[4],)),
        ("voltane", "funding", "present", (), (IDS[2],)),
        ("voltane", "compute", "present", ("titanis",), (IDS[0], IDS[1])),
    ]
    assert [(loss.start_up, loss.channel) for loss in lost.stranded] == [("brume", "compute"), ("voltane", "funding")]


@pytest.mark.parametrize(
    ("tie", "left"),
    [
        ("colossa--supplies--voltane", ("colossa", "titanis")),
        ("titanis--supplies--voltane", ("colossa",)),
        ("colossa--supplies--brume", ()),
    ],
)
def test_the_end_of_a_tie_leaves_the_others_of_its_group(tie: str, left: tuple[str, ...]) -> None:
    (loss,) = ending(tie, profiles_of(EXAMPLE)).losses
    assert (loss.ties, loss.left) == ((tie,), left)


def test_hinges_are_those_who_are_the_only_one_most_often() -> None:
    colossa, titanis = find_hinges(profiles_of(EXAMPLE))
    assert (colossa.provider, colossa.start_ups) == ("colossa", ("brume", "voltane"))
    assert [(cell.start_up, cell.channel) for cell in colossa.only] == [("brume", "compute"), ("voltane", "funding")]
    assert colossa.claims == (IDS[4], IDS[2])
    assert (titanis.provider, titanis.start_ups, titanis.only) == ("titanis", ("voltane",), ())


@pytest.mark.parametrize("tie", ["titanis--supplies--brume", "colossa--distributes--brume", "nothing"])
def test_what_is_not_in_force_cannot_end(tie: str) -> None:
    with pytest.raises(ConfigError, match="it may not be in force"):
        ending(tie, profiles_of(EXAMPLE))


def test_a_unit_is_asked_for_by_its_group() -> None:
    with pytest.raises(ConfigError, match="units count for the group that owns them"):
        without("colossa-cloud", profiles_of(EXAMPLE))


@given(CLAIMS)
def test_removing_a_group_never_increases_alternatives_and_is_as_if_nobody_had_told_of_it(claims: list[Told]) -> None:
    view = told(*claims)
    profiles = profiles_of(view)
    before = {(c.start_up, c.channel, c.provider): c.alternatives for p in profiles for c in p.cells}
    for hinge in find_hinges(profiles):
        house = HOUSES.get(hinge.provider, {hinge.provider})
        told_of = tuple(entry for entry in view.entries if not {entry.subject, entry.object} & house)
        rest = profiles_of(replace(view, entries=told_of))
        after = {(c.start_up, c.channel, c.provider): c.alternatives for p in rest for c in p.cells}
        assert all(after[key] <= before[key] for key in after)
        losses = without(hinge.provider, profiles).losses
        assert len({(loss.start_up, loss.channel) for loss in losses}) == len(losses)
        for loss in losses:
            if loss.start_up != hinge.provider:
                assert set(loss.left) == kept(rest).get((loss.start_up, loss.channel), set())


@given(CLAIMS, st.data())
def test_ending_a_tie_is_as_if_it_were_not_there(claims: list[Told], data: st.DataObject) -> None:
    view = told(*claims)
    bonds, profiles = bonds_of(view), profiles_of(view)
    ties = sorted({tie for profile in profiles for cell in profile.cells for tie in cell.ties})
    if ties:
        tie = data.draw(st.sampled_from(ties))
        rest = kept(profiles_in([bond for bond in bonds if bond.tie != tie], view, TIDES))
        for loss in ending(tie, profiles).losses:
            assert set(loss.left) == rest.get((loss.start_up, loss.channel), set())
