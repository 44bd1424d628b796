"""`python -m accuracy CORPUS` judges every checker and writes `reports/accuracy.md`, `.json` and `bounds.md`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from accuracy import report, tightness
from accuracy.checkers import available_checkers
from accuracy.corpora import NAMES, read_corpus
from accuracy.judgement import judge
from accuracy.worlds import judge_worlds


def main() -> None:
    """Judge and write."""
    parser = argparse.ArgumentParser(prog="python -m accuracy", description=__doc__)
    parser.add_argument("corpus", type=Path, help="the folder of the corpora")
    parser.add_argument("--only", choices=NAMES, action="append", help="one of the corpora")
    parser.add_argument("--alone", action="store_true", help="judge foretell and nothing else")
    parser.add_argument("--to", type=Path, default=report.ROOT / "reports", help="where to write")
    options = parser.parse_args()
    checkers, missing = available_checkers()
    if options.alone:
        checkers, missing = checkers[:1], []
    samples = {name: read_corpus(options.corpus, name) for name in options.only or NAMES}
    judgements = []
    for ours in samples.values():
        for checker in checkers:
            judgements.append(judge(checker, ours))
            sys.stdout.write(f"{judgements[-1]}\n")
    worlds = None
    if (options.corpus / "estimates").is_dir() and "controlflow" in samples:
        options.to.mkdir(parents=True, exist_ok=True)
        found = tightness.tell(tightness.judge_tightness(options.corpus), report.circumstances())
        report.write_lines(found, options.to / "bounds.md")
        sys.stdout.write(f"written: {options.to / 'bounds.md'}\n")
    if "controlflow" in samples:
        worlds = judge_worlds(options.corpus / "controlflow", samples["controlflow"])
        sys.stdout.write(f"{worlds}\n")
    given = {name: ours[0].tools.given for name, ours in samples.items()}
    report.write(report.Results(checkers, missing, judgements, given, worlds), options.to)
    sys.stdout.write(f"written: {options.to / 'accuracy.md'}, {options.to / 'accuracy.json'}\n")


if __name__ == "__main__":
    main()
