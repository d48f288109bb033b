"""Names read before they are assigned: a table, and plain execution as the oracle."""

from __future__ import annotations

import ast
import asyncio
import itertools
import sys
from types import FrameType

import pytest

from jupyterlab_offload.kernel.capture.errors import CaptureError
from jupyterlab_offload.kernel.capture.names import names

READS = """
x                                           | x
x = 1; x                                    |
y = x                                       | x
x = x + 1                                   | x
x += 1                                      | x
x: int = 1; x                               | int
x: int; x                                   | int x
a, b = b, a                                 | a b
a, *b = c; a; b                             | c
a[b] = c                                    | a b c
a.b = c                                     | a c
a.b.c[d].e                                  | a d
del x                                       | x
x = 1; del x                                |
del a[b]                                    | a b
assert x, y                                 | x y
raise x from y                              | x y
raise x; y                                  | x
f(a, *b, c=d, **e)                          | f a b d e
x if y else z                               | x y z
x and y or z                                | x y z
not x                                       | x
a < b < c                                   | a b c
f'{x!r:>{w}} {y=}'                          | x w y
x[a:b:c]                                    | x a b c
(y := x); y                                 | x
c and (y := 1); y                           | c y
lambda a: a + x                             | x
lambda a, b=y: a                            | y
f = lambda: x                               | x
[a for a in x]                              | x
[a for a in a]                              | a
[a + b for a in x]; a                       | x b a
[b for a in x for b in a if c]              | x c
{k: v for k, v in d.items() if k in s}      | d s
(a for a in x)                              | x
{a for a in x}                              | x
[y for a in x if (y := f(a))]; y            | x f y
[[a for a in b] for b in c]                 | c
[lambda: a for a in x]                      | x
sum(x.y for x in xs)                        | sum xs
import a; a                                 |
import a.b; a                               |
import a.b as c; a                          | a
from a import b; a; b                       | a
from a import b as c; b; c                  | b
from m import *; x                          | x
global x; x = 1; x                          |
print(x, file=f)                            | print x f
await x                                     | x
eval('x + y')                               | eval x y
exec('y = x'); y                            | exec x
exec('x = 1'); x                            | exec
eval(s)                                     | eval s
globals()['x']                              | x
globals()['x'] = 1; x                       |
vars()['x']; locals()['y']                  | x y
globals().get('x')                          | x
'x' in globals()                            | x
globals().update(x=1)                       |
get_ipython().user_ns['x']                  | x
__main__.x                                  | __main__ x
df.query('a > @limit')                      | df limit
df.eval('b = a + @c')                       | df a b c
ne.evaluate('2 * a')                        | ne a
ols('y ~ np.log(x) + own(z)', data=df)      | ols df y np x own z
smf.ols(f'{y} ~ x', df)                     | smf y x df
model(formula='~ x')                        | model x
say('~3 of them'); say('~'); say('a ~ ~b')  | say of them
%time y = x                                 | get_ipython x
%time y = 1; y                              | get_ipython
%timeit -n 10 -r 3 f(x)                     | get_ipython f x
!echo {x} $y $$z                            | get_ipython x y
files = !ls {d}/{e + 1}                     | get_ipython d e
%matplotlib inline                          | get_ipython
x = %timeit -o f(x)                         | get_ipython f x
type(x)                                     | type x
x @ y; -z; ~w                               | x y z w
x[...], x[None]                             | x
(yield_)                                    | yield_
{**a, 'b': c}; [*d]                         | a c d
a = b = c; a; b                             | c
for a in x: pass                            | x
for a in x: b = a                           | x
with a as b: b                              | a
with a as b, b.c as d: d                    | a
while x: y                                  | x y
if a: b                                     | a b
def f(): return x                           |
def f(x=y): return x                        | y
def f(x: t) -> u: return x                  | t u
class A(B, m=C): pass                       | B C
@d                                          | d
"""

