# mypy: ignore-errors
# Types of values that a script meets but cannot call by a name of its own.

class NoneType: ...
class NotImplementedType: ...
class ellipsis: ...

class dict_keys:
    def isdisjoint(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)

class dict_items:
    def isdisjoint(self, other: Iterable[object], /) -> bool: ...  # cost: len(other)

class dict_values: ...

class function:
    __name__: str
    __qualname__: str
    __module__: str
    __doc__: str | None
    __annotations__: dict[str, Any]
    __defaults__: tuple[Any, ...] | None
    __kwdefaults__: dict[str, Any] | None
    __dict__: dict[str, Any]
    __wrapped__: Any

class method:
    __name__: str
    __qualname__: str
    __doc__: str | None
    __self__: Any
    __func__: Any

class builtin_function_or_method:
    __name__: str
    __qualname__: str
    __doc__: str | None

class module:
    __name__: str
    __doc__: str | None

class generator:
    __name__: str
    __qualname__: str
    def send(self, value: object, /) -> Any: ...
    def throw(self, typ: object, val: object = ..., tb: object = ..., /) -> Any: ...
    def close(self) -> None: ...

class coroutine:
    __name__: str
    __qualname__: str
    def send(self, value: object, /) -> Any: ...
    def throw(self, typ: object, val: object = ..., tb: object = ..., /) -> Any: ...
    def close(self) -> None: ...

class async_generator:
    __name__: str
    __qualname__: str
    async def asend(self, value: object, /) -> Any: ...
    async def athrow(self, typ: object, val: object = ..., tb: object = ..., /) -> Any: ...
    async def aclose(self) -> None: ...
    def __aiter__(self) -> Self: ...
    async def __anext__(self) -> Any: ...

class iterator: ...

class traceback:
    tb_lineno: int
    tb_next: traceback | None
