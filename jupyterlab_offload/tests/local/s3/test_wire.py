"""What only the wire shows: early refusals, broken connections, presigned URLs, odd documents."""

from __future__ import annotations

import base64
import errno
import http.client
import os
import socket
import threading
import time
from hashlib import md5, sha256
from typing import Any
from urllib.parse import urlsplit

import pytest

from jupyterlab_offload.local.store import blobs
from jupyterlab_offload.tests.local.live import wait_for
from jupyterlab_offload.tests.local.protocol.wire import Wire, parsed

from . import raw
from .failures import failure


def get(url: str) -> tuple[int, dict[str, str], bytes]:
    return fetch("GET", url)


def fetch(method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, Any, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", body or None, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def temporary(wire: Wire) -> list[str]:
    return os.listdir(wire.engine.home.tmp)


def begin_put(wire: Wire, target: str, length: int, **headers: str) -> socket.socket:
    """A connection on which the head of a PUT was sent."""
    named = {"Content-Length": str(length), **headers}
    fields = raw.head(wire, "PUT", target, "UNSIGNED-PAYLOAD", named)
    connection = wire.connect()
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    connection.sendall(f"PUT {target} HTTP/1.1\r\n{lines}\r\n".encode())
    return connection


def test_a_put_that_breaks_off_leaves_the_old_object(served: Wire, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"old")
    with begin_put(served, f"/{bucket}/key", 4_000_000) as connection:
        connection.sendall(b"x" * 3_000_000)
        wait_for(lambda: temporary(served))
    wait_for(lambda: not temporary(served))
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"old"


def test_a_refusal_comes_before_the_body_is_sent(served: Wire) -> None:
    with begin_put(served, "/no-such-bucket/key", 10**9, Expect="100-continue") as connection:
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"NoSuchBucket" in answer


def test_expect_100_is_answered(served: Wire, s3: Any, bucket: str) -> None:
    with begin_put(served, f"/{bucket}/key", 3, Expect="100-continue") as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 100")
        connection.sendall(b"abc")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"abc"


def test_a_body_needs_a_length(served: Wire, bucket: str) -> None:
    target = f"/{bucket}/key"
    fields = raw.head(served, "PUT", target, "UNSIGNED-PAYLOAD", {"Transfer-Encoding": "chunked"})
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    start = f"PUT {target} HTTP/1.1\r\nConnection: close\r\n{lines}\r\n"
    answer = parsed(served.raw(start.encode() + b"1\r\na\r\n0\r\n\r\n"))
    assert answer.status == 411
    assert b"<Code>MissingContentLength</Code>" in answer.body


def test_an_object_is_read_to_its_end_while_it_is_overwritten(
    served: Wire, s3: Any, bucket: str
) -> None:
    data = os.urandom(1 << 20) * 24
    s3.put_object(Bucket=bucket, Key="key", Body=data)
    stream = s3.get_object(Bucket=bucket, Key="key")["Body"]
    first = stream.read(1000)
    s3.put_object(Bucket=bucket, Key="key", Body=b"new")
    s3.delete_object(Bucket=bucket, Key="key")
    assert first + stream.read() == data


def test_of_racing_creators_one_wins(served: Wire, bucket: str) -> None:
    outcomes: list[int] = []

    def create(number: int) -> None:
        client = served.client("s3")
        try:
            client.put_object(
                Bucket=bucket, Key="key", Body=b"%d" % number * 300_000, IfNoneMatch="*"
            )
            outcomes.append(200)
        except client.exceptions.ClientError as error:
            outcomes.append(error.response["ResponseMetadata"]["HTTPStatusCode"])

    threads = [threading.Thread(target=create, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 412, 412, 412, 412, 412]


@pytest.mark.parametrize("size", [10, 2_000_000])
def test_a_full_disk_is_an_error_and_leaves_nothing(
    served: Wire, s3: Any, bucket: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.put_object(Bucket=bucket, Key="key", Body=b"old")

    def full(self: blobs.BlobWriter, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(blobs.BlobWriter, "write", full)
        put = {"Bucket": bucket, "Key": "key", "Body": b"x" * size}
        assert failure(s3.put_object, **put) == ("InsufficientStorage", 507)
        copy = {"Bucket": bucket, "Key": "to", "CopySource": f"{bucket}/key"}
        assert failure(s3.copy_object, **copy) == ("InsufficientStorage", 507)
    assert temporary(served) == []
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"old"


def test_presigned_get_with_overrides(s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a ü+/b", Body=b"secret")
    asked = {
        "Bucket": bucket,
        "Key": "a ü+/b",
        "ResponseContentType": "x/y",
        "ResponseContentDisposition": 'attachment; filename="ü.txt"',
    }
    url = s3.generate_presigned_url("get_object", Params=asked, ExpiresIn=60)
    status, headers, body = get(url)
    assert (status, body, headers["Content-Type"]) == (200, b"secret", "x/y")
    assert headers["Content-Disposition"].startswith("attachment")
    assert get(url.replace("b?", "c?"))[0] == 403
    assert get(url.split("?")[0])[0] == 403
    assert get(f"{url.split('?')[0]}?response-content-type=text/html")[0] == 403


def test_presigned_put(s3: Any, bucket: str) -> None:
    asked = {"Bucket": bucket, "Key": "key", "Metadata": {"k": "v"}}
    url = s3.generate_presigned_url("put_object", Params=asked, ExpiresIn=60)
    status, _, body = fetch("PUT", url, b"uploaded", **{"x-amz-meta-k": "v"})
    assert (status, body) == (200, b"")
    found = s3.get_object(Bucket=bucket, Key="key")
    assert (found["Body"].read(), found["Metadata"]) == (b"uploaded", {"k": "v"})


def test_a_bucket_can_be_in_the_host_name(served: Wire, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="a/b", Body=b"x")
    virtual = Wire.__new__(Wire)
    virtual.__dict__.update(served.__dict__)
    virtual.host = f"{bucket}.localhost:{served.port}"
    assert raw.send(virtual, "GET", "/a/b").body == b"x"
    assert b"<Key>a/b</Key>" in raw.send(virtual, "GET", "/?list-type=2").body


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [
        ("GET", "/{bucket}/%ff", 400, "InvalidURI"),
        ("GET", "/{bucket}?acl", 501, "NotImplemented"),
        ("PUT", "/{bucket}/key?tagging", 501, "NotImplemented"),
        ("POST", "/{bucket}/key", 405, "MethodNotAllowed"),
        ("DELETE", "/", 405, "MethodNotAllowed"),
        ("GET", "/{bucket}?list-type=2&max-keys=many", 400, "InvalidArgument"),
        ("GET", "/{bucket}?encoding-type=rot13", 400, "InvalidArgument"),
        ("GET", "/{bucket}/key?partNumber=x", 400, "InvalidArgument"),
        ("GET", "/{bucket}/key?versionId=x", 400, "InvalidArgument"),
        ("GET", "/Not_A_Bucket/key", 404, "NoSuchBucket"),
        ("GET", "/..%2f..%2fetc/passwd", 404, "NoSuchBucket"),
        ("GET", "/{bucket}/key?unknown=1", 404, "NoSuchKey"),
    ],
)
def test_odd_targets(
    served: Wire, bucket: str, method: str, target: str, status: int, code: str
) -> None:
    answer = raw.send(served, method, target.replace("{bucket}", bucket))
    assert (answer.status, answer.code) == (status, code)


LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 30))


@pytest.mark.parametrize(
    "document",
    [
        "<Delete>",
        "rubbish",
        "<Delete/>",
        "<Other><Object><Key>k</Key></Object></Other>",
        "<Delete><Object><Key>k</Key><Unknown/></Object></Delete>",
        "<Delete><Object><Key>k<b/></Key></Object></Delete>",
        "<Delete><Object><Key>k</Key><Key>l</Key></Object></Delete>",
        "<Delete><Quiet>perhaps</Quiet><Object><Key>k</Key></Object></Delete>",
        "<Delete>text<Object><Key>k</Key></Object></Delete>",
        '<Delete xmlns="http://elsewhere/"><Object><Key>k</Key></Object></Delete>',
        f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><Delete><Object><Key>&l29;</Key></Object>',
        '<!DOCTYPE d SYSTEM "file:///etc/passwd"><Delete><Object><Key>k</Key></Object></Delete>',
        "<Delete>" + "<Object>" * 5000,
        "<a>" * 100_000,
        "\0",
        "<Delete>\ufffe</Delete>",
    ],
)
def test_a_malformed_document_is_an_error(served: Wire, bucket: str, document: str) -> None:
    body = document.encode()
    digest = base64.b64encode(md5(body).digest()).decode()
    started = time.monotonic()
    answer = raw.send(served, "POST", f"/{bucket}?delete", body, Content_MD5=digest)
    assert (answer.status, answer.code) == (400, "MalformedXML")
    assert time.monotonic() - started < 5


def test_a_document_is_not_read_without_end(served: Wire, bucket: str) -> None:
    body = b"<Delete>" + b" " * (9 << 20)
    answer = raw.send(
        served, "POST", f"/{bucket}?delete", body, x_amz_checksum_sha256=_sha256(body)
    )
    assert (answer.status, answer.code) == (400, "EntityTooLarge")


def _sha256(body: bytes) -> str:
    return base64.b64encode(sha256(body).digest()).decode()


def test_errors_say_what_they_are_about(served: Wire, s3: Any, bucket: str) -> None:
    answer = raw.send(served, "GET", f"/{bucket}/a%26b%3C")
    assert b"<Key>a&amp;b&lt;</Key>" in answer.body
    assert f"<RequestId>{answer.headers['x-amz-request-id']}</RequestId>".encode() in answer.body
    missing = raw.send(served, "GET", "/no-such-bucket/key")
    assert b"<BucketName>no-such-bucket</BucketName>" in missing.body


def test_a_head_s_error_has_no_body(served: Wire, bucket: str) -> None:
    answer = raw.send(served, "HEAD", f"/{bucket}/missing")
    assert (answer.status, answer.body) == (404, b"")
