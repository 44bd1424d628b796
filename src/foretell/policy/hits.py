"""What is held against rules, and what comes of it: a thing, and a hit of a rule on a thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from foretell_analyzer.diagnostics import Place

from .decision import Certainty, Reason
from .rules import Mode, Possible, Rule, as_tuple


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing with the effect that a rule gives it; `rule` is None where no rule speaks of it."""

    name: str
    effect: Possible
    thing: Thing
    said: str = ""
    rule: Rule | None = None

    @property
    def message(self) -> str:
        """What the rule says, and what is the case."""
        told = self.thing.message
        return f"{self.said.rstrip('. ')}: {told}" if self.said else told

    def reason(self, mode: Mode) -> Reason | None:
        """The reason for people, if there is one to give."""
        effect = self.effect
        if effect == "allow" or effect == "guard":  # noqa: PLR1714  # so that types are narrowed
            return None
        thing = self.thing
        made = Reason(
            self.name, effect, thing.certainty, self.message, thing.span, thing.witness, thing.help
        )
        return replace(made, logged=True) if mode == "log" else made


@dataclass(frozen=True, slots=True)
class Thing:
    """What is held against the rules, and how a reason tells it."""

    certainty: Certainty
    message: str
    span: Place | None = None
    witness: tuple[int, ...] = ()
    help: str | None = None
    tools: tuple[str, ...] = ()

    def unruled(self, name: str, effect: Possible) -> Iterator[Hit]:
        """What comes of it where no rule speaks of it."""
        if effect != "allow":
            yield Hit(name, effect, self)

    def broken(self, rule: Rule, effect: Possible | None = None) -> Iterator[Hit]:
        """What comes of it by a rule that it breaks."""
        if effect is None:
            effect = rule.effect if self.certainty == "certain" else rule.if_possible
        yield Hit(rule.id, effect, self, rule.message, rule)


def matches_tool(patterns: str | tuple[str, ...], tool: str) -> bool:
    """Does one of the patterns match the tool's name?"""
    return any(fnmatchcase(tool, pattern) for pattern in as_tuple(patterns))


def lines_of(place: Place | None) -> tuple[int, ...]:
    """The line of a place, if it is in the script itself."""
    return () if place is None or place.own_line is None else (place.own_line,)
