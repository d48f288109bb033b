"""What every test of codecs does: there and back."""

from __future__ import annotations

import io
import json
from typing import Any

from jupyterlab_offload.codecs import Encoded, decode, encode
from jupyterlab_offload.tests.codecs.same import same


def data_of(item: Encoded) -> bytes:
    """The whole file; its size must be what was said, and a second walk must give the same."""
    data = b"".join(item.chunks())
    assert len(data) == item.size
    assert b"".join(item.chunks()) == data
    return data


def back(item: Encoded, *, allow_pickle: bool = True) -> dict[str, Any]:
    """The values of a file, by way of bytes and of `meta` as JSON."""
    meta = json.loads(json.dumps(item.meta))
    return decode(item.format, meta, io.BytesIO(data_of(item)), allow_pickle=allow_pickle)


def one(value: object) -> Encoded:
    """A single value, encoded."""
    encoding = encode({"value": value})
    assert not encoding.refused, encoding.refused
    (item,) = encoding.items
    assert item.names == ["value"]
    return item


def trip(value: object, formats: str = "") -> Any:
    """The value there and back. `formats` (space-separated): one of these must be chosen, and,
    unless it is pickle, nothing may need trust."""
    item = one(value)
    assert not formats or item.format in formats.split(), item.format
    return back(item, allow_pickle=item.format == "pickle")["value"]


def comes_back(value: object, formats: str = "") -> None:
    """Assert that the value returns the same."""
    returned = trip(value, formats)
    assert same(returned, value), (returned, value)


def group(**values: object) -> dict[str, Any]:
    """Several values there and back."""
    encoding = encode(values)
    assert not encoding.refused, encoding.refused
    found: dict[str, Any] = {}
    for item in encoding.items:
        found.update(back(item))
    assert set(found) == set(values)
    return found


def groups(**values: object) -> list[list[str]]:
    """Which names travel together."""
    return [item.names for item in encode(values).items]
