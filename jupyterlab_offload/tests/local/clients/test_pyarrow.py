"""pyarrow's S3FileSystem, which brings its own AWS SDK in C++."""

from __future__ import annotations

import pytest

from .conftest import Run

pytestmark = pytest.mark.slow


def test_streams_tables_and_folders(program: Run, bucket: str) -> None:
    seen = program("pyarrow", "pyarrow_flow", bucket)
    assert seen["size"] == 24 << 20
    assert seen["ranged"] and seen["whole"] and seen["missing"] and seen["gone"]
    assert (seen["read"], seen["rows"]) == (1000, 500)
    assert seen["files"] == [
        f"{bucket}/big/é x.bin",
        f"{bucket}/moved.parquet",
        f"{bucket}/one.parquet",
        f"{bucket}/set/0/part-0.parquet",
        f"{bucket}/set/1/part-0.parquet",
    ]
    assert f"{bucket}/made/deep" in seen["folders"]
    assert seen["left"] == [f"{bucket}/one.parquet"]
