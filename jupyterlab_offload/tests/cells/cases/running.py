"""What cells define, show and raise while they run elsewhere."""

from __future__ import annotations

from ..case import case

CASES = [
    case(
        "a default is evaluated once",
        "calls = []",
        "def note():\n    calls.append(1)\n    return [len(calls)]\n"
        "def f(x=note(), *, y={'k': []}):\n    return x, y\n"
        "f()[0].append(5)",
        "print(f(), calls, f()[0] is f()[0])",
    ),
    case(
        "a default shares with a variable",
        "",
        "cache = {}\ndef f(k, c=cache):\n    c[k] = 1\n    return c\nf('a')",
        "f('b')\nprint(cache)",
    ),
    case(
        "functions that call each other",
        "",
        "def even(n):\n    return n == 0 or odd(n - 1)\n"
        "def odd(n):\n    return n != 0 and even(n - 1)",
        "print(even(10), odd(7))",
    ),
    case(
        "a class with its instances",
        "",
        "class Node:\n    count = 0\n    def __init__(self, up=None):\n        self.up = up\n"
        "        Node.count += 1\na = Node()\nb = Node(a)",
        "print(b.up is a, isinstance(b, Node), type(a) is Node)",
        differs=("Node",),
    ),
    case(
        "subclass, property, classmethod",
        "class Base:\n    def hi(self):\n        return 'base'",
        "class Child(Base):\n    @property\n    def two(self):\n        return 2\n"
        "    @classmethod\n    def make(cls):\n        return cls()\n"
        "    def hi(self):\n        return super().hi() + '!'\nc = Child.make()",
        "print(c.hi(), c.two, isinstance(c, Base))",
    ),
    case(
        "named tuple, enum, dataclass",
        "",
        "from collections import namedtuple\nfrom dataclasses import dataclass, field\n"
        "from enum import Enum\nP = namedtuple('P', 'x y')\n"
        "class Color(Enum):\n    RED = 1\n"
        "@dataclass\nclass D:\n    n: int = 1\n    items: list = field(default_factory=list)\n"
        "p, c, d = P(1, 2), Color.RED, D()",
        "print(p, c, d, c is Color.RED, type(p) is P)",
    ),
    case("display and text", "", "print('a')\ndisplay({'k': 1})\nprint('b')\n[1, 2]"),
    case("a long list is broken into lines", "", "list(range(100))"),
    case("a nested table", "", "{f'key {i}': {'values': list(range(i))} for i in range(12)}"),
    case("a set in order", "", "{3, 1, 2}"),
    case("stderr between stdout", "", "import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)"),
    case("carriage returns", "", "for i in range(3):\n    print(f'\\r{i}', end='')\nprint()"),
    case(
        "a frame as HTML",
        "import pandas as pd",
        "df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\ndf",
        needs=("pandas",),
    ),
    case(
        "a display that is updated",
        "",
        "h = display('first', display_id='one')\nh.update('second')\ndel h",
        output=False,
    ),
    case("a semicolon keeps quiet", "", "x = 5\nx;"),
    case("await at top level", "", "import asyncio\nawait asyncio.sleep(0)\nx = 1\nx"),
    case("exec and globals", "", "exec('a = 1')\nglobals()['b'] = 2\n"),
    case("a loop variable stays", "", "for i in range(3):\n    pass\nn = sum(range(i))"),
    case("del of an input", "a = [1]\nb = a", "del a", "print(b)"),
    case("try and finally", "", "try:\n    x = 1\nfinally:\n    y = 2"),
    case(
        "a file that is written",
        "",
        "open('o.txt', 'w').write('hi')",
        "print(open('o.txt').read())",
    ),
    case(
        "a file that is appended to",
        "",
        "with open('d.txt', 'a') as f:\n    f.write('more')\ndel f",
        "print(open('d.txt').read())",
        files={"d.txt": "first "},
    ),
]

CASES += [
    case("lines of a command", "", "lines = !printf 'a\\nb\\n'", "print(lines, type(lines))"),
    case(
        "captured output",
        "",
        "%%capture out\nprint('x')\nprint('y')",
        "print(out.stdout)",
        differs=("out",),
    ),
    case(
        "a handle of a display",
        "from IPython.display import display",
        "h = display('a', display_id='one')",
        "print(type(h), h.display_id)",
    ),
]
