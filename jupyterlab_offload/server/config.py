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
    from ..local import engine_status
    from ..local.home import Home
    from ..local.settings import ACCOUNT, Settings, SettingsError

    problem = None
    try:
        settings = Settings.load(Home.find().settings_file)
    except (OSError, SettingsError) as error:
        settings, problem = Settings(), str(error)
    status = engine_status()
    return {
        "version": __version__,
        "active": LOCAL,
        "backends": [
            {"name": LOCAL, "region": settings.region, "account": ACCOUNT, "paid": False},
        ],
        "engine": {
            "running": status is not None,
            "version": status.version if status else None,
            "problem": problem,
        },
    }
