"""The form of a name: what is left when spelling, legal form and courtesy are taken away."""

from __future__ import annotations

import re
import unicodedata

from liens.ledger.clusters import name_key
from liens.model import Kind


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


LEGAL = _listed("""
    inc incorporated corp corporation co company ltd limited llc plc pbc se sa sas sasu sarl ag gmbh kgaa nv bv lp llp
    oy oyj ab asa spa srl kk pty pte
""")
COURTESY = _listed("mr mrs ms mme mlle dr prof professor sir dame lord lady baroness")
GENERIC = _listed("""
    ai news times bank group data cloud labs lab capital media technology technologies us uk eu government commission
    authority court national global international university street journal post sun the of and information new
    intelligence systems research ministry department council agency fund foundation institute partners ventures
""")
"""Words that tell nothing alone: a name made of these only is never a short form of another."""
SMALL = _listed("of and the for de la le les des du et der die das und für in on to a an")
ORGANISATIONS = frozenset({Kind.COMPANY, Kind.PUBLIC_BODY, Kind.OTHER_ORG, Kind.OUTLET})

Form = tuple[str, ...]


def form_of(name: str, kind: Kind) -> Form:
    """The words of `name` without case, diacritics, possessive, leading "the", courtesy titles and legal form.

    >>> form_of("The Société Alder S.A.'s", Kind.COMPANY)
    ('societe', 'alder')
    """
    words = _words(name)
    if kind is Kind.PERSON:
        return _without_head(words, COURTESY)
    if kind in ORGANISATIONS:
        return _without_legal(_without_head(words, frozenset({"the"})))
    return _without_head(words, frozenset({"the"}))


def family_of(kind: Kind) -> str:
    """Kinds that readers may take for one another: a name of one family is never matched with one of another."""
    return "organisation" if kind in ORGANISATIONS else kind.value


def initials_of(name: str) -> str:
    """The initials of the words of `name` that count: `Competition and Markets Authority` → `cma`."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name_key(name)) if word and word not in SMALL)


def is_abbreviation(short: str, name: str) -> bool:
    """Whether `short`, in capitals, is made of the initials of `name`, small words counted or not."""
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isalpha() and sum(c.isupper() for c in letters) >= 2):
        return False
    every = "".join(word[0] for word in re.split(r"[\s-]+", name_key(name)) if word)
    return letters.casefold() in (initials_of(name), every)


def _words(name: str) -> Form:
    text = re.sub(r"'s?(?=\s|$)", "", name_key(name))
    text = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", text)
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(bare for word in re.split(r"[^\w&+.]+", "".join(letters)) if (bare := word.strip(".")))


def _without_head(words: Form, head: frozenset[str]) -> Form:
    bare = words[1:] if words and words[0] in head else words
    return bare if bare and not (len(bare) == 1 and bare[0] in GENERIC) else words


def _without_legal(words: Form) -> Form:
    bare = words
    while len(bare) > 1 and bare[-1] in LEGAL | {"&"}:
        bare = bare[:-1]
    return words if set(bare) <= GENERIC else bare
