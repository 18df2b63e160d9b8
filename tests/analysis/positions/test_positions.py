import json
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.positions.findings import ReplyKind, find_positions, select_positions
from liens.analysis.positions.lobbying import Direction, direction_of
from liens.analysis.positions.standpoints import Hand, Standpoint
from liens.analysis.positions.targets import TargetKind
from liens.codec import encode
from liens.ledger.view import Remark, View
from liens.market import Relation
from liens.model import Document, Kind, Stance, Status, Terms
from tests.invented import MARKET, Book, sketch

S = Stance


class Room(Book):
    """A book in which people speak."""

    def says(
        self,
        document: Document,
        words: str,
        speaker: str,
        target: str | None = None,
        stance: Stance = S.NEUTRAL,
        venue: str | None = None,
    ) -> Remark:
        said = self.say(document, words, speaker, target)
        statement = replace(said.statement, stance=stance, venue=venue)
        self.remarks[-1] = replace(said, statement=statement)
        return self.remarks[-1]

    def told(
        self, day: str | None, speaker: str, stance: Stance, target: str | None = "the Colossa–Voltane partnership"
    ) -> Remark:
        """One document of one statement."""
        words = f"words of {speaker}, number {len(self.remarks)}"
        return self.says(self.document(f"We heard {words}.", published=day), words, speaker, target, stance)

    def said(self) -> tuple[Standpoint, ...]:
        return find_positions(self.view(), MARKET).said


@pytest.mark.parametrize(
    ("target", "kind", "keys"),
    [
        ("the Colossa–Voltane partnership", TargetKind.DEAL, ("colossa", "voltane")),
        ("Voltane-Colossa agreement", TargetKind.DEAL, ("colossa", "voltane")),
        ("Voltane's deal with Colossa Cloud", TargetKind.DEAL, ("colossa", "voltane")),
        ("Colossa Cloud's deal with Colossa", TargetKind.DEAL, ("colossa", "colossa-cloud")),
        ("Colossa–Voltane", TargetKind.DEAL, ("colossa", "voltane")),
        ("the Model Act and Voltane", TargetKind.LAW, ("model-act",)),
        ("Voltane", TargetKind.ACTOR, ("voltane",)),
        ("Voltane and Brume", TargetKind.ACTOR, ("brume", "voltane")),
        ("the deal", TargetKind.TEXT, ()),
        ("the tides of   March", TargetKind.TEXT, ()),
        ("voltane", TargetKind.TEXT, ()),
    ],
)
def test_targets(target: str, kind: TargetKind, keys: tuple[str, ...]) -> None:
    room = Room()
    room.told("2024-01-01", "Ada Quill", S.CRITICAL, target)
    (one,) = room.said()
    assert (one.target.kind, one.target.keys, one.target.stated) == (kind, keys, True)


def test_the_one_deal_of_a_document_is_what_its_deal_means() -> None:
    room = Room()
    document = room.document("Colossa allies with Voltane. The deal is bad. It is raining. The Model Act is fine.")
    room.claim(document, "Colossa allies with Voltane", ("Colossa", "partners_with", "Voltane"))
    for words in ("The deal is bad", "It is raining", "The Model Act is fine"):
        room.says(document, words, "Ada Quill")
    assert [(one.target.kind, one.target.keys, one.target.stated) for one in room.said()] == [
        (TargetKind.DEAL, ("colossa", "voltane"), False),
        (TargetKind.NONE, (), False),
        (TargetKind.LAW, ("model-act",), False),
    ]
    room.claim(document, "Colossa allies with Voltane", ("Colossa", "partners_with", "Brume"))
    assert room.said()[0].target.kind is TargetKind.NONE


