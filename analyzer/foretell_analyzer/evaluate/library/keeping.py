"""What functions and objects of the library keep of what they are given."""

from __future__ import annotations

from typing import Final

from ...values.instances import Instance
from ...values.origins import FROM_STORED, NO_ORIGINS, Origin
from ...values.shapes import Exactly, Reference
from ...values.value import BOTTOM, UNKNOWN_DATA, Value, join
from ..evaluator import Evaluator


def made_of(ev: Evaluator, given: list[Value], origins: frozenset[Origin]) -> frozenset[Origin]:
    """What the result of a library function is made of: of all that it is given.

    Objects of the library may keep what they are given, and give it back at another call.
    """
    keeps = False
    for one in given:
        origins = origins | ev.origins_within(one)
        keeps = keeps or any(
            isinstance(part, Exactly) and part.type not in KEEPING_NOTHING for part in one.shapes
        )
    if keeps:
        if origins and not origins <= ev.seen.stored:
            ev.seen.stored = ev.seen.stored | origins
        origins = origins | FROM_STORED
    return origins


KEEPING_NOTHING: Final = frozenset(
    {"str", "int", "float", "bool", "bytes", "complex", "NoneType", "range", "slice", "function",
     "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "re.Match",
     "datetime.timezone", "decimal.Decimal", "fractions.Fraction", "re.Pattern", "uuid.UUID",
     "dict_keys", "dict_values", "dict_items", "type", "time.struct_time", "frozenset",
     "NotImplementedType", "ellipsis", "zoneinfo.ZoneInfo"}
)  # fmt: skip
"""Types of the library whose values never change."""


def keep_in_exception(ev: Evaluator, one: Reference, held: Instance, given: list[Value]) -> None:
    """An exception of a class of the script keeps what its base is made with in `args`."""
    assert held.info is not None
    if "BaseException" not in ev.outside.bases_of(held.info.outside):
        return
    origins = NO_ORIGINS
    for part in given:
        origins = origins | ev.origins_within(part)
    arguments = join(held.fields.get("args", BOTTOM), UNKNOWN_DATA.with_origins(origins))
    fields = {**held.fields, "args": arguments}
    ev.replace(one.location, Instance(held.type, held.single, held.info, fields, held.other))
