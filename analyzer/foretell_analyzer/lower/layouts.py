"""How each kind of LibCST's nodes is written: its tokens and parts, in order.

A word with a dot before it is a field: a node, several, a token as text, or nothing. Any other word
is a token. `^` is where the node's span begins, if not with its first token; `|` where it ends, if
not with its last: brackets around an expression and the comma behind an argument are not part of
it. Kinds that need more than this are read by functions of their own in `places`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import libcst

BEGIN: Final = -1
END: Final = -2
Layout = tuple[str | int, ...]
"""Names of fields; widths of tokens; BEGIN and END."""

_STATEMENTS: Final = """
AnnAssign: .target .annotation .equal .value
AsName: as .name
Assert: assert .test .comma .msg
Assign: .targets .value
AssignTarget: .target =
AugAssign: .target .operator .value
Break: break
ClassDef: .decorators ^ class .name .type_parameters .lpar .bases .keywords .rpar : .body
Continue: continue
Decorator: @ .decorator
Del: del .target
Else: else : .body
ExceptHandler: except .type .name : .body
ExceptStarHandler: except * .type .name : .body
Expr: .value
Finally: finally : .body
For: .asynchronous for .target in .iter : .body .orelse
FunctionDef: .decorators ^ .asynchronous def .name .type_parameters ( .params ) .returns : .body
Global: global .names
Import: import .names
ImportAlias: .name .asname | .comma
ImportFrom: from .relative .module import .lpar .names .rpar
ImportStar: *
IndentedBlock: .body
LazyImport: lazy import .names
LazyImportFrom: lazy from .relative .module import .lpar .names .rpar
Match: match .subject : .cases
NameItem: .name | .comma
Nonlocal: nonlocal .names
ParamSpec: ** .name
Pass: pass
Raise: raise .exc .cause
Return: return .value
SimpleStatementLine: .body
SimpleStatementSuite: .body
Try: try : .body .handlers .orelse .finalbody
TryStar: try : .body .handlers .orelse .finalbody
TypeAlias: type .name .type_parameters = .value
TypeParam: .param .equal .star .default | .comma
TypeParameters: [ .params ]
TypeVar: .name .colon .bound
TypeVarTuple: * .name
While: while .test : .body .orelse
With: .asynchronous with .lpar .items .rpar : .body
WithItem: .item .asname | .comma
"""
_PARTS: Final = """
Arg: .star .keyword .equal .value | .comma
Asynchronous: async
CompFor: .asynchronous for .target in .iter .ifs .inner_for_in
CompIf: if .test
ComparisonTarget: .operator .comparator
DictElement: .key : .value | .comma
Element: .value | .comma
From: from .item
Index: .star .value
MatchKeywordElement: .key = .pattern | .comma
MatchMappingElement: .key : .pattern | .comma
MatchOrElement: .pattern | .separator
MatchSequenceElement: .value | .comma
Param: .star ^ .name .annotation | .equal .default .comma
ParamSlash: / .comma
ParamStar: * .comma
Parameters: .posonly_params .posonly_ind .params .star_arg .kwonly_params .star_kwarg
Slice: .lower .first_colon .upper .second_colon .step
StarredDictElement: ** .value | .comma
StarredElement: .lpar ^ * .value | .rpar .comma
SubscriptElement: .slice .comma
"""
_IN_BRACKETS: Final = """
Attribute: .value .dot .attr
Await: await .expression
BinaryOperation: .left .operator .right
BooleanOperation: .left .operator .right
Call: .func ( .args )
Comparison: .left .comparisons
ConcatenatedString: .left .right
Dict: { .elements }
DictComp: { .key : .value .for_in }
Ellipsis: ...
IfExp: .body if .test else .orelse
Lambda: lambda .params .colon .body
List: [ .elements ]
ListComp: [ .elt .for_in ]
StarredDictComp: { ** .value .for_in }
MatchClass: .cls ( .patterns .kwds )
MatchList: .lbracket .patterns .rbracket
MatchOr: .patterns
NamedExpr: .target := .value
Set: { .elements }
SetComp: { .elt .for_in }
UnaryOperation: .operator .expression
Yield: yield .value
"""
"""Expressions and patterns: round brackets around them are not part of them."""
_TOKENS: Final = """
AssignEqual: =
Colon: :
Comma: ,
Dot: .
LeftParen: (
LeftSquareBracket: [
RightParen: )
RightSquareBracket: ]
And: and
Or: or
Not: not
Minus: -
Plus: +
BitInvert: ~
Add: +
Subtract: -
Multiply: *
MatrixMultiply: @
Divide: /
FloorDivide: //
Modulo: %
Power: **
LeftShift: <<
RightShift: >>
BitAnd: &
BitOr: |
BitXor: ^
AddAssign: +=
SubtractAssign: -=
MultiplyAssign: *=
MatrixMultiplyAssign: @=
DivideAssign: /=
FloorDivideAssign: //=
ModuloAssign: %=
PowerAssign: **=
LeftShiftAssign: <<=
RightShiftAssign: >>=
BitAndAssign: &=
BitOrAssign: |=
BitXorAssign: ^=
Equal: ==
NotEqual: !=
LessThan: <
LessThanEqual: <=
GreaterThan: >
GreaterThanEqual: >=
Is: is
IsNot: is not
In: in
NotIn: not in
"""


def _layouts(table: str, *, frame: str = "{}") -> Mapping[type, Layout]:
    """The layout of each kind that this version of LibCST has."""
    result: dict[type, Layout] = {}
    for line in table.strip().splitlines():
        name, _, words = line.partition(": ")
        kind = getattr(libcst, name, None)
        if kind is not None:
            result[kind] = tuple(map(_step, frame.format(words).split()))
    return result


def _step(word: str) -> str | int:
    if word == "^":
        return BEGIN
    if word == "|":
        return END
    return word[1:] if word[0] == "." and word[1:].strip(".") else len(word)


LAYOUTS: Final[Mapping[type, Layout]] = {
    **_layouts(_STATEMENTS),
    **_layouts(_PARTS),
    **_layouts(_IN_BRACKETS, frame=".lpar ^ {} | .rpar"),
}
TOKENS: Final[Mapping[type, Layout]] = {
    getattr(libcst, name): tuple(map(len, words.split()))
    for name, _, words in (line.partition(": ") for line in _TOKENS.strip().splitlines())
}
"""Kinds that are always written the same."""
