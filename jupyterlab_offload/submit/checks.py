"""Every documented limit of CreateTrainingJob, checked before the request leaves.

Neither boto3 nor AWS's other clients check them; AWS would, after the upload, in Java's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .errors import SubmitError
from .names import MAX_NAME, MAX_TAG_KEY, MAX_TAG_VALUE, MAX_TAGS

MAX_ENTRYPOINT, MAX_ENTRYPOINT_PART = 100, 256
MAX_ENVIRONMENT, MAX_ENVIRONMENT_KEY, MAX_ENVIRONMENT_VALUE = 100, 512, 512
MAX_HYPERPARAMETERS, MAX_HYPERPARAMETER_KEY, MAX_HYPERPARAMETER_VALUE = 100, 256, 2500
MAX_CHANNELS, MAX_CHANNEL_NAME = 20, 64
MAX_URI, MAX_IMAGE = 1024, 255
MAX_METRICS, MAX_METRIC_NAME, MAX_METRIC_REGEX = 40, 255, 500
MAX_ROLE = 2048
MAX_SECONDS = 28 * 86_400
MAX_WARM_SECONDS = 3600

_JOB = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
_VARIABLE = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_CHANNEL = re.compile(r"[A-Za-z0-9.\-_]+")
_ROLE = re.compile(r"arn:aws[a-z\-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-/]+")
_URI = re.compile(r"(https|s3)://[^/]+/?.*")
_ONE_LINE = re.compile(r".*")
_IN_TAGS = frozenset("_.:/=+-@")
_CATEGORIES_IN_TAGS = frozenset("LNZ")
"""Unicode's letters, numbers and separators: the model's pattern has \\p, which `re` lacks."""


def check(request: dict[str, Any]) -> None:
    """Raises SubmitError that names what is too long, too many or malformed."""
    for problem in problems(request):
        raise SubmitError("limit", problem)


def problems(request: dict[str, Any]) -> Iterator[str]:
    """Everything that SageMaker would refuse, a sentence each."""
    name = request["TrainingJobName"]
    if len(name) > MAX_NAME or not _JOB.fullmatch(name):
        yield f"{name!r} is no job name: letters, digits and hyphens, at most {MAX_NAME}."
    role = request["RoleArn"]
    if len(role) > MAX_ROLE or not _ROLE.fullmatch(role):
        yield f"{role[:60]!r} is no role: its ARN reads arn:aws:iam::ACCOUNT:role/NAME."
    yield from _algorithm(request["AlgorithmSpecification"])
    yield from _environment(request.get("Environment", {}))
    yield from _hyperparameters(request.get("HyperParameters", {}))
    yield from _channels(request.get("InputDataConfig", []))
    yield from _uris(request)
    yield from _tags(request.get("Tags", []))
    yield from _time(request)


def fits_environment(name: str, value: str) -> bool:
    """Whether a variable may stand in the request; others go through the driver's channel."""
    return (
        bool(_VARIABLE.fullmatch(name))
        and len(name) <= MAX_ENVIRONMENT_KEY
        and len(value) <= MAX_ENVIRONMENT_VALUE
        and value.isprintable()
    )


def _algorithm(algorithm: dict[str, Any]) -> Iterator[str]:
    image = algorithm["TrainingImage"]
    if len(image) > MAX_IMAGE or not _ONE_LINE.fullmatch(image):
        yield f"The image's path must be one line of at most {MAX_IMAGE} characters."
    for member in ("ContainerEntrypoint", "ContainerArguments"):
        parts = algorithm.get(member, [])
        if len(parts) > MAX_ENTRYPOINT:
            yield f"{member} has more than {MAX_ENTRYPOINT} parts."
        if any(len(one) > MAX_ENTRYPOINT_PART or not _ONE_LINE.fullmatch(one) for one in parts):
            yield f"A part of {member} is not one line of at most {MAX_ENTRYPOINT_PART} characters."
    metrics = algorithm.get("MetricDefinitions", [])
    if len(metrics) > MAX_METRICS:
        yield f"There are {len(metrics)} metrics; {MAX_METRICS} are the most."
    for metric in metrics:
        name, expression = metric["Name"], metric["Regex"]
        fits = 0 < len(name) <= MAX_METRIC_NAME and 0 < len(expression) <= MAX_METRIC_REGEX
        if not fits or not _ONE_LINE.fullmatch(name + expression):
            yield (
                f"The metric {name[:40]!r} does not fit: one line each, {MAX_METRIC_NAME}"
                f" characters for the name and {MAX_METRIC_REGEX} for the expression are the most."
            )


