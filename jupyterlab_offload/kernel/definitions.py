"""Functions and classes that a cell has defined elsewhere, defined here from the same text."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell


def define(shell: InteractiveShell, source: str, first_line: int) -> None:
    """Run a definition in the notebook's namespace, its lines known to tracebacks and `inspect`.

    Lines count from the cell's first one, so that a traceback names the cell's own. Raises what
    the definition raises.
    """
    text = "\n" * (first_line - 1) + source
    filename = shell.compile.cache(text, shell.execution_count, raw_code=text)
    exec(compile(text, filename, "exec", dont_inherit=True), shell.user_ns)
