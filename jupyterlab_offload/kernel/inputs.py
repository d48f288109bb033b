"""What the line of the magic adds to a capture, and what keeps a capture from being sent."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from ..codecs import Encoding
from ..spec import Json
from .capture import Capture
from .capture.secrets import secret_in
from .errors import OffloadError
from .options.nearest import did_you_mean

_VARIABLE = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


def refusals(found: Capture, encoding: Encoding) -> dict[str, str]:
    """A sentence for each thing that cannot go, by what it is about; none: it can be sent."""
    unfit = {
        name: f"{refusal.path} cannot travel: {refusal.reason}; {refusal.advice}."
        for name, refusal in encoding.refused.items()
    }
    return {**unfit, **{name: f"{text.rstrip('.')}." for name, text in found.refusals.items()}}


def requirements(option: str) -> Json:
    """The spec's member for ``--requirements``. Raises OffloadError."""
    if option in ("auto", "none"):
        return {"mode": option}
    try:
        lines = Path(option).expanduser().read_text("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise OffloadError(f"--requirements {option}: that file is not text.") from error
    except OSError as error:
        near = did_you_mean(option, ("auto", "none"))
        raise OffloadError(
            f"--requirements {option}: there is no such file that can be read"
            f"{near or ', and it is neither auto nor none.'}"
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
        if not _VARIABLE.fullmatch(name):
            raise OffloadError(
                f"--env {name}: a variable's name has letters, digits and _, no digit first."
            )
        if not equals:
            if name not in os.environ:
                near = did_you_mean(name, os.environ) or "."
                raise OffloadError(
                    f"--env {name}: the kernel has no environment variable of that name{near}"
                )
            value = os.environ[name]
        if not allow_secret and secret_in(name, value):
            raise OffloadError(
                f"--env {name} looks like a secret, and everybody who may describe the job can"
                " read it: --allow-secret sends it all the same."
            )
        found[name] = value
    return found


def tags(given: Sequence[tuple[str, str]], allow_secret: bool) -> dict[str, str]:
    """Tags of ``--tag NAME=VALUE``. Raises OffloadError, which never says a value."""
    for name, value in given:
        if not allow_secret and secret_in(name, value):
            raise OffloadError(
                f"--tag {name} looks like a secret, and everybody who may list the account's jobs"
                " can read it: --allow-secret sends it all the same."
            )
    return dict(given)


def included(paths: Sequence[str], root: Path) -> dict[str, Path]:
    """Files of ``--include``, by their path below the working directory. Raises OffloadError."""
    found: dict[str, Path] = {}
    for text in paths:
        path = (root / text).resolve()
        if not path.exists():
            raise OffloadError(f"--include {text}: there is no such file or folder here.")
        inside = path.is_relative_to(root.resolve())
        base = root.resolve() if inside else path.parent
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and not file.is_symlink():
                name = file.relative_to(base).as_posix()
                if found.setdefault(name, file) != file:
                    raise OffloadError(
                        f"--include {text}: {found[name]} would have the same name in the job,"
                        f" {name}. Copy one of them to another name."
                    )
    return found
