"""Takes a module and its scopes, gives `Occurrences`: what stands where, in one walk.

The walk keeps its own stack, so that a deep source costs memory, not Python's stack. Every node
learns its parent and the scope in which it is evaluated; a name that is bound becomes a
`BindingSite` of its variable, a name that is used becomes a `NameRead`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from .ir import (
    AnnotatedAssign,
    Assign,
    Attribute,
    AugmentedAssign,
    Await,
    BinaryOperation,
    Call,
    CapturePattern,
    ClassDefinition,
    Compare,
    ComprehensionClause,
    Delete,
    DictComprehension,
    ExceptionHandler,
    Expression,
    For,
    FunctionDefinition,
    GeneratorExpression,
    Import,
    ImportFrom,
    Lambda,
    List,
    ListComprehension,
    MappingPattern,
    Name,
    NamedExpression,
    Node,
    SetComprehension,
    StarPattern,
    Starred,
    Statement,
    Subscript,
    Tuple,
    TypeAlias,
    TypeParameter,
    WithItem,
    Yield,
    YieldFrom,
    children,
)
from .resolve import Resolution, Scope
from .sites import BindingSite, How, ImportRead, NameRead, Occurrences, Variable, variable_of


def collect_occurrences(resolution: Resolution) -> Occurrences:
    """All occurrences in a module."""
    return _Collector(resolution).collect()


class _Collector:
    """The state of the walk: what is still to be visited, what was met."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.scope = resolution.module_scope
        count = resolution.module.node_count
        self.met = Occurrences(resolution, [None] * count, [None] * count)
        # Node, its parent, its scope, and whether it is part of an annotation.
        self.stack: list[tuple[Node, Node | None, Scope, bool]] = []
        self.known_variables: dict[tuple[Scope, str], Variable | None] = {}
        self.is_annotation = False

    def collect(self) -> Occurrences:
        self.stack.append((self.resolution.module, None, self.scope, False))
        parents, scopes, stack = self.met.parents, self.met.scopes, self.stack
        while stack:
            node, parent, self.scope, self.is_annotation = stack.pop()
            parents[node.index] = parent
            scopes[node.index] = self.scope
            if isinstance(node, Statement):
                self.met.statements.append(node)
            visitor = _VISITORS.get(type(node))
            if visitor is None:
                self.push_all(node)
            else:
                visitor(self, node)
        return self.met

    def push_all(self, node: Node) -> None:
        """Everything below a node, in its own scope."""
        scope, is_annotation = self.scope, self.is_annotation
        below = [(child, node, scope, is_annotation) for child in children(node)]
        below.reverse()
        self.stack.extend(below)

    def push(self, node: Node | None, parent: Node, scope: Scope | None = None) -> None:
        if node is not None:
            self.stack.append((node, parent, scope or self.scope, self.is_annotation))

    def place(self, node: Node, parent: Node, scope: Scope | None = None) -> None:
        """Note where a node stands that is not visited itself."""
        self.met.parents[node.index] = parent
        self.met.scopes[node.index] = scope or self.scope

    def variable(self, name: str, scope: Scope | None = None) -> Variable | None:
        key = (scope or self.scope, name)
        if key not in self.known_variables:
            self.known_variables[key] = variable_of(self.resolution, *key)
        return self.known_variables[key]

    def bind(self, name: str, site: BindingSite, scope: Scope | None = None) -> None:
        variable = self.variable(name, scope)
        if variable is not None:
            self.met.variables[site.node.index] = variable
            self.met.bindings.setdefault(variable, []).append(site)

    def bind_target(
        self,
        target: Expression,
        parent: Node,
        how: How,
        value: Expression | None,
        scope: Scope | None = None,
    ) -> None:
        """A target of an assignment, loop, …: its names are bound, what else is in it is used."""
        todo: list[tuple[Expression, Node, How, tuple[int, ...]]] = [(target, parent, how, ())]
        while todo:
            part, above, how, path = todo.pop()
            self.place(part, above, scope)
            match part:
                case Name(identifier=name):
                    self.bind(name, BindingSite(how, part, value, path), scope)
                case Tuple(elements=elements) | List(elements=elements):
                    inner = _UNPACKED.get(how, How.OTHER)
                    for position, element in enumerate(elements):
                        if isinstance(element, Starred):
                            # Behind a star nobody knows which part it is.
                            inner = How.DELETED if how is How.DELETED else How.OTHER
                        todo.append((element, part, inner, (*path, position)))
                case Starred(value=starred):
                    todo.append((starred, part, how, path))
                case Attribute(value=receiver, name=name):
                    self.met.stored_attributes.add(name)
                    self.push(receiver, part, scope)
                case _:
                    if isinstance(part, Subscript):
                        self.met.stored_subscripts.append(part)
                    for child in children(part):
                        self.push(child, part, scope)

    # ------------------------------------------------------------------------- expressions

    def name(self, node: Node) -> None:
        assert isinstance(node, Name)
        variable = self.variable(node.identifier)
        self.met.names.append(NameRead(node, variable, self.is_annotation))
        if variable is not None:
            self.met.variables[node.index] = variable
            self.met.reads.setdefault(variable, []).append(node)

    def call(self, node: Node) -> None:
        assert isinstance(node, Call)
        self.met.calls.append(node)
        self.push_all(node)

    def attribute(self, node: Node) -> None:
        assert isinstance(node, Attribute)
        self.met.attributes.append(node)
        self.push(node.value, node)

    def subscript(self, node: Node) -> None:
        assert isinstance(node, Subscript)
        self.met.subscripts.append(node)
        self.push_all(node)

    def awaited(self, node: Node) -> None:
        assert isinstance(node, Await)
        self.met.awaits.append(node)
        self.push_all(node)

    def operation(self, node: Node) -> None:
        assert isinstance(node, (BinaryOperation, Compare))
        self.met.operations.append(node)
        self.push_all(node)

    def yielded(self, node: Node) -> None:
        self.met.generators.add(self.scope.frame_owner.node.index)
        self.push_all(node)

    def named_expression(self, node: Node) -> None:
        assert isinstance(node, NamedExpression)
        self.bind_target(node.target, node, How.ASSIGNED, node.value)
        self.push(node.value, node)

    def comprehension(self, node: Node) -> None:
        assert isinstance(
            node, (ListComprehension, SetComprehension, DictComprehension, GeneratorExpression)
        )
        around, inside = self.scope, self.resolution.scopes[node.index]
        if isinstance(node, DictComprehension):
            self.push(node.value, node, inside)
            self.push(node.key, node, inside)
        else:
            self.push(node.element, node, inside)
        for position, clause in reversed(tuple(enumerate(node.clauses))):
            self.clause(clause, node, inside, around if position == 0 else inside)

    def clause(
        self, clause: ComprehensionClause, node: Node, inside: Scope, iterable: Scope
    ) -> None:
        self.place(clause, node, inside)
        self.met.loops.append(clause)
        for condition in reversed(clause.conditions):
            self.push(condition, clause, inside)
        how = How.OTHER if clause.is_async else How.ITERATED
        self.bind_target(clause.target, clause, how, clause.iterable, inside)
        self.push(clause.iterable, clause, iterable)

    def function(self, node: Node) -> None:
        assert isinstance(node, (FunctionDefinition, Lambda))
        self.met.functions.append(node)
        around, inside = self.scope, self.resolution.scopes[node.index]
        if isinstance(node, Lambda):
            self.push(node.body, node, inside)
        else:
            self.bind(node.name, BindingSite(How.FUNCTION, node))
            for statement in reversed(node.body):
                self.push(statement, node, inside)
            around = self.type_parameters(node, node.type_parameters)
            self.annotation(node.returns, node, around)
            for decorator in reversed(node.decorators):
                self.push(decorator, node)
        for parameter in reversed(node.parameters):
            self.place(parameter, node, inside)
            self.bind(parameter.name, BindingSite(How.PARAMETER, parameter), inside)
            self.annotation(parameter.annotation, parameter, around)
            self.push(parameter.default, parameter)

    def annotation(self, node: Expression | None, parent: Node, scope: Scope) -> None:
        if node is not None:
            self.stack.append((node, parent, scope, True))

    def type_parameters(self, node: Node, parameters: tuple[TypeParameter, ...]) -> Scope:
        """The scope that sees the type parameters of a definition: its own if it has some."""
        if not parameters:
            return self.scope
        scope = self.resolution.type_scopes[node.index]
        for parameter in parameters:
            self.place(parameter, node, scope)
            self.bind(parameter.name, BindingSite(How.OTHER, parameter), scope)
            self.annotation(parameter.bound, parameter, scope)
            self.annotation(parameter.default, parameter, scope)
        return scope

    # -------------------------------------------------------------------------- statements

    def class_definition(self, node: Node) -> None:
        assert isinstance(node, ClassDefinition)
        inside = self.resolution.scopes[node.index]
        self.met.classes.append(node)
        self.bind(node.name, BindingSite(How.CLASS, node))
        for statement in reversed(node.body):
            self.push(statement, node, inside)
        around = self.type_parameters(node, node.type_parameters)
        for part in (*node.keywords, *node.bases):
            self.push(part, node, around)
        for decorator in node.decorators:
            self.push(decorator, node)

    def assign(self, node: Node) -> None:
        assert isinstance(node, Assign)
        for target in node.targets:
            self.bind_target(target, node, How.ASSIGNED, node.value)
        self.push(node.value, node)

    def augmented_assign(self, node: Node) -> None:
        assert isinstance(node, AugmentedAssign)
        self.bind_target(node.target, node, How.AUGMENTED, node.value)
        if isinstance(node.target, Name):
            self.met.augmented.append(node.target)
        self.push(node.value, node)

    def annotated_assign(self, node: Node) -> None:
        assert isinstance(node, AnnotatedAssign)
        if node.value is not None:
            self.bind_target(node.target, node, How.ASSIGNED, node.value)
            self.push(node.value, node)
        else:
            self.place(node.target, node)
        self.annotation(node.annotation, node, self.scope)

    def delete(self, node: Node) -> None:
        assert isinstance(node, Delete)
        for target in node.targets:
            self.bind_target(target, node, How.DELETED, None)

    def loop(self, node: Node) -> None:
        assert isinstance(node, For)
        self.met.loops.append(node)
        for statement in reversed((*node.body, *node.orelse)):
            self.push(statement, node)
        how = How.OTHER if node.is_async else How.ITERATED
        self.bind_target(node.target, node, how, node.iterable)
        self.push(node.iterable, node)

    def with_item(self, node: Node) -> None:
        assert isinstance(node, WithItem)
        if node.target is not None:
            self.bind_target(node.target, node, How.OTHER, None)
        self.push(node.manager, node)

    def handler(self, node: Node) -> None:
        assert isinstance(node, ExceptionHandler)
        if node.name is not None:
            self.bind(node.name, BindingSite(How.OTHER, node))
        self.push_all(node)

    def imports(self, node: Node) -> None:
        assert isinstance(node, Import)
        for item in node.names:
            self.place(item, node)
            self.met.imports.append(ImportRead(node, item, item.name, None))
            module = item.name if item.alias else item.name.partition(".")[0]
            name = item.alias or module
            self.bind(name, BindingSite(How.MODULE, item, detail=module))

    def import_from(self, node: Node) -> None:
        assert isinstance(node, ImportFrom)
        module = "." * node.level + (node.module or "")
        for item in node.names:
            self.place(item, node)
            member = None if item.name == "*" else item.name
            self.met.imports.append(ImportRead(node, item, module, member))
            if member is None:
                self.met.star_imports.append(node)
            else:
                site = BindingSite(How.MEMBER, item, detail=module, member=member)
                self.bind(item.alias or member, site)

    def type_alias(self, node: Node) -> None:
        assert isinstance(node, TypeAlias)
        self.bind_target(node.name, node, How.OTHER, None)
        self.annotation(node.value, node, self.type_parameters(node, node.type_parameters))

    def pattern(self, node: Node) -> None:
        assert isinstance(node, (CapturePattern, StarPattern, MappingPattern))
        name = node.rest if isinstance(node, MappingPattern) else node.name
        if name is not None:
            self.bind(name, BindingSite(How.OTHER, node))
        self.push_all(node)


