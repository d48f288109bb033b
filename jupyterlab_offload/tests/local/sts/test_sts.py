"""STS on the wire: who is calling, and sessions that work until they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jupyterlab_offload.local.context import Call, Engine, Identity
from jupyterlab_offload.local.protocol.errors import AWSError
from jupyterlab_offload.local.protocol.keyring import OWNER_ARN, Keyring
from jupyterlab_offload.local.services.sts import OPERATIONS
from jupyterlab_offload.tests.local.protocol.wire import Wire

ROLE = "arn:aws:iam::000000000000:role/path/to/learner"


@pytest.fixture
def wire(tmp_path: Any) -> Iterator[Wire]:
    import time

    from jupyterlab_offload.local.engine import build
    from jupyterlab_offload.local.home import Home
    from jupyterlab_offload.local.settings import Settings

    engine = build(Home(tmp_path / "home").create(), Settings(slots=1), time.time)
    wire = Wire(engine)
    yield wire
    wire.close()
    engine.db.close()


def as_session(wire: Wire, service: str, credentials: dict[str, Any]) -> Any:
    return wire.client(
        service,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def test_the_owner_is_told_who_he_is(wire: Wire) -> None:
    answer = wire.client("sts").get_caller_identity()
    assert (answer["Account"], answer["Arn"]) == ("000000000000", OWNER_ARN)


def test_a_session_works_with_every_service(wire: Wire) -> None:
    before = datetime.now(timezone.utc)
    answer = wire.client("sts").assume_role(
        RoleArn=ROLE, RoleSessionName="ann@example.com", DurationSeconds=900
    )
    credentials = answer["Credentials"]
    assert 895 < (credentials["Expiration"] - before).total_seconds() < 905
    arn = "arn:aws:sts::000000000000:assumed-role/learner/ann@example.com"
    assert answer["AssumedRoleUser"]["Arn"] == arn
    assert as_session(wire, "sts", credentials).get_caller_identity()["Arn"] == arn
    assert as_session(wire, "s3", credentials).list_buckets()["Buckets"] == []
    assert as_session(wire, "sagemaker", credentials).list_training_jobs()
    assert as_session(wire, "logs", credentials).describe_log_groups()


def test_a_session_without_its_token_does_not(wire: Wire) -> None:
    given = wire.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="ann")["Credentials"]
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        as_session(wire, "sts", {**given, "SessionToken": None}).get_caller_identity()
    with pytest.raises(ClientError, match="InvalidToken"):
        as_session(wire, "s3", {**given, "SessionToken": "x"}).list_buckets()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_presigned_calls_are_answered(wire: Wire, method: str) -> None:
    url = wire.client("sts").generate_presigned_url("get_caller_identity", HttpMethod=method)
    answer = wire.send(method, url.removeprefix(f"http://{wire.host}"))
    assert (answer.status, OWNER_ARN in answer.body.decode()) == (200, True)


def call(engine: Engine, arn: str = OWNER_ARN) -> Call:
    return Call(engine, Identity("AKIA", arn, "id"), "AssumeRole", "request")


def test_a_session_ends(engine: Engine, clock: Any) -> None:
    given = OPERATIONS["AssumeRole"](call(engine), {"RoleArn": ROLE, "RoleSessionName": "a"})
    key = Keyring(engine.credentials, engine.db).find(given["Credentials"]["AccessKeyId"])
    assert key is not None
    assert key.expires == clock.now + 3600


def test_sessions_long_ended_are_forgotten(engine: Engine, clock: Any) -> None:
    request = {"RoleArn": ROLE, "RoleSessionName": "a"}
    first = OPERATIONS["AssumeRole"](call(engine), request)["Credentials"]["AccessKeyId"]
    clock.advance(3600 + 86_400 + 1)
    OPERATIONS["AssumeRole"](call(engine), request)
    assert Keyring(engine.credentials, engine.db).find(first) is None


def test_a_session_of_a_session_lasts_an_hour_at_most(engine: Engine) -> None:
    chained = call(engine, "arn:aws:sts::000000000000:assumed-role/learner/ann")
    request = {"RoleArn": ROLE, "RoleSessionName": "a", "DurationSeconds": 3601}
    with pytest.raises(AWSError, match="role chaining"):
        OPERATIONS["AssumeRole"](chained, request)
    assert OPERATIONS["AssumeRole"](call(engine), request)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("arn:aws:iam::000000000000:user/somebody", "ValidationError"),
        ("nonsense nonsense nonsense", "ValidationError"),
        ("arn:aws:iam::111111111111:role/other", "AccessDenied"),
    ],
)
def test_a_role_that_cannot_be_taken_is_refused(engine: Engine, role: str, code: str) -> None:
    with pytest.raises(AWSError) as raised:
        OPERATIONS["AssumeRole"](call(engine), {"RoleArn": role, "RoleSessionName": "a"})
    assert raised.value.code == code


@pytest.mark.parametrize(
    "change",
    [
        {"DurationSeconds": 899},
        {"DurationSeconds": 43_201},
        {"RoleSessionName": "a b"},
        {"RoleSessionName": "a"},
        {"RoleArn": "short"},
    ],
)
def test_input_is_checked_against_the_model(wire: Wire, change: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="ValidationError"):
        wire.client("sts").assume_role(**{"RoleArn": ROLE, "RoleSessionName": "ann", **change})
