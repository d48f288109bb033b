"""The graph of what a cell needs: each object a node that text can refer to."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from types import CellType, FunctionType, ModuleType
from typing import Any

from ...codecs import known_name
from .cells import Cells, Place
from .code import global_names, names_in_strings, uses_strings
from .imports import import_module, import_object, submodules
from .inside import is_own_class, is_own_function, parts_of
from .literals import literal
from .order import Node, Step, ordered, step

HIDDEN = "__offload_"
"""How names begin that the prelude makes for itself and deletes at its end."""

_OURS = frozenset(("get_ipython", "exit", "quit", "display"))
"""Names that the job has from its own start."""

Maker = Callable[["Definitions", Any, str], Node | None]


class Definitions:
    """Collects nodes for names of the namespace, and for whatever they hold.

    When `steps` has run: `values` by name (hidden ones too) and `owners` of the hidden ones,
    `modules` that import statements name, modules of what values hold (`homes`) and `packages`
    beside them, `sources` of functions and classes, names that these read (`through`), `remarks`
    and what is `refused` by name, and `same_python_minor` if something travels as compiled code.
    """

    def __init__(
        self, namespace: Mapping[str, object], makers: list[Maker], used: set[str] | None = None
    ) -> None:
        self.namespace = namespace
        self.cells = Cells(namespace)
        self.values: dict[str, object] = {}
        self.modules: dict[str, ModuleType] = {}
        self.remarks: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.packages: set[str] = set()
        self.sources: list[ast.AST] = []
        self.through: set[str] = set()
        self.homes: set[str] = set()
        self.owners: dict[str, str] = {}
        self.same_python_minor = False
        self.used_names = set(used or ())
        self._makers = makers
        self._of_name: dict[str, Node] = {}
        self._of_id: dict[int, Node] = {}
        self._plain: set[int] = set()
        self._kept: list[object] = []
        self._hidden: list[str] = []
        self._later: list[Callable[[], None]] = []

    # Names

    def want(self, name: str) -> Node | None:
        """The node of a name, or None if the namespace does not have it."""
        if name in self._of_name or not is_users(name, self.namespace):
            return self._of_name.get(name)
        node = self._of_name[name] = self._named(name, self.namespace[name])
        return node

    def _named(self, name: str, value: object) -> Node:
        if isinstance(value, ModuleType):
            return self._module(name, value)
        node = self._of_id.get(id(value)) or self._definition(value, name)
        if node is None or id(value) in self._plain:
            # A value has an input for each of its names; sharing is the encoder's to see.
            return self._value(name, value)
        if node.expression != name:
            return Node(name, [step("assign", f"{name} = {node.expression}")], [node])
        return node

    def follow(self, node: Node, names: set[str]) -> None:
        """What a function or a class reads when it runs has to be there by then."""
        self.through |= names
        for name in sorted(names):
            found = self.want(name)
            if found is not None and found is not node:
                node.uses.append(found)

    def follow_code(self, node: Node, function: FunctionType, place: Place | None) -> None:
        """The same of what a function's code reads. `place` is its source, if there is one."""
        names = set(global_names(function.__code__))
        if place is not None:
            self.sources.append(place.node)
            if uses_strings(function.__code__):
                names |= names_in_strings(place.node)
        self.used_names |= set(function.__code__.co_names)
        self.follow(node, names)

    def refer(self, value: object, owner: str = "") -> tuple[str, list[Node]]:
        """Text that stands for an object that `owner` has, and what has to be there for it."""
        text = literal(value)
        if text is not None:
            return text, []
        node = self._of_id.get(id(value))
        if node is None and isinstance(value, ModuleType):
            node = self._module(self.fresh(), value)
        if node is None:
            node = self._definition(value, None)
        if node is None:
            node = self._value(self.fresh(), value)
            self._plain.add(id(value))
            self.owners[node.expression] = owner
        self._of_id[id(value)] = node
        self._kept.append(value)
        return node.expression, [node]

    def fresh(self) -> str:
        """A hidden name, deleted at the end of the prelude."""
        # Ends in underscores, so that a class's body does not take it for a private name.
        name = f"{HIDDEN}{len(self._hidden)}__"
        self._hidden.append(name)
        return name

    def later(self, work: Callable[[], None]) -> None:
        """Do work once the names that are wanted now have their nodes."""
        self._later.append(work)

    def drain(self) -> None:
        """Follow what the nodes use, until nothing new comes."""
        while self._later:
            self._later.pop(0)()

    def steps(self) -> list[Step]:
        """The prelude."""
        self.drain()
        nodes = [*self._of_name.values(), *self._of_id.values()]
        steps = ordered(nodes)
        if self._hidden:
            names = ", ".join(sorted(self._hidden))
            # Several of them may never have been bound: an import alone binds none.
            source = f"for {HIDDEN} in {names!r}.split(', '):\n    globals().pop({HIDDEN}, None)"
            steps.append(step("assign", f"{source}\ndel {HIDDEN}"))
        return steps

    # Kinds of nodes

    def _definition(self, value: Any, name: str | None) -> Node | None:
        own = getattr(value, "__name__", None)
        known = isinstance(own, str) and self.namespace.get(own) is value
        expression = str(own) if known else (name or self.fresh())
        for maker in self._makers:
            node = maker(self, value, expression)
            if node is not None:
                return self.begin(value, node)
        return self._imported(value, name or self.fresh())

    def begin(self, value: Any, node: Node) -> Node:
        """Let a node be found while it is made: what it needs may name it."""
        self._of_id[id(value)] = node
        self._kept.append(value)
        name = node.expression
        if name.isidentifier() and self.namespace.get(name) is value:
            self._of_name[name] = node
        return node

    def _imported(self, value: Any, name: str) -> Node | None:
        if is_own_function(value, self.namespace) or is_own_class(value, self.namespace):
            return None
        found = import_object(name, value)
        if found is None:
            return None
        source, module = found
        self._note_module(module)
        return Node(name, [step("import", source)], first=True)

    def _module(self, name: str, module: ModuleType) -> Node:
        source = import_module(name, module)
        if source is None:
            self.remarks[name] = f"{name} is a module that cannot be imported there"
            return Node(name)
        self._note_module(module.__name__, module)
        extra = [f"import {sub}" for sub in submodules(module, self.used_names)]
        root = module.__name__.partition(".")[0]
        if extra and name != root and root not in self.namespace:
            extra.append(f"del {root}")
        elif extra and name != root:
            extra = []
        return Node(name, [step("import", text) for text in [source, *extra]], first=True)

    def _note_module(self, name: str, module: ModuleType | None = None) -> None:
        found = module or sys.modules.get(name)
        if isinstance(found, ModuleType):
            self.modules[name] = found

    def _value(self, name: str, value: object) -> Node:
        self.values[name] = value
        node = Node(name, [{"kind": "input", "names": [name]}])
        self.later(lambda: self._look_inside(node, value))
        return node

    def _look_inside(self, node: Node, value: object) -> None:
        parts = parts_of(value, self.namespace)
        self.homes |= parts.homes
        for part in parts.own:
            root = part.__qualname__.partition(".")[0]
            if self.namespace.get(root) is part or "." in part.__qualname__:
                found = self.want(known_name(part) or root)
                if found is not None and found is not node:
                    node.needs.append(found)
            if isinstance(part, FunctionType):
                self.follow_code(node, part, self.cells.of_code(part.__code__))


