"""What AWS or boto3 says, as one short message with the next step."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import botocore.exceptions as boto
import botocore.session
import pytest
from botocore.stub import Stubber

from jupyterlab_offload.submit import Backend, SubmitError
from jupyterlab_offload.submit.explain import explained, explanation
from jupyterlab_offload.submit.explain.refused import advice_for
from jupyterlab_offload.submit.explain.words import quoted, sign_in

AWS = Backend(
    "school", "eu-west-1", "class-bucket", "offload/", "arn:aws:iam::123456789012:role/offload",
    profile="school",
)  # fmt: skip

HEAD, PUT, NEW = ("s3", "head_bucket"), ("s3", "put_object"), ("s3", "create_bucket")
WHO, CREATE = ("sts", "get_caller_identity"), ("sagemaker", "create_training_job")
DESCRIBE = ("sagemaker", "describe_training_job")
SSO = ("sso", "get_role_credentials")
SKEW = "Signature expired: 20261127T001427Z is now earlier than 20261127T014428Z (… - 15 min.)"
AHEAD = (
    "Signature not yet current: 20261127T150000Z is still later than 20261127T143000Z (… + 5 min.)"
)
DENIED = "User: arn:aws:iam::1:user/ana is not authorized to perform: {} on resource: arn:aws:x"
QUOTA = (
    "The account-level service limit 'ml.g5.xlarge for training job usage' is {} Instances, with"
    " current utilization of {} Instances and a request delta of 1 Instances. Please use AWS"
    " Service Quotas to request an increase for this quota."
)
BAD_TYPE = (
    "1 validation error detected: Value 'ml.g5.tiny' at 'resourceConfig.instanceType' failed to"
    f" satisfy constraint: Member must satisfy enum value set: [{'ml.p2.xlarge, ' * 150}]"
)
ANSWERS: list[tuple[tuple[str, str], str, str, str, str]] = [
    # service and operation, code, message, kind, what the message holds. Texts as people report
    # them: aws-cli issue 6676 (clock), sagemaker-python-sdk 1968 and 57 and sagemaker-spark-
    # container 158 (image), amazon-sagemaker-examples 2267, 2276, 2534 (data, image), aws-solutions
    # predictive-maintenance 3 (role), buildkite docs 2344 and aws-sdk-js 2404 (KMS).
    (HEAD, "404", "Not Found", "no-bucket", "no bucket 'class-bucket'"),
    (PUT, "NoSuchBucket", "gone", "no-bucket", "%offload setup aws"),
    (HEAD, "403", "Forbidden", "denied-bucket", "somebody else's"),
    (HEAD, "301", "Moved Permanently", "bucket-region", "the backend school is in eu-west-1"),
    (PUT, "PermanentRedirect", "The bucket you are attempting to access must be addressed using"
     " the specified endpoint.", "bucket-region", "in another region"),
    (PUT, "AuthorizationHeaderMalformed", "The authorization header is malformed; the region"
     " 'eu-west-1' is wrong; expecting 'us-west-2'", "bucket-region", "is in us-west-2"),
    (NEW, "BucketAlreadyExists", "x", "bucket-taken", "--bucket NAME"),
    (PUT, "AccessDenied", "Access Denied", "denied-bucket", "backends.json"),
    (PUT, "AccessDenied", DENIED.format("kms:GenerateDataKey"), "kms", "kms:Decrypt to you and"),
    (PUT, "AccessDenied", "The ciphertext refers to a customer master key that does not exist, does"
     " not exist in this region, or you are not allowed to access.", "kms", "(KMS)"),
    (PUT, "RequestTimeTooSkewed", "The difference between the request time and the current time is"
     " too large.", "clock", "timedatectl"),
    (WHO, "SignatureDoesNotMatch", SKEW, "clock", "clock is wrong: AWS"),
    (CREATE, "InvalidSignatureException", AHEAD, "clock", "timedatectl"),
    (CREATE, "InvalidSignatureException", "The request signature we calculated does not match",
     "no-credentials", "profile school"),
    (WHO, "ExpiredToken", "expired", "expired", "aws sso login --profile school"),
    (CREATE, "ExpiredTokenException", "expired", "expired", "aws sso login --profile school"),
    (WHO, "InvalidClientTokenId", "bad", "no-credentials", "not accept the credentials in eu-west"),
    (WHO, "RegionDisabledException", "x", "no-credentials", "has not enabled yet"),
    (SSO, "ForbiddenException", "No access", "denied", "sso_role_name"),
    (CREATE, "ResourceLimitExceeded", QUOTA.format(0, 0), "quota",
     "its quota 'ml.g5.xlarge for training job usage' is 0. Request an increase (SageMaker's, not"
     " EC2's) at https://eu-west-1.console.aws.amazon.com/servicequotas/home/services/sagemaker/"),
    (CREATE, "ResourceLimitExceeded", QUOTA.format(1, 1), "quota", "is 1, and all of it is in use"),
    (CREATE, "ResourceLimitExceeded", "x", "quota", "x. Request an increase"),
    (CREATE, "CapacityError", "x", "capacity", "another type or region"),
    (CREATE, "AccessDeniedException", DENIED.format("iam:PassRole"), "pass-role", "role/offload"),
    (CREATE, "AccessDeniedException", DENIED.format("sagemaker:CreateTrainingJob")
     + " because no identity-based policy allows it", "denied",
     "not call sagemaker:CreateTrainingJob. `%offload check"),
    (CREATE, "AccessDeniedException", DENIED.format("sagemaker:CreateTrainingJob")
     + " with an explicit deny in a service control policy", "denied", "organisation forbids"),
    (DESCRIBE, "AccessDeniedException", "x", "denied", "DescribeTrainingJob"),
    (CREATE, "ValidationException", f"Could not assume role {AWS.role}. Please ensure that the role"
     " exists and allows principal 'sagemaker.amazonaws.com' to assume the role.", "no-role",
     "must name sagemaker.amazonaws.com"),
    (CREATE, "ValidationException", "Cannot find the requested image: x", "image", "--image"),
    (CREATE, "ValidationException", "Access denied for repository: sagemaker-spark-processing in"
     " registry ID: 314815235551.", "image", "ecr:BatchGetImage"),
    (CREATE, "ValidationException", 'No S3 objects found under S3 URL "s3://b/train" given in input'
     " data source. Please ensure that the bucket exists in the selected region (us-west-2), that"
     ' objects exist under that S3 prefix, and that the role "x" has "s3:ListBucket" permissions.',
     "data", "no data in s3://b/train. Check --data"),
    (CREATE, "ValidationException", BAD_TYPE, "instance", "no ml.g5.tiny for training in eu-west"),
    (CREATE, "ValidationException", "1 validation error", "invalid", "1 validation"),
    (CREATE, "ThrottlingException", "Rate exceeded", "throttled", "a minute"),
    (PUT, "SlowDown", "Please reduce your request rate.", "throttled", "PutObject"),
    (CREATE, "InternalFailure", "x", "unavailable", "a minute"),
    (CREATE, "Strange", "what?", "aws", "CreateTrainingJob (Strange). what?"),
    (PUT, "503", "Service Unavailable", "unavailable", "problem with PutObject"),
]  # fmt: skip

ARGUMENTS: dict[str, dict[str, Any]] = {
    "head_bucket": {"Bucket": "class-bucket"},
    "put_object": {"Bucket": "class-bucket", "Key": "k"},
    "create_bucket": {"Bucket": "class-bucket"},
    "describe_training_job": {"TrainingJobName": "j"},
    "get_role_credentials": {"roleName": "r", "accountId": "1", "accessToken": "t"},
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
    (boto.CredentialRetrievalError(provider="custom-process", error_msg="exit 1"),
     "no-credentials", "custom-process: exit 1. `aws sts"),
    (boto.SSOTokenLoadError(error_msg="x"), "expired", "aws sso login --profile school"),
    (boto.UnauthorizedSSOTokenError(), "expired", "aws sso login --profile school"),
    (boto.TokenRetrievalError(provider="sso", error_msg="Token has expired and refresh failed"),
     "expired", "aws sso login --profile school"),
    (RuntimeError("Credentials were refreshed, but the refreshed credentials are still expired."),
     "expired", "aws sso login --profile school"),
    (boto.LoginRefreshRequired(), "expired", "aws login --profile school"),
    (boto.RefreshWithMFAUnsupportedError(), "expired", "MFA"),
    (boto.ProfileNotFound(profile="school"), "no-profile", "'school'"),
    (boto.ConfigParseError(path="~/.aws/config"), "aws-config", "Mend ~/.aws/config"),
    (boto.NoRegionError(), "region", "backends.json"),
    (boto.EndpointConnectionError(endpoint_url="https://x"), "network", "eu-west-1"),
    (boto.ConnectTimeoutError(endpoint_url="https://x"), "network", "HTTPS_PROXY"),
    (boto.ReadTimeoutError(endpoint_url="https://x"), "network", "eu-west-1"),
    (boto.ConnectionClosedError(endpoint_url="https://x"), "network", "eu-west-1"),
    (boto.ProxyConnectionError(proxy_url="http://ana:secret@proxy:1"), "network", "NO_PROXY"),
    (boto.SSLError(endpoint_url="https://x", error="self-signed"), "network", "AWS_CA_BUNDLE"),
    (boto.ParamValidationError(report="Invalid bucket name\nx"), "invalid", "bucket name x."),
    (boto.ResponseStreamingError(error="x"), "network", "No connection"),
    (boto.IncompleteReadError(actual_bytes=1, expected_bytes=2), "network", "No connection"),
    (boto.DataNotFoundError(data_path="x"), "aws", "DataNotFoundError"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind", "says"), RAISED)
def test_what_arises_before_aws_answers(error: Exception, kind: str, says: str) -> None:
    with pytest.raises(SubmitError) as caught, explained(AWS):
        raise error
    assert caught.value.kind == kind
    assert says in str(caught.value)
    assert len(str(caught.value)) < 420 and "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), explained(AWS):
        raise KeyError("x")


def test_other_runtime_errors_pass() -> None:
    with pytest.raises(RuntimeError, match="dictionary changed"), explained(AWS):
        raise RuntimeError("dictionary changed size during iteration")


@pytest.mark.parametrize(
    ("region", "says"),
    [("eu-wset-1", "Do you mean eu-west-1"), ("mars", "One is"), ("eu-west-1", "No connection")],
)
def test_a_region_that_is_not_there_is_no_trouble_of_the_network(region: str, says: str) -> None:
    """botocore makes an endpoint of any region, which then has no address."""
    with pytest.raises(SubmitError, match=says), explained(dataclasses.replace(AWS, region=region)):
        raise boto.EndpointConnectionError(endpoint_url="https://sts.x.amazonaws.com")


def test_credentials_of_the_environment_are_not_signed_in_to(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    backend = dataclasses.replace(AWS, profile=None)
    with pytest.raises(SubmitError, match="AWS_ACCESS_KEY_ID") as caught, explained(backend):
        raise boto.UnauthorizedSSOTokenError()
    assert "AKIA" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "command"),
    [
        ("sso_session = school", "aws sso login --profile school"),
        ("aws_access_key_id = a\naws_session_token = b", "aws configure --profile school"),
        ("login_session = x", "aws login --profile school"),
    ],
)
def test_what_renews_a_profile_is_what_it_is_made_of(
    settings: str, command: str, tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / "config").write_text(f"[profile school]\n{settings}\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    assert f"`{command}`" in sign_in(AWS)


def test_credentials_of_the_machine_are_renewed_by_it(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x")
    assert "its space in Studio" in sign_in(dataclasses.replace(AWS, profile=None))


@pytest.mark.parametrize(
    ("minutes", "says"), [(-14, "14 min behind AWS's"), (30, "30 min ahead of AWS's"), (0, "wrong")]
)
def test_how_far_the_clock_is_off_is_said(minutes: int, says: str) -> None:
    """A HEAD's answer has no text: the time in it tells why it was refused."""
    there = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    about = {"HTTPStatusCode": 403, "HTTPHeaders": {"date": format_datetime(there, usegmt=True)}}
    code = "403" if minutes else "RequestTimeTooSkewed"
    answer: Any = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": about}
    found = explanation(boto.ClientError(answer, "HeadBucket"), AWS)
    assert found.kind == "clock" and f"clock is {says}" in str(found)


