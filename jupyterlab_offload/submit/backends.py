"""The places that run jobs: `local` always, AWS ones from a file, never chosen by themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..spec import Json, SpecError
from ..spec import backends_file as checked
from .errors import SubmitError
from .folders import backends_file

LOCAL = "local"
LOCAL_BUCKET = "offload-local"
LOCAL_ROLE = "arn:aws:iam::000000000000:role/offload"
LOCAL_IMAGE = "local/python"
LOCAL_ACCOUNT = "000000000000"
LOCAL_REGION = "us-east-1"
"""Of an engine with default settings; `Connection.region` has that of the running one."""
DEFAULT_INSTANCE = "ml.m5.large"

_chosen: list[str] = []
"""What `use` chose in this process, at most one name."""


@dataclass(frozen=True)
class Backend:
    """A place that runs jobs. Members that are empty or None are not set.

    `prefix` ends with a slash (or is empty) and may hold ``{owner}`` until it is known whose
    credentials are used. `max_cost` (USD) and `max_runtime` (seconds) are ceilings of every job.
    """

    name: str
    region: str
    bucket: str
    prefix: str
    role: str
    image: str | None = None
    instance_type: str = DEFAULT_INSTANCE
    account: str | None = None
    profile: str | None = None
    max_cost: float | None = None
    max_runtime: int | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None

    @property
    def local(self) -> bool:
        return self.name == LOCAL

    @property
    def paid(self) -> bool:
        """Whether a job costs money."""
        return not self.local


def all_backends() -> dict[str, Backend]:
    """Every backend by name, `local` first. Raises SubmitError for a file that cannot be used."""
    return _all(_read(backends_file()))


def backend_named(name: str) -> Backend:
    """The backend of that name. Raises SubmitError."""
    known = all_backends()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, 1)
    if near:
        hint = f"do you mean {near[0]}?"
    elif len(known) > 1:
        hint = f"there are {', '.join(known)}."
    else:
        hint = f"there is only {LOCAL} so far: `%offload setup aws` proposes one of AWS's."
    raise SubmitError("no-backend", f"There is no backend {name};", hint)


def active() -> Backend:
    """Where jobs go: what `use` chose, else `OFFLOAD_BACKEND`, else the file's, else `local`."""
    return backend_named(_chosen[0] if _chosen else _at_first())


def goes_without_saying(name: str) -> bool:
    """Whether a backend is the active one, here and in a kernel that has chosen none."""
    try:
        return name == _at_first() == active().name
    except SubmitError:
        return False  # a file that cannot be used names none


def _at_first() -> str:
    return os.environ.get("OFFLOAD_BACKEND") or str(_read(backends_file())["active"])


def use(name: str) -> Backend:
    """Make a backend the active one of this process."""
    found = backend_named(name)
    _chosen[:] = [name]
    return found


def from_settings(name: str, settings: Mapping[str, object]) -> Backend:
    """The backend that these settings would give. Raises SubmitError, SpecError."""
    return _all(checked({"backends": {name: dict(settings)}}))[name]


def local_backend() -> Backend:
    """The local engine with its own defaults, whatever the file says."""
    return _local({})


def _read(path: Path) -> Json:
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return checked({})
    except OSError as error:
        raise SubmitError("config", f"{path} cannot be read: {error.strerror}.") from error
    try:
        return checked(json.loads(text))
    except SpecError as error:
        raise SubmitError("config", f"{path}: {error}") from error
    except ValueError as error:
        raise SubmitError("config", f"{path} is not JSON: {error}.") from error


def _all(config: Json) -> dict[str, Backend]:
    found = dict(config["backends"])
    local = found.pop(LOCAL, {})
    return {LOCAL: _local(local), **{name: _aws(name, given) for name, given in found.items()}}


def _local(given: Mapping[str, Any]) -> Backend:
    """The local engine; the file may change defaults of its jobs, not where it is."""
    fixed = ("region", "account", "profile", "role", "bucket", "prefix", "image", "owner")
    for name in fixed:
        if name in given and not (name == "prefix" and given[name] == "offload/"):
            raise SubmitError("config", f"The backend local has its own {name}: it cannot be set.")
    free = {name: value for name, value in given.items() if name not in fixed}
    return Backend(
        LOCAL,
        region=LOCAL_REGION,
        bucket=LOCAL_BUCKET,
        prefix="offload/",
        role=LOCAL_ROLE,
        image=LOCAL_IMAGE,
        account=LOCAL_ACCOUNT,
        **free,
    )


def _aws(name: str, given: Mapping[str, Any]) -> Backend:
    for member in ("region", "bucket", "role"):
        if member not in given:
            raise SubmitError("config", f"The backend {name} lacks its {member}.")
    prefix = given["prefix"].strip("/")
    return Backend(**{**given, "name": name, "prefix": f"{prefix}/" if prefix else ""})
