"""`UserDict`, `UserList`, `UserString`: wrappers of a plain value, for scripts to derive from.

The value is in `data`, as in CPython. What a wrapper does is the plain value's own method or
operator, called under its usual charge; what `collections.abc` gives comes from there.
"""

from __future__ import annotations

from typing import Any, Final

from foretell.interpreter import operators
from foretell.interpreter.attributes import get_attribute
from foretell.interpreter.calls import call
from foretell.interpreter.class_building import native_class
from foretell.interpreter.descriptors import ClassMethod, special_method
from foretell.interpreter.formatting import format_text, represent, to_text
from foretell.interpreter.kernel import UNSET, BuiltinFunction, Runtime
from foretell.interpreter.native import NativeMethod

from .abstract_collections import CLASSES
from .hosting import Arguments, Keywords
from .identity import stable_hash

Table = dict[str, Any]


def plain(value: Any) -> Any:
    """The value in a wrapper; anything else as it is."""
    if isinstance(value, (USER_DICT, USER_LIST, USER_STRING)):
        return value.__dict__["data"]
    return value


def again(runtime: Runtime, wrapper: Any, data: object) -> object:
    """Another wrapper of the same class."""
    return call(runtime, type(wrapper), [data], {})


# --------------------------------------------------------------------------- kinds of methods


