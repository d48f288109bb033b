"""Changes the scenario of a home: through its engine when one runs, else in its file."""

from __future__ import annotations

import http.client
import json
from typing import Any

from ..credentials import write_private
from ..home import Home
from ..scenario.document import load
from . import control
from .errors import EngineError
from .health import HOST
from .record import running


def set_scenario(home: Home, named: str) -> str:
    """Puts a file's or a built-in scenario in force; returns its name. Raises ScenarioError."""
    document = load(named, home)
    text = json.dumps(document)
    if running(home) is not None:
        _call(control.find(home), "PUT", text)
    else:
        write_private(home.create().scenario_file, text)
    return str(document.get("name", "unnamed"))


def clear_scenario(home: Home) -> None:
    """Back to AWS on a good day."""
    if running(home) is not None:
        _call(control.find(home), "DELETE")
    else:
        home.scenario_file.unlink(missing_ok=True)


def current_scenario(home: Home) -> dict[str, Any]:
    """The document in force; empty on a good day."""
    if running(home) is not None:
        found: dict[str, Any] = json.loads(_call(control.find(home), "GET"))
        return found
    return load(home.scenario_file, home) if home.scenario_file.exists() else {}


def _call(info: control.EngineInfo, method: str, body: str = "") -> bytes:
    """An admin call, signed with the engine's key. Raises EngineError with the engine's reason."""
    # Only here: signing costs a tenth of a second of imports.
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    from ..protocol.admin import SERVICE
    from ..scenario.admin import PATH

    request = AWSRequest(method, info.url + PATH, data=body.encode())
    signer = SigV4Auth(Credentials(info.access_key, info.secret_key), SERVICE, info.region)
    signer.add_auth(request)
    connection = http.client.HTTPConnection(HOST, info.port, timeout=10)
    try:
        connection.request(method, PATH, body.encode(), dict(request.headers))
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status >= 300:
        raise EngineError(_reason(content) or f"The engine answered {answer.status}.")
    return content


def _reason(content: bytes) -> str:
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    return str(told.get("message", told.get("Message", ""))) if isinstance(told, dict) else ""
