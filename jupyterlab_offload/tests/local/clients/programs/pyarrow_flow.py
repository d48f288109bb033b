"""What pyarrow's own S3 file system does with a bucket; prints what it saw as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from pyarrow import fs

CHUNK = bytes(range(256)) * 4096
CHUNKS = 24
"""24 MiB: more than one part."""


def main(bucket: str) -> dict[str, Any]:
    # pyarrow's SDK takes no AWS_ENDPOINT_URL that has a scheme of http without being told.
    url = os.environ["AWS_ENDPOINT_URL"]
    s3 = fs.S3FileSystem(
        endpoint_override=url.partition("//")[2],
        scheme="http",
        region=os.environ["AWS_REGION"],
        allow_bucket_creation=True,
        allow_bucket_deletion=True,
    )
    with s3.open_output_stream(f"{bucket}/big/é x.bin") as out:
        for _ in range(CHUNKS):
            out.write(CHUNK)
    with s3.open_input_file(f"{bucket}/big/é x.bin") as source:
        size = source.size()
        source.seek(5 * len(CHUNK) + 7)
        ranged = source.read(300) == (CHUNK * 2)[7:307]
        source.seek(0)
        whole = source.read() == CHUNK * CHUNKS
    table = pa.table({"x": list(range(1000)), "part": [n % 2 for n in range(1000)]})
    pq.write_table(table, f"{bucket}/one.parquet", filesystem=s3)
    ds.write_dataset(table, f"{bucket}/set", filesystem=s3, format="parquet", partitioning=["part"])
    read = pq.read_table(f"{bucket}/one.parquet", filesystem=s3, columns=["x"])
    rows = ds.dataset(
        f"{bucket}/set", filesystem=s3, format="parquet", partitioning=["part"]
    ).count_rows(filter=ds.field("part") == 1)
    s3.copy_file(f"{bucket}/one.parquet", f"{bucket}/copy.parquet")
    s3.move(f"{bucket}/copy.parquet", f"{bucket}/moved.parquet")
    s3.create_dir(f"{bucket}/made/deep", recursive=True)
    listed = s3.get_file_info(fs.FileSelector(bucket, recursive=True))
    files = sorted(info.path for info in listed if info.type == fs.FileType.File)
    folders = sorted(info.path for info in listed if info.type == fs.FileType.Directory)
    missing = s3.get_file_info(f"{bucket}/no such").type == fs.FileType.NotFound
    s3.delete_file(f"{bucket}/moved.parquet")
    s3.delete_dir_contents(f"{bucket}/set")
    s3.delete_dir(f"{bucket}/big")
    left = s3.get_file_info(fs.FileSelector(bucket, recursive=True))
    s3.create_dir(f"{bucket}-two")
    s3.delete_dir(f"{bucket}-two")
    return {
        "size": size,
        "ranged": ranged,
        "whole": whole,
        "read": read.num_rows,
        "rows": rows,
        "files": files,
        "folders": folders,
        "missing": missing,
        "left": sorted(info.path for info in left if info.type == fs.FileType.File),
        "gone": s3.get_file_info(f"{bucket}-two").type == fs.FileType.NotFound,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
