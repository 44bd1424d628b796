"""Ways for a text to be carried from one place of a script to another, each a few lines.

In each, `A` is what is carried, a text; what comes out, a text that holds it, is called `B`. `N` is a
number of its own, so that several can stand in one script.
"""

from __future__ import annotations

from typing import Final

PRELUDE: Final = """\
import collections, contextlib, copy, csv, dataclasses, functools, heapq, io, itertools, json, re
import string, textwrap, types
from collections import Counter, defaultdict, deque, namedtuple
"""

CARRIERS: Final[dict[str, str]] = {
    "name": "B = A",
    "sum": "B = 'x' + A",
    "format string": "B = f'<{A:>30}>'",
    "percent": "B = '%s and %s' % (A, 1)",
    "format": "B = '{0}-{x}'.format(1, x=A)",
    "template": "B = string.Template('$x!').substitute(x=A)",
    "join": "B = ', '.join(['a', A])",
    "join of a generator": "B = ', '.join(x for x in ('a', A))",
    "split": "B = ('q|' + A).split('|')[1]",
    "partition": "_, _, B = ('q|' + A).partition('|')",
    "slice": "B = ('ab' + A)[2:]",
    "replace": "B = 'q'.replace('q', A)",
    "characters": "B = ''.join(c for c in A)",
    "list": "B = [1, A][1]",
    "appended": "lN = []\nlN.append(A)\nB = lN[0]",
    "extended": "lN = ['a']\nlN.extend([A])\nB = lN.pop()",
    "extended in place": "lN = ['a']\nlN += [A]\nB = lN[-1]",
    "inserted": "lN = ['a']\nlN.insert(0, A)\nB = lN[0]",
    "slice of a list": "lN = ['a', 'b']\nlN[0:1] = [A]\nB = lN[0]",
    "alias": "lN = []\nmN = lN\nmN.append(A)\nB = str(lN)",
    "tuple": "(_, (B,)) = (1, (A,))",
    "starred": "_, *rN = 1, A\nB = rN[0]",
    "set": "B = sorted({A})[0]",
    "set of several": "sN = {'a'}\nsN.add(A)\nB = str(sN | {'b'})",
    "dict": "B = {'k': A}['k']",
    "dict by get": "B = {'k': A}.get('k', '')",
    "key of a dict": "B = list({A: 1})[0]",
    "keys put later": "dN = {}\ndN[A] = 1\nB = str(dN)",
    "items": "B = [v for k, v in {'k': A}.items()][0]",
    "values": "B = next(iter({'k': A}.values()))",
    "setdefault": "dN = {}\ndN.setdefault('k', []).append(A)\nB = dN['k'][0]",
    "update": "dN = {}\ndN.update(k=A)\nB = dN['k']",
    "merged dicts": "B = ({'a': 1} | {'k': A})['k']",
    "spread dict": "B = {**{'k': A}}['k']",
    "popitem": "_, B = {'k': A}.popitem()",
    "defaultdict": "dN = defaultdict(list)\ndN['k'].append(A)\nB = dN['k'][0]",
    "Counter": "B = Counter([A]).most_common(1)[0][0]",
    "OrderedDict": "B = collections.OrderedDict(k=A)['k']",
    "ChainMap": "B = collections.ChainMap({}, {'k': A})['k']",
    "deque": "qN = deque()\nqN.appendleft(A)\nB = qN.popleft()",
    "heap": "hN = []\nheapq.heappush(hN, A)\nB = heapq.heappop(hN)",
    "sorted": "B = sorted(['zz', A])[0]",
    "largest": "B = max([A, ''])",
    "zip": "B = [y for x, y in zip('a', [A])][0]",
    "enumerate": "for _, B in enumerate([A]):\n    pass",
    "map": "B = list(map(str.strip, [A]))[0]",
    "map of a lambda": "B = list(map(lambda x: x + '!', [A]))[0]",
    "filter": "B = next(filter(None, [A]))",
    "reversed": "B = list(reversed([A, 'x']))[1]",
    "reduce": "B = functools.reduce(lambda x, y: x + y, ['a', A])",
    "sum of lists": "B = sum([[A], ['b']], [])[0]",
    "chain": "B = list(itertools.chain(['a'], [A]))[1]",
    "product": "B = list(itertools.product('a', [A]))[0][1]",
    "groupby": "B = [k for k, _ in itertools.groupby([A])][0]",
    "islice": "B = list(itertools.islice(['a', A], 1, 2))[0]",
    "accumulate": "B = list(itertools.accumulate(['a', A]))[1]",
    "starmap": "B = list(itertools.starmap(lambda x, y: x + y, [('a', A)]))[0]",
    "comprehension": "B = [x for x in [A] if x][0]",
    "nested comprehension": "B = [y for x in [[A]] for y in x][0]",
    "dict comprehension": "B = {k: k for k in [A]}.popitem()[1]",
    "walrus": "if (B := A) != '-':\n    pass",
    "conditional": "B = A if A else 'x'",
    "or": "B = '' or A",
    "and": "B = A and A",
    "function": "def fN(x):\n    return 'x' + x\nB = fN(A)",
    "default": "def fN(x=A):\n    return x\nB = fN()",
    "arguments": "def fN(*a, **k):\n    return a[0] + k['y']\nB = fN('x', y=A)",
    "spread arguments": "def fN(x, y):\n    return x + y\nB = fN(*['x', A])",
    "closure": "def fN(x):\n    def g():\n        return x\n    return g\nB = fN(A)()",
    "nonlocal": "def fN():\n    x = ''\n    def g():\n        nonlocal x\n        x = A\n    g()\n    return x\nB = fN()",
    "global": "gN = ''\ndef fN():\n    global gN\n    gN = A\nfN()\nB = gN",
    "recursion": "def fN(x, n):\n    return x if not n else fN(x, n - 1)\nB = fN(A, 2)",
    "partial": "B = functools.partial(lambda x, y: x + y, A)('z')",
    "cache": "@functools.cache\ndef fN(x):\n    return x + '!'\nB = fN(A)",
    "decorator": "def dN(f):\n    return lambda x: f(x) + '!'\n@dN\ndef fN(x):\n    return x\nB = fN(A)",
    "generator": "def fN():\n    yield 'a'\n    yield A\nB = list(fN())[1]",
    "sent": "def fN():\n    x = yield ''\n    yield x\niN = fN()\nnext(iN)\nB = iN.send(A)",
    "yield from": "def fN():\n    yield from ['a', A]\nB = [*fN()][1]",
    "result of a generator": "def fN():\n    yield 1\n    return A\ndef hN():\n    x = yield from fN()\n    yield x\nB = list(hN())[1]",
    "field": "class CN:\n    def __init__(self, x):\n        self.x = x\nB = CN(A).x",
    "class field": "class CN:\n    x = A\nB = CN.x",
    "field set later": "class CN:\n    pass\noN = CN()\noN.x = A\nB = oN.x",
    "setattr": "class CN:\n    pass\noN = CN()\nsetattr(oN, 'x', A)\nB = getattr(oN, 'x')",
    "method": "class CN:\n    def __init__(self, x):\n        self.x = x\n    def m(self):\n        return self.x\nB = CN(A).m()",
    "property": "class CN:\n    def __init__(self, x):\n        self.v = x\n    @property\n    def x(self):\n        return self.v\nB = CN(A).x",
    "shown object": "class CN:\n    def __init__(self, x):\n        self.x = x\n    def __str__(self):\n        return self.x\nB = str(CN(A))",
    "shown inside": "class CN:\n    def __init__(self, x):\n        self.x = x\n    def __repr__(self):\n        return self.x\nB = f'{[CN(A)]}'",
    "own item": "class CN:\n    def __getitem__(self, key):\n        return key\nB = CN()[A]",
    "own sum": "class CN:\n    def __add__(self, other):\n        return other\nB = CN() + A",
    "inherited": "class PN:\n    def __init__(self, x):\n        self.x = x\nclass CN(PN):\n    def __init__(self, x):\n        super().__init__(x)\nB = CN(A).x",
    "dict of its own": "class CN(dict):\n    pass\noN = CN()\noN['k'] = A\nB = oN['k']",
    "dataclass": "@dataclasses.dataclass\nclass CN:\n    x: str\nB = CN(A).x",
    "shown dataclass": "@dataclasses.dataclass\nclass CN:\n    x: str\nB = str(CN(A))",
    "asdict": "@dataclasses.dataclass\nclass CN:\n    x: str\nB = dataclasses.asdict(CN(A))['x']",
    "replaced": "@dataclasses.dataclass\nclass CN:\n    x: str\nB = dataclasses.replace(CN('a'), x=A).x",
    "named tuple": "CN = namedtuple('CN', 'x')\nB = CN(A).x",
    "simple namespace": "B = types.SimpleNamespace(x=A).x",
    "raised": "try:\n    raise ValueError(A)\nexcept ValueError as e:\n    B = str(e)",
    "raised argument": "try:\n    raise ValueError(A)\nexcept ValueError as e:\n    B = e.args[0]",
    "own exception": "class EN(Exception):\n    def __init__(self, x):\n        super().__init__('no ' + x)\ntry:\n    raise EN(A)\nexcept EN as e:\n    B = str(e)",
    "missing key": "try:\n    {}[A]\nexcept KeyError as e:\n    B = str(e)",
    "no number": "try:\n    int(A)\nexcept ValueError as e:\n    B = str(e)",
    "no numbers": "try:\n    list(map(int, [A]))\nexcept ValueError as e:\n    B = str(e)",
    "assertion": "try:\n    assert not A, A\nexcept AssertionError as e:\n    B = str(e)",
    "cause": "try:\n    try:\n        raise KeyError(A)\n    except KeyError as e:\n        raise ValueError from e\nexcept ValueError as e:\n    B = str(e.__cause__)",
    "JSON": "B = json.loads(json.dumps({'k': [A]}))['k'][0]",
    "regular expression": "B = re.search(r'v\\d+z', A).group()",
    "groups": "B, = re.search(r'(v\\d+z)', A).groups()",
    "findall": "B = re.findall(r'v\\d+z', A)[0]",
    "finditer": "B = [m[0] for m in re.finditer(r'v\\d+z', A)][0]",
    "sub": "B = re.sub('q', lambda m: A, 'q')",
    "compiled": "B = re.compile('q').sub('r', A)",
    "wrapped": "B = textwrap.shorten(A, 90)",
    "buffer": "oN = io.StringIO()\noN.write(A)\nB = oN.getvalue()",
    "printed to a buffer": "oN = io.StringIO()\nprint(A, file=oN)\nB = oN.getvalue()",
    "csv": "oN = io.StringIO()\ncsv.writer(oN).writerow(['a', A])\nB = oN.getvalue()",
    "csv read": "B = list(csv.reader([A]))[0][0]",
    "copy": "B = copy.deepcopy([[A]])[0][0]",
    "match": "match {'k': A}:\n    case {'k': x}:\n        B = x",
    "match sequence": "match [1, A]:\n    case [_, x]:\n        B = x",
    "with": "@contextlib.contextmanager\ndef wN():\n    yield A\nwith wN() as B:\n    pass",
    "filled in with": "@contextlib.contextmanager\ndef wN(out):\n    box = []\n    yield box\n    out.append(str(box))\noN = []\nwith wN(oN) as box:\n    box.append(A)\nB = oN[0]",
    "filled in for": "def fN(out):\n    box = []\n    yield box\n    out.append(str(box))\noN = []\nfor box in fN(oN):\n    box.append(A)\nB = oN[0]",
    "loop": "B = ''\nfor x in [A]:\n    B = B + x",
    "while": "B = A\nnN = 0\nwhile nN < 2:\n    B = B + '.'\n    nN += 1",
    "deleted": "lN = ['a', A]\ndel lN[0]\nB = lN[0]",
    "bytes": "B = A.encode().decode()",
    "dispatched": "@functools.singledispatch\ndef fN(x):\n    return 'x'\n@fN.register\ndef _(x: str):\n    return x\nB = fN(A)",
    "many levels": "B = str({'a': [{'b': ({'c': A},)}]})",
}  # fmt: skip


def write(name: str, taken: str, made: str, number: int) -> str:
    """The lines that carry what `taken` is called to what `made` is called."""
    text = CARRIERS[name]
    out: list[str] = []
    for line in text.splitlines():
        for letter in "BA":
            line = _replaced(line, letter, made if letter == "B" else taken)
        out.append(_numbered(line, number))
    return "\n".join(out) + "\n"


def _replaced(line: str, letter: str, name: str) -> str:


    return re.sub(rf"\b{letter}\b", name, line)


def _numbered(line: str, number: int) -> str:


    return re.sub(r"\b([a-zA-Z])N\b", rf"\g<1>{number}", line)
