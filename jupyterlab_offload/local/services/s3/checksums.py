"""S3's checksums: which there are, how they are computed, and how parts' make an object's.

Names, headers and members are S3's model's. Values travel in base64. CRC32C, CRC64NVME
and the XXHASH family come from awscrt, where that is installed, as in botocore.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import importlib.util
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .errors import invalid_request

COMPOSITE, FULL_OBJECT = "COMPOSITE", "FULL_OBJECT"


class Digest(Protocol):
    def update(self, data: Any, /) -> Any: ...
    def digest(self) -> bytes: ...


@dataclass(frozen=True)
class Polynomial:
    """A CRC's, bits reversed; CRCs of pieces can be put together."""

    width: int
    value: int


@dataclass(frozen=True)
class Algorithm:
    """``types``: the kinds of checksum that an object in parts can have, the default first."""

    name: str
    bytes: int
    types: tuple[str, ...]
    new: Callable[[], Digest]
    needs: str | None = None
    polynomial: Polynomial | None = None

    @property
    def member(self) -> str:
        return f"Checksum{self.name}"

    @property
    def header(self) -> str:
        return f"x-amz-checksum-{self.name.lower()}"

    @property
    def computable(self) -> bool:
        """Whether the module that it needs is installed.

        Where it is not, a stated checksum is taken as it is and kept: whoever reads the object
        can still compare. pyarrow states CRC64NVME with every upload.
        """
        return self.needs is None or _installed(self.needs)

    def start(self) -> Digest:
        """A new computation. Raises AWSError when it is not computable."""
        if not self.computable:
            raise invalid_request(
                f"The checksum algorithm {self.name} needs the Python package {self.needs} in the"
                " local engine's environment, where it is not installed."
            )
        return self.new()


@functools.cache
def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


class _Crc:
    """A running CRC by a function of (data, value so far)."""

    def __init__(self, step: Callable[[Any, int], int], size: int) -> None:
        self._step = step
        self._size = size
        self._value = 0

    def update(self, data: Any, /) -> None:
        self._value = self._step(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(self._size, "big")


def _awscrt(function: str, size: int) -> Digest:
    module = importlib.import_module("awscrt.checksums")
    return _Crc(getattr(module, function), size)


class _XXHash:
    """awscrt's, which takes no memoryview and gives its value only once."""

    def __init__(self, function: str) -> None:
        self._hash = getattr(importlib.import_module("awscrt.checksums").XXHash, function)()
        self._value: bytes | None = None

    def update(self, data: Any, /) -> None:
        self._hash.update(bytes(data))

    def digest(self) -> bytes:
        if self._value is None:
            self._value = bytes(self._hash.finalize())
        return self._value


def _hash(name: str) -> Callable[[], Digest]:
    return lambda: hashlib.new(name, usedforsecurity=False)


_BOTH = (COMPOSITE, FULL_OBJECT)
ALGORITHMS = {
    algorithm.name: algorithm
    for algorithm in (
        Algorithm(
            "CRC32", 4, _BOTH, lambda: _Crc(zlib.crc32, 4), polynomial=Polynomial(32, 0xEDB88320)
        ),
        Algorithm(
            "CRC32C", 4, _BOTH, lambda: _awscrt("crc32c", 4), "awscrt", Polynomial(32, 0x82F63B78)
        ),
        Algorithm(
            "CRC64NVME",
            8,
            (FULL_OBJECT,),
            lambda: _awscrt("crc64nvme", 8),
            "awscrt",
            Polynomial(64, 0x9A6C9329AC4BC9B5),
        ),
        Algorithm("SHA1", 20, (COMPOSITE,), _hash("sha1")),
        Algorithm("SHA256", 32, (COMPOSITE,), _hash("sha256")),
        Algorithm("SHA512", 64, (COMPOSITE,), _hash("sha512")),
        Algorithm("MD5", 16, (COMPOSITE,), _hash("md5")),
        Algorithm("XXHASH64", 8, (COMPOSITE,), lambda: _XXHash("new_xxhash64"), "awscrt"),
        Algorithm("XXHASH3", 8, (COMPOSITE,), lambda: _XXHash("new_xxhash3_64"), "awscrt"),
        Algorithm("XXHASH128", 16, (COMPOSITE,), lambda: _XXHash("new_xxhash3_128"), "awscrt"),
    )
}
BY_HEADER = {algorithm.header: algorithm for algorithm in ALGORITHMS.values()}
MEMBERS = frozenset(algorithm.member for algorithm in ALGORITHMS.values())


def text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def raw(value: str, size: int) -> bytes | None:
    """The bytes of a checksum in base64; None when it is not one of that many bytes."""
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        return None
    return data if len(data) == size else None


def stated(members: Mapping[str, Any]) -> tuple[Algorithm, str] | None:
    """The one checksum among an input's or an info's members. Raises AWSError for several."""
    return _single([(a, members[a.member]) for a in ALGORITHMS.values() if a.member in members])


def stated_in_headers(headers: Mapping[str, str]) -> tuple[Algorithm, str] | None:
    """The one checksum among a request's headers. Raises AWSError for several."""
    return _single([(BY_HEADER[name], headers[name]) for name in headers if name in BY_HEADER])


def _single(found: list[tuple[Algorithm, str]]) -> tuple[Algorithm, str] | None:
    if len(found) > 1:
        raise invalid_request(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
        )
    return found[0] if found else None


def check(algorithm: Algorithm, value: str) -> bytes:
    """The bytes of a stated checksum. Raises AWSError InvalidRequest when it cannot be one."""
    data = raw(value, algorithm.bytes)
    if data is None:
        raise invalid_request(f"Value for {algorithm.header} header is invalid.")
    return data


def of_an_object(info: Mapping[str, Any]) -> dict[str, Any]:
    """Those members of an object's or a part's info that are about checksums."""
    kept = {name: info[name] for name in MEMBERS if name in info}
    if kept and "ChecksumType" in info:
        kept["ChecksumType"] = info["ChecksumType"]
    return kept


def composite(algorithm: Algorithm, parts: Iterable[bytes]) -> str:
    """The checksum of the parts' checksums, with their number."""
    digest = algorithm.start()
    count = 0
    for part in parts:
        digest.update(part)
        count += 1
    return f"{text(digest.digest())}-{count}"


def full_object(algorithm: Algorithm, parts: Iterable[tuple[bytes, int]]) -> str:
    """The checksum of the whole from (checksum, size) of its parts, without reading a byte."""
    assert algorithm.polynomial is not None
    polynomial = algorithm.polynomial
    value = 0
    for digest, size in parts:
        shift = _shift(polynomial, size)
        value = _multiply(polynomial, shift, value) ^ int.from_bytes(digest, "big")
    return text(value.to_bytes(algorithm.bytes, "big"))


@functools.lru_cache(maxsize=64)
def _shift(polynomial: Polynomial, size: int) -> int:
    """x to the power of eight times ``size``, modulo the polynomial."""
    power = 1 << (polynomial.width - 2)
    result = 1 << (polynomial.width - 1)
    exponent = 8 * size
    while exponent:
        if exponent & 1:
            result = _multiply(polynomial, power, result)
        power = _multiply(polynomial, power, power)
        exponent >>= 1
    return result


def _multiply(polynomial: Polynomial, a: int, b: int) -> int:
    """The product of two polynomials with reversed bits, modulo the CRC's."""
    product = 0
    bit = 1 << (polynomial.width - 1)
    while bit:
        if a & bit:
            product ^= b
        b = (b >> 1) ^ polynomial.value if b & 1 else b >> 1
        bit >>= 1
    return product
