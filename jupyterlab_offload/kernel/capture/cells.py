"""The text that notebook functions and classes were defined from, found and proven."""

from __future__ import annotations
import __future__

import ast
import contextlib
import inspect
import linecache
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from .code import every_code
from .errors import CaptureError
from .interactive import interactive, timed, to_python

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
_FUTURES: int = sum(
    {getattr(__future__, name).compiler_flag for name in __future__.all_feature_names}
)
_INPUT = re.compile(r"<ipython-input-(\d+)-")


@dataclass
class Cell:
    """One cell's text, parsed. `parents` lead from a definition outwards."""

    filename: str
    text: str
    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    _codes: dict[int, list[CodeType]] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines(keepends=True)

    def codes(self, flags: int) -> list[CodeType]:
        """Every code object that the text compiles to under `from __future__` flags."""
        if flags not in self._codes:
            flags_all = flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            # IPython compiles statement by statement, others the whole: where the same unit
            # imports a module, the compiler makes other code of calls into it.
            whole = [self.tree, *(ast.Module([part], []) for part in self.tree.body)]
            codes = self._codes[flags] = []
            for one in whole:
                # IPython ran what stands above a statement that only the compiler refuses.
                with contextlib.suppress(SyntaxError, ValueError):
                    made = compile(one, self.filename, "exec", flags_all, dont_inherit=True)
                    codes += every_code(made)
        return self._codes[flags]


@dataclass(frozen=True)
class Place:
    """Where a definition stands."""

    cell: Cell
    node: Definition

    @property
    def scopes(self) -> list[ast.AST]:
        """The functions and classes around it, from the inside."""
        found: list[ast.AST] = []
        node: ast.AST | None = self.cell.parents.get(self.node)
        while node is not None:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
                found.append(node)
            node = self.cell.parents.get(node)
        return found

    @property
    def first_line(self) -> int:
        """The line it begins on, decorators included."""
        decorators = getattr(self.node, "decorator_list", [])
        return int(min([self.node.lineno, *(part.lineno for part in decorators)]))


class Cells:
    """The cells that a namespace knows of: by linecache, and by IPython's history."""

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = namespace
        self._parsed: dict[str, Cell | None] = {}
        self._texts: list[tuple[str, str]] | None = None

    def of_code(self, code: CodeType) -> Place | None:
        """The definition that compiles to this very code, or None."""
        for cell in self._candidates(code.co_filename, code.co_name):
            flags: int = code.co_flags & _FUTURES
            if not any(made == code for made in cell.codes(flags)):
                continue
            for node in ast.walk(cell.tree):
                if isinstance(node, Definition) and _starts(node, code):
                    return Place(cell, node)
        return None

    def of_class(self, kind: type, codes: list[CodeType]) -> Place | None:
        """The class statement that made a class whose methods have these codes."""
        filename = codes[0].co_filename if codes else ""
        for cell in self._candidates(filename, kind.__name__):
            made = [code for flags in _flags(codes) for code in cell.codes(flags)]
            if not all(any(code == other for other in made) for code in codes):
                continue
            for node in _classes(cell, kind):
                place = Place(cell, node)
                if _matches(place, kind, codes):
                    return place
        return None

    def label(self, cell: Cell) -> str:
        """What a traceback calls the cell: ``In[5]``."""
        number = _INPUT.match(cell.filename)
        if number:
            return f"In[{number[1]}]"
        shell = getattr(self._namespace.get("get_ipython"), "__self__", None)
        numbers = getattr(getattr(shell, "compile", None), "_filename_map", {})
        if cell.filename in numbers:
            return f"In[{numbers[cell.filename]}]"
        return cell.filename if cell.filename.startswith("In[") else "notebook"

    def _candidates(self, filename: str, name: str) -> Iterator[Cell]:
        own = self._cell(filename, "".join(_cached(filename)))
        if own is not None:
            yield own
        for key, text in self._others():
            if key != filename and (name in text or name.startswith("<")):
                cell = self._cell(key, text)
                if cell is not None:
                    yield cell

    def _others(self) -> list[tuple[str, str]]:
        """Names and texts of all cells, the one that ran last first.

        linecache alone does not say which that is: a cell that is run once more, as it was two
        edits ago, keeps its old place there.
        """
        if self._texts is None:
            known = {
                "".join(entry[2]).rstrip("\n"): key
                for key, entry in linecache.cache.items()
                if len(entry) == 4 and entry[1] is None
            }
            history = self._namespace.get("In")
            ran = history[:0:-1] if isinstance(history, list) else []
            found: dict[str, tuple[str, str]] = {}
            for back, text in enumerate(ran):
                if not isinstance(text, str) or text.rstrip("\n") in found:
                    continue
                key = known.pop(text.rstrip("\n"), None)
                if key is not None or "get_ipython" in text:
                    found[text.rstrip("\n")] = key or f"In[{len(ran) - back}]", text
            self._texts = [*found.values(), *((key, text) for text, key in reversed(known.items()))]
        return self._texts

    def _cell(self, filename: str, text: str) -> Cell | None:
        key = f"{filename}\0{hash(text)}"
        if key not in self._parsed:
            self._parsed[key] = _parse(filename, text)
        return self._parsed[key]


