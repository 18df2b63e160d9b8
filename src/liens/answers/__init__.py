"""What the query commands answer, as JSON-able data: the terminal prints it, `--json` dumps it.

Every answer about a tie or an entity carries the ids of its claims, so that each can be followed to its words.

study      what a question is about, and who is meant by a name
ties       the study at a glance, entities, ties, the review queue
compare    entities side by side
log        what the ledger has learnt between two of its states
measures   docket, positions, profile, what-if, layers, control, concentration, differences
"""
