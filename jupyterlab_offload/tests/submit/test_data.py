"""Data in S3 is looked at before a job is created: AWS would say so only after its start."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import botocore.session
import pytest
from botocore.stub import Stubber

from jupyterlab_offload.submit import Backend, Connection, Plan, SubmitError
from jupyterlab_offload.submit.data import check_data

AWS = Backend(
    "school", "eu-west-1", "class-bucket", "offload/", "arn:aws:iam::123456789012:role/offload"
)
PLAN = cast(
    Plan, SimpleNamespace(spec={"data": [{"name": "train", "uri": "s3://elsewhere/part/"}]})
)


def looked(code: str = "", **answer: Any) -> list[str]:
    """What a look says where S3 answers so."""
    s3 = botocore.session.Session().create_client(
        "s3", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="y"
    )
    connection = cast(Connection, SimpleNamespace(backend=AWS, client=lambda service: s3))
    with Stubber(s3) as stub:
        expected = {"Bucket": "elsewhere", "Prefix": "part/", "MaxKeys": 1}
        if code:
            stub.add_client_error(
                "list_objects_v2", code, http_status_code=403, expected_params=expected
            )
        else:
            stub.add_response("list_objects_v2", answer, expected)
        return check_data(PLAN, connection)


def test_data_that_is_there_needs_no_word() -> None:
    assert looked(KeyCount=1) == []


def test_an_empty_folder_is_refused() -> None:
    with pytest.raises(SubmitError, match="--data train=s3://elsewhere/part/: nothing"):
        looked(KeyCount=0)


def test_a_missing_bucket_is_refused() -> None:
    with pytest.raises(SubmitError, match="no bucket elsewhere in AWS"):
        looked("NoSuchBucket")


def test_somebody_elses_bucket_may_be_open_to_the_role() -> None:
    (doubt,) = looked("AccessDenied")
    assert "you may not list" in doubt and AWS.role in doubt
