"""Functions and classes: taken along, made there, redefined, decorated, inherited, pickled."""

from __future__ import annotations

from ..case import case

_POINT = """
class Point:
    '''A point.'''
    scale = 2
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def norm(self):
        return (self.x ** 2 + self.y ** 2) ** 0.5 * self.scale
    @property
    def both(self): return (self.x, self.y)
    @classmethod
    def unit(cls): return cls(1)
    @staticmethod
    def zero(): return 0
    def __repr__(self): return f'Point({self.x}, {self.y})'
"""

CASES = [
    case("a function that is used", "def f(a, b=2, *, c=3):\n    return a + b + c", "x = f(1)"),
    case(
        "a function that is made",
        "",
        "def g(a, b=2):\n    'doc'\n    return a * b",
        "print(g(4), g.__doc__)",
    ),
    case(
        "a function that calls another",
        "k = 10\ndef f(a): return a + k\ndef g(a): return f(a) * 2",
        "x = g(1)",
    ),
    case(
        "functions that call each other",
        "def even(n): return n == 0 or odd(n - 1)\ndef odd(n): return n != 0 and even(n - 1)",
        "x = even(10)",
    ),
    case(
        "a recursive function that is made",
        "",
        "def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nx = fact(5)",
        "print(fact(6))",
    ),
    case(
        "a function redefined later",
        ["def f(): return 1", "g = f", "def f(): return 2"],
        "x = (f(), g())",
    ),
    case("a default that was evaluated", "n = 5\ndef f(a=n): return a\nn = 6", "x = f()"),
    case(
        "a default that is shared and changes",
        "def f(v, seen=[]):\n    seen.append(v)\n    return list(seen)",
        "x = f(1)\ny = f(2)",
        "print(f(3))",
    ),
    case(
        "a closure",
        "def make(k):\n    def add(v):\n        return v + k\n    return add\nadd2 = make(2)",
        "x = add2(5)",
    ),
    case(
        "a closure that is made",
        "",
        "def make(k):\n    def add(v):\n        return v + k\n    return add\nadd3 = make(3)",
        "print(add3(4))",
    ),
    case(
        "a counter in a closure",
        (
            "def counter():\n    n = 0\n    def nxt():\n        nonlocal n\n        n += 1\n"
            "        return n\n    return nxt\nc = counter()"
        ),
        "a = c()\nb = c()",
        "print(c())",
    ),
    case(
        "a decorator of the notebook",
        (
            "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*a):\n"
            "        return f(*a) * 2\n    return inner\n@twice\ndef f(a): return a + 1"
        ),
        "x = f(3)",
    ),
    case(
        "a decorated function that is made",
        (
            "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*a):\n"
            "        return f(*a) * 2\n    return inner"
        ),
        "@twice\ndef g(a): return a + 1\nx = g(3)",
        "print(g(4))",
    ),
    case(
        "a cached function",
        (
            "import functools\n@functools.lru_cache(maxsize=None)\n"
            "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)"
        ),
        "x = fib(30)",
    ),
    case("a lambda of the set-up", "sq = lambda v: v * v", "x = sq(7)"),
    case("lambdas in a list", "fs = [lambda v: v + 1, lambda v: v * 2]", "x = [f(3) for f in fs]"),
    case("lambdas that are made", "", "fs = {'inc': lambda v: v + 1}", "print(fs['inc'](1))"),
    case(
        "a partial of a function",
        "from functools import partial\ndef f(a, b): return a - b\np = partial(f, b=1)",
        "x = p(3)",
    ),
    case("function attributes", "def f(): return f.k\nf.k = 4", "x = f()"),
    case("a function in a dict", "def f(v): return v + 1\nops = {'f': f}", "x = ops['f'](1)"),
    case("a generator function", "def gen(n):\n    for i in range(n): yield i", "x = list(gen(3))"),
    case("an async function", "async def later(v):\n    return v + 1", "x = await later(2)"),
    case(
        "a class that is used",
        _POINT,
        "p = Point(3, 4)\nn = p.norm()\nb = p.both",
        "print(p, Point.unit(), Point.zero())",
    ),
    case(
        "a class that is made",
        "",
        _POINT + "p = Point(1)\n",
        "print(p.norm(), Point.unit(), isinstance(p, Point))",
    ),
    case(
        "an object that goes and comes back",
        [_POINT, "p = Point(3)"],
        "p.x = 9\nq = p",
        "print(p, q is p, p.norm())",
    ),
    case(
        "objects in a list",
        [_POINT, "ps = [Point(i) for i in range(3)]"],
        "s = sum(p.x for p in ps)\nps[0].y = 7",
        "print(ps)",
    ),
    case("a changed class attribute", [_POINT, "Point.scale = 10"], "n = Point(3, 4).norm()"),
    case(
        "a method patched later", [_POINT, "Point.norm = lambda self: 42"], "n = Point(3, 4).norm()"
    ),
    case(
        "inheritance",
        [
            _POINT,
            (
                "class P3(Point):\n    def __init__(self, x, y, z):\n"
                "        super().__init__(x, y)\n"
                "        self.z = z"
            ),
        ],
        "p = P3(1, 2, 3)\nn = p.norm()",
        "print(p, isinstance(p, Point))",
    ),
    case(
        "inheriting there",
        [_POINT],
        "class Named(Point):\n    name = 'n'\np = Named(1)",
        "print(p.name, p.norm())",
    ),
    case(
        "a dataclass",
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass D:\n    a: int\n"
            "    b: list = field(default_factory=list)"
        ),
        "d = D(1)\nd.b.append(2)\ne = D(3, [4])",
        "print(d, e, d == D(1, [2]))",
    ),
    case(
        "a frozen dataclass made there",
        "from dataclasses import dataclass",
        "@dataclass(frozen=True)\nclass F:\n    a: int = 1\nf = F()",
        "print(f, hash(f) == hash(F()))",
    ),
    case(
        "an enumeration",
        "from enum import Enum\nclass Colour(Enum):\n    RED = 1\n    BLUE = 2\nc = Colour.RED",
        "d = Colour.BLUE\nsame = c is Colour.RED",
        "print(d is Colour.BLUE, same)",
    ),
    case(
        "an enumeration made there",
        "",
        (
            "from enum import IntEnum\nclass Level(IntEnum):\n    LOW = 1\n    HIGH = 2\n"
            "v = Level.HIGH"
        ),
        "print(v is Level.HIGH)",
    ),
    case(
        "a named tuple",
        "from collections import namedtuple\nPair = namedtuple('Pair', 'a b')\np = Pair(1, 2)",
        "q = p._replace(a=5)",
        "print(q, q.a)",
    ),
    case(
        "a typed named tuple",
        "from typing import NamedTuple\nclass T(NamedTuple):\n    a: int\n    b: str = 'x'",
        "t = T(1)",
        "print(t)",
    ),
    case(
        "slots",
        "class S:\n    __slots__ = ('a', 'b')\n    def __init__(self): self.a = 1",
        "s = S()\ns.b = 2",
        "print(s.a, s.b)",
    ),
    case(
        "an abstract class",
        (
            "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n"
            "    def run(self): ...\nclass B(A):\n    def run(self): return 1"
        ),
        "x = B().run()\nb = B()",
    ),
    case(
        "a metaclass",
        (
            "class M(type):\n    def __call__(cls, *a):\n        o = super().__call__(*a)\n"
            "        o.made = True\n        return o\nclass K(metaclass=M):\n    pass"
        ),
        "k = K()",
        "print(k.made)",
    ),
    case(
        "an object that is callable",
        (
            "class C:\n    def __init__(self, k): self.k = k\n"
            "    def __call__(self, v): return v * self.k\nc = C(3)"
        ),
        "x = c(2)",
    ),
    case("a bound method", [_POINT, "norm = Point(3, 4).norm"], "x = norm()"),
    case(
        "a context manager of the notebook",
        "class CM:\n    def __enter__(self): return 5\n    def __exit__(self, *a): return True",
        "with CM() as v:\n    x = v\n    raise ValueError",
    ),
    case(
        "pickle of a notebook class",
        _POINT,
        "import pickle\np = pickle.loads(pickle.dumps(Point(2)))",
        "print(p)",
    ),
    case("inspect.getsource", "def f():\n    return 1", "import inspect\ns = inspect.getsource(f)"),
    case(
        "a notebook exception class",
        "class Oops(Exception):\n    pass",
        "try:\n    raise Oops('x')\nexcept Oops as e:\n    t = str(e)",
    ),
    case(
        "operator overloading",
        (
            "class V:\n    def __init__(self, v): self.v = v\n"
            "    def __add__(self, o): return V(self.v + o.v)\n"
            "    def __eq__(self, o): return self.v == o.v\n    __hash__ = None"
        ),
        "s = V(1) + V(2)",
        "print(s == V(3))",
    ),
    case(
        "a property with a setter",
        (
            "class T:\n    def __init__(self): self._c = 0\n    @property\n"
            "    def c(self): return self._c\n    @c.setter\n    def c(self, v): self._c = v + 1"
        ),
        "t = T()\nt.c = 4",
        "print(t.c)",
    ),
    case(
        "a nested class",
        "class Outer:\n    class Inner:\n        k = 1\n    def make(self): return Outer.Inner()",
        "i = Outer().make()\nk = i.k",
    ),
    case(
        "a worker pool with a notebook function",
        "def sq(v): return v * v",
        (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(2) as pool:\n    x = list(pool.map(sq, range(4)))\ndel pool"
        ),
    ),
    case(
        "processes with a notebook function",
        "def sq(v): return v * v",
        (
            "import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as pool:\n"
            "    x = pool.map(sq, range(4))\ndel pool"
        ),
    ),
    case(
        "singledispatch",
        (
            "from functools import singledispatch\n@singledispatch\ndef show(v): return 'other'\n"
            "@show.register\ndef _(v: int): return 'int'"
        ),
        "x = (show(1), show('a'))",
        "print(show(2), show('b'))",
        # Calls fill a cache in it.
        differs=["show"],
    ),
]
