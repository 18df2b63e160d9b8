"""The tables, once for SQLite and PostgreSQL. Rows are only ever added: nothing is updated, nothing deleted.

    documents ─┬─ sightings ── visits ── settled      which texts were found where, and which visits came to their end
               ├─ readings ─┬─ claims                 what one reader made of one document
               │            ├─ statements
               │            └─ mentions
               └─ problems                            of a visit, a document or a reading
    decisions                                         of people and matchers
    points                                            states of all this that were noted

`migrations/` makes these tables; a test holds the two against each other.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

ESCAPED = "\x1b"


def escape(text: str) -> str:
    """`text` as a database takes it: NUL and lone surrogates, which PostgreSQL refuses, are spelled out."""
    if text.isascii() and "\x00" not in text and not text.startswith(ESCAPED):
        return text
    try:
        text.encode("utf-8")
        plain = "\x00" not in text and not text.startswith(ESCAPED)
    except UnicodeEncodeError:
        plain = False
    return text if plain else ESCAPED + text.encode("unicode_escape").decode("ascii")


def unescape(text: str) -> str:
    """The inverse of `escape`."""
    return text[1:].encode("ascii").decode("unicode_escape") if text.startswith(ESCAPED) else text


class Words(TypeDecorator[str]):
    """Text from outside, any code points."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: object) -> str | None:
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, _dialect: object) -> str | None:
        return None if value is None else unescape(value)


metadata = MetaData()

schema_versions = Table("schema_versions", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("text", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("found_at", Words, nullable=False),
    Column("title", Words),
    Column("publisher", Words),
    Column("author", Words),
    Column("published", Words),
    Column("language", Words),
    Column("url", Words),
    Column("read_share", Float),
    Column("asides", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("credits", Text, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place", String(16), nullable=False),
    Column("location", Words, nullable=False),
    Column("stamp", Words, nullable=False),
    Index("visits_place", "place"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit", ForeignKey("visits.id"), nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Index("sightings_visit", "visit", "document", unique=True),
    Index("sightings_document", "document"),
)

settled = Table("settled", metadata, Column("visit", ForeignKey("visits.id"), primary_key=True))

readings = Table(
    "readings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("reader", String(200), nullable=False),
    Index("readings_document", "document", "reader", unique=True),
)

claims = Table(
    "claims",
    metadata,
    Column("reading", ForeignKey("readings.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String(16), nullable=False),
    Column("subject", Words, nullable=False),
    Column("relation", Words, nullable=False),
    Column("object", Words, nullable=False),
    Column("status", String(20), nullable=False),
    Column("speaker", Words),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("parties", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("claims_id", "id"),
)

statements = Table(
    "statements",
    metadata,
    Column("reading", ForeignKey("readings.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", String(16), nullable=False),
    Column("speaker", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("venue", Words),
    Column("target", Words),
    Column("stance", String(20), nullable=False),
)

mentions = Table(
    "mentions",
    metadata,
    Column("reading", ForeignKey("readings.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("surface", Words, nullable=False),
    Column("places", Text, nullable=False),
)

problems = Table(
    "problems",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit", ForeignKey("visits.id")),
    Column("reading", ForeignKey("readings.id")),
    Column("document", ForeignKey("documents.id")),
    Column("readings_before", Integer, nullable=False),
    Column("stage", Words, nullable=False),
    Column("location", Words, nullable=False),
    Column("message", Words, nullable=False),
    Column("advice", Words, nullable=False),
    Index("problems_visit", "visit"),
    Index("problems_reading", "reading"),
    Index("problems_document", "document"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", String(16), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("targets", Text, nullable=False),
    Column("by", Words, nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Words, nullable=False),
    Column("changes", Text, nullable=False),
    Column("within", String(16)),
    Column("about", Text, nullable=False),
    Index("decisions_id", "id", unique=True),
)

points = Table(
    "points",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("visits", Integer, nullable=False),
    Column("sightings", Integer, nullable=False),
    Column("readings", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("decisions", Integer, nullable=False),
)

LOGS = (visits.c.id, sightings.c.id, readings.c.id, problems.c.id, decisions.c.row)
"""Whatever changes what is in force adds to one of these, so their greatest values add up to a revision that only
grows."""
