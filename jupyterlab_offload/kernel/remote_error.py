"""The exception of a job, raised here as what it was there."""

from __future__ import annotations

import builtins
import contextlib
import re
from collections.abc import Mapping
from typing import Any

from IPython.core.error import InputRejected

MAX_DEPTH = 20
"""Twice as deep as the driver describes causes: a forged record may be nested without end."""
_COUNT = re.compile(r" \(\d+ sub-exceptions?\)$")
"""What Python adds to the message of a group."""


class RemoteError(InputRejected):
    """A job's cell ended with an exception, or the job ended before its cell.

    What is raised is always also of the exception's own type: the same built-in, or the
    notebook's own class, else the nearest built-in base. `job` is the job's name, `remote_type`
    the type's full name there, `remote_traceback` the traceback's text in the cell's lines.

    It is an InputRejected, so that it can stop a cell that waits before it begins.
    """

    job: str = ""
    remote_type: str = ""
    remote_traceback: str = ""

    def _render_traceback_(self) -> list[str]:
        if self.remote_traceback:
            return self.remote_traceback.rstrip("\n").split("\n")
        return [f"{type(self).__name__}: {self}"]


def remote_error(
    record: Mapping[str, Any], job: str, namespace: Mapping[str, object], depth: int = 0
) -> BaseException:
    """The exception that a result's `error` describes, ready to be raised.

    The record is data from the job: it chooses among exception classes that are here already;
    no constructor of the notebook's own runs. Causes and members below MAX_DEPTH are left out.
    """
    name = _name(record)
    base = _base(record, namespace) if depth < MAX_DEPTH else Exception
    args = _args(record, job, namespace, base, depth)
    error = _made(name, base, args, str(record.get("message", "")))
    error.job = job  # type: ignore[attr-defined]  # the class is made at run time
    module = str(record.get("module", "builtins"))
    error.remote_type = f"{module}.{name}"  # type: ignore[attr-defined]  # as above
    error.remote_traceback = _text(record)  # type: ignore[attr-defined]  # as above
    notes = _list(record, "notes")
    if notes:
        error.__notes__ = [str(note) for note in notes]  # type: ignore[attr-defined]  # 3.11
    attributes = record.get("attributes")
    if isinstance(attributes, dict) and isinstance(error, RemoteError):
        for key, value in attributes.items():
            if str(key).isidentifier() and not str(key).startswith("_"):
                error.__dict__.setdefault(str(key), value)
    cause = record.get("cause")
    if isinstance(cause, dict) and depth < MAX_DEPTH:
        error.__cause__ = remote_error(cause, job, namespace, depth + 1)
    return error


def exit_error(code: int) -> BaseException:
    """The cell has called `sys.exit`."""
    return _made("SystemExit", SystemExit, (code,), str(code))


def ended_error(job: str, reason: str) -> RemoteError:
    """The job ended, and not because its cell raised something."""
    error = RemoteError(reason)
    error.job = job
    return error


def _name(record: Mapping[str, Any]) -> str:
    name = str(record.get("type", "Exception")).rpartition(".")[2]
    return name if name.isidentifier() else "Exception"


def _base(record: Mapping[str, Any], namespace: Mapping[str, object]) -> type[BaseException]:
    """The notebook's own class of that name, else the nearest built-in one."""
    names = [str(name) for name in _list(record, "mro")] or [str(record.get("type"))]
    own = namespace.get(names[0].rpartition(".")[2]) if names else None
    in_notebook = str(record.get("module", "")) == "__main__"
    if in_notebook and isinstance(own, type) and issubclass(own, BaseException):
        return own
    for name in names:
        found = getattr(builtins, name.rpartition(".")[2], None)
        if found is not None and _is_group(found) and not _list(record, "exceptions"):
            continue  # which no group can be without
        plain = "." not in name or name.startswith("builtins.")
        if plain and isinstance(found, type) and issubclass(found, BaseException):
            return found
    return Exception


def _args(
    record: Mapping[str, Any],
    job: str,
    namespace: Mapping[str, object],
    base: type[BaseException],
    depth: int,
) -> tuple[Any, ...]:
    message = str(record.get("message", ""))
    members = [part for part in _list(record, "exceptions") if isinstance(part, dict)]
    if _is_group(base) and members:
        inner = [remote_error(part, job, namespace, depth + 1) for part in members]
        return _COUNT.sub("", message), inner
    args = record.get("args")
    return tuple(args) if isinstance(args, list) else (message,)


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    found = record.get(key)
    return found if isinstance(found, list) else []


def _is_group(base: Any) -> bool:
    return any(kind.__name__ == "BaseExceptionGroup" for kind in getattr(base, "__mro__", ()))


def _made(
    name: str, base: type[BaseException], args: tuple[Any, ...], message: str
) -> BaseException:
    """An exception that is of both types."""
    members = {"__module__": base.__module__, "__qualname__": name}
    bases = (RemoteError,) if base in (Exception, BaseException) else (base, RemoteError)
    made: Any = type(name, bases, members)
    builtin: Any = next(kind for kind in base.__mro__ if kind.__module__ == "builtins")
    error: BaseException = builtin.__new__(made, *args)
    error.args = args
    if base.__module__ == "builtins":
        with contextlib.suppress(Exception):  # forged arguments that the type does not take
            error = made(*args)
    if _words(error) != message or issubclass(base, SyntaxError):
        made.__str__ = lambda self: message
    return error


def _words(error: BaseException) -> str | None:
    """What `str` says; None where that needs what only the class's own constructor sets."""
    try:
        return str(error)
    except Exception:
        return None


def _text(record: Mapping[str, Any]) -> str:
    found = record.get("traceback_text", record.get("traceback", ""))
    if isinstance(found, list):
        found = "\n".join(str(line) for line in found)
    return str(found)
