"""Answers that no AWS gives, and errors that tell too much: what the browser gets of them."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from tornado.simple_httpclient import HTTPStreamClosedError

from jupyterlab_offload.server.proxy import gateway

from .conftest import KEY, SECRET, TOKEN, Ask, Aws
from .fake_aws import ACCOUNT, Seen, always, in_turn, response

OBJECT = "class/s3/class-2026/offload/x"
SECRETS = (KEY, SECRET, TOKEN, "127.0.0.1", "amazonaws.com")


async def test_a_redirect_is_not_followed(send: Ask, ask: Ask, aws: Aws) -> None:
    moved = response(307, b"", Location="http://evil.example/x")
    async with aws(always(moved)) as fake:
        for answer in (
            await send("GET", OBJECT),
            await ask("sagemaker", "ListTrainingJobs", backend="class"),
        ):
            assert answer.code == 502
            assert "Location" not in answer.headers
            assert b"evil" not in answer.body
        assert len(fake.seen) == 2


async def test_every_request_to_s3_names_the_buckets_owner(send: Ask, aws: Aws) -> None:
    async with aws(always(response(200))) as fake:
        await send("GET", OBJECT)
        await send("GET", "class/s3/class-2026?list-type=2&prefix=offload/")
        owners = [seen.headers["x-amz-expected-bucket-owner"] for seen in fake.seen]
        assert owners == [ACCOUNT, ACCOUNT]


async def test_nothing_is_decompressed(send: Ask, aws: Aws) -> None:
    packed = gzip.compress(b"x" * 5000)
    async with aws(always(response(200, packed, Content_Encoding="gzip"))):
        answer = await send("GET", OBJECT, None, [("Accept-Encoding", "gzip")])
        assert answer.body == packed
        assert "Content-Encoding" not in answer.headers


async def test_headers_that_act_on_the_browser_do_not_come_through(send: Ask, aws: Aws) -> None:
    acting = response(
        200,
        b"<script>alert(1)</script>",
        Content_Type="text/html; charset=utf-8",
        Set_Cookie="_xsrf=evil",
        Access_Control_Allow_Origin="*",
        Content_Security_Policy="default-src *",
        Content_Disposition="inline",
        Refresh="0; url=http://evil.example",
        Link="<http://evil.example>; rel=preload",
        X_Content_Type_Options="sniff",
        Clear_Site_Data='"*"',
        Service_Worker_Allowed="/",
        ETag='"e"',
    )
    async with aws(always(acting)):
        answer = await send("GET", OBJECT)
        assert answer.code == 200
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["ETag"] == '"e"'
        assert "evil" not in str(list(answer.headers.get_all()))
        # Jupyter's own, for a token: the asking page's origin, and there is none.
        assert answer.headers.get("Access-Control-Allow-Origin", "") == ""
        for name in ("Clear-Site-Data", "Service-Worker-Allowed", "Refresh", "Link"):
            assert name not in answer.headers


async def test_errors_carry_the_safe_headers_too(send: Ask, aws: Aws) -> None:
    async with aws(always(response(404, b"<Error><Code>NoSuchKey</Code></Error>"))):
        for address in (OBJECT, "class/s3/another/x"):
            answer = await send("GET", address)
            assert answer.code in (403, 404)
            assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
            assert answer.headers["Content-Disposition"] == "attachment"


async def test_a_type_that_is_none_becomes_unknown_bytes(send: Ask, aws: Aws) -> None:
    kinds = ("image/png\x0bx", "text/html,text/plain", "x" * 300)
    async with aws(in_turn(*(response(200, b"x", Content_Type=kind) for kind in kinds))):
        for kind in kinds:
            answer = await send("GET", OBJECT)
            assert answer.headers["Content-Type"] == "application/octet-stream", kind


async def test_half_an_object_is_not_taken_for_a_whole_one(send: Ask, aws: Aws) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 10
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    for broken in (half, chunked):
        async with aws(always(broken)):
            with pytest.raises(HTTPStreamClosedError):
                await send("GET", OBJECT)


GARBAGE = (
    b"",
    b"\x00\xff garbage\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 70_000 + b"\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
)


async def test_garbage_is_an_answer_that_did_not_come(ask: Ask, aws: Aws) -> None:
    async with aws(always(b"")) as fake:
        for garbage in GARBAGE:
            fake.answer = always(garbage)
            answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
            assert answer.code == 502, garbage[:30]
            assert answer.headers["X-Offload-Problem"] == "unreachable"


async def test_an_answer_that_is_too_large_is_refused(
    ask: Ask, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "MAX_ANSWER", 1000)
    async with aws(always(response(200, b"x" * 1001))):
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert answer.code == 502
        assert json.loads(answer.body)["__type"] == "AnswerTooLarge"


async def echo(seen: Seen) -> bytes:
    """An error that repeats all that was sent, as S3's do for a signature that does not match."""
    sent = f"{seen.target} {seen.headers} {SECRET} http://127.0.0.1:1/ s3.eu-west-1.amazonaws.com"
    if "x-amz-target" in seen.headers:
        body = json.dumps({"__type": "x.y#ValidationException", "Message": sent, "Key": KEY})
        return response(400, body.encode())
    sent = sent.replace("<", "").replace("&", "")
    body = f"<Error><Code>Other</Code><Message>{sent}</Message><Key>{KEY}</Key></Error>"
    return response(403, body.encode())


