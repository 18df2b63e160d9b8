"""The append-only record, and the view of it as of now."""
