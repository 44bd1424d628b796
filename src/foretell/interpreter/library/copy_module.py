"""`copy`: containers and instances of the script; everything else is itself."""

from __future__ import annotations

import collections
import copy
import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final

from foretell.interpreter.calls import call
from foretell.interpreter.descriptors import special_method
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.kinds import type_name
from foretell.interpreter.layouts import is_script_instance
from foretell.interpreter.measure import NESTING_LIMIT, charge_items, is_plain, too_deep
from foretell.interpreter.suspended import (
    ScriptAsyncGenerator,
    ScriptCoroutine,
    ScriptGenerator,
)

from .hosting import Arguments, Keywords, argument, construct_by, host_members, light
from .sets import OrderedFrozenSet, OrderedSet

Memo = dict[int, Any]

SHALLOW: Final = (
    list,
    dict,
    bytearray,
    collections.deque,
    OrderedSet,
    collections.OrderedDict,
    collections.defaultdict,
    collections.Counter,
)


def shallow(runtime: Runtime, value: Any) -> Any:
    """`copy.copy(value)`."""
    if is_script_instance(value):
        hook = special_method(runtime, value, "__copy__")
        if hook is not UNSET:
            return call(runtime, hook, [], {})
        return copy_instance(runtime, value, lambda item: item)
    if type(value) in SHALLOW:
        runtime.charge_size(len(value))
        return value.copy()
    refuse_running(value)
    return value


def refuse_running(value: object) -> None:
    """Raise for what is in the middle of something, which no copy could go on with."""
    if isinstance(value, (ScriptGenerator, ScriptCoroutine, ScriptAsyncGenerator)):
        raise TypeError(f"cannot pickle {type_name(value)!r} object")


def copy_instance(
    runtime: Runtime, value: Any, convert: Callable[[Any], Any], memo: Memo | None = None
) -> Any:
    """A new instance of a script class with the same attributes, converted."""
    cls = type(value)
    made: Any
    if isinstance(value, BaseException):
        made = cls.__new__(cls, *value.args)
        made.args = value.args
    elif isinstance(value, (int, float, str, tuple, bytes, frozenset)):
        base = next(
            base for base in cls.__mro__ if is_plain(base) and base.__module__ == "builtins"
        )
        content = tuple(map(convert, value)) if isinstance(value, tuple) else base(value)
        made = base.__new__(cls, content)
    elif isinstance(value, dict):
        made = dict.__new__(cls)
        remember(memo, value, made)
        for key, item in dict.items(value):
            dict.__setitem__(made, convert(key), convert(item))
    elif isinstance(value, list):
        made = list.__new__(cls)
        remember(memo, value, made)
        list.extend(made, [convert(item) for item in list.__iter__(value)])
    elif isinstance(value, (set, collections.deque)):
        host: Any = cls.__mro__[-2]
        made = host.__new__(cls)
        made.__init__([convert(item) for item in value])
    else:
        made = object.__new__(cls)
    remember(memo, value, made)
    move_state(runtime, value, made, convert)
    return made


def move_state(runtime: Runtime, value: Any, made: Any, convert: Callable[[Any], Any]) -> None:
    """Give a copy the state of the original, by the hooks of a script where there are any."""
    own: dict[str, Any] = getattr(value, "__dict__", {})
    save = special_method(runtime, value, "__getstate__")
    load = special_method(runtime, made, "__setstate__")
    if save is UNSET and load is UNSET:
        for name, item in own.items():
            made.__dict__[name] = item if name.startswith(" ") else convert(item)
        return
    state: Any = dict(own) if save is UNSET else call(runtime, save, [], {})
    state = convert(state)
    if load is not UNSET:
        call(runtime, load, [state], {})
    elif state is not None:
        made.__dict__.update(state)


def remember(memo: Memo | None, value: Any, made: Any) -> None:
    """Let what refers back to `value` refer to its copy."""
    if memo is not None:
        memo[id(value)] = made


