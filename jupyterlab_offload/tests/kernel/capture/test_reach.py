"""What running a cell may read, functions included, in time that the cell alone decides."""

from __future__ import annotations

import time

import pytest

from jupyterlab_offload.kernel.capture import may_read, names

CASES = [
    ("x = 1", "y = x", "x"),
    ("def f(): return x", "f()", "f x"),
    ("def g(): return x\ndef f(): return g()", "f()", "f g x"),
    ("class A:\n    def f(self): return x", "A()", "A x"),
    ("class A:\n    def f(self): return x\na = A()", "a.f()", "a x"),
    ("class B:\n    def f(self): return x\nclass A(B):\n    pass\na = A()", "a", "a x"),
    (
        "def deco(fn):\n    def inner(): return fn()\n    return inner\n@deco\ndef f(): return x",
        "f()",
        "f x",
    ),
    ("fs = {'a': [lambda: x]}", "fs", "fs x"),
    ("import functools\ndef f(a): return x\ng = functools.partial(f, 1)", "g()", "g x"),
    (
        "class A:\n    @property\n    def f(self): return x\n"
        "    @staticmethod\n    def s(): return z",
        "A",
        "A x z",
    ),
    ("import functools\n@functools.lru_cache\ndef f(): return x", "f()", "f x"),
    ("def f(): return [x for _ in range(3)]", "f()", "f x range"),
    ("def f(): return later", "def g(): return f()\ng()", "f later"),
    ("def f(): return x", "def g(): return f()", ""),
]


@pytest.mark.parametrize(("setup", "cell", "expected"), CASES)
def test_names_are_followed_through_what_is_called(notebook, setup, cell, expected):
    notebook.run(setup)
    assert may_read(names(cell), notebook.shell.user_ns) == set(expected.split())


def test_a_large_kernel_costs_nothing(notebook):
    notebook.run("def f(): return data[0]\ndata = list(range(10_000))")
    space = notebook.shell.user_ns
    usage = names("f()")
    small = _best(lambda: may_read(usage, space))
    space.update({f"name_{number}": [number] for number in range(5_000)})
    assert _best(lambda: may_read(usage, space)) < 5 * small + 0.002


def test_a_long_cell_is_analysed_quickly():
    cell = "\n".join(f"a{n} = f(b{n}, [c + {n} for c in d{n}])" for n in range(2_000))
    began = time.process_time()
    found = names(cell)
    assert len(found.reads) == 4_001
    assert time.process_time() - began < 3


def _best(work) -> float:
    times = []
    for _ in range(5):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)
