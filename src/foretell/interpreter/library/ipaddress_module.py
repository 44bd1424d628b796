"""`ipaddress`: networks are lazy; what lists them is charged item by item."""

from __future__ import annotations

import ipaddress
from typing import Final

from foretell.interpreter.attributes import CHECKS, HOST_TYPES, METHODS
from foretell.interpreter.kernel import BuiltinFunction, Runtime

from .hosting import (
    Arguments,
    Keywords,
    collect_first,
    construct_by,
    host_members,
    light,
    texts,
)
from .lazy import ISlice, make_lazy

TYPES: Final = ("IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network", "IPv4Interface",
                "IPv6Interface")  # fmt: skip
for _name in TYPES:
    _kind = getattr(ipaddress, _name)
    HOST_TYPES[_kind] = f"ipaddress.{_name}"
    construct_by(_kind, texts)


def lazily(name: str) -> BuiltinFunction:
    """A method that gives networks or addresses one by one."""

    def call(_runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        made = getattr(arguments[0], name)(*arguments[1:], **keywords)
        return made if isinstance(made, list) else make_lazy(ISlice, (), iter(made), None)

    return call


for _name in ("hosts", "subnets", "address_exclude"):
    METHODS[f"ipaddress._Network.{_name}"] = lazily(_name)
CHECKS["ipaddress._Network.supernet"] = light


def lazy_function(name: str) -> BuiltinFunction:
    """A function of the module that gives networks one by one."""

    def call(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        collect_first(runtime, arguments, keywords)
        made = getattr(ipaddress, name)(*arguments, **keywords)
        return make_lazy(ISlice, (), made, None)

    return call


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    names = ("collapse_addresses", "summarize_address_range")
    functions = {name: lazy_function(name) for name in names}
    return host_members("ipaddress", ipaddress, functions=functions)