class Copier:
    """One deep copy: what has been copied already, and how deep we are."""

    def __init__(self, runtime: Runtime, memo: Memo) -> None:
        self.runtime = runtime
        self.memo = memo
        self.depth = 0

    def copy(self, value: Any) -> Any:
        """The copy of a value, made once."""
        kind = type(value)
        if kind in ATOMIC:
            return value
        known = self.memo.get(id(value), UNSET)
        if known is not UNSET:
            return known
        if self.depth >= NESTING_LIMIT:
            raise too_deep(self.runtime)
        self.runtime.charge(2)
        self.depth += 1
        made = self.make(kind, value)
        self.depth -= 1
        self.memo[id(value)] = made
        if made is not value:
            self.memo.setdefault(id(self.memo), []).append(value)
        return made

    def make(self, kind: Any, value: Any) -> Any:
        """The copy of a value not copied yet."""
        made: Any
        if kind is list:
            charge_items(self.runtime, len(value))
            made = []
            self.memo[id(value)] = made
            made.extend([self.copy(item) for item in value])
            return made
        if kind is dict:
            charge_items(self.runtime, len(value))
            made = {}
            self.memo[id(value)] = made
            for key, item in value.items():
                made[self.copy(key)] = self.copy(item)
            return made
        if kind is tuple:
            charge_items(self.runtime, len(value))
            items = [self.copy(item) for item in value]
            if all(new is old for new, old in zip(items, value, strict=True)):
                return value
            return tuple(items)
        if is_script_instance(value):
            hook = special_method(self.runtime, value, "__deepcopy__")
            if hook is not UNSET:
                return call(self.runtime, hook, [self.memo], {})
            return copy_instance(self.runtime, value, self.copy, self.memo)
        return self.make_other(kind, value)

    def make_other(self, kind: Any, value: Any) -> Any:
        """The copy of the rarer containers."""
        made: Any
        if kind in (OrderedSet, OrderedFrozenSet):
            return kind([self.copy(item) for item in value])
        if kind is bytearray:
            return bytearray(value)
        if kind is collections.deque:
            made = collections.deque(maxlen=value.maxlen)
            self.memo[id(value)] = made
            made.extend([self.copy(item) for item in value])
            return made
        if kind in (collections.OrderedDict, collections.Counter, collections.defaultdict):
            made = (
                collections.defaultdict(value.default_factory)
                if (kind is collections.defaultdict)
                else kind()
            )
            self.memo[id(value)] = made
            for key, item in value.items():
                made[self.copy(key)] = self.copy(item)
            return made
        if isinstance(value, BaseException):
            made = kind.__new__(kind, *value.args)
            made.args = tuple(self.copy(item) for item in value.args)
            return made
        refuse_running(value)
        if kind is io.StringIO or kind is io.BytesIO:
            raise TypeError(f"cannot pickle {kind.__name__!r} object")
        return value


ATOMIC: Final = frozenset(
    {
        int, float, complex, bool, str, bytes, type(None), type(Ellipsis), range, type,
        datetime, date, time, timedelta, timezone,
    }
)  # fmt: skip


def copied(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`copy.copy(x)`."""
    if len(arguments) + len(keywords) != 1:
        raise TypeError(f"copy() takes 1 positional argument but {len(arguments)} were given")
    return shallow(runtime, argument(arguments, keywords, 0, "x"))


def deeply_copied(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`copy.deepcopy(x, memo)`."""
    if not arguments and "x" not in keywords:
        raise TypeError("deepcopy() missing 1 required positional argument: 'x'")
    memo = argument(arguments, keywords, 1, "memo")
    copier = Copier(runtime, {} if memo is None else memo)
    return copier.copy(argument(arguments, keywords, 0, "x"))


construct_by(copy.Error, light)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("copy", copy, functions={"copy": copied, "deepcopy": deeply_copied})
