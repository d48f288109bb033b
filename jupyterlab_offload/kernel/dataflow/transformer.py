"""The hook through which every cell passes before it runs."""

from __future__ import annotations

import ast
import sys
from typing import Protocol

from IPython.core.error import InputRejected


class Gate(Protocol):
    """What decides about a cell that is about to run."""

    def before_cell(self, tree: ast.Module) -> None:
        """Wait, bind; raise InputRejected (or what is one too) if the cell must not run."""


class DataFlow(ast.NodeTransformer):
    """An AST transformer for IPython that changes nothing: it lets cells wait.

    IPython removes a transformer that raises anything else than InputRejected, and goes on
    without it. So a bug of ours is reported here, and never stops a cell.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def visit(self, node: ast.AST) -> ast.AST:
        """What IPython calls with a cell's tree, and with the code that it times."""
        try:
            if isinstance(node, ast.Module):
                self._gate.before_cell(node)
        except InputRejected:
            raise
        except Exception as error:
            print(
                f"offload: a cell could not be looked at ({type(error).__name__}: {error});"
                " it runs with the variables as they are.",
                file=sys.stderr,
            )
        return node
