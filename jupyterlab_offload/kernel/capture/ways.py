"""Where the ways of a program part and meet, and what is certain there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from .usage import Usage

State = set[str] | None
"""Names certainly assigned by the cell at a point; None at one that is never reached."""

_SWALLOWS = {"suppress", "raises", "assertRaises", "ExitStack", "AsyncExitStack", "catch"}
"""Context managers, by the last part of their name, after which a block's assignments may be
missing. Others are taken to let exceptions through."""


def merged(one: State, other: State) -> State:
    """What is certain where two ways meet."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


class Ways(ast.NodeVisitor):
    """Walks statements in the order in which they run; `state` is what is assigned by then."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.state: State = set()
        self.class_names: list[set[str]] = []
        self._breaks: list[list[State]] = []

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def branches(self, *ways: Callable[[], None]) -> None:
        """Run each way from the same state and go on with what all of them assign."""
        start = None if self.state is None else set(self.state)
        known = [set(names) for names in self.class_names]
        ends: list[State] = []
        for way in ways:
            self.state = None if start is None else set(start)
            self.class_names = [set(names) for names in known]
            way()
            ends.append(self.state)
        self.class_names = known
        end = ends[0]
        for other in ends[1:]:
            end = merged(end, other)
        self.state = end

    def maybe(self, nodes: Iterable[ast.AST | None]) -> None:
        """Code that runs or does not."""
        self.branches(lambda: self.visit_all(nodes), lambda: None)

    @contextmanager
    def _loop(self) -> Iterator[list[State]]:
        ends: list[State] = []
        self._breaks.append(ends)
        yield ends
        self._breaks.pop()

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        self.branches(lambda: self.visit_all(node.body), lambda: self.visit_all(node.orelse))

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit(node.test)
        self.branches(lambda: self.visit(node.body), lambda: self.visit(node.orelse))

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.visit(node.values[0])
        self.maybe(node.values[1:])

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        always = isinstance(node.test, ast.Constant) and bool(node.test.value)
        with self._loop() as ends:
            self.branches(lambda: self.visit_all(node.body), lambda: None)
            if always:
                self.state = None
            else:
                self.visit_all(node.orelse)
        for end in ends:
            self.state = merged(self.state, end)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.usage.awaits |= isinstance(node, ast.AsyncFor)
        self.visit(node.iter)
        with self._loop() as ends:
            self.branches(lambda: self.visit_all([node.target, *node.body]), lambda: None)
            self.visit_all(node.orelse)
        for end in ends:
            self.state = merged(self.state, end)

    visit_AsyncFor = visit_For

    def visit_Break(self, node: ast.Break) -> None:
        if self._breaks:
            self._breaks[-1].append(self.state)
        self.state = None

    def visit_Continue(self, node: ast.Continue) -> None:
        self.state = None

    def visit_Raise(self, node: ast.Raise) -> None:
        self.visit_all([node.exc, node.cause])
        self.state = None

    def visit_Try(self, node: ast.Try) -> None:
        start = None if self.state is None else set(self.state)
        self.visit_all([*node.body, *node.orelse])
        end = self.state
        for handler in node.handlers:
            self.state = None if start is None else set(start)
            self.visit(handler)
            end = merged(end, self.state)
        # What comes last runs after anything, and what it assigns is certain.
        self.state = None if start is None else set(start)
        self.visit_all(node.finalbody)
        self.state = None if end is None else end | (self.state or set())

    visit_TryStar = visit_Try

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        self.usage.awaits |= isinstance(node, ast.AsyncWith)
        self.visit_all(node.items)
        if any(_swallows(item.context_expr) for item in node.items):
            self.maybe(node.body)
        else:
            self.visit_all(node.body)

    visit_AsyncWith = visit_With

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        rest = list(node.cases)

        def step() -> None:
            if not rest:
                return
            case = rest.pop(0)
            before = None if self.state is None else set(self.state)
            self.visit(case.pattern)
            if case.guard is not None:
                self.visit(case.guard)

            def other() -> None:
                self.state = before
                if not _always_matches(case):
                    step()
                else:
                    self.state = None

            self.branches(lambda: self.visit_all(case.body), other)

        step()


def _swallows(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in _SWALLOWS


def _always_matches(case: ast.match_case) -> bool:
    pattern = case.pattern
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and case.guard is None
