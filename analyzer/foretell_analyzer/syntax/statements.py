"""Statements: what may not stand where it stands. One function for each kind that needs one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from .. import ir
from ..bindings import BindingKind
from .checker import Checker, Frame, FrameKind, Place, Visit
from .expressions import annotation, lazily, parameters
from .patterns import check_pattern
from .targets import bind_target, delete_target

BLOCKS: Final = 20
"""How deep the compiler lets loops, `with` and `try` nest in one function."""
FEATURES: Final = frozenset(
    {
        "nested_scopes",
        "generators",
        "division",
        "absolute_import",
        "with_statement",
        "print_function",
        "unicode_literals",
        "generator_stop",
        "annotations",
    }
)
"""What `from __future__ import` may ask for. Not `barry_as_FLUFL`: it changes the grammar."""
_IN_GROUP: Final = "'break', 'continue' and 'return' cannot appear in an except* block"
_BOUND_OUTSIDE: Final = frozenset({BindingKind.FREE, BindingKind.LOCAL, BindingKind.CELL})


class _BlockKind(Enum):
    PLAIN = "plain"
    LOOP = "loop"
    GROUP = "except*"


def leading_imports(module: ir.Module) -> tuple[ir.ImportFrom, ...]:
    """The imports from `__future__` that stand before all else but a docstring."""
    result: list[ir.ImportFrom] = []
    for place, statement in enumerate(module.body):
        if isinstance(statement, ir.ImportFrom) and statement.module == "__future__":
            result.append(statement)
        elif not (
            place == 0
            and isinstance(statement, ir.ExpressionStatement)
            and isinstance(statement.value, ir.Constant)
            and isinstance(statement.value.value, str)
        ):
            break
    return tuple(result)


def expression(checker: Checker, node: ir.ExpressionStatement) -> None:
    """An expression on its own."""
    checker.push(node.value)


def assign(checker: Checker, node: ir.Assign) -> None:
    """`a = b = value`."""
    checker.push(node.value)
    for target in node.targets:
        if type(target) is not ir.Name or target.identifier == "__debug__":
            bind_target(checker, target, checker.stack)


def augmented(checker: Checker, node: ir.AugmentedAssign) -> None:
    """`target += value`; the compiler lets an attribute be called `__debug__` here."""
    checker.push(node.value)
    target = node.target
    if isinstance(target, (ir.Name, ir.Subscript)):
        bind_target(checker, target, checker.stack)
    elif isinstance(target, ir.Attribute):
        checker.push(target.value)
    else:
        checker.report(target, "this expression is an illegal target for augmented assignment")


def annotated(checker: Checker, node: ir.AnnotatedAssign) -> None:
    """`target: annotation = value`; in a function, the annotation is never evaluated."""
    target = node.target
    if isinstance(target, (ir.Tuple, ir.List)):
        what = "tuple" if isinstance(target, ir.Tuple) else "list"
        checker.report(target, f"only single target (not {what}) can be annotated")
    else:
        bind_target(checker, target, checker.stack)
    frame = checker.place.frame
    if frame.kind is FrameKind.FUNCTION and "annotations" not in checker.future:
        inner = Frame(FrameKind.UNEVALUATED, node, frame)
        checker.later.append((Place(inner), (node.annotation,)))
    else:
        annotation(checker, node.annotation)
    if node.value is not None:
        checker.push(node.value)
    elif isinstance(target, ir.Subscript):
        _check_key(checker, target.key)


def _check_key(checker: Checker, key: ir.Expression) -> None:
    """Where there is no value, the compiler evaluates the parts of a key one by one."""
    pending = [key]
    while pending:
        part = pending.pop()
        if isinstance(part, ir.Tuple):
            pending.extend(part.elements)
        elif isinstance(part, ir.Starred):
            checker.report(part, "can't use starred expression here")


def returned(checker: Checker, node: ir.Return) -> None:
    """`return value`."""
    place = checker.place
    frame = place.frame
    if frame.kind is FrameKind.CLASS or (
        frame.kind is FrameKind.MODULE and not checker.allows_return
    ):
        checker.report(node, "'return' outside function")
    elif place.is_in_group:
        checker.report(node, _IN_GROUP)
    if node.value is not None:
        checker.push(node.value)
        if frame.is_async:
            frame.returns.append(node)


def left(checker: Checker, node: ir.Break | ir.Continue) -> None:
    """`break` and `continue`."""
    place = checker.place
    if place.is_loop_outside:
        checker.report(node, _IN_GROUP)
    elif not place.is_in_loop:
        is_break = isinstance(node, ir.Break)
        message = "'break' outside loop" if is_break else "'continue' not properly in loop"
        checker.report(node, message)


def deleted(checker: Checker, node: ir.Delete) -> None:
    """`del targets`."""
    for target in node.targets:
        delete_target(checker, target)


def raised(checker: Checker, node: ir.Raise) -> None:
    """`raise exception from cause`."""
    checker.push_some((node.exception, node.cause))


def asserted(checker: Checker, node: ir.Assert) -> None:
    """`assert test, message`."""
    checker.push_some((node.test, node.message))


def nonlocal_names(checker: Checker, node: ir.Nonlocal) -> None:
    """Each name of `nonlocal` needs a function around that binds it."""
    frame = checker.place.frame
    if frame.kind is FrameKind.MODULE:
        checker.report(
            node, "nonlocal declaration not allowed at module level", "use no `nonlocal`"
        )
        return
    if any(conflict.node is node for conflict in checker.resolution.conflicts):
        return
    scope = checker.resolution.scopes[frame.node.index]
    for name in node.names:
        binding = scope.lookup(name)
        if binding.kind is BindingKind.CLASS and binding.fallback is not None:
            binding = binding.fallback
        if binding.kind not in _BOUND_OUTSIDE:
            message = f"no binding for nonlocal '{name}' found"
            checker.report(node, message, f"bind `{name}` in a function around, or use `global`")


def imported(checker: Checker, node: ir.Import) -> None:
    """`import a.b as c`."""
    for one in node.names:
        checker.bind(one.alias or one.name.partition(".")[0], one)


def imported_from(checker: Checker, node: ir.ImportFrom) -> None:
    """`from a import b as c`."""
    is_future = node.module == "__future__"
    if is_future and node not in leading_imports(checker.module):
        message = "from __future__ imports must occur at the beginning of the file"
        checker.report(node, message)
        return
    for one in node.names:
        if is_future and one.name not in FEATURES:
            message = f"future feature {one.name} is not defined"
            checker.report(one, "not a chance" if one.name == "braces" else message)
        elif one.name != "*":
            checker.bind(one.alias or one.name, one)
        elif checker.place.frame.kind is not FrameKind.MODULE:
            checker.report(node, "import * only allowed at module level")


def condition(checker: Checker, node: ir.If) -> None:
    """`if`."""
    stack = checker.stack
    stack.append(node.test)
    stack += node.body
    stack += node.orelse


def _check_depth(checker: Checker, node: ir.Node, depth: int) -> None:
    """A statement whose deepest part is `depth` more blocks deep than itself."""
    blocks = checker.place.blocks
    if blocks <= BLOCKS < blocks + depth:
        message = "too many statically nested blocks"
        checker.report(node, message, "move some of them to a function")


def _block(
    checker: Checker, depth: int, body: Iterable[ir.Node], kind: _BlockKind = _BlockKind.PLAIN
) -> None:
    """A body that is `depth` more blocks deep than its statement."""
    place = checker.place
    is_loop, is_group = kind is _BlockKind.LOOP, kind is _BlockKind.GROUP
    inside = Place(
        place.frame,
        place.is_in_loop or is_loop,
        place.is_in_group or is_group,
        (place.is_loop_outside or is_group) and not is_loop,
        place.blocks + depth,
    )
    checker.later.append((inside, body))


def for_loop(checker: Checker, node: ir.For) -> None:
    """`for`."""
    if node.is_async:
        _needs_async(checker, node, "'async for'")
    bind_target(checker, node.target, checker.stack)
    checker.push(node.iterable)
    checker.stack += node.orelse
    _check_depth(checker, node, 1)
    _block(checker, 1, node.body, _BlockKind.LOOP)


def while_loop(checker: Checker, node: ir.While) -> None:
    """`while`."""
    checker.push(node.test)
    checker.stack += node.orelse
    _check_depth(checker, node, 1)
    _block(checker, 1, node.body, _BlockKind.LOOP)


def with_block(checker: Checker, node: ir.With) -> None:
    """`with`."""
    if node.is_async:
        _needs_async(checker, node, "'async with'")
    for item in node.items:
        checker.push(item.manager)
        if item.target is not None:
            bind_target(checker, item.target, checker.stack)
    _check_depth(checker, node, len(node.items))
    _block(checker, len(node.items), node.body)


def _needs_async(checker: Checker, node: ir.Node, what: str) -> None:
    frame = checker.place.frame
    is_fine = checker.allows_await if frame.kind is FrameKind.MODULE else frame.is_async
    if not is_fine:
        message = f"{what} outside async function"
        checker.report(node, message, "make the function around it `async def`")


def attempt(checker: Checker, node: ir.Try) -> None:
    """`try`; the compiler counts its parts as one to three blocks."""
    outer = 1 if node.final else 0
    inner = 1 if node.handlers else 0
    _check_depth(checker, node, outer + 2 * inner)
    _block(checker, outer + inner, node.body)
    for handler in node.handlers:
        checker.bind(handler.name, handler)
        if handler.kind is not None:
            checker.push(handler.kind)
        elif handler is not node.handlers[-1]:
            checker.report(handler, "default 'except:' must be last")
        kind = _BlockKind.GROUP if node.is_group else _BlockKind.PLAIN
        _block(checker, outer + 2, handler.body, kind)
    _block(checker, outer, node.orelse)
    _block(checker, outer, node.final)


def matched(checker: Checker, node: ir.Match) -> None:
    """`match`: only the last case, or one with a guard, may match everything."""
    checker.push(node.subject)
    for case in node.cases:
        may_match_all = case.guard is not None or case is node.cases[-1]
        check_pattern(checker, case.pattern, may_match_all=may_match_all)
        if case.guard is not None:
            checker.push(case.guard)
        checker.stack += case.body


def function(checker: Checker, node: ir.FunctionDefinition) -> None:
    """`def`, `async def`."""
    checker.bind(node.name, node)
    checker.stack += node.decorators
    _type_parameters(checker, node.type_parameters)
    parameters(checker, node.parameters)
    if node.returns is not None:
        annotation(checker, node.returns)
    frame = Frame(FrameKind.FUNCTION, node, checker.place.frame, node.is_async)
    checker.later.append((Place(frame), node.body))
    if node.is_async:
        checker.functions.append(frame)


def class_definition(checker: Checker, node: ir.ClassDefinition) -> None:
    """`class`."""
    checker.bind(node.name, node)
    checker.stack += node.decorators
    _type_parameters(checker, node.type_parameters)
    headers = [base.value if isinstance(base, ir.Starred) else base for base in node.bases]
    for keyword in node.keywords:
        checker.bind(keyword.name, keyword)
        headers.append(keyword.value)
    for header in headers:
        if node.type_parameters:
            lazily(checker, header, "the definition of a generic")
        else:
            checker.push(header)
    frame = Frame(FrameKind.CLASS, node, checker.place.frame)
    checker.later.append((Place(frame), node.body))


def type_alias(checker: Checker, node: ir.TypeAlias) -> None:
    """`type name = value`, which Python has from 3.12 on."""
    checker.bind(node.name.identifier, node.name)
    _type_parameters(checker, node.type_parameters)
    lazily(checker, node.value, "a type alias")


def _type_parameters(checker: Checker, nodes: tuple[ir.TypeParameter, ...]) -> None:
    seen: set[str] = set()
    has_default = False
    for parameter in nodes:
        name = parameter.name
        checker.bind(name, parameter)
        if name in seen:
            checker.report(parameter, f"duplicate type parameter '{name}'")
        seen.add(name)
        if parameter.bound is not None:
            lazily(checker, parameter.bound, "a TypeVar bound")
        if parameter.default is not None:
            has_default = True
            default = parameter.default
            if parameter.stars == 1 and isinstance(default, ir.Starred):
                default = default.value
            lazily(checker, default, "a TypeVar default")
        elif has_default:
            message = f"non-default type parameter '{name}' follows default type parameter"
            checker.report(parameter, message)


STATEMENTS: Final[Mapping[type, Visit]] = {
    ir.ExpressionStatement: expression,
    ir.Assign: assign,
    ir.AugmentedAssign: augmented,
    ir.AnnotatedAssign: annotated,
    ir.Return: returned,
    ir.Break: left,
    ir.Continue: left,
    ir.Delete: deleted,
    ir.Raise: raised,
    ir.Assert: asserted,
    ir.Nonlocal: nonlocal_names,
    ir.Import: imported,
    ir.ImportFrom: imported_from,
    ir.If: condition,
    ir.For: for_loop,
    ir.While: while_loop,
    ir.With: with_block,
    ir.Try: attempt,
    ir.Match: matched,
    ir.FunctionDefinition: function,
    ir.ClassDefinition: class_definition,
    ir.TypeAlias: type_alias,
}
