"""A file that is read while it arrives: the same bytes, and no last byte unverified."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.transfer import TransferError
from jupyterlab_offload.transfer.arriving import Arriving

DATA = os.urandom(1000)


class Fetched:
    """Pieces of the data, and how often the whole was asked for."""

    def __init__(self, data: bytes = DATA, piece: int = 64) -> None:
        self.data, self.piece = data, piece
        self.wholes = self.given = 0

    def bodies(self) -> Iterator[bytes]:
        for start in range(0, len(self.data), self.piece):
            self.given += 1
            yield self.data[start : start + self.piece]

    def whole(self) -> io.BytesIO:
        self.wholes += 1
        return io.BytesIO(self.data)

    def file(self) -> Arriving:
        digest = hashlib.sha256(DATA).hexdigest()
        refused = TransferError("not what was announced")
        return Arriving(self.bodies(), len(self.data), digest, lambda: refused, self.whole)


def test_forwards_nothing_is_fetched_twice() -> None:
    fetched = Fetched()
    file = fetched.file()
    assert file.seek(0, os.SEEK_END) == 1000 and file.seek(0) == 0
    assert file.read(10) + file.read(90) == DATA[:100]
    assert file.seek(20) == 20 and file.read(10) == DATA[20:30]
    file.seek(200)
    rest = bytearray(800)
    assert file.readinto(rest) == 800 and bytes(rest) == DATA[200:]
    assert file.read(1) == b""
    assert (fetched.wholes, fetched.given) == (0, 16)


def test_only_what_is_read_is_fetched() -> None:
    fetched = Fetched()
    fetched.file().read(65)
    assert fetched.given == 2


@pytest.mark.parametrize("changed", [0, 500, 999])
def test_other_bytes_are_refused_before_the_last_is_given(changed: int) -> None:
    other = bytearray(DATA)
    other[changed] ^= 1
    file = Fetched(bytes(other)).file()
    target = bytearray(1000)
    with pytest.raises(TransferError):
        file.readinto(target)
    assert target[999:] == b"\0"
    file.seek(990)
    with pytest.raises(TransferError):
        file.read(1)


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 400)), max_size=8), st.integers(1, 1001)
)
def test_it_reads_as_any_file_does(steps: list[tuple[int, int]], piece: int) -> None:
    file, plain = Fetched(piece=piece).file(), io.BytesIO(DATA)
    for start, length in steps:
        file.seek(start)
        plain.seek(start)
        assert file.read(length) == plain.read(length)
        assert file.tell() == plain.tell()


def test_closing_ends_the_fetching() -> None:
    ended: list[bool] = []

    def bodies() -> Iterator[bytes]:
        try:
            yield DATA[:500]
            yield DATA[500:]
        finally:
            ended.append(True)

    file = Arriving(bodies(), 1000, "", TransferError, io.BytesIO)
    file.read(1)
    file.close()
    assert ended == [True]


def test_after_an_interrupt_the_rest_is_read_from_the_whole() -> None:
    """Or the next reader would take the cut for another object."""
    fetched = Fetched()

    def interrupted() -> Iterator[bytes]:
        yield DATA[:64]
        raise KeyboardInterrupt

    digest = hashlib.sha256(DATA).hexdigest()
    file = Arriving(interrupted(), 1000, digest, lambda: TransferError("x"), fetched.whole)
    with pytest.raises(KeyboardInterrupt):
        file.read()
    file.seek(0)
    assert file.read() == DATA
    assert fetched.wholes == 1
