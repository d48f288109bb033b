"""Rules for tags, wherever they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import invalid

_RESERVED = "aws:"


def check_tags(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The tags as a mapping. Raises AWSError for keys that are doubled or AWS's own."""
    found: dict[str, str] = {}
    for tag in tags:
        key = tag["Key"]
        if key.lower().startswith(_RESERVED):
            raise invalid(
                f"Tag key '{key}' is invalid: aws: prefixed tag key names are not allowed for"
                " external use."
            )
        if key in found:
            raise invalid(f"Tag keys must be unique per resource; '{key}' is given more than once.")
        found[key] = tag["Value"]
    return found
