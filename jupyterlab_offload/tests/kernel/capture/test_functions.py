"""Notebook functions arrive with their source and with the state they have now."""

from __future__ import annotations

import pytest

CASES = {
    "plain": ("def f(x): return x + 1", "y = f(2)", "y"),
    "calls another": ("def g(x): return 2 * x\ndef f(x): return g(x)", "y = f(2)", "y"),
    "mutual recursion": (
        "def even(n): return n == 0 or odd(n - 1)\ndef odd(n): return n != 0 and even(n - 1)",
        "y = even(7), odd(7)",
        "y",
    ),
    "reads a global": ("k = [1, 2]\ndef f(): return k", "y = f()", "y"),
    "writes a global": ("n = 1\ndef f():\n    global n\n    n += 1", "f(); f()", "n"),
    "uses a module": ("import math as m\ndef f(): return m.sqrt(9)", "y = f()", "y"),
    "uses an import": ("from math import sqrt as root\ndef f(): return root(9)", "y = f()", "y"),
    "default as evaluated": ("k = 1\ndef f(x=k): return x\n---\nk = 5", "y = f()", "y"),
    "mutated default": ("def f(x=[]):\n    x.append(1)\n    return x\nf()", "y = f()", "y"),
    "keyword default": ("k = 3\ndef f(*, a=k, b={'x': k}): return a, b\nk = 4", "y = f()", "y"),
    "default over lines": (
        "k = 1\ndef f(a=[\n    k,\n    2],\n  b='x'):\n    return a, b\nk = 9",
        "y = f(), f.__code__.co_firstlineno",
        "y",
    ),
    "redefined since": ("def f(): return 1\ng = f\n---\ndef f(): return 2", "y = f(), g()", "y"),
    "only the old one": ("def f(): return 1\ng = f\n---\ndef f(): return 2", "y = g()", "y"),
    "under another name": (
        "def f(): return 1\ng = f\ndel f",
        "y = g(); z = 'f' in globals()",
        "y",
        "z",
    ),
    "closure": (
        "def make(n):\n    def add(x):\n        return x + n\n    return add\nf = make(3)",
        "y = f(1)",
        "y",
    ),
    "closure over a list": (
        "def make():\n    seen = []\n    def f(x):\n        seen.append(x)\n        return seen\n"
        "    return f\nf = make()\nf(1)",
        "y = f(2)",
        "y",
    ),
    "closures that share": (
        "def make():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n"
        "    def get(): return n\n    return inc, get\ninc, get = make()\ninc()",
        "inc(); y = get()",
        "y",
    ),
    "recursive closure": (
        "def make():\n    def fact(n): return 1 if n < 2 else n * fact(n - 1)\n    return fact\nf = make()",
        "y = f(5)",
        "y",
    ),
    "closure over a function": (
        "def make(g):\n    def f(x): return g(x) + 1\n    return f\ndef double(x): return 2 * x\nh = make(double)",
        "y = h(4)",
        "y",
    ),
    "inner without closure": (
        "def make():\n    def f(x): return x\n    return f\nf = make()",
        "y = f(1), f.__qualname__",
        "y",
    ),
    "lambda": ("sq = lambda x: x * x", "y = sq(3), sq.__name__", "y"),
    "lambda over lines": ("sq = (lambda x:\n    x\n    * x)", "y = sq(3)", "y"),
    "two lambdas on a line": ("a, b = lambda x: x + 1, lambda x: x - 1", "y = a(0), b(0)", "y"),
    "lambda with closure": ("def make(n): return lambda x: x * n\nf = make(4)", "y = f(2)", "y"),
    "lambda with default": ("k = 2\nf = lambda x, n=k: x * n\nk = 3", "y = f(2)", "y"),
    "lambda in a list": ("fs = [lambda: 1, lambda: 2]", "y = [f() for f in fs]", "y"),
    "lambdas of a loop": ("fs = [lambda i=i: i for i in range(3)]\ng = fs[1]", "y = g()", "y"),
    "under a condition": (
        "if True:\n    def f(x):\n        '''one\ntwo'''\n        return x",
        "y = f(1), f.__doc__",
        "y",
    ),
    "attributes": ("def f(): return f.calls\nf.calls = [3]", "y = f()", "y"),
    "wraps": (
        "import functools\ndef deco(fn):\n    @functools.wraps(fn)\n    def inner(*a):\n"
        "        return ('deco', fn(*a))\n    return inner\n---\n@deco\ndef f(x):\n    'doc'\n    return x",
        "y = f(1), f.__name__, f.__doc__, f.__wrapped__(2)",
        "y",
    ),
    "decorator with arguments": (
        "def times(n):\n    def deco(fn):\n        def inner(x): return n * fn(x)\n        return inner\n"
        "    return deco\n@times(3)\ndef f(x): return x",
        "y = f(2)",
        "y",
    ),
    "registering decorator": (
        "seen = []\ndef register(fn):\n    seen.append(fn.__name__)\n    return fn\n@register\ndef f(): return 1",
        "y = f(), seen",
        "y",
    ),
    "lru_cache": (
        "from functools import lru_cache\n@lru_cache(maxsize=7)\ndef f(x): return x",
        "y = f(1), f.cache_parameters()",
        "y",
    ),
    "recursive lru_cache": (
        "import functools\n@functools.cache\ndef fib(n): return n if n < 2 else fib(n-1) + fib(n-2)",
        "y = fib(30)",
        "y",
    ),
    "contextmanager": (
        "import contextlib\n@contextlib.contextmanager\ndef ctx(): yield 5",
        "with ctx() as y: pass",
        "y",
    ),
    "annotations": (
        "import collections\ndef f(x: int, y: 'a' = 1, *z: collections.OrderedDict) -> list[int]: return x",
        "y = f(1), f.__annotations__",
        "y",
    ),
    "annotations of values": (
        "k = 3\ndef f(x: k, y: print('hi') = 2) -> {'a': k}: return x\nk = 4",
        "y = f(1), f.__annotations__",
        "y",
    ),
    "annotations as text": (
        "from __future__ import annotations\ndef f(x: Nothing) -> No: return x",
        "y = f(1), f.__annotations__",
        "y",
    ),
    "generator": ("def f():\n    yield 1\n    yield 2", "y = list(f())", "y"),
    "coroutine": ("async def f(): return 3", "import asyncio\ny = asyncio.run(f())", "y"),
    "partial": (
        "from functools import partial\ndef f(a, b): return a, b\ng = partial(f, 1)",
        "y = g(2)",
        "y",
    ),
    "in a dict": ("def f(): return k\nk = 2\nd = {'f': f}", "y = d['f']()", "y"),
    "in a dict, lambda": ("k = 2\nd = {'f': lambda: k}", "y = d['f']()", "y"),
    "eval inside": ("k = 2\ndef f(): return eval('k + 1')", "y = f()", "y"),
    "globals inside": ("k = 2\ndef f(): return globals()['k']", "y = f()", "y"),
    "getsource": (
        "\n\ndef f(x):  # here\n    return x",
        "import inspect\ny = inspect.getsource(f)",
        "y",
    ),
    "side effects once": ("log = []\nlog.append(1)\ndef f(): return log", "y = f()", "y"),
    "timed cell": ("%%time\ndef f(x):\n    return x", "y = f(2)", "y"),
    "line number": (
        "\n\n\ndef f(): raise ValueError",
        "try:\n    f()\nexcept ValueError as e:\n    y = e.__traceback__.tb_next.tb_lineno",
        "y",
    ),
    "name of a builtin": ("def print(x): return x\ny0 = print(1)", "y = print(3)", "y"),
    "exec'd": ("exec('def f(x): return x + k')\nk = 4", "y = f(1)", "y"),
    "exec'd closure": (
        "d = {}\nexec('def m(n):\\n  def f(x): return x + n\\n  return f\\nf = m(2)')",
        "y = f(1)",
        "y",
    ),
    "positional only": ("def f(a, /, b=(1, -2.0), *, c=None): return a, b, c", "y = f(0)", "y"),
    "unicode": ("def f(x='é', y=[1]): return 'ü' + x", "y = f()", "y"),
    "decorated inside": (
        "import functools\ndef make():\n    @functools.lru_cache\n    def f(x): return x\n    return f\nf = make()",
        "y = f(3)",
        "y",
    ),
    "submodule": ("import os.path\ndef f(): return os.path.join('a', 'b')", "y = f()", "y"),
    "deep submodule": (
        "import xml.etree.ElementTree\ndef f(): return xml.etree.ElementTree.fromstring('<a/>').tag",
        "y = f()",
        "y",
    ),
    "module aliases": (
        "import os.path as p, collections.abc as abc",
        "y = p.join('a'), abc.Sized",
        "y",
    ),
    "numpy": (
        "import numpy as np\nfrom numpy import sin\ndef f(): return np.linalg.norm([3, 4]), sin(0)",
        "y = f()",
        "y",
    ),
    "same list twice": ("a = [1]\nb = a\ndef f(): a.append(2)", "f(); y = a is b, b", "y"),
    "closure shares with a name": (
        "a = [1]\ndef make(v):\n    def f(): v.append(2)\n    return f\nf = make(a)",
        "f(); y = a",
        "y",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_function_does_the_same_there(name, same_there):
    same_there(*CASES[name])
