"""How a job ended, in one place: status, exit code, what the failure file says.

Statuses: ``done``; ``failed`` (the cell raised), ``exited`` (`sys.exit`), ``stopped`` (a request
or a reclaimed instance), ``deadline`` (the time limit, noticed before SageMaker does),
``crashed`` (the process died), ``refused`` (nothing of the cell ran).
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import Any, Mapping

from .refusal import DEADLINE, FAILED, REFUSED, STOPPED, SUCCESS, words

AT_LIMIT = "The cell was ended shortly before the job's time limit, to save what it made."
"""Stands in the job's FailureReason: by it others know such an end (see submit/describing.py)."""

_CODES = {"done": SUCCESS, "refused": REFUSED, "stopped": STOPPED, "deadline": DEADLINE}
_MEANINGS = {
    "stopped": "The job was stopped before the cell ended.",
    "deadline": AT_LIMIT,
}
MAX_FAILURE = 1024


@dataclass(frozen=True)
class Verdict:
    """`exit_code` is the job's; `reason` one sentence, empty when all went well."""

    status: str
    exit_code: int
    reason: str

    @property
    def is_partial(self) -> bool:
        return self.status not in ("done", "refused")


def verdict(draft: Mapping[str, Any] | None, code: int, asked: str | None) -> Verdict:
    """What became of the cell's process.

    `draft` is what it wrote before it ended, if it did; `code` its exit code, negative for a
    signal; `asked` why it was told to end, if it was.
    """
    code = code if code >= 0 else 128 - code
    if draft is None:
        if asked is not None:
            return _of(asked, {})
        code = code or FAILED
        return Verdict("crashed", code, f"The cell's process is gone: {words(code)}.")
    ended = str(draft.get("ended"))
    if ended == "interrupted":
        return _of(asked or "stopped", draft)
    return _of(ended, draft)


def _of(status: str, draft: Mapping[str, Any]) -> Verdict:
    error = draft.get("error") or {}
    reason = _MEANINGS.get(status, "")
    if error and not reason:
        reason = f"{error.get('type')}: {error.get('message')}".strip(": ")
    code = _CODES.get(status, FAILED)
    if status == "exited":
        code = int(draft.get("exit_code", 0)) & 255
        reason = f"The cell called sys.exit with {code}." if code else ""
    return Verdict(status, code, reason)


def signal_name(number: int) -> str:
    """SIGTERM for 15."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
