"""A body is stored only if it is what its client says it is."""

from __future__ import annotations

import base64
import hashlib
import zlib
from typing import Any

import pytest

from jupyterlab_offload.local.services.s3.checksums import ALGORITHMS
from jupyterlab_offload.local.services.s3.chunked import SIGNED, SIGNED_TRAILER
from jupyterlab_offload.tests.local.protocol.wire import Wire, parsed

from . import raw
from .failures import failure

DATA = b"The quick brown fox" * 1000
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def computed(name: str, data: bytes) -> str:
    digest = ALGORITHMS[name].start()
    digest.update(data)
    return text(digest.digest())


CRC32 = text(zlib.crc32(DATA).to_bytes(4, "big"))
SUMS = {
    "CRC32": CRC32,
    "SHA1": text(hashlib.sha1(DATA).digest()),
    "SHA256": text(hashlib.sha256(DATA).digest()),
    "SHA512": text(hashlib.sha512(DATA).digest()),
    "MD5": text(hashlib.md5(DATA).digest()),
    # Compared with published values in test_checksums.
    **{name: computed(name, DATA) for name, algorithm in ALGORITHMS.items() if algorithm.needs},
}


@pytest.mark.parametrize("name", SUMS)
def test_a_checksum_is_verified_kept_and_returned(
    served: Wire, s3: Any, bucket: str, name: str
) -> None:
    header = {f"x_amz_checksum_{name.lower()}": SUMS[name]}
    put = raw.send(served, "PUT", f"/{bucket}/key", DATA, **header)
    assert (put.status, put.headers["x-amz-checksum-type"]) == (200, "FULL_OBJECT")
    assert put.headers[f"x-amz-checksum-{name.lower()}"] == SUMS[name]
    plain = s3.head_object(Bucket=bucket, Key="key")
    assert f"Checksum{name}" not in plain
    asked = s3.head_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
    assert (asked[f"Checksum{name}"], asked["ChecksumType"]) == (SUMS[name], "FULL_OBJECT")
    wrong = {f"x_amz_checksum_{name.lower()}": text(b"\0" * len(base64.b64decode(SUMS[name])))}
    refused = raw.send(served, "PUT", f"/{bucket}/key", DATA[1:], **wrong)
    assert (refused.status, refused.code) == (400, "BadDigest")
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == DATA


@pytest.mark.parametrize("name", ["CRC32C", "CRC64NVME", "XXHASH64", "XXHASH3", "XXHASH128"])
def test_boto3_s_own_computation_agrees(s3: Any, bucket: str, name: str) -> None:
    """Up in a trailer, and down again: botocore verifies what it reads."""
    put = s3.put_object(Bucket=bucket, Key="key", Body=DATA, ChecksumAlgorithm=name)
    assert put[f"Checksum{name}"] == SUMS[name]
    found = s3.get_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
    assert found["Body"].read() == DATA


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content_MD5": text(hashlib.md5(b"other").digest())}, "BadDigest"),
        ({"Content_MD5": "rubbish"}, "InvalidDigest"),
        ({"x_amz_checksum_crc32": "rubbish"}, "InvalidRequest"),
        ({"x_amz_checksum_crc32": CRC32, "x_amz_checksum_sha1": SUMS["SHA1"]}, "InvalidRequest"),
        ({"x_amz_sdk_checksum_algorithm": "CRC32"}, "InvalidRequest"),
        ({"x_amz_sdk_checksum_algorithm": "ROT13"}, "InvalidArgument"),
        ({"x_amz_trailer": "x-amz-checksum-crc32"}, "InvalidRequest"),
        ({"payload_hash": "0" * 64}, "XAmzContentSHA256Mismatch"),
    ],
)
def test_a_wrong_statement_is_refused(
    served: Wire, s3: Any, bucket: str, headers: dict[str, str], code: str
) -> None:
    refused = raw.send(served, "PUT", f"/{bucket}/key", DATA, **headers)
    assert (refused.status, refused.code) == (400, code)
    assert failure(s3.head_object, Bucket=bucket, Key="key")[1] == 404


def test_content_md5_is_compared(served: Wire, bucket: str) -> None:
    good = raw.send(served, "PUT", f"/{bucket}/key", DATA, Content_MD5=SUMS["MD5"])
    assert (good.status, good.headers["ETag"]) == (200, f'"{hashlib.md5(DATA).hexdigest()}"')


def test_an_unsigned_payload_is_taken(served: Wire, s3: Any, bucket: str) -> None:
    sent = raw.send(served, "PUT", f"/{bucket}/key", DATA, payload_hash="UNSIGNED-PAYLOAD")
    assert sent.status == 200
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == DATA