PROGRAMS = [
    ("if c:\n    x = 1\nx", "c x"),
    ("if c:\n    x = 1\nelse:\n    x = 2\nx", "c"),
    ("if c:\n    x = 1\nelif d:\n    x = 2\nelse:\n    raise e\nx", "c d e"),
    ("for i in y:\n    x = i\nx, i", "y x i"),
    ("for i in y:\n    x = 1\nelse:\n    x = 2\nx", "y"),
    ("for i in y:\n    if i:\n        break\n    x = 1\nelse:\n    x = 2\nx", "y x"),
    ("for i in y:\n    x = i\n    x\n    z\n    z = 1", "y z"),
    ("while c:\n    x = 1\nx", "c x"),
    ("while True:\n    x = 1\n    break\nx", ""),
    ("while True:\n    if c:\n        break\n    x = 1\nx", "c x"),
    ("while 1:\n    x = f()\n    if x:\n        break\nx", "f"),
    ("while True:\n    x = 1\n    continue\n    y", ""),
    ("try:\n    x = f()\nexcept E:\n    x = 1\nx", "f E"),
    ("try:\n    x = f()\nexcept E:\n    pass\nx", "f E x"),
    ("try:\n    x = f()\nexcept E:\n    raise\nx", "f E"),
    ("try:\n    f()\nexcept E as e:\n    e\ne", "f E e"),
    ("try:\n    x = 1\nfinally:\n    x", "x"),
    ("try:\n    f()\nfinally:\n    x = 1\nx", "f"),
    ("try:\n    f()\nexcept E:\n    x = 1\nelse:\n    x = 2\nx", "f E"),
    ("try:\n    import a\nexcept ImportError:\n    a = None\na", "ImportError"),
    ("with a:\n    x = 1\nx", "a"),
    ("with suppress(E):\n    x = 1\nx", "suppress E x"),
    ("with contextlib.suppress(E):\n    x = 1\nx", "contextlib E x"),
    ("match v:\n    case {'a': x, **r}:\n        x, r\n    case _:\n        x = 1\nx", "v"),
    (
        "match v:\n    case [a, *b] if a > c:\n        b\n    case P(q=z) as w:\n        z, w\na",
        "v c P a",
    ),
    ("match v:\n    case 1:\n        x = 1\nx", "v x"),
    ("match v:\n    case k.c:\n        pass", "v k"),
    ("def f():\n    return x\nf()", "x"),
    ("x = 1\ndef f():\n    return x\nf()", ""),
    ("def f():\n    return x\nx = 1\nf()", ""),
    ("def f():\n    return x\nf()\nx = 1", "x"),
    ("def f():\n    return x\nif c:\n    x = 1\n    f()\nelse:\n    f()", "c x"),
    ("if c:\n    def f(): return a\nelse:\n    def f(): return b\nf()", "c a b"),
    ("def f():\n    return g()\ndef g():\n    return f() + x\nf()", "x"),
    ("def f():\n    x = 1\n    def g():\n        return x + y\n    return g\nf()", "y"),
    ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x += y\n    return g\nf", "y"),
    ("def f():\n    global x\n    x += 1\nf()", "x"),
    ("def f():\n    global x\n    x = 1\nf()\nx", "x"),
    ("def f():\n    global x\n    del x\nf()", "x"),
    ("def f():\n    print(x)\n    if 0:\n        x = 1\nf", "print"),
    ("def f(a, /, b, *c, d=e, **g):\n    return a, b, c, d, g, h\nf", "e h"),
    ("def f():\n    for i in x:\n        pass\n    return i, [j for j in y]\nf", "x y"),
    ("def f():\n    import a\n    from b import c\n    return a, b, c\nf", "b"),
    ("def f():\n    try:\n        pass\n    except E as e:\n        return e\nf", "E"),
    ("def f():\n    with a as b:\n        return b\nf", "a"),
    ("def f():\n    if (n := x):\n        return n\nf", "x"),
    ("def f():\n    return [n for a in x if (n := a)], n\nf", "x"),
    (
        "def f():\n    class A(B):\n        c = d\n        e = c\n"
        "        def m(self):\n            return c, g\n    return A\nf",
        "B d c g",
    ),
    ("def f():\n    return eval('x + y')\nf", "eval x y"),
    ("def f(x):\n    return eval('x + y')\nf", "eval y"),
    ("def f():\n    return globals()['x']\nf", "x"),
    ("def f():\n    return lambda a: (a, b)\nf", "b"),
    ("def f():\n    yield x\nf", "x"),
    (
        "async def f():\n    async with a as b:\n        async for c in d:\n"
        "            await c\nawait f()",
        "a d",
    ),
    ("def f():\n    return __main__.x\nf", "__main__ x"),
    ("def f():\n    match v:\n        case [a, {'k': b}]:\n            return a, b, c\nf", "v c"),
    ("@d\ndef f():\n    return x", "d x"),
    ("@d(a)\nclass A:\n    def m(self):\n        return x", "d a x"),
    ("class A:\n    x = x", "x"),
    ("class A:\n    x = 1\n    y = x", ""),
    ("class A:\n    x = 1\n    def f(self):\n        return x\nA", "x"),
    ("class A:\n    def f(self):\n        return x", ""),
    ("class A:\n    def f(self):\n        return x\nA()", "x"),
    ("class A:\n    y = [x for _ in z]", "x z"),
    ("class A:\n    x = 1\n    class B:\n        y = x", "x"),
    ("class A:\n    if c:\n        x = 1\n    y = x", "c x"),
    ("class A:\n    f: t = v", "t v"),
    ("class A:\n    @p\n    def f(self):\n        return x", "p x"),
    ("class A:\n    g = lambda self: x", "x"),
    ("class A(B):\n    def f(self):\n        return x", "B x"),
    ("class A:\n    x = 1\nx", "x"),
    ("for a[i] in b:\n    pass", "a i b"),
    ("for a in b:\n    pass\nfor a in a:\n    pass", "b a"),
    ("[a for a in b if a for c in a if d]", "b d"),
    ("%%time\ny = x\ny", "get_ipython x"),
    ("%%capture out\ny = x\nout", "get_ipython x"),
    ("%%timeit -n 5 s = a\nf(s, b)", "get_ipython a f b"),
    ("y = 1\n%time z = y", "get_ipython"),
    ("!cat {p} \\\n  {q}\nx", "get_ipython p q x"),
    ("%time f(\n  x)", None),
    ("from __future__ import annotations\ndef f(x: T): pass", "T"),
    ("x = [\n  y\n]\nz = (x,\n w)", "y w"),
    (
        "def f():\n    def g():\n        def h():\n            return x\n"
        "        return h\n    return g\nf",
        "x",
    ),
    ("def f():\n    x\n    def g():\n        global x\n        x = 1\nf", "x"),
    ("if (x := y):\n    x\nelse:\n    x", "y"),
    ("assert (n := f())\nn", "f"),
    ("i = 0\nwhile i < n:\n    i += 1\n    last = i\nlast", "n last"),
    ("try:\n    a = b\nexcept (E, F):\n    a = c\nfinally:\n    d = a", "b E F c a"),
    ("x = f'{[a for a in b]}'", "b"),
    ("with open(p) as h:\n    data = h.read()\ndata", "open p"),
    ("import numpy as np\nnp.zeros(n)", "n"),
    ("from a import b\nb(c)", "c"),
    ("def outer():\n    v = 1\n    class C:\n        w = v\n    return C\nouter", ""),
    ("d = {}\nd['a'] = d.get(k)\nd", "k"),
    ("def f():\n    locals()\n    x = y\nf", "locals y"),
]


