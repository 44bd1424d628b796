"""Names to bindings, by Python's own rules.

Resolution needs two passes because what a name is depends on all of its scope, not on what was
read so far: a name is local to a function if anything in the function binds it, even below its
first use, and whether a local lives in a slot or in a cell depends on the functions inside.

1. *Collect* (`collect`): walk the module once; for each scope note the names it binds, uses, and
   declares `global` or `nonlocal`.
2. *Bind*: from the outermost scope inwards give each name its binding. A name that a scope does
   not bind is looked for in the enclosing scopes, class bodies left out; on the way every frame
   between gets the name as a FREE one. What nobody binds is EXTERNAL.

List, set and dict comprehensions and PEP 695 parameters are scopes without a frame: their names
get slots of their own in the frame around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .bindings import EXTERNAL, Binding, BindingKind, GlobalSlots, Resolution, Scope, ScopeKind
from .collect import Collection, Draft, collect
from .ir import Module

__all__ = [
    "Binding",
    "BindingKind",
    "GlobalSlots",
    "Resolution",
    "Scope",
    "ScopeKind",
    "resolve",
    "resolve_snippet",
]


def resolve(module: Module) -> Resolution:
    """The scopes of a module. Refuses nothing: what Python's compiler refuses, `syntax` finds."""
    return _resolve(collect(module), module, {})


def resolve_snippet(module: Module, before: GlobalSlots) -> tuple[Resolution, GlobalSlots]:
    """The scopes of a module that is run in the frame which other snippets have begun.

    Names that it does not bind have slots too: what comes later may bind them. `super` is left out,
    whose call without arguments means something only if nobody has bound it.
    """
    collection = collect(module)
    root = collection.scopes[0]
    frame = _Frame(names=list(before.names))

    def open_slot(name: str) -> int:
        slot = root.slots[name] = frame.slot(name)
        return slot

    root.slots.update(before.variables)
    root.open_slot = open_slot
    resolution = _resolve(collection, module, {id(root.scope): frame})
    return resolution, GlobalSlots(tuple(frame.names), dict(root.slots))


def _resolve(collection: Collection, module: Module, frames: dict[int, _Frame]) -> Resolution:
    for draft in collection.scopes:  # outer ones come first
        _open(draft, frames)
    for draft in collection.scopes:
        _bind(draft, frames)
    for draft in collection.scopes:
        _seal(draft, frames)
    return Resolution(
        module, collection.by_node, collection.type_scopes, tuple(collection.conflicts)
    )


@dataclass(slots=True)
class _Frame:
    """The slots of a frame while they are handed out."""

    names: list[str] = field(default_factory=list[str])
    cells: set[int] = field(default_factory=set[int])
    captures: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    free: dict[str, int] = field(default_factory=dict[str, int])

    def slot(self, name: str) -> int:
        self.names.append(name)
        return len(self.names) - 1


def _open(draft: Draft, frames: dict[int, _Frame]) -> None:
    """Give a scope its frame, if it has one, and a slot for each name that it binds."""
    scope = draft.scope
    if scope.frame_owner is scope:
        frames.setdefault(id(scope), _Frame())
    frame = frames[id(scope.frame_owner)]
    if scope.kind is ScopeKind.CLASS:
        if scope.uses_class_cell:
            draft.slots["__class__"] = slot = frame.slot("__class__")
            frame.cells.add(slot)  # even if only a comprehension of the class body asks for it
        return
    for name in draft.bound:
        if name not in draft.slots:
            draft.slots[name] = frame.slot(name)


def _bind(draft: Draft, frames: dict[int, _Frame]) -> None:
    """The binding of every name that a scope binds, uses or declares."""
    scope = draft.scope
    scope.bindings = {name: _binding(draft, name, frames) for name in draft.names()}
    if scope.uses_class_cell:
        scope.bindings["__class__"] = Binding(BindingKind.CELL, draft.slots["__class__"])


def _binding(draft: Draft, name: str, frames: dict[int, _Frame]) -> Binding:
    scope = draft.scope
    if name in draft.globals:
        return _global(draft, name)
    if name in draft.bound:
        if scope.kind is ScopeKind.CLASS:
            return Binding(BindingKind.CLASS, fallback=_global(draft, name))
        if scope.kind is ScopeKind.MODULE:
            return Binding(BindingKind.GLOBAL, draft.slots[name])
        return Binding(BindingKind.LOCAL, draft.slots[name])  # `_seal` makes a CELL of it
    outer = _outer(draft, name, frames)
    if scope.kind is ScopeKind.CLASS:
        return Binding(BindingKind.CLASS, fallback=outer)
    return outer


def _global(draft: Draft, name: str) -> Binding:
    root = draft.root
    if name in root.slots:
        return Binding(BindingKind.GLOBAL, root.slots[name])
    if root.open_slot is not None and name != "super":
        return Binding(BindingKind.GLOBAL, root.open_slot(name))
    return EXTERNAL


def _outer(draft: Draft, name: str, frames: dict[int, _Frame]) -> Binding:
    """Where a name that this scope does not bind comes from; frames on the way capture it."""
    owner: Draft | None = draft.parent
    while owner is not None:
        if owner.scope.kind is ScopeKind.MODULE:
            return _global(draft, name)
        if name in owner.globals:
            return _global(draft, name)
        is_class = owner.scope.kind is ScopeKind.CLASS
        if (not is_class and name in owner.bound) or (name in owner.slots and name == "__class__"):
            break
        owner = owner.parent
    if owner is None:
        return _global(draft, name)
    if owner.scope.frame_owner is draft.scope.frame_owner:
        return Binding(BindingKind.LOCAL, owner.slots[name])
    _make_cell(owner, name, frames)
    return Binding(BindingKind.FREE, _capture(draft.scope.frame_owner, owner, name, frames))


def _make_cell(owner: Draft, name: str, frames: dict[int, _Frame]) -> None:
    frames[id(owner.scope.frame_owner)].cells.add(owner.slots[name])


def _capture(here: Scope, owner: Draft, name: str, frames: dict[int, _Frame]) -> int:
    """The slot in frame `here` of the cell of `owner`'s name: captured once for each owner."""
    home = owner.scope.frame_owner
    if here is home:
        return owner.slots[name]
    frame = frames[id(here)]
    key = f"{name} {id(owner.scope)}"
    if key not in frame.free:
        assert here.parent is not None
        around = _capture(here.parent.frame_owner, owner, name, frames)
        frame.free[key] = slot = frame.slot(name)
        frame.captures.append((slot, around))
    return frame.free[key]


def _seal(draft: Draft, frames: dict[int, _Frame]) -> None:
    """Turn locals that functions inside share into cells, and note the frame's final shape."""
    scope = draft.scope
    frame = frames[id(scope.frame_owner)]
    for name, binding in scope.bindings.items():
        if binding.kind is BindingKind.LOCAL and binding.slot in frame.cells:
            scope.bindings[name] = Binding(BindingKind.CELL, binding.slot)
    own = tuple(slot for slot in draft.slots.values() if slot in frame.cells)
    if scope.frame_owner is scope:
        scope.slot_names = tuple(frame.names)
        scope.captures = tuple(frame.captures)
        scope.cells = own
    else:
        scope.comprehension_cells = own
