"""The names of a cell: what it reads, binds, deletes, and may change in place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from .errors import CaptureError
from .flow import Flow
from .interactive import to_python
from .scopes import parse
from .setters import imports
from .touches import touches
from .usage import Usage


def names(parts: str | Sequence[str]) -> Usage:
    """Analyse cells, as they stand in the notebook, that run one after the other.

    Raises CaptureError where one is not Python, with its line.
    """
    sources = [parts] if isinstance(parts, str) else parts
    return names_of([python_tree(to_python(source)) for source in sources])


def names_of(trees: Iterable[ast.Module]) -> Usage:
    """Analyse parsed cells; what a data flow has at hand when a cell runs."""
    flow = Flow()
    usage = flow.usage
    for tree in trees:
        flow.visit(tree)
        usage.imports |= imports([tree])
        touched, operands = touches(tree)
        usage.touched |= touched
        usage.operands |= operands
    seen = {text for found in usage.interactive for text in (found.text, found.body)}
    for text in seen:
        inner = parse(text)
        if inner is not None:
            touched, operands = touches(inner)
            usage.touched |= touched
            usage.operands |= operands
    usage.operands -= usage.touched
    return usage


def python_tree(source: str) -> ast.Module:
    """Parse a cell that is Python already, top-level await allowed. Raises CaptureError."""
    try:
        tree = ast.parse(source)
        # Only the compiler sees a return outside of a function and the like.
        compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        raise CaptureError(error.msg, error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise CaptureError(str(error)) from error
    return tree
