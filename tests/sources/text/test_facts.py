"""What is concluded from a text: how much was read, what is not its own, whom it credits."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.model import Document
from liens.sources.text.extract import Extract, Metadata
from liens.sources.text.facts import document

BODY = "The two companies signed an agreement on Monday, which both of them announced in the evening of the same day."


def made(text: str, **metadata: str) -> Document:
    return document(Extract(text, Metadata(**metadata)), "name", "where")


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("You have 51.89% of this article left to read. The rest is reserved for subscribers.", 0.4811),
        ("Il vous reste 51.89% de cet article à lire. La suite est réservée aux abonnés.", 0.4811),
        ("Il vous reste 51,89 % de cet article à lire.", 0.4811),
        ("This article is reserved for our subscribers. 72% remains to be discovered.", 0.28),
        ("Vous avez lu 40 % de l’article.", 0.4),
        ("Sie haben 30 % dieses Artikels gelesen.", 0.3),
        ("Noch 60 % dieses Artikels.", 0.4),
        ("Queda un 25% de este artículo por leer.", 0.75),
        ("Rimane il 20% di questo articolo da leggere.", 0.8),
        ("Nog 75% van dit artikel lezen?", 0.25),
        ("Falta ler 45% deste artigo.", 0.55),
        ("Pozostało 65% artykułu do przeczytania.", 0.35),
        ("35 % av artikeln återstår.", 0.65),
        ("45 % af artiklen mangler.", 0.55),
        ("The rest is reserved for subscribers.", None),
        ("This content is exclusive for subscribers", None),
        ("Subscribers only", None),
        ("Subscribe to continue reading.", None),
        ("Article réservé aux abonnés", None),
        ("La suite de cet article est réservée aux abonnés.", None),
        ("Dieser Artikel ist nur für Abonnenten.", None),
        ("Este contenido es exclusivo para suscriptores.", None),
        ("Contenuto riservato agli abbonati", None),
        ("Dit artikel is alleen voor abonnees.", None),
        ("Este conteúdo é exclusivo para assinantes.", None),
        ("Artykuł dostępny tylko dla prenumeratorów", None),
        ("Artikeln är låst för prenumeranter.", None),
        ("Artiklen er kun for abonnenter.", None),
    ],
)
def test_a_paywall_notice_tells_how_much_was_read_and_is_not_the_documents_own(line: str, share: float | None) -> None:
    found = made(f"{BODY}\n\n{line}")
    assert found.read_share == share
    assert [found.text[a.start : a.end] for a in found.asides] == [line]
    assert found.asides[0].kind == "paywall"


@pytest.mark.parametrize(
    "line",
    [
        "The operator gains 51.89% of this market and left it to its rival to comment.",
        "Shares worth 40% of the company are reserved for members of the staff, the board said.",
        "Its service for subscribers grew by 12%, of which Alpha has read nothing in this article.",
        "Read the interview | Article reserved for our subscribers Jane Doe, from Alpha: “We can compete”",
    ],
)
def test_other_shares_and_other_articles_paywalls_say_nothing_of_this_one(line: str) -> None:
    assert made(f"{BODY}\n\n{line}\n\n{BODY}").read_share == 1.0


def test_a_count_of_missing_characters_gives_the_share() -> None:
    found = made("word " * 180 + "\n\n[+2706 chars]")
    assert found.read_share == 0.25


def test_a_notice_around_the_main_text_counts_if_it_has_a_number() -> None:
    around = "Subscribe to continue reading\nIl vous reste 60 % de cet article à lire."
    assert document(Extract(BODY, around=around), "n", "w").read_share == 0.4
    assert document(Extract(BODY, around="Subscribe to continue reading"), "n", "w").read_share == 1.0
    assert document(Extract(BODY, share=0.5, around=around), "n", "w").read_share == 0.2
    assert document(Extract(BODY, share=None), "n", "w").read_share is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read the interview | Article reserved for our subscribers Jane Doe: “We can compete with Beta”", "teaser"),
        ("IN IMAGES | The port, in fog", "teaser"),
        ("Read also: Why robots are in demand", "read_also"),
        (">> To read also: How Alpha became unavoidable", "read_also"),
        ("Also Read | Explained: What is a GPU?", "read_also"),
        ("Lire aussi : Alpha rachète Beta", "read_also"),
        ("Lire aussi Alpha rachète Beta", "read_also"),
        ("Lesen Sie auch: Alpha kauft Beta", "read_also"),
        ("Lea también: Alpha compra Beta", "read_also"),
        ("Leggi anche: Alpha compra Beta", "read_also"),
        ("Lees ook: Alpha koopt Beta", "read_also"),
        ("Leia também: Alpha compra Beta", "read_also"),
        ("Czytaj także: Alpha kupuje Betę", "read_also"),
        ("Läs också: Alpha köper Beta", "read_also"),
        ("Læs også: Alpha køber Beta", "read_also"),
        ("Photo: The headquarters of Alpha (Archive)", "caption"),
        ("[Photo] View of the headquarters. / Provided by Alpha", "caption"),
        ("The founder of Alpha, in May. © Jane Doe", "caption"),
        ("Jane Doe speaks in Brussels, March 4. REUTERS/John Doe", "caption"),
        ("Foto: dpa/Jane Doe", "caption"),
        ("Share on LinkedIn", "share"),
        ("Facebook Twitter LinkedIn Email", "share"),
        ("Comment (12) | Share | Report an error", "share"),
        ("Subscribe to our newsletter for more", "boilerplate"),
        ("Inscrivez-vous à notre newsletter", "boilerplate"),
        ("All rights reserved", "boilerplate"),
        ("You are reading the free edition. Change your preferences | Unsubscribe", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("Published on 12 March at 18:04 – Updated at 19:20", "boilerplate"),
    ],
)
def test_lines_that_are_not_the_documents_own(line: str, kind: str) -> None:
    found = made(f"Alpha buys Beta\n\n{BODY}\n\n  {line}\n\n{BODY}")
    assert [(found.text[a.start : a.end], a.kind) for a in found.asides] == [(line, kind)]


@pytest.mark.parametrize(
    "line",
    [
        "Read the contract, said the lawyer, and you will see that Alpha owns the shares.",
        "Related companies hold the rest.",
        "Sharing the costs, Alpha and Beta build a plant.",
        "Pictures of the plant were sold by Alpha to Beta.",
        "Alpha also reads the mail of Beta.",
        "Video games are made by Alpha.",
        "(c) They claim that Alpha paid Beta.",
        "Follow-up talks between Alpha and Beta failed.",
        "Subscribed shares amount to 3 million.",
        "Le lire est un plaisir, dit Alpha.",
        "Voir Naples, puis investir dans Alpha.",
    ],
)
def test_lines_that_are(line: str) -> None:
    assert made(f"{BODY}\n\n{line}\n\n{BODY}").asides == ()


def test_a_list_under_its_heading_goes_with_it() -> None:
    listed = "The most read\n1. What we know\n2. The portrait\n- Another one"
    found = made(f"{BODY}\n\n{listed}\n\n- An item of the text itself\n\n{BODY}")
    assert "\n".join(found.text[a.start : a.end] for a in found.asides) == listed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The deal is close, she told Reuters.", ("Reuters",)),
        ("It was wrong, she added to Reuters on Monday.", ("Reuters",)),
        ("Talks failed, the Financial Times reported on Friday.", ("Financial Times",)),
        ("Talks failed, according to the FT and Bloomberg News.", ("Financial Times", "Bloomberg")),
        ("The talks were first reported by Bloomberg.", ("Bloomberg",)),
        ("BRUSSELS (Reuters) - Alpha buys Beta.", ("Reuters",)),
        ("Alpha buys Beta. (AFP)", ("AFP",)),
        ("Alpha rachète Beta, a révélé Les Échos. Il l’a déclaré à l’AFP.", ("Les Echos", "AFP")),
        ("Alpha kauft Beta, berichtet das Handelsblatt.", ("Handelsblatt",)),
        ("Alpha compra Beta, según El País.", ("El País",)),
        ("Alpha compra Beta, ha detto a la Repubblica.", ("la Repubblica",)),
        ("He told the Keswick Herald that Alpha will sell.", ("Keswick Herald",)),
        ("A term sheet seen by the newsletter Cathode Weekly says so.", ("Cathode Weekly",)),
        ("Alpha will sell, the trade journal Kontor Nord reported.", ("Kontor Nord",)),
        ("Source: Autorité de la concurrence", ("Autorité de la concurrence",)),
        ("Alpha raised 10 million, according to data from PitchBook.", ("PitchBook",)),
        ("Reuters was bought by Alpha. Thomson owns Reuters.", ()),
        ("At the times of crisis, he told friends.", ()),
        ("The Guardian and Alpha sign a licence.", ()),
        ("Alpha was founded in the Washington Post building.", ()),
    ],
)
def test_credits(text: str, names: tuple[str, ...]) -> None:
    assert made(text).credits == names


def test_a_documents_own_publisher_and_its_asides_are_not_credited() -> None:
    text = f"Alpha will sell, it told Reuters.\n\n{BODY}\n\nRead also: Beta is sold, according to Bloomberg"
    assert made(text, publisher="Reuters").credits == ()
    assert made("The Wall Street Journal reported it.", publisher="WSJ").credits == ()


def test_an_author_that_is_an_outlet_is_credited() -> None:
    assert made(BODY, author="The Associated Press", publisher="The Example").credits == ("AP",)
    assert made(BODY, author="Jane Doe", publisher="The Example").credits == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Alpha buys Beta\n\n{BODY}", "Alpha buys Beta"),
        (f"Will Alpha buy Beta?\n{BODY}", "Will Alpha buy Beta?"),
        (f"Photo: a plant\n\nAlpha buys Beta\n\n{BODY}", "Alpha buys Beta"),
        (f"Alpha buys Beta.\n\n{BODY}", None),
        (f"{BODY}\n\n{BODY}", None),
        ("Alpha buys Beta", None),
        ("Alpha " * 50 + f"\n\n{BODY}", None),
    ],
)
def test_the_first_line_is_the_title_if_it_looks_like_one(text: str, title: str | None) -> None:
    assert made(text).title == title


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        ("Les deux entreprises ont signé lundi un accord que toutes deux ont annoncé le soir même.", "fr"),
        ("Die beiden Unternehmen haben am Montag einen Vertrag geschlossen, den beide am Abend bekannt gaben.", "de"),
        ("Las dos empresas firmaron el lunes un acuerdo que ambas anunciaron esa misma noche.", "es"),
        ("Obie spółki podpisały w poniedziałek umowę, którą ogłosiły tego samego wieczoru.", "pl"),
        ("Too short.", None),
        ("12,345 67,890 1,234,567 98,765 43,210 11,111 22,222 33,333", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert made(text).language == code


def test_what_the_file_says_goes_first() -> None:
    found = made(f"Alpha buys Beta\n\n{BODY}", title="T", language="fr", published="2024")
    assert (found.title, found.language, found.published) == ("T", "fr", "2024")


@settings(deadline=None)
@given(st.lists(st.sampled_from([BODY, "Read also", "- one", "", "  ", "Photo: x", "Subscribers only", "1. two", "x"])))
def test_asides_are_whole_lines_in_order(lines: list[str]) -> None:
    found = made("\n".join(lines))
    stripped = [line.strip() for line in lines]
    assert all(found.text[a.start : a.end] in stripped for a in found.asides)
    assert all(above.end < aside.start for above, aside in pairwise(found.asides))
