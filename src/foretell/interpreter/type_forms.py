"""What annotations are made of: the special forms of `typing`, their aliases, type variables.

They are values that only show themselves, compare, and tell their origin and arguments.
"""

from __future__ import annotations

import types
from typing import Any, final
from zlib import crc32

from .calls import call
from .kernel import UNSET, Runtime
from .layouts import is_script_type
from .type_checks import isinstance_value, issubclass_value
from .type_variables import ForwardReference, TypeForm, TypeVariable, as_type
from .values import ScriptFunction

NoneType = type(None)


@final
class SpecialForm(TypeForm):
    """`typing.Optional`, `typing.List`, …: named, perhaps with a class that it stands for.

    subscript: how many parameters it takes: 0 none, -1 any number.
    origin: the class, for `isinstance` and as a base.
    """

    def __init__(self, name: str, subscript: int, origin: Any = None, instead: str = "") -> None:
        self.name = name
        self.subscript = subscript
        self.origin = origin
        self.instead = instead

    def type_name(self) -> str:
        return "_SpecialForm" if self.origin is None else "_SpecialGenericAlias"

    def is_callable(self) -> bool:
        return self.origin is not None

    def call(self, _runtime: Runtime, _arguments: list[Any], _keywords: dict[str, Any]) -> object:
        if self.origin is None:
            if self.name == "Any":
                raise TypeError("Any cannot be instantiated")
            raise TypeError(f"Cannot instantiate {self!r}")
        instead = self.instead or getattr(self.origin, "__name__", self.name)
        raise TypeError(f"Type {self.name} cannot be instantiated; use {instead}() instead")

    def has_instance(self, runtime: Runtime, value: object) -> bool:
        if self.origin is None:
            raise TypeError(f"{self!r} cannot be used with isinstance()")
        return isinstance_value(runtime, value, self.origin)

    def has_subclass(self, runtime: Runtime, cls: object) -> bool:
        if self.origin is None:
            raise TypeError(f"{self!r} cannot be used with issubclass()")
        return issubclass_value(runtime, cls, self.origin)

    def entries(self, _bases: list[object]) -> list[object]:
        if self.name == "Any":
            return [object]
        if self.origin is None:
            raise TypeError(f"Cannot subclass {self!r}")
        return [self.origin]

    def attribute(self, _runtime: Runtime, name: str) -> object:
        if name in ("__name__", "_name", "__qualname__"):
            return self.name
        if name == "__module__":
            return "typing"
        if name == "__origin__" and self.origin is not None:
            origin: object = self.origin
            return origin
        return UNSET

    def __getitem__(self, item: object) -> object:
        items = list(item) if isinstance(item, tuple) else [item]
        match self.name:
            case "Any":
                raise TypeError("type 'Any' is not subscriptable")
            case "Union":
                return make_union(items)
            case "Optional":
                if len(items) != 1:
                    raise TypeError(f"{self!r} requires a single type. Got {item!r}.")
                return make_union([items[0], None])
            case "Literal":
                return Alias(self, tuple(items))
            case "Annotated":
                return Alias(self, annotated_arguments(items))
            case "Callable":
                return Alias(self, callable_arguments(items))
            case _:
                return self.plain(items)

    def plain(self, items: list[object]) -> object:
        """The form with types as parameters."""
        if self.subscript == 0:
            raise TypeError(f"{self!r} is not subscriptable")
        if 0 < self.subscript != len(items):
            self.refuse_count(len(items))
        return Alias(self, tuple(as_type(each) for each in items))

    def refuse_count(self, given: int) -> None:
        """Raise what CPython raises for a wrong number of parameters."""
        if self.origin is None:
            raise TypeError(f"{self!r} accepts only single type. Got {given}.")
        few = "few" if given < self.subscript else "many"
        raise TypeError(
            f"Too {few} arguments for {self!r}; actual {given}, expected {self.subscript}"
        )

    def __repr__(self) -> str:
        return f"typing.{self.name}"


def annotated_arguments(items: list[object]) -> tuple[object, ...]:
    """The type and what `Annotated` adds to it."""
    if len(items) < 2:
        raise TypeError(
            "Annotated[...] should be used with at least two arguments (a type and an annotation)."
        )
    return (as_type(items[0]), *items[1:])


def callable_arguments(items: list[Any]) -> tuple[object, ...]:
    """The parameters and the result of `Callable[[...], result]`, one after the other."""
    if len(items) != 2:
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")
    parameters, result = items
    if isinstance(parameters, list):
        return (*(as_type(each) for each in parameters), as_type(result))
    return (parameters, as_type(result))


