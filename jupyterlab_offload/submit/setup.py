"""A first AWS backend: proposed from what the machine tells, written after a yes."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..spec import Json, SpecError
from ..spec import backends_file as checked
from .backends import LOCAL, Backend, from_settings
from .connection import Connection
from .errors import SubmitError
from .explain import explained
from .explain.codes import DENIED_CODES
from .folders import backends_file
from .send import refuse_elsewhere

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Wishes:
    """What the user says about a first backend; None is found out or proposed."""

    name: str = "aws"
    region: str | None = None
    profile: str | None = None
    role: str | None = None
    bucket: str | None = None


@dataclass(frozen=True)
class Proposed:
    """`who` are the account and the name in it whose credentials were found."""

    name: str
    settings: Json
    who: str


Made = Literal["there", "closed", "unsure"]


@dataclass(frozen=True)
class Done:
    """`bucket` was there, or was made and is closed to the public, or nobody could tell."""

    path: Path
    bucket: Made


_FORMS = {
    "role": "It is an ARN: arn:aws:iam::ACCOUNT:role/NAME.",
    "bucket": "A bucket's name has 3 to 63 small letters, digits, hyphens and dots.",
    "region": "One is eu-west-1.",
}
BUCKET_BEGINS = "sagemaker-offload-"
"""With "sagemaker" in it: others are out of reach for AWS's own AmazonSageMakerFullAccess."""
RESOURCE_METADATA = Path("/opt/ml/metadata/resource-metadata.json")
"""On SageMaker's notebooks and in Studio; has the role that the notebook runs with."""


def propose(wishes: Wishes) -> Proposed:
    """A backend from what the user says and the credentials tell. Raises SubmitError."""
    from botocore.session import Session

    if wishes.name == LOCAL:
        raise SubmitError("config", f"{LOCAL} is this machine's own: choose another --name.")
    draft = Backend(wishes.name, wishes.region or "", "", "", "", profile=wishes.profile)
    with explained(draft):
        configured = Session(profile=wishes.profile).get_config_variable("region")
    # botocore does not read AWS_REGION, which other clients of AWS's take first.
    region = wishes.region or os.environ.get("AWS_REGION") or configured or _own(_REGION)
    if not region:
        raise SubmitError(
            "no-region", "AWS's settings name no region.", "Add --region, such as eu-west-1."
        )
    connection = Connection(replace(draft, region=region), None)
    settings = proposal(connection.account, region, wishes.profile)
    given = {"role": wishes.role, "bucket": wishes.bucket}
    settings.update({name: text for name, text in given.items() if text})
    _check(wishes.name, settings)
    return Proposed(wishes.name, settings, f"{connection.owner} in account {connection.account}")


def set_up(proposed: Proposed) -> Done:
    """Make the bucket if it is not there, then write the backend. Raises SubmitError, SpecError."""
    backend = from_settings(proposed.name, proposed.settings)
    with explained(backend):
        made = make_bucket(Connection(backend, None))
    return Done(write(proposed.name, proposed.settings), made)


def _check(name: str, settings: Json) -> None:
    """What the user has said must be fit to be written. Raises SubmitError."""
    for member, value in settings.items():
        try:
            checked({"backends": {name: {member: value}}})
        except SpecError as error:
            hint = _FORMS.get(member, str(error))
            raise SubmitError("config", f"{value!r} cannot be the {member}.", hint) from error


def proposal(
    account: str, region: str, profile: str | None, metadata: Path = RESOURCE_METADATA
) -> Json:
    """A backend's settings. Without a member `role` the user has to name one."""
    found: Json = {
        "region": region,
        "account": account,
        "bucket": f"{BUCKET_BEGINS}{account}-{region}",
        "prefix": "offload/{owner}/",
    }
    if profile:
        found["profile"] = profile
    role = _own(_ROLE, metadata)
    if role:
        found["role"] = role
    return found


def make_bucket(connection: Connection) -> Made:
    """Make the backend's bucket, closed to the public, if it is not there.

    Raises SubmitError for one of another region, and what botocore raises: to be called within
    `explained`.
    """
    from botocore.exceptions import ClientError

    s3, place = connection.client("s3"), connection.place
    try:
        refuse_elsewhere(connection)
        return "there"
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
    _create(s3, place.bucket, connection.region)
    try:
        s3.put_public_access_block(
            Bucket=place.bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
            ExpectedBucketOwner=place.account,
        )
    except ClientError as error:
        # AmazonSageMakerFullAccess may make buckets and not do this.
        if error.response.get("Error", {}).get("Code") not in (*DENIED_CODES, "NotImplemented"):
            raise
        return "unsure"
    return "closed"


def write(name: str, settings: Mapping[str, object], path: Path | None = None) -> Path:
    """Add a backend to the file, or replace it there. It does not become the active one.

    Raises SubmitError for a file that cannot be read, SpecError for settings that do not fit.
    """
    path = path or backends_file()
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        document = {}
    except (OSError, ValueError) as error:
        raise SubmitError("config", f"{path} cannot be read: {error}.") from error
    checked(document)
    document.setdefault("backends", {})[name] = dict(settings)
    checked(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.write("\n")
    os.replace(beside, path)
    return path


def _create(s3: S3Client, bucket: str, region: str) -> None:
    if region == "us-east-1":
        s3.create_bucket(Bucket=bucket)
    else:
        s3.create_bucket(
            Bucket=bucket,
            CreateBucketConfiguration={"LocationConstraint": region},  # type: ignore[typeddict-item]  # any region
        )


_REGION = ("ResourceArn", r"arn:[a-z-]+:sagemaker:([a-z0-9-]+):")
_ROLE = ("ExecutionRoleArn", r"(arn:\S+)")
"""Members of SageMaker's file about the notebook, and what is taken of them."""


def _own(what: tuple[str, str], metadata: Path = RESOURCE_METADATA) -> str | None:
    """What a notebook on SageMaker knows of itself; None elsewhere."""
    member, pattern = what
    try:
        text = json.loads(metadata.read_text("utf-8")).get(member)
    except (OSError, ValueError, AttributeError):
        return None
    found = re.match(pattern, text) if isinstance(text, str) else None
    return found[1] if found else None
