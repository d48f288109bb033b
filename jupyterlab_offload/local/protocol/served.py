"""Which operations of which services the engine serves: the only list of them.

The service models are cut down to these, and each service's own table must name exactly these.
"""

from __future__ import annotations

SERVED: dict[str, tuple[str, ...]] = {
    "sagemaker": (
        "AddTags",
        "CreateTrainingJob",
        "DeleteTags",
        "DescribeTrainingJob",
        "ListTags",
        "ListTrainingJobs",
        "Search",
        "StopTrainingJob",
    ),
    "s3": (
        "AbortMultipartUpload",
        "CompleteMultipartUpload",
        "CopyObject",
        "CreateBucket",
        "CreateMultipartUpload",
        "DeleteBucket",
        "DeleteObject",
        "DeleteObjects",
        "GetBucketLocation",
        "GetBucketVersioning",
        "GetObject",
        "GetObjectTagging",
        "HeadBucket",
        "HeadObject",
        "ListBuckets",
        "ListMultipartUploads",
        "ListObjects",
        "ListObjectsV2",
        "ListParts",
        "PutObject",
        "UploadPart",
        "UploadPartCopy",
    ),
    "logs": (
        "DescribeLogGroups",
        "DescribeLogStreams",
        "FilterLogEvents",
        "GetLogEvents",
    ),
    "sts": (
        "AssumeRole",
        "GetCallerIdentity",
    ),
}
