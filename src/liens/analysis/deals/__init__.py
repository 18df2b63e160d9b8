"""Deals over time: dated `versions`, `changes` between two days, `totals` of sums of one kind."""
