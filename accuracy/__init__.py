"""How right the analysis is: its findings, call graphs and bounds against scripts whose truth is known.

`python -m accuracy` judges foretell and, where they are installed, type checkers on the same scripts,
and writes `reports/accuracy.md` and `.json`. The scripts lie outside of the repository. The same
judgements are tests: `make corpus`.
"""
