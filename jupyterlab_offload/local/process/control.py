"""The one way in which everybody finds, starts and ends the engine of a home."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..credentials import Credentials
from ..home import Home
from .errors import EngineError
from .health import HOST, health
from .launch import launch
from .locks import POLL_SECONDS, Lock, has_open, is_held, wait_until_free
from .record import Record, running
from .version import VERSION, is_newer

LOCK_SECONDS = 60.0
"""How long to wait for somebody else who is starting or ending the engine."""
END_SECONDS = 20.0
"""How long an engine may take to end in good order."""
ANSWER_SECONDS = 5.0
"""How long a busy engine may take to say that it is there."""


@dataclass(frozen=True)
class EngineInfo:
    """How to reach a running engine as AWS: one URL for all services, a region and a key."""

    url: str
    port: int
    pid: int
    version: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which any AWS client talks to this engine."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
        }


def ensure(home: Home, options: dict[str, Any], version: str = VERSION) -> EngineInfo:
    """The running engine; started when there is none, replaced when it is older than this package.

    ``options`` (members of Settings) hold for the run that this call starts. Raises EngineError.
    """
    record = running(home)
    if record is not None and not is_newer(version, record.version) and _answers(record):
        return _info(home, record)
    home.create()
    with starting(home):
        record = _settled(home)
        if record is not None:
            if is_newer(version, record.version):
                options = {**record.options, **options}
                _end(home, record, force=False)
            elif _comes_to_answer(home, record):
                return _info(home, record)
        launch(home, options)
        return find(home)


def find(home: Home) -> EngineInfo:
    """The engine that runs now. Raises EngineError when there is none."""
    record = running(home)
    if record is None:
        raise EngineError("No engine is running.")
    return _info(home, record)


def stop(home: Home, force: bool = False) -> bool:
    """Ends the engine; its jobs go on. False when none was running. Raises EngineError."""
    if not home.root.is_dir():
        return False
    with starting(home):
        return stop_locked(home, force)


def stop_locked(home: Home, force: bool) -> bool:
    """``stop`` for a caller that holds the start lock already."""
    held = is_held(home.engine_lock)
    record = _settled(home)
    if record is not None:
        _end(home, record, force)
    return held


class starting:
    """Holds the start lock of a home: nobody else starts or ends its engine meanwhile."""

    def __init__(self, home: Home) -> None:
        self._lock = Lock(home.start_lock)

    def __enter__(self) -> None:
        if not self._lock.take(LOCK_SECONDS):
            raise EngineError(
                "Another process has been starting or ending the engine for a minute."
            )

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _info(home: Home, record: Record) -> EngineInfo:
    credentials = Credentials.load(home)
    assert record.pid is not None
    if credentials is None:
        raise EngineError(
            f"{home.credentials_file} is missing; stop the engine and start it again."
        )
    return EngineInfo(
        url=f"http://{HOST}:{record.port}",
        port=record.port,
        pid=record.pid,
        version=record.version,
        region=record.region,
        access_key=credentials.access_key,
        secret_key=credentials.secret_key,
    )


def _answers(record: Record) -> bool:
    told = health(record.port)
    return told is not None and told.get("pid") == record.pid


def _comes_to_answer(home: Home, record: Record) -> bool:
    """Waits for an engine that is there to answer; False when it turns out to have just died."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while not _answers(record):
        if not is_held(home.engine_lock):
            return False
        if time.monotonic() >= deadline:
            raise EngineError(
                f"The engine (pid {record.pid}) is there but does not answer on port "
                f"{record.port}; end it with 'stop --force', then start it again."
            )
        time.sleep(POLL_SECONDS)
    return True


def _settled(home: Home) -> Record | None:
    """The engine that runs, or None when there is none.

    An engine that holds its lock without a record is about to end, or its starter was killed
    before it was ready: either way it gets the time for it.
    """
    deadline = time.monotonic() + END_SECONDS
    while (record := running(home)) is None and is_held(home.engine_lock):
        if time.monotonic() >= deadline:
            raise EngineError(
                f"An engine holds {home.engine_lock} without saying where it is; end it by hand."
            )
        time.sleep(POLL_SECONDS)
    return record


def _end(home: Home, record: Record, force: bool) -> None:
    assert record.pid is not None
    with _signalling(record.pid) as send:
        # Asked again with the process in hand: a pid may have become somebody else's.
        if running(home) != record:
            return
        if not has_open(record.pid, home.engine_lock) and not _answers(record):
            raise EngineError(
                f"Process {record.pid} cannot be told to be the engine (another machine or "
                "container that shares the folder?); it must be ended where it runs."
            )
        send(signal.SIGTERM)
        if wait_until_free(home.engine_lock, END_SECONDS if not force else 2.0):
            return
        if force:
            send(signal.SIGKILL)
            wait_until_free(home.engine_lock, END_SECONDS)
            return
    raise EngineError(f"The engine (pid {record.pid}) does not end; 'stop --force' kills it.")


class _signalling:
    """A way to signal one process that can never hit a later one with the same pid (Linux)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._handle: int | None = None

    def __enter__(self) -> Callable[[signal.Signals], None]:
        if hasattr(os, "pidfd_open"):
            try:
                self._handle = os.pidfd_open(self._pid)
            except OSError:
                self._handle = None
        return self._send

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            os.close(self._handle)

    def _send(self, number: signal.Signals) -> None:
        try:
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, number)
            else:
                os.kill(self._pid, number)
        except ProcessLookupError:
            return
