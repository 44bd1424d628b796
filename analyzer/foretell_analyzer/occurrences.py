"""Takes a module and its scopes, gives `Occurrences`: what stands where, in one walk.

The walk keeps its own stack, so that a deep source costs memory, not Python's stack. Every node
learns its parent and the scope in which it is evaluated; a name that is bound becomes a
`BindingSite` of its variable, a name that is used becomes a `NameRead`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from . import ir
from .resolve import Resolution, Scope
from .sites import (
    BindingSite,
    How,
    ImportRead,
    NameRead,
    Occurrences,
    Variable,
    variable_behind,
    variable_of,
)


def collect_occurrences(resolution: Resolution) -> Occurrences:
    """All occurrences in a module."""
    return _Collector(resolution).collect()


class _Collector:
    """The state of the walk: what is still to be visited, what was met."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.scope = resolution.module_scope
        count = resolution.module.node_count
        self.met = Occurrences(resolution, [None] * count, [None] * count, [None] * count)
        # ir.Node, its parent, its scope, and whether it is part of an annotation.
        self.stack: list[tuple[ir.Node, ir.Node | None, Scope, bool]] = []
        self.known_variables: dict[tuple[Scope, str], Variable | None] = {}
        self.is_annotation = False

    def collect(self) -> Occurrences:
        self.stack.append((self.resolution.module, None, self.scope, False))
        nodes, parents, scopes = self.met.nodes, self.met.parents, self.met.scopes
        stack = self.stack
        while stack:
            node, parent, self.scope, self.is_annotation = stack.pop()
            nodes[node.index] = node
            parents[node.index] = parent
            scopes[node.index] = self.scope
            if isinstance(node, ir.Statement):
                self.met.statements.append(node)
            visitor = _VISITORS.get(type(node))
            if visitor is None:
                self.push_all(node)
            else:
                visitor(self, node)
        self.settle_classes()
        return self.met

    def settle_classes(self) -> None:
        """Names in class bodies that the class does not bind are those of the scopes around it."""
        for position, read in enumerate(self.met.names):
            variable = read.variable
            if variable is None or variable.slot >= 0 or variable in self.met.bindings:
                continue
            scope = self.met.scopes[read.node.index]
            assert scope is not None
            behind = variable_behind(self.resolution, scope, variable.name)
            self.met.names[position] = NameRead(read.node, behind, read.in_annotation)
            self.met.reads[variable].remove(read.node)
            self.met.variables.pop(read.node.index)
            if behind is not None:
                self.met.variables[read.node.index] = behind
                self.met.reads.setdefault(behind, []).append(read.node)

    def push_all(self, node: ir.Node) -> None:
        """Everything below a node, in its own scope."""
        scope, is_annotation = self.scope, self.is_annotation
        below = [(child, node, scope, is_annotation) for child in ir.children(node)]
        below.reverse()
        self.stack.extend(below)

    def push(self, node: ir.Node | None, parent: ir.Node, scope: Scope | None = None) -> None:
        if node is not None:
            self.stack.append((node, parent, scope or self.scope, self.is_annotation))

    def place(self, node: ir.Node, parent: ir.Node, scope: Scope | None = None) -> None:
        """Note where a node stands that is not visited itself."""
        self.met.nodes[node.index] = node
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
        target: ir.Expression,
        parent: ir.Node,
        how: How,
        value: ir.Expression | None,
        scope: Scope | None = None,
    ) -> None:
        """A target of an assignment, loop, …: its names are bound, what else is in it is used."""
        todo: list[tuple[ir.Expression, ir.Node, How, tuple[int, ...]]] = [
            (target, parent, how, ())
        ]
        while todo:
            part, above, how, path = todo.pop()
            self.place(part, above, scope)
            match part:
                case ir.Name(identifier=name):
                    self.bind(name, BindingSite(how, part, value, path), scope)
                case ir.Tuple(elements=elements) | ir.List(elements=elements):
                    inner = _UNPACKED.get(how, How.OTHER)
                    for position, element in enumerate(elements):
                        if isinstance(element, ir.Starred):
                            # Behind a star nobody knows which part it is.
                            inner = How.DELETED if how is How.DELETED else How.OTHER
                        todo.append((element, part, inner, (*path, position)))
                case ir.Starred(value=starred):
                    todo.append((starred, part, how, path))
                case ir.Attribute(value=receiver, name=name):
                    self.met.stored_attributes.add(name)
                    self.push(receiver, part, scope)
                case _:
                    if isinstance(part, ir.Subscript):
                        self.met.stored_subscripts.append(part)
                    for child in ir.children(part):
                        self.push(child, part, scope)

    # ------------------------------------------------------------------------- expressions

    def name(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Name)
        variable = self.variable(node.identifier)
        self.met.names.append(NameRead(node, variable, self.is_annotation))
        if variable is not None:
            self.met.variables[node.index] = variable
            self.met.reads.setdefault(variable, []).append(node)

    def call(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Call)
        self.met.calls.append(node)
        self.push_all(node)

    def attribute(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Attribute)
        self.met.attributes.append(node)
        self.push(node.value, node)

    def subscript(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Subscript)
        self.met.subscripts.append(node)
        self.push_all(node)

    def awaited(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Await)
        self.met.awaits.append(node)
        self.push_all(node)

    def operation(self, node: ir.Node) -> None:
        assert isinstance(node, (ir.BinaryOperation, ir.Compare))
        self.met.operations.append(node)
        self.push_all(node)

    def yielded(self, node: ir.Node) -> None:
        self.met.generators.add(self.scope.frame_owner.node.index)
        self.push_all(node)

    def named_expression(self, node: ir.Node) -> None:
        assert isinstance(node, ir.NamedExpression)
        self.bind_target(node.target, node, How.ASSIGNED, node.value)
        self.push(node.value, node)

    def comprehension(self, node: ir.Node) -> None:
        assert isinstance(
            node,
            (
                ir.ListComprehension,
                ir.SetComprehension,
                ir.DictComprehension,
                ir.GeneratorExpression,
            ),
        )
        around, inside = self.scope, self.resolution.scopes[node.index]
        if isinstance(node, ir.DictComprehension):
            self.push(node.value, node, inside)
            self.push(node.key, node, inside)
        else:
            self.push(node.element, node, inside)
        for position, clause in reversed(tuple(enumerate(node.clauses))):
            self.clause(clause, node, inside, around if position == 0 else inside)

    def clause(
        self, clause: ir.ComprehensionClause, node: ir.Node, inside: Scope, iterable: Scope
    ) -> None:
        self.place(clause, node, inside)
        self.met.loops.append(clause)
        for condition in reversed(clause.conditions):
            self.push(condition, clause, inside)
        how = How.OTHER if clause.is_async else How.ITERATED
        self.bind_target(clause.target, clause, how, clause.iterable, inside)
        self.push(clause.iterable, clause, iterable)

    def function(self, node: ir.Node) -> None:
        assert isinstance(node, (ir.FunctionDefinition, ir.Lambda))
        self.met.functions.append(node)
        around, inside = self.scope, self.resolution.scopes[node.index]
        if isinstance(node, ir.Lambda):
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

    def annotation(self, node: ir.Expression | None, parent: ir.Node, scope: Scope) -> None:
        if node is not None:
            self.stack.append((node, parent, scope, True))

    def type_parameters(self, node: ir.Node, parameters: tuple[ir.TypeParameter, ...]) -> Scope:
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

    def class_definition(self, node: ir.Node) -> None:
        assert isinstance(node, ir.ClassDefinition)
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

    def assign(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Assign)
        for target in node.targets:
            self.bind_target(target, node, How.ASSIGNED, node.value)
        self.push(node.value, node)

    def augmented_assign(self, node: ir.Node) -> None:
        assert isinstance(node, ir.AugmentedAssign)
        self.bind_target(node.target, node, How.AUGMENTED, node.value)
        if isinstance(node.target, ir.Name):
            self.met.augmented.append(node.target)
        self.push(node.value, node)

    def annotated_assign(self, node: ir.Node) -> None:
        assert isinstance(node, ir.AnnotatedAssign)
        if node.value is not None:
            self.bind_target(node.target, node, How.ASSIGNED, node.value)
            self.push(node.value, node)
        else:
            self.place(node.target, node)
        self.annotation(node.annotation, node, self.scope)

    def delete(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Delete)
        for target in node.targets:
            self.bind_target(target, node, How.DELETED, None)

    def loop(self, node: ir.Node) -> None:
        assert isinstance(node, ir.For)
        self.met.loops.append(node)
        for statement in reversed((*node.body, *node.orelse)):
            self.push(statement, node)
        how = How.OTHER if node.is_async else How.ITERATED
        self.bind_target(node.target, node, how, node.iterable)
        self.push(node.iterable, node)

    def with_item(self, node: ir.Node) -> None:
        assert isinstance(node, ir.WithItem)
        if node.target is not None:
            self.bind_target(node.target, node, How.OTHER, None)
        self.push(node.manager, node)

    def handler(self, node: ir.Node) -> None:
        assert isinstance(node, ir.ExceptionHandler)
        if node.name is not None:
            self.bind(node.name, BindingSite(How.OTHER, node))
        self.push_all(node)

    def imports(self, node: ir.Node) -> None:
        assert isinstance(node, ir.Import)
        for item in node.names:
            self.place(item, node)
            self.met.imports.append(ImportRead(node, item, item.name, None))
            module = item.name if item.alias else item.name.partition(".")[0]
            name = item.alias or module
            self.bind(name, BindingSite(How.MODULE, item, detail=module))

    def import_from(self, node: ir.Node) -> None:
        assert isinstance(node, ir.ImportFrom)
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

    def type_alias(self, node: ir.Node) -> None:
        assert isinstance(node, ir.TypeAlias)
        self.bind_target(node.name, node, How.OTHER, None)
        self.annotation(node.value, node, self.type_parameters(node, node.type_parameters))

    def pattern(self, node: ir.Node) -> None:
        assert isinstance(node, (ir.CapturePattern, ir.StarPattern, ir.MappingPattern))
        name = node.rest if isinstance(node, ir.MappingPattern) else node.name
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