def _rows() -> list[tuple[str, str | None]]:
    rows: list[tuple[str, str | None]] = []
    for line in READS.strip().splitlines():
        source, _, expected = line.rpartition("|")
        source = source.strip().replace("@d", "@d\ndef f(): pass")
        rows.append((source, expected.strip()))
    return rows + [(source, expected) for source, expected in PROGRAMS]


@pytest.mark.parametrize(("source", "expected"), _rows(), ids=lambda value: repr(value)[:60])
def test_a_name_is_read_only_if_the_cell_has_not_certainly_assigned_it(source, expected):
    try:
        found = names(source)
    except CaptureError:
        assert expected is None
        return
    assert expected is not None
    assert found.reads == set(expected.split())


# Plain execution as the oracle: every program runs in a namespace that records what it takes.

_NAMES = [*"abcdefghijkmnpqrstuvwxyzEBCPTD"]
_MOST_LINES = 300


class _Value:
    """Answers to nearly everything, so that programs of any kind get far."""

    def __init__(self, truth: bool) -> None:
        self.truth = truth

    def __bool__(self) -> bool:
        return self.truth

    def __call__(self, *args: object, **words: object) -> object:
        return args[0] if args and callable(args[0]) and not isinstance(args[0], _Value) else self

    def __iter__(self):
        return iter([_Value(True), _Value(False)] if self.truth else [])

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> object:
        return self

    def __setitem__(self, key: object, value: object) -> None:
        return None

    def __delitem__(self, key: object) -> None:
        return None

    def __enter__(self) -> object:
        return self

    def __exit__(self, *error: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 7

    def _operate(self, *others: object) -> object:
        return self

    __add__ = __radd__ = __sub__ = __matmul__ = __neg__ = __invert__ = __lt__ = _operate


class _Traced(dict):
    """A namespace; what is taken of the kernel's own values is recorded."""

    def __init__(self, kernel: dict[str, object]) -> None:
        super().__init__(kernel)
        self.kernel = kernel
        self.taken: set[str] = set()

    def __getitem__(self, name: str) -> object:
        value = super().__getitem__(name)
        if name in self.kernel and value is self.kernel[name]:
            self.taken.add(name)
        return value


def _run(source: str, kernel: dict[str, object]) -> set[str]:
    space = _Traced(kernel)
    code = compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    left = itertools.count(_MOST_LINES, -1)

    def stop_endless(frame: FrameType, event: str, argument: object) -> object:
        if frame.f_code.co_filename != "<cell>":
            return None
        if next(left) < 0:
            raise TimeoutError
        return stop_endless

    sys.settrace(stop_endless)
    try:
        result = eval(code, space, space)
        if result is not None:
            asyncio.run(result)
    except BaseException:  # a program may fail anywhere: what it took until then counts
        pass
    finally:
        sys.settrace(None)
    return space.taken


@pytest.mark.parametrize(
    "source", [row[0] for row in _rows() if not set("%!") & set(row[0])], ids=lambda s: repr(s)[:60]
)
def test_running_it_takes_nothing_that_the_analysis_does_not_name(source):
    found = names(source).reads
    for truth, second in itertools.product((True, False), repeat=2):
        kernel: dict[str, object] = {
            name: _Value(truth if index % 2 else second) for index, name in enumerate(_NAMES)
        }
        kernel["E"] = type("E", (Exception,), {})
        kernel["B"] = type("B", (), {})
        assert _run(source, dict(kernel)) <= found
