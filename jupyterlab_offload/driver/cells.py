"""Runs the parts: in one namespace, in a running event loop, with the notebook's line numbers."""

from __future__ import annotations
import __future__

import ast
import inspect
import io
import linecache
import tokenize
from types import CodeType
from typing import Any

from .manifest import Part

_FUTURES = 0
for _name in __future__.all_feature_names:
    _FUTURES |= getattr(__future__, _name).compiler_flag


class Carried(Exception):
    """Brings the cell's StopIteration, its argument, out of coroutines, which may not raise it."""


class Cells:
    """Compiles and runs source in a namespace.

    `files` holds each part by what its code objects call their file, `labels` what tracebacks
    call these and other pieces of the notebook.
    """

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.files: dict[str, Part] = {}
        self.labels: dict[str, str] = {}
        self._flags = 0
        self._file = "<cell>"

    async def run(self, part: Part, number: int) -> Any:
        """Runs a part; returns the value of its last expression, None where it is to be quiet.

        Raises what the part raises, StopIteration as Carried.
        """
        self._file = f"<offloaded cell {number + 1}>"
        self.files[self._file] = part
        self.labels[self._file] = part.label
        remember(self._file, part.source, part.first_line)
        body, last = self._compiled(part.source, part.first_line, self._file)
        if body is not None:
            await self._awaited(body)
        if last is None:
            return None
        value = await self._awaited(last)
        return None if is_quiet(part.source) else value

    def run_within(self, source: str, first_line: int) -> Any:
        """Runs source that stands inside the running part, such as a magic's."""
        body, last = self._compiled(source, first_line, self._file)
        if body is not None:
            exec(body, self.namespace)
        return None if last is None else eval(last, self.namespace)

    async def _awaited(self, code: CodeType) -> Any:
        try:
            value = eval(code, self.namespace)
        except StopIteration as error:
            raise Carried(error) from None
        return await value if code.co_flags & inspect.CO_COROUTINE else value

    def _compiled(
        self, source: str, first_line: int, file: str
    ) -> tuple[CodeType | None, CodeType | None]:
        """All but the last expression, and the last expression if that is what it ends with."""
        padded = "\n" * (first_line - 1) + source
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree = compile(padded, file, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        assert isinstance(tree, ast.Module)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        body = None
        if tree.body:
            body = compile(tree, file, "exec", flags, dont_inherit=True)
            # As in a notebook, `from __future__ import …` holds from here on.
            self._flags |= body.co_flags & _FUTURES
            flags |= self._flags
        if not isinstance(last, ast.Expr):
            return body, None
        expression = ast.Expression(last.value)
        return body, compile(expression, file, "eval", flags, dont_inherit=True)


def remember(file: str, source: str, first_line: int) -> None:
    """Gives `inspect` and tracebacks the source. Entries without a time are never checked."""
    lines = ["\n"] * (first_line - 1) + [line + "\n" for line in source.split("\n")]
    linecache.cache[file] = (len(source), None, lines, file)


def is_quiet(source: str) -> bool:
    """Whether a cell ends with a semicolon: then its last value is not shown."""
    if ";" not in source:
        return False
    skipped = (
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.ENDMARKER,
        tokenize.INDENT,
        tokenize.DEDENT,
    )
    last = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type not in skipped:
                last = token.string
    except (tokenize.TokenError, SyntaxError):
        return False
    return last == ";"
