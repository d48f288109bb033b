"""The driver as one file: the same sources give the same bytes, on every machine and day."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..driver.boot import ZIP_MAIN
from ..transfer import Blob, bytes_blob

_ROOT = Path(__file__).resolve().parent.parent
_PACKED = ("codecs", "driver")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Bundle:
    data: bytes
    blob: Blob


def driver() -> Bundle:
    """The zip file that the entry point runs, made once for each state of its sources."""
    found = _sources()
    stamps = [(path.stat().st_mtime_ns, path.stat().st_size) for path in found.values()]
    return _packed(tuple(stamps))


@cache
def _packed(stamps: tuple[tuple[int, int], ...]) -> Bundle:
    """`stamps` only tell when the sources have changed."""
    contents = {name: path.read_bytes() for name, path in _sources().items()}
    contents[f"{_ROOT.name}/__init__.py"] = b""
    contents["__main__.py"] = ZIP_MAIN.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, contents[name])
    data = file.getvalue()
    return Bundle(data, bytes_blob(data, "the driver"))


def _sources() -> dict[str, Path]:
    """The packed files by their names in the archive."""
    return {
        f"{_ROOT.name}/{path.relative_to(_ROOT).as_posix()}": path
        for part in _PACKED
        for path in sorted((_ROOT / part).rglob("*.py"))
    }
