"""An environment of its own for each AWS client that cannot share one with boto3's newest.

    python scripts/client_venvs.py NAME [NAME ...]    prints the path of each one's Python
    python scripts/client_venvs.py --all

What NAME needs stands in scripts/clients/NAME.txt; a list elsewhere is given by its path, which
ends in .txt, and `--all` leaves it out. The environment is `.venvs/NAME`; it is made once, and
again when its list or the interpreter changes. Two callers at once make it once.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ROOT / "scripts" / "clients"
VENVS = ROOT / ".venvs"


def names() -> list[str]:
    """The clients that have a list."""
    return sorted(path.stem for path in LISTS.glob("*.txt"))


def python_for(name: str) -> Path:
    """The Python of the environment that a client's list describes, made if needed.

    `name` is that of `scripts/clients/<name>.txt`, or the path of another list. Raises ValueError
    where there is no list, and CalledProcessError when pip fails.
    """
    requirements = Path(name) if name.endswith(".txt") else LISTS / f"{name}.txt"
    if not requirements.is_file():
        raise ValueError(f"no client {name!r}: there are {', '.join(names())}")
    return environment(requirements.stem, requirements)


def environment(name: str, requirements: Path) -> Path:
    """The Python of `.venvs/<name>`, which holds what `requirements` lists; made if needed."""
    venv = VENVS / name
    python = venv / "bin" / "python"
    made_of = venv / "made-of"
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    VENVS.mkdir(exist_ok=True)
    with _lock(VENVS / f"{name}.lock"):
        if python.exists() and made_of.is_file() and made_of.read_text() == wanted:
            return python
        shutil.rmtree(venv, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(venv))
        _run(str(python), "-m", "pip", "install", "-q", "-r", str(requirements))
        made_of.write_text(wanted)
    return python


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(*command: str) -> None:
    # Standard output is this script's answer: what pip says goes to standard error.
    subprocess.run(command, check=True, stdout=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description="make the environments of the foreign clients")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--all", action="store_true", help="every client that has a list")
    arguments = parser.parse_args()
    chosen = names() if arguments.all else arguments.names
    if not chosen:
        parser.error("name a client, or say --all")
    for name in chosen:
        try:
            print(python_for(name))
        except ValueError as error:
            parser.error(str(error))
    return 0


if __name__ == "__main__":
    sys.exit(main())
