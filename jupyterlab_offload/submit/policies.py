"""The IAM policies of a backend, to paste: its user's, its jobs' role's, and whom the role trusts.

docs/aws.md shows these very texts.
"""

from __future__ import annotations

import json
import re

from ..spec import Json
from .connection import Connection
from .logs import LOG_GROUP


def user_policy(connection: Connection) -> str:
    """What a user of this backend does: send, watch and stop jobs, and reach their files."""
    backend, place, region = connection.backend, connection.place, connection.region
    partition = _partition(connection)
    jobs = f"arn:{partition}:sagemaker:{region}:{place.account}:training-job/*"
    bucket = f"arn:{partition}:s3:::{place.bucket}"
    return _document(
        [
            _allow("sagemaker", ["CreateTrainingJob", "AddTags", "ListTags"], jobs),
            _allow("sagemaker", ["DescribeTrainingJob", "StopTrainingJob"], jobs),
            _allow("sagemaker", ["ListTrainingJobs", "Search"], "*"),
            _allow("s3", ["GetObject", "PutObject", "DeleteObject"], f"{bucket}/{place.prefix}*"),
            _allow("s3", ["AbortMultipartUpload"], f"{bucket}/{place.prefix}*"),
            _allow("s3", ["ListBucket", "ListBucketMultipartUploads"], bucket),
            _allow(
                "logs",
                ["FilterLogEvents", "GetLogEvents", "DescribeLogStreams"],
                f"{_log_group(connection)}:*",
            ),
            {
                **_allow("iam", ["PassRole"], backend.role),
                "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
            },
        ]
    )


def role_policy(connection: Connection) -> str:
    """What SageMaker does for a job in its role's name.

    The actions of "CreateTrainingJob API: execution role permissions" in SageMaker's guide
    (sagemaker-roles), and deleting, since the checkpoint folder follows the job's.
    """
    place, partition = connection.place, _partition(connection)
    bucket = f"arn:{partition}:s3:::{place.bucket}"
    # One role runs every learner's jobs.
    prefix = connection.backend.prefix.partition("{")[0]
    group = _log_group(connection)
    return _document(
        [
            _allow("s3", ["GetObject", "PutObject", "DeleteObject"], f"{bucket}/{prefix}*"),
            _allow("s3", ["AbortMultipartUpload"], f"{bucket}/{prefix}*"),
            _allow("s3", ["ListBucket"], bucket),
            _allow("logs", ["CreateLogGroup", "DescribeLogStreams"], f"{group}:*"),
            _allow("logs", ["CreateLogStream", "PutLogEvents"], f"{group}:*"),
            _allow("cloudwatch", ["PutMetricData"], "*"),
            _allow("ecr", ["GetAuthorizationToken"], "*"),
            _allow(
                "ecr",
                ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"],
                f"arn:{partition}:ecr:{connection.region}:*:repository/*",
            ),
        ]
    )


def trust_policy() -> str:
    """Who may run as the role: SageMaker."""
    return _document(
        [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sagemaker.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ]
    )


def _log_group(connection: Connection) -> str:
    account = connection.place.account
    return f"arn:{_partition(connection)}:logs:{connection.region}:{account}:log-group:{LOG_GROUP}"


def _partition(connection: Connection) -> str:
    return connection.backend.role.split(":")[1]


def _document(statements: list[Json]) -> str:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2)
    # Actions on one line: it is read before it is pasted.
    return re.sub(r'\[\s+("[^\]]*")\s+\]', lambda found: f"[{_joined(found[1])}]", text)


def _joined(items: str) -> str:
    return re.sub(r",\s+", ", ", items)


def _allow(service: str, actions: list[str], resource: str) -> Json:
    return {
        "Effect": "Allow",
        "Action": [f"{service}:{action}" for action in actions],
        "Resource": resource,
    }
