"""Values into files: each group on its own, hashed while it is written."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from typing import Any, Mapping

from ..codecs import Encoded, Encoding, encode
from .inputs import is_fixed
from .places import VALUES

_WRITE_BYTES = 1 << 20
LAST_BYTES = 1 << 20
"""The last expression's value comes back as `_` only up to this size."""


@dataclass
class Saved:
    """Files in result.json's form, names that do not travel with the reason, and remarks."""

    values: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def save(
    wanted: Mapping[str, Any],
    others: Mapping[str, Any],
    changed: set[str],
    folder: str,
    start: int = 0,
    most: int | None = None,
) -> Saved:
    """Encodes `wanted`; of `others` (unchanged inputs) what shares objects with them goes along.

    Files are `folder`/values/<number>, counted from `start`; what is larger than `most` is left.
    """
    result = Saved()
    if not wanted:
        return result
    alone = all(is_fixed(value) for value in wanted.values())
    encoding = _encoding({**wanted, **({} if alone else others)}, result)
    for item in encoding.items:
        if set(item.names).isdisjoint(wanted) or (most is not None and item.size > most):
            continue
        number = start + len(result.values)
        try:
            entry = _write(item, folder, number)
        except Exception as error:
            # A full disk, or a value that another thread is changing.
            for name in item.names:
                result.refused[name] = _refusal(name, "value", f"it could not be written: {error}")
            continue
        entry["changed_in_place"] = [name for name in item.names if name in changed]
        entry["shared"] = [name for name in item.names if name not in wanted]
        result.values.append(entry)
        result.notes += item.notes
    for name, refusal in encoding.refused.items():
        if name in wanted:
            result.refused[name] = {
                "kind": refusal.kind,
                "path": refusal.path,
                "reason": refusal.reason,
                "advice": refusal.advice,
            }
    return result


def _encoding(values: Mapping[str, Any], result: Saved) -> Encoding:
    try:
        return encode(values)
    except Exception:
        pass  # one of them has a class that fails in its own way: find out which
    found = Encoding()
    for name, value in values.items():
        try:
            alone = encode({name: value})
        except Exception as error:
            text = f"it cannot be encoded: {type(error).__name__}: {error}"
            result.refused[name] = _refusal(name, type(value).__name__, text)
            continue
        found.items += alone.items
        found.refused.update(alone.refused)
    return found


def _refusal(path: str, kind: str, reason: str) -> dict[str, str]:
    return {"kind": kind, "path": path, "reason": reason, "advice": "save it to a file instead"}


def _write(item: Encoded, folder: str, number: int) -> dict[str, Any]:
    name = f"{VALUES}/{number}"
    path = os.path.join(folder, name)
    found = hashlib.sha256()
    size = 0
    try:
        with open(path, "wb", buffering=_WRITE_BYTES) as file:
            for chunk in item.chunks():
                found.update(chunk)
                size += file.write(chunk)
    except BaseException:
        if os.path.exists(path):
            os.remove(path)
        raise
    return {
        "names": item.names,
        "format": item.format,
        "meta": item.meta,
        "file": name,
        "sha256": found.hexdigest(),
        "size": size,
    }
