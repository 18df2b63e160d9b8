"""A ledger of sourced claims about the ties between companies, and the study drawn from it."""
