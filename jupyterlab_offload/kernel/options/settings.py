"""Every option that can have a default, once: the loader, help and docs read this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...catalog import UnknownInstance, find
from ..errors import OptionError
from . import units
from .table import BY_NAME


@dataclass(frozen=True)
class Setting:
    """`name` is its member of defaults.json, `field` its place in Options, `built_in` what holds
    where nobody has said anything; `read` takes a text as a line has it."""

    name: str
    field: str
    built_in: str
    read: Callable[[str, str], Any]
    many: bool = False

    @property
    def variable(self) -> str:
        """Its environment variable."""
        return f"OFFLOAD_{self.name.upper()}"


def _of(option: str, built_in: str) -> Setting:
    found = BY_NAME[option]
    assert found.read is not None
    name = option.removeprefix("--").replace("-", "_")
    return Setting(name, found.field, built_in, found.read, found.many)


def _type(place: str, text: str) -> str:
    try:
        return find(text).name
    except UnknownInstance as error:
        raise OptionError(f"{place}: {error}") from error


SETTINGS = (
    Setting("type", "type", "the backend's", _type),
    _of("--volume", "30 GiB, more where the inputs are large"),
    _of("--warm", "not kept"),
    _of("--image", "the backend's, or one that has the kernel's Python"),
    _of("--requirements", "auto"),
    _of("--max-cost", "no ceiling but the backend's"),
    _of("--max-runtime", "1h"),
    _of("--tag", "none"),
    _of("--env", "none"),
    Setting("wait", "wait", "only without a front end", units.yes),
    Setting("files_limit", "files_bytes", "100 MB", units.size),
    Setting("results_limit", "results_bytes", "100 MB", units.size),
)
"""The limits have no option: a file beyond its limit is named on the line instead."""