@pytest.mark.parametrize(
    ("publisher", "venue", "rest", "hand", "via"),
    [
        ("The Courier", None, {}, Hand.FIRST, None),
        ("The Courier", "a public hearing", {}, Hand.FIRST, None),
        ("The Courier", "The Courier", {}, Hand.FIRST, None),
        ("Voltane", None, {}, Hand.OWN, None),
        ("The Courier", "Evening Wire", {}, Hand.RELAYED, "Evening Wire"),
        ("The Courier", "an interview with the Evening Wire", {}, Hand.RELAYED, "Evening Wire"),
        ("The Courier", None, {"credits": ("Evening Wire",)}, Hand.RELAYED, "Evening Wire"),
        ("The Courier", None, {"credits": ("Colossa",)}, Hand.FIRST, None),
    ],
)
def test_first_hand_or_relayed(
    publisher: str, venue: str | None, rest: dict[str, object], hand: Hand, via: str | None
) -> None:
    room = Room()
    text = "It is a good deal, Ada Quill told the Evening Wire, as Colossa knows."
    room.says(room.document(text, publisher, "2024-01-01", **rest), "It is a good deal", "Ada Quill", venue=venue)
    (one,) = room.said()
    assert (one.hand, one.via) == (hand, via)


def test_a_credit_far_from_the_words_is_not_for_them() -> None:
    room = Room()
    text = "It is a good deal, said Ada Quill. " + "The tide rose and fell. " * 20 + "So wrote the Evening Wire."
    room.says(room.document(text, credits=("Evening Wire",)), "It is a good deal", "Ada Quill")
    assert room.said()[0].hand is Hand.FIRST


def test_copies_are_relayed_and_one_origin() -> None:
    room = Room()
    for number, publisher in enumerate(("Evening Wire", "The Courier", "Le Phare")):
        document = room.document(f"It is bad. {number}", publisher, f"2024-01-0{number + 1}", sketch=sketch(1))
        room.says(document, "It is bad", "Open Ledger Fund", "Voltane", S.CRITICAL)
    positions = find_positions(room.view(), MARKET)
    assert [one.via for one in positions.said] == [None, "Evening Wire", "Evening Wire"]
    assert [(len(debate.critical), debate.origins) for debate in positions.debates] == [(3, 1)]


def test_the_post_is_that_of_the_day() -> None:
    room = Room()
    room.entity("Bo Tern", Kind.PERSON)
    then, later = (room.document(f"Bo Tern, {year}", published=f"{year}-01-01") for year in (2022, 2024))
    room.claim(then, "Bo Tern", ("Bo Tern", "works_for", "Colossa"), terms=Terms(role="engineer"))
    room.claim(later, "Bo Tern", ("Bo Tern", "works_for", "Colossa"), Status.ENDED)
    room.claim(later, "Bo Tern", ("Bo Tern", "works_for", "Voltane"), terms=Terms(role="founder"))
    room.claim(later, "Bo Tern", ("Bo Tern", "works_for", "Brume"), Status.DENIED)
    for day in ("2023-01-01", "2025-01-01"):
        room.told(day, "Bo Tern", S.NEUTRAL)
    posts = [{(post.organisation, post.role) for post in one.posts} for one in room.said()]
    assert posts == [{("colossa", "engineer"), ("voltane", "founder")}, {("voltane", "founder")}]


def test_posts_by_the_market_pack_and_by_the_name_of_a_nameless_voice() -> None:
    room = Room()
    room.entity("Colossa spokesperson", Kind.PERSON)
    room.told("2024-01-01", "Ada Quill", S.NEUTRAL)
    room.told("2024-01-02", "Colossa spokesperson", S.NEUTRAL)
    room.told("2024-01-03", "Colossa", S.NEUTRAL)
    found = [[(post.organisation, post.relation) for post in one.posts] for one in room.said()]
    assert found == [[("voltane", "market")], [("colossa", "market")], []]


