"""Names that code reaches through strings: eval, globals()['x'], SQL over frames, magics."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .interactive import expanded, interactive, timed

_NAMESPACES = {"globals", "locals", "vars"}
_WHOLE = {"locals", "vars", "dir"}
_SQL = {"sql", "query", "execute", "sqldf", "from_query"}
_WORD = re.compile(r"[^\W\d]\w*")
_VARIABLE = re.compile(r"(?<![\w.])[^\W\d]\w*")
_AT = re.compile(r"@([^\W\d]\w*)")
_LONGEST_TEXT = 2_000
"""Of what may be an expression in a string."""


@dataclass
class Reach:
    """What one call reaches by strings.

    `code` is Python run in the same namespace, `reads` and `binds` names, `mentions` words that
    are names if the namespace has a table under them, `unknown` says what cannot be known.
    """

    code: list[str] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    unknown: str | None = None
    own_scope: bool = False


def of_call(call: ast.Call) -> Reach | None:
    """What a call reaches by strings, or None for a plain one."""
    func = call.func
    found = None
    if isinstance(func, ast.Name):
        found = _of_builtin(func.id, call)
    elif isinstance(func, ast.Attribute):
        found = _of_magic(call) or _of_method(func, call)
    return found or _of_formula(call)


def evaluates(code: Iterable[ast.AST]) -> bool:
    """Whether `eval` or `exec` is called with what is no text to be seen, such as an argument."""
    calls = (node for tree in code for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id in ("eval", "exec")
        and not (call.args and _constant(call.args[0]) is not None)
        for call in calls
    )


def names_in_texts(code: Iterable[ast.AST]) -> set[str]:
    """Names in strings that are Python: what `evaluates` is true of may be given them.

    ``show('df', "df.groupby('key').sum()")`` says what it evaluates, though not to `eval`.
    """
    texts = {
        node.value
        for tree in code
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found: set[str] = set()
    for text in texts:
        if len(text) > _LONGEST_TEXT:
            continue
        try:
            tree = ast.parse(text.strip())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found


def names_in_formula(text: str) -> set[str]:
    """Names in a formula such as ``y ~ np.log(x) + own(z)``, or none if it is no such text.

    What is no column of the frame is looked up where the formula was written (patsy, formulaic).
    """
    sides = text.split("~")
    if len(sides) != 2 or len(text) > _LONGEST_TEXT or not sides[1].strip():
        return set()
    return set(_VARIABLE.findall(text))


def _of_formula(call: ast.Call) -> Reach | None:
    given = [*call.args, *(word.value for word in call.keywords)]
    texts = [
        part.value
        for node in given
        for part in (node.values if isinstance(node, ast.JoinedStr) else [node])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    reads = names_in_formula("".join(text for text in texts if "~" in text))
    return Reach(reads=reads) if reads else None


def parts(call: ast.Call) -> list[ast.AST]:
    """What of a call is to be looked at as ordinary code."""
    own = isinstance(call.func, ast.Attribute) and _is_namespace(call.func.value)
    func: list[ast.AST] = [] if own else [call.func]
    return [*func, *call.args, *call.keywords]


def _of_builtin(name: str, call: ast.Call) -> Reach | None:
    if name in ("eval", "exec"):
        if call.args and _constant(call.args[0]) is not None:
            return Reach(code=[_constant(call.args[0]) or ""])
        return Reach(unknown=f"{name}() of a computed string")
    if name in _WHOLE and not call.args:
        return Reach(unknown=f"{name}()")
    if name == "globals":
        return Reach(unknown="globals()")
    return None


def _of_magic(call: ast.Call) -> Reach | None:
    found = interactive(call)
    if found is None:
        return None
    if found.name in ("time", "timeit"):
        return Reach(code=[timed(found)], own_scope=found.name == "timeit")
    if found.name == "capture":
        return Reach(code=[found.body])
    return Reach(code=[*expanded(found.text), *expanded(found.body)], own_scope=True)


def _of_method(func: ast.Attribute, call: ast.Call) -> Reach | None:
    text = _constant(call.args[0]) if call.args else None
    if _is_namespace(func.value):
        return _of_namespace(func.attr, call, text)
    if func.attr in ("query", "eval") and text is not None:
        reach = Reach(reads=set(_AT.findall(text)), mentions=set(_WORD.findall(text)))
        if func.attr == "eval":
            # pandas.eval and df.eval know the columns before the names around them.
            reach.mentions.clear()
            reach.reads |= set(_WORD.findall(text))
        return reach
    if func.attr == "evaluate" and text is not None:
        return Reach(reads=set(_WORD.findall(text)))
    if func.attr in _SQL and text is not None:
        return Reach(mentions=set(_WORD.findall(text)))
    return None


def _of_namespace(method: str, call: ast.Call, text: str | None) -> Reach:
    if method in ("get", "pop", "__getitem__", "__contains__") and text is not None:
        return Reach(reads={text})
    if method == "setdefault" and text is not None:
        return Reach(reads={text}, binds={text})
    if method == "update" and not call.args:
        return Reach(binds={word.arg for word in call.keywords if word.arg})
    return Reach(unknown=f"globals().{method}()")


def of_subscript(node: ast.Subscript) -> str | None:
    """The name in ``globals()['name']``."""
    return _constant(node.slice) if _is_namespace(node.value) else None


def is_membership(node: ast.Compare) -> str | None:
    """The name in ``'name' in globals()``."""
    if len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _constant(node.left) if _is_namespace(node.comparators[0]) else None
    return None


def of_attribute(node: ast.Attribute) -> str | None:
    """The name in ``__main__.name``."""
    if isinstance(node.value, ast.Name) and node.value.id == "__main__":
        return node.attr
    return None


def _is_namespace(node: ast.expr) -> bool:
    """``globals()``, ``vars()``, ``locals()``, ``__main__.__dict__`` or IPython's ``user_ns``."""
    if isinstance(node, ast.Attribute):
        return node.attr == "user_ns" or (
            node.attr == "__dict__"
            and isinstance(node.value, ast.Name)
            and node.value.id == "__main__"
        )
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _NAMESPACES
        and not node.args
    )


def _constant(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None
