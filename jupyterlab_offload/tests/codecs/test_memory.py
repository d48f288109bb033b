"""Large buffers go through without being copied whole, either way."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_offload.codecs import decode, encode

np = pytest.importorskip("numpy")

SIZE = 256 * 1024 * 1024
EXTRA = 64 * 1024 * 1024

pytestmark = pytest.mark.slow


def peak(work: Callable[[], Any]) -> tuple[int, Any]:
    """The most memory beyond what was there, in bytes, and what the work returned."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        result = work()
        return tracemalloc.get_traced_memory()[1] - before, result
    finally:
        tracemalloc.stop()


def _frame() -> Any:
    pd = pytest.importorskip("pandas")
    rows = SIZE // 8 // 8
    columns: dict[str, Any] = {f"f{i}": np.arange(rows, dtype="f8") for i in range(4)}
    columns.update({f"i{i}": np.arange(rows) for i in range(3)})
    columns["d"] = np.arange(rows).view("M8[ns]")
    return pd.DataFrame(columns, copy=False)


def _tensor() -> Any:
    torch = pytest.importorskip("torch", reason="torch is not installed here")
    return torch.arange(SIZE // 8)


VALUES: dict[str, Callable[[], Any]] = {
    "C order": lambda: np.arange(SIZE // 8).reshape(1024, -1),
    "Fortran order": lambda: np.arange(SIZE // 8).reshape(1024, -1).T,
    "with gaps": lambda: np.arange(SIZE // 4).reshape(1024, -1)[:, ::2],
    "in a dict": lambda: {"x": np.arange(SIZE // 8), "n": 1},
    "in a pickle": lambda: [np.arange(SIZE // 8), object],
    "with a view": lambda: (lambda a: [a, a[5:]])(np.arange(SIZE // 8)),
    "bytes": lambda: bytes(SIZE),
    "bytes in a pickle": lambda: [bytes(SIZE), object],
    "frame": _frame,
    "tensor": _tensor,
}


@pytest.mark.parametrize("name", list(VALUES))
def test_no_more_than_a_little_memory_is_needed(name: str, tmp_path: Path) -> None:
    value = VALUES[name]()
    path = tmp_path / "file"

    def send() -> Any:
        (item,) = encode({"x": value}).items
        found = hashlib.sha256()
        with path.open("wb") as file:
            for chunk in item.chunks():
                found.update(chunk)
                file.write(chunk)
        assert item.size == path.stat().st_size
        return item

    extra, item = peak(send)
    assert extra <= EXTRA

    def receive() -> Any:
        with path.open("rb") as file:
            return decode(item.format, item.meta, file, allow_pickle=True)["x"]

    most, _ = peak(receive)
    # torch's memory is not counted by tracemalloc: less than the value is right, too.
    assert most <= SIZE + EXTRA
