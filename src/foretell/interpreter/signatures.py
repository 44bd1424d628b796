"""Parameters of functions that we make for a script: `__init__` of a dataclass, of a named tuple.

Binding arguments to them fails with CPython's messages, in CPython's order.
"""

from __future__ import annotations

from typing import Any, final

from .kernel import UNSET


@final
class Signature:
    """Names in order, those that need no argument, those that take keywords only.

    `name` is the function's as messages show it; `receivers` counts the first parameters that are
    not in `names` (the instance, the class).
    """

    def __init__(
        self,
        name: str,
        names: list[str],
        optional: set[str],
        keyword_only: list[str] | None = None,
        receivers: int = 1,
    ) -> None:
        self.name = name
        self.names = names
        self.optional = optional
        self.keyword_only: list[str] = keyword_only or []
        self.receivers = receivers

    def bind(self, arguments: list[Any], keywords: dict[str, Any]) -> dict[str, Any]:
        """Arguments by parameter, without those left to their defaults."""
        bound: dict[str, Any] = dict(zip(self.names, arguments, strict=False))
        for name, value in keywords.items():
            if name in bound:
                raise TypeError(f"{self.name}() got multiple values for argument {name!r}")
            if name not in self.names and name not in self.keyword_only:
                raise TypeError(f"{self.name}() got an unexpected keyword argument {name!r}")
            bound[name] = value
        if len(arguments) > len(self.names):
            raise self.too_many(len(arguments), bound)
        if len(bound) < len(self.names) + len(self.keyword_only):
            self.check_missing(self.names, bound, "positional")
            self.check_missing(self.keyword_only, bound, "keyword-only")
        return bound

    def check_missing(self, names: list[str], bound: dict[str, Any], kind: str) -> None:
        """Raise if a parameter that needs an argument has none."""
        missing = [repr(name) for name in names if name not in bound and name not in self.optional]
        if not missing:
            return
        if len(missing) > 2:
            listed = ", ".join(missing[:-1]) + ", and " + missing[-1]
        else:
            listed = " and ".join(missing)
        plural = "s" if len(missing) > 1 else ""
        raise TypeError(
            f"{self.name}() missing {len(missing)} required {kind} argument{plural}: {listed}"
        )

    def too_many(self, given: int, bound: dict[str, Any]) -> TypeError:
        """The error for more positional arguments than there are parameters."""
        most = len(self.names) + self.receivers
        least = most - sum(name in self.optional for name in self.names)
        given += self.receivers
        takes = f"from {least} to {most}" if least < most else str(most)
        plural = "" if least == most == 1 else "s"
        named = sum(name in bound for name in self.keyword_only)
        if named:
            arguments = "s" if given != 1 else ""
            also = "s" if named != 1 else ""
            what = (
                f"{given} positional argument{arguments} "
                f"(and {named} keyword-only argument{also}) were given"
            )
        else:
            what = f"{given} {'was' if given == 1 else 'were'} given"
        return TypeError(f"{self.name}() takes {takes} positional argument{plural} but {what}")


def take(
    name: str,
    parameters: str,
    arguments: list[Any],
    keywords: dict[str, Any],
) -> list[Any]:
    """Arguments of a library function, in the order of `parameters`; `UNSET` where none is given.

    `parameters` are names apart by blanks; `?` behind one makes it optional, those behind `*` take
    keywords only.
    """
    positional, _, rest = parameters.partition("*")
    names = positional.split()
    named = rest.split()
    signature = Signature(
        name,
        [parameter.rstrip("?") for parameter in names],
        {parameter.rstrip("?") for parameter in names + named if parameter.endswith("?")},
        [parameter.rstrip("?") for parameter in named],
        0,
    )
    bound = signature.bind(arguments, keywords)
    return [bound.get(each, UNSET) for each in signature.names + signature.keyword_only]
