"""Steps that recreate a notebook's definitions, in an order in which each finds what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Step = dict[str, Any]
"""One item of the prelude: plain data. Kinds:

- ``import``, ``source``, ``assign``: `source` is Python, run in the job's namespace as it stands,
  its first line being line `first_line` of the cell that `label` names.
- ``input``: the values `names` are decoded here, with the groups that they belong to; what no
  step names is decoded after the last one.
"""


@dataclass(eq=False)
class Node:
    """Something that text of the prelude refers to as `expression`.

    It is defined by `steps` after all of `needs` are ready to be used; it is ready itself when
    all of `uses` are defined, and ready in turn, and `patches` have run; `last` run when all
    is there.
    """

    expression: str
    steps: list[Step] = field(default_factory=list)
    needs: list[Node] = field(default_factory=list)
    uses: list[Node] = field(default_factory=list)
    patches: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    first: bool = False


def step(kind: str, source: str, label: str = "prelude", first_line: int = 1) -> Step:
    """A step that runs Python."""
    return {"kind": kind, "source": source, "label": label, "first_line": first_line}


def ordered(nodes: Iterable[Node]) -> list[Step]:
    """All steps of the nodes and of what they need; rings are cut where they close."""
    emitter = _Emitter()
    nodes = list(nodes)
    for node in nodes:
        if node.first:
            emitter.define(node)
    for node in nodes:
        emitter.ready(node)
    return [*emitter.steps, *emitter.postponed, *emitter.last]


class _Emitter:
    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.postponed: list[Step] = []
        self.last: list[Step] = []
        self._begun: set[int] = set()
        self._defined: set[int] = set()
        self._ready: set[int] = set()

    def define(self, node: Node) -> None:
        if id(node) in self._begun:
            return
        self._begun.add(id(node))
        for other in node.needs:
            self.ready(other)
        self.steps += node.steps
        self._defined.add(id(node))

    def ready(self, node: Node) -> None:
        if id(node) in self._ready:
            return
        self._ready.add(id(node))
        self.define(node)
        for other in node.uses:
            self.define(other)
        for other in node.uses:
            self.ready(other)
        # In a ring some of what a patch names is only on its way.
        complete = all(id(other) in self._defined for other in (node, *node.uses))
        into = self.steps if complete else self.postponed
        into += [step("assign", text) for text in node.patches]
        self.last += [step("assign", text) for text in node.last]
