"""Which names a cell reads before it has certainly assigned them: definite assignment."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from . import dynamic, scopes
from .interactive import captured_name, interactive
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


class Flow(ast.NodeVisitor):
    """Walks code in the order in which it runs; several parts of a job may follow each other.

    A function's body is looked at when its name is first used after its definition: before
    that nothing can call it, and one that is only defined needs nothing yet.
    """

    def __init__(self) -> None:
        self.usage = Usage()
        self.state: State = set()
        self.waiting: dict[str, scopes.Free] = {}
        self._running: set[str] = set()
        self._hidden: list[set[str]] = []
        self._breaks: list[list[State]] = []
        self._class: list[set[str]] = []
        self._methods: scopes.Free | None = None

    # Names

    def read(self, name: str) -> None:
        """The code may take `name` from the namespace here."""
        if any(name in hidden for hidden in self._hidden):
            return
        if self._class and name in self._class[-1]:
            return
        if self.state is not None and name not in self.state:
            self.usage.reads.add(name)
        free = self.waiting.get(name)
        if free is not None and name not in self._running:
            self._running.add(name)
            self.release(free)
            self._running.discard(name)

    def release(self, free: scopes.Free) -> None:
        """A body can run from here on."""
        self.usage.binds |= free.binds
        self.usage.deletes |= free.deletes
        self.usage.mentions |= free.mentions
        self.usage.unknown |= free.unknown
        for name in sorted(free.reads):
            self.read(name)

    def bind(self, name: str) -> None:
        """The code assigns `name` here."""
        if self._class:
            self._class[-1].add(name)
            return
        self.usage.binds.add(name)
        if self.state is not None:
            self.state.add(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id)
            return
        self.read(node.id)
        if isinstance(node.ctx, ast.Del) and not self._class:
            self.usage.deletes.add(node.id)

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    # Ways that part and meet

    def branches(self, *ways: Callable[[], None]) -> None:
        """Run each way from the same state and go on with what all of them assign."""
        start = None if self.state is None else set(self.state)
        known = [set(names) for names in self._class]
        ends: list[State] = []
        for way in ways:
            self.state = None if start is None else set(start)
            self._class = [set(names) for names in known]
            way()
            ends.append(self.state)
        self._class = known
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

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.visit_all([node.type])
        if node.name:
            self.bind(node.name)
        self.visit_all(node.body)
        if node.name and not self._class:
            self.usage.deletes.add(node.name)

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

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.visit_all([node.pattern])
        if node.name:
            self.bind(node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.bind(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self.bind(node.rest)

    # Statements

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit_all([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit_all([node.value, node.annotation])
        if node.value is not None or not isinstance(node.target, ast.Name):
            self.visit(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read(node.target.id)
        self.visit_all([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        hidden, self._hidden = self._hidden, []
        self.visit(node.target)
        self._hidden = hidden

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name == "*":
                self.usage.star = True
            else:
                self.bind(scopes.imported(alias))

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global) -> None:
        return

    def visit_Await(self, node: ast.Await) -> None:
        self.usage.awaits = True
        self.generic_visit(node)

    # Scopes

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        with self._hiding(scopes.type_parameters(node)):
            self.visit_all(scopes.outer_parts(node))
        free = scopes.of_function(node)
        self.bind(node.name)
        if node.decorator_list:
            # A decorator may call it at once.
            self._outside_class(free)
        if self._methods is not None:
            self._methods.add(free)
        else:
            self._wait(node.name, free)

    visit_AsyncFunctionDef = visit_FunctionDef

    def _wait(self, name: str, free: scopes.Free) -> None:
        # Another branch may have defined it too: either may be called.
        self.waiting.setdefault(name, scopes.Free()).add(free)

    def _outside_class(self, free: scopes.Free) -> None:
        known, self._class = self._class, []
        self.release(free)
        self._class = known

    @contextmanager
    def _hiding(self, names: set[str]) -> Iterator[None]:
        self._hidden.append(names)
        yield
        self._hidden.pop()

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit_all(scopes.outer_parts(node))
        self._outside_class(scopes.of_function(node))

    def visit_TypeAlias(self, node: ast.AST) -> None:
        with self._hiding(scopes.type_parameters(node)):
            self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._methods = self._methods, scopes.Free()
        with self._hiding(scopes.type_parameters(node)):
            self.visit_all(scopes.outer_parts(node))
            self._class.append(set())
            self.visit_all(node.body)
            self._class.pop()
        methods, self._methods = self._methods, outer
        self.bind(node.name)
        if outer is not None:
            outer.add(methods)
        else:
            self._wait(node.name, methods)
        if node.decorator_list or node.keywords or node.bases:
            # Decorators, metaclasses and __init_subclass__ may use it at once.
            self._outside_class(methods)

    def _comprehension(self, node: scopes.Comprehension) -> None:
        self.visit(node.generators[0].iter)
        self.usage.awaits |= any(bool(generator.is_async) for generator in node.generators)
        start = None if self.state is None else set(self.state)
        local: set[str] = set()
        for generator in node.generators:
            local |= scopes.targets(generator.target)
        with self._hiding(local):
            for index, generator in enumerate(node.generators):
                if index:
                    self.visit(generator.iter)
                self.visit_all(part for part in ast.walk(generator.target) if _is_use(part))
                self.visit_all(generator.ifs)
            if isinstance(node, ast.DictComp):
                self.visit_all([node.key, node.value])
            else:
                self.visit(node.elt)
        self.state = start

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    # Names in strings

    def visit_Call(self, node: ast.Call) -> None:
        found = interactive(node)
        if found is not None:
            self.usage.interactive.append(found)
            self.read("get_ipython")
            name = captured_name(found) if found.name == "capture" else None
            if name is not None:
                self.bind(name)
        else:
            self.visit_all(dynamic.parts(node))
        reach = dynamic.of_call(node)
        if reach is not None:
            self._reached(reach)

    def _reached(self, reach: dynamic.Reach) -> None:
        self.usage.mentions |= reach.mentions
        if reach.unknown is not None:
            self.usage.unknown.add(reach.unknown)
        for name in sorted(reach.reads):
            self.read(name)
        self.usage.binds |= reach.binds
        for text in reach.code:
            tree = scopes.parse(text)
            if tree is None:
                continue
            before = None if self.state is None else set(self.state)
            binds = set(self.usage.binds)
            self.visit_all(tree.body)
            if reach.own_scope:
                self.state, self.usage.binds = before, binds

    def visit_Subscript(self, node: ast.Subscript) -> None:
        name = dynamic.of_subscript(node)
        if name is None:
            self.generic_visit(node)
        elif isinstance(node.ctx, ast.Store):
            self.bind(name)
        else:
            self.read(name)
            if isinstance(node.ctx, ast.Del):
                self.usage.deletes.add(name)

    def visit_Compare(self, node: ast.Compare) -> None:
        name = dynamic.is_membership(node)
        if name is not None:
            self.read(name)
        else:
            self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        name = dynamic.of_attribute(node)
        if name is not None:
            self.bind(name) if isinstance(node.ctx, ast.Store) else self.read(name)
        self.generic_visit(node)


def _is_use(node: ast.AST) -> bool:
    """Part of a target that is evaluated: ``for a[i] in …``."""
    return isinstance(node, (ast.Subscript, ast.Attribute))


def _swallows(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        node = node.func
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in _SWALLOWS


def _always_matches(case: ast.match_case) -> bool:
    pattern = case.pattern
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and case.guard is None
