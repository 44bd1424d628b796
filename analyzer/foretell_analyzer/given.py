"""What the arguments of tool calls may be: call by call, as values where all of them are known.

A `CallSite` covers every call that a run makes there: an argument that a run gives is one of
`values`, where they are told. A report without sites (None) knows nothing of any argument.
"""

from __future__ import annotations

from typing import Any

import msgspec

from .diagnostics import Place


class GivenArgument(msgspec.Struct, frozen=True):
    """An argument that a call may get.

    `values` are all that it may be, as JSON; None if they are not all known. Where it is not
    `always` given, it may be left out as well.
    """

    parameter: str
    values: tuple[Any, ...] | None = None
    always: bool = True


class CallSite(msgspec.Struct, frozen=True):
    """A place where a tool may be called, with what it may be given.

    If it `is_open`, it may get arguments that are not told of here.
    """

    tool: str
    span: Place
    arguments: tuple[GivenArgument, ...] = ()
    is_open: bool = False

    def argument(self, parameter: str) -> GivenArgument | None:
        """What a parameter may get; None if it surely gets nothing."""
        for one in self.arguments:
            if one.parameter == parameter:
                if one.always or not self.is_open:
                    return one
                return GivenArgument(parameter, None, always=False)
        return GivenArgument(parameter, None, always=False) if self.is_open else None
