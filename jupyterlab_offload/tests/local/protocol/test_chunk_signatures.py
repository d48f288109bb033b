"""Signatures of chunks, against the example that AWS publishes for signed streams."""

from __future__ import annotations

from hashlib import sha256

from jupyterlab_offload.local.context import Identity
from jupyterlab_offload.local.protocol.canonical import signing_key
from jupyterlab_offload.local.protocol.sigv4 import Authorized, chunk_signature, trailer_signature

# https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SEED = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
EXAMPLE = Authorized(
    Identity("AKIAIOSFODNN7EXAMPLE", "arn", "id"),
    "s3",
    "us-east-1",
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    signing_key(SECRET, "20130524", "us-east-1", "s3"),
    SEED,
    "20130524T000000Z",
    "20130524/us-east-1/s3/aws4_request",
    False,
)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_the_published_chunks_have_the_published_signatures() -> None:
    first = chunk_signature(EXAMPLE, SEED, digest(b"a" * 65536))
    assert first == "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"
    second = chunk_signature(EXAMPLE, first, digest(b"a" * 1024))
    assert second == "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"
    last = chunk_signature(EXAMPLE, second, digest(b""))
    assert last == "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"


def test_a_trailer_s_signature_depends_on_all_that_it_follows() -> None:
    trailer = b"x-amz-checksum-crc32:AAAAAA==\n"
    signature = trailer_signature(EXAMPLE, SEED, trailer)
    assert signature != trailer_signature(EXAMPLE, SEED, trailer + b"x")
    assert signature != trailer_signature(EXAMPLE, "0" * 64, trailer)
    assert signature != chunk_signature(EXAMPLE, SEED, digest(trailer))
