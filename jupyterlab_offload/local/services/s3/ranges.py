"""The Range header, as RFC 9110 and S3's GetObject have it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...protocol.errors import AWSError

_RANGE = re.compile(r"bytes=([0-9]{0,19})-([0-9]{0,19})\Z")


class Span(NamedTuple):
    """``size`` bytes from offset ``start``."""

    start: int
    size: int

    def header(self, whole: int) -> str:
        """The value of Content-Range in an object of ``whole`` bytes."""
        return f"bytes {self.start}-{self.start + self.size - 1}/{whole}"


def span_of(header: str, size: int) -> Span | None:
    """What a Range header asks of an object of ``size`` bytes.

    None: everything. That is also the answer to a range that is not well formed, and to more
    than one, which S3 does not serve. Raises AWSError InvalidRange when it lies outside.
    """
    match = _RANGE.match(header.replace(" ", ""))
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(size - int(match[2]), 0), size - 1
    else:
        start = int(match[1])
        end = min(int(match[2]), size - 1) if match[2] else size - 1
        if match[2] and int(match[2]) < start:
            return None
    if start >= size or end < start:
        raise AWSError(
            "InvalidRange",
            "The requested range is not satisfiable",
            416,
            RangeRequested=header,
            ActualObjectSize=size,
        )
    return Span(start, end - start + 1)
