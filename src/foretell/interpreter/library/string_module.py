"""`string`: constants and templates; `Formatter` would read attributes behind the gate."""

from __future__ import annotations

import string

from foretell.interpreter.attributes import CHECKS, METHODS
from foretell.interpreter.formatting import to_text
from foretell.interpreter.kernel import BuiltinFunction, Runtime
from foretell.interpreter.measure import charge_length
from foretell.interpreter.operators import get_item

from .hosting import Arguments, Keywords, construct_by, heavy_texts, host_members


class _Values:
    """The values of a template, as its text asks for them: through the script's subscripts."""

    def __init__(self, runtime: Runtime, mapping: object, keywords: Keywords) -> None:
        self.runtime = runtime
        self.mapping = mapping
        self.keywords = keywords
        self.size = 0

    def __getitem__(self, name: str) -> str:
        if name in self.keywords:
            value = self.keywords[name]
        else:
            value = get_item(self.runtime, self.mapping, name)
        text = to_text(self.runtime, value)
        self.size += len(text)
        charge_length(self.runtime, self.size)
        return text


def substituting(function: str) -> BuiltinFunction:
    """`substitute` and `safe_substitute`."""

    def substitute(runtime: Runtime, arguments: Arguments, keywords: Keywords) -> object:
        template = arguments[0]
        if len(arguments) > 2:
            raise TypeError("Too many positional arguments")
        runtime.charge((len(template.template) >> 2) + 1)
        values = _Values(runtime, arguments[1] if len(arguments) > 1 else {}, keywords)
        result: object = getattr(template, function)(values)
        return result

    return substitute


METHODS["string.Template.substitute"] = substituting("substitute")
METHODS["string.Template.safe_substitute"] = substituting("safe_substitute")
CHECKS["string.Template.is_valid"] = heavy_texts
CHECKS["string.Template.get_identifiers"] = heavy_texts
construct_by(string.Template, heavy_texts)


def members(_runtime: Runtime) -> dict[str, object]:
    """The names of the module."""
    return host_members("string", string, checks={"capwords": heavy_texts})
