"""What a job made, brought back only if the job's own log vouches for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from ..codecs import TYPED
from ..driver.boot import RESULT_LINE
from ..driver.places import OUTPUTS_FILE, OWN, RESULT_FILE
from ..spec import Json, SpecError, result
from ..transfer import Expected, TransferError, open_arriving, open_verified
from ..transfer.download import Count
from .connection import Connection
from .errors import SubmitError
from .explain import explained
from .logs import lines

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

MAX_RESULT_BYTES = 64 * 2**20
"""More than any list of values needs: a forged one shall not fill the memory."""

_LIVE_BYTES = 4 * 2**20
"""Of a running job's record that one look takes."""
_READ_TO_THE_END = frozenset(TYPED)
"""Formats whose decoder runs nothing, and gives out no value before it has read the last byte."""


@dataclass(frozen=True)
class Results:
    """A job's result.json, and where the files lie that it names.

    `vouched`: the log agrees with it. Otherwise nothing is known of where it comes from, and
    pickles must not be loaded.
    """

    document: Json
    base: str
    vouched: bool
    connection: Connection

    def open(
        self, stored: Mapping[str, Any], count: Count | None = None, whole: bool = True
    ) -> BinaryIO:
        """A file that the document names (``file``, ``sha256``, ``size``), verified.

        Without `whole` a large typed value arrives while it is read and is verified when its last
        byte is; the codec gives out nothing before. So it does not go through a file on the disk.
        Raises SubmitError (TransferError while it is read).
        """
        wanted = Expected(
            key=self.base + stored["file"],
            sha256=stored["sha256"],
            size=stored["size"],
            label=", ".join(stored.get("names", ())) or stored["file"],
        )
        connection = self.connection
        with explained(connection.backend), _verified():
            whole = whole or stored.get("format") not in _READ_TO_THE_END
            opened = open_verified if whole else open_arriving
            return opened(connection.client("s3"), connection.place, wanted, count)


def vouched_digest(connection: Connection, name: str, nonce: str) -> str | None:
    """The SHA-256 of result.json that the job has printed; None if no line is there (yet).

    Raises SubmitError: ``imitated`` when there is not exactly one such line, ``denied`` when the
    log may not be read.
    """
    line = re.compile(rf"{RESULT_LINE} {re.escape(nonce)} ([0-9a-f]{{64}})")
    with explained(connection.backend):
        found = [
            match[1]
            for message in lines(connection, name, f"{RESULT_LINE} {nonce}")
            if (match := line.fullmatch(message.strip()))
        ]
    if len(found) > 1:
        raise SubmitError(
            "imitated",
            f"The log of {name} names its results more than once: nothing of it is loaded.",
        )
    return found[0] if found else None


def fetch(connection: Connection, name: str, nonce: str, digest: str | None) -> Results | None:
    """The results whose result.json has this digest; None if none is there (yet).

    Without a digest, where the log may not be read, the one result.json that is found is taken,
    not vouched for. Raises SubmitError.
    """
    with explained(connection.backend):
        for key in _candidates(connection, name):
            data = _read(connection, key)
            if data is None:
                continue
            if digest is None and len(data) > MAX_RESULT_BYTES:
                raise SubmitError(
                    "malformed", f"The results of {name} are too large a list: none is loaded."
                )
            if digest is not None and hashlib.sha256(data).hexdigest() != digest:
                continue
            return _opened(connection, name, nonce, key, data, digest is not None)
    return None


def live_outputs(connection: Connection, name: str, start: int) -> bytes:
    """The record of outputs of a running job, from byte `start` on; empty when there is no more.

    Not verified: for display as text and pictures only. Raises SubmitError.
    """
    from botocore.exceptions import ClientError

    place = connection.place
    with explained(connection.backend):
        try:
            answer = connection.client("s3").get_object(
                Bucket=place.bucket,
                Key=f"{place.checkpoints(name)}{OWN}/{OUTPUTS_FILE}",
                Range=f"bytes={start}-{start + _LIVE_BYTES - 1}",
                ExpectedBucketOwner=place.account,
            )
        except ClientError as error:
            if _missing(error) or _status(error) == 416:
                return b""
            raise
        return bytes(answer["Body"].read())


def _opened(
    connection: Connection, name: str, nonce: str, key: str, data: bytes, vouched: bool
) -> Results:
    try:
        document = result(data)
    except SpecError as error:
        raise SubmitError("malformed", f"{error} Nothing of {name} is loaded.") from error
    if (document["job"], document["nonce"]) != (name, nonce):
        raise SubmitError("foreign", f"The results in {key} belong to another job: none is loaded.")
    return Results(document, key.removesuffix(RESULT_FILE), vouched, connection)


def _candidates(connection: Connection, name: str) -> Iterator[str]:
    """Where result.json may be, likeliest first.

    Which keys uncompressed output gets is not documented: if the usual one is not there, the
    job's output is listed.
    """
    place = connection.place
    likely = [
        f"{place.output(name)}model/{RESULT_FILE}",
        f"{place.checkpoints(name)}{OWN}/{RESULT_FILE}",
    ]
    yield from likely
    pages = connection.client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(
        Bucket=place.bucket, Prefix=place.output(name), ExpectedBucketOwner=place.account
    ):
        for one in page.get("Contents", []):
            if one["Key"].endswith(f"/{RESULT_FILE}") and one["Key"] not in likely:
                yield one["Key"]


def _read(connection: Connection, key: str) -> bytes | None:
    from botocore.exceptions import ClientError

    place = connection.place
    try:
        answer = connection.client("s3").get_object(
            Bucket=place.bucket, Key=key, ExpectedBucketOwner=place.account
        )
    except ClientError as error:
        if _missing(error):
            return None
        raise
    with answer["Body"] as body:
        # One more than is taken: so much tells that it is too much.
        return bytes(body.read(MAX_RESULT_BYTES + 1))


def _missing(error: ClientError) -> bool:
    return _status(error) == 404 or error.response.get("Error", {}).get("Code") == "AccessDenied"


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


class _verified:
    """What fails its digest is a SubmitError like any other."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, TransferError):
            raise SubmitError("damaged", str(error)) from error
