"""What templates are rendered with: escaping always on, and values → words. What a filter returns is text, and is
escaped where it is put into a page."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from liens.analysis.coverage import START_UP
from liens.analysis.handles import slug
from liens.analysis.ties import TermSeen
from liens.ledger.view import View
from liens.market import Market
from liens.model import Amount
from liens.publishing.wording import Term, amount_in_words, term_in_words, value_in_words

OTHER_CHANNEL = "Other ties"
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("liens.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        short=short,
        slug=slug,
        words=words,
        term=term,
        label=label,
        channel=channel_of,
        share=share,
        percent=percent,
        counted=counted,
        spaced=spaced,
        entity_name=entity_name,
        is_web=is_web,
        is_language=is_language,
        stake=stake,
        part=part,
        money=money,
    )
    return made


def channel_of(relation: str, market: Market) -> str:
    """The title of a relation's channel."""
    channel = market.relations[relation].channel if relation in market.relations else None
    return market.channels.get(channel or "", OTHER_CHANNEL)


def short(text: str | None, longest: int = 80) -> str:
    """`text` cut to `longest` characters."""
    text = text or ""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def label(relation: str, market: Market, inverse: bool = False) -> str:
    """The relation in words, read from its subject, or from its object for `inverse`."""
    known = market.relations.get(relation)
    if known is None:
        return spaced(relation)
    return known.inverse if inverse else known.label


def share(read_share: float | None) -> str:
    """How much of a document could be read, in words."""
    if read_share is None:
        return "read in part"
    return "whole" if read_share >= 1 else f"read for {percent(read_share)}"


def percent(part: float) -> str:
    return f"{part * 100:.0f} %"


def counted(number: int, one: str, many: str) -> str:
    """ "1 tie", "1,200 ties"."""
    return f"{number:,} {one if number == 1 else many}"


def is_web(url: str | None) -> bool:
    """Whether `url` may become a link: http or https, with a host and no blank or control character."""
    if not url or len(url) > 2000 or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def words(value: object) -> str:
    return value_in_words("", value)


def term(seen: TermSeen) -> Term:
    return term_in_words(seen.name, seen.value)


def spaced(word: str | None) -> str:
    """A word of the market pack as people write it."""
    return (word or "").replace(START_UP, "start-up").replace("_", " ")


def entity_name(key: str, view: View) -> str:
    return view.entities[key].name if key in view.entities else key


def is_language(code: str | None) -> bool:
    return bool(code) and _LANGUAGE.fullmatch(code or "") is not None


def stake(low: float | None, high: float | None, above: bool = False) -> str:
    """A share between two bounds (0–1), in words: "27 %", "27 to 49 %", "more than 50 %", "not known"."""
    if low is None or high is None or (low <= 0 and high >= 1):
        return "size not known"
    if above and high >= 1:
        return f"more than {_per_cent(low)} %"
    if _per_cent(low) == _per_cent(high):
        return f"{_per_cent(low)} %"
    return f"{_per_cent(low)} to {_per_cent(high)} %"


def _per_cent(part: float) -> str:
    return f"{part * 100:.3g}" if part < 0.9995 else "100"


def part(share_of_one: float) -> str:
    """A share (0–1) as "27 %"."""
    return f"{_per_cent(share_of_one)} %"


def money(value: float, currency: str | None) -> str:
    """A sum in full units of its currency, as "USD 4 billion"."""
    return amount_in_words(Amount(value, currency))
