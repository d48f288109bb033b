"""What ``GET offload/config`` answers; its shape is config.schema.json beside this file."""

from __future__ import annotations

from typing import TypedDict

from .. import __version__


class Backend(TypedDict):
    name: str
    region: str
    account: str
    paid: bool


class Engine(TypedDict):
    running: bool
    version: str | None
    problem: str | None


class Config(TypedDict):
    version: str
    active: str
    backends: list[Backend]
    engine: Engine


LOCAL = "local"


def current() -> Config:
    """The configuration at this moment. Reads a few small files; never starts the engine."""
    # Imported here: the engine's modules are needed only once somebody asks.
    from ..local import EngineError, EngineStatus, engine_status
    from ..local.home import Home
    from ..local.settings import ACCOUNT, Settings, SettingsError

    settings = Settings()
    status: EngineStatus | None = None
    problem = None
    try:
        settings = Settings.load(Home.find().settings_file)
        status = engine_status()
    except (EngineError, OSError, SettingsError) as error:
        problem = str(error)
    region = status.region if status else settings.region
    return {
        "version": __version__,
        "active": LOCAL,
        "backends": [{"name": LOCAL, "region": region, "account": ACCOUNT, "paid": False}],
        "engine": {
            "running": status is not None,
            "version": status.version if status else None,
            "problem": problem,
        },
    }
