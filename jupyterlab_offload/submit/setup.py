"""A first AWS backend: proposed from what the machine tells, written after a yes."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..spec import Json
from ..spec import backends_file as checked
from .backends import Backend, from_settings
from .connection import Connection
from .errors import SubmitError
from .explain import explained
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
    name: str
    settings: Json


@dataclass(frozen=True)
class Done:
    path: Path
    made_bucket: bool


BUCKET_BEGINS = "sagemaker-offload-"
"""With "sagemaker" in it: others are out of reach for AWS's own AmazonSageMakerFullAccess."""
RESOURCE_METADATA = Path("/opt/ml/metadata/resource-metadata.json")
"""On SageMaker's notebooks and in Studio; has the role that the notebook runs with."""


def propose(wishes: Wishes) -> Proposed:
    """A backend from what the user says and the credentials tell. Raises SubmitError."""
    from botocore.session import Session

    draft = Backend(wishes.name, wishes.region or "", "", "", "", profile=wishes.profile)
    with explained(draft):
        region = wishes.region or Session(profile=wishes.profile).get_config_variable("region")
    if not region:
        raise SubmitError("no-region", "AWS's settings name no region.", "Add --region REGION.")
    account = Connection(replace(draft, region=region), None).account
    settings = proposal(account, region, wishes.profile)
    given = {"role": wishes.role, "bucket": wishes.bucket}
    settings.update({name: text for name, text in given.items() if text})
    return Proposed(wishes.name, settings)


def set_up(proposed: Proposed) -> Done:
    """Make the bucket if it is not there, then write the backend. Raises SubmitError, SpecError."""
    backend = from_settings(proposed.name, proposed.settings)
    with explained(backend):
        made = make_bucket(Connection(backend, None))
    return Done(write(proposed.name, proposed.settings), made)


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
    role = _own_role(metadata)
    if role:
        found["role"] = role
    return found


def make_bucket(connection: Connection) -> bool:
    """Make the backend's bucket, closed to the public; False if it is there already.

    Raises what botocore raises: to be called within `explained`.
    """
    from botocore.exceptions import ClientError

    s3, place = connection.client("s3"), connection.place
    try:
        refuse_elsewhere(connection)
        return False
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
    _create(s3, place.bucket, connection.region)
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
    return True


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


def _own_role(metadata: Path) -> str | None:
    try:
        role = json.loads(metadata.read_text("utf-8")).get("ExecutionRoleArn")
    except (OSError, ValueError, AttributeError):
        return None
    return role if isinstance(role, str) and role.startswith("arn:") else None
