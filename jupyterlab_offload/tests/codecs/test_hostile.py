"""Bytes that somebody else may have changed: an error or the same value, and nothing runs."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_offload.codecs import CodecError, decode, encode
from jupyterlab_offload.tests.codecs.tools import data_of, one

MAGIC = b"OFLDBOX1"


def samples() -> dict[str, Any]:
    found: dict[str, Any] = {
        "json": {"a": [1, 2.5, None, "x"], 3: (1, b"y"), "s": {1, 2}},
        "tree": [list(range(5000)), ["a"] * 5000, b"z" * 2000],
    }
    try:
        import numpy as np

        found["npy"] = np.arange(6).reshape(2, 3).T
        found["nested array"] = {"x": np.array([("a", 1)], [("t", "U3"), ("n", "i8")])}
    except ImportError:
        return found
    try:
        import pandas as pd

        category = pd.Categorical(["a", "b", None])
        dates = pd.date_range("2020", periods=3, tz="UTC")
        frame = pd.DataFrame({"c": category, "d": dates, "n": [1, 2, 3], "o": ["x", 1, None]})
        found["frame"] = frame.set_index(["n", "d"])
    except ImportError:
        pass
    try:
        import scipy.sparse as sparse

        found["sparse"] = sparse.csr_matrix([[0, 1, 2], [3, 0, 0]])
    except ImportError:
        pass
    try:
        import torch

        found["safetensors"] = {"w": torch.ones(2, 3), "b": torch.zeros(2)}
    except ImportError:
        pass
    return found


ENCODED = {name: one(value) for name, value in samples().items()}


def attempt(format: str, meta: dict[str, Any], data: bytes) -> None:
    """Decode; only CodecError may come of it."""
    with contextlib.suppress(CodecError):
        decode(format, meta, io.BytesIO(data), allow_pickle=False)


@pytest.mark.parametrize("name", list(ENCODED))
def test_every_cut_is_noticed(name: str) -> None:
    item = ENCODED[name]
    data = data_of(item)
    for length in {*range(0, len(data), max(1, len(data) // 97)), len(data) - 1}:
        if item.format == "json" and data[:length].strip() == data:
            continue
        with pytest.raises(CodecError):
            decode(item.format, item.meta, io.BytesIO(data[:length]), allow_pickle=False)
    with pytest.raises(CodecError):
        decode(item.format, item.meta, io.BytesIO(data + b"x"), allow_pickle=False)


@pytest.mark.parametrize("name", list(ENCODED))
def test_flipped_bits_do_no_harm(name: str) -> None:
    item = ENCODED[name]
    data = data_of(item)

    @given(
        st.lists(st.tuples(st.integers(0, min(len(data), 1500) - 1), st.integers(0, 7)), min_size=1)
    )
    @settings(max_examples=150, deadline=None)
    def flip(bits: list[tuple[int, int]]) -> None:
        changed = bytearray(data)
        for at, bit in bits:
            changed[at] ^= 1 << bit
        attempt(item.format, item.meta, bytes(changed))

    flip()


def nodes() -> Any:
    words = sorted(_words())
    leaf = st.one_of(
        st.none(), st.booleans(), st.integers(-3, 2**40), st.floats(), st.sampled_from(words)
    )
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(words), inner, max_size=5)
            | st.fixed_dictionaries({"$": st.sampled_from(words), "v": inner})
        ),
        max_leaves=12,
    )


def _words() -> set[str]:
    found = {"$", "O", "<f8", "U1000000000", "V9", "object", "ns", "utc", "csr_matrix"}

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.update(node)
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, str) and len(node) < 20:
            found.add(node)

    for item in ENCODED.values():
        walk(item.meta)
        data = data_of(item)
        if item.format == "json":
            walk(json.loads(data))
        elif data.startswith(MAGIC):
            (length,) = struct.unpack("<Q", data[8:16])
            walk(json.loads(data[16 : 16 + length]))
    return found


@given(nodes())
@settings(max_examples=200, deadline=None)
def test_forged_documents_do_no_harm(node: Any) -> None:
    attempt("json", {"names": ["x"]}, json.dumps(node).encode())
    head = json.dumps({"doc": node, "sizes": [8, 0]}).encode()
    data = MAGIC + struct.pack("<Q", len(head)) + head
    data += bytes(-len(data) % 64) + bytes(8)
    attempt("tree", {"names": ["x"]}, data + bytes(-len(data) % 64))


@given(st.dictionaries(st.sampled_from("dsaw"), nodes()), nodes())
@settings(max_examples=200, deadline=None)
def test_forged_descriptions_do_no_harm(meta: dict[str, Any], names: Any) -> None:
    for item in ENCODED.values():
        attempt(item.format, {**item.meta, **meta}, data_of(item))
        attempt(item.format, {"names": names}, data_of(item))


def evil(path: Path) -> Any:
    class Evil:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(path),)

    return Evil()


def test_no_pickle_runs_without_leave(tmp_path: Path) -> None:
    path = tmp_path / "made"
    (item,) = encode({"x": [evil(path)]}).items
    with pytest.raises(CodecError, match="not trusted"):
        decode("pickle", item.meta, io.BytesIO(data_of(item)), allow_pickle=False)
    for format in ("json", "npy", "tree", "frame", "arrow", "sparse", "safetensors", "other"):
        with pytest.raises(CodecError):
            decode(format, item.meta, io.BytesIO(data_of(item)), allow_pickle=False)
    assert not path.exists()
    decode("pickle", item.meta, io.BytesIO(data_of(item)), allow_pickle=True)
    assert path.exists()


def test_no_array_of_objects_is_read(tmp_path: Path) -> None:
    np = pytest.importorskip("numpy")
    path = tmp_path / "made"
    file = io.BytesIO()
    np.save(file, np.array([evil(path)], object), allow_pickle=True)
    for dtype in ("O", "|O", {"fields": [["a", "O", 0]], "size": 8, "aligned": False}):
        meta = {"names": ["x"], "d": dtype, "s": [1], "a": None, "w": True}
        with pytest.raises(CodecError):
            decode("npy", meta, io.BytesIO(file.getvalue()), allow_pickle=False)
    assert not path.exists()


def test_sizes_that_are_not_there_take_no_memory() -> None:
    pytest.importorskip("numpy")
    meta = {"names": ["x"], "d": "<f8", "s": [2**40], "a": None, "w": True}
    with pytest.raises(CodecError):
        decode("npy", meta, io.BytesIO(data_of(one(b""))), allow_pickle=False)
    for sizes in ([2**60], [-1], ["x"], [1.5], 3, None):
        head = json.dumps({"doc": None, "sizes": sizes}).encode()
        with pytest.raises(CodecError):
            decode(
                "tree",
                {"names": ["x"]},
                io.BytesIO(MAGIC + struct.pack("<Q", len(head)) + head),
                allow_pickle=False,
            )
    with pytest.raises(CodecError):
        data = MAGIC + struct.pack("<Q", 2**63)
        decode("tree", {"names": ["x"]}, io.BytesIO(data), allow_pickle=False)


def test_a_section_is_read_once_only() -> None:
    node = {"$": "bytes", "b": 0}
    head = json.dumps({"doc": [node, node], "sizes": [8]}).encode()
    data = MAGIC + struct.pack("<Q", len(head)) + head
    data += bytes(-len(data) % 64) + bytes(8)
    with pytest.raises(CodecError):
        decode("tree", {"names": ["x"]}, io.BytesIO(data), allow_pickle=False)


@pytest.mark.parametrize("text", [b"[" * 100_000, b"9" * 100_000, b'"\xff"', b"", b"{}{}"])
def test_json_that_hurts_is_refused(text: bytes) -> None:
    with pytest.raises(CodecError):
        decode("json", {"names": ["x"]}, io.BytesIO(text), allow_pickle=False)


def test_a_broken_pickle_is_an_error_of_ours() -> None:
    item = one({"x": evil(Path("/nowhere/at/all"))})
    with pytest.raises(CodecError, match="does not load"):
        decode("pickle", item.meta, io.BytesIO(data_of(item)), allow_pickle=True)
    with pytest.raises(CodecError):
        decode("pickle", item.meta, io.BytesIO(pickle.dumps(1)), allow_pickle=True)
