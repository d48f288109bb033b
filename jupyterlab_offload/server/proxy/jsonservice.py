"""SageMaker and CloudWatch Logs: which operations pass, and the request that is made of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from .outgoing import Headers, Outgoing
from .refusal import JSON_TYPE, Refusal, Service, denied, malformed
from .target import Target

MAX_BODY = 64 * 1024
"""Bytes of a request: a Search with every filter that it may have stays far below."""


@dataclass(frozen=True)
class Allowed:
    """Operations by the first word of their name, and some by their whole name."""

    prefix: str
    reads: tuple[str, ...]
    stops: tuple[str, ...] = ()


ALLOWED: dict[Service, Allowed] = {
    "sagemaker": Allowed(
        "SageMaker.",
        reads=("Describe", "List", "Search"),
        stops=("StopTrainingJob", "StopHyperParameterTuningJob"),
    ),
    "logs": Allowed("Logs_20140328.", reads=("Describe", "Get", "Filter")),
}


def request(target: Target, method: str, headers: Headers, body: bytes) -> Outgoing:
    """The request to send for one that came in. Raises Refusal."""
    if method != "POST":
        raise Refusal(405, "MethodNotAllowed", f"{target.service} takes POST alone.")
    if target.rest not in ("", "/"):
        raise denied(f"{target.service} has no path.")
    if target.query:
        raise denied(f"{target.service} takes no query.")
    if (headers.one("content-type") or "").lower() != JSON_TYPE:
        raise malformed(f"The content type must be {JSON_TYPE}.")
    operation, kind = _operation(target.service, headers.one("x-amz-target"))
    return Outgoing(
        service=target.service,
        operation=operation,
        kind=kind,
        method="POST",
        path="/",
        headers={
            "Content-Type": JSON_TYPE,
            "X-Amz-Target": ALLOWED[target.service].prefix + operation,
        },
        body=_body(body),
        changes=operation in ALLOWED[target.service].stops,
    )


def _operation(service: Service, wanted: str | None) -> tuple[str, str]:
    allowed = ALLOWED[service]
    if wanted is None:
        raise malformed("The header x-amz-target is missing.")
    name = wanted[len(allowed.prefix) :] if wanted.startswith(allowed.prefix) else ""
    kind = next((word for word in allowed.reads if name.startswith(word)), None)
    if name in allowed.stops:
        kind = "Stop"
    if kind is None or name not in _known(service):
        raise denied(f"Only reading and stopping pass here; {_shown(wanted)} does not.")
    return name, kind


@cache
def _known(service: Service) -> frozenset[str]:
    """The operations that the service's own model has: `DescribeNothing` is no operation."""
    from botocore.session import Session

    return frozenset(Session().get_service_model(service).operation_names)


def _shown(wanted: str) -> str:
    return wanted if wanted.isascii() and len(wanted) < 100 else "what was asked for"


def _body(body: bytes) -> bytes:
    """The input, written anew: equal requests are equal bytes, and nothing is said twice."""
    try:
        parsed = json.loads(body or b"{}", object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise malformed("The body is not a JSON object that says each thing once.") from None
    if not isinstance(parsed, dict):
        raise malformed("The body is not a JSON object.")
    return json.dumps(parsed, sort_keys=True, separators=(",", ":")).encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member is there twice")
    return members


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is not JSON")
