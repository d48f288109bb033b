"""What can be known of a job that this machine did not send, before anything of it is loaded."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..driver.boot import DRIVER, ENTRYPOINT, MANIFEST, MANIFEST_FILE, NONCE
from ..spec import SpecError
from ..spec import manifest as checked
from .bundle import driver
from .connection import Connection
from .errors import SubmitError
from .explain import explained
from .names import tag_text
from .request import TAG
from .results import MAX_RESULT_BYTES

NONCE_FORM = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class JobOrigin:
    """Who says to have sent a job, and what it runs.

    `owner` and `notebook` are its tags' words, which whoever sent it chose. `cells` are the
    sources that the request vouches for, by their labels; `doubt` says why there are none, or
    that something else than our driver reads them.
    """

    owner: str
    role: str
    image: str
    notebook: str
    cells: list[tuple[str, str]] = field(default_factory=list)
    doubt: str = ""


def refuse_foreign(connection: Connection, name: str, described: Mapping[str, Any]) -> None:
    """Raises SubmitError for a job that is none of ours, or whose results lie elsewhere."""
    environment = described.get("Environment", {})
    if not NONCE_FORM.fullmatch(environment.get(NONCE, "")):
        raise SubmitError(
            "foreign", f"{name} was not sent by Offload: it has nothing that could come back."
        )
    place = connection.place
    wanted = place.uri(place.jobs.rstrip("/"))
    given = str(described.get("OutputDataConfig", {}).get("S3OutputPath", "")).rstrip("/")
    if given != wanted:
        raise SubmitError(
            "foreign",
            f"{name} keeps its results in {given}, not in {wanted}: nothing of it is loaded.",
            f"Use a backend for that place (`%offload backends` lists them); this is"
            f" {connection.backend.name}.",
        )


def origin_of(connection: Connection, name: str, described: Mapping[str, Any]) -> JobOrigin:
    """Read what the request vouches for. Raises SubmitError."""
    with explained(connection.backend):
        answer = connection.client("sagemaker").list_tags(ResourceArn=described["TrainingJobArn"])
    tags = {tag["Key"]: tag_text(tag["Value"]) for tag in answer["Tags"]}
    cells, doubt = _cells(connection, name, described)
    algorithm = described.get("AlgorithmSpecification", {})
    return JobOrigin(
        owner=tags.get(f"{TAG}owner", "unknown"),
        role=str(described.get("RoleArn", "")),
        image=str(algorithm.get("TrainingImage", "")),
        notebook=tags.get(f"{TAG}notebook", ""),
        cells=cells,
        doubt=doubt or _doubt(described),
    )


def _doubt(described: Mapping[str, Any]) -> str:
    if described["AlgorithmSpecification"].get("ContainerEntrypoint") != list(ENTRYPOINT):
        return "It does not start as Offload's jobs do: what it ran is not known."
    if described["Environment"].get(DRIVER) != driver().blob.sha256:
        return "Another version of Offload, or something else, has run it."
    return ""


def _cells(
    connection: Connection, name: str, described: Mapping[str, Any]
) -> tuple[list[tuple[str, str]], str]:
    """The cells of a manifest whose digest is the request's."""
    from botocore.exceptions import ClientError

    place = connection.place
    gone = "Its source is not there any more, or is not what was sent."
    try:
        with explained(connection.backend):
            answer = connection.client("s3").get_object(
                Bucket=place.bucket,
                Key=place.driver(name, MANIFEST_FILE),
                ExpectedBucketOwner=place.account,
            )
            data = answer["Body"].read(MAX_RESULT_BYTES)
    except SubmitError as error:
        cause = error.__cause__
        if not isinstance(cause, ClientError):
            raise
        return [], gone
    if hashlib.sha256(data).hexdigest() != described["Environment"].get(MANIFEST):
        return [], gone
    try:
        parts = checked(json.loads(data))["parts"]
    except (SpecError, ValueError, RecursionError):
        return [], gone
    return [(str(part.get("label", "")), str(part["source"])) for part in parts], ""
