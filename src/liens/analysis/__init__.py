"""View → findings: one module a question, each a pure function of the view (and of the market pack).

    origins        which documents tell one story, and how many origins stand behind a tie
    ties           what is known of each pair and relation
    conflicts      where claims do not agree
    coverage       what is not known
    compare        entities side by side
    deals          dated versions of a deal, terms in force on a day, what changed
    dependence     on whom start-ups depend, channel by channel; what if; layers
    docket         which authority is how far with which deal
    positions      who said what about what, and who lobbies
    ownership      who owns and controls whom, with bounds
    concentration  indices, where market shares exist
    record         every finding in a line, to compare two states of the ledger

`dates`, `money`, `directory`, `houses` and `handles` are what they share.

Every result is frozen and names the claims it rests on; the order of documents and claims changes nothing.
"""
