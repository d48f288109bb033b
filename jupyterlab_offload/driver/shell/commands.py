"""``!command`` and ``x = !command``: through sh, output in the cell's streams as it comes."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys

INTERRUPTED_SECONDS = 5.0


def run(command: str) -> int:
    """Runs a command; both of its streams go to stdout. Returns its exit code, negative: signal."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(),
    )
    assert process.stdout is not None
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        for data in iter(lambda: os.read(process.stdout.fileno(), 1 << 16), b""):  # type: ignore[union-attr]  # see above
            sys.stdout.write(decoder.decode(data))
        sys.stdout.write(decoder.decode(b"", True))
        return process.wait()
    except BaseException:
        process.terminate()
        try:
            process.wait(INTERRUPTED_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    finally:
        process.stdout.close()


def output_of(command: str) -> tuple[str, str, int]:
    """stdout, stderr and the exit code of a command."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(),
    )
    return (
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
        done.returncode,
    )


def _environment() -> dict[str, str]:
    """``!pip`` and ``!python`` are those of this interpreter, as in a kernel's environment."""
    folder = os.path.dirname(sys.executable)
    path = os.environ.get("PATH", os.defpath)
    if folder and folder not in path.split(os.pathsep):
        path = folder + os.pathsep + path
    return {**os.environ, "PATH": path}


class SList(list):  # type: ignore[type-arg]  # a list of str for every purpose
    """Lines, with IPython's short names for other forms of them."""

    @property
    def l(self) -> list[str]:  # noqa: E743  # IPython's name
        return list(self)

    @property
    def n(self) -> str:
        return "\n".join(self)

    @property
    def s(self) -> str:
        return " ".join(self)

    def grep(self, pattern: str) -> SList:
        """The lines in which a regular expression is found, case ignored."""
        import re

        return SList(line for line in self if re.search(pattern, line, re.IGNORECASE))
