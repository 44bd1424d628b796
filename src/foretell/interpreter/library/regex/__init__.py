"""Regular expressions that cannot hang: see docs/decisions/regular-expressions.md.

`estimate` says how much work a pattern may be on a text; small work goes to CPython's engine,
all other to `engine`, which does the same by a loop that is charged.
"""
