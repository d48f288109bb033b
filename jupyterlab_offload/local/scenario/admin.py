"""The engine's own calls for its scenario: GET, PUT and DELETE /_offload/scenario."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..context import Call
from ..credentials import write_private
from ..protocol.errors import AWSError
from .document import load, parse
from .errors import ScenarioError
from .scenario import Scenario

PATH = "/_offload/scenario"


def show(call: Call, body: bytes) -> Mapping[str, Any]:
    """The document in force, as it was given; empty on a good day."""
    file = call.engine.home.scenario_file
    try:
        return load(file, call.engine.home) if file.exists() else {}
    except ScenarioError as error:
        raise AWSError("ValidationException", str(error)) from error


def change(call: Call, body: bytes) -> Mapping[str, Any]:
    """Puts the document in the body in force, now and for later starts; returns it."""
    try:
        given = json.loads(body)
        document = parse(given, call.engine.home)
    except ScenarioError as error:
        raise AWSError("ValidationException", str(error)) from error
    except (ValueError, RecursionError) as error:
        raise AWSError("SerializationException", "The scenario is not JSON.") from error
    write_private(call.engine.home.scenario_file, json.dumps(given))
    call.engine.scenario = Scenario(document)
    call.engine.wake_scheduler()
    return dict(given)


def clear(call: Call, body: bytes) -> Mapping[str, Any]:
    """Back to AWS on a good day."""
    call.engine.home.scenario_file.unlink(missing_ok=True)
    call.engine.scenario = Scenario()
    call.engine.wake_scheduler()
    return {}


HANDLERS = {("GET", PATH): show, ("PUT", PATH): change, ("DELETE", PATH): clear}
