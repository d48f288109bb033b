"""What a cell expects of its surroundings: a keyboard, variables, paths, other magics."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from .interactive import CELL_MAGICS, LINE_MAGICS
from .usage import Usage

_ASKS = {"input", "getpass", "raw_input"}
_EVERYWHERE = frozenset(
    ("HOME", "PATH", "PWD", "USER", "LANG", "TMPDIR", "PYTHONPATH", "SHELL", "LD_LIBRARY_PATH")
)


def refusals(code: Sequence[ast.AST], usage: Usage) -> dict[str, str]:
    """What cannot work in a job, by name."""
    found: dict[str, str] = {}
    for use in usage.interactive:
        known = CELL_MAGICS if use.kind == "cell" else LINE_MAGICS
        mark = "%%" if use.kind == "cell" else "%"
        if use.kind != "system" and use.name not in known:
            name = "?" if use.name.startswith("pinfo") else mark + use.name
            here = (
                "without %%offload it runs here" if use.kind == "cell" else "run it in its own cell"
            )
            found[name] = f"{name} does not work in a job: {here}"
    for tree in code:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                plain = isinstance(node.func, ast.Name) or name == "getpass"
                if name in _ASKS and plain:
                    found[name] = (
                        f"{name}() asks somebody, and nobody is there: ask in a cell before, and "
                        f"use the answer here"
                    )
    return found


def remarks(code: Sequence[ast.AST], usage: Usage) -> dict[str, str]:
    """What may be different in a job, by name."""
    found: dict[str, str] = {}
    for reason in sorted(usage.unknown):
        found[reason] = f"{reason}: names that it reads cannot be seen; add them with --in"
    for tree in code:
        for node in ast.walk(tree):
            for name in _variables(node):
                if name not in _EVERYWHERE and not name.startswith(("SM_", "AWS_")):
                    found[name] = f"the variable {name} is not set in a job: add --env {name}"
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and text.startswith("/opt/ml"):
                found[text] = (
                    f"{text} is a folder of the job's own; results come back as variables and "
                    f"as files written to the working directory"
                )
    return found


def _variables(node: ast.AST) -> Iterator[str]:
    """Environment variables that an expression reads."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        if _is_environ(node.value) and isinstance(node.slice, ast.Constant):
            yield str(node.slice.value)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if name == "getenv" or (name in ("get", "pop") and owner and _is_environ(owner)):
            yield str(node.args[0].value)


def _is_environ(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) == "environ"
