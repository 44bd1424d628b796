"""Generated expressions over the whole dialect, for `wide_programs`.

An expression may be of any type and may fail; that both sides fail alike is what is compared. What
is left out: sets of texts (their order is ours), and whatever grows without end.
"""

from __future__ import annotations

from typing import Final

from tests.running import Choose, Writer

TEXT_METHODS: Final = (
    "upper()", "title()", "strip()", "split()", "split('a')", "replace('a', 'b')", "find('a')",
    "startswith('x')", "count('a')", "encode()", "zfill(4)", "center(5, '*')", "partition('a')",
    "isdigit()", "join(['p', 'q'])", "format(1)", "splitlines()", "rjust(4)", "index('z')",
)  # fmt: skip
LIST_METHODS: Final = (
    "copy()", "count(1)", "index(2)", "pop()", "pop(5)", "append(3)", "extend((1, 2))", "sort()",
    "reverse()", "insert(0, 'i')", "remove(1)", "sort(key=repr)", "sort(key=str, reverse=True)",
)  # fmt: skip
DICT_METHODS: Final = (
    "get('id')", "get('zz', 0)", "keys()", "items()", "values()", "pop('id')", "pop('zz', None)",
    "setdefault('k', [])", "update(z=1)", "copy()", "popitem()",
)  # fmt: skip
SPECIFICATIONS: Final = (">6", "05d", ".2f", "^8", "x", ",", "+", "s", "%", "!r", "=")
SLICES: Final = ("0", "-1", "1:", ":2", "::2", "::-1", "-2:", "5", "'id'", "'items'", "1:1")
CALLS: Final = (
    "len({})", "str({})", "repr({})", "bool({})", "list({})", "tuple({})", "dict({})", "int({})",
    "float({})", "abs({})", "sum({})", "max({})", "min({})", "sorted({})", "sorted({}, key=repr)",
    "type({}).__name__", "callable({})", "list(reversed({}))", "list(enumerate({}))", "round({})",
    "isinstance({}, (int, list))", "hasattr({}, 'n')", "getattr({}, 'n', 'none')", "any({})",
    "all({})", "list(zip({}, 'ab'))", "list(map(str, {}))", "list(filter(None, {}))", "iter({})",
    "next(iter({}))", "next(iter({}), 'end')", "divmod({}, 3)", "pow({}, 2)", "range({})", "hex({})",
    "max({}, default=0)", "min({}, key=str)", "json.dumps({})", "json.loads({})", "copy.copy({})",
    "copy.deepcopy({})", "math.floor({})", "list(itertools.chain({}, [0]))", "Counter({})",
    "functools.reduce(lambda x, y: [x, y], {})", "list(itertools.islice({}, 2))", "bytes({})",
    "statistics.mean({})", "re.findall('[a-z]', {})", "textwrap.shorten({}, 8)", "operator.neg({})",
)  # fmt: skip


