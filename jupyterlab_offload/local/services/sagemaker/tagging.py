"""AddTags, ListTags and DeleteTags, for training jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...context import Call
from ...protocol.errors import AWSError
from ...settings import ACCOUNT
from ...store import jobs, tags
from . import pages
from .errors import invalid, no_such_job, not_served
from .rules.tags import check_tags


def add_tags(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    arn = _job_arn(call, request["ResourceArn"])
    new = check_tags(request["Tags"])
    try:
        together = tags.add(call.engine.db, arn, new)
    except tags.TooManyTags as error:
        raise invalid(
            f"The number of tags ({error.count}) exceeds the limit of {tags.MAX_TAGS} tags per"
            " resource."
        ) from error
    return {"Tags": tag_list(together)}


def list_tags(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    arn = _job_arn(call, request["ResourceArn"])
    start = pages.position(call, request)
    limit = min(request.get("MaxResults", tags.MAX_TAGS), tags.MAX_TAGS)
    found = tags.page(call.engine.db, arn, start[0] if start else None, limit + 1)
    answer: dict[str, Any] = {"Tags": tag_list(dict(found[:limit]))}
    if len(found) > limit:
        answer["NextToken"] = pages.next_token(call, request, [found[limit - 1][0]])
    return answer


def delete_tags(call: Call, request: dict[str, Any]) -> Mapping[str, Any]:
    tags.remove(call.engine.db, _job_arn(call, request["ResourceArn"]), request["TagKeys"])
    return {}


def tag_list(found: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in found.items()]


def _job_arn(call: Call, arn: str) -> str:
    """The ARN of a training job that exists. Raises AWSError for every other."""
    _, _, _, region, account, resource = arn.split(":", 5)
    kind, _, name = resource.partition("/")
    if account != ACCOUNT:
        raise AWSError(
            "AccessDeniedException",
            f"User: {call.identity.arn} is not authorized to perform: sagemaker:{call.operation}"
            f" on resource: {arn}",
        )
    if region != call.engine.settings.region:
        raise invalid(f"Invalid ARN: {arn} is not of region {call.engine.settings.region}.")
    if kind != "training-job" or not name:
        raise not_served(f"tags of {kind} resources")
    job = jobs.get_by_arn(call.engine.db, arn.lower())
    if job is None:
        raise no_such_job()
    return job.arn
