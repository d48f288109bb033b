"""The engine's own process: detached, locked, bound, and then the engine until it ends."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..credentials import CredentialsError
from ..home import Home
from ..runner import interpreters
from ..settings import Settings, SettingsError
from .errors import EngineError
from .health import HOST
from .locks import Lock
from .record import Record, read, write
from .version import VERSION

LOCK_SECONDS = 2.0
"""Others look at the lock for microseconds at a time; somebody who keeps it is an engine."""
OPEN_FILES = 8192

Report = Callable[[Mapping[str, Any]], None]


def main(root: str, options: str) -> None:
    """What ``launch`` starts: forks off, says on stdout in one line of JSON how it went, serves."""
    if os.fork():
        os._exit(0)
    # A starter's thread may have blocked the signal that ends an engine.
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    code = 1
    try:
        run(Home(Path(root)), json.loads(options), _report)
        code = 0
    except (EngineError, SettingsError, CredentialsError) as error:
        _report({"error": str(error)})
    except Exception as error:
        # Once the engine answers nobody reads the report any more: then the log has it.
        logging.exception("the engine ended")
        _report({"error": f"The engine could not start: {error} (see {root}/engine.log)"})
    logging.shutdown()
    sys.exit(code)


def run(home: Home, options: Mapping[str, Any], report: Report) -> None:
    """Serves until a signal or idleness ends the engine. Raises EngineError, SettingsError.

    ``report`` is called once, when the engine answers.
    """
    os.umask(0o077)
    home.create()
    lock = Lock(home.engine_lock)
    if not lock.take(LOCK_SECONDS):
        raise EngineError(f"An engine runs already in {home.root}.")
    try:
        last = read(home)
        last_port = last.port if last else 0
        # A predecessor that was killed left its pid behind.
        write(home, Record(last_port))
        settings = configured(home, options)
        listener = bind(settings.port, last_port)
        port = listener.getsockname()[1]
        logging.basicConfig(
            level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
        )
        _raise_file_limit()

        # Late, so that two engines that start at once find out about each other first.
        from ..engine import serve

        serve(home, settings, listener, lambda: _announce(home, settings, port, options, report))
    finally:
        # The pid goes before the lock does: see record.running.
        last = read(home)
        if last is not None:
            write(home, Record(port=last.port))
        lock.release()


def configured(home: Home, options: Mapping[str, Any]) -> Settings:
    """The home's settings, with a run's options over them. Raises SettingsError."""
    settings = Settings.load(home.settings_file)
    Settings.check(options, "Options:")
    settings = replace(settings, **options)
    if interpreters.version_of(settings.python) is None:
        where = "Options:" if "python" in options else f"{home.settings_file}:"
        raise SettingsError(
            f"{where} python must be the path of an interpreter, but {settings.python!r} does not"
            " run as a Python 3."
        )
    return settings


def bind(wanted: int, last: int) -> socket.socket:
    """A listening socket on loopback: the wanted port, else the last one if free, else any."""
    for port in [wanted] if wanted else [last, 0]:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # A port in TIME_WAIT counts as free; one that somebody listens on does not.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(512)
        except OSError:
            listener.close()
            continue
        listener.setblocking(False)
        return listener
    raise EngineError(
        f"Port {wanted} is taken by another program; name another with --port or in settings.json."
        if wanted
        else "There is no free port on 127.0.0.1."
    )


def _announce(
    home: Home, settings: Settings, port: int, options: Mapping[str, Any], report: Report
) -> None:
    pid = os.getpid()
    record = Record(
        port, pid, VERSION, settings.region, time.time(), dict(options), settings.python
    )
    write(home, record)
    report({"port": port, "pid": pid})


def _report(told: Mapping[str, Any]) -> None:
    """Writes the one line to stdout, then lets go of the starter's pipe."""
    # The starter may be gone by now; the engine serves whoever comes next.
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(dict(told)).encode() + b"\n")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 1)
    os.close(null)


def _raise_file_limit() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
