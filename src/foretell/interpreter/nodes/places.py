"""Attribute accesses, each with what was found out about the latest type it met.

Nearly all of them meet one type. For instances of script classes it is remembered whether the name
can only be in the instance's own dictionary; that holds as long as the class keeps its `members`,
which are a new dict after every change. All else is asked of the gate each time.
"""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64

from foretell.interpreter import attributes
from foretell.interpreter.descriptors import is_data
from foretell.interpreter.kernel import UNSET, Frame, note
from foretell.interpreter.layouts import Layout, layout_of
from foretell.interpreter.script_types import ScriptType
from foretell.interpreter.values import ModuleValue, ScriptFunction


@final
class Known:
    """What is remembered of a script class for a name; never changed, so that threads may share it.

    readable, writable: an instance's own dictionary is what is read or written.
    function: what the class has under the name, if it is a function that comes first.
    """

    kind: object
    layout: Layout | None
    members: object
    readable: bool
    writable: bool
    function: ScriptFunction | None

    def __init__(
        self,
        kind: object,
        layout: Layout | None,
        *,
        readable: bool,
        writable: bool,
        function: ScriptFunction | None,
    ) -> None:
        self.kind = kind
        self.layout = layout
        self.members = None if layout is None else layout.members
        self.readable = readable
        self.writable = writable
        self.function = function


NOTHING: Final = Known(None, None, readable=False, writable=False, function=None)


@final
class Place:
    """Where the script names an attribute."""

    index: i64
    name: str
    known: Known

    def __init__(self, index: i64, name: str) -> None:
        self.index = index
        self.name = name
        self.known = NOTHING

    def look(self, frame: Frame, kind: Any) -> Known:
        """Return what is known of a type; `NOTHING` if it is no script class."""
        known = self.known
        if kind is known.kind:
            layout = known.layout
            if layout is not None and layout.members is known.members:
                return known
        if not isinstance(kind, ScriptType):
            return NOTHING
        return self.learn(frame, kind)

    def learn(self, frame: Frame, kind: Any) -> Known:
        """Find out about a script class."""
        layout = layout_of(kind)
        name = self.name
        found = layout.members.get(name, UNSET)
        plain = layout.getattribute_hook is UNSET
        writable = (
            layout.setattr_hook is UNSET
            and layout.slots is None
            and (found is UNSET or isinstance(found, ScriptFunction) or not is_data(found))
            and not name.startswith("__")
            and not issubclass(kind, BaseException)
        )
        function = found if plain and isinstance(found, ScriptFunction) else None
        known = Known(
            kind, layout, readable=plain and found is UNSET, writable=writable, function=function
        )
        self.known = known
        frame.runtime.places.append(self)
        return known

    def read(self, frame: Frame, value: Any) -> object:
        """Return the attribute of a value."""
        if isinstance(value, ModuleValue):
            found = value.members.get(self.name, UNSET)
            if found is not UNSET:
                return found
        elif self.look(frame, type(value)).readable:
            found = value.__dict__.get(self.name, UNSET)
            if found is not UNSET:
                return found
        try:
            return attributes.get_attribute(frame.runtime, value, self.name)
        except BaseException as error:
            note(frame, error, self.index)
            raise

    def write(self, frame: Frame, holder: Any, value: object) -> None:
        """Set the attribute of a value."""
        if self.look(frame, type(holder)).writable:
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


def forget(places: list[Any]) -> None:
    """Let go of the classes of a run that has ended."""
    for place in places:
        if isinstance(place, Place):
            place.known = NOTHING
    places.clear()
