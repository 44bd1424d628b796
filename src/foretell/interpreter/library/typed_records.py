"""`NamedTuple` and `TypedDict`, as bases of a class statement and as functions."""

from __future__ import annotations

from typing import Any, Final, final

from foretell.interpreter.calls import call
from foretell.interpreter.class_building import make_class
from foretell.interpreter.kernel import UNSET, Runtime
from foretell.interpreter.layouts import is_script_type, layout_of
from foretell.interpreter.named_tuples import check_names, make_named_tuple
from foretell.interpreter.native import BaseMaker
from foretell.interpreter.signatures import take
from foretell.interpreter.type_forms import Alias, as_type

from .protocols import GENERIC, SUBSCRIPT


@final
class NamedTupleMaker(BaseMaker):
    """`typing.NamedTuple`."""

    def type_name(self) -> str:
        return "function"

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        name, fields = take("NamedTuple", "typename fields?", arguments, keywords)
        pairs: list[Any] = [] if fields in (UNSET, None) else list(fields)
        annotations = {each[0]: as_type(each[1]) for each in pairs}
        names = check_names(name, [each[0] for each in pairs], rename=False)
        return make_named_tuple(runtime, name, names, {}, {"__annotations__": annotations})

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return "NamedTuple" if name in ("__name__", "__qualname__") else UNSET

    def build(
        self,
        runtime: Runtime,
        name: str,
        bases: list[object],
        _keywords: dict[str, object],
        namespace: dict[str, object],
        qualified_name: str,
    ) -> object:
        for base in bases:
            origin = base.form if isinstance(base, Alias) else base
            if base is not self and origin is not GENERIC:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        annotations: Any = namespace.get("__annotations__") or {}
        fields = list(annotations)
        defaults: dict[str, object] = {}
        for field in fields:
            if field in namespace:
                defaults[field] = namespace[field]
            elif defaults:
                plural = "s" if len(defaults) > 1 else ""
                raise TypeError(
                    f"Non-default namedtuple field {field} cannot follow default field{plural} "
                    f"{', '.join(defaults)}"
                )
        check_names(name, fields, rename=False)
        if len(bases) > 1:
            namespace["__class_getitem__"] = SUBSCRIPT
        return make_named_tuple(runtime, name, fields, defaults, namespace, qualified_name)

    def __repr__(self) -> str:
        return "<function NamedTuple>"


@final
class TypedDictMaker(BaseMaker):
    """`typing.TypedDict`: its classes make plain dicts."""

    def type_name(self) -> str:
        return "function"

    def call(self, runtime: Runtime, arguments: list[Any], keywords: dict[str, Any]) -> object:
        total = keywords.pop("total", True)
        name, fields = take("TypedDict", "typename fields?", arguments, keywords)
        annotations: dict[str, object] = (
            {} if fields in (UNSET, None) else {key: as_type(kind) for key, kind in fields.items()}
        )
        return make_typed_dict(
            runtime, name, [], {"total": total}, {"__annotations__": annotations}, name
        )

    def attribute(self, _runtime: Runtime, name: str) -> object:
        return "TypedDict" if name in ("__name__", "__qualname__") else UNSET

    def build(
        self,
        runtime: Runtime,
        name: str,
        bases: list[object],
        keywords: dict[str, object],
        namespace: dict[str, object],
        qualified_name: str,
    ) -> object:
        others = [base for base in bases if base is not self]
        return make_typed_dict(runtime, name, others, keywords, namespace, qualified_name)

    def __repr__(self) -> str:
        return "<function TypedDict>"


def make_typed_dict(
    runtime: Runtime,
    name: str,
    bases: list[object],
    keywords: dict[str, object],
    namespace: dict[str, object],
    qualified_name: str,
) -> object:
    """Make the class; its keys are those of its bases and its own annotations."""
    total = bool(keywords.pop("total", True))
    annotations: dict[str, object] = {}
    required: set[str] = set()
    optional: set[str] = set()
    for base in bases:
        origin = base.form if isinstance(base, Alias) else base
        if origin is GENERIC:
            continue
        if not is_script_type(origin) or "typed_dict" not in layout_of(origin).extra:
            raise TypeError(
                "cannot inherit from both a TypedDict type and a non-TypedDict base class"
            )
        members: Any = layout_of(origin).members
        annotations.update(members["__annotations__"])
        required |= members["__required_keys__"]
        optional |= members["__optional_keys__"]
    own: Any = namespace.get("__annotations__") or {}
    for key, kind in own.items():
        annotations[key] = as_type(kind)
        form = kind.form if isinstance(kind, Alias) else None
        marker = getattr(form, "name", "")
        needed = marker == "Required" or (total and marker != "NotRequired")
        (required if needed else optional).add(key)
    namespace = {
        **namespace,
        "__annotations__": annotations,
        "__required_keys__": frozenset(required),
        "__optional_keys__": frozenset(optional),
        "__total__": total,
    }
    if any(isinstance(base, Alias) for base in bases):
        namespace["__class_getitem__"] = SUBSCRIPT
    cls = make_class(runtime, name, [dict], keywords, namespace, qualified_name, construct_dict)
    layout = layout_of(cls)
    layout.extra["typed_dict"] = True
    layout.build = make_typed_dict
    layout.check_instance = refuse_check
    layout.check_subclass = refuse_check
    made: object = cls
    return made


def construct_dict(
    runtime: Runtime, _cls: Any, arguments: list[Any], keywords: dict[str, Any]
) -> object:
    """Calling the class makes a plain dict."""
    return call(runtime, dict, arguments, keywords)


def refuse_check(_runtime: Runtime, _value: object, _cls: object) -> bool:
    """Nothing is an instance of such a class."""
    raise TypeError("TypedDict does not support instance and class checks")


NAMED_TUPLE: Final = NamedTupleMaker()
TYPED_DICT: Final = TypedDictMaker()
