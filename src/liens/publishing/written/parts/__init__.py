"""Report → the sections of the written study, one module a part; `compose` puts them together in their order."""
