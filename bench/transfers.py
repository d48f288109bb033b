"""512 MB through boto3, up and down: the engine, moto's server and the raw disk."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from . import servers
from .report import Row, limit_row, median_seconds, ratio_row, seconds

SIZE = 512 * 2**20
MEGABYTE = 2**20


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source.bin"
        with source.open("wb") as file:
            for _ in range(SIZE // MEGABYTE):
                file.write(os.urandom(MEGABYTE))
        disk_up, disk_down = _disk(source, folder)
        with servers.engine(folder) as ours:
            up, down = _through(ours, source, folder, runs=5)
            peak = ours.memory("VmHWM")
            with servers.moto() as moto:
                moto_up, moto_down = _through(moto, source, folder, runs=2)
                moto_peak = moto.memory("VmHWM")
    mb = SIZE / 1e6
    raw = f"{mb / disk_up:,.0f}, {mb / disk_down:,.0f} MB/s"
    yield ratio_row("512 MB up, upload_file", mb / up, mb / moto_up, "moto", 2.5, "MB/s")
    yield ratio_row("512 MB down, download_file", mb / down, mb / moto_down, "moto", 12, "MB/s")
    yield Row("   the disk alone: copy up, read", raw)
    yield limit_row("peak memory meanwhile", peak, 80, "MB", f"moto {moto_peak:,.0f} MB")


def _through(server: servers.Server, source: Path, folder: Path, runs: int) -> tuple[float, float]:
    """Median seconds up and down; the bytes that came back are compared at the end."""
    client = server.client("s3")
    client.create_bucket(Bucket="bench")
    target = folder / "back.bin"
    up = median_seconds(lambda: client.upload_file(str(source), "bench", "big"), runs)
    down = median_seconds(lambda: client.download_file("bench", "big", str(target)), runs)
    if _digest(source) != _digest(target):
        raise RuntimeError(f"{server.url} gave other bytes back")
    target.unlink()
    return up, down


def _disk(source: Path, folder: Path) -> tuple[float, float]:
    """Seconds to copy the file in Python without any server, and to read it."""

    def copy() -> None:
        with source.open("rb") as read, (folder / "copy.bin").open("wb") as write:
            while chunk := read.read(MEGABYTE):
                write.write(chunk)

    def read() -> None:
        with source.open("rb") as file:
            while file.read(MEGABYTE):
                pass

    return seconds(copy), seconds(read)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(MEGABYTE):
            digest.update(chunk)
    return digest.hexdigest()