def _environment(environment: dict[str, str]) -> Iterator[str]:
    if len(environment) > MAX_ENVIRONMENT:
        yield f"There are {len(environment)} environment variables; {MAX_ENVIRONMENT} are the most."
    for name, value in environment.items():
        if not fits_environment(name, value):
            yield (
                f"The environment variable {name[:40]!r} does not fit: at most"
                f" {MAX_ENVIRONMENT_VALUE} characters without line breaks."
            )


def _hyperparameters(values: dict[str, str]) -> Iterator[str]:
    if len(values) > MAX_HYPERPARAMETERS:
        yield f"There are {len(values)} hyperparameters; {MAX_HYPERPARAMETERS} are the most."
    for name, value in values.items():
        fits = len(name) <= MAX_HYPERPARAMETER_KEY and len(value) <= MAX_HYPERPARAMETER_VALUE
        if not fits or not _ONE_LINE.fullmatch(name + value):
            yield (
                f"The hyperparameter {name[:40]!r} does not fit: one line each, at most"
                f" {MAX_HYPERPARAMETER_KEY} and {MAX_HYPERPARAMETER_VALUE:,} characters."
            )


def _channels(channels: list[dict[str, Any]]) -> Iterator[str]:
    if len(channels) > MAX_CHANNELS:
        yield f"There are {len(channels)} channels; {MAX_CHANNELS} are the most."
    names = [channel["ChannelName"] for channel in channels]
    for name in names:
        if len(name) > MAX_CHANNEL_NAME or not _CHANNEL.fullmatch(name):
            yield f"{name!r} is no channel's name: letters, digits and . - _, at most 64."
        elif names.count(name) > 1:
            yield f"The channel {name!r} is there twice."


def _uris(request: dict[str, Any]) -> Iterator[str]:
    uris = [
        channel["DataSource"]["S3DataSource"]["S3Uri"]
        for channel in request.get("InputDataConfig", [])
    ]
    uris.append(request["OutputDataConfig"]["S3OutputPath"])
    if "CheckpointConfig" in request:
        uris.append(request["CheckpointConfig"]["S3Uri"])
    for uri in uris:
        if len(uri) > MAX_URI:
            yield f"{uri[:60]}… has more than {MAX_URI:,} characters."
        elif not _URI.fullmatch(uri):
            yield f"{uri[:60]!r} is no place in S3: it begins with s3:// and a bucket."


def _tags(tags: list[dict[str, str]]) -> Iterator[str]:
    if len(tags) > MAX_TAGS:
        yield f"There are {len(tags)} tags; {MAX_TAGS} are the most."
    for tag in tags:
        key, value = tag["Key"], tag["Value"]
        if not key:
            yield "A tag lacks its name."
        elif len(key) > MAX_TAG_KEY or len(value) > MAX_TAG_VALUE:
            yield (
                f"The tag {key[:40]!r} is too long: at most {MAX_TAG_KEY} characters for the name"
                f" and {MAX_TAG_VALUE} for the value."
            )
        elif key.lower().startswith("aws:"):
            yield f"The tag {key}: names that begin with aws: are AWS's own."
        elif not all(map(_is_in_tags, key + value)):
            yield f"The tag {key}: tags have letters, digits, spaces and _ . : / = + - @ only."


def _is_in_tags(one: str) -> bool:
    return one in _IN_TAGS or unicodedata.category(one)[0] in _CATEGORIES_IN_TAGS


def _time(request: dict[str, Any]) -> Iterator[str]:
    seconds = request["StoppingCondition"]["MaxRuntimeInSeconds"]
    if not 1 <= seconds <= MAX_SECONDS:
        yield f"A job may run for 1 to {MAX_SECONDS:,} s, not {seconds:,}."
    warm = request["ResourceConfig"].get("KeepAlivePeriodInSeconds", 0)
    if not 0 <= warm <= MAX_WARM_SECONDS:
        yield f"An instance may be kept warm for at most {MAX_WARM_SECONDS:,} s, not {warm:,}."