def test_replies() -> None:
    room = Room()
    critic = room.told("2024-02-01", "Open Ledger Fund", S.CRITICAL)
    friend = room.told("2024-02-02", "Titanis", S.SUPPORTIVE)
    answer = room.told("2024-02-03", "Ada Quill", S.NEUTRAL)
    room.told("2024-01-01", "Brume", S.SUPPORTIVE)
    room.told("2024-02-04", "Brume", S.SUPPORTIVE, "the Titanis–Brume deal")
    document = room.document("Voltane denies that Colossa supplies it.", published="2024-02-05")
    triple = ("Colossa", "supplies", "Voltane")
    denial = room.claim(document, "Voltane denies that Colossa supplies it", triple, Status.DENIED, "Voltane")
    room.claim(document, "Colossa supplies it", triple, Status.DENIED, "Titanis")
    replies = find_positions(room.view(), MARKET).replies
    assert {(reply.by, reply.kind) for reply in replies if reply.to == critic.id} == {
        (friend.id, ReplyKind.OPPOSITE),
        (answer.id, ReplyKind.ANSWER),
        (denial.id, ReplyKind.DENIAL),
    }
    assert {reply.to for reply in replies} == {critic.id, room.remarks[3].id}


def test_words_further_down_in_one_document_reply() -> None:
    room = Room()
    document = room.document("Titanis calls it good. The Fund calls it bad. Voltane calls it good.")
    target = "the Colossa–Voltane partnership"
    first = room.says(document, "Titanis calls it good", "Titanis", target, S.SUPPORTIVE)
    bad = room.says(document, "The Fund calls it bad", "Open Ledger Fund", target, S.CRITICAL)
    last = room.says(document, "Voltane calls it good", "Voltane", target, S.SUPPORTIVE)
    replies = find_positions(room.view(), MARKET).replies
    assert [(reply.to, reply.by, reply.kind) for reply in replies] == [
        (first.id, bad.id, ReplyKind.OPPOSITE),
        (bad.id, last.id, ReplyKind.ANSWER),
    ]


def test_a_change_of_stance() -> None:
    room = Room()
    before = room.told("2023-06-01", "Ada Quill", S.CRITICAL, "the Model Act")
    room.told("2023-12-01", "Ada Quill", S.NEUTRAL, "the Model Act")
    after = room.told("2024-03-01", "Ada Quill", S.SUPPORTIVE, "the Model Act")
    room.told("2024-04-01", "Ada Quill", S.SUPPORTIVE, "the Model Act")
    room.told(None, "Ada Quill", S.CRITICAL, "the Model Act")
    room.told("2024-05-01", "Colossa", S.CRITICAL, "the Model Act")
    (change,) = find_positions(room.view(), MARKET).changes
    assert (change.speaker, change.before, change.after) == ("ada-quill", before.id, after.id)


@pytest.mark.parametrize(
    ("words", "assures"),
    [
        ("it has not changed its strategy", True),
        ("nothing essential has changed", True),
        ("elle n’a pas changé de stratégie", True),
        ("the strategy has changed", False),
        ("the two cases are however different", False),
    ],
)
def test_an_assurance_is_kept_as_what_was_said(words: str, assures: bool) -> None:
    room = Room()
    room.says(room.document(f"Voltane says: {words}."), words, "Voltane")
    positions = find_positions(room.view(), MARKET)
    assert [one.words for one in positions.assurances] == [words] * assures


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("lobbied to water down the Act", Direction.LIGHTER),
        ("lobbying against the provisions of the draft", Direction.AGAINST),
        ("lobbied against stricter rules", Direction.STRICTER),
        ("called for tougher rules", Direction.STRICTER),
        ("called for the Act", Direction.FOR),
        ("lobbied on the Act", Direction.UNKNOWN),
        ("blockchain lobbyists", Direction.UNKNOWN),
    ],
)
def test_direction_by_words(words: str, direction: Direction) -> None:
    assert direction_of(words) is direction


def test_lobbying_says_who_says_so() -> None:
    room = Room()
    document = room.document(
        "Voltane lobbied on the Model Act. Colossa fought against it, says the Fund.", published="2024-03-11"
    )
    mild = room.claim(document, "Voltane lobbied on the Model Act", ("Voltane", "lobbies", "Model Act"))
    triple = ("Colossa", "lobbies", "Model Act")
    room.claim(document, "Colossa fought against it", triple, Status.ALLEGED, "Open Ledger Fund")
    said = room.told("2024-01-01", "Ada Quill", S.CRITICAL, "the Model Act")
    first, second = find_positions(room.view(), MARKET).lobbying
    assert (first.lobbyist, first.target, first.according_to) == ("colossa", "model-act", "Open Ledger Fund")
    assert (first.direction, first.status, first.by) == (Direction.AGAINST, Status.ALLEGED, "open-ledger-fund")
    assert (second.claim, second.according_to, second.by) == (mild.id, "The Courier", None)
    assert (second.direction, second.remarks) == (Direction.AGAINST, (said.id,))


