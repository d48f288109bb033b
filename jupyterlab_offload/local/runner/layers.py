"""Requirements of scripts: installed once for each content, interpreter and platform.

A layer is a virtual environment whose interpreter also sees the packages of the image's own
environment, so that pip installs only what is missing and touches nothing else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import pwd
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .endings import JobFailed
from .environment import MARKER, SYSTEM_PATH
from .init import Command
from .layout import JobFolder

COMPLETE = "complete"
"""A file in a layer that says that all was installed."""
LOCK_SECONDS = 0.1
_PLAIN = re.compile(r"[A-Za-z0-9][^/\\]*\Z")
_PASSED = re.compile(
    r"(?:PIP_\w+|(?i:https?|no|all)_(?i:proxy)|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE)\Z"
)
_IDENTITY = (
    "import json, site, sys, sysconfig\n"
    "print(json.dumps([sys.version, sys.prefix, sysconfig.get_platform(), site.getsitepackages()]))"
)
_SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"


def passed_on(environment: Mapping[str, str]) -> dict[str, str]:
    """What of the engine's environment pip may need: its own settings, proxies, certificates."""
    return {name: value for name, value in environment.items() if _PASSED.match(name)}


@dataclass(frozen=True)
class Layers:
    """Where layers are and how they are made.

    ``run`` runs a program with its output in the job's log and returns its exit status; ``pause``
    waits some seconds; both may raise to end the job.
    """

    root: Path
    python: str
    arguments: str
    folder: JobFolder
    run: Callable[[Command], int]
    pause: Callable[[float], None]

    def prepare(self, requirements: Path, note: Callable[[str], None]) -> Path:
        """The folder of a layer that has the requirements. Raises JobFailed.

        Requirements that name local files or other indexes are installed for this job alone:
        their text does not say what they bring.
        """
        text = requirements.read_text("utf-8", "replace")
        version, prefix, platform, packages = self._identity()
        if not is_plain(text):
            layer = self.folder.root / "layer"
            self._install(layer, packages, requirements)
            return layer
        layer = self.root / key(text, version, prefix, platform)
        with self._locked(layer):
            if (layer / COMPLETE).exists():
                note(f"The requirements are installed already ({layer.name[:12]}).")
            else:
                shutil.rmtree(layer, ignore_errors=True)
                self._install(layer, packages, requirements)
                (layer / COMPLETE).touch()
        return layer

    def _install(self, layer: Path, packages: list[str], requirements: Path) -> None:
        if self.run(self._command(self.python, "-I", "-m", "venv", "--without-pip", str(layer))):
            raise self._failed("a virtual environment cannot be made", 1)
        python = str(layer / "bin" / "python")
        site = Path(_ask(python, _SITE))
        # No comprehension: up to Python 3.11 it would not see the name that this line imports.
        line = f"import site; list(map(site.addsitedir, {packages!r}))\n"
        (site / "_offload_image.pth").write_text(line, "utf-8")
        if not _succeeds(python, "import pip") and self.run(
            self._command(python, "-m", "ensurepip")
        ):
            raise self._failed("the environment has no pip", 1)
        status = self.run(
            self._command(
                python,
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-input",
                "--progress-bar",
                "off",
                *shlex.split(self.arguments),
                "-r",
                str(requirements),
            )
        )
        if status:
            raise self._failed("pip could not install requirements.txt; see the log", status)

    def _command(self, *argv: str) -> Command:
        # The user's own home: pip's configuration and cache are there.
        env = {
            **passed_on(os.environ),
            "PATH": f"{os.path.dirname(self.python)}:{SYSTEM_PATH}",
            "HOME": pwd.getpwuid(os.getuid()).pw_dir,
            "TMPDIR": str(self.folder.tmp),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            MARKER: str(self.folder.root),
        }
        return Command(argv, env, str(self.folder.code))

    def _identity(self) -> tuple[str, str, str, list[str]]:
        version, prefix, platform, packages = json.loads(_ask(self.python, _IDENTITY))
        return version, prefix, platform, packages

    @contextmanager
    def _locked(self, layer: Path) -> Iterator[None]:
        layer.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(f"{layer}.lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    self.pause(LOCK_SECONDS)
            yield
        finally:
            os.close(file)

    def _failed(self, what: str, status: int) -> JobFailed:
        return JobFailed(f"AlgorithmError: InstallRequirementsError: {what}, exit code: {status}")


def is_plain(text: str) -> bool:
    """True if each line is a name with a version, which any index answers alike."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return all(_PLAIN.match(line) for line in lines if line)


def key(text: str, version: str, prefix: str, platform: str) -> str:
    """The name of the layer for these requirements; comments and order do not matter."""
    lines = sorted({line.partition("#")[0].strip() for line in text.splitlines()} - {""})
    facts = json.dumps([lines, version, prefix, platform])
    return hashlib.sha256(facts.encode()).hexdigest()


def _ask(python: str, code: str) -> str:
    try:
        done = subprocess.run(
            (python, "-c", code),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env={"PATH": SYSTEM_PATH},
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise JobFailed(f"InternalServerError: {python} does not run: {error}") from error
    return done.stdout.strip()


def _succeeds(python: str, code: str) -> bool:
    done = subprocess.run(
        (python, "-c", code),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        env={"PATH": SYSTEM_PATH},
        cwd="/",
    )
    return done.returncode == 0
