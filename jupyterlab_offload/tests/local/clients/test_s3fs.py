"""s3fs, which pandas, dask and others read s3:// addresses with."""

from __future__ import annotations

import hashlib
import urllib.request
from pathlib import Path

import pytest

from .conftest import Run

pytestmark = pytest.mark.slow


def test_trees_multipart_ranges_and_listings(program: Run, bucket: str, folder: Path) -> None:
    seen = program("s3fs", "s3fs_flow", bucket, str(folder))
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert seen["fetched"] == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()
    }
    assert seen["ranged"] and seen["whole"]
    assert (seen["tail"], seen["small"]) == ("appended", "small")
    others = ["big.bin", "moved.txt", "small.txt", "touched"]
    assert seen["found"] == sorted(
        [f"{bucket}/{name}" for name in others] + [f"{bucket}/tree/{name}" for name in files]
    )
    assert seen["globbed"] == [f"{bucket}/tree/a.txt", f"{bucket}/tree/sub dir/b+c.txt"]
    assert seen["listed"] == [f"{bucket}/tree/{name}" for name in ("a.txt", "empty", "sub dir")]
    assert seen["size"] == 251 * (13 << 12) + len("appended")
    assert seen["kinds"] == [True, False, False]
    assert seen["used"] == sum(path.stat().st_size for path in files.values())
    assert seen["missing"] == "FileNotFoundError"
    with urllib.request.urlopen(seen["signed"]) as answer:
        assert answer.read() == b"small"
    assert seen["left"] == [f"{bucket}/{name}" for name in others]
