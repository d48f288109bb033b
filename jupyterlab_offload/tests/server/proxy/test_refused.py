"""What is refused before anything is sent: nothing of it reaches AWS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jupyterlab_offload.server.proxy.jsonservice import MAX_BODY

from .conftest import JSON, Ask, Aws
from .fake_aws import always, response

OK = always(response(200))
TYPE = ("Content-Type", JSON)
LIST = ("X-Amz-Target", "SageMaker.ListTrainingJobs")
EVIL = "evil.example"


def target(name: str) -> tuple[str, str]:
    return ("X-Amz-Target", name)


WRITING = (
    "SageMaker.CreateTrainingJob",
    "SageMaker.DeleteModel",
    "SageMaker.StopProcessingJob",
    "SageMaker.UpdateEndpoint",
    "SageMaker.AddTags",
    "SageMaker.CreatePresignedNotebookInstanceUrl",
    "SageMaker.SearchAndDestroy",
    "SageMaker.DescribeNothingThatThereIs",
    "SageMaker.describeTrainingJob",
    "SageMaker. ListTrainingJobs",
    "SageMaker.ListTrainingJobs, SageMaker.CreateTrainingJob",
    "Logs_20140328.GetLogEvents",
    "Other.ListTrainingJobs",
    "ListTrainingJobs",
    "",
)


async def test_no_operation_but_reading_and_stopping_passes(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for name in WRITING:
            answer = await send("POST", "class/sagemaker/", b"{}", [TYPE, target(name)])
            assert answer.code in (400, 403), name
        assert fake.seen == []


async def test_logs_are_read_only(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for verb in ("CreateLogGroup", "PutLogEvents", "DeleteLogStream", "StartLiveTail"):
            name = target(f"Logs_20140328.{verb}")
            answer = await send("POST", "class/logs/", b"{}", [TYPE, name])
            assert answer.code == 403, verb
        assert fake.seen == []


async def test_a_second_operation_in_a_repeated_header_is_refused(send: Ask, aws: Aws) -> None:
    create = target("SageMaker.CreateTrainingJob")
    async with aws(OK) as fake:
        for pair in ((LIST, create), (create, LIST), (LIST, LIST)):
            answer = await send("POST", "class/sagemaker/", b"{}", [TYPE, *pair])
            assert answer.code in (400, 403), pair
        assert fake.seen == []


async def test_no_method_but_the_services_own_passes(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for service, methods in (
            ("sagemaker/", ("GET", "HEAD", "PUT", "DELETE", "PATCH")),
            ("s3/class-2026/offload/x", ("POST", "PUT", "DELETE", "PATCH")),
        ):
            for method in methods:
                answer = await send(method, f"class/{service}", None, [TYPE, LIST])
                assert answer.code in (400, 403, 405, 413), (service, method)
        assert fake.seen == []


async def test_an_endpoint_cannot_be_smuggled_in(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for address in (
            f"class/sagemaker/{EVIL}",
            f"class/sagemaker/?endpoint=http://{EVIL}",
            f"class/sagemaker//{EVIL}/",
            f"class/sagemaker@{EVIL}/",
            f"class/s3@{EVIL}/x",
            f"{EVIL}/sagemaker/",
            "class%2Fsagemaker/",
            "class/..%2Flocal/sagemaker/",
            "class/execute-api/",
            "class/iam/",
        ):
            answer = await send("POST", address, b"{}", [TYPE, LIST])
            assert answer.code in (400, 403, 404), address
        assert fake.seen == []


async def test_headers_choose_neither_host_nor_method_nor_path(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        answer = await send(
            "POST",
            "class/sagemaker/",
            b"{}",
            [
                TYPE,
                LIST,
                ("X-Forwarded-Host", EVIL),
                ("X-Original-Url", "/evil"),
                ("X-Http-Method-Override", "DELETE"),
                ("X-Amz-Security-Token", "evil"),
                ("X-Amz-Date", "20000101T000000Z"),
                ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"),
                ("Cookie", "session=evil"),
                ("Transfer", EVIL),
            ],
        )
        assert answer.code == 200
        (seen,) = fake.seen
        assert (seen.method, seen.target) == ("POST", "/")
        assert "evil" not in str(seen.headers).lower()
        assert {name.lower() for name in seen.headers} == {
            *("host", "content-type", "content-length", "x-amz-target", "x-amz-date"),
            *("x-amz-security-token", "authorization", "user-agent", "accept-encoding"),
        }


NO_OBJECTS = (
    b"[]",
    b"null",
    b'"text"',
    b"{",
    b'{"MaxResults": 1, "MaxResults": 2}',
    b'{"MaxResults": NaN}',
    b'{"NameContains": "\xff"}',
    b'{"a":' * 5000,
    b"Action=DeleteUser&Version=2010-05-08",
)


async def test_a_body_that_is_no_json_object_is_refused(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for body in NO_OBJECTS:
            answer = await send("POST", "class/sagemaker/", body, [TYPE, LIST])
            assert answer.code == 400, body[:40]
        assert fake.seen == []


async def test_a_type_that_a_form_can_send_is_refused(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for kind in ("application/x-www-form-urlencoded", "text/plain", ""):
            given = [("Content-Type", kind), LIST]
            answer = await send("POST", "class/sagemaker/", b"{}", given)
            assert answer.code == 400, kind
        assert fake.seen == []


async def test_a_body_that_is_too_large_is_refused_at_its_beginning(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for address, size in (("sagemaker/", MAX_BODY + 1), ("s3/class-2026/offload/x", 1)):
            method = "POST" if address == "sagemaker/" else "GET"
            answer = await send(method, f"class/{address}", b"x" * size, [TYPE, LIST])
            assert answer.code == 413, address
        assert fake.seen == []


async def test_a_body_that_does_not_say_its_length_is_bounded_too(
    http_server_client: Any, jp_auth_header: dict[str, str], jp_base_url: str, aws: Aws
) -> None:
    async def produce(write: Callable[[bytes], Awaitable[None]]) -> None:
        for _ in range(10):
            await write(b"x" * (MAX_BODY // 8))

    async with aws(OK) as fake:
        answer = await http_server_client.fetch(
            f"{jp_base_url}offload/aws/class/sagemaker/",
            method="POST",
            headers={**jp_auth_header, **dict([TYPE, LIST])},
            body_producer=produce,
            raise_error=False,
        )
        assert answer.code in (400, 413, 599)
        assert fake.seen == []


BUCKET = "class/s3/class-2026"


OUTSIDE = (
    # another bucket, or another place in ours
    "class/s3/another/offload/x",
    "class/s3/another?list-type=2&prefix=offload/",
    "class/s3/class-2026%2Foffload/x",
    "class/s3//class-2026/offload/x",
    "class/s3/",
    f"{BUCKET}/secret/x",
    f"{BUCKET}/offloadx",
    f"{BUCKET}//offload/x",
    # steps out of it, in every spelling
    f"{BUCKET}/offload/../secret",
    f"{BUCKET}/offload/%2e%2e/secret",
    f"{BUCKET}/offload/.%2E/secret",
    f"{BUCKET}/offload%2F..%2Fsecret",
    f"{BUCKET}/offload/..%5Csecret",
    f"{BUCKET}/offload/./x",
    f"{BUCKET}/offload/x/..",
    # what is no text
    f"{BUCKET}/offload/%00",
    f"{BUCKET}/offload/%0d%0aHost:%20{EVIL}",
    f"{BUCKET}/offload/%ff",
    f"{BUCKET}/offload/%c0%ae%c0%ae/secret",
    f"{BUCKET}/offload/%zz",
    f"{BUCKET}/offload/%",
    f"{BUCKET}/offload/" + "x" * 1025,
    # other operations, and answers that S3 would change
    f"{BUCKET}/offload/x?acl",
    f"{BUCKET}/offload/x?tagging=",
    f"{BUCKET}/offload/x?uploads",
    f"{BUCKET}/offload/x?versionId=1",
    f"{BUCKET}/offload/x?x-id=DeleteObject",
    f"{BUCKET}/offload/x?x-id=GetObject&x-id=PutObject",
    f"{BUCKET}/offload/x?response-content-type=text/html",
    f"{BUCKET}/offload/x?response-content-disposition=inline",
    f"{BUCKET}/offload/x?Response-Content-Type=text/html",
    f"{BUCKET}/offload/x?%72esponse-content-type=text/html",
    f"{BUCKET}/offload/x?X-Amz-Signature=0",
    f"{BUCKET}/offload/x?partNumber=1&partNumber=2",
    f"{BUCKET}/offload/x?partNumber=1;acl",
    f"{BUCKET}?policy",
    f"{BUCKET}?prefix=offload/",
    f"{BUCKET}?list-type=1&prefix=offload/",
    f"{BUCKET}?list-type=2",
    f"{BUCKET}?list-type=2&prefix=",
    f"{BUCKET}?list-type=2&prefix=off",
    f"{BUCKET}?list-type=2&prefix=secret/",
    f"{BUCKET}?list-type=2&prefix=offload/&prefix=secret/",
    f"{BUCKET}?list-type=2&prefix=offload/&versions",
)


async def test_nothing_outside_of_the_backends_place_is_read(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for address in OUTSIDE:
            answer = await send("GET", address)
            assert answer.code in (400, 403, 404), address
        assert fake.seen == []


FORMS = (
    ("Range", "bytes=0-1,5-9"),
    ("Range", "lines=0-1"),
    ("Range", "bytes=0-1\tx"),
    ("If-None-Match", '"a", "b"'),
    ("If-None-Match", "x" * 500),
)


async def test_a_header_in_another_form_is_refused(send: Ask, aws: Aws) -> None:
    async with aws(OK) as fake:
        for header in FORMS:
            answer = await send("GET", f"{BUCKET}/offload/x", None, [header])
            assert answer.code == 400, header
        assert fake.seen == []


async def test_what_was_refused_is_logged_without_what_was_sent(
    send: Ask, aws: Aws, jp_auth_header: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    async with aws(OK):
        await send("POST", "class/sagemaker/", b"evil body", [TYPE, target("SageMaker.Evil")])
    assert "Offload refuses POST sagemaker" in caplog.text
    for secret in ("evil body", *jp_auth_header.values()):
        assert secret not in caplog.text
