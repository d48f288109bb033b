"""What any client writes every other reads: sizes at the edges of parts, names to be quoted."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from ..live import LiveEngine
from .conftest import PROGRAMS, client_python, run
from .programs.objects import content

pytestmark = [pytest.mark.long, pytest.mark.slow]

PART = 5 << 20
SIZES = {
    "empty": 0,
    "one": 1,
    "64 kB": 1 << 16,
    "part-1": PART - 1,
    "part": PART,
    "part+1": PART + 1,
    "threshold": 8 << 20,
    "threshold+1": (8 << 20) + 1,
    "large": 40 << 20,
    "sub dir/é ~#?&=%41+.bin": 1000,
    "日本/語": 1000,
}
CLIENTS = ("boto3", "awscli", "s3fs", "pyarrow", "js")


@pytest.fixture
def sizes(tmp_path: Path) -> Path:
    file = tmp_path / "sizes.json"
    file.write_text(json.dumps(SIZES))
    return file


def command(client: str) -> list[str | Path]:
    if client == "js":
        return [shutil.which("node") or "node", PROGRAMS / "objects.mjs"]
    python = Path(sys.executable) if client == "boto3" else client_python(client)
    return [python, PROGRAMS / "objects.py", client]


def write(client: str, live: LiveEngine, bucket: str, sizes: Path) -> None:
    prefix = f"by {client}/"
    if client != "awscli":
        run([*command(client), "write", bucket, prefix, sizes], live)
        return
    folder = sizes.parent / "to write"
    for name, size in SIZES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(name, size))
    aws = client_python("awscli").parent / "aws"
    run([aws, "s3", "cp", folder, f"s3://{bucket}/{prefix}", "--recursive", "--quiet"], live)


def read(client: str, writer: str, live: LiveEngine, bucket: str, sizes: Path) -> dict[str, str]:
    prefix = f"by {writer}/"
    if client != "awscli":
        output = run([*command(client), "read", bucket, prefix, sizes], live)
        return dict(json.loads(output.splitlines()[-1]))
    folder = sizes.parent / f"read {writer}"
    aws = client_python("awscli").parent / "aws"
    run([aws, "s3", "cp", f"s3://{bucket}/{prefix}", folder, "--recursive", "--quiet"], live)
    return {name: digest((folder / name).read_bytes()) for name in SIZES}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("writer", CLIENTS)
def test_every_client_reads_what_one_wrote(
    writer: str, live_engine: LiveEngine, bucket: str, sizes: Path
) -> None:
    write(writer, live_engine, bucket, sizes)
    expected = {name: digest(content(name, size)) for name, size in SIZES.items()}
    for reader in CLIENTS:
        assert read(reader, writer, live_engine, bucket, sizes) == expected, reader
