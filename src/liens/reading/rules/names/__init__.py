"""Who and what a document names: names by market pack and by shape, their kinds, and the descriptions and pronouns
that stand for them. `finding` puts them together as a `Page`."""
