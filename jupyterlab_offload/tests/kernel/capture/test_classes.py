"""Notebook classes arrive from their statement, with what has changed on them since."""

from __future__ import annotations

import pytest

from .cases import read_cases
from .conftest import Notebook

CASES = read_cases(
    """
=== plain
class A:
    'doc'
    x = 1
    def f(self): return self.x
---
a = A(); y = a.f(), A.__doc__
=== instance
class A:
    def __init__(self, n): self.n = n
    def f(self): return self.n
a = A(4)
---
y = a.f(), type(a) is A
=== instance in a list
class A:
    def __init__(self, n): self.n = n
xs = [A(1), {'k': (A(2),)}]
---
y = xs[0].n, xs[1]['k'][0].n
=== methods read globals
import math
k = 2
def h(x): return x * k
class A:
    def f(self): return h(math.pi)
---
y = A().f()
=== inheritance
class A:
    def f(self): return 1
class B(A):
    def f(self): return super().f() + 1
b = B()
---
y = b.f(), isinstance(b, A)
=== built-in base
class D(dict):
    def f(self): return len(self)
d = D(a=1)
---
y = d.f(), d['a']
=== library base
import collections
class D(collections.OrderedDict):
    pass
d = D(a=1)
---
y = list(d.items()), type(d) is D
=== dataclass
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: list = field(default_factory=list)
p = P(1)
---
y = p, P(2, [3])
=== dataclass without methods twice
from dataclasses import dataclass
@dataclass(frozen=True, order=True)
class P:
    x: int = 3
---
y = P(), P(1) < P(2)
=== dataclass with a method
import dataclasses as d
k = 5
@d.dataclass
class P:
    x: int = k
    def f(self): return self.x
k = 6
---
y = P().f()
=== dataclass with slots
from dataclasses import dataclass
@dataclass(slots=True)
class P:
    x: int = 3
p = P(4)
---
y = p
=== dataclass in a dataclass
from dataclasses import dataclass
@dataclass(frozen=True)
class C:
    a: int = 1
@dataclass
class P:
    c: C = C(2)
---
y = P()
=== enum
import enum
class Color(enum.Enum):
    RED = 1
    BLUE = enum.auto()
    @property
    def low(self): return self.name.lower()
c = Color.BLUE
---
y = c is Color.BLUE, c.low, list(Color)
=== enum without methods
from enum import IntEnum
class N(IntEnum):
    A = 1
    B = 2
---
y = N.B, N(1)
=== named tuple class
from typing import NamedTuple
class P(NamedTuple):
    x: int
    y: int = 2
p = P(1)
---
y = p, P(3)
=== named tuple call
from collections import namedtuple
P = namedtuple('P', 'x y', defaults=[5])
p = P(1)
---
y = p, P(3)
=== typed dict
from typing import TypedDict
class T(TypedDict):
    a: int
---
y = T(a=1), T.__annotations__
=== protocol
from typing import Protocol, runtime_checkable
@runtime_checkable
class R(Protocol):
    def f(self): ...
class A:
    def f(self): return 1
---
y = isinstance(A(), R)
=== abstract
import abc
class A(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class B(A):
    def f(self): return 3
---
y = B().f(), A.__abstractmethods__
=== metaclass
class M(type):
    def __new__(m, n, b, d):
        d['tag'] = n
        return super().__new__(m, n, b, d)
class A(metaclass=M):
    def f(self): return self.tag
---
y = A().f()
=== init_subclass
class A:
    kinds = []
    def __init_subclass__(cls, tag='x'): cls.kinds.append((cls.__name__, tag))
class B(A, tag='b'):
    def f(self): return self.kinds
---
y = B().f()
=== generic
from typing import Generic, TypeVar
T = TypeVar('T')
class G(Generic[T]):
    def f(self) -> T: return 1
---
y = G[int]().f()
=== static, class, property
class A:
    _n = 3
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls): return cls._n
    @property
    def p(self): return self._n
    @p.setter
    def p(self, v): self._n = v
---
a = A(); a.p = 7; y = A.s(1), A.c(), a.p
=== cached property
from functools import cached_property
class A:
    @cached_property
    def p(self): return [1]
---
a = A(); y = a.p is a.p
=== changed attribute
class A:
    lr = 0.1
    def f(self): return self.lr
A.lr = 0.5
---
y = A().f()
=== grown attribute
class A:
    seen = []
    def f(self): return self.seen
A.seen.append(3)
---
y = A().f()
=== new attribute
class A:
    def f(self): return self.extra
A.extra = {'a': 1}
---
y = A().f()
=== deleted attribute
class A:
    x = 1
    def f(self): return hasattr(self, 'x')
del A.x
---
y = A().f()
=== computed attribute
calls = []
def compute():
    calls.append(1)
    return [4]
class A:
    table = compute()
    def f(self): return self.table
---
y = A().f(), calls
=== printing body
log = []
class A:
    log.append('made')
    def f(self): return log
---
y = A().f()
=== name's value at definition
k = 1
class A:
    x = k
    def f(self): return self.x
k = 2
---
y = A().f(), k
=== method patched
class A:
    def f(self): return 1
---
def new(self): return 2
A.f = new
---
y = A().f()
=== method patched with a lambda
class A:
    def f(self): return 1
k = 4
---
A.f = lambda self: k
---
y = A().f()
=== property patched with a lambda
class A:
    @property
    def f(self): return 1
---
A.f = property(lambda self: 3)
---
y = A().f
=== method added
class A:
    def f(self): return 1
---
k = 3
A.g = lambda self: self.f() + k
---
y = A().g()
=== method of another class
class A:
    def f(self): return 1
class B:
    def g(self): return 2
B.f = A.f
---
y = B().f(), B().g()
=== method default
k = [1]
class A:
    def f(self, x=k, *, z=len(k)): return x, z
k = 5
---
y = A().f()
=== decorated method
import functools
def deco(fn):
    @functools.wraps(fn)
    def inner(self): return fn(self) + 1
    return inner
class A:
    @deco
    def f(self): return 1
---
y = A().f()
=== decorated class
seen = []
def register(cls):
    seen.append(cls.__name__)
    cls.tag = 5
    return cls
@register
class A:
    def f(self): return self.tag
---
y = A().f(), seen
=== registry
reg = {}
def register(cls):
    reg[cls.__name__] = cls
    return cls
@register
class A:
    def f(self): return 1
---
y = reg['A'] is A, reg['A']().f()
=== total ordering
import functools
@functools.total_ordering
class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
---
y = A(1) >= A(0)
=== slots
class A:
    __slots__ = ('x',)
    def __init__(self): self.x = 2
a = A()
---
y = a.x
=== nested class
class A:
    class B:
        def f(self): return 1
    def g(self): return self.B().f()
b = A.B()
---
y = A().g(), b.f()
=== mangled names
class A:
    __k = 3
    def __g(self): return self.__k
    def f(self): return self.__g()
---
y = A().f()
=== redefined since, same name
class A:
    def f(self): return 1
---
class A:
    def f(self): return 2
---
y = A().f()
=== old instance of a redefined class
class A:
    def f(self): return 1
a = A()
---
class A:
    def f(self): return 2
---
y = a.f(), A().f()
=== local class
def make():
    class A:
        def f(self): return 7
    return A
A = make()
a = A()
---
y = a.f()
=== type call
A = type('A', (), {'x': 3})
a = A()
---
y = a.x
=== no body
class Empty: pass
class Error(ValueError): pass
e = Error('x')
---
y = Empty().__class__.__name__, e
=== exception
class Bad(Exception):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b
---
def f(): raise Bad(1, 2)
---
try:
    f()
except Bad as e:
    y = e.b
=== alias
class A:
    def f(self): return 1
B = A
---
y = B().f(), B.__name__
=== class attribute is a function
def act(x): return x + 1
class A:
    act = staticmethod(act)
    def f(self): return self.act(1)
---
y = A().f()
=== class attribute is a lambda
class A:
    g = lambda self: 5
    def f(self): return self.g()
---
y = A().f()
=== class attribute is an instance
class A:
    def f(self): return 1
A.default = A()
---
y = A.default.f()
=== singleton
class S:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
s = S()
---
y = S() is s
=== bound method
class A:
    def __init__(self): self.n = 1
    def f(self): return self.n
a = A()
g = a.f
---
a.n = 2; y = g()
=== callable instance
class A:
    def __call__(self, x): return x + k
k = 1
a = A()
---
y = a(1)
=== context
class C:
    def __enter__(self): return self
    def __exit__(self, *e): return True
---
with C() as c: 1 / 0
y = 3
=== getsource of a method
class A:
    def f(self):
        return 1
---
import inspect
y = inspect.getsource(A.f)
=== sklearn estimator
from sklearn.base import BaseEstimator
class E(BaseEstimator):
    def __init__(self, a=1): self.a = a
    def fit(self, X): return self
e = E(a=3)
---
y = e.get_params()
=== class in annotations
class A: pass
def f(a: A) -> 'A': return a
---
y = f(1), f.__annotations__['a'] is A
=== string annotations of a typed dict
from __future__ import annotations
from typing import TypedDict
class T(TypedDict):
    a: int
---
y = T(a=1), str(T.__annotations__['a'])[:11]
=== string annotations
from __future__ import annotations
class N:
    nxt: N = None
    def f(self) -> N: return self
---
y = N().f().nxt
=== object column
import pandas as pd
class A:
    def __init__(s,n): s.n=n
df = pd.DataFrame({'a':[A(1),A(2)]})
---
y = df.a[1].n
=== object array
import numpy as np
class A:
    def __init__(s,n): s.n=n
arr=np.array([A(1),A(2)],dtype=object)
---
y = arr[1].n
=== partialmethod
from functools import partialmethod
class A:
    def f(self, n): return n
    g = partialmethod(f, 3)
---
y = A().g()
=== descriptor
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o=None): return self.n
class A:
    x = D()
---
y = A().x
=== property by call
class A:
    def _g(self): return 3
    p = property(_g)
---
y = A().p
=== deco class
class count:
    def __init__(self, f): self.f = f; self.n = 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
@count
def f(x): return x + k
k = 2
f(1)
---
y = f(1), f.n
=== deco method in class
def deco(f): return f
class A:
    @staticmethod
    @deco
    def s(x): return x
---
y = A.s(1)
=== enum flag
from enum import Flag, auto
class F(Flag):
    A = auto()
    B = auto()
x = F.A | F.B
---
y = x == (F.A | F.B)
=== abc
from abc import ABC, abstractmethod
class Base(ABC):
    reg = {}
    @abstractmethod
    def f(self): ...
    @classmethod
    def make(cls, n): return cls.reg[n]()
class X(Base):
    def f(self): return 5
Base.reg['x'] = X
---
y = Base.make('x').f()
=== post init
from dataclasses import dataclass, field
@dataclass
class P:
    x: float = 1.0
    h: list = field(default_factory=list, repr=False)
    def __post_init__(self): self.h.append(self.x)
p = P(2.0)
---
y = p.h, P().h
=== class with comment tail
class A:  # note
    x = [1, 2]  # two
    y: int = 3  # three
    def f(self): return self.x # f
A.x.append(3)
---
y = A().f()
=== indented in with
import contextlib
with contextlib.nullcontext():
    class A:
        def f(self): return 1
    def g(): return A().f()
---
y = g()
=== cls in closure
def make():
    class A:
        def f(self): return k
    def g(): return A().f()
    return g
g = make()
k = 6
---
y = g()
=== instance method default self ref
class Node:
    def __init__(self, v, nxt=None): self.v=v; self.nxt=nxt
n = Node(1, Node(2))
n.nxt.nxt = n
---
y = n.nxt.nxt is n
=== metaclass registry
class M(type):
    reg = []
    def __init__(cls, n, b, d):
        super().__init__(n, b, d)
        M.reg.append(n)
class A(metaclass=M): pass
class B(A): pass
---
y = M.reg, len(B.__mro__)
=== bound class meth
class A:
    n = 3
    @classmethod
    def c(cls): return cls.n
g = A.c
---
y = g()
=== multi target class attr
class A:
    a = b = [1]
    c, d = 1, 2
A.a.append(2)
---
y = A.a is A.b, A.c, A.d
=== inherit builtin exc
class E(Exception):
    code = 3
    def __str__(self): return f'E{self.code}'
e = E('x')
e.code = 9
---
y = str(e)
=== namedtuple doc
from collections import namedtuple
class P(namedtuple('P', 'x y')):
    __slots__ = ()
    def s(self): return self.x + self.y
p = P(1, 2)
---
y = p.s(), p
=== future f
from __future__ import annotations
from dataclasses import dataclass
@dataclass
class N:
    v: int
    nxt: N | None = None
n = N(1, N(2))
---
y = n.nxt.v, repr(n)
"""
)


@pytest.mark.parametrize("name", CASES)
def test_a_class_does_the_same_there(name, same_there):
    *setup, cell = CASES[name]
    same_there(setup, cell, "y")


def test_a_class_that_was_changed_and_changed_back_is_sent_as_it_is(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
):
    # As a kernel does: one name for one text, however often it runs.
    def named(raw: str, code: str, number: int) -> str:
        return f"<cell {hash(raw)}>"

    monkeypatch.setattr(notebook.shell.compile, "get_code_name", named)
    first = "from dataclasses import dataclass\n@dataclass\nclass D:\n    rate: float = 0.1"
    notebook.run(first, first.replace("0.1", "0.2"), first)
    assert notebook.there("y = D(), D.rate", "y") == ["(D(rate=0.1), 0.1)"]
    notebook.run(first.replace("0.1", "0.2"))
    assert notebook.there("y = D(), D.rate", "y") == ["(D(rate=0.2), 0.2)"]
