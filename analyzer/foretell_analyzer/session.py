"""What the snippets of a session have left: the value that `analyze` takes beside a text.

    session = Session()
    report  = analyze("rows = search('refunds')", catalog, session=session)
    session = session.after(report)
    report  = analyze("len(rows)", catalog, session=session)    # `rows` is known

A session is its snippets so far, each with how its run ended. What they left is not written down
apart from them: a snippet is judged as the rest of a script that begins with those before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from .bindings import BindingKind
from .errors import UsageError
from .ir import Ending, Module, Snippet, next_index
from .report import Report
from .resolve import resolve

__all__ = ["Ending", "Session"]

ENDINGS: Final[tuple[Ending, ...]] = ("finished", "raised", "stopped")


@dataclass(frozen=True)
class Session:
    """The snippets that were run so far; `Session()` is one that begins. Never changed."""

    snippets: tuple[Snippet, ...] = ()

    def after(
        self, report: Report, ending: Ending = "finished", *, bound: Iterable[str] | None = None
    ) -> Session:
        """The session behind the snippet of a report, which was judged in this one.

        ending: how its run ended: at its end (`finished`), by an exception that it did not catch
        (`raised`), or from outside (`stopped`). Whatever it had not done by then is not taken for
        done.
        bound: the names that have a value now, if somebody looked; without it those that may have
        been given one on the way are `possibly-unbound`.

        Raises `UsageError` for a report of another session, or of a text that is no script.
        """
        if report.digests.session != self.digest:
            raise UsageError("the report is not of this session: analyze the snippet with it")
        if report.module is None:
            raise UsageError(f"{report.script.name} is no script that could have run")
        if ending not in ENDINGS:
            raise UsageError(f"`{ending}` is no ending; there are {', '.join(ENDINGS)}")
        names = None if bound is None else frozenset(bound)
        return self.extended(report.module.judged, ending, report.inputs, names)

    def extended(
        self,
        module: Module,
        ending: Ending,
        inputs: Mapping[str, object],
        bound: frozenset[str] | None,
    ) -> Session:
        """The session with one more snippet, whose nodes begin with `next_index`."""
        return Session((*self.snippets, Snippet(module, ending, dict(inputs), bound)))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the next snippet is judged by, in hexadecimal."""
        state = hashlib.sha256(b"session")
        for one in self.snippets:
            bound = None if one.bound is None else sorted(one.bound)
            form = [one.module.script.digest, one.ending, bound, _told(one.inputs)]
            state.update(json.dumps(form, default=repr).encode())
        return state.hexdigest()

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that the snippets may have left: those that they bind."""
        found: set[str] = set()
        for one in self.snippets:
            found = {name for name in found if one.bound is None or name in one.bound}
            bound = _bound_by(one.module)
            found |= bound if one.bound is None else bound & one.bound
        return frozenset(found)

    @property
    def next_index(self) -> int:
        """The index with which the nodes of the next snippet begin."""
        return next_index(self.snippets)

    def inputs(self, given: Mapping[str, object]) -> dict[str, object]:
        """The inputs that exist in the next snippet: those of all before it, and `given`.

        Of one that comes again with another type nothing is known. Raises `UsageError` for one
        that a snippet has bound: it would not be seen.
        """
        taken = sorted(self.names & given.keys())
        if taken:
            raise UsageError(
                f"the input `{taken[0]}` is a name that the session has bound itself: call it"
                " something else"
            )
        found: dict[str, object] = {}
        for inputs in (*(one.inputs for one in self.snippets), given):
            for name, declared in inputs.items():
                known = found.setdefault(name, declared)
                if known != declared:
                    found[name] = {}
        return found


def _bound_by(module: Module) -> set[str]:
    """The names of the module that its text binds."""
    bindings = resolve(module).module_scope.bindings
    return {name for name, one in bindings.items() if one.kind is BindingKind.GLOBAL}


def _told(inputs: Mapping[str, object]) -> list[tuple[str, object]]:
    return sorted((name, declared) for name, declared in inputs.items())
