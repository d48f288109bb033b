"""Which names a cell may change in place: all but those it can be seen not to touch."""

from __future__ import annotations

import ast
from enum import IntEnum

from .interactive import interactive
from .scopes import COMPREHENSIONS

SAFE_CALLS = frozenset(
    """abs all any ascii bin bool callable chr complex display divmod float format hasattr hash
    hex id int isinstance issubclass len oct ord pow print range repr round str sum type
    """.split()  # noqa: SIM905  # thirty words read better than thirty strings
)
"""Built-in functions that change no argument and give back nothing of it that can change."""

SAFE_ATTRIBUTES = frozenset(
    ("shape", "ndim", "size", "dtype", "dtypes", "nbytes", "itemsize", "columns", "empty")
)

PURE_METHODS = frozenset(
    """all any argmax argmin argsort astype copy corr count cumsum describe dot dropna fillna
    groupby head info isna isnull item items keys max mean median memory_usage min notna nunique
    quantile reshape round sort_values std sum tail tolist transpose unique value_counts values
    var
    """.split()  # noqa: SIM905  # as above
)
"""Methods that leave their object as it is; what they give back may be part of it."""

_CHANGING = frozenset(("inplace", "out"))
"""Keywords with which such a method does change something."""


class _Way(IntEnum):
    """What becomes of an expression's value."""

    SEEN = 0  # it is looked at and forgotten
    MIXED = 1  # an operator's result goes on
    AWAY = 2  # it goes on itself: to a name, a call, a container


class _Touches(ast.NodeVisitor):
    def __init__(self) -> None:
        self.touched: set[str] = set()
        self.operands: set[str] = set()
        self.way = _Way.AWAY

    def go(self, node: ast.AST | None, way: _Way) -> None:
        if node is None:
            return
        before, self.way = self.way, way
        self.visit(node)
        self.way = before

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            return
        if self.way is _Way.AWAY:
            self.touched.add(node.id)
        elif self.way is _Way.MIXED:
            self.operands.add(node.id)

    def visit_Expr(self, node: ast.Expr) -> None:
        self.go(node.value, _Way.SEEN)

    def visit_Call(self, node: ast.Call) -> None:
        arguments = [*node.args, *(word.value for word in node.keywords)]
        func = node.func
        if interactive(node) is not None:
            return
        if isinstance(func, ast.Name):
            way = _Way.SEEN if func.id in SAFE_CALLS else _Way.AWAY
            self.go(func, way)
        elif _is_pure(node):
            assert isinstance(func, ast.Attribute)
            way = _Way.AWAY
            self.go(func.value, self.way)
        else:
            way = _Way.AWAY
            self.go(func, way)
        for argument in arguments:
            self.go(argument, way)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.go(node.value, _Way.AWAY)
        else:
            self.go(node.value, _Way.SEEN if node.attr in SAFE_ATTRIBUTES else self.way)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.go(node.value, self.way if isinstance(node.ctx, ast.Load) else _Way.AWAY)
        self.go(node.slice, _Way.SEEN)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        way = min(self.way, _Way.MIXED)
        self.go(node.left, way)
        self.go(node.right, way)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self.go(node.operand, min(self.way, _Way.MIXED))

    def visit_Compare(self, node: ast.Compare) -> None:
        for part in (node.left, *node.comparators):
            self.go(part, _Way.SEEN)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self.go(node.value, _Way.SEEN)
        self.go(node.format_spec, _Way.SEEN)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.go(node.test, _Way.SEEN)
        self.go(node.body, self.way)
        self.go(node.orelse, self.way)

    def _test(self, node: ast.If | ast.While) -> None:
        self.go(node.test, _Way.SEEN)
        for part in (*node.body, *node.orelse):
            self.go(part, _Way.AWAY)

    visit_If = visit_While = _test

    def visit_Assert(self, node: ast.Assert) -> None:
        self.go(node.test, _Way.SEEN)
        self.go(node.msg, _Way.SEEN)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.touched.add(node.target.id)
        else:
            self.go(node.target, _Way.AWAY)
        self.go(node.value, _Way.MIXED)

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, _AWAY):
            before, self.way = self.way, _Way.AWAY
            super().generic_visit(node)
            self.way = before
        else:
            super().generic_visit(node)


_AWAY = (ast.stmt, ast.comprehension, ast.Await, ast.Starred, ast.Lambda, *COMPREHENSIONS)
"""What takes its parts elsewhere: to names, callers, elements."""


def _is_pure(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in PURE_METHODS
        and not any(word.arg is None or word.arg in _CHANGING for word in call.keywords)
    )


def touches(tree: ast.AST) -> tuple[set[str], set[str]]:
    """Names that may be changed in place, and names that only operators take further."""
    walker = _Touches()
    walker.visit(tree)
    return walker.touched, walker.operands - walker.touched