@final
class Alias(TypeForm):
    """A form or a class of the script with its parameters: `List[int]`, `Stack[str]`."""

    def __init__(self, form: Any, arguments: tuple[object, ...]) -> None:
        self.form = form
        self.arguments = arguments

    def type_name(self) -> str:
        return "_GenericAlias"

    def origin(self) -> object:
        """What `get_origin` gives."""
        form = self.form
        if isinstance(form, SpecialForm):
            if form.name == "Annotated":
                return form
            origin: object = form if form.origin is None else form.origin
            return origin
        found: object = form
        return found

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        if isinstance(self.form, SpecialForm):
            return self.form.call(runtime, arguments, keywords)
        return call(runtime, self.form, arguments, keywords)

    def has_instance(self, runtime: Runtime, value: object) -> bool:
        if self.is_union():
            return any(isinstance_value(runtime, value, each) for each in self.arguments)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def has_subclass(self, runtime: Runtime, cls: object) -> bool:
        if self.is_union():
            return any(issubclass_value(runtime, cls, each) for each in self.arguments)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def is_union(self) -> bool:
        """Whether it is `Union[...]` or `Optional[...]`."""
        return isinstance(self.form, SpecialForm) and self.form.name == "Union"

    def entries(self, bases: list[object]) -> list[object]:
        if isinstance(self.form, SpecialForm):
            return self.form.entries(bases)
        if getattr(self.form, "__name__", "") == "Generic" and any(
            base is not self and isinstance(base, Alias) and is_script_type(base.form)
            for base in bases[bases.index(self) + 1 :]
        ):
            return []
        return [self.form]

    def attribute(self, runtime: Runtime, name: str) -> object:
        if name == "__origin__":
            return self.origin()
        if name == "__args__":
            return self.arguments
        if name == "__parameters__":
            return self.parameters()
        if name == "__metadata__" and isinstance(self.form, SpecialForm):
            return self.arguments[1:]
        if isinstance(self.form, SpecialForm):
            if name in ("__name__", "_name"):
                return self.form.name
            return UNSET
        if name.startswith("__") and name not in ("__name__", "__qualname__", "__module__"):
            return UNSET
        from .attributes import find_attribute  # noqa: PLC0415 - the gate knows these values

        return find_attribute(runtime, self.form, name)

    def parameters(self) -> tuple[object, ...]:
        """The type variables in it, in order of appearance."""
        found: list[object] = []
        for each in self.arguments:
            if isinstance(each, TypeVariable):
                inner: tuple[object, ...] = (each,)
            elif isinstance(each, Alias):
                inner = each.parameters()
            else:
                inner = ()
            found.extend(item for item in inner if item not in found)
        return tuple(found)

    def __getitem__(self, item: object) -> object:
        items = list(item) if isinstance(item, tuple) else [item]
        parameters = self.parameters()
        if not parameters:
            raise TypeError(f"{self!r} is not a generic class")
        given = dict(zip(parameters, (as_type(each) for each in items), strict=False))
        return self.substitute(given)

    def substitute(self, given: dict[object, object]) -> Alias:
        """Put other types in place of type variables."""
        return Alias(
            self.form,
            tuple(
                each.substitute(given)
                if isinstance(each, Alias)
                else given.get(each, each)
                if isinstance(each, TypeVariable)
                else each
                for each in self.arguments
            ),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alias) or other.form is not self.form:
            return False
        if self.is_union():
            return set(self.arguments) == set(other.arguments)
        return self.arguments == other.arguments

    def __hash__(self) -> int:
        return crc32(repr(self.form).encode(errors="replace"))

    def __repr__(self) -> str:
        form = self.form
        if not isinstance(form, SpecialForm):
            if show_type(form) == "collections.abc.Callable" and self.arguments[0] is not Ellipsis:
                *parameters, result = [show_type(each) for each in self.arguments]
                return f"collections.abc.Callable[[{', '.join(parameters)}], {result}]"
            return f"{show_type(form)}[{', '.join(show_type(each) for each in self.arguments)}]"
        if form.name == "Union":
            rest = [each for each in self.arguments if each is not NoneType]
            if len(rest) == 1 and len(self.arguments) == 2:
                return f"typing.Optional[{show_type(rest[0])}]"
        if form.name == "Literal":
            return f"typing.Literal[{', '.join(repr(each) for each in self.arguments)}]"
        if form.name == "Annotated":
            rest = [repr(each) for each in self.arguments[1:]]
            return f"typing.Annotated[{', '.join([show_type(self.arguments[0]), *map(str, rest)])}]"
        shown = [show_type(each) for each in self.arguments]
        if form.name == "Callable" and self.arguments[0] is not Ellipsis:
            return f"typing.Callable[[{', '.join(shown[:-1])}], {shown[-1]}]"
        return f"typing.{form.name}[{', '.join(shown) or '()'}]"


UNION = SpecialForm("Union", -1)


def make_union(items: list[Any]) -> object:
    """`Union[items]`: flat, each type once; a single one is itself."""
    flat: list[object] = []
    for item in items:
        if isinstance(item, types.UnionType):
            parts: tuple[object, ...] = item.__args__
        elif isinstance(item, Alias) and item.is_union():
            parts = item.arguments
        else:
            parts = (as_type(item),)
        flat.extend(part for part in parts if part not in flat)
    if not flat:
        raise TypeError("Cannot take a Union of no types.")
    return flat[0] if len(flat) == 1 else Alias(UNION, tuple(flat))


def show_type(value: Any) -> str:
    """A type as `typing` shows it inside brackets."""
    if isinstance(value, types.GenericAlias):
        return repr(value)
    if isinstance(value, type):
        module: str = value.__module__
        if module == "builtins":
            return value.__qualname__
        return f"{module}.{value.__qualname__}"
    if value is Ellipsis:
        return "..."
    if isinstance(value, ScriptFunction):
        return value.name
    if isinstance(value, list):
        return "[" + ", ".join(show_type(each) for each in value) + "]"
    return repr(value)


__all__ = [
    "UNION",
    "Alias",
    "ForwardReference",
    "SpecialForm",
    "TypeForm",
    "TypeVariable",
    "as_type",
    "callable_arguments",
    "make_union",
    "show_type",
]