def test_said_met_and_holds_are_apart_and_unknown_is_not_none() -> None:
    room = Room()
    document = room.document("Colossa holds 5% of Voltane. Ada Quill met the Markets Board.", published="2024-01-01")
    stake = room.claim(
        document, "Colossa holds 5%", ("Colossa", "holds_stake_in", "Voltane"), terms=Terms(stake_pct=5.0)
    )
    meeting = room.claim(document, "Ada Quill met", ("Ada Quill", "met", "Markets Board"))
    assert find_positions(room.view(), MARKET).met is None
    wider = replace(MARKET, relations={**MARKET.relations, "met": Relation("met", "met", "met", symmetric=True)})
    positions = find_positions(room.view(), wider)
    assert [(link.claim, link.stake_pct) for link in positions.holds] == [(stake.id, 5.0)]
    assert positions.met is not None
    assert [link.claim for link in positions.met] == [meeting.id]
    assert positions.said == ()


def test_select_by_speaker_organisation_and_target() -> None:
    room = Room()
    room.told("2024-01-01", "Ada Quill", S.SUPPORTIVE)
    critic = room.told("2023-12-31", "Open Ledger Fund", S.CRITICAL)
    room.told("2024-01-03", "Titanis", S.NEUTRAL, "the Model Act")
    positions = find_positions(room.view(), MARKET)
    assert [one.speaker for one in select_positions(positions, "voltane").said] == ["open-ledger-fund", "ada-quill"]
    by_fund = select_positions(positions, "open-ledger-fund")
    assert [one.remark for one in by_fund.said] == [critic.id]
    assert [reply.to for reply in by_fund.replies] == [critic.id]
    assert [debate.target.name for debate in by_fund.debates] == ["Colossa–Voltane deal"]
    assert [one.speaker for one in select_positions(positions, "model-act").said] == ["titanis"]


SAID = st.tuples(
    st.sampled_from((None, "2024-01-01", "2024-02-02")),
    st.sampled_from(("Ada Quill", "Voltane", "Open Ledger Fund", "Titanis")),
    st.sampled_from(tuple(Stance)),
    st.sampled_from((None, "the Model Act", "the Colossa–Voltane deal", "the tides", "Voltane")),
)


def shuffled(view: View, seed: int) -> View:
    order = random.Random(seed)
    documents, entities = list(view.documents.items()), list(view.entities.items())
    entries, remarks = list(view.entries), list(view.remarks)
    for part in (documents, entities, entries, remarks):
        order.shuffle(part)
    return replace(
        view, documents=dict(documents), entities=dict(entities), entries=tuple(entries), remarks=tuple(remarks)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(SAID, max_size=10), st.integers(0, 1000))
def test_order_changes_nothing_and_replies_are_by_others(told: list[tuple[str, str, Stance, str]], seed: int) -> None:
    room = Room()
    for day, speaker, stance, target in told:
        room.told(day, speaker, stance, target)
    document = room.document("Voltane denies it all, and Ada Quill works for Voltane.", published="2024-01-15")
    room.claim(document, "Voltane denies it all", ("Colossa", "supplies", "Voltane"), Status.DENIED, "Voltane")
    room.claim(document, "Ada Quill works for Voltane", ("Ada Quill", "works_for", "Voltane"))
    positions = find_positions(room.view(), MARKET)
    assert json.dumps(encode(positions)) == json.dumps(encode(find_positions(shuffled(room.view(), seed), MARKET)))
    assert {one.remark for one in positions.said} == {remark.id for remark in room.remarks}
    speakers = {one.remark: one.speaker for one in positions.said}
    assert all(speakers[reply.to] != speakers.get(reply.by) for reply in positions.replies)
