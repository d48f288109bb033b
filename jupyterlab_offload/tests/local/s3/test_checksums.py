"""Checksums: published check values, and objects' from their parts'."""

from __future__ import annotations

import base64
import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.services.s3 import checksums
from jupyterlab_offload.local.services.s3.checksums import ALGORITHMS, Algorithm

CHECK = b"123456789"
"""What the catalogue of CRCs (reveng.sourceforge.io) gives check values for."""


def crc(algorithm: Algorithm, data: bytes) -> bytes:
    """A CRC bit by bit, as the definition says."""
    assert algorithm.polynomial is not None
    ones = (1 << algorithm.polynomial.width) - 1
    value = ones
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ (algorithm.polynomial.value if value & 1 else 0)
    return (value ^ ones).to_bytes(algorithm.bytes, "big")


@pytest.mark.parametrize(
    ("name", "value"),
    [("CRC32", "cbf43926"), ("CRC32C", "e3069283"), ("CRC64NVME", "ae8b14860a799888")],
)
def test_the_polynomials_are_the_published_ones(name: str, value: str) -> None:
    assert crc(ALGORITHMS[name], CHECK).hex() == value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CRC32", zlib.crc32(CHECK).to_bytes(4, "big")),
        ("SHA1", hashlib.sha1(CHECK).digest()),
        ("SHA256", hashlib.sha256(CHECK).digest()),
        ("SHA512", hashlib.sha512(CHECK).digest()),
        ("MD5", hashlib.md5(CHECK).digest()),
        ("CRC32C", bytes.fromhex("e3069283")),
        ("CRC64NVME", bytes.fromhex("ae8b14860a799888")),
        # As the xxhash package computes them.
        ("XXHASH64", bytes.fromhex("8cb841db40e6ae83")),
        ("XXHASH3", bytes.fromhex("72dcb18b67a17dff")),
        ("XXHASH128", bytes.fromhex("33119477ede5dcd5e9716427681d5860")),
    ],
)
def test_an_algorithm_gives_the_published_value(name: str, expected: bytes) -> None:
    digest = ALGORITHMS[name].start()
    digest.update(CHECK[:4])
    digest.update(memoryview(CHECK)[4:])
    assert digest.digest() == expected
    assert len(expected) == ALGORITHMS[name].bytes


@pytest.mark.parametrize("name", ["CRC32C", "CRC64NVME", "XXHASH64", "XXHASH3", "XXHASH128"])
def test_an_algorithm_whose_package_is_missing_says_which_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    algorithm = ALGORITHMS[name]
    monkeypatch.setattr(checksums, "_installed", lambda package: False)
    with pytest.raises(AWSError) as caught:
        algorithm.start()
    assert caught.value.code == "InvalidRequest"
    assert str(algorithm.needs) in caught.value.message


@pytest.mark.parametrize("name", ["CRC32", "CRC32C", "CRC64NVME"])
@given(parts=st.lists(st.binary(max_size=40), min_size=1, max_size=5))
def test_parts_crcs_make_the_whole_s(name: str, parts: list[bytes]) -> None:
    algorithm = ALGORITHMS[name]
    pieces = [(crc(algorithm, part), len(part)) for part in parts]
    assert (
        checksums.full_object(algorithm, pieces)
        == base64.b64encode(crc(algorithm, b"".join(parts))).decode()
    )


def test_a_composite_is_the_checksum_of_the_checksums() -> None:
    digests = [hashlib.sha256(part).digest() for part in (b"one", b"two")]
    expected = base64.b64encode(hashlib.sha256(b"".join(digests)).digest()).decode() + "-2"
    assert checksums.composite(ALGORITHMS["SHA256"], digests) == expected


def test_one_checksum_may_be_stated() -> None:
    assert checksums.stated({"ContentType": "x"}) is None
    assert checksums.stated({"ChecksumSHA1": "v"}) == (ALGORITHMS["SHA1"], "v")
    headers = {"x-amz-checksum-crc32": "v", "host": "h"}
    assert checksums.stated_in_headers(headers) == (ALGORITHMS["CRC32"], "v")
    with pytest.raises(AWSError, match="single"):
        checksums.stated({"ChecksumSHA1": "v", "ChecksumCRC32": "w"})


@pytest.mark.parametrize("value", ["", "AAAA", "AAAAAA", "AAAAAA==x", "*", "AAAAAAA=", "é"])
def test_what_is_no_checksum_is_refused(value: str) -> None:
    with pytest.raises(AWSError) as caught:
        checksums.check(ALGORITHMS["CRC32"], value)
    assert caught.value.code == "InvalidRequest"
