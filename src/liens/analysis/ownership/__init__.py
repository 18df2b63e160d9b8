"""Who owns and controls whom, through however many companies, with what is not known shown as such.

holdings     ties and imported records → who holds how much of whom, between a minimum and a maximum
network      the same as arrays
loops        companies that hold each other, and the order of working through the rest
integrated   shares held directly and through others, with bounds
control      who holds more than half with all that it controls, and who is at the top
common       holders with stakes in rivals
findings     all of it for a view, each finding with its claims
"""