def _cached(filename: str) -> list[str]:
    entry = linecache.cache.get(filename)
    # Only what was put there by IPython; a file may have changed since it was run.
    return entry[2] if entry is not None and len(entry) == 4 and entry[1] is None else []


def _parse(filename: str, text: str) -> Cell | None:
    if not text:
        return None
    try:
        text = to_python(text)
        tree = ast.parse(text)
    except (SyntaxError, ValueError, CaptureError):
        return None
    text = _inside_magic(tree) or text
    tree = ast.parse(text)
    cell = Cell(filename, text, tree)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            cell.parents[child] = node
    return cell


def _inside_magic(tree: ast.Module) -> str | None:
    """The Python in a cell that is ``%%time`` and the like: it is what was compiled."""
    if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        call = tree.body[0].value
        found = interactive(call) if isinstance(call, ast.Call) else None
        if found is not None and found.kind == "cell":
            body = timed(found) if found.name == "time" else found.body
            try:
                text = to_python(body)
                ast.parse(text)
            except (SyntaxError, ValueError, CaptureError):
                return None
            return text
    return None


def _starts(node: ast.AST, code: CodeType) -> bool:
    if isinstance(node, ast.Lambda):
        if code.co_name != "<lambda>" or node.lineno != code.co_firstlineno:
            return False
        return _columns_fit(node, code)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == code.co_name:
        lines = [node.lineno, *(part.lineno for part in node.decorator_list)]
        return min(lines) == code.co_firstlineno
    return False


def _columns_fit(node: ast.Lambda, code: CodeType) -> bool:
    """Whether a lambda's body is where the code says (Python 3.11); else its parameters fit."""
    names = [arg.arg for arg in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    if tuple(names) != code.co_varnames[: len(names)]:
        return False
    positions: Any = getattr(code, "co_positions", None)
    if positions is None:
        return True
    inside = [
        (line, column)
        for line, _, column, _ in positions()
        if line is not None and column is not None and (line, column) != (code.co_firstlineno, 0)
    ]
    body = node.body
    first, last = (body.lineno, body.col_offset), (body.end_lineno or 0, body.end_col_offset or 0)
    return not inside or first <= min(inside) <= last


def _flags(codes: list[CodeType]) -> set[int]:
    return {code.co_flags & _FUTURES for code in codes} or {0}


def _classes(cell: Cell, kind: type) -> Iterator[ast.ClassDef]:
    line = kind.__dict__.get("__firstlineno__")
    found = [
        node
        for node in ast.walk(cell.tree)
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__
    ]
    for node in reversed(found):
        place = Place(cell, node)
        if line is None or line in (node.lineno, place.first_line):
            yield node


def _matches(place: Place, kind: type, codes: list[CodeType]) -> bool:
    """Whether the statement holds the methods, and binds no name that the class never had."""
    node = place.node
    last = node.end_lineno or node.lineno
    if not all(place.first_line <= code.co_firstlineno <= last for code in codes):
        return False
    outer = [getattr(scope, "name", "<lambda>") for scope in reversed(place.scopes)]
    if kind.__qualname__.replace("<locals>.", "") != ".".join([*outer, kind.__name__]):
        return False
    assert isinstance(node, ast.ClassDef)
    return bool(codes) or _fits(node, kind)


def _fits(node: ast.ClassDef, kind: type) -> bool:
    """Whether a statement can have made a class that has none of its methods any more."""
    fields = getattr(kind, "__dataclass_fields__", {})
    known = {*kind.__dict__, *fields, *getattr(kind, "__members__", ())}
    # Not the body of an if: what it binds may never have run.
    assigned = {
        target.id
        for part in node.body
        if isinstance(part, ast.Assign)
        for target in part.targets
        if isinstance(target, ast.Name)
    }
    methods = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    annotated = {
        part.target.id
        for part in ast.walk(node)
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
    }
    try:
        annotations = set(inspect.get_annotations(kind))
    except Exception:  # Python 3.14 evaluates them now, and they may name anything
        annotations = annotated
    inherited = any(annotated < set(getattr(base, "__annotations__", ())) for base in kind.__mro__)
    if not methods <= known or (annotated != annotations and not inherited):
        return False
    # An attribute may have been deleted since, but not every one.
    return (not assigned or bool(assigned & known)) and _made_alike(node, kind)


def _made_alike(node: ast.ClassDef, kind: type) -> bool:
    """Whether bases and metaclass can be those of the statement."""
    named = any(word.arg == "metaclass" for word in node.keywords)
    inherited = any(type(base) is type(kind) for base in kind.__bases__ if base is not object)
    own = type(kind).__module__ == kind.__module__
    if (named and type(kind) is type) or (own and not named and not inherited):
        return False
    bases = ["".join(ast.unparse(base).rpartition(".")[2:]) for base in node.bases]
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return "NamedTuple" in bases
    if not bases:
        return kind.__bases__ == (object,)
    simple = all(isinstance(base, (ast.Name, ast.Attribute)) for base in node.bases)
    return not simple or kind.__bases__ != (object,)