def is_users(name: str, namespace: Mapping[str, object]) -> bool:
    """Whether the namespace has the name from the user, not from Python or IPython."""
    if name not in namespace or (name.startswith("__") and name.endswith("__")):
        return False
    value = namespace[name]
    home = str(getattr(value, "__module__", None) or type(value).__module__)
    if name in _OURS:
        return not home.startswith("IPython.")
    return not (name == "open" and getattr(value, "__name__", "") in ("open", "io_open"))


class CellsOf:
    """Closure cells: one for each cell here, so that functions that share one share it there."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._known: dict[int, tuple[CellType, Node, Node]] = {}

    def nodes(self, cell: CellType, owner: str) -> tuple[Node, Node]:
        """The node of a cell and the one that fills it, which may need what closes over it."""
        if id(cell) not in self._known:
            name = self._definitions.fresh()
            node = Node(name, [step("assign", f"{name} = __import__('types').CellType()")])
            filled = Node(name, needs=[node])
            self._known[id(cell)] = cell, node, filled
            self._definitions.later(lambda: self._fill(filled, cell, owner))
        return self._known[id(cell)][1:]

    def _fill(self, node: Node, cell: CellType, owner: str) -> None:
        try:
            contents = cell.cell_contents
        except ValueError:  # empty: it is read before it is assigned, as here
            return
        text, uses = self._definitions.refer(contents, owner)
        node.uses += uses
        node.patches.append(f"{node.expression}.cell_contents = {text}")
