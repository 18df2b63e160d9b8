"""The market pack: the AI market as it ships, and what a broken pack is told."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from liens.errors import ConfigError
from liens.market import KnownEntity, Market, load_market
from liens.model import Kind

HEADER = "name,kind,role,layer,aliases,parent,country,note"
PACK = {
    "market.toml": '[layers]\nmodel = "Models"\n[channels]\ncompute = "Compute"\n[roles]\nstart_up = "Young"\n',
    "entities.csv": f"# a comment\n\n{HEADER}\nAlma,company,start_up,model,Alma AI,,FR,\nBoard,public_body,,,,,,\n",
    "procedures.toml": '[[procedure]]\nid = "b"\nauthority = "Board"\ntitle = "B"\n'
    '[[procedure.stage]]\nname = "look"\nphrases = ["looks at"]\n',
}
STAGE = '[[procedure.stage]]\nname = "more"\nphrases = ["looks at"]\n'

KNOWN = """
Mistral AI · OpenAI · Anthropic · Cohere · Aleph Alpha · Inflection AI · Adept · Character.AI · Covariant · Windsurf
Hume AI · Contextual AI · Scale AI · Groq · Enfabrica · Manus · Run:ai · Cerebras · G42 · Hugging Face · Runway
Black Forest Labs · Midjourney · Moonshot AI · Zhipu AI · MiniMax · Baichuan · Wayve · Figure AI · xAI · Perplexity
Safe Superintelligence · Thinking Machines Lab · Reflection AI · Poolside · H Company · CoreWeave · Nscale · Nebius
Lambda · Crusoe · Fluidstack · Graphcore · SambaNova · Tenstorrent
Microsoft · Alphabet · Google · Google Cloud · Google DeepMind · DeepMind · Amazon · Amazon Web Services · Apple · Meta
Annapurna Labs · Amazon Industrial Innovation Fund · Nvidia · AMD · Intel · Oracle · IBM · SAP · Salesforce · Samsung
SoftBank · Tencent · Alibaba · Baidu · ByteDance · Broadcom · Cisco · Qualcomm · Snowflake · Databricks · SpaceX
Schwarz Group · Bosch · ASML · TSMC · Arm · BMW · Nissan · Uber · Zoom · Disney · CMA CGM · AFP · Belfius · BNP Paribas
Bpifrance · CACIB · HSBC · LBP · MUFG · Natixis · Caisse des Dépôts · MGX · PIF · Temasek · GIC · a16z · Sequoia
European Commission · CMA · FTC · DOJ · Bundeskartellamt · Autorité de la concurrence · KFTC · CCI · CADE · JFTC · ACCC
AGCM · CNIL · European Parliament · SEC · NDRC · SAMR · MOFCOM · Ofcom · ICO · Garante · DPC
Council of the European Union · AI Act · DMA · DSA · GDPR · Data Act · Enterprise Act 2002 · Clayton Act · Sherman Act
Executive Order 14110 · SB 1047 · Reuters · Bloomberg · FT · Le Monde · Open Markets · Mozilla Foundation
Corporate Europe Observatory · S&D · Arthur Mensch · Kai Zenner · Axel Voss · Brando Benifei
Kim van Sparrentak · Sam Altman
ChatGPT · GPT-4 · Claude · Gemini · Llama · Mistral Large · Le Chat · Copilot · Grok · Pi · H100 · Trainium · TPU
Azure OpenAI Service · Bedrock · Vertex AI · Sora · DALL·E · Whisper · Codex · Facebook · Instagram · WhatsApp
"""

OWNERS = [
    ("AWS", "Amazon"),
    ("Annapurna Labs", "Amazon"),
    ("Google Cloud", "Alphabet"),
    ("DeepMind", "Alphabet"),
    ("Azure OpenAI Service", "Microsoft"),
    ("GitHub Copilot", "Microsoft"),
    ("ChatGPT", "OpenAI"),
    ("Le Chat", "Mistral AI"),
    ("Pi", "Inflection AI"),
    ("Trainium", "Amazon"),
    ("H100", "Nvidia"),
    ("WhatsApp", "Meta"),
]


@pytest.fixture(scope="module")
def market() -> Market:
    return load_market("ai")


@pytest.fixture(scope="module")
def by_name(market: Market) -> dict[str, KnownEntity]:
    return {name: entity for entity in market.entities for name in (entity.name, *entity.aliases)}


def test_the_market_is_named_and_its_words_stand_in_order(market: Market) -> None:
    assert market.title == "AI: start-ups and large groups"
    assert list(market.layers) == ["chips", "cloud", "data", "model", "distribution", "application"]
    assert list(market.channels) == [
        "shareholding_and_board", "compute", "distribution", "funding", "technology", "people",
    ]  # fmt: skip


def test_there_are_enough_entities_of_every_kind(market: Market) -> None:
    kinds = Counter(entity.kind for entity in market.entities)
    assert kinds.total() >= 1200
    floors = {
        "company": 450,
        "public_body": 150,
        "person": 190,
        "product": 150,
        "law": 50,
        "other_org": 100,
        "outlet": 80,
    }
    assert {kind: count for kind, count in floors.items() if kinds[Kind(kind)] < count} == {}


@pytest.mark.parametrize("line", KNOWN.split("\n")[1:-1])
def test_the_parties_of_the_market_are_known(line: str, by_name: dict[str, KnownEntity]) -> None:
    assert [name for name in line.split(" · ") if name not in by_name] == []


@pytest.mark.parametrize(("name", "owner"), OWNERS)
def test_units_and_products_lead_to_their_owner(name: str, owner: str, by_name: dict[str, KnownEntity]) -> None:
    entity = by_name[name]
    while entity.parent and entity.name != owner:
        entity = by_name[entity.parent]
    assert entity.name == owner


def test_units_and_products_have_an_owner(market: Market) -> None:
    assert [e.name for e in market.entities if e.role in ("unit", "product") and not e.parent] == []


def test_every_entity_has_a_role_and_every_role_is_used(market: Market) -> None:
    assert {entity.role for entity in market.entities} == set(market.roles)


def test_a_role_goes_with_one_kind_of_entity(market: Market) -> None:
    kinds: dict[str | None, set[Kind]] = {}
    for entity in market.entities:
        kinds.setdefault(entity.role, set()).add(entity.kind)
    mixed = {role: found for role, found in kinds.items() if len(found) > 1}
    assert mixed == {"public_investor": {Kind.COMPANY, Kind.PUBLIC_BODY}}


def test_persons_carry_a_note_that_says_when(market: Market) -> None:
    posts = [e for e in market.entities if e.role in ("politician", "official", "executive")]
    assert posts
    assert [e.name for e in posts if not any(c.isdigit() for c in e.note or "")] == []


def test_no_alias_is_an_ordinary_word_that_begins_sentences(by_name: dict[str, KnownEntity]) -> None:
    words = "Scale Character Together Commission Council Figure Reliance Chips Writer Interface Brave CAT RAND"
    assert [word for word in words.split() if word in by_name] == []


@pytest.mark.parametrize(
    ("authority", "ladders"),
    [
        ("European Commission", ["ec-markets", "ec-mergers", "ec-antitrust", "joint-statement"]),
        ("Competition and Markets Authority", ["uk-cma-markets", "uk-cma-mergers", "joint-statement"]),
        ("Federal Trade Commission", ["us-ftc-studies", "us-ftc-mergers", "joint-statement"]),
        ("Department of Justice", ["us-doj", "joint-statement"]),
        ("Bundeskartellamt", ["de-mergers"]),
        ("Autorité de la concurrence", ["fr-opinions", "fr-antitrust"]),
        ("Korea Fair Trade Commission", ["kr-studies"]),
        ("Competition Commission of India", ["in-studies"]),
        ("CADE", ["br-mergers"]),
        ("Ministry of Commerce of China", ["cn-commerce"]),
        ("National Development and Reform Commission", ["cn-investment"]),
        ("State Administration for Market Regulation", ["cn-competition"]),
        ("G7", ["g7-communique"]),
    ],
)
def test_the_ladders_of_an_authority(authority: str, ladders: list[str], market: Market) -> None:
    assert [p.id for p in market.procedures if authority in (p.authority, *p.joint_with)] == ladders


@pytest.mark.parametrize(
    ("authority", "words", "stage"),
    [
        ("European Commission", "examination", "informal examination"),
        ("European Commission", "probe", "informal examination"),
        ("European Commission", "formal investigation", "formal investigation opened"),
        ("European Commission", "statement of objections", "Statement of Objections"),
        ("European Commission", "in-depth investigation", "Phase II"),
        ("Competition and Markets Authority", "probes", "initial review"),
        ("Competition and Markets Authority", "invitation to comment", "invitation to comment"),
        ("Competition and Markets Authority", "phase 1", "Phase 1"),
        ("Federal Trade Commission", "6(b) orders", "6(b) orders"),
        ("Federal Trade Commission", "second request", "second request"),
        ("Bundeskartellamt", "kein fall für fusionskontrolle", "not subject to merger control at present"),
        ("National Development and Reform Commission", "blocks", "order to withdraw"),
    ],
)
def test_the_words_of_texts_name_a_stage(authority: str, words: str, stage: str, market: Market) -> None:
    stages = (s for p in market.procedures if p.authority == authority for s in p.stages)
    assert [s.name for s in stages if words in s.phrases] == [stage]


def test_stages_rise_and_outcomes_stand_last(market: Market) -> None:
    for procedure in market.procedures:
        assert [s.rank for s in procedure.stages] == list(range(len(procedure.stages))), procedure.id
        ends = [s.outcome for s in procedure.stages]
        assert ends == sorted(ends), procedure.id
        assert all(s.phrases for s in procedure.stages), procedure.id


def test_a_vague_press_word_stands_on_the_lowest_stage_of_its_ladder(market: Market) -> None:
    vague = {"probe", "looking into", "inquiry"}
    assert [(p.id, s.name) for p in market.procedures for s in p.stages[1:] if vague & set(s.phrases)] == []


def test_thresholds_hold_between_days(market: Market) -> None:
    thresholds = [t for p in market.procedures for t in p.thresholds]
    assert any("GBP 70 million" in t.test and t.until == "2025-01-01" for t in thresholds)
    for threshold in thresholds:
        since = date.fromisoformat(threshold.since or "")
        assert since < date.fromisoformat(threshold.until or "9999-12-31"), threshold.test


def write(folder: Path, **changes: str) -> str:
    """A small whole pack in `folder`, with the files of `changes` (`entities`, `market`, `procedures`) in its place."""
    for name, text in PACK.items():
        (folder / name).write_text(changes.get(name.split(".")[0], text), encoding="utf-8")
    return str(folder)


def rows(*lines: str) -> str:
    return "\n".join((PACK["entities.csv"].rstrip("\n"), *lines)) + "\n"


def test_a_pack_in_any_folder_is_read(tmp_path: Path) -> None:
    market = load_market(
        write(tmp_path, entities=rows('"Alma, Tours",company,start_up,model,,Alma,FR,"says ""hello"""'))
    )
    assert market.name == tmp_path.name
    assert [e.name for e in market.entities] == ["Alma", "Board", "Alma, Tours"]
    assert market.entities[0] == KnownEntity("Alma", Kind.COMPANY, "start_up", "model", ("Alma AI",), None, "FR", None)
    assert market.entities[2].note == 'says "hello"'
    assert [(s.name, s.rank) for s in market.procedures[0].stages] == [("look", 0)]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = "\ufeff" + PACK["entities.csv"].replace("\n", "\r\n")
    assert [e.name for e in load_market(write(tmp_path, entities=text)).entities] == ["Alma", "Board"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Bela,company,start_up,model,,,FR", "line 6: 7 cells where the columns are 8"),
        ("Bela,company,start_up,model,,,FR,a,b", "line 6: 9 cells where the columns are 8"),
        ('"Bela,company,start_up,model,,,FR,', "line 6: unexpected end of data"),
        (",company,start_up,model,,,FR,", "line 6: the entity has no name"),
        ("Bela,firm,start_up,model,,,FR,", "line 6: kind 'firm' is none of company, public_body, person"),
        ("Bela,money,start_up,model,,,FR,", "line 6: kind 'money' is none of company"),
        ("Bela,company,giant,model,,,FR,", "line 6: role 'giant' is none of start_up"),
        ("Bela,company,start_up,chips,,,FR,", "line 6: layer 'chips' is none of model"),
        ("Bela,company,start_up,model,,,France,", "line 6: country 'France' is not two capital letters"),
        ("ALMA,company,start_up,model,,,FR,", "line 6: the name 'ALMA' is taken by line 4"),
        ("Bela,company,start_up,model,B; alma ai,,FR,", "line 6: the name 'alma ai' is taken by line 4"),
        ("Bela,company,start_up,model,,Bella,FR,", "line 6: the parent 'Bella' has no line of its own"),
        ("Bela,company,start_up,model,,Alma AI,FR,", "line 6: the parent 'Alma AI' has no line of its own"),
        ("Bela,company,start_up,model,,Bela,FR,", "line 6: the parents of 'Bela' run in a circle"),
        ("Bela,company,,,,Cora,,\nCora,company,,,,Bela,,", "line 6: the parents of 'Bela' run in a circle"),
    ],
)
def test_a_wrong_line_of_entities_is_named(line: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_market(write(tmp_path, entities=rows(line)))
    assert str(caught.value).startswith(f"{tmp_path / 'entities.csv'}, {told}")
    assert str(caught.value).endswith(": mend the line")


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("entities", "", ", line 1: the columns must be name,kind"),
        ("entities", "# c\nname,kind\n", ", line 2: the columns must be name,kind"),
        ("market", "[layers\n", ": Expected ']' at the end of a table declaration (at line 1, column 8)"),
        ("market", '[layers]\nmodel = ["Models"]\n', ", [layers]: each line must be"),
        ("market", 'roles = "start_up"\n', ", [roles]: each line must be"),
        ("procedures", "[[procedure]\n", ": Expected ']]' at the end of an array declaration (at line 1, column 12)"),
        ("procedures", PACK["procedures.toml"].replace('title = "B"\n', ""), ", procedure 'b': it lacks 'title'"),
        ("procedures", PACK["procedures.toml"].replace('id = "b"\n', ""), ", procedure 1: it lacks 'id'"),
        (
            "procedures",
            PACK["procedures.toml"].replace("Board", "Bord"),
            ", procedure 'b': the authority 'Bord' is not",
        ),
        (
            "procedures",
            PACK["procedures.toml"].replace("looks", "Looks"),
            ", procedure 'b': the phrase 'Looks at' is not",
        ),
        ("procedures", "procedure = 3\n", ": 'procedure' must be written as [[procedure]]"),
        ("procedures", PACK["procedures.toml"].split("[[procedure.stage]]")[0], ", procedure 'b': it lacks 'stage'"),
        (
            "procedures",
            PACK["procedures.toml"].replace("phrases", "phrase"),
            ", procedure 'b': the key 'phrase' is none of",
        ),
        ("procedures", PACK["procedures.toml"] * 2, ", procedure 'b': the id is taken"),
        (
            "procedures",
            PACK["procedures.toml"] + STAGE,
            ", procedure 'b': the phrase 'looks at' names 'b, look' already",
        ),
        (
            "procedures",
            PACK["procedures.toml"] + '[[procedure.threshold]]\ntest = "x"\nfrom = "2024"\n',
            ", procedure 'b': the key 'from' is none of test, since, until",
        ),
    ],
)
def test_a_wrong_file_is_named(file: str, text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_market(write(tmp_path, **{file: text}))
    name = next(name for name in PACK if name.startswith(file))
    assert str(caught.value).startswith(f"{tmp_path / name}{told}")


PHASE = '[[phase]]\nname = "shut"\ntitle = "Shut"\neffect = "force"\ndefault = ["asserted"]\nphrases = ["has shut"]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PHASE.replace("force", "done"), "'done' is not a valid Effect"),
        (PHASE.replace('title = "Shut"\n', ""), "a phase lacks 'title'"),
        (PHASE.replace("phrases", "phrase"), "the key 'phrase' is none of name, title, effect"),
        (PHASE.replace("has shut", "Has shut"), "'Has shut' is not in lower case"),
        (PHASE + PHASE.replace('"asserted"', '"planned"'), "'has shut' stands twice"),
        (PHASE + PHASE.replace("has shut", "is shut"), "'asserted' stands twice"),
        ("phase = 1", "'phase' must be written as [[phase]]"),
        ("relation = []", "the key 'relation' is none of relations, anew, phase"),
        (PHASE + 'statuses = ["sure"]\n', "'sure' is not a valid Status"),
    ],
)
def test_wrong_phases_are_named(text: str, told: str, tmp_path: Path) -> None:
    folder = write(tmp_path)
    (tmp_path / "phases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_market(folder)
    assert str(caught.value).startswith(f"{tmp_path / 'phases.toml'}: {told}")


def test_a_pack_needs_no_phases(tmp_path: Path) -> None:
    assert load_market(write(tmp_path)).phases.all == ()


def test_phases_stand_in_their_order_and_each_status_has_one() -> None:
    phases = load_market("ai").phases
    assert [phase.rank for phase in phases.all] == list(range(len(phases.all)))
    assert {"asserted", "planned", "alleged", "ended"} <= {claims for phase in phases.all for claims in phase.default}
    assert set(phases.relations) <= load_market("ai").relations.keys()


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (tmp_path / "entities.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"entities\.csv: 'utf-8' codec"):
        load_market(folder)


def test_an_unknown_pack_is_told_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="use one of ai, or the path of a folder"):
        load_market(str(tmp_path / "none"))
