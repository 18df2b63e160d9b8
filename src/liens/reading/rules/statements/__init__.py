"""Who says what: quotations and reported speech with speaker, venue, target and stance. `finding` puts them
together."""
