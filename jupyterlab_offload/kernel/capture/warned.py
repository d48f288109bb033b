"""The notebook's filters of warnings, but for those that Python itself begins with."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection

_DEFAULT = (
    ("default", DeprecationWarning, "__main__"),
    ("ignore", DeprecationWarning, None),
    ("ignore", PendingDeprecationWarning, None),
    ("ignore", ImportWarning, None),
    ("ignore", ResourceWarning, None),
)


def filters(packages: Collection[str]) -> list[dict[str, object]]:
    """The first to match comes first, as in `warnings.filters`. Categories that only a library
    defines are left out unless the cell uses the library."""
    found: list[dict[str, object]] = []
    for action, message, category, module, line in warnings.filters:
        if isinstance(category, tuple):  # which no function of Python's makes
            continue
        pattern = _pattern(module)
        home = category.__module__
        if message is None and (action, category, pattern) in _DEFAULT:
            continue
        if home != "builtins" and home.partition(".")[0] not in packages:
            continue
        found.append(
            {
                "action": action,
                "message": _pattern(message),
                "category": [home, category.__qualname__],
                "module": pattern,
                "line": line,
            }
        )
    return found


def _pattern(found: object) -> str | None:
    """A filter has a compiled pattern; Python's own have the text."""
    if found is None:
        return None
    return str(found.pattern) if isinstance(found, re.Pattern) else str(found)
