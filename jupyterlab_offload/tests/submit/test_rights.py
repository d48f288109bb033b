"""The check of rights, and the policy that it prints."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from botocore.stub import Stubber

from jupyterlab_offload.spec import SpecError
from jupyterlab_offload.submit import Connection, all_backends, connect
from jupyterlab_offload.submit.rights import findings, policy
from jupyterlab_offload.submit.setup import make_bucket, proposal, write
from jupyterlab_offload.tests.local.live import LiveEngine


@pytest.fixture
def own(local: Connection, submit_engine: LiveEngine) -> Connection:
    return connect(dataclasses.replace(local.backend, bucket=submit_engine.make_bucket()))


def test_with_all_rights_everything_is_fine_and_nothing_is_left(own: Connection) -> None:
    assert [one.fine for one in findings(own)] == [True] * 6
    assert "Contents" not in own.client("s3").list_objects_v2(Bucket=own.place.bucket)


def test_each_finding_has_its_fix(local: Connection) -> None:
    missing = connect(dataclasses.replace(local.backend, bucket="nobody-made-this"))
    found = {one.what: one for one in findings(missing)}
    assert "Create it" in found["The bucket is there and yours"].problem
    assert found["Jobs can be listed"].fine


def test_without_credentials_nothing_else_is_tried(local: Connection) -> None:
    aws = dataclasses.replace(local.backend, name="school", account=None)
    [found] = findings(Connection(aws, None))
    assert not found.fine and "aws configure" in found.problem


def test_the_policy_names_the_backends_own_things_only(own: Connection) -> None:
    statements = json.loads(policy(own))["Statement"]
    resources = {action: one["Resource"] for one in statements for action in one["Action"]}
    assert resources["s3:PutObject"] == f"arn:aws:s3:::{own.place.bucket}/offload/*"
    assert resources["iam:PassRole"] == own.backend.role
    assert [one["Action"] for one in statements if one["Resource"] == "*"] == [
        ["sagemaker:ListTrainingJobs", "sagemaker:Search"]
    ]


def test_a_proposal_takes_the_notebooks_own_role(tmp_path: Path) -> None:
    metadata = tmp_path / "resource-metadata.json"
    role = "arn:aws:iam::123456789012:role/service-role/Studio"
    metadata.write_text(json.dumps({"ExecutionRoleArn": role}))
    found = proposal("123456789012", "eu-west-1", None, metadata)
    assert found == {
        "region": "eu-west-1",
        "account": "123456789012",
        "bucket": "offload-123456789012-eu-west-1",
        "prefix": "offload/{owner}/",
        "role": role,
    }
    assert "role" not in proposal("123456789012", "eu-west-1", "x", tmp_path / "none")


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


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1"])
def test_a_new_bucket_is_closed_to_the_public(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyterlab_offload.submit import Backend

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "x")
    role = "arn:aws:iam::123456789012:role/r"
    backend = Backend("a", region, "new-bucket", "offload/", role, account="123456789012")
    connection = Connection(backend, None)
    connection.known.put("caller", "x", "arn:aws:iam::123456789012:user/ana")
    there = {"Bucket": "new-bucket", "ExpectedBucketOwner": "123456789012"}
    made = {"Bucket": "new-bucket"}
    if region != "us-east-1":
        made["CreateBucketConfiguration"] = {"LocationConstraint": region}  # type: ignore[assignment]  # nested
    closed = dict.fromkeys(
        ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True
    )
    with Stubber(connection.client("s3")) as stubber:
        stubber.add_client_error("head_bucket", "404", "", 404, expected_params=there)
        stubber.add_response("create_bucket", {}, made)
        stubber.add_response(
            "put_public_access_block", {}, {**there, "PublicAccessBlockConfiguration": closed}
        )
        assert make_bucket(connection)
        stubber.assert_no_pending_responses()
