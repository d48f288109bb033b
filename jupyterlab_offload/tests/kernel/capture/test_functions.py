"""Notebook functions arrive with their source and with the state they have now."""

from __future__ import annotations

import pytest

from .cases import read_cases
from .conftest import Notebook

CASES = read_cases(
    """
=== plain
def f(x): return x + 1
---
y = f(2)
=== calls another
def g(x): return 2 * x
def f(x): return g(x)
---
y = f(2)
=== mutual recursion
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
---
y = even(7), odd(7)
=== reads a global
k = [1, 2]
def f(): return k
---
y = f()
=== writes a global
n = 1
def f():
    global n
    n += 1
---
f(); f(); y = n
=== uses a module
import math as m
def f(): return m.sqrt(9)
---
y = f()
=== uses an import
from math import sqrt as root
def f(): return root(9)
---
y = f()
=== default as evaluated
k = 1
def f(x=k): return x
---
k = 5
---
y = f()
=== mutated default
def f(x=[]):
    x.append(1)
    return x
f()
---
y = f()
=== keyword default
k = 3
def f(*, a=k, b={'x': k}): return a, b
k = 4
---
y = f()
=== default over lines
k = 1
def f(a=[
    k,
    2],
  b='x'):
    return a, b
k = 9
---
y = f(), f.__code__.co_firstlineno
=== redefined since
def f(): return 1
g = f
---
def f(): return 2
---
y = f(), g()
=== only the old one
def f(): return 1
g = f
---
def f(): return 2
---
y = g()
=== under another name
def f(): return 1
g = f
del f
---
y = g(), 'f' in globals()
=== closure
def make(n):
    def add(x):
        return x + n
    return add
f = make(3)
---
y = f(1)
=== closure over a list
def make():
    seen = []
    def f(x):
        seen.append(x)
        return seen
    return f
f = make()
f(1)
---
y = f(2)
=== closures that share
def make():
    n = 0
    def inc():
        nonlocal n
        n += 1
    def get(): return n
    return inc, get
inc, get = make()
inc()
---
inc(); y = get()
=== recursive closure
def make():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact
f = make()
---
y = f(5)
=== closure over a function
def make(g):
    def f(x): return g(x) + 1
    return f
def double(x): return 2 * x
h = make(double)
---
y = h(4)
=== inner without closure
def make():
    def f(x): return x
    return f
f = make()
---
y = f(1), f.__qualname__
=== lambda
sq = lambda x: x * x
---
y = sq(3), sq.__name__
=== lambda over lines
sq = (lambda x:
    x
    * x)
---
y = sq(3)
=== two lambdas on a line
a, b = lambda x: x + 1, lambda x: x - 1
---
y = a(0), b(0)
=== lambda with closure
def make(n): return lambda x: x * n
f = make(4)
---
y = f(2)
=== lambda with default
k = 2
f = lambda x, n=k: x * n
k = 3
---
y = f(2)
=== lambda in a list
fs = [lambda: 1, lambda: 2]
---
y = [f() for f in fs]
=== lambdas of a loop
fs = [lambda i=i: i for i in range(3)]
g = fs[1]
---
y = g()
=== under a condition
if True:
    def f(x):
        '''one
two'''
        return x
---
y = f(1), f.__doc__.split()
=== attributes
def f(): return f.calls
f.calls = [3]
---
y = f()
=== wraps
import functools
def deco(fn):
    @functools.wraps(fn)
    def inner(*a):
        return ('deco', fn(*a))
    return inner
---
@deco
def f(x):
    'doc'
    return x
---
y = f(1), f.__name__, f.__doc__, f.__wrapped__(2)
=== decorator with arguments
def times(n):
    def deco(fn):
        def inner(x): return n * fn(x)
        return inner
    return deco
@times(3)
def f(x): return x
---
y = f(2)
=== registering decorator
seen = []
def register(fn):
    seen.append(fn.__name__)
    return fn
@register
def f(): return 1
---
y = f(), seen
=== lru_cache
from functools import lru_cache
@lru_cache(maxsize=7)
def f(x): return x
---
y = f(1), f.cache_parameters()
=== recursive lru_cache
import functools
@functools.cache
def fib(n): return n if n < 2 else fib(n-1) + fib(n-2)
---
y = fib(30)
=== contextmanager
import contextlib
@contextlib.contextmanager
def ctx(): yield 5
---
with ctx() as y: pass
=== annotations
import collections
def f(x: int, y: 'a' = 1, *z: collections.OrderedDict) -> list[int]: return x
---
y = f(1), f.__annotations__
=== annotations of values
k = 3
def f(x: k, y: print('hi') = 2) -> {'a': k}: return x
k = 4
---
y = f(1), f.__annotations__
=== annotations as text
from __future__ import annotations
def f(x: Nothing) -> No: return x
---
y = f(1), f.__annotations__
=== generator
def f():
    yield 1
    yield 2
---
y = list(f())
=== coroutine
async def f(): return 3
---
import asyncio
y = asyncio.run(f())
=== partial
from functools import partial
def f(a, b): return a, b
g = partial(f, 1)
---
y = g(2)
=== in a dict
def f(): return k
k = 2
d = {'f': f}
---
y = d['f']()
=== in a dict, lambda
k = 2
d = {'f': lambda: k}
---
y = d['f']()
=== eval inside
k = 2
def f(): return eval('k + 1')
---
y = f()
=== globals inside
k = 2
def f(): return globals()['k']
---
y = f()
=== getsource


def f(x):  # here
    return x
---
import inspect
y = inspect.getsource(f)
=== side effects once
log = []
log.append(1)
def f(): return log
---
y = f()
=== timed cell
%%time
def f(x):
    return x
---
y = f(2)
=== line number



def f(): raise ValueError
---
try:
    f()
except ValueError as e:
    y = e.__traceback__.tb_next.tb_lineno
=== name of a builtin
def print(x): return x
y0 = print(1)
---
y = print(3)
=== exec'd
exec('def f(x): return x + k')
k = 4
---
y = f(1)
=== exec'd closure
d = {}
exec('def m(n):\\n  def f(x): return x + n\\n  return f\\nf = m(2)')
---
y = f(1)
=== positional only
def f(a, /, b=(1, -2.0), *, c=None): return a, b, c
---
y = f(0)
=== unicode
def f(x='é', y=[1]): return 'ü' + x
---
y = f()
=== decorated inside
import functools
def make():
    @functools.lru_cache
    def f(x): return x
    return f
f = make()
---
y = f(3)
=== submodule
import os.path
def f(): return os.path.join('a', 'b')
---
y = f()
=== deep submodule
import xml.etree.ElementTree
def f(): return xml.etree.ElementTree.fromstring('<a/>').tag
---
y = f()
=== module aliases
import os.path as p, collections.abc as abc
---
y = p.join('a'), abc.Sized
=== numpy
import numpy as np
from numpy import sin
def f(): return np.linalg.norm([3, 4]), sin(0)
---
y = f()
=== same list twice
a = [1]
b = a
def f(): a.append(2)
---
f(); y = a is b, b
=== closure shares with a name
a = [1]
def make(v):
    def f(): v.append(2)
    return f
f = make(a)
---
f(); y = a
=== sk pipeline
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
def double(x): return 2*x
p=make_pipeline(FunctionTransformer(double))
---
import numpy as np
y = p.fit_transform(np.ones((2,2))).tolist()
=== singledispatch
from functools import singledispatch
@singledispatch
def f(x): return 'o'
@f.register
def _(x: int): return 'i'
---
y = f(1), f('a')
=== typevar
from typing import TypeVar, NewType
T = TypeVar('T', bound=int)
U = NewType('U', int)
---
y = T.__bound__, U(3)
=== type variables of every kind
from typing import Generic, ParamSpec, TypeVar
class Part: pass
A = TypeVar('A', Part, str, list[int])
B = TypeVar('B', bound='Tree', covariant=True)
C = TypeVar('C', bound=Part, contravariant=True)
P = ParamSpec('P')
class Tree(Generic[A, B]):
    kinds = A, B, C, P
---
y = [repr(T) for T in Tree.kinds], A.__constraints__[1:], A.__constraints__[0] is Part
y += B.__bound__, C.__bound__ is Part, P.__name__, Tree.__parameters__ == (A, B), B.__module__
=== defaultdict lambda
from collections import defaultdict
d = defaultdict(lambda: k)
k = 4
---
y = d['x']
=== defaultdict f
from collections import defaultdict
def mk(): return k
d = defaultdict(mk)
k = 4
---
y = d['x']
=== logger
import logging
log = logging.getLogger('a.b')
def f(): return log.name
---
y = f()
=== regex
import re
pat = re.compile('a+')
def f(s): return pat.findall(s)
---
y = f('aab')
=== path
from pathlib import Path
p = Path('x') / 'y'
---
y = p.name
=== nested funcs
def a():
    def b():
        def c(): return k
        return c
    return b
f = a()()
k = 9
---
y = f()
=== global counter
count = 0
def inc():
    global count
    count += 1
    return count
inc()
---
inc(); y = count
=== star args
def f(*a, **k): return a, k
args = (1, 2)
kw = {'z': 3}
---
y = f(*args, **kw)
=== semicolons
a = 1; b = [a]; c = lambda: b
---
y = c()
=== tabs
def f(x):
\tif x:
\t\treturn 1
\treturn 2
---
y = f(0)
=== try import
try:
    import nonexist_mod
except ImportError:
    nonexist_mod = None
def f(): return nonexist_mod
---
y = f()
=== docstring default multi
K = 3
def f(a, b=K,
      c={'k': K}):
    '''Doc.
    more
    '''
    return a, b, c
K = 4
---
y = f(1), f.__doc__.split()
=== func in func default
def g(): return 3
def f(h=g): return h()
---
y = f()
=== operator
from operator import itemgetter, attrgetter
key = itemgetter(1)
---
y = key([1, 2])
=== wraps of lib
import functools, contextlib
@contextlib.contextmanager
def a(): yield 1
@contextlib.contextmanager
def b():
    with a() as x: yield x + k
k = 1
---
with b() as y: pass
"""
)


@pytest.mark.parametrize("name", CASES)
def test_a_function_does_the_same_there(name, same_there):
    *setup, cell = CASES[name]
    same_there(setup, cell, "y")


def test_a_cell_with_a_statement_that_does_not_compile_is_still_the_source_of_what_it_defined(
    notebook: Notebook,
):
    notebook.shell.run_cell("def f(x): return x + k\nreturn f", store_history=True)
    notebook.run("exec('def g(x): return x * k')", "k = 4")
    assert notebook.there("y = f(1), g(2)", "y") == ["(5, 8)"]
