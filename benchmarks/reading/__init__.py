"""Our readers beside others on the same documents: time, memory, claims, and how right they are.

Each tool is a small program that runs in an environment of its own (`requirements/`) and keeps `protocol`. None of them
makes typed claims but ours: the others' triples become claims by `verbs.toml`.
"""
