"""Notebook classes arrive from their statement, with what has changed on them since."""

from __future__ import annotations

import pytest

CASES = {
    "plain": (
        "class A:\n    'doc'\n    x = 1\n    def f(self): return self.x",
        "a = A(); y = a.f(), A.__doc__",
        "y",
    ),
    "instance": (
        "class A:\n    def __init__(self, n): self.n = n\n    def f(self): return self.n\na = A(4)",
        "y = a.f(), type(a) is A",
        "y",
    ),
    "instance in a list": (
        "class A:\n    def __init__(self, n): self.n = n\nxs = [A(1), {'k': (A(2),)}]",
        "y = xs[0].n, xs[1]['k'][0].n",
        "y",
    ),
    "methods read globals": (
        "import math\nk = 2\ndef h(x): return x * k\nclass A:\n    def f(self): return h(math.pi)",
        "y = A().f()",
        "y",
    ),
    "inheritance": (
        "class A:\n    def f(self): return 1\nclass B(A):\n    def f(self): return super().f() + 1\nb = B()",
        "y = b.f(), isinstance(b, A)",
        "y",
    ),
    "built-in base": (
        "class D(dict):\n    def f(self): return len(self)\nd = D(a=1)",
        "y = d.f(), d['a']",
        "y",
    ),
    "library base": (
        "import collections\nclass D(collections.OrderedDict):\n    pass\nd = D(a=1)",
        "y = d",
        "y",
    ),
    "dataclass": (
        "from dataclasses import dataclass, field\n@dataclass\nclass P:\n    x: int\n    y: list = field(default_factory=list)\np = P(1)",
        "y = p, P(2, [3])",
        "y",
    ),
    "dataclass without methods twice": (
        "from dataclasses import dataclass\n@dataclass(frozen=True, order=True)\nclass P:\n    x: int = 3",
        "y = P(), P(1) < P(2)",
        "y",
    ),
    "dataclass with a method": (
        "import dataclasses as d\nk = 5\n@d.dataclass\nclass P:\n    x: int = k\n    def f(self): return self.x\nk = 6",
        "y = P().f()",
        "y",
    ),
    "dataclass with slots": (
        "from dataclasses import dataclass\n@dataclass(slots=True)\nclass P:\n    x: int = 3\np = P(4)",
        "y = p",
        "y",
    ),
    "dataclass in a dataclass": (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass C:\n    a: int = 1\n@dataclass\nclass P:\n    c: C = C(2)",
        "y = P()",
        "y",
    ),
    "enum": (
        "import enum\nclass Color(enum.Enum):\n    RED = 1\n    BLUE = enum.auto()\n    @property\n    def low(self): return self.name.lower()\nc = Color.BLUE",
        "y = c is Color.BLUE, c.low, list(Color)",
        "y",
    ),
    "enum without methods": (
        "from enum import IntEnum\nclass N(IntEnum):\n    A = 1\n    B = 2",
        "y = N.B, N(1)",
        "y",
    ),
    "named tuple class": (
        "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: int = 2\np = P(1)",
        "y = p, P(3)",
        "y",
    ),
    "named tuple call": (
        "from collections import namedtuple\nP = namedtuple('P', 'x y', defaults=[5])\np = P(1)",
        "y = p, P(3)",
        "y",
    ),
    "typed dict": (
        "from typing import TypedDict\nclass T(TypedDict):\n    a: int",
        "y = T(a=1), T.__annotations__",
        "y",
    ),
    "protocol": (
        "from typing import Protocol, runtime_checkable\n@runtime_checkable\nclass R(Protocol):\n    def f(self): ...\nclass A:\n    def f(self): return 1",
        "y = isinstance(A(), R)",
        "y",
    ),
    "abstract": (
        "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self): ...\nclass B(A):\n    def f(self): return 3",
        "y = B().f(), A.__abstractmethods__",
        "y",
    ),
    "metaclass": (
        "class M(type):\n    def __new__(m, n, b, d):\n        d['tag'] = n\n        return super().__new__(m, n, b, d)\nclass A(metaclass=M):\n    def f(self): return self.tag",
        "y = A().f()",
        "y",
    ),
    "init_subclass": (
        "class A:\n    kinds = []\n    def __init_subclass__(cls, tag='x'): cls.kinds.append((cls.__name__, tag))\nclass B(A, tag='b'):\n    def f(self): return self.kinds",
        "y = B().f()",
        "y",
    ),
    "generic": (
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass G(Generic[T]):\n    def f(self) -> T: return 1",
        "y = G[int]().f()",
        "y",
    ),
    "static, class, property": (
        "class A:\n    _n = 3\n    @staticmethod\n    def s(x): return x\n    @classmethod\n    def c(cls): return cls._n\n    @property\n    def p(self): return self._n\n    @p.setter\n    def p(self, v): self._n = v",
        "a = A(); a.p = 7; y = A.s(1), A.c(), a.p",
        "y",
    ),
    "cached property": (
        "from functools import cached_property\nclass A:\n    @cached_property\n    def p(self): return [1]",
        "a = A(); y = a.p is a.p",
        "y",
    ),
    "changed attribute": (
        "class A:\n    lr = 0.1\n    def f(self): return self.lr\nA.lr = 0.5",
        "y = A().f()",
        "y",
    ),
    "grown attribute": (
        "class A:\n    seen = []\n    def f(self): return self.seen\nA.seen.append(3)",
        "y = A().f()",
        "y",
    ),
    "new attribute": (
        "class A:\n    def f(self): return self.extra\nA.extra = {'a': 1}",
        "y = A().f()",
        "y",
    ),
    "deleted attribute": (
        "class A:\n    x = 1\n    def f(self): return hasattr(self, 'x')\ndel A.x",
        "y = A().f()",
        "y",
    ),
    "computed attribute": (
        "calls = []\ndef compute():\n    calls.append(1)\n    return [4]\nclass A:\n    table = compute()\n    def f(self): return self.table",
        "y = A().f(), calls",
        "y",
    ),
    "printing body": (
        "log = []\nclass A:\n    log.append('made')\n    def f(self): return log",
        "y = A().f()",
        "y",
    ),
    "name's value at definition": (
        "k = 1\nclass A:\n    x = k\n    def f(self): return self.x\nk = 2",
        "y = A().f(), k",
        "y",
    ),
    "method patched": (
        "class A:\n    def f(self): return 1\n---\ndef new(self): return 2\nA.f = new",
        "y = A().f()",
        "y",
    ),
    "method added": (
        "class A:\n    def f(self): return 1\n---\nk = 3\nA.g = lambda self: self.f() + k",
        "y = A().g()",
        "y",
    ),
    "method of another class": (
        "class A:\n    def f(self): return 1\nclass B:\n    def g(self): return 2\nB.f = A.f",
        "y = B().f(), B().g()",
        "y",
    ),
    "method default": (
        "k = [1]\nclass A:\n    def f(self, x=k, *, z=len(k)): return x, z\nk = 5",
        "y = A().f()",
        "y",
    ),
    "decorated method": (
        "import functools\ndef deco(fn):\n    @functools.wraps(fn)\n    def inner(self): return fn(self) + 1\n    return inner\nclass A:\n    @deco\n    def f(self): return 1",
        "y = A().f()",
        "y",
    ),
    "decorated class": (
        "seen = []\ndef register(cls):\n    seen.append(cls.__name__)\n    cls.tag = 5\n    return cls\n@register\nclass A:\n    def f(self): return self.tag",
        "y = A().f(), seen",
        "y",
    ),
    "registry": (
        "reg = {}\ndef register(cls):\n    reg[cls.__name__] = cls\n    return cls\n@register\nclass A:\n    def f(self): return 1",
        "y = reg['A'] is A, reg['A']().f()",
        "y",
    ),
    "total ordering": (
        "import functools\n@functools.total_ordering\nclass A:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return self.n == o.n\n    def __lt__(self, o): return self.n < o.n",
        "y = A(1) >= A(0)",
        "y",
    ),
    "slots": (
        "class A:\n    __slots__ = ('x',)\n    def __init__(self): self.x = 2\na = A()",
        "y = a.x",
        "y",
    ),
    "nested class": (
        "class A:\n    class B:\n        def f(self): return 1\n    def g(self): return self.B().f()\nb = A.B()",
        "y = A().g(), b.f()",
        "y",
    ),
    "mangled names": (
        "class A:\n    __k = 3\n    def __g(self): return self.__k\n    def f(self): return self.__g()",
        "y = A().f()",
        "y",
    ),
    "redefined since, same name": (
        "class A:\n    def f(self): return 1\n---\nclass A:\n    def f(self): return 2",
        "y = A().f()",
        "y",
    ),
    "old instance of a redefined class": (
        "class A:\n    def f(self): return 1\na = A()\n---\nclass A:\n    def f(self): return 2",
        "y = a.f(), A().f()",
        "y",
    ),
    "local class": (
        "def make():\n    class A:\n        def f(self): return 7\n    return A\nA = make()\na = A()",
        "y = a.f()",
        "y",
    ),
    "type call": ("A = type('A', (), {'x': 3})\na = A()", "y = a.x", "y"),
    "no body": (
        "class Empty: pass\nclass Error(ValueError): pass\ne = Error('x')",
        "y = Empty().__class__.__name__, e",
        "y",
    ),
    "exception": (
        "class Bad(Exception):\n    def __init__(self, a, b):\n        super().__init__(a)\n        self.b = b\n---\ndef f(): raise Bad(1, 2)",
        "try:\n    f()\nexcept Bad as e:\n    y = e.b",
        "y",
    ),
    "alias": ("class A:\n    def f(self): return 1\nB = A", "y = B().f(), B.__name__", "y"),
    "class attribute is a function": (
        "def act(x): return x + 1\nclass A:\n    act = staticmethod(act)\n    def f(self): return self.act(1)",
        "y = A().f()",
        "y",
    ),
    "class attribute is a lambda": (
        "class A:\n    g = lambda self: 5\n    def f(self): return self.g()",
        "y = A().f()",
        "y",
    ),
    "class attribute is an instance": (
        "class A:\n    def f(self): return 1\nA.default = A()",
        "y = A.default.f()",
        "y",
    ),
    "singleton": (
        "class S:\n    _i = None\n    def __new__(cls):\n        if cls._i is None: cls._i = super().__new__(cls)\n        return cls._i\ns = S()",
        "y = S() is s",
        "y",
    ),
    "bound method": (
        "class A:\n    def __init__(self): self.n = 1\n    def f(self): return self.n\na = A()\ng = a.f",
        "a.n = 2; y = g()",
        "y",
    ),
    "callable instance": (
        "class A:\n    def __call__(self, x): return x + k\nk = 1\na = A()",
        "y = a(1)",
        "y",
    ),
    "context": (
        "class C:\n    def __enter__(self): return self\n    def __exit__(self, *e): return True",
        "with C() as c: 1 / 0\ny = 3",
        "y",
    ),
    "getsource of a method": (
        "class A:\n    def f(self):\n        return 1",
        "import inspect\ny = inspect.getsource(A.f)",
        "y",
    ),
    "sklearn estimator": (
        "from sklearn.base import BaseEstimator\nclass E(BaseEstimator):\n    def __init__(self, a=1): self.a = a\n    def fit(self, X): return self\ne = E(a=3)",
        "y = e.get_params()",
        "y",
    ),
    "class in annotations": (
        "class A: pass\ndef f(a: A) -> 'A': return a",
        "y = f(1), f.__annotations__['a'] is A",
        "y",
    ),
    "string annotations": (
        "from __future__ import annotations\nclass N:\n    nxt: N = None\n    def f(self) -> N: return self",
        "y = N().f().nxt",
        "y",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_class_does_the_same_there(name, same_there):
    same_there(*CASES[name])
