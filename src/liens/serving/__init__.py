"""The live study: the same pages as the static one, its data as an API, and the review in the browser.

printer    a process that holds an edition of the study and prints pages of it
edition    what it holds: the study at one revision, asked for one page or part at a time
study      the newest edition that is ready, what was printed of it, and the watch over the ledger
kept       prints that a server leaves to the one that starts after it
desk       where decisions are taken
guard      who may come in, how often and with how much, and what a browser may do with a page
users      users, sessions and a log, in a file of their own
signing    the pages for signing in, and the audit
reviewing  the pages of the review
parts      what the API gives; data answers it, with jsontext, openapi describes it
app        the routes
running    the server, from its socket to its end
"""
