"""The check of rights, and the policy that it prints."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from jupyterlab_offload.spec import SpecError
from jupyterlab_offload.submit import Connection, SubmitError, all_backends, connect, setup
from jupyterlab_offload.submit.policies import role_policy, trust_policy, user_policy
from jupyterlab_offload.submit.rights import findings
from jupyterlab_offload.submit.setup import make_bucket, proposal, write
from jupyterlab_offload.tests.local.live import LiveEngine


@pytest.fixture
def own(local: Connection, submit_engine: LiveEngine) -> Connection:
    return connect(dataclasses.replace(local.backend, bucket=submit_engine.make_bucket()))


def test_with_all_rights_everything_is_fine_and_nothing_is_left(own: Connection) -> None:
    assert [one.fine for one in findings(own)] == [True] * 6
    assert "Contents" not in own.client("s3").list_objects_v2(Bucket=own.place.bucket)


def test_each_finding_has_its_fix(local: Connection) -> None:
    backend = dataclasses.replace(local.backend, name="school", bucket="nobody-made-this")
    found = {one.what: one for one in findings(Connection(backend, local.engine))}
    [problem] = [one.problem for one in found.values() if not one.fine]
    assert "Create it" in problem
    assert found["Jobs can be listed"].fine
    assert not any(what.startswith("Objects") for what in found)


def test_without_credentials_nothing_else_is_tried(local: Connection) -> None:
    aws = dataclasses.replace(local.backend, name="school", account=None)
    [found] = findings(Connection(aws, None))
    assert not found.fine and "aws configure" in found.problem


def test_the_policy_names_the_backends_own_things_only(own: Connection) -> None:
    statements = json.loads(user_policy(own))["Statement"]
    resources = {action: one["Resource"] for one in statements for action in one["Action"]}
    assert resources["s3:PutObject"] == f"arn:aws:s3:::{own.place.bucket}/offload/*"
    assert resources["iam:PassRole"] == own.backend.role
    assert [one["Action"] for one in statements if one["Resource"] == "*"] == [
        ["sagemaker:ListTrainingJobs", "sagemaker:Search"]
    ]


def test_the_roles_policy_covers_every_learner_and_nothing_else(own: Connection) -> None:
    class_backend = dataclasses.replace(own.backend, prefix="class/{owner}/", owner="ana")
    connection = Connection(class_backend, own.engine)
    found = {action: one["Resource"] for one in _statements(role_policy(connection))
             for action in one["Action"]}  # fmt: skip
    assert found["s3:PutObject"] == f"arn:aws:s3:::{own.place.bucket}/class/*"
    assert "/class/ana/*" in user_policy(connection)
    everywhere = {action for action, resource in found.items() if resource == "*"}
    assert everywhere == {"cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"}
    [trust] = _statements(trust_policy())
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}


def _statements(policy: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(policy)["Statement"]
    return found


@cache
def _managed() -> list[dict[str, Any]]:
    """AmazonSageMakerFullAccess, which AWS gives to a notebook's role; moto has AWS's own text."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    found = json.loads(aws_managed_policies_data)["AmazonSageMakerFullAccess"]["Document"]
    statements: list[dict[str, Any]] = found["Statement"]
    return statements


def _is_allowed(action: str, resource: str) -> bool:
    def listed(found: Any) -> list[str]:
        return found if isinstance(found, list) else [found]

    return any(
        any(fnmatchcase(action, one) for one in listed(statement.get("Action", [])))
        and any(fnmatchcase(resource, one) for one in listed(statement.get("Resource", "*")))
        and not any(fnmatchcase(resource, one) for one in listed(statement.get("NotResource", [])))
        and ("Condition" not in statement or action == "iam:PassRole")
        for statement in _managed()
        if statement["Effect"] == "Allow"
    )


@pytest.mark.parametrize("make", [user_policy, role_policy])
def test_a_notebooks_usual_role_may_do_all_that_is_needed(
    own: Connection, make: Callable[[Connection], str]
) -> None:
    """In Studio, where user and role are one, with the bucket that setup proposes."""
    bucket = proposal("000000000000", "us-east-1", None, Path("none"))["bucket"]
    role = "arn:aws:iam::000000000000:role/service-role/AmazonSageMaker-ExecutionRole-2026"
    backend = dataclasses.replace(own.backend, bucket=str(bucket), role=role)
    needed = [
        (action, one["Resource"].replace("*", "x"))
        for one in _statements(make(Connection(backend, own.engine)))
        for action in one["Action"]
    ]
    missing = {action for action, resource in needed if not _is_allowed(action, resource)}
    # Without the one the log's streams are read, without the other `clean` says what it cannot see.
    assert missing <= {"logs:FilterLogEvents", "s3:ListBucketMultipartUploads"}
    assert not _is_allowed("s3:PutObject", "arn:aws:s3:::offload-000000000000/x")


