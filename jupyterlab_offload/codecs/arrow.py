"""Arrow's IPC streams: polars' frames, and columns that pandas keeps in Arrow's memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from .box import Box
from .builder import BY_LIBRARY, Builder
from .errors import CodecError, NotTyped
from .ipc import Watched
from .libraries import loaded, needed
from .memory import Chunk, Section
from .reader import BY_TAG, Reader

ROWS_BYTES = 16 * 1024 * 1024
"""About how much of a table is serialised at a time."""


OBJECTS = "POLARS_EXTENSION_TYPE"
"""How polars marks a column of Python objects in a stream's schema."""


def is_safe(arrow: Any) -> bool:
    """Whether reading a stream runs nothing: before 14.0.1 one could name a pickle to load."""
    parts = [int(part) for part in re.findall(r"\d+", arrow.__version__)[:3]]
    return parts >= [14, 0, 1]


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken; counts all of it."""

    def __init__(self) -> None:
        self.total = 0
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        part = bytes(data)
        self.total += len(part)
        self._parts.append(part)
        return len(part)

    def take(self) -> list[bytes]:
        parts, self._parts = self._parts, []
        return parts


def _counted(blocks: Callable[[], Iterator[Chunk]]) -> Section:
    """A section whose size only writing tells: written once to count it."""
    return Section(sum(map(len, blocks())), blocks)


def ipc_section(arrow: Any, table: Any) -> Section:
    """A pyarrow table as a stream of record batches."""
    rows = max(1, table.num_rows * ROWS_BYTES // max(1, table.nbytes))

    def blocks() -> Iterator[Chunk]:
        sink = _Sink()
        with arrow.ipc.new_stream(arrow.PythonFile(sink, "w"), table.schema) as writer:
            for batch in table.to_batches(max_chunksize=rows):
                writer.write_batch(batch)
                yield from sink.take()
        yield from sink.take()

    return _counted(blocks)


class SectionFile(io.RawIOBase):
    """A section of a box as a file of its own: nobody reads past its end."""

    def __init__(self, box: Box, index: object) -> None:
        self._file = box.file
        self._start, self._size = box.place(index)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, target: Any) -> int:
        view = memoryview(target).cast("B")[: max(0, self._size - self._at)]
        self._file.seek(self._start + self._at)
        got: int = self._file.readinto(view)  # type: ignore[attr-defined]  # BinaryIO forgets it
        self._at += got
        return got


class StreamFile(SectionFile):
    """A section that is a stream, read once and forwards as streams are; see Watched."""

    def __init__(self, box: Box, index: object) -> None:
        super().__init__(box, index)
        self._watched = Watched()

    def readinto(self, target: Any) -> int:
        got = super().readinto(target)
        self._watched.feed(memoryview(target).cast("B")[:got])
        return got


def read_ipc(reader: Reader, index: object) -> Any:
    """The pyarrow table of a section."""
    arrow = needed("pyarrow")
    if not is_safe(arrow):
        raise CodecError(f"pyarrow {arrow.__version__} runs what a stream says: it is not used")
    file = StreamFile(reader.box, index)
    with arrow.ipc.open_stream(arrow.PythonFile(file, "r")) as stream:
        table = stream.read_all()
    table.validate(full=True)
    return table


def _polars_node(builder: Builder, value: Any) -> Any:
    polars = loaded("polars")
    kind = type(value)
    if kind is polars.Series:
        builder.mark(value)
        return {"$": "polars", "t": "Series", "b": _slices(builder, polars, value.to_frame())}
    if kind is polars.DataFrame:
        builder.mark(value)
        return {"$": "polars", "t": "DataFrame", "b": _slices(builder, polars, value)}
    raise NotTyped(f"{kind.__qualname__} has no typed format")


def _slices(builder: Builder, polars: Any, frame: Any) -> list[int]:
    """One stream for each run of rows: a whole column would be copied to be written at once."""
    if _holds_objects(polars, frame.dtypes) or OBJECTS in repr(frame.schema):
        raise NotTyped("a frame with a column of objects")
    rows = max(1, frame.height * ROWS_BYTES // max(1, frame.estimated_size()))
    parts = [frame.slice(at, rows) for at in range(0, max(1, frame.height), rows)]
    return [builder.section(_stream(part)) for part in parts]


def _holds_objects(polars: Any, dtypes: Any) -> bool:
    for dtype in dtypes:
        fields = getattr(dtype, "fields", None)
        inner = [field.dtype for field in fields or ()] + [getattr(dtype, "inner", None)]
        if dtype == polars.Object or _holds_objects(polars, [i for i in inner if i is not None]):
            return True
    return False


def _stream(frame: Any) -> Section:
    def blocks() -> Iterator[Chunk]:
        sink = _Sink()
        frame.write_ipc_stream(sink, compression="uncompressed")
        yield from sink.take()

    return _counted(blocks)


def _read_polars(reader: Reader, node: Any) -> Any:
    polars = needed("polars")
    if not node["b"]:
        raise CodecError("a frame has no part")
    # Arrow's IPC is read by native code: what it copies is one slice.
    parts = [_polars_frame(polars, reader.box.bytes(index)) for index in node["b"]]
    frame = parts[0] if len(parts) == 1 else polars.concat(parts, rechunk=False)
    if node["t"] == "DataFrame":
        return frame
    if frame.width != 1:
        raise CodecError("a series is one column")
    return frame.to_series(0)


def _polars_frame(polars: Any, data: bytes) -> Any:
    """One stream as a frame. Objects of Python stand in a stream as addresses: never followed."""
    length = int.from_bytes(data[4:8], "little")
    if data[:4] != b"\xff" * 4 or OBJECTS.encode() in data[: 8 + length]:
        raise CodecError("a stream of objects, or none")
    Watched().feed(data)
    return polars.read_ipc_stream(data)


BY_LIBRARY["polars"] = _polars_node
BY_TAG["polars"] = _read_polars
