"""AWS's Query protocol: a form goes in, XML comes out. STS speaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StructureShape

from ..context import Call, Engine, Operation
from .buffered import Answer, BufferedExchange
from .errors import AWSError
from .exchange import Request
from .keyring import Keyring
from .models import all_operations, service_model
from .render import XML_TYPE, xml_text
from .scalars import decoder, encoder
from .validate import validator

_MAX_FIELDS = 1000


class QueryExchange(BufferedExchange):
    """One call of a Query service's operation."""

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        request: Request,
        service: str,
        operations: Mapping[str, Operation],
    ) -> None:
        super().__init__(engine, keys, request)
        self.service = service
        self._operations = operations

    @property
    def operation(self) -> str:
        return self._form.get("Action", "")

    def answer(self, call: Call, body: bytes) -> Answer:
        form = dict(self._form)
        name = form.pop("Action", "")
        model = service_model(self.service, self.engine.home)
        if form.pop("Version", "") != str(model.api_version):
            raise _invalid_action(f"Could not find operation {name} for the given version")
        if name not in self._operations:
            raise _not_served(self.service, name)
        operation = model.operation_model(name)
        given = validator(self.service).validate(
            operation.input_shape, read_form(operation.input_shape, form)
        )
        output = self._operations[name](call, given)
        text = write_result(model, name, operation.output_shape, output, self.request.id)
        return 200, [("Content-Type", XML_TYPE)], text.encode()

    @cached_property
    def _form(self) -> dict[str, str]:
        """The fields of query and body, without the signature's own; once the body is complete."""
        pairs = [*_pairs(self.request.query), *_pairs(self._body.decode("utf-8", "replace"))]
        form: dict[str, str] = {}
        for name, value in pairs:
            if name in form:
                raise AWSError("MalformedInput", f"The field {name} is given more than once.")
            if not name.startswith("X-Amz-"):
                form[name] = value
        return form


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise AWSError("MalformedInput", "Could not parse the request's form.") from None


def read_form(shape: Shape | None, form: Mapping[str, str]) -> dict[str, Any]:
    """The input that a form's dotted names (``Tags.member.1.Key``) spell. Raises AWSError."""
    root: dict[str, Any] = {}
    for name, value in form.items():
        place = root
        *path, last = name.split(".")
        for step in path:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise _malformed_field(name)
        if last in place:
            raise _malformed_field(name)
        place[last] = value
    return {} if shape is None else _typed(shape, root, "")


def _typed(shape: Shape, given: Any, name: str) -> Any:
    kind = shape.type_name
    if kind in ("structure", "list", "map") and not isinstance(given, dict):
        raise _malformed_field(name)
    if isinstance(shape, StructureShape):
        members = shape.members
        return {
            member: _typed(members[member], part, member) if member in members else part
            for member, part in given.items()
        }
    if isinstance(shape, ListShape):
        items = given if shape.serialization.get("flattened") else given.get("member", {})
        return [_typed(shape.member, part, name) for part in _in_order(items, name)]
    if isinstance(shape, MapShape):
        entries = given if shape.serialization.get("flattened") else given.get("entry", {})
        pairs = (entry for entry in _in_order(entries, name) if isinstance(entry, dict))
        return {str(e.get("key", "")): _typed(shape.value, e.get("value"), name) for e in pairs}
    if isinstance(given, dict):
        raise _malformed_field(name)
    try:
        return decoder(shape)(given)
    except ValueError:
        raise _malformed_field(name) from None


def _in_order(items: Any, name: str) -> Iterator[Any]:
    if not isinstance(items, dict) or not all(k.isascii() and k.isdigit() for k in items):
        raise _malformed_field(name)
    return (items[key] for key in sorted(items, key=int))


def write_result(
    model: ServiceModel,
    operation: str,
    shape: Shape | None,
    output: Mapping[str, Any],
    request_id: str,
) -> str:
    """The XML answer of an operation."""
    result = ""
    if shape is not None:
        wrapper = shape.serialization.get("resultWrapper", f"{operation}Result")
        result = _element(wrapper, shape, output)
    return (
        f'<{operation}Response xmlns="{model.metadata["xmlNamespace"]}">{result}'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        f"</{operation}Response>\n"
    )


def _element(tag: str, shape: Shape, value: Any) -> str:
    if isinstance(shape, StructureShape):
        inner = "".join(
            _element(shape.members[name].serialization.get("name", name), shape.members[name], part)
            for name, part in value.items()
            if part is not None
        )
    elif isinstance(shape, ListShape):
        inner = "".join(_element("member", shape.member, part) for part in value)
    else:
        inner = xml_text(encoder(shape, "iso8601")(value))
    return f"<{tag}>{inner}</{tag}>"


def _malformed_field(name: str) -> AWSError:
    return AWSError("MalformedInput", f"The field {name!r} does not have the form it must have.")


def _not_served(service: str, name: str) -> AWSError:
    if name in all_operations(service):
        return _invalid_action(
            f"The local engine does not serve the operation {name} of {service}."
        )
    return _invalid_action(f"Could not find operation {name}")


def _invalid_action(message: str) -> AWSError:
    return AWSError("InvalidAction", message)
