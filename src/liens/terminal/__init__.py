"""What the commands print: answers as tables for people, as JSON for programs.

Nothing from a document reaches the terminal as markup or as a control sequence.

console    where lines go, what is safe to print, the bars and the summary of a run
ties       answers about ties
compare    entities side by side
measures   answers of the measures
"""
