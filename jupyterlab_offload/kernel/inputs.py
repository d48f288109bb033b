"""What the line of the magic adds to a capture, and what keeps a capture from being sent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..codecs import Encoding
from ..spec import Json
from .capture import Capture
from .capture.secrets import secret_in
from .errors import OffloadError


def refusals(found: Capture, encoding: Encoding) -> dict[str, str]:
    """A sentence for each thing that cannot go, by what it is about; none: it can be sent."""
    unfit = {
        name: f"{refusal.path} cannot travel: {refusal.reason}; {refusal.advice}."
        for name, refusal in encoding.refused.items()
    }
    return {**unfit, **found.refusals}


def requirements(option: str) -> Json:
    """The spec's member for ``--requirements``. Raises OffloadError."""
    if option in ("auto", "none"):
        return {"mode": option}
    try:
        lines = Path(option).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OffloadError(
            f"--requirements {option}: write auto, none, or a file that can be read ({error})."
        ) from error
    packages = [line.partition(" #")[0].strip() for line in lines]
    return {"mode": "file", "packages": [one for one in packages if one and one[0] != "#"]}


def environment(given: Sequence[str], allow_secret: bool) -> dict[str, str]:
    """Variables of ``--env NAME`` (the kernel's value) and ``--env NAME=VALUE``.

    Raises OffloadError, which never says a value.
    """
    found: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            if name not in os.environ:
                raise OffloadError(f"--env {name}: the kernel has no variable of that name.")
            value = os.environ[name]
        if not allow_secret and secret_in(name, value):
            raise OffloadError(
                f"--env {name} looks like a secret, and everybody who may describe the job can"
                " read it: --allow-secret sends it all the same."
            )
        found[name] = value
    return found


def included(paths: Sequence[str], root: Path) -> dict[str, Path]:
    """Files of ``--include``, by their path below the working directory. Raises OffloadError."""
    found: dict[str, Path] = {}
    for text in paths:
        path = (root / text).resolve()
        if not path.exists():
            raise OffloadError(f"--include {text}: there is no such file or folder.")
        inside = path.is_relative_to(root.resolve())
        base = root.resolve() if inside else path.parent
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and not file.is_symlink():
                found[file.relative_to(base).as_posix()] = file
    return found
