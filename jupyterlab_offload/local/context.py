"""What every operation is handed: the engine it runs in and the caller it runs for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .credentials import Credentials
from .home import Home
from .scenario import Scenario
from .settings import ACCOUNT, Settings
from .store.db import Database
from .store.objects import ObjectStore
from .threads import workers


def _nobody() -> None:
    """The scheduler's place in an engine without one (tests of single operations)."""


def _in_a_thread(task: Callable[[], None]) -> None:
    """Removing large files takes long enough to be felt by other requests."""
    workers().submit(task)


@dataclass
class Engine:
    """The parts that operations share. ``clock`` gives seconds since the epoch."""

    home: Home
    settings: Settings
    db: Database
    clock: Callable[[], float]
    wake_scheduler: Callable[[], None] = _nobody
    """Tells the scheduler that a job was created or asked to stop; returns at once."""
    scenario: Scenario = field(default_factory=Scenario)
    """The scenario in force, replaced whole when it changes: never keep a reference to it."""
    credentials: Credentials = field(default_factory=Credentials.make)
    """The engine's own access key."""
    version: str = "0"
    """The version of the package that this engine came with."""

    @cached_property
    def objects(self) -> ObjectStore:
        """The engine's object store; whoever starts an engine calls its ``clean`` first."""
        return ObjectStore(self.home, self.db, _in_a_thread)

    def arn(self, service: str, resource: str) -> str:
        """An ARN of this engine's account and region."""
        return f"arn:aws:{service}:{self.settings.region}:{ACCOUNT}:{resource}"


@dataclass(frozen=True)
class Identity:
    """Who signed a request."""

    access_key: str
    arn: str
    user_id: str
    account: str = ACCOUNT


@dataclass(frozen=True)
class Call:
    """One authenticated request to one operation."""

    engine: Engine
    identity: Identity
    operation: str
    request_id: str


Operation = Callable[[Call, dict[str, Any]], Mapping[str, Any]]
"""Takes the validated input and gives the output, both as the service model names members.

Timestamps are floats (epoch seconds) on both sides. Raises AWSError.
"""
