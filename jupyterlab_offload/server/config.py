"""What ``GET offload/config`` answers; its shape is config.schema.json beside this file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import TypedDict

from .. import __version__
from ..submit import Backend as Place
from ..submit import SubmitError, active, all_backends, connect
from ..submit.backends import LOCAL, local_backend
from ..submit.connection import local_user
from ..submit.names import tag_value
from .proxy.errors import without_places

_ASK_SECONDS = 5.0
"""How long AWS may take to say whose credentials these are, before the page is told without it."""

_asking = ThreadPoolExecutor(2, thread_name_prefix="offload-identity")


class Backend(TypedDict):
    name: str
    region: str
    account: str | None
    owner_tag: str | None
    paid: bool
    bucket: str
    prefix: str | None
    instance_type: str
    max_cost: float | None
    max_runtime: int | None
    problem: str | None


class Engine(TypedDict):
    running: bool
    version: str | None
    problem: str | None


class Config(TypedDict):
    version: str
    active: str
    backends: list[Backend]
    engine: Engine
    problem: str | None


def current() -> Config:
    """The configuration at this moment. Never starts the engine.

    Reads a few small files; of the active backend on AWS it asks the account, once for each key.
    """
    problem = None
    try:
        places, chosen = all_backends(), active().name
    except SubmitError as error:
        places, chosen, problem = {LOCAL: local_backend()}, LOCAL, str(error)
    engine, region = _engine()
    return {
        "version": __version__,
        "active": chosen,
        "backends": [_backend(one, one.name == chosen, region) for one in places.values()],
        "engine": engine,
        "problem": problem,
    }


def _backend(place: Place, chosen: bool, engine_region: str) -> Backend:
    prefix = None if "{owner}" in place.prefix else place.prefix
    found: Backend = {
        "name": place.name,
        "region": engine_region if place.local else place.region,
        "account": place.account,
        "owner_tag": _owner(place),
        "paid": place.paid,
        "bucket": place.bucket,
        "prefix": prefix,
        "instance_type": place.instance_type,
        "max_cost": place.max_cost,
        "max_runtime": place.max_runtime,
        "problem": None,
    }
    if chosen and place.paid:
        try:
            account, prefix, owner = _asking.submit(lambda: _identity(place)).result(_ASK_SECONDS)
        except Late:
            found["problem"] = "AWS did not say in time whose credentials these are."
        except (SubmitError, OSError) as error:
            found["problem"] = without_places(str(error))
        else:
            found["account"], found["prefix"], found["owner_tag"] = account, prefix, owner
    return found


def _identity(place: Place) -> tuple[str, str, str]:
    """Account, prefix and owner tag. Raises SubmitError."""
    connection = connect(place)
    return connection.account, connection.place.prefix, tag_value(connection.owner)


def _owner(place: Place) -> str | None:
    owner = place.owner or (local_user() if place.local else None)
    return None if owner is None else tag_value(owner)


def _engine() -> tuple[Engine, str]:
    """The engine, and the region that it has or would start with."""
    # Imported here: the engine's modules are needed only once somebody asks.
    from ..local import EngineError, EngineStatus, engine_status
    from ..local.home import Home
    from ..local.settings import Settings, SettingsError

    settings = Settings()
    status: EngineStatus | None = None
    problem = None
    try:
        settings = Settings.load(Home.find().settings_file)
        status = engine_status()
    except (EngineError, OSError, SettingsError) as error:
        problem = str(error)
    engine: Engine = {
        "running": status is not None,
        "version": status.version if status else None,
        "problem": problem,
    }
    return engine, status.region if status else settings.region