def test_aws_words_are_quoted_without_what_could_be_a_credential() -> None:
    said = quoted(
        "key AKIAIOSFODNN7EXAMPLE, secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n via"
        " http://ana:secret@proxy:3128 on arn:aws:iam::123456789012:role/service-role/Execution"
    )
    assert said == (
        "key [hidden], secret [hidden] via http://[hidden]proxy:3128"
        " on arn:aws:iam::123456789012:role/service-role/Execution"
    )
    assert len(quoted("many words " * 200)) < 250


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("CapacityError: Unable to provision requested ML compute capacity. Please retry using a"
         " different ML instance type.", "Nothing was charged"),
        ("ClientError: SageMaker was unable to assume the role 'arn:…'", "trust policy"),
        ("ClientError: Cannot pull algorithm container. Either the image does not exist or its"
         " permissions are incorrect.", "--image"),
        ("ClientError: Data download failed:Failed to download data.", "--data"),
        ("ClientError: Artifact upload failed: Access denied to KMS key", "kms:Decrypt"),
        ("ClientError: Please use a bucket … AccessDenied", "lacks a right"),
        ("InternalServerError: We encountered an internal error.", "run the cell again"),
        ("AlgorithmError: my own CapacityError: ML compute capacity", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_to_do_about_a_job_that_did_not_run(reason: str, says: str) -> None:
    advice = advice_for(reason, AWS)
    assert (says in advice) if says else advice == ""
