"""The documents by name: checked, and with their defaults filled in."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .schema import SpecError, check, with_defaults

Json = dict[str, Any]


def job_spec(document: Any) -> Json:
    """A job spec with its defaults. Raises SpecError."""
    return _loaded("job", document, "job")


def backends_file(document: Any) -> Json:
    """The file of backends with its defaults. Raises SpecError."""
    return _loaded("backends", document, "backends.json")


def defaults_file(document: Any) -> Json:
    """The file of defaults. Raises SpecError."""
    return _checked("defaults", document, "defaults")


def manifest(document: Any) -> Json:
    """What the driver is told. Raises SpecError."""
    return _checked("manifest", document, "manifest")


def result(data: bytes) -> Json:
    """What the driver answered, from the bytes of result.json. Raises SpecError."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise SpecError("The result is not JSON.") from error
    checked = _checked("result", document, "result")
    _refuse_twice([name for one in checked["values"] for name in one["names"]])
    return checked


def _refuse_twice(names: list[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for index, name in enumerate(names) if name in names[:index])
        raise SpecError(f"The result has {twice[:80]!r} more than once.")


@cache
def schema(name: str) -> Json:
    """A schema as it is in its file."""
    text = Path(__file__).with_name(f"{name}.schema.json").read_text("utf-8")
    found: Json = json.loads(text)
    return found


def _checked(name: str, document: Any, what: str) -> Json:
    check(schema(name), document, what)
    checked: Json = document
    return checked


def _loaded(name: str, document: Any, what: str) -> Json:
    filled: Json = with_defaults(schema(name), _checked(name, document, what))
    return filled
