"""Errors as each protocol family writes them."""

from __future__ import annotations

import json
from xml.sax.saxutils import escape

from .errors import AWSError

Rendered = tuple[list[tuple[str, str]], bytes]
"""Headers (without Content-Length) and body of an answer."""

JSON_TYPE = "application/x-amz-json-1.1"
XML_TYPE = "text/xml"
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render_error(service: str, error: AWSError, request_id: str) -> Rendered:
    """The answer to a request of that service which failed with this error."""
    if service == "s3":
        return _s3(error, request_id)
    if service == "sts":
        return _query(error, request_id)
    return _json(error)


def _json(error: AWSError) -> Rendered:
    # SDKs read `message`; modelled errors of some services spell it `Message`: error.extra may.
    body = {"__type": error.code, "message": error.message, **error.extra}
    return [("Content-Type", JSON_TYPE)], json.dumps(body).encode()


def _s3(error: AWSError, request_id: str) -> Rendered:
    members = {
        "Code": error.code,
        "Message": error.message,
        **error.extra,
        "RequestId": request_id,
        "HostId": host_id(request_id),
    }
    inner = "".join(f"<{name}>{xml_text(str(value))}</{name}>" for name, value in members.items())
    return [("Content-Type", "application/xml")], f"{_XML_HEAD}<Error>{inner}</Error>".encode()


def _query(error: AWSError, request_id: str) -> Rendered:
    fault = "Receiver" if error.status >= 500 else "Sender"
    body = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n'
        f"  <Error>\n    <Type>{fault}</Type>\n    <Code>{xml_text(error.code)}</Code>\n"
        f"    <Message>{xml_text(error.message)}</Message>\n  </Error>\n"
        f"  <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n"
    )
    return [("Content-Type", XML_TYPE)], body.encode()


def host_id(request_id: str) -> str:
    """S3's second identifier of a request."""
    return f"offload/{request_id}"


def xml_text(text: str) -> str:
    """Text for XML 1.0: markup escaped, what XML cannot say at all shown as U+FFFD."""
    return escape("".join(c if _in_xml(c) else "\ufffd" for c in text), {"\r": "&#13;"})


def _in_xml(character: str) -> bool:
    code = ord(character)
    if code < 0x20:
        return character in "\t\n\r"
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
