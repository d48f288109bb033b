"""Arrow streams are looked at before they are read: what is compressed is refused."""

from __future__ import annotations

import io
import random
from typing import Any

import pytest

from jupyterlab_offload.codecs.errors import CodecError
from jupyterlab_offload.codecs.ipc import Watched

arrow = pytest.importorskip("pyarrow")


def stream(batches: int = 3, compression: str | None = None, dictionary: bool = False) -> bytes:
    words = arrow.array(["a", "b", None, "a"] * 500)
    columns = [arrow.array(range(2000)), words.dictionary_encode() if dictionary else words]
    batch = arrow.record_batch(columns, names=["number", "word"])
    sink = io.BytesIO()
    options = arrow.ipc.IpcWriteOptions(compression=compression)
    with arrow.ipc.new_stream(sink, batch.schema, options=options) as writer:
        for _ in range(batches):
            writer.write_batch(batch)
    return sink.getvalue()


def fed(data: bytes, sizes: Any) -> None:
    watched, at = Watched(), 0
    while at < len(data):
        size = next(sizes)
        watched.feed(data[at : at + size])
        at += size


@pytest.mark.parametrize("dictionary", [False, True])
@pytest.mark.parametrize("most", [1, 7, 4096, 1 << 30])
def test_streams_of_ours_pass_in_pieces_of_any_size(dictionary: bool, most: int) -> None:
    random.seed(most)
    fed(stream(dictionary=dictionary), iter(lambda: random.randint(1, most), None))


@pytest.mark.parametrize("dictionary", [False, True])
@pytest.mark.parametrize("compression", ["zstd", "lz4"])
def test_compressed_ones_are_refused(compression: str, dictionary: bool) -> None:
    with pytest.raises(CodecError, match="compressed"):
        Watched().feed(stream(compression=compression, dictionary=dictionary))


def test_frames_of_polars_pass() -> None:
    polars = pytest.importorskip("polars")
    sink = io.BytesIO()
    frame = polars.DataFrame({"a": [1, None], "b": ["x", "y"]}).with_columns(
        polars.col("b").cast(polars.Categorical).alias("c")
    )
    frame.write_ipc_stream(sink, compression="uncompressed")
    Watched().feed(sink.getvalue())
    packed = io.BytesIO()
    frame.write_ipc_stream(packed, compression="zstd")
    with pytest.raises(CodecError, match="compressed"):
        Watched().feed(packed.getvalue())


def test_no_rubbish_does_anything_but_be_refused() -> None:
    good = stream()
    random.seed(1)
    for _ in range(2000):
        data = bytearray(good[: random.randint(1, len(good))])
        for _ in range(random.randint(1, 8)):
            data[random.randrange(min(len(data), 2000))] = random.randrange(256)
        try:
            Watched().feed(bytes(data))
        except CodecError:
            continue
