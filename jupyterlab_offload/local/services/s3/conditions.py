"""Conditional requests: If-Match and its relatives, for reads, writes and copy sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...store.objects import Condition, NoSuchKey, Object
from .errors import not_implemented, precondition_failed


class NotModified(Exception):
    """The client has the object already: 304."""

    def __init__(self, found: Object) -> None:
        super().__init__(found.key)
        self.found = found


def names(header: str, etag: str) -> bool:
    """Whether an If-Match or If-None-Match value names this ETag."""
    return any(
        candidate == "*" or candidate.removeprefix("W/").strip('"') == etag
        for candidate in (part.strip() for part in header.split(","))
    )


def check_read(members: Mapping[str, Any], found: Object, prefix: str = "") -> None:
    """RFC 9110's order: the ETag's conditions hide those about time.

    Args: prefix: ``CopySource`` for the members about a copy's source.
    Raises NotModified, or AWSError PreconditionFailed.
    """
    match, none_match = members.get(f"{prefix}IfMatch"), members.get(f"{prefix}IfNoneMatch")
    modified_since = members.get(f"{prefix}IfModifiedSince")
    unmodified_since = members.get(f"{prefix}IfUnmodifiedSince")
    # HTTP dates are whole seconds.
    modified = int(found.modified)
    if match is not None:
        if not names(match, found.etag):
            raise precondition_failed("If-Match")
    elif unmodified_since is not None and modified > unmodified_since:
        raise precondition_failed("If-Unmodified-Since")
    if none_match is not None:
        if names(none_match, found.etag):
            raise NotModified(found)
    elif modified_since is not None and modified <= modified_since:
        raise NotModified(found)


def of_a_write(members: Mapping[str, Any]) -> Condition | None:
    """The condition under which an object may be put in a key's place.

    Raises AWSError NotImplemented for what S3 does not know: If-None-Match with an ETag.
    """
    match, none_match = members.get("IfMatch"), members.get("IfNoneMatch")
    if none_match is not None and (none_match != "*" or match is not None):
        raise not_implemented("This use of If-None-Match")
    if match is None and none_match is None:
        return None

    def condition(old: Object | None) -> None:
        if none_match is not None and old is not None:
            raise precondition_failed("If-None-Match")
        if match is not None:
            if old is None:
                raise NoSuchKey(members["Key"])
            if not names(match, old.etag):
                raise precondition_failed("If-Match")

    return condition
