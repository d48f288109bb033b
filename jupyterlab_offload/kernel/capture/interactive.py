"""IPython's syntax: turned into Python line by line, its calls read back, its braces scanned."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .errors import CaptureError

LINE_MAGICS = frozenset({"matplotlib", "time", "timeit"})
CELL_MAGICS = frozenset({"capture", "time", "timeit"})
"""The magics that a job has; every other is refused by its name."""

_CALLS = {
    "run_line_magic": "line",
    "run_cell_magic": "cell",
    "system": "system",
    "getoutput": "system",
}
_DOLLAR = re.compile(r"(?<!\$)\$([A-Za-z_]\w*)")


@dataclass(frozen=True)
class Interactive:
    """One use of IPython's syntax. `kind` is line, cell or system; `text` a line or a command."""

    kind: str
    name: str
    text: str
    body: str
    line: int


@lru_cache(maxsize=1)
def _manager() -> Any:
    from IPython.core import inputtransformer2

    base: Any = inputtransformer2.TransformerManager

    class Manager(base):  # type: ignore[misc]  # IPython is imported when it is first needed
        """Keeps the number of lines: a magic that goes on over lines leaves blank ones."""

        def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
            changed, made = super().do_one_token_transform(lines)
            missing = len(lines) - len(made)
            if changed and missing > 0:
                pairs = enumerate(zip(lines, made, strict=False))
                place = next((at for at, (old, new) in pairs if old != new), len(made) - 1)
                made = [*made[: place + 1], *["\n"] * missing, *made[place + 1 :]]
            return changed, made

    return Manager()


def to_python(source: str) -> str:
    """The cell as Python, with the same line numbers. Raises CaptureError."""
    if not source.strip():
        return source
    blank = len(source) - len(source.lstrip("\n"))
    leading = source[:blank]
    rest = source[blank:]
    if "%" not in rest and "!" not in rest and "?" not in rest and _parses(rest):
        return source
    try:
        made: str = _manager().transform_cell(rest)
    except SyntaxError as error:
        raise CaptureError(error.msg, _shifted(error.lineno, blank)) from error
    lost = len(rest.splitlines()) - len(made.splitlines())
    first = rest.splitlines()[: max(lost, 0)]
    if first and not "".join(first).strip():
        made = "\n" * lost + made
    return leading + made


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True


def _shifted(line: int | None, by: int) -> int | None:
    return None if line is None else line + by


def interactive(call: ast.Call) -> Interactive | None:
    """What IPython made of a magic or a command, from the call that stands in its place."""
    func = call.func
    if not (
        isinstance(func, ast.Attribute)
        and func.attr in _CALLS
        and isinstance(func.value, ast.Call)
        and isinstance(func.value.func, ast.Name)
        and func.value.func.id == "get_ipython"
    ):
        return None
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    if len(words) != len(call.args) or not all(isinstance(word, str) for word in words):
        return None
    kind = _CALLS[func.attr]
    if kind == "system":
        words = ["", *words]
    padded = [str(word) for word in words] + ["", "", ""]
    return Interactive(kind, padded[0], padded[1], padded[2], call.lineno)


def expanded(text: str) -> Iterator[str]:
    """The expressions that IPython puts into a command: ``{x + 1}`` and ``$name``."""
    yield from _DOLLAR.findall(text)
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        # Braces of the shell's or of awk's: IPython then leaves the command as it is.
        return
    for _, field, spec, _ in pieces:
        if field:
            yield field
        if spec:
            yield from expanded(spec)


def timed(found: Interactive) -> str:
    """The Python that a time or timeit magic runs, without its options."""
    line = found.text.strip()
    while line.startswith("-"):
        option, _, rest = line.partition(" ")
        if option in ("-n", "-r", "-o", "-p") and option != "-o":
            _, _, rest = rest.strip().partition(" ")
        line = rest.strip()
    return f"{line}\n{found.body}" if line else found.body


def captured_name(found: Interactive) -> str | None:
    """The name that ``%%capture name`` binds."""
    words = [word for word in found.text.split() if not word.startswith("-")]
    return words[0] if words and words[0].isidentifier() else None
