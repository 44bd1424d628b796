"""Memory: where variables and objects are, and what changing them does.

Locations are handed out by what they are for: a variable of a frame, an object made at a node, a
part of a path. Each is for one context, that is for one way of calls that leads there.
"""

from __future__ import annotations

from ..bindings import Scope
from ..ir import Node
from ..values.content import Content
from ..values.objects import ANY_OBJECT, Object
from ..values.routines import Frame, FunctionInfo
from ..values.shapes import Reference
from ..values.store import Store
from ..values.value import UNBOUND, Value, join


class Memory:
    """The store of an evaluation, and what its locations are for."""

    store: Store
    frame: Frame
    context: int
    weak: int
    split_count: int

    def __init__(self) -> None:
        self.store = Store()
        self.contexts: dict[tuple[int, int, int], int] = {}
        self.frames: dict[tuple[int, int, int], Frame] = {}
        self.frames_of: dict[int, list[Frame]] = {}
        self.sites: dict[tuple[int, int, object], int] = {}
        self.functions: dict[tuple[int, int], FunctionInfo] = {}
        self.weak_locations: set[int] = set()
        self.paths: dict[int, dict[tuple[object, ...], int]] = {}
        self.path_locations: list[int] = []
        self.splits: dict[int, int] = {}
        self.made_at: dict[int, int] = {}
        self.declared_at: set[int] = set()
        self.split_count = 0
        self.context = 0
        self.weak = 0

    def new_frame(self, scope: Scope, around: Frame | None, context: int) -> Frame:
        """The frame of a scope in a context; the same one again if it was made before."""
        key = (scope.node.index, context, -1 if around is None else around.number)
        found = self.frames.get(key)
        if found is not None:
            return found
        base = self.store.allocate(len(scope.slot_names))
        free: dict[int, int] = {}
        if around is not None:
            for here, there in scope.captures:
                free[here] = around.location(there)
        frame = Frame(len(self.frames), scope, base, free, -1, context)
        self.frames[key] = frame
        self.frames_of.setdefault(scope.node.index, []).append(frame)
        return frame

    def inner_context(self, node: Node, ordinal: int = 0) -> int:
        """The context of what a node calls; `ordinal` tells apart several of its callees."""
        key = (self.context, node.index, ordinal)
        found = self.contexts.get(key)
        if found is None:
            found = self.contexts[key] = len(self.contexts) + 1
        return found

    def site(self, node: Node, part: object = 0) -> int:
        """The location of what a node makes, or of a part of it, in the present context."""
        key = (node.index, self.context, part)
        found = self.sites.get(key)
        if found is None:
            found = self.sites[key] = self.store.allocate(1)
            self.made_at[found] = node.index
        return found

    def allocate(self, node: Node, made: Object, part: object = 0) -> Value:
        """A new object. What the same place has made before on this way becomes one of many.

        So the newest object of a place is told apart from those before it (the recency
        abstraction of Balakrishnan and Reps, 2006), and can be changed for sure.
        """
        location = self.site(node, part)
        before = self.store.cells.get(location)
        if isinstance(before, Object):
            if made.single:
                self.retire(location, before)
            else:
                made = before.summary().join(made)  # type: ignore[assignment]
        self.store.write(location, made)
        return Value((Reference(location),))

    def retire(self, location: int, before: Object) -> None:
        """Make room for a new object: all that refers to the one before refers to its elders."""
        older = self.splits.get(location)
        if older is None:
            older = self.splits[location] = self.store.allocate(1)
            self.made_at[older] = self.made_at.get(location, -1)
        self.split_count += 1
        elders = self.store.cells.get(older)
        moved: Content = before.summary()
        if isinstance(elders, Object):
            moved = elders.join(moved)
        self.store.write(older, moved)
        for place, content in list(self.store.cells.items()):
            if location in content.references():
                self.store.write(place, content.renamed(location, older))
        for info in self.functions.values():
            info.defaults = [one.renamed(location, older) for one in info.defaults]

    def aged(self, value: Value) -> Value:
        """A value from before: what it refers to may be of the elders by now."""
        found = value
        for location in value.references():
            older = self.splits.get(location)
            if older is not None:
                found = join(found, value.renamed(location, older))
        return found

    def allocate_declared(self, node: int, made: Object, part: object) -> Reference:
        """A new object in the result of the call whose number is `node`."""
        key = (node, self.context, part)
        location = self.sites.get(key)
        if location is None:
            location = self.sites[key] = self.store.allocate(1)
            self.declared_at.add(location)
        before = self.store.cells.get(location)
        if isinstance(before, Object):
            self.store.write(location, before.summary().join(made.summary()))
        else:
            self.store.write(location, made)
        return Reference(location)

    def object_at(self, location: int) -> Object:
        """The object at a location."""
        found = self.store.cells.get(location)
        return found if isinstance(found, Object) else ANY_OBJECT

    def replace(self, location: int, changed: Object) -> None:
        """Store a changed object: in place of the old one if it stands for one, else beside it."""
        before = self.object_at(location)
        self.forget_paths()
        if before.single and not self.weak:
            self.store.write(location, changed)
            return
        merged = before.summary().join(changed.summary())
        if not merged.same(before):
            self.store.write(location, merged)

    def read(self, location: int) -> Value:
        """The value of a variable."""
        found = self.store.cells.get(location)
        return found if isinstance(found, Value) else UNBOUND

    def assign(self, location: int, value: Value) -> None:
        """Give a variable a value."""
        frame = self.frame
        is_own = frame.base <= location < frame.base + len(frame.scope.slot_names)
        if location in self.weak_locations or (self.weak and not is_own):
            value = join(self.read(location), value)
        if self.paths:
            self.forget_path(location)
        self.store.write(location, value)

    def path_location(self, location: int, path: tuple[object, ...]) -> int:
        """Where what was learnt of `variable.path` is kept until anything could change it."""
        below = self.paths.get(location)
        if below is None:
            below = self.paths[location] = {}
        found = below.get(path)
        if found is None:
            found = below[path] = self.store.allocate(1)
            self.path_locations.append(found)
        return found

    def forget_path(self, location: int) -> None:
        """A variable got a new value: what was learnt of its parts is void."""
        below = self.paths.get(location)
        if below is not None:
            self._unbind(list(below.values()))

    def forget_paths(self) -> None:
        """Some object was changed: what was learnt of parts of objects is void."""
        self._unbind(self.path_locations)

    def _unbind(self, locations: list[int]) -> None:
        cells = self.store.cells
        for one in locations:
            if cells.get(one, UNBOUND) is not UNBOUND:
                self.store.write(one, UNBOUND)
