"""A backend that is not `local`, spoken to through the same protocols by the live engine."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from jupyterlab_offload.submit import (
    Backend,
    Connection,
    SubmitError,
    connect,
    plan,
    submit,
)
from jupyterlab_offload.tests.local.live import LiveEngine

from .tools import payload, results, spec

pytestmark = pytest.mark.usefixtures("small_driver")


@pytest.fixture
def backend(submit_engine: LiveEngine, monkeypatch: pytest.MonkeyPatch) -> Backend:
    """As an administrator would write it; the environment leads to the engine."""
    for name, value in submit_engine.info.environment.items():
        monkeypatch.setenv(name, value)
    return Backend(
        "school",
        "us-east-1",
        submit_engine.make_bucket(),
        "offload/{owner}/",
        "arn:aws:iam::000000000000:role/offload",
        image="local/python",
        tags={"course": "ml-101"},
        owner="ana@example.com",
    )


def fresh(backend: Backend) -> Connection:
    """As in a new kernel: nothing of an earlier connection is left in memory."""
    return Connection(backend, None)


def test_the_same_way_leads_there_and_back(backend: Backend, submit_engine: LiveEngine) -> None:
    connection = connect(backend)
    sent = submit(plan(spec(notebook="a b.ipynb", cell="c1"), payload(a=1), connection), connection)
    found = results(connection, sent)
    assert found.vouched and found.base.startswith("offload/ana_example.com/jobs/")
    tags = submit_engine.sagemaker.list_tags(ResourceArn=sent.arn)["Tags"]
    assert {one["Key"]: one["Value"] for one in tags} == {
        "course": "ml-101",
        "offload:owner": "ana@example.com",
        "offload:kind": "cell",
        "offload:notebook": "a b.ipynb",
        "offload:cell": "c1",
    }


def test_the_account_is_asked_for_once(backend: Backend, tmp_path: Path) -> None:
    assert fresh(backend).account == "000000000000"
    again = fresh(backend)
    again._clients["sts"] = None  # whoever asks now, fails
    assert again.account == "000000000000"
    assert "AKIA" not in (tmp_path / "cache" / "known.json").read_text()


def test_credentials_of_another_account_are_refused(backend: Backend) -> None:
    other = dataclasses.replace(backend, account="111111111111")
    with pytest.raises(SubmitError, match="belong to account 000000000000") as caught:
        plan(spec(), payload(), fresh(other))
    assert caught.value.kind == "wrong-account"


def test_no_credentials(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SubmitError) as caught:
        plan(spec(), payload(), fresh(backend))
    assert caught.value.kind == "no-credentials"


def test_an_unknown_profile(backend: Backend) -> None:
    with pytest.raises(SubmitError) as caught:
        plan(spec(), payload(), fresh(dataclasses.replace(backend, profile="nobody")))
    assert caught.value.kind == "no-profile"


def test_a_missing_bucket_is_told_and_not_made(backend: Backend, submit_engine: LiveEngine) -> None:
    connection = fresh(dataclasses.replace(backend, bucket="never-made"))
    with pytest.raises(SubmitError) as caught:
        submit(plan(spec(), payload(a=1), connection), connection)
    assert caught.value.kind == "no-bucket"
    names = [one["Name"] for one in submit_engine.s3.list_buckets()["Buckets"]]
    assert "never-made" not in names


def test_a_bucket_of_another_region_is_refused_before_anything_is_sent(backend: Backend) -> None:
    """botocore follows S3 there, so that only SageMaker would refuse it, after the upload."""
    connection = fresh(backend)
    planned = plan(spec(), payload(a=1), connection)
    asked = {"Bucket": backend.bucket, "ExpectedBucketOwner": "000000000000"}
    with Stubber(connection.client("s3")) as stubber:  # anything else that is sent fails
        stubber.add_response("head_bucket", {"BucketRegion": "eu-west-1"}, asked)
        with pytest.raises(SubmitError, match="is in eu-west-1, but the backend school") as caught:
            submit(planned, connection)
    assert caught.value.kind == "bucket-region"


def test_the_users_aws_settings_do_not_reach_the_local_engine(
    local: Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "aws"
    config.write_text("[profile x]\nregion = eu-west-1\ns3 =\n  use_accelerate_endpoint = true\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_PROFILE", "x")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    connection = Connection(local.backend, local.engine)
    assert results(connection, submit(plan(spec(), payload(), connection), connection)).vouched


def test_secrets_are_in_nothing_that_is_sent_or_kept(
    local: Connection, submit_engine: LiveEngine, tmp_path: Path
) -> None:
    planned: Any = plan(spec(), payload(a=1), local)
    submit(planned, local)
    secret = submit_engine.info.secret_key
    assert secret not in json.dumps(planned.request) + planned.manifest.decode()
    for path in (tmp_path / "cache").iterdir():
        assert secret.encode() not in path.read_bytes()
