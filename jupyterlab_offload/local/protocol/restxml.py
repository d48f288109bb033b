"""The REST-XML protocol, read off a service model: where each member of an operation's input
and output stands in a request and its answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.model import ListShape, OperationModel, Shape, StructureShape

from . import scalars, xmlshape
from .errors import AWSError

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

_ANY_CASE = frozenset({"x-amz-checksum-mode"})
"""Headers whose values S3 takes in any case; AWS's C++ SDK writes ``enabled``."""

Pairs = Iterable[tuple[str, str]]
_Bound = dict[str, tuple[str, Shape, Callable[[str], Any]]]


class Binding:
    """One operation's input and output. Compiled once; for use by many requests.

    Args: root: the answer's root element, which models do not name.
    """

    def __init__(self, operation: OperationModel, namespace: str, root: str = "") -> None:
        self.name = operation.name
        self.body_checksums = "requestAlgorithmMember" in operation.http_checksum
        """Whether ``x-amz-checksum-`` headers are about the request's body."""
        self.status = int(operation.http.get("responseCode", 200))
        self._namespace = namespace
        self._bind_input(operation.input_shape)
        self._bind_output(operation.output_shape, root)

    def _bind_input(self, shape: StructureShape | None) -> None:
        self._headers: _Bound = {}
        self._query: _Bound = {}
        self._prefixes: list[tuple[str, str]] = []
        self._body: tuple[str, str, xmlshape.Reader] | None = None
        self._required: list[str] = []
        self.streams_in = False
        if shape is None:
            return
        self._required = [name for name in shape.required_members if name not in ("Bucket", "Key")]
        for name, member in shape.members.items():
            wire = str(member.serialization.get("name", name))
            location = member.serialization.get("location")
            if location == "header":
                self._headers[wire.lower()] = (name, member, _decoder(member))
            elif location == "querystring":
                self._query[wire] = (name, member, _decoder(member))
            elif location == "headers":
                self._prefixes.append((wire.lower(), name))
        payload = shape.serialization.get("payload")
        if payload is not None:
            member = shape.members[payload]
            self.streams_in = member.type_name == "blob"
            if not self.streams_in:
                tag = str(member.serialization.get("name", payload))
                self._body = (payload, tag, xmlshape.reader(member))

    @property
    def takes_document(self) -> bool:
        """Whether the request's body is an XML document."""
        return self._body is not None

    def query_names(self) -> Iterable[str]:
        return self._query

    def header_names(self) -> Iterable[str]:
        """Headers that the input is read from, in lower case."""
        return self._headers

    def read_head(self, headers: Pairs, query: Pairs) -> dict[str, Any]:
        """The input's members outside path and body; headers and query parameters that the
        model does not know mean nothing. Raises AWSError InvalidArgument.
        """
        found: dict[str, Any] = {}
        for name, value in headers:
            lower = name.lower()
            bound = self._headers.get(lower)
            if bound is not None:
                self._take(found, bound, name, value)
            else:
                self._take_prefixed(found, lower, value)
        for name, value in query:
            bound = self._query.get(name)
            if bound is not None:
                self._take(found, bound, name, value)
        return found

    def _take(
        self,
        found: dict[str, Any],
        bound: tuple[str, Shape, Callable[[str], Any]],
        wire: str,
        text: str,
    ) -> None:
        name, shape, decode = bound
        try:
            value = decode(text)
        except ValueError as error:
            if shape.type_name == "timestamp":
                # RFC 9110: a condition whose date is none is as good as absent.
                return
            raise invalid_argument(f"Provided {wire} {error}", wire, text) from error
        allowed = shape.metadata.get("enum")
        if wire in _ANY_CASE:
            value = value.upper()
        if allowed and value not in allowed:
            raise invalid_argument(f"Invalid value for {wire}", wire, text)
        found[name] = value

    def _take_prefixed(self, found: dict[str, Any], lower: str, value: str) -> None:
        for prefix, name in self._prefixes:
            if lower.startswith(prefix):
                values = found.setdefault(name, {})
                key = lower[len(prefix) :]
                values[key] = f"{values[key]},{value}" if key in values else value

    def read_body(self, found: dict[str, Any], body: bytes) -> None:
        """Adds the document's member. Raises AWSError MalformedXML."""
        if self._body is not None and body:
            name, tag, read = self._body
            root = xmlshape.read_tree(body, self._namespace)
            if root.tag != tag:
                raise xmlshape.malformed()
            found[name] = read(root)
        if any(name not in found for name in self._required):
            if self._body is not None and self._body[0] not in found:
                raise AWSError("MissingRequestBodyError", "Request Body is empty")
            raise AWSError("InvalidRequest", f"{self.name} misses a required parameter.")

    def _bind_output(self, shape: StructureShape | None, root: str) -> None:
        self._out_headers: list[tuple[str, str, Callable[[Any], str]]] = []
        self._out_prefixes: list[tuple[str, str]] = []
        self._document: tuple[str | None, xmlshape.Writer] | None = None
        self._opening, self._closing = f'<{root} xmlns="{self._namespace}">', f"</{root}>"
        if shape is None:
            return
        in_body = False
        for name, member in shape.members.items():
            wire = str(member.serialization.get("name", name))
            location = member.serialization.get("location")
            if location == "header":
                self._out_headers.append((name, wire, scalars.encoder(member, "rfc822")))
            elif location == "headers":
                self._out_prefixes.append((name, wire))
            else:
                in_body = True
        payload = shape.serialization.get("payload")
        if payload is not None and shape.members[payload].type_name != "blob":
            self._document = (payload, xmlshape.writer(shape.members[payload]))
        elif payload is None and in_body:
            self._document = (None, xmlshape.writer(shape))

    def write_headers(self, output: Mapping[str, Any]) -> list[tuple[str, str]]:
        headers = []
        for name, wire, encode in self._out_headers:
            value = output.get(name)
            if value is not None:
                headers.append((wire, encode(value)))
        for name, prefix in self._out_prefixes:
            values: Mapping[str, str] = output.get(name) or {}
            headers.extend((prefix + key, value) for key, value in values.items())
        return headers

    def write_body(self, output: Mapping[str, Any]) -> bytes | None:
        """The answer's document, or None for an operation that answers without one."""
        if self._document is None:
            return None
        payload, write = self._document
        inner = write(output if payload is None else output[payload])
        return f"{XML_HEAD}{self._opening}{inner}{self._closing}".encode()


def invalid_argument(message: str, name: str, value: str) -> AWSError:
    return AWSError("InvalidArgument", message, ArgumentName=name, ArgumentValue=value)


def _decoder(shape: Shape) -> Callable[[str], Any]:
    if isinstance(shape, ListShape):
        return lambda text: [item.strip() for item in text.split(",")]
    return scalars.decoder(shape)