_UNPACKED: Final[Mapping[How, How]] = {
    How.ASSIGNED: How.UNPACKED,
    How.UNPACKED: How.UNPACKED,
    How.ITERATED: How.UNPACKED_ITEM,
    How.UNPACKED_ITEM: How.UNPACKED_ITEM,
    How.DELETED: How.DELETED,
}

_VISITORS: Final[Mapping[type[Node], Callable[[_Collector, Node], None]]] = {
    AnnotatedAssign: _Collector.annotated_assign,
    Assign: _Collector.assign,
    Attribute: _Collector.attribute,
    AugmentedAssign: _Collector.augmented_assign,
    Await: _Collector.awaited,
    BinaryOperation: _Collector.operation,
    Call: _Collector.call,
    CapturePattern: _Collector.pattern,
    ClassDefinition: _Collector.class_definition,
    Compare: _Collector.operation,
    Delete: _Collector.delete,
    DictComprehension: _Collector.comprehension,
    ExceptionHandler: _Collector.handler,
    For: _Collector.loop,
    FunctionDefinition: _Collector.function,
    GeneratorExpression: _Collector.comprehension,
    Import: _Collector.imports,
    ImportFrom: _Collector.import_from,
    Lambda: _Collector.function,
    ListComprehension: _Collector.comprehension,
    MappingPattern: _Collector.pattern,
    Name: _Collector.name,
    NamedExpression: _Collector.named_expression,
    SetComprehension: _Collector.comprehension,
    StarPattern: _Collector.pattern,
    Subscript: _Collector.subscript,
    TypeAlias: _Collector.type_alias,
    WithItem: _Collector.with_item,
    Yield: _Collector.yielded,
    YieldFrom: _Collector.yielded,
}
