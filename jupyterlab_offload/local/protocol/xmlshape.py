"""XML documents to values and back, as a service model's shapes say.

Reading is strict: a document type, an unknown or repeated element, or text where none belongs
is MalformedXML, and nothing outside the document is ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from botocore.model import ListShape, Shape, StructureShape

from . import scalars
from .errors import AWSError
from .render import xml_text

_SPECIAL = re.compile(r"[^\t\n -%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in XML text as it is: ``& < >``, control characters, halves of characters."""
_MAX_DEPTH = 32


def malformed() -> AWSError:
    return AWSError(
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema",
    )


def text_of(value: str) -> str:
    """Text for an XML document, escaped where it must be."""
    return xml_text(value) if _SPECIAL.search(value) else value


class Element:
    """A node while a document is being read."""

    __slots__ = ("children", "tag", "text")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.children: list[Element] = []
        self.text = ""


def read_tree(body: bytes, namespace: str) -> Element:
    """The root element. Elements are in ``namespace`` or in none. Raises AWSError MalformedXML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    root = Element("")
    path = [root]

    def start(name: str, _attributes: Mapping[str, str]) -> None:
        space, _separator, tag = name.rpartition(" ")
        if len(path) > _MAX_DEPTH or space not in ("", namespace):
            raise malformed()
        child = Element(tag)
        path[-1].children.append(child)
        path.append(child)

    def end(_: str) -> None:
        path.pop()

    def data(text: str) -> None:
        path[-1].text += text

    def refuse(*_: Any) -> None:
        raise malformed()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise malformed() from error
    return root.children[0]


Reader = Callable[[Element], Any]


def reader(shape: Shape) -> Reader:
    """What turns an element into a value of this shape. It raises AWSError MalformedXML."""
    if isinstance(shape, StructureShape):
        return _structure_reader(shape)
    if isinstance(shape, ListShape):
        item = reader(shape.member)
        tag = shape.member.serialization.get("name", "member")
        return lambda element: [item(child) for child in _only(element, tag)]
    decode = scalars.decoder(shape)

    def scalar(element: Element) -> Any:
        if element.children:
            raise malformed()
        try:
            return decode(element.text)
        except ValueError as error:
            raise malformed() from error

    return scalar


def _structure_reader(shape: StructureShape) -> Reader:
    fields: dict[str, tuple[str, Reader, bool]] = {}
    for name, member in shape.members.items():
        item = _flat_item(member)
        fields[_tag(name, member, item)] = (name, reader(item or member), item is not None)
    required = shape.required_members

    def structure(element: Element) -> dict[str, Any]:
        value: dict[str, Any] = {}
        if element.text.strip():
            raise malformed()
        for child in element.children:
            if child.tag not in fields:
                raise malformed()
            name, read, flat = fields[child.tag]
            if flat:
                value.setdefault(name, []).append(read(child))
            elif name in value:
                raise malformed()
            else:
                value[name] = read(child)
        if any(name not in value for name in required):
            raise malformed()
        return value

    return structure


def _only(element: Element, tag: str) -> list[Element]:
    if element.text.strip() or any(child.tag != tag for child in element.children):
        raise malformed()
    return element.children


def _flat_item(member: Shape) -> Shape | None:
    """The items' shape of a list that has no element of its own, else None."""
    if isinstance(member, ListShape) and member.serialization.get("flattened"):
        return member.member
    return None


def _tag(name: str, member: Shape, item: Shape | None) -> str:
    """The element's name: the member's, unless the model gives it, or a flat list's item, one."""
    if item is not None:
        name = item.serialization.get("name", name)
    tag: str = member.serialization.get("name", name)
    return tag


Writer = Callable[[Any], str]


def writer(shape: Shape) -> Writer:
    """What turns a value of this shape into an element's inside."""
    if isinstance(shape, StructureShape):
        return _structure_writer(shape)
    if isinstance(shape, ListShape):
        item = writer(shape.member)
        tag = shape.member.serialization.get("name", "member")
        return lambda values: "".join(f"<{tag}>{item(value)}</{tag}>" for value in values)
    encode = scalars.encoder(shape, "iso8601")
    if shape.type_name == "string":
        return text_of
    return encode


def _structure_writer(shape: StructureShape) -> Writer:
    fields = []
    for name, member in shape.members.items():
        if member.serialization.get("location"):
            continue
        item = _flat_item(member)
        tag = _tag(name, member, item)
        fields.append((name, f"<{tag}>", f"</{tag}>", writer(item or member), item is not None))

    def structure(value: Mapping[str, Any]) -> str:
        parts = []
        for name, opening, closing, write, flat in fields:
            inner = value.get(name)
            if inner is None:
                continue
            if flat:
                parts.extend([f"{opening}{write(one)}{closing}" for one in inner])
            else:
                parts.append(f"{opening}{write(inner)}{closing}")
        return "".join(parts)

    return structure
