"""Holds what a checker reports against the truth: faults found at their lines, false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from accuracy.checkers import Checker, Reported, Reports
from accuracy.corpora import Fault, Sample


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, and what was reported on its lines; nothing if it was missed."""

    sample: str
    fault: Fault
    reported: tuple[Reported, ...]

    @property
    def is_found(self) -> bool:
        """Is there a report on one of its lines?"""
        return bool(self.reported)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was reported of a right script."""

    sample: str
    reported: tuple[Reported, ...]

    @property
    def is_of_convention(self) -> bool:
        """Is it only against what hosts of scripts allow?"""
        return all(one.is_of_convention for one in self.reported)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One checker on one corpus. `others` counts reports beside the faults of wrong scripts."""

    corpus: str
    checker: str
    right: int
    faults: tuple[Found, ...]
    alarms: tuple[Alarm, ...]
    others: int

    @property
    def found(self) -> int:
        """How many faults were found."""
        return sum(one.is_found for one in self.faults)

    @property
    def missed(self) -> tuple[Found, ...]:
        """The faults that were not found."""
        return tuple(one for one in self.faults if not one.is_found)

    def by_kind(self) -> Mapping[str, tuple[int, int]]:
        """By kind of fault: how many were found, of how many."""
        all_ = Counter(one.fault.kind for one in self.faults)
        found = Counter(one.fault.kind for one in self.faults if one.is_found)
        return {kind: (found[kind], count) for kind, count in sorted(all_.items())}

    def __str__(self) -> str:
        missed = ", ".join(f"{one.sample} ({one.fault})" for one in self.missed)
        alarms = ", ".join(one.sample for one in self.alarms)
        return (
            f"{self.corpus}, {self.checker}: {self.found} of {len(self.faults)} faults found,"
            f" {len(self.alarms)} false alarms on {self.right} right scripts"
            f"{f'; missed: {missed}' if missed else ''}{f'; alarms: {alarms}' if alarms else ''}"
        )


def judge(checker: Checker, samples: Sequence[Sample]) -> Judgement:
    """Run a checker over the scripts of one corpus and judge it."""
    reports = checker.check(samples)
    right = [one for one in samples if one.is_right]
    wrong = [one for one in samples if not one.is_right]
    alarms = (Alarm(one.name, tuple(reports[one.name])) for one in right)
    return Judgement(
        corpus=samples[0].corpus,
        checker=checker.name,
        right=len(right),
        faults=tuple(_faults(wrong, reports)),
        alarms=tuple(alarm for alarm in alarms if alarm.reported),
        others=sum(_beside(one, reports) for one in wrong),
    )


def _faults(wrong: Iterable[Sample], reports: Reports) -> Iterable[Found]:
    for sample in wrong:
        for fault in sample.faults:
            at = tuple(one for one in reports[sample.name] if one.line in fault.lines)
            yield Found(sample.name, fault, at)


def _beside(sample: Sample, reports: Reports) -> int:
    lines = frozenset[int]().union(*(fault.lines for fault in sample.faults))
    return sum(one.line not in lines for one in reports[sample.name])
