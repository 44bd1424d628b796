"""What an expression surely stands for. Where it is not certain there is no meaning: `None`.

Types are named as the dialect names them: `str`, `list`, `datetime.date`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .catalog import Tool
from .catalog.tools import Schema
from .dialect import Entry
from .ir import Call, ClassDefinition, FunctionDefinition, Lambda


@dataclass(frozen=True, slots=True)
class ToolMeaning:
    """The tool itself, to be called."""

    tool: Tool


@dataclass(frozen=True, slots=True)
class FunctionMeaning:
    """A function of the script that nothing wraps."""

    definition: FunctionDefinition | Lambda


@dataclass(frozen=True, slots=True)
class ClassMeaning:
    """A class of the script."""

    definition: ClassDefinition


@dataclass(frozen=True, slots=True)
class ListedMeaning:
    """Something the dialect lists: a function, a class, a constant; `receiver` is the type whose
    method it is. `name` is as people write it: `len`, `json.loads`, `str.split`.
    """

    entry: Entry
    name: str
    module: str
    receiver: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleMeaning:
    """A module of the dialect."""

    name: str


@dataclass(frozen=True, slots=True)
class DataMeaning:
    """A value of exactly this builtin type.

    `item` is what iterating it gives, where that is certain; `schema` is what the tool that
    returned it declares of it, within `root`; `origin` names where it came from, if from outside.
    """

    type: str
    item: Meaning | None = None
    schema: Schema | None = None
    root: Schema | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class InstanceMeaning:
    """An object of a class of the script."""

    definition: ClassDefinition


@dataclass(frozen=True, slots=True)
class CoroutineMeaning:
    """The result of calling something async; `result` is what awaiting it gives."""

    call: Call
    name: str
    result: Meaning | None


Meaning = (
    ToolMeaning
    | FunctionMeaning
    | ClassMeaning
    | ListedMeaning
    | ModuleMeaning
    | DataMeaning
    | InstanceMeaning
    | CoroutineMeaning
)

CallableMeaning = ToolMeaning | FunctionMeaning | ClassMeaning | ListedMeaning
