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


class Watched(io.BytesIO):
    """A file that knows how far it was read, and from where to where it went back."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.furthest = 0
        self.back: list[tuple[int, int]] = []

    def read(self, size: int | None = -1, /) -> bytes:
        start = self._begin()
        data = super().read(size)
        self.furthest = max(self.furthest, start + len(data))
        return data

    def readinto(self, buffer: Any, /) -> int:
        start = self._begin()
        count = super().readinto(buffer)
        self.furthest = max(self.furthest, start + count)
        return count

    def _begin(self) -> int:
        if self.tell() < self.furthest:
            self.back.append((self.furthest, self.tell()))
        return self.tell()


def back(item: Encoded, *, allow_pickle: bool = True) -> dict[str, Any]:
    """The values of a file, by way of bytes and of `meta` as JSON.

    What nobody need trust is read forwards, so that it can arrive meanwhile, and to the last byte,
    which verifies it.
    """
    meta = json.loads(json.dumps(item.meta))
    file = Watched(data_of(item))
    values = decode(item.format, meta, file, allow_pickle=allow_pickle)
    if item.format != "pickle":
        assert file.furthest == item.size
        assert max((far - at for far, at in file.back), default=0) <= 1
    return values


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
