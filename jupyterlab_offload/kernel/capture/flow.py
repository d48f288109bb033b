"""Which names a cell reads before it has certainly assigned them: definite assignment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from . import dynamic, scopes
from .interactive import captured_name, interactive
from .ways import Ways


class Flow(Ways):
    """Walks code in the order in which it runs; several parts of a job may follow each other.

    A function's body is looked at when its name is first used after its definition: before
    that nothing can call it, and one that is only defined needs nothing yet.
    """

    def __init__(self) -> None:
        super().__init__()
        self.waiting: dict[str, scopes.Free] = {}
        self._running: set[str] = set()
        self._hidden: list[set[str]] = []
        self._methods: scopes.Free | None = None

    # Names

    def read(self, name: str) -> None:
        """The code may take `name` from the namespace here."""
        if any(name in hidden for hidden in self._hidden):
            return
        if self.class_names and name in self.class_names[-1]:
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
        if self.class_names:
            self.class_names[-1].add(name)
            return
        self.usage.binds.add(name)
        if self.state is not None:
            self.state.add(name)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id)
            return
        self.read(node.id)
        if isinstance(node.ctx, ast.Del) and not self.class_names:
            self.usage.deletes.add(node.id)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.visit_all([node.type])
        if node.name:
            self.bind(node.name)
        self.visit_all(node.body)
        if node.name and not self.class_names:
            self.usage.deletes.add(node.name)

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
        known, self.class_names = self.class_names, []
        self.release(free)
        self.class_names = known

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
            self.class_names.append(set())
            self.visit_all(node.body)
            self.class_names.pop()
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
