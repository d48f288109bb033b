"""Names that the body of a function takes from outside, whenever it may be called."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import dynamic

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass
class Free:
    """Names of the module's scope that a body reads, binds or deletes, and what is not known."""

    reads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    deletes: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def add(self, other: Free) -> None:
        """Take over what another body takes from outside."""
        self.reads |= other.reads
        self.binds |= other.binds
        self.deletes |= other.deletes
        self.mentions |= other.mentions
        self.unknown |= other.unknown


def parse(text: str) -> ast.Module | None:
    """Python in a string, or None where it is none (it then fails when it runs, not here)."""
    try:
        return ast.parse(text.strip())
    except (SyntaxError, ValueError):
        return None


def of_function(node: Function) -> Free:
    """What a function's body takes from outside; not its defaults and decorators."""
    body = [node.body] if isinstance(node, ast.Lambda) else node.body
    local = parameters(node.args) | type_parameters(node)
    walker = _Walker(local)
    walker.bind(body)
    walker.walk(body)
    return walker.result()


def outer_parts(node: Function | ast.ClassDef) -> list[ast.expr]:
    """The expressions of a definition that run where it stands, in their order."""
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *(word.value for word in node.keywords)]
    args = node.args
    parts: list[ast.expr | None] = [*args.defaults, *args.kw_defaults]
    if isinstance(node, ast.Lambda):
        return [part for part in parts if part is not None]
    parts[:0] = node.decorator_list
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    parts += [arg.annotation for arg in every if arg is not None]
    return [part for part in [*parts, node.returns] if part is not None]


def parameters(args: ast.arguments) -> set[str]:
    """The names of a function's parameters."""
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return {arg.arg for arg in every if arg is not None}


def type_parameters(node: ast.AST) -> set[str]:
    """The names in brackets after a function's, class's or type's name (Python 3.12)."""
    return {part.name for part in getattr(node, "type_params", ())}


def targets(node: ast.AST) -> set[str]:
    """Names that an assignment's target binds."""
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def imported(alias: ast.alias) -> str:
    """The name that one part of an import statement binds."""
    return alias.asname or alias.name.partition(".")[0]


class _Binder(ast.NodeVisitor):
    """Collects what a scope binds, without going into the scopes in it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.names.add(node.id)

    def visit_Global(self, node: ast.Global) -> None:
        self.globals.update(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.nonlocals.update(node.names)

    def visit_alias(self, node: ast.alias) -> None:
        self.names.add(imported(node))

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.names.add(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self.names.add(node.rest)
        self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, SCOPES):
            if not isinstance(node, ast.Lambda):
                self.names.add(node.name)
            for part in outer_parts(node):
                self.visit(part)
        elif isinstance(node, COMPREHENSIONS):
            # Its targets are its own; a walrus in it binds here.
            walruses = (part for part in ast.walk(node) if isinstance(part, ast.NamedExpr))
            self.names.update(*(targets(walrus.target) for walrus in walruses))
        else:
            super().generic_visit(node)


class _Walker(ast.NodeVisitor):
    """Reads of one function's body that are no locals of it."""

    def __init__(self, local: Iterable[str]) -> None:
        self.local = set(local)
        self.globals: set[str] = set()
        self.free = Free()

    def bind(self, body: Iterable[ast.AST]) -> None:
        binder = _Binder()
        for node in body:
            binder.visit(node)
        self.globals = binder.globals
        self.local |= binder.names - binder.globals - binder.nonlocals
        self.free.binds |= binder.names & binder.globals

    def walk(self, body: Iterable[ast.AST]) -> None:
        for node in body:
            self.visit(node)

    def result(self) -> Free:
        self.free.reads -= self.local
        return self.free

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) or node.id in self.globals:
            if isinstance(node.ctx, ast.Del):
                self.free.deletes.add(node.id)
            if not isinstance(node.ctx, ast.Store):
                self.free.reads.add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name) and node.target.id in self.globals:
            self.free.reads.add(node.target.id)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        reach = dynamic.of_call(node)
        if reach is not None:
            self._reached(reach)
        self.walk(dynamic.parts(node))

    def _reached(self, reach: dynamic.Reach) -> None:
        self.free.reads |= reach.reads
        self.free.mentions |= reach.mentions
        if reach.unknown and not reach.unknown.startswith(("locals", "vars", "dir")):
            self.free.unknown.add(reach.unknown)
        for text in reach.code:
            tree = parse(text)
            if tree is not None:
                self.walk(tree.body)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        name = dynamic.of_subscript(node)
        if name is None:
            self.generic_visit(node)
        elif isinstance(node.ctx, ast.Load):
            self.free.reads.add(name)
        else:
            self.free.binds.add(name)

    def visit_Compare(self, node: ast.Compare) -> None:
        name = dynamic.is_membership(node)
        if name is not None:
            self.free.reads.add(name)
        else:
            self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        name = dynamic.of_attribute(node)
        if name is not None:
            self.free.reads.add(name)
        self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            self.walk(outer_parts(node))
            self._inner(of_function(node))
        elif isinstance(node, ast.ClassDef):
            self.walk(outer_parts(node))
            self._inner(of_class(node))
        elif isinstance(node, COMPREHENSIONS):
            self._inner(of_comprehension(node))
        else:
            super().generic_visit(node)

    def _inner(self, free: Free) -> None:
        self.free.add(free)


def of_comprehension(node: Comprehension) -> Free:
    """What a comprehension takes from outside, its first iterable included."""
    local: set[str] = set()
    for generator in node.generators:
        local |= targets(generator.target)
    walker = _Walker(local)
    for generator in node.generators:
        walker.visit(generator.iter)
        walker.walk(generator.ifs)
    if isinstance(node, ast.DictComp):
        walker.walk([node.key, node.value])
    else:
        walker.walk([node.elt])
    first = _Walker(())
    first.walk([node.generators[0].iter])
    free = walker.result()
    free.reads |= first.free.reads
    return free


def of_class(node: ast.ClassDef) -> Free:
    """What a class in a function takes from outside: its body's names fall through to there."""
    binder = _Binder()
    for part in node.body:
        binder.visit(part)
    walker = _Walker(())
    walker.globals = binder.globals
    known: set[str] = set()
    free = Free()
    for part in node.body:
        walker.free = Free()
        walker.visit(part)
        walker.free.reads -= known
        free.add(walker.free)
        if isinstance(part, (ast.Assign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound = _Binder()
            bound.visit(part)
            # A method does not see the class's names: its reads were taken above.
            known |= bound.names
    return _with_methods(node, free)


def _with_methods(node: ast.ClassDef, free: Free) -> Free:
    for part in node.body:
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            free.add(of_function(part))
    return free
