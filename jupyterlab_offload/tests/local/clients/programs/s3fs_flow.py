"""What s3fs does with a bucket; prints what it saw as JSON."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import s3fs

BLOCK = 5 << 20


def main(bucket: str, folder: str) -> dict[str, Any]:
    fs = s3fs.S3FileSystem()
    fs.put(folder + "/", f"{bucket}/tree/", recursive=True)
    with tempfile.TemporaryDirectory() as back:
        fs.get(f"{bucket}/tree/", back, recursive=True)
        fetched = {
            str(path.relative_to(back)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in Path(back).rglob("*")
            if path.is_file()
        }
    data = bytes(range(251)) * (13 << 12)
    with fs.open(f"{bucket}/big.bin", "wb", block_size=BLOCK) as out:
        for start in range(0, len(data), 1 << 20):
            out.write(data[start : start + (1 << 20)])
    with fs.open(f"{bucket}/big.bin", "rb", block_size=1 << 20) as source:
        source.seek(7_000_001)
        ranged = source.read(100) == data[7_000_001:7_000_101]
    whole = fs.cat(f"{bucket}/big.bin") == data
    with fs.open(f"{bucket}/big.bin", "ab", block_size=BLOCK) as out:
        out.write(b"appended")
    tail = fs.tail(f"{bucket}/big.bin", 8)
    fs.pipe(f"{bucket}/small.txt", b"small")
    with fs.open(f"{bucket}/small.txt") as source:
        small = source.read()
    fs.cp(f"{bucket}/small.txt", f"{bucket}/copy.txt")
    fs.mv(f"{bucket}/copy.txt", f"{bucket}/moved.txt")
    fs.touch(f"{bucket}/touched")
    # Listings from the server, not from the cache.
    fs.invalidate_cache()
    found = sorted(fs.find(bucket))
    globbed = sorted(fs.glob(f"{bucket}/tree/**/*.txt"))
    listed = sorted(fs.ls(f"{bucket}/tree", detail=False))
    info = fs.info(f"{bucket}/big.bin")
    kinds = [fs.isdir(f"{bucket}/tree"), fs.isfile(f"{bucket}/tree"), fs.exists(f"{bucket}/no")]
    used = fs.du(f"{bucket}/tree")
    try:
        fs.open(f"{bucket}/no", "rb")
        missing = ""
    except FileNotFoundError as error:
        missing = type(error).__name__
    signed = fs.sign(f"{bucket}/small.txt")
    fs.rm(f"{bucket}/tree", recursive=True)
    fs.invalidate_cache()
    return {
        "fetched": fetched,
        "ranged": ranged,
        "whole": whole,
        "tail": tail.decode(),
        "small": small.decode(),
        "found": found,
        "globbed": globbed,
        "listed": listed,
        "size": info["size"],
        "kinds": kinds,
        "used": used,
        "missing": missing,
        "signed": signed,
        "left": sorted(fs.find(bucket)),
    }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
