"""What cannot travel, whatever the format: things that live in one process only."""

from __future__ import annotations

import io
import sys
import types
from typing import Any

from .errors import Refused

_HERE = "make it in the cell that is offloaded"
_CONNECT = "connect in the cell that is offloaded"
_START = "start it in the cell that is offloaded"

_KINDS = (
    ("types GeneratorType", "generator", "use list(…) of it, or " + _HERE),
    ("types AsyncGeneratorType", "async generator", _HERE),
    ("types CoroutineType", "coroutine", "await it first, or " + _HERE),
    ("types FrameType", "stack frame", "keep its text instead"),
    ("types TracebackType", "traceback", "keep its text instead"),
    ("builtins memoryview", "memoryview", "use bytes(…) or bytearray(…) of it"),
    ("socket socket", "socket", _CONNECT),
    ("ssl SSLContext", "TLS context", _HERE),
    ("sqlite3 Connection", "connection", _CONNECT),
    ("sqlite3 Cursor", "cursor", "fetch its rows first"),
    ("sqlalchemy.engine Engine", "connection", _CONNECT),
    ("_thread LockType", "lock", _HERE),
    ("_thread RLock", "lock", _HERE),
    ("threading Condition", "lock", _HERE),
    ("threading Event", "lock", _HERE),
    ("threading Semaphore", "lock", _HERE),
    ("threading Barrier", "lock", _HERE),
    ("threading Thread", "thread", _START),
    ("threading local", "thread-local", _HERE),
    ("queue Queue", "queue", "take out what is in it, or " + _HERE),
    ("subprocess Popen", "process", _START),
    ("multiprocessing.process BaseProcess", "process", _START),
    ("multiprocessing.connection _ConnectionBase", "connection", _HERE),
    ("multiprocessing.pool Pool", "pool", _HERE),
    ("concurrent.futures Executor", "executor", _HERE),
    ("concurrent.futures Future", "future", "wait for its result first"),
    ("asyncio Future", "future", "await it first"),
    ("asyncio AbstractEventLoop", "event loop", "the cell has a running loop of its own"),
    ("asyncio Lock", "lock", _HERE),
    ("asyncio Event", "lock", _HERE),
    ("asyncio Condition", "lock", _HERE),
    ("asyncio Semaphore", "lock", _HERE),
    ("mmap mmap", "memory map", "read it into bytes, or give the file's name"),
    ("weakref ref", "weak reference", "keep the object itself"),
)
"""Module and name of a type, what it is in words, what to do. A module that is not loaded has
made no value, and is not loaded to look."""

_known: dict[type, tuple[str, str] | None] = {}


def check(value: object) -> None:
    """Raise Refused for a value of a kind that cannot travel."""
    kind = type(value)
    if kind not in _known:
        _known[kind] = _words(kind)
    words = _known[kind]
    if words is not None:
        what, advice = words
        raise Refused(value, what, f"it is {article(what)}", advice)


def _words(kind: type) -> tuple[str, str] | None:
    if issubclass(kind, io.IOBase) and not issubclass(kind, (io.BytesIO, io.StringIO)):
        return "open file", "open it in the cell that is offloaded, or pass its name"
    for place, what, advice in _KINDS:
        module, name = place.split()
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and issubclass(kind, found):
            return what, advice
    return None


def check_top(value: object) -> None:
    """Raise Refused for what is no value of its own: a module is imported on the other side."""
    if isinstance(value, types.ModuleType):
        raise Refused(value, "module", "it is a module", "import it in the cell that is offloaded")
    check(value)


def unpicklable(value: Any, error: BaseException) -> Refused:
    """The refusal of a value whose own class fails to pickle it."""
    kind = type(value).__qualname__
    text = str(error).strip() or type(error).__name__
    return Refused(value, kind, f"{article(kind)} cannot be pickled: {text}", _HERE)


def article(word: str) -> str:
    """The word with a or an before it."""
    return ("an " if word[:1].lower() in "aeiou" else "a ") + word
