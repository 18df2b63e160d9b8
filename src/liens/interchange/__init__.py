"""Ownership data in the formats of others: records of holdings in, ties and claims out.

    reading     a file of any of the formats → its holdings, placed among the entities of a view
    records     one record of a holding, and which entity its ends are
    percent     percentages as people and programs write them
    streams     lines and JSON objects, one at a time and bounded
    sheets      CSV of holdings
    gleif       relationship records of GLEIF (CSV)
    ftm         FollowTheMoney entities → records
    bods        statements of the Beneficial Ownership Data Standard 0.4 → records
    ftm_out     a view as FollowTheMoney entities, with a sidecar that keeps status and offsets
    bods_out    a view as BODS 0.4 statements

Records are other people's files: each is bounded, and what cannot be read is a `Problem` that names its line. It stands
above analysis, whose `Holding` and `Tie` it uses, and below publishing.
"""
