"""What the proxy itself answers when it does not pass a request on, in AWS's own forms."""

from __future__ import annotations

import json
from typing import Literal
from xml.sax.saxutils import escape

Service = Literal["sagemaker", "logs", "s3"]
SERVICES: tuple[Service, ...] = ("sagemaker", "logs", "s3")

JSON_TYPE = "application/x-amz-json-1.1"
XML_TYPE = "application/xml"


class Refusal(Exception):
    """A request that goes no further: the answer, in AWS's words, and `kind` for the front end.

    `message` is shown to people and must not hold what the browser may not know.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        kind: str = "refused",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.kind = kind
        self.retry_after = retry_after


def denied(message: str) -> Refusal:
    """What no request may ask for."""
    return Refusal(403, "AccessDenied", message)


def malformed(message: str) -> Refusal:
    """What cannot be a request of an AWS client."""
    return Refusal(400, "InvalidRequest", message)


def content_type(service: Service | None) -> str:
    return XML_TYPE if service == "s3" else JSON_TYPE


def error_body(service: Service | None, code: str, message: str) -> bytes:
    """An error as the service's clients read it."""
    if service == "s3":
        text = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return json.dumps({"__type": code, "message": message}).encode()
