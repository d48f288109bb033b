"""Functions and classes that the cell defined: they go back as source, not as bytes."""

from __future__ import annotations

import ast
import types
from typing import Any, Iterable, Iterator, Mapping

from .held import REGISTRY, is_dispatcher, registry
from .manifest import Part

_MAKERS = frozenset(
    """namedtuple NamedTuple TypedDict NewType make_dataclass type Enum IntEnum StrEnum Flag
    IntFlag TypeVar ParamSpec TypeVarTuple
    """.split()  # noqa: SIM905  # a table of names reads better as words
)
"""Calls that make a class or the like: their statement defines it."""


class Definitions:
    """Finds the statement that a name's value comes from. `files`: parts by their code's file."""

    def __init__(self, files: Mapping[str, Part]) -> None:
        self._files = list(files)
        self._parts = list(files.values())
        self._trees = [_tree(part) for part in self._parts]

    def of(self, name: str, value: object) -> dict[str, Any] | None:
        """``{name, kind, source, part, line, label}`` or None: then it is a value.

        `source` runs as it stands, its first line being line `line` of the part's cell.
        """
        for number in range(len(self._trees) - 1, -1, -1):
            for statement in reversed(list(_bindings(self._trees[number], name))):
                if self._fits(statement, name, value, number):
                    return self._item(name, statement, number)
        return None

    def held_by(self, item: dict[str, Any], value: Any) -> dict[str, Any]:
        """What a definition evaluated, by the names ``f.__defaults__`` and ``f.__kwdefaults__``,
        and what was registered with it.

        The item's source then says None in their place: evaluating them again might do something
        again, and would give other objects.
        """
        if item["kind"] != "function" or not isinstance(value, types.FunctionType):
            return {}
        if is_dispatcher(value):
            return {f"{item['name']}.{REGISTRY}": registry(value)}
        edited, found = without_defaults(item["source"])
        if not found:
            return {}
        item["source"] = edited
        name = item["name"]
        both = {"__defaults__": value.__defaults__, "__kwdefaults__": value.__kwdefaults__}
        return {f"{name}.{key}": part for key, part in both.items() if part}

    def needed_by(self, items: Iterable[dict[str, Any]]) -> set[str]:
        """Names that the sources of definitions mention."""
        found: set[str] = set()
        for item in items:
            tree = ast.parse(item["source"])
            found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        return found

    def _fits(self, statement: ast.stmt, name: str, value: Any, number: int) -> bool:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = value
            while not isinstance(inner, type) and hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            if inner is value and statement.decorator_list:
                # What a decorator made, which tells nothing of the function.
                return callable(value) and not self._is_elsewhere(value, statement, number)
            return self._is_code_of(inner, statement, number)
        if isinstance(statement, ast.ClassDef):
            lines = range(_first_line(statement), (statement.end_lineno or 0) + 1)
            return isinstance(value, type) and all(
                code.co_filename != self._files[number] or code.co_firstlineno in lines
                for code in _codes(value)
                if code.co_filename in self._files
            )
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            if isinstance(statement.value, ast.Lambda):
                return self._is_code_of(value, statement.value, number)
            return _makes_class(statement.value) and _is_own_class(value)
        return False

    def _is_code_of(self, value: Any, node: ast.AST, number: int) -> bool:
        if not isinstance(value, types.FunctionType) or value.__closure__:
            return False
        code = value.__code__
        lines = (getattr(node, "lineno", 0), _first_line(node))
        return code.co_filename == self._files[number] and code.co_firstlineno in lines

    def _is_elsewhere(self, value: Any, statement: ast.stmt, number: int) -> bool:
        code = getattr(value, "__code__", None)
        if code is None or code.co_filename != self._files[number]:
            return False
        inside = range(_first_line(statement), (statement.end_lineno or 0) + 1)
        outer = [one for one in ast.walk(self._trees[number]) if isinstance(one, _DEFINITIONS)]
        # A wrapper stands in its decorator, a function of the same part.
        return code.co_firstlineno not in inside and not any(
            _first_line(one) < code.co_firstlineno <= (one.end_lineno or 0) for one in outer
        )

    def _item(self, name: str, statement: ast.stmt, number: int) -> dict[str, Any]:
        part = self._parts[number]
        first, last = _first_line(statement), statement.end_lineno or 0
        offset = part.first_line
        lines = part.source.split("\n")[first - offset : last - offset + 1]
        source = "\n".join(lines)
        if statement.col_offset:
            # Keeps the indentation, which strings over several lines may contain.
            source, first = "if 1:\n" + source, first - 1
        kinds = {ast.ClassDef: "class", ast.Assign: "assign"}
        return {
            "name": name,
            "kind": kinds.get(type(statement), "function"),
            "source": source,
            "part": number,
            "line": first,
            "label": part.label,
        }


def without_defaults(source: str) -> tuple[str, bool]:
    """Source of a function in which None stands for each default that is no constant.

    Lines stay where they are. The second part says whether there was such a default.
    """
    tree = ast.parse(source)
    function = next(node for node in ast.walk(tree) if isinstance(node, _DEFINITIONS))
    defaults = [*function.args.defaults, *function.args.kw_defaults]
    lines = [line.encode() for line in source.split("\n")]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    text = b"\n".join(lines)
    changed = False
    places = [node for node in defaults if node and not isinstance(node, ast.Constant)]
    for node in sorted(places, key=lambda node: (-node.lineno, -node.col_offset)):
        changed = True
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        text = text[:start] + b"None" + b"\n" * text[start:end].count(b"\n") + text[end:]
    return text.decode(), changed


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _tree(part: Part) -> ast.Module:
    try:
        flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        source = "\n" * (part.first_line - 1) + part.source
        tree = compile(source, "<part>", "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError):
        return ast.Module([], [])
    assert isinstance(tree, ast.Module)
    return tree


def _bindings(tree: ast.AST, name: str) -> Iterator[ast.stmt]:
    """Statements outside functions and classes that define a name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (*_DEFINITIONS, ast.ClassDef)):
            if node.name == name:
                yield node
        elif isinstance(node, ast.Assign):
            target = node.targets[0]
            if len(node.targets) == 1 and isinstance(target, ast.Name) and target.id == name:
                yield node
        elif not isinstance(node, ast.expr):
            yield from _bindings(node, name)


def _first_line(node: ast.AST) -> int:
    lines: list[int] = [one.lineno for one in getattr(node, "decorator_list", [])]
    return min([int(getattr(node, "lineno", 0)), *lines])


def _codes(kind: type) -> Iterator[types.CodeType]:
    for member in vars(kind).values():
        code = getattr(getattr(member, "__func__", member), "__code__", None)
        if isinstance(code, types.CodeType):
            yield code


def _makes_class(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    name = getattr(value.func, "id", getattr(value.func, "attr", ""))
    return name in _MAKERS


def _is_own_class(value: object) -> bool:
    return getattr(value, "__module__", None) == "__main__"
