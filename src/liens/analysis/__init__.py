"""View → findings: one module a question, each a pure function of the view (and of the market pack).

    origins     which documents tell one story, and how many origins stand behind a tie
    ties        what is known of each pair and relation
    conflicts   where claims do not agree
    coverage    what is not known
    compare     entities side by side
    bonds       ties by which a start-up depends on someone, graded by the market's rules
    dependency  on whom each start-up depends, channel by channel, and how that changed
    whatif      who loses whom if a company goes or a tie ends
    layers      who is present in which layer, and how many start-ups use whom there

Every result is frozen and names the claims it rests on; the order of documents and claims changes nothing.
"""