def asking(name: str, *, wraps: bool = False) -> BuiltinFunction:
    """A method of the plain value; `wraps` if what it gives is put in a wrapper again."""

    def ask(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        wrapper, *rest = arguments
        method = get_attribute(runtime, wrapper.__dict__["data"], name)
        result = call(runtime, method, [plain(each) for each in rest], keywords)
        return again(runtime, wrapper, result) if wraps else result

    return ask


def combining(sign: str, *, reflected: bool = False) -> BuiltinFunction:
    """A binary operator, whose result is put in a wrapper again."""

    def combine(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        wrapper, other = arguments
        left, right = wrapper.__dict__["data"], plain(other)
        if reflected:
            left, right = right, left
        return again(runtime, wrapper, operators.binary(runtime, sign, left, right))

    return combine


def changing(sign: str) -> BuiltinFunction:
    """An operator that changes the wrapper itself."""

    def change(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        wrapper: Any = arguments[0]
        own: Table = wrapper.__dict__
        own["data"] = operators.inplace(runtime, sign, own["data"], plain(arguments[1]))
        result: object = wrapper
        return result

    return change


def comparing(sign: str) -> BuiltinFunction:
    """A comparison of the plain values."""

    def compare(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        left, right = arguments
        return operators.compare(runtime, sign, left.__dict__["data"], plain(right))

    return compare


def length(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`len(wrapper)`."""
    return len(arguments[0].__dict__["data"])


def contains(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`item in wrapper`."""
    return operators.contains(runtime, plain(arguments[1]), arguments[0].__dict__["data"])


def show(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`repr(wrapper)`: that of the plain value."""
    return represent(runtime, arguments[0].__dict__["data"])


def put(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`wrapper[key] = value`."""
    wrapper, key, value = arguments
    operators.set_item(runtime, wrapper.__dict__["data"], key, value)
    return None


def drop(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`del wrapper[key]`."""
    wrapper, key = arguments
    operators.delete_item(runtime, wrapper.__dict__["data"], key)
    return None


def copied(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`wrapper.copy()`."""
    wrapper = arguments[0]
    copy = call(runtime, get_attribute(runtime, wrapper.__dict__["data"], "copy"), [], {})
    if isinstance(wrapper, USER_DICT):
        made: Any = object.__new__(type(wrapper))
        made.__dict__.update(wrapper.__dict__, data=copy)
        result: object = made
        return result
    return again(runtime, wrapper, copy)


COMPARISONS: Final = {
    "__eq__": "==", "__ne__": "!=", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">=",
}  # fmt: skip
COMMON: Final[Table] = {
    "__len__": length,
    "__contains__": contains,
    "__repr__": show,
}

# ------------------------------------------------------------------------------------- UserDict


def start_dict(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`UserDict(mapping, **items)`: by the wrapper's own `update`."""
    wrapper, *rest = arguments
    if len(rest) > 1:
        raise TypeError(
            "UserDict.__init__() takes from 1 to 2 positional arguments but "
            f"{len(arguments)} were given"
        )
    wrapper.__dict__["data"] = {}
    for given in (*rest, keywords):
        if given:
            call(runtime, get_attribute(runtime, wrapper, "update"), [given], {})
    return None


def find(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`wrapper[key]`, by `__missing__` where the key is not there."""
    wrapper, key = arguments
    data: Any = wrapper.__dict__["data"]
    if operators.contains(runtime, key, data):
        return operators.get_item(runtime, data, key)
    hook = special_method(runtime, wrapper, "__missing__")
    if hook is not UNSET:
        return call(runtime, hook, [key], {})
    raise KeyError(key)


def keys(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`iter(wrapper)`."""
    return iter(arguments[0].__dict__["data"])


def from_keys(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`UserDict.fromkeys(iterable, value)`."""
    cls, iterable = arguments[:2]
    value = arguments[2] if len(arguments) > 2 else keywords.get("value")
    made: Any = call(runtime, cls, [], {})
    for key in operators.iterate(runtime, iterable):
        runtime.charge(1)
        operators.set_item(runtime, made, key, value)
    result: object = made
    return result


def merging(*, reflected: bool) -> BuiltinFunction:
    """`wrapper | mapping`, either way."""

    def merge(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        wrapper, other = arguments
        if not isinstance(plain(other), dict):
            return NotImplemented
        left, right = wrapper.__dict__["data"], plain(other)
        if reflected:
            left, right = right, left
        return again(runtime, wrapper, operators.binary(runtime, "|", left, right))

    return merge


USER_DICT: Final = native_class(
    "UserDict",
    "collections",
    (CLASSES["MutableMapping"],),
    {
        **COMMON,
        "__init__": start_dict,
        "__getitem__": find,
        "__setitem__": put,
        "__delitem__": drop,
        "__iter__": keys,
        "__or__": merging(reflected=False),
        "__ror__": merging(reflected=True),
        "__ior__": changing("|"),
        "copy": copied,
        "fromkeys": ClassMethod(NativeMethod("fromkeys", from_keys, "UserDict.fromkeys")),
    },
)

# ------------------------------------------------------------------------------------- UserList


def start_list(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`UserList(iterable)`."""
    given = arguments[1] if len(arguments) > 1 else keywords.get("initlist")
    items: list[object] = [] if given is None else [plain(given)]
    arguments[0].__dict__["data"] = call(runtime, list, list(items), {})
    return None


def item(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`wrapper[index]`: a slice is a wrapper again."""
    wrapper, index = arguments
    found = operators.get_item(runtime, wrapper.__dict__["data"], index)
    return again(runtime, wrapper, found) if isinstance(index, slice) else found


ASKED_OF_LISTS: Final = (
    "append", "clear", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
)  # fmt: skip

USER_LIST: Final = native_class(
    "UserList",
    "collections",
    (CLASSES["MutableSequence"],),
    {
        **COMMON,
        **{name: comparing(sign) for name, sign in COMPARISONS.items()},
        **{name: asking(name) for name in ASKED_OF_LISTS},
        "__hash__": None,
        "__init__": start_list,
        "__getitem__": item,
        "__setitem__": put,
        "__delitem__": drop,
        "__add__": combining("+"),
        "__radd__": combining("+", reflected=True),
        "__iadd__": changing("+"),
        "__mul__": combining("*"),
        "__rmul__": combining("*"),
        "__imul__": changing("*"),
        "copy": copied,
    },
)

# ----------------------------------------------------------------------------------- UserString


def start_string(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`UserString(value)`."""
    given = plain(arguments[1] if len(arguments) > 1 else keywords["seq"])
    arguments[0].__dict__["data"] = given if type(given) is str else to_text(runtime, given)
    return None


def part(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`wrapper[index]`: a wrapper again."""
    wrapper, index = arguments
    return again(runtime, wrapper, operators.get_item(runtime, wrapper.__dict__["data"], index))


def text(_runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`str(wrapper)`."""
    value: object = arguments[0].__dict__["data"]
    return value


def hashed(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
    """`hash(wrapper)`: that of the text."""
    return stable_hash(runtime, arguments[0].__dict__["data"])


def converting(kind: Any) -> BuiltinFunction:
    """`int(wrapper)`, `float(wrapper)`, `complex(wrapper)`."""

    def convert(runtime: Runtime, arguments: Arguments, _keywords: Keywords) -> object:
        return call(runtime, kind, [arguments[0].__dict__["data"]], {})

    return convert


def filled(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
    """`wrapper.format(…)`."""
    wrapper, *rest = arguments
    return format_text(runtime, wrapper.__dict__["data"], rest, keywords)


GIVING_TEXT: Final = (
    "capitalize", "casefold", "center", "expandtabs", "ljust", "lower", "lstrip", "removeprefix",
    "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase", "title", "translate",
    "upper", "zfill",
)  # fmt: skip
ASKED_OF_TEXTS: Final = (
    "count", "encode", "endswith", "find", "format_map", "index", "isalnum", "isalpha", "isascii",
    "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace",
    "istitle", "isupper", "join", "partition", "rfind", "rindex", "rpartition", "rsplit", "split",
    "splitlines", "startswith",
)  # fmt: skip

USER_STRING: Final = native_class(
    "UserString",
    "collections",
    (CLASSES["Sequence"],),
    {
        **COMMON,
        **{name: comparing(sign) for name, sign in COMPARISONS.items()},
        **{name: asking(name, wraps=True) for name in GIVING_TEXT},
        **{name: asking(name) for name in ASKED_OF_TEXTS},
        "__init__": start_string,
        "__str__": text,
        "__hash__": hashed,
        "__int__": converting(int),
        "__float__": converting(float),
        "__complex__": converting(complex),
        "__getitem__": part,
        "__add__": combining("+"),
        "__radd__": combining("+", reflected=True),
        "__mul__": combining("*"),
        "__rmul__": combining("*"),
        "__mod__": combining("%"),
        "format": filled,
    },
)
