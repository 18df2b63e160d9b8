"""Statements: who says what, where. Each row is a text, the names in it, and what is stated.

Names in the texts are invented: people have two words, Acme and Borea are companies, Ledger is an outlet.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.market import Market
from liens.model import Document, Kind, Mention, Span, Statement
from liens.reading.rules.page import Page
from liens.reading.rules.sentences import split_sentences
from liens.reading.rules.statements.finding import find_statements

KINDS = {
    "Ada Lind": Kind.PERSON,
    "Bo Marr": Kind.PERSON,
    "Cy Odum": Kind.PERSON,
    "Acme": Kind.COMPANY,
    "Borea": Kind.COMPANY,
    "Open Grid": Kind.OTHER_ORG,
    "Trade Council": Kind.PUBLIC_BODY,
    "Ledger": Kind.OUTLET,
    "X": Kind.COMPANY,
    "Acme–Borea deal": Kind.DEAL,
}
NAMES = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(KINDS, key=len, reverse=True)))
MARKET = Market("test", "Test", (), {}, (), {}, {}, {})


def page_of(text: str) -> Page:
    document = Document(text=text, name="test")
    mentions = tuple(
        Mention(Span(document.id, m.start(), m.end()), KINDS[m.group()], m.group()) for m in NAMES.finditer(text)
    )
    return Page(document, split_sentences(document), mentions)


def statements(text: str) -> tuple[Statement, ...]:
    return find_statements(page_of(text), MARKET)


def read(text: str) -> list[tuple[str, str]]:
    return [(s.speaker, text[s.content.start : s.content.end]) for s in statements(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("“We agree with them,” Ada Lind said.", "Ada Lind", "We agree with them"),
        ("“We agree with them,” said Ada Lind.", "Ada Lind", "We agree with them"),
        ("Ada Lind said: “We agree with them.”", "Ada Lind", "We agree with them."),
        ("Ada Lind said, “We agree with them.”", "Ada Lind", "We agree with them."),
        ("“We agree,” said Acme chief executive Ada Lind.", "Ada Lind", "We agree"),
        ("“We agree,” said Acme's chief executive, Ada Lind.", "Ada Lind", "We agree"),
        ("“We agree,” said the president of Acme, Ada Lind.", "Ada Lind", "We agree"),
        ("“We agree,” its chief executive, Ada Lind, said.", "Ada Lind", "We agree"),
        ("“We agree,” Ada Lind, head of research at Acme, said.", "Ada Lind", "We agree"),
        ("“We agree,” Ada Lind (Acme), co-rapporteur of the text, told Ledger.", "Ada Lind", "We agree"),
        ("“We agree,” added to Ledger the Dutch Ada Lind, an engineer.", "Ada Lind", "We agree"),
        ("“We agree,” got angry on X Ada Lind, an engineer.", "Ada Lind", "We agree"),
        ("“We agree,” bid on X Open Grid, a think tank.", "Open Grid", "We agree"),
        ("“We agree”, so Ada Lind.", "Ada Lind", "We agree"),
        ("“We agree,” an Acme spokeswoman said.", "Acme spokesperson", "We agree"),
        ("“We agree,” said a spokesman for Acme.", "Acme spokesperson", "We agree"),
        ("“We agree,” according to Ada Lind, an analyst.", "Ada Lind", "We agree"),
        ("Acme calls the report “a fairy tale”.", "Acme", "the report “a fairy tale”"),
        ("Ada Lind: “We agree with them.”", "Ada Lind", "We agree with them."),
        ("The Trade Council « does not wish to comment ».", "Trade Council", "does not wish to comment"),
        ("“We agree,” co-founder and chief executive Ada Lind said.", "Ada Lind", "We agree"),
        ("“We agree,” said Dr. Ada Lind.", "Ada Lind", "We agree"),
        ("For Ada Lind, an analyst, “we all agree”.", "Ada Lind", "we all agree"),
        ("“We agree,” its president, Ada Lind, remarked dryly at the fair.", "Ada Lind", "We agree"),
        ("“We agree,” Ada Lind told a hearing of the chamber on Monday.", "Ada Lind", "We agree"),
        ("“We agree,” Ada Lind said when they asked.", "Ada Lind", "We agree"),
    ],
)
def test_quoted_words(text: str, speaker: str, content: str) -> None:
    assert read(text) == [(speaker, content)]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Acme said that it would grow.", "Acme", "it would grow"),
        ("Acme said it would grow.", "Acme", "it would grow"),
        ("Acme said on Monday it would grow.", "Acme", "it would grow"),
        ("Acme, which makes chips, said the price was fair.", "Acme", "the price was fair"),
        ("Acme's parent, the chip maker Borea, said that it was glad.", "Borea", "it was glad"),
        ("Ada Lind of Acme said the price was fair.", "Ada Lind", "the price was fair"),
        ("The price was fair, Ada Lind said.", "Ada Lind", "The price was fair"),
        ("The two cases are different, argues Acme.", "Acme", "The two cases are different"),
        ("According to Ada Lind, the price was fair.", "Ada Lind", "the price was fair"),
        ("In 2022, Ada Lind says, the board was shown two offers.", "Ada Lind", "the board was shown two offers"),
        ("The Trade Council found, however, that the deal was harmless.", "Trade Council", "the deal was harmless"),
        ("Ada Lind told Ledger in May that the price was fair.", "Ada Lind", "the price was fair"),
        ("Ada Lind told the energy committee that the price was fair.", "Ada Lind", "the price was fair"),
        ("Acme accused Borea of copying its chips.", "Acme", "copying its chips"),
        ("Acme denied having a contract.", "Acme", "denied having a contract"),
        ("Open Grid called on the Trade Council to stop the sale.", "Open Grid", "to stop the sale"),
        ("Acme's complaint alleges that its chips were copied.", "Acme", "its chips were copied"),
        ("Acme announces to have ended the contract.", "Acme", "to have ended the contract"),
        ("Acme denied that it was for sale.", "Acme", "denied that it was for sale"),
        ("Its lawyer, Ada Lind of the firm Borea, said the trial was unfair.", "Ada Lind", "the trial was unfair"),
        ("Chips, Acme said, would not be cheap.", "Acme", "Chips, Acme said, would not be cheap"),
        ("Acme wants the state to ban such chips.", "Acme", "to ban such chips"),
        ("Acme found that, as things stand, it was safe.", "Acme", "as things stand, it was safe"),
    ],
)
def test_reported_words(text: str, speaker: str, content: str) -> None:
    assert read(text) == [(speaker, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Acme declined to say whether it would grow.",
        "Acme did not say that it would grow.",
        "Ledger reported that Acme would grow.",
        "Acme is expected to grow, according to Ledger.",
        "Acme sells its “Partner Models” in Lyon.",
        "Ada Lind starred in “The Long Night” last year.",
        "Acme bought Borea in May.",
        "Analysts said the price was fair.",
        "Acme called off its sale to Borea.",
        "Acme promised a car that would drive itself.",
        "Employees of Acme said the price was fair.",
        "The value of Acme suggests that the price was fair.",
        "Neither Acme nor Borea said how much it was.",
        "Ada Lind runs a unit at Acme called Nova.",
        "Reports according to which Acme was sold are early.",
        "Acme added another 300 million euros.",
        "Rules written by Acme cost “very little” to keep.",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Acme said it would invest $5 billion in Borea.",
        "Acme announced that it had agreed to buy Borea.",
        "Acme will sell Open Grid to Borea, the company said on Monday.",
        "Acme said it was buying Borea for $3 billion.",
    ],
)
def test_bare_news_of_a_deal_is_no_statement(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Acme said it would not invest in Borea.",
        "Acme said it would cut 400 jobs at Borea.",
        "Acme said it would buy Borea because the price was low.",
        "Ada Lind said Acme would buy Borea.",
    ],
)
def test_news_that_says_more_than_a_deal_is_a_statement(text: str) -> None:
    assert len(read(text)) == 1


def test_a_description_speaks_for_the_body_named_before() -> None:
    text = "Acme sells chips. The Oslo chip maker said on Friday that prices were too low."
    assert read(text) == [("Acme", "prices were too low")]


def test_both_are_the_pair_named_before() -> None:
    text = "It works with Acme and Borea. Both told Ledger they were glad of it."
    assert read(text) == [("Acme", "they were glad of it"), ("Borea", "they were glad of it")]


def test_it_is_not_the_body_that_it_writes_to() -> None:
    text = "Acme is less warm. In a letter to Borea it threatened to leave the market."
    document = Document(text=text, name="test")
    named = page_of(text)
    it = Mention(Span(document.id, text.index(" it ") + 1, text.index(" it ") + 3), Kind.COMPANY, "Borea")
    page = Page(named.document, named.sentences, tuple(sorted((*named.mentions, it), key=lambda m: m.span)))
    assert [s.speaker for s in find_statements(page, MARKET)] == ["Acme"]


def test_she_is_the_person_whom_the_line_before_is_about() -> None:
    text = "Ada Lind is less sure. She left Bo Marr at home.\n\n“We disagree,” she said."
    assert read(text) == [("Ada Lind", "We disagree")]


def test_an_interrupted_quotation_gives_two_statements() -> None:
    assert read("“We agree,” said Ada Lind, “and we will pay.” “Soon.”") == [
        ("Ada Lind", "We agree"),
        ("Ada Lind", "and we will pay."),
        ("Ada Lind", "Soon."),
    ]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    assert read("Ada Lind was clear. “We agree,” she said.\n\n“We will pay.”") == [
        ("Ada Lind", "We agree"),
        ("Ada Lind", "We will pay."),
    ]


def test_a_quotation_left_open_does_not_break_the_document() -> None:
    text = "“Acme becomes the new Borea. It lacks the “independence” that we had in mind. he wrote.\n\n"
    assert read("Ada Lind was angry.\n" + text + "Bo Marr said he had agreed.") == [
        ("Ada Lind", "Acme becomes the new Borea. It lacks the “independence” that we had in mind."),
        ("Bo Marr", "he had agreed"),
    ]


def test_pronouns_stand_for_the_last_person_spoken_of() -> None:
    assert read("Ada Lind criticised Bo Marr's plan. “It is too late,” she said.")[-1] == ("Ada Lind", "It is too late")


def test_speakers_named_together_make_a_statement_each() -> None:
    assert read("Acme and Borea said they had agreed.") == [("Acme", "they had agreed"), ("Borea", "they had agreed")]


def test_a_reporting_participle_continues_its_speaker() -> None:
    assert read("Ada Lind said the price was fair, adding that nobody had complained.") == [
        ("Ada Lind", "the price was fair"),
        ("Ada Lind", "nobody had complained"),
    ]


def test_a_participle_may_have_a_speaker_of_its_own() -> None:
    text = "Acme assures that it has not changed, its co-founder Ada Lind regretting “creative interpretations” of it."
    assert read(text) == [("Acme", "it has not changed"), ("Ada Lind", "creative interpretations")]


def test_the_turns_of_a_transcript() -> None:
    text = "Bo Marr: Why now?\n\nAda Lind, Chief Executive: We waited long enough. We agree.\n\nBo Marr: And Borea?"
    assert read(text) == [("Ada Lind", "We waited long enough. We agree.")]


def test_the_answers_of_an_interview() -> None:
    text = "Ada Lind runs Acme.\n\nWhy?\nI like it.\n\nStill?\nMore than I did.\n\nWill you sell?\nNo. I will not.\n"
    assert read(text) == [("Ada Lind", "I like it."), ("Ada Lind", "More than I did."), ("Ada Lind", "No. I will not.")]


def test_questions_of_a_guide_are_no_interview() -> None:
    text = "Ada Lind wrote this guide.\n\nWhat is a lien?\nA tie.\n\nWho has one?\nAcme has.\n\nHow long?\nA year.\n"
    assert read(text) == []


def test_a_signed_quotation() -> None:
    assert read("“A plan without money.”\n— Ada Lind, engineer") == [("Ada Lind", "A plan without money.")]


def test_a_pull_quote_is_not_a_second_statement() -> None:
    text = "“They are far too slow”\n\n“We tried. They are far too slow,” said Ada Lind."
    assert read(text) == [("Ada Lind", "We tried. They are far too slow")]


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("“We agree,” Ada Lind told Ledger.", "Ledger"),
        ("“We agree,” Ada Lind wrote on X.", "X"),
        ("“We agree,” got angry on X Ada Lind.", "X"),
        ("“We agree,” added to Ledger the Dutch Ada Lind.", "Ledger"),
        ("“We agree,” Ada Lind said in a blog post on Monday.", "a blog post"),
        ("In an open letter, Ada Lind said that the price was fair.", "an open letter"),
        ("“We agree,” said Ada Lind at a hearing in Lyon.", "a hearing in Lyon"),
        ("Ada Lind told the energy committee that the price was fair.", "the energy committee"),
        ("“We agree,” Ada Lind said.", None),
        ("“We agree,” Ada Lind said in May.", None),
    ],
)
def test_venues(text: str, venue: str | None) -> None:
    assert [s.venue for s in statements(text)] == [venue]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We agree,” Ada Lind said.", "direct"),
        ("Ada Lind said that the price was fair.", "indirect"),
        ("Ada Lind said that the price was “very fair”.", "mixed"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [s.kind for s in statements(text)] == [kind]


PARTS = st.lists(
    st.sampled_from(
        [
            *KINDS,
            "said",
            "told",
            "that",
            ",",
            ".",
            ":",
            "“",
            "”",
            '"',
            "(",
            ")",
            "according to",
            "and",
            "its chief",
            "who",
            "spokesman",
            "for",
            "the",
            "was",
            "\n\n",
            "she",
            "in a letter",
            "—",
            "so",
            "adding",
        ]
    ),
    max_size=40,
)


@given(PARTS.map(" ".join))
def test_contents_lie_within_the_text_and_speakers_have_names(text: str) -> None:
    for statement in statements(text):
        assert 0 <= statement.content.start < statement.content.end <= len(text)
        assert statement.speaker.strip()