def test_a_proposal_takes_the_notebooks_own_role(tmp_path: Path) -> None:
    metadata = tmp_path / "resource-metadata.json"
    role = "arn:aws:iam::123456789012:role/service-role/Studio"
    metadata.write_text(json.dumps({"ExecutionRoleArn": role}))
    found = proposal("123456789012", "eu-west-1", None, metadata)
    assert found == {
        "region": "eu-west-1",
        "account": "123456789012",
        "bucket": "sagemaker-offload-123456789012-eu-west-1",
        "prefix": "offload/{owner}/",
        "role": role,
    }
    assert "role" not in proposal("123456789012", "eu-west-1", "x", tmp_path / "none")


def test_on_sagemaker_the_notebooks_own_region_and_role_are_proposed(
    local: Connection, submit_engine: LiveEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in Studio: a file about the notebook, credentials from the environment, no settings."""
    role = "arn:aws:iam::000000000000:role/service-role/AmazonSageMaker-ExecutionRole-1"
    metadata = tmp_path / "resource-metadata.json"
    space = "arn:aws:sagemaker:us-east-1:000000000000:app/d-1/ana/JupyterLab/default"
    metadata.write_text(json.dumps({"ExecutionRoleArn": role, "ResourceArn": space}))
    monkeypatch.setattr(setup._own, "__defaults__", (metadata,))
    monkeypatch.setattr(setup.proposal, "__defaults__", (metadata,))
    for name, value in submit_engine.info.environment.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    found = setup.propose(setup.Wishes())
    assert (found.settings["region"], found.settings["role"]) == ("us-east-1", role)
    # botocore itself does not read this variable.
    metadata.write_text("{}")
    with pytest.raises(SubmitError, match="Add --region"):
        setup.propose(setup.Wishes())
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    assert setup.propose(setup.Wishes()).settings["region"] == "us-east-1"


def test_it_is_written_beside_the_others_and_not_chosen(tmp_path: Path) -> None:
    settings = proposal("123456789012", "eu-west-1", "p", tmp_path / "none")
    role = {"role": "arn:aws:iam::123456789012:role/r"}
    write("one", {**settings, **role})
    path = write("two", {**settings, **role, "region": "us-west-2"})
    assert list(all_backends()) == ["local", "one", "two"]
    assert "active" not in json.loads(path.read_text())
    before = path.read_bytes()
    with pytest.raises(SpecError):
        write("three", {**settings, "role": "admin"})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("region", "code", "made"),
    [
        ("us-east-1", None, "closed"),
        ("eu-west-1", None, "closed"),
        ("eu-west-1", "AccessDenied", "unsure"),
    ],
)
def test_a_new_bucket_is_closed_to_the_public(
    region: str, code: str | None, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jupyterlab_offload.submit import Backend

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    role = "arn:aws:iam::123456789012:role/r"
    backend = Backend("a", region, "new-bucket", "offload/", role, account="123456789012")
    connection = Connection(backend, None)
    connection.known.put("caller", "x", "arn:aws:iam::123456789012:user/ana")
    there = {"Bucket": "new-bucket", "ExpectedBucketOwner": "123456789012"}
    asked = {"Bucket": "new-bucket"}
    if region != "us-east-1":
        asked["CreateBucketConfiguration"] = {"LocationConstraint": region}  # type: ignore[assignment]  # nested
    closed = dict.fromkeys(
        ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True
    )
    with Stubber(connection.client("s3")) as stubber:
        stubber.add_client_error("head_bucket", "404", "", 404, expected_params=there)
        stubber.add_response("create_bucket", {}, asked)
        block = {**there, "PublicAccessBlockConfiguration": closed}
        if code is None:
            stubber.add_response("put_public_access_block", {}, block)
        else:
            stubber.add_client_error("put_public_access_block", code, expected_params=block)
        assert make_bucket(connection) == made
        stubber.assert_no_pending_responses()
