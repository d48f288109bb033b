"""What a cell can be seen not to change; everything else may be changed."""

from __future__ import annotations

import pytest

from jupyterlab_offload.kernel.capture import names

CASES = [
    ("x.append(1)", "x", ""),
    ("x[0] = 1", "x", ""),
    ("x.a = 1", "x", ""),
    ("x.a.b[0].c = 1", "x", ""),
    ("del x[0]", "x", ""),
    ("x += [1]", "x", ""),
    ("f(x)", "f x", ""),
    ("model.fit(X, y)", "model X y", ""),
    ("y = x", "x", ""),
    ("y = x[0]", "x", ""),
    ("y = [x]", "x", ""),
    ("for a in x: pass", "x", ""),
    ("with x: pass", "x", ""),
    ("df.sort_values('a', inplace=True)", "df", ""),
    ("x.round(out=y)", "x y", ""),
    ("y = x + 1", "", "x"),
    ("y = -x @ z", "", "x z"),
    ("print(x)", "", ""),
    ("print(x + 1)", "", ""),
    ("len(x)", "", ""),
    ("x", "", ""),
    ("x.shape", "", ""),
    ("n = x.shape[0]", "", ""),
    ("x == y", "", ""),
    ("b = x is None or x > 1", "", ""),
    ("if x: pass", "", ""),
    ("while x: pass", "", ""),
    ("assert x, x", "", ""),
    ("s = f'{x:>{w}}'", "", ""),
    ("d[k]", "", ""),
    ("x.describe()", "", ""),
    ("m = x.mean()", "x", ""),
    ("print(x.mean())", "", ""),
    ("x.head(); x.shape", "", ""),
    ("y = x if c else z", "x z", ""),
    ("lambda: x", "x", ""),
    ("def f(): return x\nf", "x", ""),
    ("z = x + 1; x.append(1)", "x", ""),
    ("%time x.append(y)", "x y", ""),
    ("d[k] = x + 1", "d", "x"),
]


@pytest.mark.parametrize(("source", "touched", "operands"), CASES)
def test_only_what_is_looked_at_is_untouched(source, touched, operands):
    found = names(source)
    assert (found.touched & found.reads, found.operands) == (
        set(touched.split()),
        set(operands.split()),
    )


BINDS = [
    ("x = 1", "x", ""),
    ("x, (y, *z) = v", "x y z", ""),
    ("import a.b, c as d", "a d", ""),
    ("from m import n, o as p", "n p", ""),
    ("for i in v: j = 1", "i j", ""),
    ("with v as w: pass", "w", ""),
    ("def f(): local = 1", "f", ""),
    ("class A: attribute = 1", "A", ""),
    ("[i for i in v]", "", ""),
    ("[(j := i) for i in v]", "j", ""),
    ("try:\n    pass\nexcept E as e:\n    pass", "e", "e"),
    ("x = 1\ndel x", "x", "x"),
    ("def f():\n    global g\n    g = 1\nf()", "f g", ""),
    ("globals()['x'] = 1", "x", ""),
    ("exec('x = 1')", "x", ""),
    ("x.y = 1; x[0] = 1; x += 1", "x", ""),
    ("%time x = 1", "x", ""),
    ("%timeit x = 1", "", ""),
    ("%%capture out\nx = 1", "out x", ""),
    ("x: int", "", ""),
    ("match v:\n    case [a, {'k': b, **c}]:\n        pass", "a b c", ""),
]


@pytest.mark.parametrize(("source", "binds", "deletes"), BINDS)
def test_what_a_cell_binds_and_deletes(source, binds, deletes):
    found = names(source)
    assert (found.binds, found.deletes) == (set(binds.split()), set(deletes.split()))


def test_star_imports_and_awaits_are_seen():
    assert names("from m import *").star
    assert names("await x").awaits and names("async for a in b: pass").awaits
    assert not names("async def f(): await x").awaits
