"""The local engine: an AWS on loopback that runs training jobs.

Importing this costs next to nothing; the functions import what they need when they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

    from .home import Home
    from .process.control import EngineInfo
    from .process.errors import EngineError
    from .process.status import EngineStatus

__all__ = [
    "EngineError",
    "EngineInfo",
    "EngineStatus",
    "engine_status",
    "ensure_engine",
    "stop_engine",
]

_ELSEWHERE = {"EngineInfo": "control", "EngineError": "errors", "EngineStatus": "status"}


def ensure_engine(home: os.PathLike[str] | str | None = None, **settings: Any) -> EngineInfo:
    """The running engine, started if there is none: how kernel, server and command line reach it.

    ``home`` is the engine's folder (default: ``OFFLOAD_HOME``, else the platform's data folder).
    ``settings`` (see Settings) hold for the run that this call starts. Raises EngineError; takes
    a millisecond when the engine runs, less than a second when it must be started.
    """
    from .process.platforms import require_posix

    require_posix()
    from .process.control import ensure

    return ensure(_home(home), settings)


def engine_status(home: os.PathLike[str] | str | None = None) -> EngineStatus | None:
    """What the running engine is doing, without starting one: None when none is running."""
    from .process.platforms import require_posix

    require_posix()
    from .process.status import status

    return status(_home(home))


def stop_engine(home: os.PathLike[str] | str | None = None, force: bool = False) -> bool:
    """Ends the engine; jobs that run go on. False when there was none. Raises EngineError.

    ``force`` kills an engine that does not end by itself.
    """
    from .process.platforms import require_posix

    require_posix()
    from .process.control import stop

    return stop(_home(home), force)


def _home(given: os.PathLike[str] | str | None) -> Home:
    from pathlib import Path

    from .home import Home

    return Home.find() if given is None else Home(Path(given).expanduser().resolve())


def __getattr__(name: str) -> Any:
    if name in _ELSEWHERE:
        from importlib import import_module

        return getattr(import_module(f".process.{_ELSEWHERE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