_VISITORS: Final[Mapping[type[ir.Node], Callable[[_Collector, ir.Node], None]]] = {
    ir.AnnotatedAssign: _Collector.annotated_assign,
    ir.Assign: _Collector.assign,
    ir.Attribute: _Collector.attribute,
    ir.AugmentedAssign: _Collector.augmented_assign,
    ir.Await: _Collector.awaited,
    ir.BinaryOperation: _Collector.operation,
    ir.Call: _Collector.call,
    ir.CapturePattern: _Collector.pattern,
    ir.ClassDefinition: _Collector.class_definition,
    ir.Compare: _Collector.operation,
    ir.Delete: _Collector.delete,
    ir.DictComprehension: _Collector.comprehension,
    ir.ExceptionHandler: _Collector.handler,
    ir.For: _Collector.loop,
    ir.FunctionDefinition: _Collector.function,
    ir.GeneratorExpression: _Collector.comprehension,
    ir.Import: _Collector.imports,
    ir.ImportFrom: _Collector.import_from,
    ir.Lambda: _Collector.function,
    ir.ListComprehension: _Collector.comprehension,
    ir.MappingPattern: _Collector.pattern,
    ir.Name: _Collector.name,
    ir.NamedExpression: _Collector.named_expression,
    ir.SetComprehension: _Collector.comprehension,
    ir.StarPattern: _Collector.pattern,
    ir.Subscript: _Collector.subscript,
    ir.TypeAlias: _Collector.type_alias,
    ir.WithItem: _Collector.with_item,
    ir.Yield: _Collector.yielded,
    ir.YieldFrom: _Collector.yielded,
}
