"""The table of S3's operations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import buckets, copying, deleting, listing, multipart, tagging, transfer, unfinished
from .call import Answer, S3Call

Output = Mapping[str, Any] | Answer
Run = Callable[[S3Call], Output | Awaitable[Output]]


def _bucket_is_there(call: S3Call) -> None:
    call.store.buckets.get(call.bucket)


@dataclass(frozen=True)
class Operation:
    """``run`` answers when the body has come; ``check`` may refuse before it comes.

    ``root``: the answer's root element, as the API reference gives it. ``run`` is None for the
    one operation that streams its answer.
    """

    run: Run | None
    root: str = ""
    check: Callable[[S3Call], None] | None = None


OPERATIONS: dict[str, Operation] = {
    "AbortMultipartUpload": Operation(multipart.abort_multipart_upload),
    "CompleteMultipartUpload": Operation(
        multipart.complete_multipart_upload, "CompleteMultipartUploadResult"
    ),
    "CopyObject": Operation(copying.copy_object, "CopyObjectResult", _bucket_is_there),
    "CreateBucket": Operation(buckets.create_bucket),
    "CreateMultipartUpload": Operation(
        multipart.create_multipart_upload, "InitiateMultipartUploadResult"
    ),
    "DeleteBucket": Operation(buckets.delete_bucket),
    "DeleteObject": Operation(deleting.delete_object),
    "DeleteObjects": Operation(deleting.delete_objects, "DeleteResult"),
    "GetBucketLocation": Operation(buckets.get_bucket_location, "LocationConstraint"),
    "GetBucketVersioning": Operation(buckets.get_bucket_versioning, "VersioningConfiguration"),
    "GetObject": Operation(None),
    "GetObjectTagging": Operation(tagging.get_object_tagging, "Tagging"),
    "HeadBucket": Operation(buckets.head_bucket),
    "HeadObject": Operation(transfer.head_object),
    "ListBuckets": Operation(buckets.list_buckets, "ListAllMyBucketsResult"),
    "ListMultipartUploads": Operation(
        unfinished.list_multipart_uploads, "ListMultipartUploadsResult"
    ),
    "ListObjects": Operation(listing.list_objects, "ListBucketResult"),
    "ListObjectsV2": Operation(listing.list_objects_v2, "ListBucketResult"),
    "ListParts": Operation(unfinished.list_parts, "ListPartsResult"),
    "PutObject": Operation(transfer.put_object, check=_bucket_is_there),
    "UploadPart": Operation(multipart.upload_part, check=multipart.check_part),
    "UploadPartCopy": Operation(copying.upload_part_copy, "CopyPartResult"),
}
