"""A scenario's document: its members, how it is read, and what is said when it is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..home import Home
from ..protocol.served import SERVED
from .check import check
from .errors import ScenarioError
from .instance_types import check_instance_types

BUILT_IN = ("aws-like",)
"""Scenarios that can be named instead of a file; each is ``<name>.json`` beside this module."""

_HERE = Path(__file__).parent
_CAPACITY_MESSAGE = (
    "CapacityError: Unable to provision requested ML compute capacity. "
    "Please retry using a different ML instance type."
)


@dataclass(frozen=True)
class ErrorAnswer:
    code: str
    message: str
    status: int = 400


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong with some of the requests to an operation.

    ``operation`` is ``service:Operation``, ``service:*`` or ``*``. It happens to a ``share`` of
    the requests and to at most ``count`` of them (None: without end).
    """

    operation: str = "*"
    error: ErrorAnswer | None = None
    latency: float = 0.0
    cut: str | None = None
    share: float = 1.0
    count: int | None = None

    def concerns(self, service: str, operation: str) -> bool:
        return self.operation in ("*", f"{service}:*", f"{service}:{operation}")


@dataclass(frozen=True)
class Document:
    """What a scenario file says; the defaults are AWS on a good day. Times are in seconds."""

    name: str = "good-day"
    description: str = ""
    seed: int = 0
    quotas: Mapping[str, int] = field(default_factory=dict)
    capacity_errors: Mapping[str, str] = field(default_factory=dict)
    delays: Mapping[str, float] = field(default_factory=dict)
    log_delay: float = 0.0
    search_delay: float = 0.0
    checkpoint_delay: float = 0.0
    non_atomic: bool = False
    upload_on_failure: bool = False
    faults: tuple[Fault, ...] = ()


def load(named: str | Path, home: Home | None = None) -> dict[str, Any]:
    """The document of a built-in scenario or of a file, checked. Raises ScenarioError."""
    path = _HERE / f"{named}.json" if named in BUILT_IN else Path(named).expanduser()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise ScenarioError(
            f"There is no scenario {str(named)!r}: built in is {' and '.join(BUILT_IN)}; any other"
            " is given by the path of its JSON file."
        ) from error
    except (OSError, ValueError) as error:
        raise ScenarioError(f"The scenario {path} cannot be read: {_reason(error)}.") from error
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{path} is not JSON: {error}") from error
    parse(given, home)
    return dict(given)


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


def parse(given: Any, home: Home | None = None) -> Document:
    """A document from decoded JSON. Raises ScenarioError, which names the member that is wrong.

    ``home`` is where the service model is kept that names of instance types are compared with.
    """
    check(given, schema())
    check_instance_types(given, home)
    members = dict(given)
    members["capacity_errors"] = {
        name: message or _CAPACITY_MESSAGE
        for name, message in given.get("capacity_errors", {}).items()
    }
    members["faults"] = tuple(_fault(fault) for fault in given.get("faults", ()))
    return Document(**members)


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario (draft 7)."""
    loaded: dict[str, Any] = json.loads((_HERE / "scenario.schema.json").read_text("utf-8"))
    return loaded


def _fault(given: Mapping[str, Any]) -> Fault:
    members = dict(given)
    service, _, operation = given["operation"].partition(":")
    if operation not in ("", "*", *SERVED.get(service, ())):
        raise ScenarioError(
            f"The scenario is wrong: the engine does not serve {given['operation']}; of {service} "
            f"it serves {', '.join(SERVED[service])}."
        )
    if "error" in members:
        members["error"] = ErrorAnswer(**members["error"])
    return Fault(**members)
