"""Sums of money, shares and dates in a text."""
