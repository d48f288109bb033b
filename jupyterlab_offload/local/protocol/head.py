"""Checks of a request's head that hold for every service."""

from __future__ import annotations

import re

from tornado.httputil import HTTPHeaders

from .errors import AWSError
from .exchange import Request

METHODS = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})

_LOOPBACK = re.compile(
    r"(?:127\.0\.0\.1|\[::1\]|(?:[a-z0-9._-]+\.)?localhost)(?::[0-9]{1,5})?", re.I
)
_ABSOLUTE = re.compile(r"https?://([^/?#]*)(.*)", re.I | re.S)
_TARGET = re.compile(r"/[!-~]*")
_ONCE = frozenset(
    {
        "Host",
        "Authorization",
        "X-Amz-Date",
        "X-Amz-Content-Sha256",
        "X-Amz-Security-Token",
        "X-Amz-Target",
        "Content-Length",
        "Transfer-Encoding",
        "X-Amz-Decoded-Content-Length",
    }
)


def bad_request(message: str, code: str = "InvalidRequest", status: int = 400) -> AWSError:
    """An error for a request that no service could make sense of."""
    return AWSError(code, message, status)


def split_target(target: str, headers: HTTPHeaders) -> tuple[str, str]:
    """Path and query of a request target, both still encoded. Raises AWSError.

    A proxy's absolute form is taken when it names the host that the Host header names.
    """
    absolute = _ABSOLUTE.fullmatch(target)
    if absolute:
        if absolute[1].lower() != headers.get("Host", "").lower():
            raise bad_request("The request target and the Host header name different hosts.")
        target = absolute[2] if absolute[2].startswith("/") else "/" + absolute[2]
    if not _TARGET.fullmatch(target) or "#" in target:
        raise bad_request("Couldn't parse the specified URI.", "InvalidURI")
    path, _, query = target.partition("?")
    return path, query


def head_fault(request: Request, header_bytes: int) -> AWSError | None:
    """What is wrong with a request's head, if anything."""
    headers = request.headers
    if request.method not in METHODS:
        return bad_request(
            "The specified method is not allowed against this resource.", "MethodNotAllowed", 405
        )
    # A name that resolves to loopback (DNS rebinding) would let a web page speak to the engine.
    if not _LOOPBACK.fullmatch(headers.get("Host", "")):
        return bad_request("The Host header must name this engine on loopback.", status=403)
    size = len(request.path) + len(request.query)
    once: set[str] = set()
    for name, value in headers.get_all():
        size += len(name) + len(value) + 4
        if name in once:
            return bad_request(f"The header {name} may be given once only.")
        if name in _ONCE:
            once.add(name)
    if size > header_bytes:
        return bad_request(
            "Your request header section exceeds the maximum allowed size.",
            "RequestHeaderSectionTooLarge",
        )
    if "Content-Length" in headers and "Transfer-Encoding" in headers:
        return bad_request("Content-Length and Transfer-Encoding exclude each other.")
    return None
