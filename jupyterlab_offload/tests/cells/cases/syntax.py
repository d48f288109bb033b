"""What a cell may say: names, branches, scopes, awaits, IPython's own syntax."""

from __future__ import annotations

from ..case import case

CASES = [
    case("a branch that is not taken", "x = 0", "if x:\n    y = 1\nelse:\n    z = 2"),
    case("a loop's variable", "", "for i in range(3):\n    j = i"),
    case("a comprehension's variable stays inside", "n = 3", "s = [k for k in range(n)]"),
    case("augmented assignment", "n = 1", "n += 2", "print(n)"),
    case("deleting a name", "a = 1\nb = 2", "del a", "print('a' in globals(), b)"),
    case("binding and deleting", "", "t = 1\nu = t + 1\ndel t"),
    case("a name bound by exec", "", "exec('made = 7')", "print(made)"),
    case("a name read by eval", "k = 5", "r = eval('k * 2')"),
    case(
        "expressions that a class evaluates",
        "class show:\n    def __init__(self, *texts):\n        self.texts = texts\n"
        "    def __repr__(self):\n"
        "        return '; '.join(f'{one} = {eval(one)!r}' for one in self.texts)\n"
        "rows, scale, word = [3, 1], 2, 'no expression'",
        "show('rows', '[row * scale for row in rows]', 'rows.sort()')",
        "print(rows)",
    ),
    case(
        "names in a list that a function evaluates",
        "a, b = 1, [2]\ndef look(names):\n    return [eval(name) for name in names]",
        "found = look(['a', 'b'])\nfound[1].append(3)",
        "print(found, b)",
    ),
    case("a name in globals()", "k = 5", "r = globals()['k'] + 1"),
    case("a star import", "", "from math import *\nq = floor(pi)", "print(ceil(1.2))"),
    case("an import", "", "import json as j\nfrom os.path import join", "print(join('a', 'b'), j)"),
    case(
        "an import of the set-up",
        "import math as m\nfrom math import sqrt",
        "x = m.floor(sqrt(17))",
    ),
    case("a submodule", "import os.path", "x = os.path.basename('a/b')"),
    case("unpacking", "p = (1, [2, 3])", "a, (b, *c) = p"),
    case("the walrus", "data = [1, 2, 3]", "if (n := len(data)) > 2:\n    big = True"),
    case(
        "a with statement", "", "import io\nwith io.StringIO('x') as f:\n    text = f.read()\ndel f"
    ),
    case(
        "try and except", "", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    text = str(e)"
    ),
    case("match", "v = {'k': [1, 2]}", "match v:\n    case {'k': [a, *rest]}:\n        pass"),
    case("an f-string", "name = 'n'\nwidth = 6", "t = f'{name!r:>{width}}'"),
    case("a lambda", "k = 2", "double = lambda v: v * k\nr = double(4)", "print(double(5))"),
    case(
        "a nested function",
        "k = 3",
        "def outer(v):\n    def inner():\n        return v * k\n    return inner()\nr = outer(2)",
    ),
    case(
        "a global statement",
        "count = 0",
        "def bump():\n    global count\n    count += 1\nbump(); bump()",
        "print(count)",
    ),
    case("a generator that is used up", "", "g = (i for i in range(3))\ntotal = sum(g)\ndel g"),
    case(
        "top-level await",
        "",
        "import asyncio\nawait asyncio.sleep(0)\nx = await asyncio.sleep(0, 5)",
    ),
    case(
        "an async comprehension",
        "",
        (
            "async def count():\n    for i in range(3):\n        yield i\n"
            "x = [i async for i in count()]\ndel count"
        ),
    ),
    case("annotations", "", "x: int = 3\ny: list[str] = []"),
    case("a docstring and comments", "", "'''about'''\n# nothing\nx = 1  # one"),
    case("a line that goes on", "", "x = (1 +\n     2)\ny = 3 \\\n    + 4"),
    case("several statements in a line", "", "a = 1; b = 2; c = a + b"),
    case("a semicolon at the end", "", "x = 1\nx;"),
    case("the last expression", "x = 4", "x * 2"),
    case("the last expression is None", "", "None"),
    case("the last expression is text", "", "'a\\nb'"),
    case("underscore afterwards", "", "6 * 7", "_ + 1"),
    case("a name with an underscore", "", "_hidden = 3\nx = 1", "y = _hidden + 1"),
    case("a shell command", "", "!echo hello", output=True),
    case("a shell command with a variable", "word = 'hi'", "!echo {word} $word"),
    case(
        "a shell command's output",
        "",
        "files = !printf 'a\\nb\\n'\nn = len(files)",
        differs=["files"],
    ),
    case("time in a line", "", "%time x = 1", "print(x)", output=False),
    case("time over a cell", "", "%%offload\n%%time\nx = 1\ny = 2", "print(x, y)", output=False),
    case(
        "capturing a cell",
        "",
        "%%offload\n%%capture got\nprint('in')\nx = 1",
        "print(x)",
        differs=["got"],
    ),
    case("get_ipython", "", "ok = get_ipython() is not None"),
    case("the main name", "", "n = __name__"),
    case("shadowing a built-in", "sum = lambda v: 42", "x = sum([1])", "del sum"),
    case(
        "a class with a loop in it", "", "class A:\n    for i in range(2):\n        pass\nx = A.i"
    ),
    case("chained comparison and ternary", "a = 3", "ok = 1 < a < 5\nv = 'y' if ok else 'n'"),
    case("locals and vars", "a = 3", "seen = 'a' in locals() and vars()['a']"),
    case("an empty string of code", "", "exec('')\nx = 1"),
    case("unicode names", "größe = 2", "fläche = größe ** 2"),
    case(
        "a name that a function reads only when it is called",
        "def f():\n    return later",
        "later = 3\nr = f()",
    ),
    case("leading blank lines", "", "%%offload\n\n\nx = 1"),
    case("tabs", "", "if True:\n\tx = 1"),
    case("raw and byte strings", "", "a = r'\\d'\nb = b'\\x00\\n'"),
    case(
        "a type alias and generics",
        "",
        (
            "from typing import TypeVar\nT = TypeVar('T')\ndef first(v: list[T]) -> T:\n"
            "    return v[0]\nr = first([1])"
        ),
        differs=["T"],
    ),
    case("a for-else and while", "", "n = 0\nwhile n < 3:\n    n += 1\nelse:\n    done = True"),
    case("an assertion that holds", "a = 1", "assert a == 1, 'no'\nok = True"),
    case("swapping", "a = 1\nb = 2", "a, b = b, a", "print(a, b)"),
    case("setting an item of a global", "d = {}", "d['k'] = [1]\nd['k'].append(2)", "print(d)"),
    case(
        "random numbers with a seed",
        "import random",
        "random.seed(3)\nx = random.random()",
        "y = random.random()",
    ),
    case(
        "the state of random goes and comes back",
        "import random\nrandom.seed(5)",
        "x = random.random()",
        "y = random.random()",
    ),
    case(
        "numpy's state goes and comes back",
        "import numpy as np\nnp.random.seed(5)",
        "x = np.random.rand(2)",
        "y = np.random.rand(2)",
    ),
    case(
        "a generator of numpy's",
        "import numpy as np\nrng = np.random.default_rng(1)",
        "x = rng.random(2)",
        "y = rng.random(2)",
    ),
]
