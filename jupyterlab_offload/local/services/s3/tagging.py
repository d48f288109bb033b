"""GetObjectTagging: tools ask for a source's tags before they copy it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .call import S3Call


def get_object_tagging(call: S3Call) -> Mapping[str, Any]:
    """No object has tags: requests that would give it some are refused."""
    call.store.find(call.bucket, call.key)
    return {"TagSet": []}
