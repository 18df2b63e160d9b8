"""A ledger of sourced claims about the ties between companies, and the study drawn from it.

The nouns, the errors and the market pack; each stage has a module of its own (`liens.sources`, `liens.reading`,
`liens.ledger`, `liens.analysis`, `liens.publishing`), and `liens.pipeline` runs them all.
"""

from liens.errors import ConfigError, Error, LedgerError, PluginError, ReaderError, SourceError
from liens.market import Market, load_market
from liens.model import (
    Amount,
    AmountKind,
    Aside,
    Choice,
    Claim,
    Decision,
    Document,
    Entity,
    Finding,
    Kind,
    Mention,
    Problem,
    Reading,
    Reason,
    Span,
    SpeechKind,
    Stance,
    Statement,
    Status,
    Terms,
    Verdict,
)

__all__ = [
    "Amount",
    "AmountKind",
    "Aside",
    "Choice",
    "Claim",
    "ConfigError",
    "Decision",
    "Document",
    "Entity",
    "Error",
    "Finding",
    "Kind",
    "LedgerError",
    "Market",
    "Mention",
    "PluginError",
    "Problem",
    "ReaderError",
    "Reading",
    "Reason",
    "SourceError",
    "Span",
    "SpeechKind",
    "Stance",
    "Statement",
    "Status",
    "Terms",
    "Verdict",
    "load_market",
]
