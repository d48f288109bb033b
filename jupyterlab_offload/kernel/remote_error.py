"""The exception of a job, raised here as what it was there."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Any

from IPython.core.error import InputRejected


_COUNT = re.compile(r" \(\d+ sub-exceptions?\)$")
"""What Python adds to the message of a group."""


class RemoteError(Exception):
    """A job's cell ended with an exception, or the job ended before its cell.

    What is raised is always also of the exception's own type: the same built-in, or the
    notebook's own class, else the nearest built-in base. `job` is the job's name, `remote_type`
    the type's full name there, `remote_traceback` the traceback's text in the cell's lines.
    """

    job: str = ""
    remote_type: str = ""
    remote_traceback: str = ""

    def _render_traceback_(self) -> list[str]:
        if self.remote_traceback:
            return self.remote_traceback.rstrip("\n").split("\n")
        return [f"{type(self).__name__}: {self}"]


def remote_error(
    record: Mapping[str, Any], job: str, namespace: Mapping[str, object]
) -> BaseException:
    """The exception that a result's `error` describes, ready to be raised.

    The record is data from the job: it chooses among exception classes that are here already, and
    nothing in it runs, but for the constructor of a class of the notebook's own.
    """
    name = _name(record)
    base = _base(record, namespace)
    args = _args(record, job, namespace, base)
    error = _made(name, base, args, str(record.get("message", "")))
    error.job = job  # type: ignore[attr-defined]  # the class is made at run time
    module = str(record.get("module", "builtins"))
    error.remote_type = f"{module}.{name}"  # type: ignore[attr-defined]  # as above
    error.remote_traceback = _text(record)  # type: ignore[attr-defined]  # as above
    notes = record.get("notes")
    if isinstance(notes, list):
        error.__notes__ = [str(note) for note in notes]  # type: ignore[attr-defined]  # 3.11
    attributes = record.get("attributes")
    if isinstance(attributes, dict) and isinstance(error, RemoteError):
        for key, value in attributes.items():
            if str(key).isidentifier() and not str(key).startswith("_"):
                error.__dict__.setdefault(str(key), value)
    cause = record.get("cause")
    if isinstance(cause, dict):
        error.__cause__ = remote_error(cause, job, namespace)
    return error


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
    names = [str(name) for name in record.get("mro") or [record.get("type", "Exception")]]
    own = namespace.get(names[0].rpartition(".")[2]) if names else None
    in_notebook = str(record.get("module", "")) == "__main__"
    if in_notebook and isinstance(own, type) and issubclass(own, BaseException):
        return own
    for name in names:
        found = getattr(builtins, name.rpartition(".")[2], None)
        plain = "." not in name or name.startswith("builtins.")
        if plain and isinstance(found, type) and issubclass(found, BaseException):
            return found
    return Exception


def _args(
    record: Mapping[str, Any], job: str, namespace: Mapping[str, object], base: type[BaseException]
) -> tuple[Any, ...]:
    message = str(record.get("message", ""))
    members = [part for part in record.get("exceptions") or () if isinstance(part, dict)]
    if _is_group(base) and members:
        inner = [remote_error(part, job, namespace) for part in members]
        return _COUNT.sub("", message), inner
    args = record.get("args")
    return tuple(args) if isinstance(args, list) else (message,)


def _is_group(base: type[BaseException]) -> bool:
    return any(kind.__name__ == "BaseExceptionGroup" for kind in base.__mro__)


def _made(
    name: str, base: type[BaseException], args: tuple[Any, ...], message: str
) -> BaseException:
    """An exception that is of both types. InputRejected lets a cell that waits be ended by it."""
    if base in (SystemExit, KeyboardInterrupt):
        return base(*args)
    members = {"__module__": base.__module__, "__qualname__": name}
    if base is Exception:
        made: Any = type(name, (RemoteError, InputRejected), members)
    else:
        made = type(name, (RemoteError, InputRejected, base), members)
    try:
        error: BaseException = made(*args)
    except Exception:
        # A constructor of the class's own that wants something else.
        error = made.__new__(made, *args)
        error.args = args
    if str(error) != message or issubclass(base, SyntaxError):
        made.__str__ = lambda self: message
    return error


def _text(record: Mapping[str, Any]) -> str:
    found = record.get("traceback_text", record.get("traceback", ""))
    if isinstance(found, list):
        found = "\n".join(str(line) for line in found)
    return str(found)
