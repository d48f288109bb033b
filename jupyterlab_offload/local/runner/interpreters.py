"""The Python interpreters of this machine. Standard library only.

They are looked for on PATH and where pyenv and uv keep those that they have installed: their names
on PATH are often shims that do not run. One counts only if it runs and is what its name says.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROBE_SECONDS = 5.0
_PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"
_NAME = re.compile(r"python(3\.\d{1,2})\Z")
_INSTALLED = re.compile(r"(?:cpython-)?(?P<minor>3\.\d{1,2})\.(?P<patch>\d+)(?![\da-z+])")
"""How pyenv and uv name the folders of final releases of CPython."""

_Found = tuple[str, str]
"""A version ``3.x`` and a path that should be its interpreter."""

_probed: dict[str, tuple[tuple[int, ...], str | None]] = {}
_chosen: dict[str, str] = {}


def find(version: str) -> str | None:
    """The path of an interpreter of ``3.x``; None when there is none that runs."""
    chosen = _chosen.get(version)
    if chosen is not None and version_of(chosen) == version:
        return chosen
    for named, path in _candidates():
        if named == version and version_of(path) == version:
            _chosen[version] = path
            return path
    return None


def versions(own: str | None = None) -> list[str]:
    """Which ``3.x`` there are, ascending, by their names: programs are not run for it.

    ``own`` is the path of an interpreter that need not be where the others are.
    """
    found = {version} if own and (version := version_of(own)) else set()
    for named, path in _candidates():
        if named not in found and (version_of(path) if _is_doubtful(path) else named) == named:
            found.add(named)
    return sorted(found, key=lambda version: int(version.partition(".")[2]))


def version_of(path: str) -> str | None:
    """The ``3.x`` of an interpreter; None if it does not run. Asks each file once."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    state = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    known = _probed.get(path)
    # What did not run may be a shim, whose file says nothing about what stands behind it.
    if known is None or known[0] != state or known[1] is None:
        _probed[path] = known = (state, _ask(path))
    return known[1]


def _ask(path: str) -> str | None:
    if path == sys.executable:
        return "{}.{}".format(*sys.version_info[:2])
    try:
        done = subprocess.run(
            [path, "-I", "-S", "-c", _PROBE],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PROBE_SECONDS,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    answer = done.stdout.strip()
    return answer if _NAME.match(f"python{answer}") else None


def _candidates() -> list[_Found]:
    """The most welcome first: programs on PATH, pyenv's, uv's, scripts on PATH."""
    on_path = list(_on_path())
    programs = [found for found in on_path if not _is_script(found[1])]
    scripts = [found for found in on_path if found not in programs]
    kept = [found for folder in _keepers() for found in _installed(folder)]
    return [*programs, *kept, *scripts]


def _on_path() -> Iterator[_Found]:
    for folder in os.get_exec_path():
        for name in sorted(_names(folder)):
            named = _NAME.match(name)
            path = os.path.join(folder, name)
            if named and os.path.isfile(path) and os.access(path, os.X_OK):
                yield named[1], path


def _keepers() -> list[str]:
    get = os.environ.get
    pyenv = get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    data = get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return [f"{pyenv}/versions", get("UV_PYTHON_INSTALL_DIR") or f"{data}/uv/python"]


def _installed(folder: str) -> list[_Found]:
    """The newest patch first."""
    named = [(found, name) for name in _names(folder) if (found := _INSTALLED.match(name))]
    named.sort(key=lambda pair: int(pair[0]["patch"]), reverse=True)
    pairs = ((found["minor"], Path(folder, name, "bin", "python3")) for found, name in named)
    return [(version, str(path)) for version, path in pairs if path.is_file()]


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _is_doubtful(path: str) -> bool:
    return _is_script(path) or (path in _probed and _probed[path][1] is None)


def _is_script(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return False
