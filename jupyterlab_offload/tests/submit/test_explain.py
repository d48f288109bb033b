"""What AWS or boto3 says, as one short message with the next step."""

from __future__ import annotations

from typing import Any

import botocore.exceptions as boto
import botocore.session
import pytest
from botocore.stub import Stubber

from jupyterlab_offload.submit import Backend, SubmitError
from jupyterlab_offload.submit.explain import explained

AWS = Backend(
    "school", "eu-west-1", "class-bucket", "offload/", "arn:aws:iam::123456789012:role/offload",
    profile="school",
)  # fmt: skip

HEAD, PUT = ("s3", "head_bucket"), ("s3", "put_object")
WHO, CREATE = ("sts", "get_caller_identity"), ("sagemaker", "create_training_job")
ANSWERS: list[tuple[tuple[str, str], str, str, str, str]] = [
    # service and operation, code, message, kind, what the message holds
    (HEAD, "404", "Not Found", "no-bucket", "no bucket 'class-bucket'"),
    (PUT, "NoSuchBucket", "gone", "no-bucket", "%offload setup aws"),
    (HEAD, "403", "Forbidden", "denied-bucket", "somebody else's"),
    (PUT, "AccessDenied", "Access Denied", "denied-bucket", "backends.json"),
    (WHO, "ExpiredToken", "expired", "expired", "aws sso login --profile school"),
    (WHO, "InvalidClientTokenId", "bad", "no-credentials", "does not know"),
    (CREATE, "ResourceLimitExceeded",
     "The account-level service limit 'ml.g5.xlarge for training job usage' is 0 Instances, with"
     " current utilization of 0 Instances and a request delta of 1 Instances. Please use AWS"
     " Service Quotas to request an increase for this quota.",
     "quota", "'ml.g5.xlarge for training job usage' is 0 Instances"),
    (CREATE, "ResourceLimitExceeded", "x", "quota", "SageMaker (not EC2)"),
    (CREATE, "CapacityError", "x", "capacity", "another type or region"),
    (CREATE, "AccessDeniedException",
     "User: x is not authorized to perform: iam:PassRole on: y", "pass-role", "role/offload"),
    (CREATE, "AccessDeniedException", "not authorized to perform:"
     " sagemaker:CreateTrainingJob", "denied", "%offload check"),
    (CREATE, "ValidationException",
     "Could not assume role x. Please ensure that it exists", "no-role", "trust sagemaker"),
    (CREATE, "ValidationException", "1 validation error", "invalid", "1 validation"),
    (CREATE, "ThrottlingException", "Rate exceeded", "throttled", "a minute"),
    (CREATE, "Strange", "what?", "aws", "CreateTrainingJob: Strange: what?"),
    (CREATE, "InvalidSignatureException",
     "Signature expired: 20260101T000000Z is now earlier than 20260101T001500Z", "clock", "clock"),
    (CREATE, "InvalidSignatureException", "The request signature we calculated does not match",
     "no-credentials", "does not know"),
    (PUT, "RequestTimeTooSkewed", "x", "clock", "clock is wrong"),
    (PUT, "503", "Service Unavailable", "unavailable", "fails at PutObject"),
]  # fmt: skip

ARGUMENTS: dict[str, dict[str, Any]] = {
    "head_bucket": {"Bucket": "class-bucket"},
    "put_object": {"Bucket": "class-bucket", "Key": "k"},
    "get_caller_identity": {},
    "create_training_job": {
        "TrainingJobName": "j",
        "RoleArn": AWS.role,
        "OutputDataConfig": {"S3OutputPath": "s3://b/k"},
    },
}


@pytest.mark.parametrize(("asked", "code", "message", "kind", "says"), ANSWERS)
def test_answers(asked: tuple[str, str], code: str, message: str, kind: str, says: str) -> None:
    service, operation = asked
    client = botocore.session.Session().create_client(
        service, "eu-west-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    status = int(code) if code.isdigit() else 400
    with Stubber(client) as stubber:
        stubber.add_client_error(operation, code, message, status)
        with pytest.raises(SubmitError) as caught, explained(AWS):
            getattr(client, operation)(**ARGUMENTS[operation])
    assert caught.value.kind == kind
    assert says in str(caught.value)
    assert len(str(caught.value)) < 420 and "\n" not in str(caught.value)
    assert isinstance(caught.value.__cause__, boto.ClientError)


RAISED: list[tuple[Exception, str, str]] = [
    (boto.NoCredentialsError(), "no-credentials", "aws configure sso"),
    (boto.PartialCredentialsError(provider="env", cred_var="x"), "no-credentials", "school"),
    (boto.SSOTokenLoadError(error_msg="x"), "expired", "aws sso login --profile school"),
    (boto.UnauthorizedSSOTokenError(), "expired", "aws sso login"),
    (boto.ProfileNotFound(profile="school"), "no-profile", "'school'"),
    (boto.EndpointConnectionError(endpoint_url="https://x"), "network", "eu-west-1"),
    (boto.ReadTimeoutError(endpoint_url="https://x"), "network", "eu-west-1"),
    (boto.ResponseStreamingError(error="x"), "network", "No connection"),
    (boto.IncompleteReadError(actual_bytes=1, expected_bytes=2), "network", "No connection"),
    (boto.DataNotFoundError(data_path="x"), "aws", "DataNotFoundError"),
]


@pytest.mark.parametrize(("error", "kind", "says"), RAISED)
def test_what_arises_before_aws_answers(error: Exception, kind: str, says: str) -> None:
    with pytest.raises(SubmitError) as caught, explained(AWS):
        raise error
    assert caught.value.kind == kind
    assert says in str(caught.value)


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), explained(AWS):
        raise KeyError("x")
