"""Attribute accesses, each with what was found out about the latest type it met.

Nearly all of them meet one type. For instances of script classes it is remembered whether the name
can only be in the instance's own dictionary; that holds as long as the class keeps its `members`,
which are a new dict after every change. All else is asked of the gate each time.
"""

from __future__ import annotations

from typing import Any, final

from mypy_extensions import i64

from foretell.interpreter import attributes
from foretell.interpreter.descriptors import is_data
from foretell.interpreter.kernel import UNSET, Frame, note
from foretell.interpreter.layouts import Layout, layout_of
from foretell.interpreter.script_types import ScriptType
from foretell.interpreter.values import ModuleValue, ScriptFunction


@final
class Place:
    """Where the script names an attribute.

    readable, writable: an instance's own dictionary is what is read or written.
    function: what the class has under the name, if it is a function that comes first.
    """

    index: i64
    name: str
    kind: object
    layout: Layout | None
    members: object
    readable: bool
    writable: bool
    function: ScriptFunction | None

    def __init__(self, index: i64, name: str) -> None:
        self.index = index
        self.name = name
        self.kind = None
        self.layout = None
        self.members = None
        self.readable = False
        self.writable = False
        self.function = None

    def learn(self, kind: Any) -> None:
        """Find out about a type."""
        self.kind = kind
        self.layout = None
        self.function = None
        if not isinstance(kind, ScriptType):
            return
        layout = layout_of(kind)
        name = self.name
        found = layout.members.get(name, UNSET)
        plain = layout.getattribute_hook is UNSET
        self.layout = layout
        self.members = layout.members
        self.readable = plain and found is UNSET
        if plain and isinstance(found, ScriptFunction):
            self.function = found
        self.writable = (
            layout.setattr_hook is UNSET
            and layout.slots is None
            and (found is UNSET or isinstance(found, ScriptFunction) or not is_data(found))
            and not name.startswith("__")
            and not issubclass(kind, BaseException)
        )

    def knows(self, kind: object) -> bool:
        """Tell whether what is remembered holds for a type, a script class; learn it if not."""
        if kind is self.kind:
            layout = self.layout
            if layout is None:
                return False
            if layout.members is self.members:
                return True
        self.learn(kind)
        return self.layout is not None

    def read(self, frame: Frame, value: Any) -> object:
        """Return the attribute of a value."""
        if self.knows(type(value)):
            if self.readable:
                found = value.__dict__.get(self.name, UNSET)
                if found is not UNSET:
                    return found
        elif isinstance(value, ModuleValue):
            found = value.members.get(self.name, UNSET)
            if found is not UNSET:
                return found
        try:
            return attributes.get_attribute(frame.runtime, value, self.name)
        except BaseException as error:
            note(frame, error, self.index)
            raise

    def write(self, frame: Frame, holder: Any, value: object) -> None:
        """Set the attribute of a value."""
        if self.knows(type(holder)) and self.writable:
            holder.__dict__[self.name] = value
            return
        try:
            attributes.set_attribute(frame.runtime, holder, self.name, value)
        except BaseException as error:
            note(frame, error, self.index)
            raise

    def delete(self, frame: Frame, holder: object) -> None:
        """Delete the attribute of a value."""
        try:
            attributes.delete_attribute(frame.runtime, holder, self.name)
        except BaseException as error:
            note(frame, error, self.index)
            raise
