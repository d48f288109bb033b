"""AddTags, ListTags, DeleteTags."""

from __future__ import annotations

import pytest

from jupyterlab_offload.local.protocol.errors import AWSError

from .conftest import ControlPlane


def pairs(*keys: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": f"value of {key}"} for key in keys]


def test_tags_are_added_replaced_listed_and_deleted(sagemaker: ControlPlane) -> None:
    arn = sagemaker.create(Tags=pairs("b", "offload:owner"))
    added = sagemaker("AddTags", ResourceArn=arn, Tags=[*pairs("a"), {"Key": "b", "Value": ""}])
    expected = [*pairs("a"), {"Key": "b", "Value": ""}, *pairs("offload:owner")]
    assert sorted(added["Tags"], key=lambda tag: tag["Key"]) == expected
    assert sagemaker("ListTags", ResourceArn=arn) == {"Tags": expected}
    assert sagemaker("DeleteTags", ResourceArn=arn, TagKeys=["a", "not there"]) == {}
    assert sagemaker("ListTags", ResourceArn=arn) == {"Tags": expected[1:]}


def test_a_job_has_fifty_tags_at_most_and_an_addition_is_whole_or_not_at_all(
    sagemaker: ControlPlane,
) -> None:
    arn = sagemaker.create(Tags=pairs(*(f"k{number:02}" for number in range(49))))
    with pytest.raises(AWSError) as refused:
        sagemaker("AddTags", ResourceArn=arn, Tags=pairs("x", "y"))
    assert refused.value.code == "ValidationException"
    sagemaker("AddTags", ResourceArn=arn, Tags=pairs("k00", "x"))
    listed = sagemaker("ListTags", ResourceArn=arn, MaxResults=50)
    assert len(listed["Tags"]) == 50 and "NextToken" not in listed


def test_a_tag_key_is_given_once_and_is_not_aws_own(sagemaker: ControlPlane) -> None:
    arn = sagemaker.create()
    with pytest.raises(AWSError, match="Tag keys must be unique"):
        sagemaker("AddTags", ResourceArn=arn, Tags=pairs("a", "a"))
    with pytest.raises(AWSError, match="aws: prefixed"):
        sagemaker("AddTags", ResourceArn=arn, Tags=pairs("aws:a"))


@pytest.mark.parametrize("operation", ["AddTags", "ListTags", "DeleteTags"])
@pytest.mark.parametrize(
    ("arn", "code"),
    [
        ("arn:aws:sagemaker:us-east-1:000000000000:training-job/nobody", "ValidationException"),
        ("arn:aws:sagemaker:us-east-1:000000000000:training-job/", "ValidationException"),
        ("arn:aws:sagemaker:us-east-1:000000000000:endpoint/job", "ValidationException"),
        ("arn:aws:sagemaker:eu-west-1:000000000000:training-job/job", "ValidationException"),
        ("arn:aws:sagemaker:us-east-1:111111111111:training-job/job", "AccessDeniedException"),
    ],
)
def test_only_jobs_of_this_account_and_region_have_tags(
    sagemaker: ControlPlane, operation: str, arn: str, code: str
) -> None:
    sagemaker.create()
    more = {"AddTags": {"Tags": pairs("a")}, "DeleteTags": {"TagKeys": ["a"]}}.get(operation, {})
    with pytest.raises(AWSError) as refused:
        sagemaker(operation, ResourceArn=arn, **more)
    assert refused.value.code == code