def chunked(data: bytes, trailer: str) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n" + trailer.encode() + b"\r\n\r\n"


def streamed(wire: Wire, bucket: str, trailer: str, size: int = len(DATA)) -> raw.Reply:
    return raw.send(
        wire,
        "PUT",
        f"/{bucket}/key",
        chunked(DATA, trailer),
        payload_hash=UNSIGNED_TRAILER,
        x_amz_trailer="x-amz-checksum-crc32",
        x_amz_decoded_content_length=str(size),
        Content_Encoding="aws-chunked, gzip",
        x_amz_sdk_checksum_algorithm="CRC32",
    )


def test_an_unsigned_stream_with_a_trailer(served: Wire, s3: Any, bucket: str) -> None:
    sent = streamed(served, bucket, f"x-amz-checksum-crc32:{CRC32}")
    assert (sent.status, sent.headers["x-amz-checksum-crc32"]) == (200, CRC32)
    found = s3.get_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")
    assert found["Body"].read() == DATA
    # The framing is no property of the object.
    assert (found["ContentEncoding"], found["ChecksumCRC32"]) == ("gzip", CRC32)


@pytest.mark.parametrize(
    ("trailer", "size", "code"),
    [
        ("x-amz-checksum-crc32:AAAAAA==", len(DATA), "BadDigest"),
        ("x-amz-checksum-sha1:AAAAAA==", len(DATA), "InvalidRequest"),
        (f"x-amz-checksum-crc32:{CRC32}", len(DATA) + 1, "IncompleteBody"),
        (f"x-amz-checksum-crc32:{CRC32}", 5, "IncompleteBody"),
    ],
)
def test_a_stream_that_is_not_what_it_says(
    served: Wire, s3: Any, bucket: str, trailer: str, size: int, code: str
) -> None:
    refused = streamed(served, bucket, trailer, size)
    assert (refused.status, refused.code) == (400, code)
    assert failure(s3.head_object, Bucket=bucket, Key="key")[1] == 404


@pytest.mark.parametrize("payload_hash", [SIGNED, SIGNED_TRAILER])
@pytest.mark.parametrize("spoil", [None, b"quick", b";chunk-signature="])
def test_a_signed_stream(
    served: Wire, s3: Any, bucket: str, payload_hash: str, spoil: bytes | None
) -> None:
    target = f"/{bucket}/key"
    named = {"x-amz-decoded-content-length": str(len(DATA)), "Content-Encoding": "aws-chunked"}
    trailer = {}
    if payload_hash == SIGNED_TRAILER:
        named["x-amz-trailer"] = "x-amz-checksum-crc32"
        trailer = {"x-amz-checksum-crc32": CRC32}
    fields = raw.head(served, "PUT", target, payload_hash, named)
    body = raw.signed_stream(served, fields, [DATA[:8192], DATA[8192:]], trailer)
    if spoil is not None:
        at = body.index(spoil) + len(spoil) - 1
        digit = body[at + 1 : at + 2] if spoil.startswith(b";") else b""
        body = (
            body[: at + 1] + (b"0" if digit != b"0" else b"1") + body[at + 2 :]
            if digit
            else body[:at] + b"K" + body[at + 1 :]
        )
    fields["Content-Length"] = str(len(body))
    sent = exchange(served, "PUT", target, fields, body)
    if spoil is None:
        assert sent.status == 200
        assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == DATA
    else:
        assert (sent.status, sent.code) == (403, "SignatureDoesNotMatch")
        assert failure(s3.head_object, Bucket=bucket, Key="key")[1] == 404


def exchange(
    wire: Wire, method: str, target: str, fields: dict[str, str], body: bytes
) -> raw.Reply:
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    start = f"{method} {target} HTTP/1.1\r\nConnection: close\r\n{lines}\r\n".encode()
    answer = parsed(wire.raw(start + body))
    return raw.Reply(answer.status, answer.headers, answer.body)


def test_delete_objects_wants_a_digest_and_checks_it(served: Wire, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"x")
    document = b"<Delete><Object><Key>key</Key></Object></Delete>"
    bare = raw.send(served, "POST", f"/{bucket}?delete", document)
    assert (bare.status, bare.code) == (400, "InvalidRequest")
    wrong = raw.send(served, "POST", f"/{bucket}?delete", document, Content_MD5=SUMS["MD5"])
    assert (wrong.status, wrong.code) == (400, "BadDigest")
    assert s3.head_object(Bucket=bucket, Key="key")
    digest = text(hashlib.md5(document).digest())
    good = raw.send(served, "POST", f"/{bucket}?delete", document, Content_MD5=digest)
    assert good.status == 200
    assert b"<Deleted><Key>key</Key></Deleted>" in good.body
