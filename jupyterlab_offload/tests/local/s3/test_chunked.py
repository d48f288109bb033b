"""The aws-chunked decoder: any split of any body, and nothing but what was signed."""

from __future__ import annotations

import io
from hashlib import sha256
from itertools import pairwise

import pytest
from botocore.httpchecksum import AwsChunkedWrapper, Crc32Checksum
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.sigv4 import Authorized, chunk_signature, trailer_signature
from jupyterlab_offload.local.services.s3.chunked import SIGNED, SIGNED_TRAILER, ChunkedDecoder

UNSIGNED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
BODIES = st.lists(st.binary(min_size=1, max_size=50), max_size=5)
CUTS = st.lists(st.integers(0, 400), max_size=6)


def authorized(payload_hash: str) -> Authorized:
    return Authorized(
        Identity("key", "arn", "id"),
        "s3",
        "us-east-1",
        payload_hash,
        b"k" * 32,
        "5" * 64,
        "20260101T000000Z",
        "20260101/us-east-1/s3/aws4_request",
        False,
    )


def signed(chunks: list[bytes], trailer: bool) -> bytes:
    """A signed body, by the rules that AWS publishes; the primitives have tests of their own."""
    who = authorized(SIGNED_TRAILER if trailer else SIGNED)
    previous, body = who.seed_signature, b""
    for data in [*chunks, b""]:
        previous = chunk_signature(who, previous, sha256(data).hexdigest())
        body += f"{len(data):x};chunk-signature={previous}\r\n".encode() + data
        body += b"\r\n" if data else b""
    if trailer:
        line = b"x-amz-checksum-crc32:AAAAAA=="
        claimed = trailer_signature(who, previous, line + b"\n")
        body += line + b"\r\nx-amz-trailer-signature:" + claimed.encode() + b"\r\n"
    return body + b"\r\n"


def decode(body: bytes, payload_hash: str, cuts: list[int]) -> tuple[bytes, dict[str, str]]:
    taken: list[bytes] = []
    decoder = ChunkedDecoder(authorized(payload_hash), lambda data: taken.append(bytes(data)))
    edges = sorted({min(cut, len(body)) for cut in cuts} | {0, len(body)})
    for start, end in pairwise(edges):
        decoder.feed(body[start:end])
    decoder.finish()
    return b"".join(taken), decoder.trailers


@given(st.binary(max_size=300), st.integers(1, 64), CUTS)
def test_what_botocore_frames_is_read_as_it_was(data: bytes, size: int, cuts: list[int]) -> None:
    wrapped = AwsChunkedWrapper(
        io.BytesIO(data),
        checksum_cls=Crc32Checksum,
        checksum_name="x-amz-checksum-crc32",
        chunk_size=size,
    )
    checksum = Crc32Checksum()
    checksum.update(data)
    expected = {"x-amz-checksum-crc32": checksum.b64digest()}
    assert decode(wrapped.read(), UNSIGNED, cuts) == (data, expected)


@given(BODIES, CUTS)
def test_signed_chunks_are_read_in_any_pieces(chunks: list[bytes], cuts: list[int]) -> None:
    assert decode(signed(chunks, False), SIGNED, cuts) == (b"".join(chunks), {})
    assert decode(signed(chunks, True), SIGNED_TRAILER, cuts) == (
        b"".join(chunks),
        {"x-amz-checksum-crc32": "AAAAAA=="},
    )


@given(BODIES, st.data())
def test_no_byte_of_a_signed_body_can_be_changed(chunks: list[bytes], data: st.DataObject) -> None:
    body = bytearray(signed(chunks, True))
    at = data.draw(st.integers(0, len(body) - 1))
    flipped = body[at] ^ data.draw(st.sampled_from([0x01, 0x20, 0x80]))
    original, body[at] = body[at], flipped
    try:
        read, trailers = decode(bytes(body), SIGNED_TRAILER, [])
    except AWSError:
        return
    # What may change and mean the same: the case of hexadecimal digits and of a header's name.
    assert chr(original).lower() == chr(flipped).lower()
    assert (read, trailers) == (b"".join(chunks), {"x-amz-checksum-crc32": "AAAAAA=="})


@given(BODIES, st.data())
def test_a_body_that_ends_early_is_incomplete(chunks: list[bytes], data: st.DataObject) -> None:
    body = signed(chunks, True)
    # The very last empty line may be missing, as some clients leave it out.
    cut = body[: data.draw(st.integers(0, len(body) - 3))]
    with pytest.raises(AWSError) as caught:
        decode(cut, SIGNED_TRAILER, [])
    assert caught.value.code in ("IncompleteBody", "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    "body",
    [
        b"\r\n",
        b"5\nhello\n0\n\n",
        b"-1\r\n\r\n",
        b"0x5\r\nhello\r\n0\r\n\r\n",
        b"5\r\nhello!\r\n",
        b"5\r\nhelloXX0\r\n\r\n",
        b"5 5\r\nhello\r\n0\r\n\r\n",
        b"f" * 17 + b"\r\n",
        b"0\r\nno colon\r\n\r\n",
        b"0\r\na:b\r\na:b\r\n\r\n",
        b"0\r\n" + b"".join(b"a%d:b\r\n" % n for n in range(17)) + b"\r\n",
        b"0\r\n\r\nmore",
        b"1;" + b"x" * 5000,
        b"0\r\na:\x00\r\n\r\n",
    ],
)
def test_bad_framing_is_refused(body: bytes) -> None:
    with pytest.raises(AWSError) as caught:
        decode(body, UNSIGNED, [])
    assert (caught.value.code, caught.value.status) == ("InvalidRequest", 400)


@given(st.binary(max_size=200))
def test_rubbish_is_an_error_or_a_body(body: bytes) -> None:
    for payload_hash in (UNSIGNED, SIGNED, SIGNED_TRAILER):
        try:
            read, _ = decode(body, payload_hash, [])
        except AWSError:
            continue
        assert payload_hash == UNSIGNED and len(read) < len(body)


def test_a_signed_chunk_needs_its_signature() -> None:
    with pytest.raises(AWSError, match="malformed"):
        decode(b"1\r\na\r\n0\r\n\r\n", SIGNED, [])
