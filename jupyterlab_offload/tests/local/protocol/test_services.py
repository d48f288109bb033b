"""One port for all services: a request finds its own, and others are refused by name."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError

from jupyterlab_offload.local.context import Call
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.served import SERVED
from jupyterlab_offload.local.protocol.server import Server
from jupyterlab_offload.local.scenario import Scenario, parse
from jupyterlab_offload.tests.local.protocol.wire import Answer, Wire


@pytest.mark.parametrize("service", SERVED)
def test_the_list_of_what_is_served_is_each_service_s_own(service: str) -> None:
    place = "services.s3.operations" if service == "s3" else f"services.{service}"
    module = importlib.import_module(f"jupyterlab_offload.local.{place}")
    assert sorted(module.OPERATIONS) == sorted(SERVED[service])


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("ec2", "describe_instances"),
        ("dynamodb", "list_tables"),
        ("lambda", "list_functions"),
        ("iam", "list_users"),
        ("ecr", "describe_repositories"),
    ],
)
def test_a_service_that_is_not_served_is_named(wire: Wire, service: str, operation: str) -> None:
    with pytest.raises(ClientError) as raised:
        getattr(wire.client(service), operation)()
    assert "The local engine does not serve" in str(raised.value)


def test_s3_answers(wire: Wire) -> None:
    assert wire.client("s3").list_buckets()["Buckets"] == []


def test_s3_refuses_strangers_before_it_reads_a_body(wire: Wire) -> None:
    answer = wire.send("PUT", "/bucket/key", Expect="100-continue", Content_Length="1000")
    assert answer.status == 403
    assert b"<Code>AccessDenied</Code>" in answer.body


def test_a_region_that_is_not_the_engine_s_is_told(wire: Wire) -> None:
    with pytest.raises(ClientError) as raised:
        wire.client("s3", region_name="eu-central-1").list_buckets()
    error = raised.value.response["Error"]
    assert error["Code"] == "AuthorizationHeaderMalformed"
    assert error["Region"] == "us-east-1"


def fault(wire: Wire, **members: Any) -> None:
    wire.engine.scenario = Scenario(parse({"faults": [members]}))


def test_a_scenario_s_error_is_the_answer(wire: Wire) -> None:
    error = {"code": "ThrottlingException", "message": "Rate exceeded", "status": 400}
    fault(wire, operation="sagemaker:ListTrainingJobs", error=error, count=1)
    client = wire.client("sagemaker")
    with pytest.raises(ClientError, match="Rate exceeded"):
        client.list_training_jobs()
    assert client.list_training_jobs()


def test_a_scenario_s_fault_does_not_fall_on_strangers(wire: Wire) -> None:
    fault(wire, operation="*", cut="request", count=1)
    with pytest.raises(ClientError, match="UnrecognizedClientException"):
        wire.client("sagemaker", aws_access_key_id="AKIAOTHER").list_training_jobs()
    with pytest.raises(Exception, match="Connection was closed"):
        wire.client("sagemaker").list_training_jobs()


def test_an_answer_that_is_cut_is_of_an_operation_that_was_done(wire: Wire) -> None:
    fault(wire, operation="s3:CreateBucket", cut="answer", count=1)
    client = wire.client("s3")
    with pytest.raises(Exception, match="Connection was closed"):
        client.create_bucket(Bucket="made")
    assert [bucket["Name"] for bucket in client.list_buckets()["Buckets"]] == ["made"]


def echo(call: Call, body: bytes) -> Mapping[str, Any]:
    if body == b"bad":
        raise AWSError("ValidationException", "bad")
    return {"said": body.decode(), "by": call.identity.arn}


@pytest.fixture
def admin(serve: Callable[..., Wire]) -> Wire:
    handlers = {("PUT", "/_offload/echo"): echo}
    return serve(make=lambda engine, limits: Server(engine, handlers, limits))


def ask(
    wire: Wire,
    method: str,
    path: str,
    body: bytes,
    service: str = "offload",
    key: tuple[str, str, str | None] | None = None,
) -> Answer:
    own = wire.engine.credentials
    credentials = ReadOnlyCredentials(*(key or (own.access_key, own.secret_key, None)))
    request = AWSRequest(
        method, f"http://{wire.host}{path}", data=body, headers={"Host": wire.host}
    )
    SigV4Auth(credentials, service, wire.engine.settings.region).add_auth(request)
    return wire.send(
        method, path, body, **{n.replace("-", "_"): v for n, v in request.headers.items()}
    )


def test_the_owner_may_make_the_engine_s_own_calls(admin: Wire) -> None:
    answer = ask(admin, "PUT", "/_offload/echo", b"hello")
    assert (answer.status, json.loads(answer.body)["said"]) == (200, "hello")
    assert ask(admin, "PUT", "/_offload/echo", b"bad").status == 400
    assert ask(admin, "PUT", "/_offload/other", b"").status == 404


def test_nobody_else_may(admin: Wire) -> None:
    assert admin.send("PUT", "/_offload/echo", b"hello").status == 400
    wrong = (admin.engine.credentials.access_key, "wrong", None)
    assert ask(admin, "PUT", "/_offload/echo", b"", key=wrong).status == 400
    assert ask(admin, "PUT", "/_offload/echo", b"", service="s3").status == 400
    session = admin.client("sts").assume_role(
        RoleArn="arn:aws:iam::000000000000:role/job", RoleSessionName="job"
    )["Credentials"]
    key = (session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    assert ask(admin, "PUT", "/_offload/echo", b"", key=key).status == 403
