"""Values that look like credentials: they stay here unless they are named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(
    r"(?:^|_)(?:passw(?:or)?d|passphrase|pwd|secret|token|api_?key|apikey|access_?key|"
    r"private_?key|auth_?key|credentials?)(?:s)?(?:_|$)",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"(?:^|[^A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|"
    r"xox[abprs]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}|sk-[\w-]{20,}|AIza[\w-]{30,}|"
    r"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
)
_LONGEST = 20_000
_SHORTEST = 6
_CLIENTS = ("boto3.", "botocore.", "aiobotocore.", "google.auth.", "azure.identity.")
_DEPTH = 3
_MOST_PARTS = 200


def refusals(
    values: Mapping[str, object], named: set[str], owners: Mapping[str, str]
) -> dict[str, str]:
    """A sentence for each value that looks like a credential and was not named.

    `owners` say what a hidden value belongs to: a function's default, a class's attribute.
    """
    found = {}
    for name, value in values.items():
        owner = owners.get(name)
        label = owner or name
        place = None if label in named else secret_in(name, value)
        if place is not None:
            what = place if owner is None else f"a value that {owner} carries"
            found[label] = (
                f"{what} looks like a credential: it stays here; name it with --in {label} to "
                f"send it, or give the job a role that has the right"
            )
    return found


def secret_in(name: str, value: object, depth: int = _DEPTH) -> str | None:
    """The expression that reaches what looks like a credential, or None."""
    if _is_secret(name.rpartition("'")[0].rpartition("'")[2] or name, value):
        return name
    if depth == 0:
        return None
    for step, key, child in _parts(value):
        found = secret_in(f"{name}{step}", child, depth - 1)
        if found is not None or _is_secret(key, child):
            return found or f"{name}{step}"
    return None


def _is_secret(key: str, value: Any) -> bool:
    if type(value).__module__.startswith(_CLIENTS):
        return True
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not isinstance(text, str) or len(text) > _LONGEST:
        return False
    if _VALUE.search(text):
        return True
    return bool(_NAME.search(key)) and len(text) >= _SHORTEST and not re.search(r"\s", text)


def _parts(value: object) -> list[tuple[str, str, object]]:
    if isinstance(value, dict) and len(value) <= _MOST_PARTS:
        return [(f"[{key!r}]", str(key), child) for key, child in value.items()]
    if isinstance(value, (list, tuple)) and len(value) <= _MOST_PARTS:
        return [(f"[{index}]", "", child) for index, child in enumerate(value)]
    own = getattr(value, "__dict__", None)
    if isinstance(own, dict) and type(value).__module__ == "__main__":
        return [(f".{key}", str(key), child) for key, child in own.items()]
    return []
