"""AWS's errors as one short message each, with the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .backends import Backend
from .errors import SubmitError

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_CONSOLE = "https://console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas"


@contextmanager
def explained(backend: Backend) -> Iterator[None]:
    """What boto3 raises within becomes a SubmitError; the original is its cause."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _of_answer(error, backend) from error
    except BotoCoreError as error:
        raise _of_client(error, backend) from error


def is_lost(error: BaseException | None) -> bool:
    """Whether the connection is what failed: before an answer, or in the middle of one."""
    from botocore.exceptions import ConnectionError, HTTPClientError, IncompleteReadError

    return isinstance(error, (ConnectionError, HTTPClientError, IncompleteReadError))


def _of_client(error: Exception, backend: Backend) -> SubmitError:
    """Errors that arise before AWS answers, by the name of botocore's class."""
    name = type(error).__name__
    login = f"aws sso login --profile {backend.profile}" if backend.profile else "aws sso login"
    if name in ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"):
        return SubmitError(
            "no-credentials",
            f"There are no AWS credentials for the backend {backend.name}.",
            "Run `aws configure sso` (or `aws configure`), or name a profile in backends.json.",
        )
    if name in ("SSOTokenLoadError", "UnauthorizedSSOTokenError", "TokenRetrievalError"):
        return SubmitError("expired", "The AWS sign-in has expired.", f"Run `{login}`.")
    if name == "ProfileNotFound":
        return SubmitError(
            "no-profile",
            f"There is no AWS profile {backend.profile!r} on this machine.",
            "Set it up with `aws configure sso`, or name another one in backends.json.",
        )
    if is_lost(error):
        where = "the local engine" if backend.local else f"AWS in {backend.region}"
        return SubmitError("network", f"No connection to {where}: {error}")
    return SubmitError("aws", f"{name}: {error}")


def _of_answer(error: ClientError, backend: Backend) -> SubmitError:
    """Errors that AWS answered, by code."""
    answer = error.response.get("Error", {})
    code, message = str(answer.get("Code", "")), str(answer.get("Message", ""))
    operation = error.operation_name
    explain = _BY_CODE.get(code)
    if explain is None and code in ("403", "401"):
        # The answer to a HEAD has no body that could say more.
        explain = _denied
    if explain is None and (operation, code) == ("HeadBucket", "404"):
        explain = _no_bucket
    if explain is not None:
        return explain(backend, operation, message)
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        return SubmitError(
            "unavailable", f"AWS fails at {operation}: {code}: {message}", "Try again in a minute."
        )
    return SubmitError("aws", f"AWS refuses {operation}: {code}: {message}")


def _expired(backend: Backend, operation: str, message: str) -> SubmitError:
    login = f"aws sso login --profile {backend.profile}" if backend.profile else "aws sso login"
    advice = f"Run `{login}`, or bring new ones."
    return SubmitError("expired", "The AWS credentials have expired.", advice)


def _unknown_key(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError(
        "no-credentials", "AWS does not know these credentials.", "Check profile and variables."
    )


def _wrong_clock(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError(
        "clock",
        "AWS does not take requests of this time: this machine's clock is wrong.",
        "Set it, or let it be set from the network.",
    )


def _signature(backend: Backend, operation: str, message: str) -> SubmitError:
    """One code for a wrong key and for a wrong time; only the message tells which."""
    wrong_time = "Signature expired" in message or "Signature not yet current" in message
    return (_wrong_clock if wrong_time else _unknown_key)(backend, operation, message)


def _no_bucket(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError(
        "no-bucket",
        f"There is no bucket {backend.bucket!r}.",
        "Create it (`%offload setup aws` offers to), or name another one in backends.json.",
    )


def _quota(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError(
        "quota",
        f"Your account may not start that: {message.split(' Please use')[0].rstrip('.')}.",
        f"Request an increase of the SageMaker (not EC2) quota at {_CONSOLE}, or take another"
        " type: new accounts have no GPUs.",
    )


def _capacity(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError(
        "capacity", "AWS has no instance of this type free now.", "Try another type or region."
    )


def _throttled(backend: Backend, operation: str, message: str) -> SubmitError:
    return SubmitError("throttled", "AWS asks for fewer requests.", "Try again in a minute.")


def _denied(backend: Backend, operation: str, message: str) -> SubmitError:
    if "PassRole" in message:
        return SubmitError(
            "pass-role",
            f"You may not hand the role {backend.role} to a job.",
            "Ask your administrator for iam:PassRole on it.",
        )
    if operation in _ON_BUCKET:
        return SubmitError(
            "denied-bucket",
            f"S3 refuses {operation} in {backend.bucket!r}: it is somebody else's bucket, or you"
            " have no right there.",
            "Check bucket and account in backends.json.",
        )
    return SubmitError(
        "denied",
        f"You may not call {operation}: {message}",
        "`%offload check` prints the policy that is needed.",
    )


def _invalid(backend: Backend, operation: str, message: str) -> SubmitError:
    lowered = message.lower()
    if operation == "CreateTrainingJob" and ("assume" in lowered or "rolearn" in lowered):
        return SubmitError(
            "no-role",
            f"SageMaker cannot use the role {backend.role}: {message}",
            "It must exist and trust sagemaker.amazonaws.com; name it in backends.json.",
        )
    return SubmitError("invalid", f"AWS refuses the request: {message}")


_ON_BUCKET = frozenset(
    {"HeadBucket", "HeadObject", "GetObject", "PutObject", "CopyObject", "ListObjectsV2"}
    | {"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"}
)
_BY_CODE: dict[str, Callable[[Any, str, str], SubmitError]] = {
    **dict.fromkeys(("ExpiredToken", "ExpiredTokenException", "RequestExpired"), _expired),
    **dict.fromkeys(
        ("InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId"), _unknown_key
    ),
    **dict.fromkeys(("SignatureDoesNotMatch", "InvalidSignatureException"), _signature),
    "RequestTimeTooSkewed": _wrong_clock,
    "NoSuchBucket": _no_bucket,
    "ResourceLimitExceeded": _quota,
    "CapacityError": _capacity,
    **dict.fromkeys(("ThrottlingException", "Throttling", "SlowDown"), _throttled),
    **dict.fromkeys(("AccessDenied", "AccessDeniedException"), _denied),
    "ValidationException": _invalid,
}
