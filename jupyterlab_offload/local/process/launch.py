"""Starts an engine as a process of its own and waits until it answers."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from ..home import Home
from .errors import EngineError

START_SECONDS = 30.0
"""After that long without a word from a new engine its start is given up."""

_BOOT = Path(__file__).resolve().with_name("boot.py")
_LOG_TAIL_BYTES = 2000
_LOG_LIMIT_BYTES = 5 * 2**20

# Whoever starts the engine may hold secrets in its environment (AWS keys, a Jupyter token). The
# engine outlives it and needs none of them: only what finds programs, packages and folders.
_KEPT = re.compile(
    "PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|TZ|TMPDIR|TEMP|SHELL|VIRTUAL_ENV|CONDA_PREFIX"
    "|PYENV_ROOT|UV_PYTHON_INSTALL_DIR|PYTHON(PATH|HOME|USERBASE|NOUSERSITE|UTF8)"
    "|(LD|DYLD)_LIBRARY_PATH|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|PIP_.*"
    "|(HTTPS?|NO|https?|no)_(PROXY|proxy)|LC_.*|XDG_(DATA|CACHE|CONFIG)_.*"
)


def launch(home: Home, options: Mapping[str, Any]) -> None:
    """Starts an engine; returns when it answers. Raises EngineError with the engine's own reason.

    The caller holds the start lock. The engine is nobody's child: it stays when its starter ends.
    """
    if not sys.executable:
        raise EngineError("The engine cannot be started: this Python does not know its own path.")
    with _log(home) as log:
        process = subprocess.Popen(
            [sys.executable, str(_BOOT), str(home.root), json.dumps(dict(options))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd="/",
            env=_environment(),
            start_new_session=True,
        )
    assert process.stdout is not None
    with process.stdout as pipe:
        line = _first_line(pipe.fileno(), START_SECONDS)
    if line is None:
        process.kill()
        process.wait()
        raise EngineError(
            f"The engine did not start within {START_SECONDS:.0f} s; see {home.engine_log}."
        )
    # The process that was started is only the one that forks the engine off: it is gone by now.
    process.wait()
    told = _decode(line)
    if told is None:
        raise EngineError(f"The engine ended while it started: {_tail(home)}")
    if "error" in told:
        raise EngineError(str(told["error"]))


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}
    # One engine has few threads; glibc's arena for each would cost it tens of megabytes.
    return {**kept, "MALLOC_ARENA_MAX": "2"}


def _log(home: Home) -> IO[bytes]:
    if home.engine_log.exists() and home.engine_log.stat().st_size > _LOG_LIMIT_BYTES:
        home.engine_log.replace(home.engine_log.with_suffix(".log.old"))
    descriptor = os.open(home.engine_log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    return os.fdopen(descriptor, "wb")


def _first_line(descriptor: int, seconds: float) -> bytes | None:
    deadline = time.monotonic() + seconds
    # Not select(): it refuses descriptors above 1023, and a busy Jupyter server has that many.
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    line = b""
    while not line.endswith(b"\n"):
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            return None
        chunk = os.read(descriptor, 4096)
        if not chunk:
            break
        line += chunk
    return line


def _decode(line: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _tail(home: Home) -> str:
    try:
        with open(home.engine_log, "rb") as log:
            log.seek(max(0, os.fstat(log.fileno()).st_size - _LOG_TAIL_BYTES))
            lines = log.read().decode("utf-8", "replace").strip().splitlines()
    except OSError:
        lines = []
    return (lines[-1] if lines else "it left no message") + f" (see {home.engine_log})"
