"""Which ties a page tells of: triggers bound to their ends, with status, source and terms. `finding` puts them
together."""
