"""S3's errors, in its words."""

from __future__ import annotations

import errno
import sqlite3

from ...protocol.errors import AWSError
from ...store.buckets import BucketExists, BucketNotEmpty, InvalidBucketName, NoSuchBucket
from ...store.objects import InvalidKey, NoSuchKey
from ...store.uploads import NoSuchUpload

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def from_store(error: Exception) -> Exception:
    """The S3 error for what the store raised; any other exception as it is."""
    subject = str(error)
    if isinstance(error, NoSuchBucket):
        return no_such_bucket(subject)
    if isinstance(error, NoSuchKey):
        return AWSError("NoSuchKey", "The specified key does not exist.", 404, Key=subject)
    if isinstance(error, NoSuchUpload):
        return no_such_upload(subject)
    if isinstance(error, BucketNotEmpty):
        return AWSError(
            "BucketNotEmpty",
            "The bucket you tried to delete is not empty",
            409,
            BucketName=subject,
        )
    if isinstance(error, InvalidBucketName):
        return AWSError(
            "InvalidBucketName", "The specified bucket is not valid.", 400, BucketName=subject
        )
    if isinstance(error, BucketExists):
        return AWSError(
            "BucketAlreadyOwnedByYou",
            "Your previous request to create the named bucket succeeded and you already own it.",
            409,
            BucketName=subject,
        )
    if isinstance(error, InvalidKey):
        return AWSError("KeyTooLongError", "Your key is too long")
    return _from_disk(error)


def _from_disk(error: Exception) -> Exception:
    full = (isinstance(error, OSError) and error.errno in _NO_ROOM) or (
        isinstance(error, sqlite3.OperationalError) and "full" in str(error)
    )
    if full:
        # AWS has no such error. 507, because SDKs would retry a 500 or 503.
        return AWSError(
            "InsufficientStorage", "There is no room left on the local engine's disk.", 507
        )
    return error


def no_such_bucket(name: str) -> AWSError:
    return AWSError("NoSuchBucket", "The specified bucket does not exist", 404, BucketName=name)


def no_such_upload(upload_id: str) -> AWSError:
    return AWSError(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may"
        " have been aborted or completed.",
        404,
        UploadId=upload_id,
    )


def access_denied() -> AWSError:
    return AWSError("AccessDenied", "Access Denied", 403)


def precondition_failed(condition: str) -> AWSError:
    return AWSError(
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold",
        412,
        Condition=condition,
    )


def invalid_request(message: str) -> AWSError:
    return AWSError("InvalidRequest", message)


def not_implemented(what: str) -> AWSError:
    """Refuses by name what AWS has and this engine lacks."""
    return AWSError("NotImplemented", f"{what} is not implemented by the local engine.", 501)


def bad_digest(what: str) -> AWSError:
    return AWSError("BadDigest", f"The {what} you specified did not match the calculated checksum.")
