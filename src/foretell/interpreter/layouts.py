"""What script classes have: their namespaces, flattened, and how they make instances.

A `Layout` belongs to one host type. Attributes are found in `members`, the namespaces of all
script classes in method order as one dict, so that a look-up is one step however deep the
inheritance. It is made anew when a class in that order changes, which scripts hardly ever do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, final

from .kernel import UNSET, Runtime
from .script_types import ScriptType, new_counter

Construct = Callable[[Runtime, Any, list[Any], dict[str, Any]], object]
"""How a class is called: runtime, class, positional arguments, keyword arguments."""

Build = Callable[[Runtime, str, list[object], dict[str, object], dict[str, object], str], object]
"""How a class statement makes a class; the same parameters as `classes.build_class`."""

Check = Callable[[Runtime, object, Any], bool]
"""How `isinstance` (a value) or `issubclass` (a class) is answered for a class."""

Guard = Callable[[Runtime, Any, str, object], None]
"""Asked before an attribute of a class is set: runtime, class, name, value (`UNSET` deletes)."""


@final
class Layout:
    """What belongs to a script class beside its host type.

    namespace: the class's own attributes; members: with those it inherits from script classes.
    behind: what `super()` found from which class on, under which name; kept as long as `members`.
    host: the builtin type it derives from, `object` if none but that.
    slots: the names its instances may have, if `__slots__` limits them.
    abstract: names without which no instance can be made.
    is_abstract_base: made with ABCMeta, so that `abstract` counts.
    build: how classes derived from this one are made (enumerations, named tuples).
    immutable: shared by all runs; nothing can be set on it.
    check_instance, check_subclass: asked in place of the host, where set.
    guard_assign: asked before an attribute of the class is set.
    extra: what library modules know about the class.
    """

    name: str
    qualified_name: str
    module: str
    cls: Any
    namespace: dict[str, object]
    members: dict[str, object]
    behind: dict[object, dict[str, object]]
    host: type
    slots: frozenset[str] | None
    abstract: tuple[str, ...]
    construct: Construct
    build: Build | None
    immutable: bool
    check_instance: Check | None
    check_subclass: Check | None
    getattr_hook: object
    getattribute_hook: object
    setattr_hook: object
    delattr_hook: object
    serials: Iterator[int]
    is_abstract_base: bool
    guard_assign: Guard | None
    members_in_order: list[object]
    members_by_name: dict[str, object]
    extra: dict[str, Any]

    def __init__(
        self,
        name: str,
        qualified_name: str,
        module: str,
        namespace: dict[str, object],
        construct: Construct,
    ) -> None:
        self.name = name
        self.qualified_name = qualified_name
        self.module = module
        self.cls = None
        self.namespace = namespace
        self.members = {}
        self.behind = {}
        self.host = object
        self.slots = None
        self.abstract = ()
        self.construct = construct
        self.build = None
        self.immutable = False
        self.check_instance = None
        self.check_subclass = None
        self.getattr_hook = UNSET
        self.getattribute_hook = UNSET
        self.setattr_hook = UNSET
        self.delattr_hook = UNSET
        self.serials = new_counter()
        self.is_abstract_base = False
        self.guard_assign = None
        self.members_in_order = []
        self.members_by_name = {}
        self.extra = {}

    def flatten(self) -> None:
        """Work out `members` from the namespaces in method order.

        Host types count too: what `dict` has hides what a class behind it defines.
        """
        members: dict[str, object] = {}
        for cls in reversed(self.cls.__mro__):
            if isinstance(cls, ScriptType):
                layout: Layout = cls.script_layout
                members.update(layout.namespace)
            elif cls is not object and members:
                for name in [name for name in members if name in cls.__dict__]:
                    del members[name]
        self.members = members
        self.behind = {}
        self.getattr_hook = members.get("__getattr__", UNSET)
        self.getattribute_hook = members.get("__getattribute__", UNSET)
        self.setattr_hook = members.get("__setattr__", UNSET)
        self.delattr_hook = members.get("__delattr__", UNSET)


def is_script_type(value: object) -> bool:
    """Whether a value is a class of the script (or one of ours made in the same way)."""
    return isinstance(value, ScriptType)


def is_script_instance(value: object) -> bool:
    """Whether a value is an instance of such a class."""
    return isinstance(type(value), ScriptType)


def layout_of(cls: Any) -> Layout:
    """The layout of a script class."""
    layout: Layout = cls.script_layout
    return layout


def script_subclasses(cls: ScriptType) -> list[Any]:
    """The classes directly derived from a class that are still alive, in order of definition."""
    found: list[Any] = type.__subclasses__(cls)
    return found


def flatten_below(cls: ScriptType) -> None:
    """Make `members` anew for a class and all that derive from it."""
    layout_of(cls).flatten()
    for subclass in script_subclasses(cls):
        flatten_below(subclass)


def class_annotations(layout: Layout) -> object:
    """A class's own annotations; an empty dict is made where it has none."""
    if layout.immutable:
        return layout.namespace.get("__annotations__", {})
    return layout.namespace.setdefault("__annotations__", {})
