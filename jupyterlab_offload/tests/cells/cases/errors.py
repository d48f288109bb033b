"""Exceptions: the same type, the same words, and what was made before them."""

from __future__ import annotations

from ..case import case

CASES = [
    case("raises a built-in", "", "x = 1\n1 / 0", "print(x)"),
    case("raises a key error", "d = {}", "d['k']"),
    case("raises with two arguments", "", "raise ValueError('a', 2)"),
    case("raises a name error", "", "y = 1\nundefined_name", "print(y)"),
    case("raises an attribute error", "", "(1).nothing"),
    case("raises a type error", "", "len(5)"),
    case("raises an assertion", "", "assert False, 'why'"),
    case("raises a file error", "", "open('/does/not/exist')"),
    case("raises a unicode error", "", "b'\\xff'.decode()"),
    case(
        "raises a notebook's class",
        (
            "class Oops(Exception):\n    def __init__(self, code):\n"
            "        super().__init__(f'code {code}')\n        self.code = code"
        ),
        "raise Oops(3)",
    ),
    case(
        "raises a class that it makes",
        "",
        "class Bad(ValueError):\n    pass\nraise Bad('b')",
        output=False,
    ),
    case("raises a library's", "import json", "json.loads('{')"),
    case("raises numpy's", "import numpy as np", "np.linalg.inv(np.zeros((2, 2)))"),
    case(
        "raises from another",
        "",
        "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise RuntimeError('outer') from e",
    ),
    case("raises in a function", "def f(v):\n    return 1 / v", "x = 5\nf(0)", "print(x)"),
    case("raises with a note", "", "e = ValueError('n')\ne.add_note('note')\nraise e"),
    case("raises after a print", "", "print('before')\nraise RuntimeError('stop')"),
    case(
        "raises after changing in place",
        "l = [1]\nalias = l",
        "l.append(2)\nraise RuntimeError('stop')",
        "print(alias)",
    ),
    case("raises an empty message", "", "raise ValueError"),
    case("raises several lines", "", "raise ValueError('one\\ntwo')"),
    case(
        "raises an exception group",
        "",
        "raise ExceptionGroup('g', [ValueError('a')])",
        output=False,
    ),
    case("raises a recursion error", "def r(): return r()", "r()", output=False),
    case(
        "raises and is caught later", "", "raise OSError(2, 'No such file', 'name')", "print('on')"
    ),
    case("raises a warning as an error", "", "raise UserWarning('w')"),
    case("raises keyboard interrupt", "", "raise KeyboardInterrupt", "print('alive')"),
    case("raises a timeout", "", "raise TimeoutError('late')"),
    case("raises not implemented", "", "raise NotImplementedError('later')"),
    case("raises a syntax error at run time", "", "eval('1 +')"),
]
