"""Report → the written study: one manuscript, and a writer for each format, so that all of them say the same.

manuscript  sections, paragraphs, tables, figures and annex entries, before anything is typeset
parts       what the study says, a module a part; desk has what they are written with; compose puts them in order
figures     drawings for paper
pdf         with the template study.typ; html, docx and markdown likewise
"""