async def test_errors_hold_no_key_and_no_endpoint(
    send: Ask, ask: Ask, aws: Aws, caplog: pytest.LogCaptureFixture
) -> None:
    async with aws(echo) as fake:
        for answer in (
            await send("GET", OBJECT),
            await ask("sagemaker", "ListTrainingJobs", backend="class"),
        ):
            assert answer.code in (400, 403)
            text = answer.body.decode() + str(list(answer.headers.get_all()))
            assert "[hidden]" in text
            for secret in (*SECRETS[:3], fake.url, "amazonaws.com"):
                assert secret not in text, secret
    for secret in SECRETS[:3]:
        assert secret not in caplog.text


async def test_a_signature_that_is_refused_says_what_to_do(ask: Ask, aws: Aws) -> None:
    body = json.dumps({"__type": "InvalidSignatureException", "message": f"... {KEY} ..."})
    async with aws(always(response(403, body.encode()))):
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert answer.code == 403
        found = json.loads(answer.body)
        assert found["__type"] == "InvalidSignatureException"
        assert "Sign in again" in found["message"]


async def test_credentials_of_another_account_are_not_used(
    send: Ask, ask: Ask, aws: Aws, settings: Path
) -> None:
    file = settings / "backends.json"
    known = json.loads(file.read_text())
    known["backends"]["class"]["account"] = "999999999999"
    file.write_text(json.dumps(known))
    async with aws(always(response(200))) as fake:
        for answer in (
            await send("GET", OBJECT),
            await ask("sagemaker", "StopTrainingJob", {"TrainingJobName": "a"}, "class"),
        ):
            assert answer.code == 503
            assert answer.headers["X-Offload-Problem"] == "wrong-account"
        assert fake.seen == []


async def test_a_backend_without_credentials_says_what_to_do(
    ask: Ask, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    async with aws(always(response(200))) as fake:
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert answer.headers["X-Offload-Problem"] == "no-credentials"
        assert "aws configure" in json.loads(answer.body)["message"]
        assert fake.seen == []


async def test_new_credentials_are_taken_without_a_restart(
    ask: Ask, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    before = {name: os.environ[name] for name in names}
    for name in names:
        monkeypatch.delenv(name)
    async with aws(always(response(200))) as fake:
        answer = await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert answer.headers["X-Offload-Problem"] == "no-credentials"
        for name, value in before.items():
            monkeypatch.setenv(name, value)
        await ask("sagemaker", "ListTrainingJobs", backend="class")
        assert fake.seen