class WideExpressions(Writer):
    """Adds to the basic expressions: calls, methods, displays, lambdas, tools, instances.

    classes: those that a program has defined so far.
    """

    def __init__(self, choose: Choose) -> None:
        super().__init__(choose)
        self.classes: list[str] = []

    def expression(self, depth: int = 0) -> str:
        if depth > 2 or self.choose(3) == 0:
            return super().expression(depth)
        makers = (
            self.builtin_call,
            self.builtin_call,
            self.method_call,
            self.method_call,
            self.display,
            self.subscript,
            self.lambda_call,
            self.formatted,
            self.nested_comprehension,
            self.tool_call,
            self.tool_call,
            self.lazily,
            self.instance,
            self.instance,
            self.conditional,
        )
        return makers[self.choose(len(makers))](depth + 1)

    def builtin_call(self, depth: int) -> str:
        return f"cut({self.pick(CALLS).format(self.expression(depth))})"

    def method_call(self, depth: int) -> str:
        value = self.expression(depth)
        kind = self.choose(5)
        if kind == 0:
            return f"({value}).{self.pick(DICT_METHODS)}"
        if kind == 1:
            return f"dict(a=1, id={value}).{self.pick(DICT_METHODS)}"
        if kind == 2:
            return f"[{value}, 2, 1].{self.pick(LIST_METHODS)}"
        if kind == 3:
            return f"{self.pick(('a', 'b', 'c'))}.{self.pick(LIST_METHODS)}"
        return f"str({value}).{self.pick(TEXT_METHODS)}"

    def display(self, depth: int) -> str:
        one, two = self.expression(depth), self.expression(depth)
        return self.pick(
            (
                f"[*({one}), {two}]",
                f"{{'k': {one}, 'id': {two}}}",
                f"{{**({one}), 'z': {two}}}",
                f"({one}, {two},)",
                f"{{{one}: {two}}}",
                f"[{one}] * 2",
                f"dict([({one}, {two})])",
            )
        )

    def subscript(self, depth: int) -> str:
        return f"({self.expression(depth)})[{self.pick(SLICES)}]"

    def lambda_call(self, depth: int) -> str:
        one, two = self.expression(depth), self.expression(depth)
        name = self.fresh("x")
        return self.pick(
            (
                f"(lambda {name}, y={one}: [{name}, y])({two})",
                f"(lambda *{name}, **k: ({name}, k))({one}, *[{two}], z=1)",
                f"(lambda {name}: cut({name} + {name}))({one})",
                f"[f() for f in [lambda: {name} for {name} in range(3)]]",
                f"sorted([2, 3, 1], key=lambda {name}: {one})",
                f"(lambda {name}, /, *, key: {name})({one}, key={two})",
            )
        )

    def formatted(self, depth: int) -> str:
        value = self.expression(depth)
        if "'" in value or "{" in value or "\\" in value or '"' in value:
            value = self.pick(("a", "b", "c", "d"))
        specification = self.pick(SPECIFICATIONS)
        if specification in ("!r", "="):
            return f'f"<{{({value}){specification}}}>"'
        return self.pick(
            (
                f'f"{{({value}):{specification}}}"',
                f"'{{:{specification}}}|{{}}'.format({value}, 1)",
                f"'%s %r' % ({value}, {value})",
                f"format({value}, '{specification}')",
                f'f"{{({value})!s:>{{3 + 2}}}}"',
                f"'%d' % {value}",
            )
        )

    def nested_comprehension(self, depth: int) -> str:
        source, value = self.expression(depth), self.expression(depth)
        one, two = self.fresh("i"), self.fresh("j")
        return self.pick(
            (
                f"[({one}, {two}) for {one} in range(3) for {two} in range({one}) if {one} != {two}]",
                f"[{one} for {one} in {source}]",
                f"{{{one}: {two} for {one}, {two} in {source}}}",
                f"[[{two} * 2 for {two} in range({one})] for {one} in range(3)]",
                f"[{one} if {one} else {value} for {one} in {source}]",
                f"sum({one} for {one} in {source})",
                f"sorted({{{one} % 3 for {one} in range(7)}})",
                f"[y := {value}, y]",
            )
        )

    def tool_call(self, depth: int) -> str:
        one = f"plain({self.expression(depth)})"
        name = self.fresh("t")
        return self.pick(
            (
                f"lookup({one})",
                f"lookup(key={one})",
                f"send({one}, 'text')",
                f"send(to='x', text={one}, urgent=True)",
                "count()",
                f"count(n={self.choose(5)})",
                f"[lookup({name}) for {name} in range({self.choose(4)})]",
                f"list(map(lookup, [1, {one}]))",
                f"any(count({name}) for {name} in range(3))",
                f"sorted(['b', 'a'], key=lambda {name}: str(lookup({name})))",
                f"functools.partial(send, {one})(text='p')",
                f"{{'f': lookup}}['f']({one})",
                f"lookup({one})['items']",
                f"lookup({one})[0]['id']",
                f"lookup({one}).get('name')",
                f"send({one}, wrong=1)",
                f"lookup(lookup({one}))",
                f"(lookup({one}) or count())",
            )
        )

    def lazily(self, depth: int) -> str:
        one, name = self.expression(depth), self.fresh("v")
        return self.pick(
            (
                f"next({name} for {name} in range(9) if {name} > {self.choose(12)})",
                f"all(({name} < 2) for {name} in [1, 2, {one}])",
                f"list(itertools.takewhile(lambda {name}: {name} < 3, itertools.count()))",
                f"[k for k, g in itertools.groupby([1, 1, 2, {one}])]",
                f"dict(zip(['p', 'q'], [{one}, 2]))",
                f"max([1, 2], key=lambda {name}: {one})",
                f"list({one} for {name} in range(2))",
                f"2 in ({name} for {name} in [1, 2, {one}])",
            )
        )

    def instance(self, depth: int) -> str:
        if not self.classes:
            return self.builtin_call(depth)
        one = self.expression(depth)
        made = f"{self.pick(tuple(self.classes))}({self.choose(4)})"
        return self.pick(
            (
                f"{made}.n",
                f"{made}.twice",
                f"{made}.add({one})",
                f"({made} + {one})",
                f"({made} == {made})",
                f"({made} < {one})",
                f"sorted([{made}, {made}])[0].n",
                f"len({made})",
                f"str({made})",
                f"repr({made})",
                f"{made}[{self.choose(4)}]",
                f"list({made})",
                f"({one} in {made})",
                f"{made}({one})",
                f"{made}.missing",
                f"bool({made})",
                f"type({made}).kind()",
                f"{made}.n.real",
                f"sum([{made}, {made}])",
                f"isinstance({made}, {self.pick(tuple(self.classes))})",
                f"{{{made}: 1}}[{made}]",
                f"getattr({made}, 'add')(1)",
                f"[*{made}, {one}]",
            )
        )

    def conditional(self, depth: int) -> str:
        one, two, three = (self.expression(depth) for _ in range(3))
        return self.pick(
            (
                f"({one} if {two} else {three})",
                f"({one} and {two} or {three})",
                f"(not {one})",
                f"({one} is None)",
                f"({one} == {two} == {three})",
                f"({one} in [{two}, {three}])",
                f"(-{one})",
                f"cut({one} ** 2)",
                f"cut({one} << 2)",
                f"(z := {one})",
            )
        )
