"""Which operation a request is, by the URIs, parameters and headers of S3's model."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from botocore.model import OperationModel, ServiceModel

from ...protocol.errors import AWSError
from ...protocol.models import all_uris
from .errors import not_implemented

SERVICE, BUCKET, OBJECT = range(3)
_REMEMBERED_NAMES = 16
"""Requests with more parameters than any client sends are not kept in mind."""
_COPY_SOURCE = "x-amz-copy-source"
# Parameters that say nothing about the operation: the SDKs' own, and what signs a URL.
_SILENT = ("x-id", "x-amz-", "response-", "awsaccesskeyid", "signature", "expires")


@dataclass(frozen=True)
class Route:
    """What a request must have to be this operation; of several that fit, the one with most."""

    operation: str
    method: str
    level: int
    literals: frozenset[str]
    """``name`` or ``name=value``."""
    parameters: frozenset[str]
    copies: bool
    known: frozenset[str]
    """Every parameter that the operation takes."""

    @property
    def weight(self) -> int:
        return len(self.literals) + len(self.parameters) + self.copies


class Router:
    """Routes of the served operations. Remembers how a shape of request was routed."""

    def __init__(self, model: ServiceModel) -> None:
        routes = [_route(model.operation_model(name)) for name in model.operation_names]
        self._routes = sorted(routes, key=lambda route: -route.weight)
        self._find = functools.lru_cache(maxsize=256)(self._search)

    def operation(
        self, method: str, bucket: str, key: str, query: Iterable[tuple[str, str]], copies: bool
    ) -> str:
        """Raises AWSError NotImplemented, naming the operation, or MethodNotAllowed."""
        level = OBJECT if key else BUCKET if bucket else SERVICE
        # Only the names count, but for the one parameter whose value tells operations apart.
        seen = frozenset(
            f"{name}={value}" if name == "list-type" else name for name, value in query
        )
        find = self._find if len(seen) <= _REMEMBERED_NAMES else self._search
        return find(method, level, seen, copies)

    def _search(self, method: str, level: int, seen: frozenset[str], copies: bool) -> str:
        for route in self._routes:
            fits = (
                route.method == method
                and route.level == level
                and route.literals <= seen
                and route.parameters <= seen
                and copies >= route.copies
            )
            if fits:
                self._refuse_unserved(route, method, level, seen)
                return route.operation
        self._refuse_unserved(None, method, level, seen)
        raise AWSError(
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
            405,
            Method=method,
        )

    def _refuse_unserved(
        self, route: Route | None, method: str, level: int, seen: frozenset[str]
    ) -> None:
        """A sub-resource that the operation does not know is another operation's."""
        known = (route.known | route.literals) if route else frozenset()
        strange = {name for name in seen - known if not name.lower().startswith(_SILENT)}
        if not strange:
            return
        for operation, (of_method, uri) in all_uris("s3").items():
            literals = _literals(uri)
            if of_method == method and _level(uri) == level and literals & strange:
                raise not_implemented(operation)


def _route(operation: OperationModel) -> Route:
    uri = operation.http["requestUri"]
    shape = operation.input_shape
    known, required, copies = set(), set(), False
    for name, member in shape.members.items() if shape else ():
        wire = str(member.serialization.get("name", name))
        if member.serialization.get("location") == "querystring":
            known.add(wire)
            if shape and name in shape.required_members:
                required.add(wire)
        if wire == _COPY_SOURCE:
            copies = True
    return Route(
        operation.name,
        operation.http["method"],
        _level(uri),
        _literals(uri),
        frozenset(required),
        copies,
        frozenset(known),
    )


def _level(uri: str) -> int:
    return OBJECT if "{Key+}" in uri else BUCKET if "{Bucket}" in uri else SERVICE


def _literals(uri: str) -> frozenset[str]:
    items = uri.partition("?")[2].split("&")
    return frozenset(item for item in items if item and not item.startswith("x-id="))
