"""What passes, before a real engine: the three services, and what comes back of them."""

from __future__ import annotations

import gzip
import json
import uuid
from xml.etree import ElementTree

import pytest

from jupyterlab_offload.tests.local.live import LiveEngine, training_job

from .conftest import Ask

BUCKET = "offload-local"


@pytest.fixture
def key(proxied_engine: LiveEngine) -> str:
    """The key of an object of 20 bytes, with signs that have to be encoded."""
    key = f"offload/jobs/{uuid.uuid4().hex}/output/a b+ü%2F.txt"
    proxied_engine.s3.put_object(
        Bucket=BUCKET, Key=key, Body=b"0123456789abcdefghij", ContentType="text/html"
    )
    return key


async def test_jobs_are_listed(ask: Ask) -> None:
    response = await ask("sagemaker", "ListTrainingJobs", {"MaxResults": 5})
    assert response.code == 200
    assert response.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert "TrainingJobSummaries" in json.loads(response.body)


async def test_an_error_of_aws_comes_back_as_aws_says_it(ask: Ask) -> None:
    response = await ask("sagemaker", "DescribeTrainingJob", {"TrainingJobName": "nobodys"})
    assert response.code == 400
    answer = json.loads(response.body)
    assert answer["__type"] == "ValidationException"
    assert "not found" in answer["message"]


async def test_a_log_that_is_not_there_yet_is_aws_error(ask: Ask) -> None:
    response = await ask(
        "logs",
        "GetLogEvents",
        {"logGroupName": "/aws/sagemaker/TrainingJobs", "logStreamName": "none/algo-1-1"},
    )
    assert json.loads(response.body)["__type"] == "ResourceNotFoundException"


@pytest.mark.slow
async def test_a_job_is_stopped(ask: Ask, proxied_engine: LiveEngine) -> None:
    request = training_job(proxied_engine, BUCKET, "import time; time.sleep(600)")
    proxied_engine.sagemaker.create_training_job(**request)
    name = {"TrainingJobName": request["TrainingJobName"]}
    assert (await ask("sagemaker", "StopTrainingJob", name)).code == 200
    described = json.loads((await ask("sagemaker", "DescribeTrainingJob", name)).body)
    assert described["TrainingJobStatus"] in ("Stopping", "Stopped")


async def test_an_object_is_read_whole_and_never_runs(read: Ask, key: str) -> None:
    response = await read(f"{BUCKET}/{key}?x-id=GetObject")
    assert (response.code, response.body) == (200, b"0123456789abcdefghij")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == "attachment"
    assert response.headers["Content-Length"] == "20"


async def test_a_part_of_an_object_is_read(read: Ask, key: str) -> None:
    response = await read(f"{BUCKET}/{key}", headers={"Range": "bytes=10-12"})
    assert (response.code, response.body) == (206, b"abc")
    assert response.headers["Content-Range"] == "bytes 10-12/20"


async def test_the_head_of_an_object_tells_its_length(read: Ask, key: str) -> None:
    response = await read(f"{BUCKET}/{key}", method="HEAD")
    assert (response.code, response.body) == (200, b"")
    assert response.headers["Content-Length"] == "20"
    assert response.headers["ETag"].strip('"')


async def test_an_object_that_did_not_change_is_not_sent_again(read: Ask, key: str) -> None:
    etag = (await read(f"{BUCKET}/{key}", method="HEAD")).headers["ETag"]
    response = await read(f"{BUCKET}/{key}", headers={"If-None-Match": etag})
    assert (response.code, response.body) == (304, b"")


async def test_an_empty_object_is_read(read: Ask, proxied_engine: LiveEngine) -> None:
    key = f"offload/{uuid.uuid4().hex}"
    proxied_engine.s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
    response = await read(f"{BUCKET}/{key}")
    assert (response.code, response.body) == (200, b"")


async def test_a_compressed_object_comes_as_it_lies(read: Ask, proxied_engine: LiveEngine) -> None:
    key, packed = f"offload/{uuid.uuid4().hex}", gzip.compress(b"text " * 2000)
    proxied_engine.s3.put_object(
        Bucket=BUCKET, Key=key, Body=packed, ContentEncoding="gzip", ContentType="text/plain"
    )
    response = await read(
        f"{BUCKET}/{key}",
        headers={"X-Amz-Checksum-Mode": "ENABLED", "Accept-Encoding": "gzip"},
        decompress_response=False,
    )
    assert response.body == packed
    assert "Content-Encoding" not in response.headers
    assert response.headers["X-Offload-Content-Encoding"] == "gzip"
    assert response.headers["x-amz-checksum-crc32"]


async def test_what_lies_under_the_prefix_is_listed(read: Ask, key: str) -> None:
    folder = key.rpartition("/")[0] + "/"
    response = await read(f"{BUCKET}?list-type=2&prefix={folder}&delimiter=/")
    assert response.code == 200
    keys = ElementTree.fromstring(response.body).findall("{*}Contents/{*}Key")
    assert [found.text for found in keys] == [key]


async def test_an_object_that_is_not_there_is_s3_error(read: Ask) -> None:
    response = await read(f"{BUCKET}/offload/nothing")
    assert response.code == 404
    assert ElementTree.fromstring(response.body).findtext("Code") == "NoSuchKey"


async def test_who_asks_quietly_is_told_in_a_header_what_is_not_there_yet(
    ask: Ask, read: Ask, proxied_engine: LiveEngine
) -> None:
    empty, quietly = f"offload/{uuid.uuid4().hex}", {"X-Offload-Quietly": "1"}
    proxied_engine.s3.put_object(Bucket=BUCKET, Key=empty, Body=b"")
    ranged = {"Range": "bytes=0-99"}
    # As it is to anybody else.
    assert (await read(f"{BUCKET}/{empty}", headers=ranged)).code == 416
    answers = [
        (await read(f"{BUCKET}/{empty}", headers={**ranged, **quietly}), "416", b"InvalidRange"),
        (await read(f"{BUCKET}/offload/nothing", headers=quietly), "404", b"NoSuchKey"),
        (
            await ask(
                "logs",
                "GetLogEvents",
                {"logGroupName": "/aws/sagemaker/TrainingJobs", "logStreamName": "none/algo-1-1"},
                headers=quietly,
            ),
            "400",
            b"ResourceNotFoundException",
        ),
    ]
    for answer, status, code in answers:
        assert (answer.code, answer.headers["X-Offload-Status"]) == (200, status)
        assert code in answer.body


async def test_what_is_really_wrong_is_never_said_quietly(ask: Ask, read: Ask, key: str) -> None:
    quietly = {"X-Offload-Quietly": "1"}
    refused = await ask(
        "sagemaker", "DescribeTrainingJob", {"TrainingJobName": "nobodys"}, headers=quietly
    )
    assert refused.code == 400
    for answer in (refused, await read(f"{BUCKET}/{key}", headers=quietly)):
        assert "X-Offload-Status" not in answer.headers
    elsewhere = await read("another-bucket/offload/nothing", headers=quietly)
    assert elsewhere.code == 403


async def test_a_backend_that_is_not_there_is_named_so(ask: Ask) -> None:
    response = await ask("sagemaker", "ListTrainingJobs", backend="nowhere")
    assert response.code == 404
    assert response.headers["X-Offload-Problem"] == "no-backend"
