"""What was found out once and need not be asked again: accounts of keys, buckets that are there.

A cache in a file: safe to delete, and written so that two kernels cannot damage it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from .folders import cache_folder

_MOST = 200


class Known:
    """Texts by kind and key, such as the account of an access key."""

    def __init__(self, path: Path | None = None) -> None:
        self._given = path

    @property
    def _path(self) -> Path:
        return self._given or cache_folder() / "known.json"

    def get(self, kind: str, key: str) -> str | None:
        return self._read().get(_entry(kind, key))

    def put(self, kind: str, key: str, text: str) -> None:
        found = self._read()
        found.pop(_entry(kind, key), None)
        found[_entry(kind, key)] = text
        self._write(dict(list(found.items())[-_MOST:]))

    def forget(self, kind: str, key: str) -> None:
        found = self._read()
        if found.pop(_entry(kind, key), None) is not None:
            self._write(found)

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: text for key, text in found.items() if isinstance(text, str)}

    def _write(self, entries: dict[str, str]) -> None:
        name = None
        try:
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix="known-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(entries, file)
            os.replace(name, self._path)
        except OSError:
            # No room, or no right to write: it is found out again next time.
            if name is not None:
                with contextlib.suppress(OSError):
                    os.unlink(name)


def _entry(kind: str, key: str) -> str:
    # Access keys are no secrets, but a cache need not list them either.
    return f"{kind}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
