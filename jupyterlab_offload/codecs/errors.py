"""What can go wrong between values and bytes."""

from __future__ import annotations

from dataclasses import dataclass


class CodecError(Exception):
    """Bytes or a description that do not decode: damaged, forged, or a library is missing."""


class NotTyped(Exception):
    """No typed format holds this value exactly: pickle may. Never leaves the package."""


@dataclass(frozen=True)
class Refusal:
    """Why a value does not travel.

    `path` is an expression that reaches the offender from the name, such as ``cfg['fh']``;
    `kind` names what it is, `reason` is a sentence about it, `advice` says what to do.
    """

    kind: str
    path: str
    reason: str
    advice: str


class Refused(Exception):
    """Raised where the offender is met; `encode` turns it into a `Refusal` with a path."""

    def __init__(self, offender: object, kind: str, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.offender = offender
        self.kind = kind
        self.reason = reason
        self.advice = advice
